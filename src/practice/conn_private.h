/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conn_private.h - one client's connection, as the three protocols see it. */
#ifndef TLSWALK_PRACTICE_CONN_PRIVATE_H
#define TLSWALK_PRACTICE_CONN_PRIVATE_H

#include "practice/exchange_private.h"
#include "practice/fault_private.h"
#include "tls/tls.h"

#define CONN_COMMAND_MAX 16384 /* bytes of one command; RFC 4954 4 asks for 12288 */

enum login_verdict {
    LOGIN_YES,
    LOGIN_NO,
    LOGIN_MALFORMED, /* no base64, or no message of the mechanism */
    LOGIN_CANCELLED,
    LOGIN_UNKNOWN,   /* this way to log in is not offered here */
    LOGIN_CLEAR,     /* TLS first */
};

/* A protocol, the server's side of it. */
struct talk {
    const char *service;  /* struct proto's sasl_service */
    const char *more;     /* stands before a challenge */
    const char *(*phrase)(const struct phrase *p);
    /* Bytes of the first whole command in `in`, line ending included; 0: not all there yet. */
    size_t (*command)(struct practice_conn *c, struct span in);
    /* One command without its line ending. */
    void (*obey)(struct practice_conn *c, struct span command);
    void (*greet)(struct practice_conn *c); /* as a good server */
    void (*unknown)(struct practice_conn *c); /* the command is none */
    void (*too_long)(struct practice_conn *c);
    void (*verdict)(struct practice_conn *c, enum login_verdict verdict);
};
extern const struct talk talk_imap, talk_pop3, talk_smtp, talk_web;

struct practice_conn {
    struct practice *practice;
    const struct fault *fault;
    const struct behaviour *how;
    const struct practice_port *port;
    const struct talk *talk;
    char host[PRACTICE_HOST_MAX];
    uint64_t now_us;
    uint64_t idle_at_us;  /* hangs up then */
    uint64_t speak_at_us; /* says nothing before */

    struct buf in;        /* received and decrypted, not yet understood; wiped, for it may hold passwords */
    struct buf say;       /* to be said, not yet encrypted */
    struct buf wire;      /* to be sent in clear */
    struct tls *tls;
    bool secured;         /* the handshake is complete */
    bool upgrading;       /* TLS begins once everything is said */
    bool leaving;         /* closes once everything is said */
    int closing;          /* practice_conn_closing */

    struct exchange exchange;
    char tag[64];         /* IMAP: of the command being obeyed */
    size_t literals;      /* IMAP: literals of the command in `in` that were asked for */
    char user[256];       /* POP3 USER */
    char apop[160];       /* POP3: the greeting's timestamp, "" when there was none */
    bool logged_in;
};

/* Queues words for the client; {host} is filled in. */
void conn_say(struct practice_conn *c, const char *text);
void conn_say_line(struct practice_conn *c, const char *line); /* CRLF is added */
void conn_sayf(struct practice_conn *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void conn_say_span(struct practice_conn *c, struct span bytes);
void conn_challenge(struct practice_conn *c, struct span base64);
/* The fault's own words in this protocol, or NULL. */
const char *conn_phrase(const struct practice_conn *c, const struct phrase *p);
/* After what has been said: TLS, or the end. What the client sent along with its STARTTLS is thrown away, as a rule. */
void conn_upgrade(struct practice_conn *c);
void conn_leave(struct practice_conn *c);
/* Cuts the client off at once: there is no memory, or it does not read. */
void conn_drop(struct practice_conn *c);
/* May a login be taken here: inside TLS, or where this server offers it before. */
bool conn_takes_logins(const struct practice_conn *c);
/* Is STARTTLS to be listed now, and may it be used now. */
bool conn_lists_starttls(const struct practice_conn *c);
/* Is the feature list to be given; if not, all has been done that this server does instead. */
bool conn_lists(struct practice_conn *c);
/* Mechanisms listed now, separated by spaces; "" when none. */
const char *conn_mechs(const struct practice_conn *c);
/* Cuts the first word off *in, and the one space behind it. */
struct span conn_word(struct span *in);
/* Bytes up to and with the first LF; 0: there is none. A talk's `command` where a line is a command. */
size_t conn_line(struct practice_conn *c, struct span in);

#endif
