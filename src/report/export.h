/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export.h - one target in the words of other programs: command lines that visit it, files of settings, and what stands in the
 * windows of mail programs.
 *
 * A row of a table each: adding a program = one row and one function. Pure: no file, no environment.
 * What a program cannot do is said in its own remarks, in place of a line that would not work. No password, ever: where one is
 * needed stands the command that would fetch it, to be filled in. Everything is quoted as that program reads it, so that no name
 * of a host, user or file can become a command.
 */
#ifndef TLSWALK_EXPORT_H
#define TLSWALK_EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"
#include "table/target.h"

/* All strings are lent for the call. */
struct export_facts {
    const struct target *target;
    const char *address;   /* numeric: connect there; NULL: ask for the host's addresses */
    const char *sni;       /* server name to ask for; NULL: the host; "": none */
    const char *ca_file;   /* trusted certificates; NULL: the system's */
    bool trust_unsaved;    /* what is trusted stands in no file (the practice servers' CA) */
    const char *priority;  /* GnuTLS priority string; NULL: the program's own */
    const char *user;      /* NULL: not known; a word to be filled in is written */
};

struct export_job;
struct export {
    const char *name;    /* "openssl": scripts, manual */
    const char *title;   /* "openssl s_client, a command line": menus, <= 40 columns */
    const char *comment; /* how a line begins that is a remark: "# "; "" in a text for people */
    void (*write)(const struct export_job *j);
};
extern const struct export exports[]; /* in the order of a menu; ends with a row whose name is NULL */
size_t export_count(void);
/* Index of a name; export_count() where there is none. */
size_t export_find(struct span name);

/* Appends the index-th export of these facts: UTF-8, printable, lines that end in LF. false: no memory. */
bool export_write(struct buf *out, size_t index, const struct export_facts *facts);

#endif
