/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export_private.h - what an export is made from, and how words of other programs' languages are written.
 *
 * Nothing here tells of lack of memory: it stands in out->broken, which export_write looks at once.
 */
#ifndef TLSWALK_EXPORT_PRIVATE_H
#define TLSWALK_EXPORT_PRIVATE_H

#include "report/export.h"

enum export_service { EXPORT_IMAP, EXPORT_POP3, EXPORT_SMTP };

/* The facts, looked through: every string is safe text. */
struct export_job {
    struct buf *out;
    const struct target *target;
    enum export_service service;
    const char *host;     /* the target's, ASCII; what the certificate must be for */
    const char *address;  /* where to connect: the given one, else host */
    bool elsewhere;       /* they differ */
    const char *sni;      /* "": none is sent */
    const char *ca_file;  /* NULL: the system's */
    const char *priority; /* NULL: the program's own */
    const char *user;     /* NULL: not known */
    const char *comment;
};

/* A remark in lines of at most EXPORT_COLS columns. */
#define EXPORT_COLS 78
void export_remark(const struct export_job *j, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* One line as it is. */
void export_line(const struct export_job *j, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* "[2001:db8::1]" for an IPv6 address, else the same. cap >= 260 */
void export_bracketed(char *to, size_t cap, const char *host);
/* STARTTLS is part of it: required or where offered. */
bool export_upgrades(const struct export_job *j);

/* One command of a POSIX shell, word by word, broken with a backslash where a line is full. */
struct shell {
    struct buf *out;
    size_t col; /* where the line stands */
};
/* Begins with the program's name. */
struct shell shell_begin(struct buf *out, const char *program);
/* One word, quoted where it needs quotes; all of what fmt gives is one word. */
void shell_word(struct shell *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* An option and its argument, a word each, on one line. */
void shell_pair(struct shell *s, const char *option, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void shell_end(struct shell *s);
/* As a word of a POSIX shell; neomutt reads the same quotes. */
void shell_quote(struct buf *out, const char *word);
/* For the user part of a URL (RFC 3986 3.2.1): everything but unreserved characters as %XX. */
void url_escape(struct buf *out, const char *text);

/* export_command.c: command lines */
void export_openssl(const struct export_job *j);
void export_gnutls(const struct export_job *j);
void export_curl(const struct export_job *j);
void export_swaks(const struct export_job *j);
void export_serverinfo(const struct export_job *j);
void export_posttls(const struct export_job *j);
/* export_config.c: files of settings */
void export_msmtp(const struct export_job *j);
void export_mbsync(const struct export_job *j);
void export_neomutt(const struct export_job *j);
/* export_window.c: settings as they stand in windows */
void export_thunderbird(const struct export_job *j);
void export_outlook(const struct export_job *j);
void export_apple(const struct export_job *j);
void export_k9(const struct export_job *j);

#endif
