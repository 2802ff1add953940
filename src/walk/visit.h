/* SPDX-License-Identifier: GPL-3.0-or-later */
/* visit.h - one visit to a target: its name, then a walk for each of its addresses, one after the other.
 *
 * The engine. No socket, clock, resolver, terminal or environment inside: the driver asks what is wanted, does it, and
 * tells. The same calls give the same answers.
 * Times: microseconds on the caller's monotonic clock (now_us); visit_start also takes the wall clock, once.
 * Links: a visit has at most LINK_COUNT connections at a time; LINK_PROBE is a short second look (evidence.h, probe).
 * Owner: the visit copies the target; login, trust and strings of the options are lent and must outlive it.
 */
#ifndef TLSWALK_VISIT_H
#define TLSWALK_VISIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "sasl/login.h"
#include "table/target.h"
#include "tls/trust.h"
#include "walk/evidence.h"

enum family { FAMILY_BOTH, FAMILY_V4, FAMILY_V6 };

struct visit_options {
    const struct trust *trust;   /* NULL: nobody is trusted */
    struct login *login;         /* NULL: AUTH is not tried */
    bool wipe_login;             /* the login is for this visit alone: its secrets are wiped when the attempt is over */
    bool insecure_auth;
    const char *client;          /* title of the mail program whose setting is tried; NULL: none */
    unsigned client_traits;      /* bits of enum client_trait */
    int client_tls;              /* the newest TLS that the program speaks (table.h, tls_newest); 0: not known */
    const char *address;         /* connect there; NULL: resolve */
    enum family family;
    const char *priority;        /* GnuTLS priority string; NULL: TLS_PRIORITY_DEFAULT */
    const char *sni;             /* NULL: the target's host name; "": none is sent */
    const char *self;            /* EHLO argument; NULL: the address literal of our end */
    bool step;                   /* pause before each stage */
    bool no_probe;               /* never open a second connection */
    uint64_t timeout_us;         /* for each stage; 0: each stage's own */
    size_t transcript_bytes;     /* bound of each walk's transcript; 0: 4 MiB */
    bool first_address_only;
    bool compare;                /* after the walks: further looks at the same host (look.h) */
    bool test_injection;         /* then: a command in one piece with STARTTLS, on a connection of its own (evidence.h, injection) */
    bool tls_depth;              /* then: every version, suite and group (depth.h) */
};

struct visit;
enum link { LINK_MAIN, LINK_PROBE, LINK_COUNT };

enum visit_want {
    VISIT_WANT_RESOLVE = 1,  /* the addresses of visit_name: visit_resolved is awaited, for LINK_PROBE visit_probe_resolved */
    VISIT_WANT_CONNECT = 2,  /* connect to visit_endpoint */
    VISIT_WANT_SEND = 4,
    VISIT_WANT_RECV = 8,
    VISIT_WANT_CLOSE = 16,   /* close the link's socket; visit_closed confirms */
    VISIT_WANT_OPERATOR = 32,/* paused: visit_go or visit_run_on */
};

/* What you call. NULL: err. */
struct visit *visit_new(const struct target *t, const struct visit_options *o, struct err *err);
/* One that is over, from the evidence of its walks (at least one, of one visit), which is lent and must outlive it. It is done,
 * wants nothing, and is only read: nothing else may be called on it but visit_free. NULL: err. */
struct visit *visit_new_past(const struct evidence *const *walks, size_t count, struct err *err);
void visit_free(struct visit *v);
void visit_start(struct visit *v, uint64_t now_us, int64_t wall_us);

unsigned visit_wants(const struct visit *v, enum link link);
/* Which name is to be resolved, in ASCII; lent. */
const char *visit_name(const struct visit *v, enum link link);
/* Where to connect: numeric address and port; lent. */
const char *visit_endpoint(const struct visit *v, enum link link, uint16_t *port_r);
/* Absolute, in now_us; UINT64_MAX: none. */
uint64_t visit_deadline_us(const struct visit *v);

/* r is copied. The order of r->addresses is kept; the family filter is applied here. */
void visit_resolved(struct visit *v, const struct resolution *r, uint64_t now_us);
/* The same for a host that a further look leads to. */
void visit_probe_resolved(struct visit *v, const struct resolution *r, uint64_t now_us);
void visit_connected(struct visit *v, enum link link, const char *local_address, uint64_t now_us);
void visit_connect_failed(struct visit *v, enum link link, int error, uint64_t now_us);
/* All of it is taken. */
void visit_recv(struct visit *v, enum link link, struct span bytes, uint64_t now_us);
/* The peer ended: 0 for FIN, else errno. */
void visit_recv_end(struct visit *v, enum link link, int error, uint64_t now_us);
/* Lent until the next call on v. */
struct span visit_send(const struct visit *v, enum link link);
void visit_sent(struct visit *v, enum link link, size_t len, uint64_t now_us);
void visit_closed(struct visit *v, enum link link, uint64_t now_us);
void visit_tick(struct visit *v, uint64_t now_us);

/* The operator. */
void visit_go(struct visit *v, uint64_t now_us);      /* one stage */
void visit_run_on(struct visit *v, uint64_t now_us);  /* to the end, no more pauses */
void visit_set_step(struct visit *v, bool step);      /* pause before the next stage, or not */
bool visit_is_step(const struct visit *v);
void visit_stop(struct visit *v, uint64_t now_us);    /* ends at once: remaining stages are skipped, links want CLOSE */

bool visit_done(const struct visit *v);
/* Grows with every change a reader could see. */
uint64_t visit_revision(const struct visit *v);
/* True when the visit looked at its main link's next stage and waits for the operator. */
bool visit_paused(const struct visit *v);
const struct target *visit_target(const struct visit *v);
const struct resolution *visit_resolution(const struct visit *v); /* NULL until resolved */
/* Walks: one as soon as the visit starts (its resolve stage), then one for each address. */
size_t visit_walk_count(const struct visit *v);
const struct evidence *visit_walk(const struct visit *v, size_t index);
size_t visit_current(const struct visit *v);
uint64_t visit_elapsed_us(const struct visit *v, uint64_t now_us); /* since visit_start; of an ended visit: its length */

#endif
