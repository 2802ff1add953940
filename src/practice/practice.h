/* SPDX-License-Identifier: GPL-3.0-or-later */
/* practice.h - servers that behave well or badly on request: IMAP, POP3, SMTP, with STARTTLS, implicit TLS and logins.
 *
 * The engine's other side, so it does no I/O either: a connection is bytes in, bytes out, a deadline. net/serve listens on
 * loopback and pumps it; tests join it to a visit in memory. User "probe", password "secret", token "tok123".
 * Certificates come from a CA made at start (in memory only; practice_ca_pem gives it to whoever shall trust it).
 */
#ifndef TLSWALK_PRACTICE_H
#define TLSWALK_PRACTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "proto/proto.h"

#define PRACTICE_USER "probe"
#define PRACTICE_PASSWORD "secret"
#define PRACTICE_TOKEN "tok123"
#define PRACTICE_DOMAIN "practice.test" /* hosts are NAME.practice.test */

enum practice_asks {
    PRACTICE_ASKS_COMPARE = 1,   /* further looks at the same host */
    PRACTICE_ASKS_INJECTION = 2, /* the test of STARTTLS */
};

/* One server of the practice table: how it differs from a good one. THE FAULTS are rows of fault.c. */
struct fault {
    const char *name;    /* "good", "cert-expired": host is NAME.practice.test */
    const char *title;   /* "Certificate ran out" */
    const char *note;    /* one sentence: what to notice */
    const char *code;    /* the diagnosis that a visit should find first; NULL: none (a good server) */
    const char *clients; /* table clients that make rows with it; NULL: all */
    const char *protocols; /* "imap smtp pop3" subset that makes rows */
    unsigned asks;       /* bits of enum practice_asks: what must be asked of a visit besides, to tell */
};
extern const struct fault *const practice_faults[]; /* NULL-ended */
const struct fault *practice_fault(const char *name);
/* Does anybody listen at this server; one that refuses every connection is no server at all. */
bool practice_listens(const struct fault *f);

struct practice; /* the CA, certificates made as they are needed, the clock */
struct practice *practice_new(int64_t wall_us, struct err *err); /* cheap: keys are made when first needed */
void practice_free(struct practice *p);
/* By how much whoever listens moves the ports; certificates tell where their issuer is published. 0 until it is set. */
void practice_set_offset(struct practice *p, unsigned offset);
/* The CA certificate that clients of the practice servers trust, PEM; lent. Empty without memory. */
struct span practice_ca_pem(struct practice *p);
/* A table file (table.h's INI): the origin's and today's clients against `good`, each fault with its fitting clients. Addresses
 * are practice_address's, offset is every server's port-offset. only: these faults, NULL-ended; NULL: all. false: no memory. */
bool practice_table(unsigned offset, const struct fault *const *only, struct buf *out);
/* "127.0.77.N" for the n-th fault. cap >= 16 */
void practice_address(size_t n, char *to, size_t cap);

/* The ports a fault listens on: protocol and mode as a client would use them. */
struct practice_port {
    const struct proto *proto; /* of the web page NULL */
    bool implicit;
    uint16_t port;  /* the well-known one; the offset is added by whoever listens */
};
extern const struct practice_port practice_ports[]; /* 7 rows, ends with proto NULL */
extern const struct practice_port practice_web;     /* port 80, at servers with practice_has_web */
bool practice_has_web(const struct fault *f);

struct practice_conn;
/* A client has connected. NULL: no memory. */
struct practice_conn *practice_conn_new(struct practice *p, const struct fault *f, const struct practice_port *port,
                                        uint64_t now_us);
void practice_conn_free(struct practice_conn *c);
void practice_conn_recv(struct practice_conn *c, struct span bytes, uint64_t now_us);
void practice_conn_recv_end(struct practice_conn *c, uint64_t now_us);
struct span practice_conn_send(const struct practice_conn *c);
void practice_conn_sent(struct practice_conn *c, size_t len, uint64_t now_us);
/* 0 stay, 1 close with FIN once everything is sent, 2 reset at once */
int practice_conn_closing(const struct practice_conn *c);
uint64_t practice_conn_deadline_us(const struct practice_conn *c);
void practice_conn_tick(struct practice_conn *c, uint64_t now_us);

#endif
