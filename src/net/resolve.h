/* SPDX-License-Identifier: GPL-3.0-or-later */
/* resolve.h - names to addresses, both ways at once: the system's answer (hosts file, nsswitch), which is what a mail
 * program sees, and DNS itself through libunbound (the only door to it), with its DNSSEC state.
 */
#ifndef TLSWALK_RESOLVE_H
#define TLSWALK_RESOLVE_H

#include "base/err.h"
#include "net/loop.h"
#include "walk/evidence.h"

struct resolver;
struct resolver_options {
    const char *forwarder;   /* "ADDR" or "ADDR@PORT": ask this server instead of the system's; NULL: resolv.conf */
    const char *anchor_file; /* DNSSEC trust anchor; NULL: the usual places */
    uint64_t budget_us;      /* 0: 5 s */
    bool no_dns;             /* only the system's answer */
};
/* Nothing is loaded or opened before the first name is asked. */
struct resolver *resolver_new(struct loop *l, const struct resolver_options *o, struct err *err);
void resolver_free(struct resolver *r);

struct resolve;
typedef void resolve_fn(void *context, const struct resolution *r);
/* Always answers exactly once, later, unless cancelled. host is ASCII. service: "_imaps._tcp", asked for where host has no address
 * (RFC 6186 3.1); NULL or "": none. NULL: err. */
struct resolve *resolve_start(struct resolver *r, const char *host, const char *service, resolve_fn *fn, void *context,
                              struct err *err);
void resolve_cancel(struct resolve *q);

const char *resolve_library_version(void);

#endif
