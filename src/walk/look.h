/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look.h - further looks at the same host, on request: short connections of their own, announced, counted, paced.
 *
 * A look is a walk of its own that goes no further than it must: with or without a server name, another TLS version, a
 * sibling port. What each saw is kept; which look comes next is decided from what is known (look_next), one at a time.
 * Owner: the visit; lent until it is freed. All char arrays are safe text.
 */
#ifndef TLSWALK_LOOK_H
#define TLSWALK_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "walk/evidence.h"

#define LOOKS_MAX 400

enum look_purpose {
    LOOK_NO_SNI,     /* the same port, no server name sent */
    LOOK_TLS12,      /* the same port, TLS 1.2 at most */
    LOOK_WIDE,       /* the same port, everything that can be offered: after a refusal */
    LOOK_AS_CLIENT,  /* the same port, with the newest TLS that the row's old program speaks */
    LOOK_PLAIN,      /* a plain read at a port that refused TLS */
    LOOK_SIBLING,    /* another port of the same service, in its own mode */
    LOOK_SMALL,      /* the same port, a ClientHello as small as can be: after silence */
    LOOK_MAIL_PORT,  /* a mail port of another kind, in its own mode; more than one look has this purpose */
    LOOK_WEB_PORT,   /* the port of https: connected, and nothing said */
    LOOK_PORTAL,     /* the web page at the host's port 80: does somebody in between want to be spoken to first */
    LOOK_OTHER_NAME, /* a made-up name that nobody has: does it resolve all the same */
    LOOK_ISSUER,     /* the certificate that the chain lacks, from where the one below it says it is published */
};

struct look_ask {
    enum look_purpose purpose;
    char words[120];        /* what is asked, for the transcript: "the same port without a server name" */
    char label[64];         /* what it stands for in a table: "TLS 1.2", "port 993" */
    uint16_t port;          /* at the address of the walk */
    enum tls_mode mode;
    const struct proto *proto; /* spoken there */
    enum stage_id last;     /* the look ends with this stage */
    bool no_sni;
    char priority[240];     /* GnuTLS priority string; "": the visit's */
    char elsewhere[256];    /* another host than the walk's, by its name; "": the walk's address */
    char page[240];         /* path of a web page; "": none is asked for */
};

struct look_saw {
    struct look_ask ask;
    bool connected, tls_up;
    enum stage_id reached;  /* the stage that decided */
    enum verdict verdict;   /* of that stage */
    char summary[240];
    uint64_t took_us;
    uint64_t connect_us;    /* of it, until the connection stood; 0: it never did */
    struct ended end;       /* how the deciding wait ended */
    struct heard greeting;
    enum speaker speaker;
    struct tls_facts tls;
    char leaf_sha256[65];   /* "" when no certificate was shown */
    char leaf_names[300];
    bool cert_passed;       /* LOOK_ISSUER: with what was fetched, the chain leads to a trusted root */
    int code;               /* of a web page: HTTP status; 0: none */
    char answer[240];       /* what was found: an address, a certificate's name; "" */
    char leads_to[240];     /* of a web page: where it redirects; "" */
};

struct looks {
    struct look_saw *items;
    size_t count;
    bool running, ended;
    char stopped[200];      /* why no more looks are made although some were left; "" */
};

/* What the operator asked for. */
struct look_wishes {
    bool compare;
};

/* look_ports.c: the next other port of the host that is worth a connection. false: none is left. */
bool look_next_port(const struct evidence *e, const struct looks *so_far, struct look_ask *ask_r);
/* Where the walk's host has the service that is usually on that port: a laboratory may have moved them all by one offset. */
uint16_t look_moved_port(const struct evidence *e, uint16_t usual);

/* look_elsewhere.c: the next look that asks another kind of service, or another host. false: none is left. */
bool look_next_elsewhere(const struct evidence *e, const struct looks *so_far, struct look_ask *ask_r);

/* The next look that is worth its connection, from what the walk and the looks so far saw. false: enough is known. */
bool look_next(const struct look_wishes *wishes, const struct evidence *e, const struct looks *so_far, struct look_ask *ask_r);
const struct look_saw *looks_find(const struct looks *l, enum look_purpose purpose); /* NULL: was not made; l may be NULL */

#endif
