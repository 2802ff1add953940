/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h - a file of settings: servers, clients, and the rows that are their product.
 *
 * INI through inih (the only door to it is table_read.c). `;` or `#` begins a comment line, ` ;` a comment behind a value;
 * indentation means nothing; a line has at most 197 bytes. Sections:
 *   [table]      title, note
 *   [server ID]  title, domain, note; imap, pop3, smtp = HOST; login = local-part | address;
 *                address = ADDRESS (connect there instead of resolving);
 *                port-offset = NUMBER (added to every client's port: a laboratory on high ports);
 *                clients = ID... (only these make rows; all when it is left out)
 *   [client ID]  title, platform, note; tls = 1.0 | 1.1 | 1.2 | 1.3 (the newest that it speaks);
 *                imap, pop3, smtp = PORT MODE "WORDS";
 *                behaviour = changes-settings, cloud (what is known of the program and cannot be seen on the line)
 * A protocol may have several settings: further lines of the same key, or "imap 2 =". A note may be continued the same way.
 * An ID has no spaces. A smtp setting on port 25 is protocol `smtp`, on any other port `submission`.
 * Rows: for each server, for each of its clients, imap, pop3, smtp; each in the order of the file.
 * Owner: the table owns all strings and rows; rows are lent until table_free, table_add_row or table_remove_row.
 * All strings are safe text.
 */
#ifndef TLSWALK_TABLE_H
#define TLSWALK_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "base/strv.h"
#include "table/target.h"

/* What is known of a mail program: it changes its settings by itself; it connects from servers of its maker. */
enum client_trait { CLIENT_CHANGES_SETTINGS = 1, CLIENT_IN_CLOUD = 2 };

enum table_service { TABLE_IMAP, TABLE_POP3, TABLE_SMTP, TABLE_SERVICES };

struct table_server {
    unsigned line;             /* where its section begins */
    char *id, *title, *domain; /* title: the id when there is none; domain: NULL when there is none */
    char *hosts[TABLE_SERVICES]; /* NULL: the server has no such service */
    char *address;             /* NULL: resolve */
    bool login_is_address;     /* user@domain rather than the local part */
    unsigned port_offset;
    struct strv clients;       /* empty: all */
    char *note;                /* one sentence on what this server is for, or NULL */
};

/* What one program puts in its account settings. */
struct table_setting {
    enum table_service service;
    uint16_t port;
    enum tls_mode mode;
    char *words;
};

struct table_client {
    unsigned line;
    char *id, *title, *platform, *note; /* title: the id when there is none; platform, note: NULL when there is none */
    unsigned traits;                    /* bits of enum client_trait */
    int tls_newest;                     /* the newest version it speaks: 0x0301 is TLS 1.0; 0: nothing is known of a limit */
    struct table_setting *settings;     /* in the order of the file */
    size_t setting_count;
};

/* Small, and without a conversion of its host: a table may have many thousands, and the first screen shows twenty. */
struct row {
    const struct table_client *client; /* NULL: typed in */
    const struct table_server *server; /* NULL: typed in */
    const struct proto *proto;
    const char *host;                  /* as it was written; whether it is a host name row_target tells */
    uint16_t port;
    uint16_t client_port;              /* before the server's port-offset */
    enum tls_mode mode;
    const char *words;                 /* what the caller sees in that program's window: "Require STARTTLS"; "" when none */
    char *typed_host;                  /* owned: what host points to when it is no server's; else NULL */
};
/* Where the row leads. A bad host stands in t_r->host_error. */
void row_target(const struct row *r, struct target *t_r);

/* One complaint about a table file; the table is built from what is right. */
struct table_error {
    unsigned line;   /* 1-based; 0: the file as a whole */
    char text[300];  /* "line 12: port '99999' is not a number from 1 to 65535" */
};

struct table {
    char *source;  /* file name or "practice", "origin", "today" */
    char *title, *note;
    struct table_server **servers;
    size_t server_count;
    struct table_client **clients;
    size_t client_count;
    struct row *rows;
    size_t row_count;
    struct table_error *errors;
    size_t error_count;
};

#define TABLE_BYTES_MAX (4u << 20)
#define TABLE_ROWS_MAX 200000u
#define TABLE_CLIENTS_MAX 1000u
#define TABLE_ERRORS_MAX 100u /* further complaints are counted in the last one */

/* Bytes of a table file to a table. NULL only for lack of memory or of inih: complaints stand in errors. */
struct table *table_read(struct span bytes, const char *source, struct err *err);
void table_free(struct table *t);
/* Adds a row for a target typed by the operator; the row's index, or -1 without memory. */
long table_add_row(struct table *t, const struct target *target);
/* Leads an existing row elsewhere. Its client stays, its words no longer fit and go, its server (and with it the address to go
 * to) stays where the host is the same. false: no memory, and the row is as it was. */
bool table_set_row(struct table *t, size_t index, const struct target *target);
bool table_remove_row(struct table *t, size_t index);

/* Shipped tables, compiled in: "origin", "today". NULL: no such table. "practice" comes from practice/. */
const char *table_shipped(const char *name);

#endif
