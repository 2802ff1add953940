/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h - the other side of a visit, in memory and with a scripted clock: one server for the walk, one for the second look.
 *
 * Used by walk_run.c and the visit tests. Times are microseconds from 0; the wall clock starts at WORLD_WALL_S.
 */
#ifndef TLSWALK_TESTS_WORLD_H
#define TLSWALK_TESTS_WORLD_H

#include "base/buf.h"
#include "tls/tls.h"
#include "walk/visit.h"

#define WORLD_WALL_S INT64_C(1795500000) /* 2026-11-24 06:00:00 UTC */

struct world_link {
    struct buf heard;     /* what the client said, decrypted */
    struct tls *tls;      /* server side, once begun */
    bool secured;
};

struct world {
    struct visit *visit;
    uint64_t now_us;
    bool drip;            /* server bytes arrive one by one */
    struct world_link links[LINK_COUNT];
    struct span ca_pem;
};

bool world_init(struct world *w, const struct target *t, struct visit_options *o, bool drip);
void world_done(struct world *w);
void world_start(struct world *w);
/* Carries the client's bytes over to the world; confirms closes. */
void world_pump(struct world *w, enum link link);
void world_connect(struct world *w, enum link link);
void world_say(struct world *w, enum link link, struct span bytes);
/* The server's half of a handshake, with a certificate of the named kind: good, expired, wrong-name, self-signed; a URL:
 * its issuer is not sent, and published there. false: it failed. */
bool world_tls(struct world *w, enum link link, const char *kind, const char *host);
/* Lets time pass; deadlines fire on the way. */
void world_wait(struct world *w, uint64_t us);
/* Takes the client's next line (CRLF cut off); false: there is none. */
bool world_take_line(struct world *w, enum link link, char *line, size_t cap);

#endif
