/* SPDX-License-Identifier: GPL-3.0-or-later */
/* side.h - one further connection to the host of a walk: a walk of its own that ends early. Private to walk/.
 *
 * One at a time, on LINK_PROBE, counted in the main walk's connections, and none sooner than a gap after the one before.
 * Who asks for it (looks, depth) starts it when side_ready, turns it, reads side->walk once that is over, and lets it go.
 */
#ifndef TLSWALK_SIDE_H
#define TLSWALK_SIDE_H

#include "walk/walk_private.h"

struct side_ask {
    const struct proto *proto; /* NULL: the main walk's */
    uint16_t port;          /* at the address of the main walk */
    enum tls_mode mode;
    enum stage_id last;     /* the walk ends with this stage */
    const char *sni;        /* NULL: the visit's; "": none is sent */
    const char *priority;   /* NULL: the visit's; lent until the walk is let go */
    const char *alpn;       /* NULL: none is offered */
    struct span resume;     /* data of a session to be resumed (tls.h); lent */
    const struct hello *hello; /* only this is asked, at the stage handshake (walk_private.h); NULL: a session; lent, too */
    const char *elsewhere;  /* another host: its name, which will be asked for, or its address; NULL: the main walk's address */
    const struct page *page; /* asked for in place of a greeting (walk_private.h); NULL: none; lent */
    uint64_t limit_us;      /* of each stage; 0: what is usual here */
};

struct side {
    const struct visit_options *o;  /* the visit's */
    struct walk *main;              /* the walk that it is about */
    struct walk *walk;              /* under way, or over and not yet let go; NULL: none */
    struct target target;
    struct visit_options side_o;
    struct resolution resolution;   /* of another host */
    bool step;                      /* never pauses: always false */
    uint64_t next_at_us;            /* the next one not before */
};

void side_init(struct side *s, const struct visit_options *o);
void side_done(struct side *s);
bool side_ready(const struct side *s, uint64_t now_us); /* a walk may be started now */
/* false: err. The walk has not moved yet. */
bool side_start(struct side *s, const struct side_ask *ask, uint64_t now_us, struct err *err);
/* As far as it goes without news. true: it is over, and its evidence can be read. */
bool side_turn(struct side *s, uint64_t now_us);
/* The name of another host is awaited. */
bool side_wants_name(const struct side *s);
void side_resolved(struct side *s, const struct resolution *r, uint64_t now_us);
void side_let_go(struct side *s, uint64_t now_us);
void side_tick(struct side *s, uint64_t now_us);
void side_stop(struct side *s, uint64_t now_us); /* ends at once */
uint64_t side_deadline(const struct side *s); /* of the walk, or when the next one may start */

#endif
