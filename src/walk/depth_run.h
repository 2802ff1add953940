/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depth_run.h - finds out what depth.h tells: question after question, each a short handshake. Private to walk/.
 *
 * The questions come in sections (depth_private.h), each of which knows what is worth asking next from what was answered.
 */
#ifndef TLSWALK_DEPTH_RUN_H
#define TLSWALK_DEPTH_RUN_H

#include "tls/suite.h"
#include "walk/depth.h"
#include "walk/side.h"

/* One question. */
struct depth_ask {
    struct hello hello;       /* hello.version 0: a session is wanted, with what follows */
    char priority[240];
    bool no_sni;
    const char *alpn;         /* NULL: none is offered */
    struct span resume;       /* data of a session to be resumed; empty: none */
};

enum depth_told { DEPTH_UNTOLD, DEPTH_TAKEN, DEPTH_REFUSED };

/* What is known of one version. */
struct depth_version {
    uint16_t version;
    enum depth_told told;
    bool settled;             /* no suite is left to be asked for */
    unsigned part;            /* 0: all suites are offered at once; else 1 + an enum suite_exchange: those alone, one kind after the other */
    bool breaks_off[SUITE_EXCHANGES]; /* by enum suite_exchange: offered alone, they end the connection without an answer */
    uint16_t suites[SUITES_MAX]; /* taken, in the order of choice */
    size_t suite_count;
    bool master_secret, renegotiation;
};
#define DEPTH_VERSIONS 5      /* newest first: TLS 1.3 .. SSL 3 */

struct depth_run {
    struct depth depth;
    struct side *side;        /* the visit's */
    size_t section;           /* at which we are; DEPTH_SECTIONS: all are done */
    unsigned first;           /* number of the section's first connection */
    unsigned troubles;        /* in a row: no connection, no answer */
    struct depth_ask ask;

    struct depth_version versions[DEPTH_VERSIONS];
    size_t at;                /* index of the version that a section is at */
    uint16_t offer[SUITES_MAX];    /* suites of the question under way */
    uint16_t groups[HELLO_GROUPS_MAX]; /* groups not yet taken */
    size_t group_count;
    size_t step;              /* of the sessions, depth_session.c */
    uint16_t session_version; /* of the session under way */
    struct buf kept;          /* the session to be resumed */
    bool ticket;              /* and whether it came with a ticket */
    char leaf_sha256[65];     /* shown when a server name was sent; "" before */
    struct depth_row nowhere; /* a row that there was no memory for */
    bool told_certificate;    /* rows about staple and client certificate are written */
};

/* The functions below take NULL for a run that nobody asked for. NULL: no memory. */
struct depth_run *depth_run_new(struct side *side);
void depth_run_free(struct depth_run *r);
/* The walks and looks are over: the first question may be asked. */
void depth_run_begin(struct depth_run *r);
/* As far as it goes without news. true: it is over. */
bool depth_run_turn(struct depth_run *r, uint64_t now_us);
void depth_run_stop(struct depth_run *r); /* no more questions */

#endif
