/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dns.h - one question to DNS itself, on the loop. The only door to libunbound.
 *
 * The library is loaded and the context is made at the first question. Names that DNS must not be asked for are the caller's business.
 */
#ifndef TLSWALK_DNS_H
#define TLSWALK_DNS_H

#include <stdbool.h>
#include <stddef.h>

#include "net/loop.h"
#include "net/resolve.h"
#include "walk/evidence.h"

enum dns_type { DNS_A = 1, DNS_MX = 15, DNS_AAAA = 28, DNS_SRV = 33, DNS_KEY = 48 };
/* RFC 1035 3.2.2, RFC 3596 2.1, RFC 2782, RFC 4034 2 */

struct dns_answer {
    int error; /* enum ub_ctx_err, 0: none */
    char error_text[160];
    int rcode; /* RFC 1035 4.1.1 */
    bool havedata, nxdomain, secure, bogus;
    char why_bogus[240];
    char canonical[256];                     /* "" when the name is no alias */
    struct address addresses[ADDRESSES_MAX]; /* DNS_A and DNS_AAAA */
    size_t count;
    bool no_service; /* DNS_SRV: the target is ".", which says that there is no such service (RFC 2782) */
};

struct dns;
/* o's strings are lent and must outlive it. */
struct dns *dns_new(struct loop *l, const struct resolver_options *o, struct err *err);
void dns_free(struct dns *d);
/* There is a trust anchor to check signatures against. */
bool dns_has_anchor(const struct dns *d);

/* Caller's storage; not to be moved while pending. */
struct dns_query {
    struct dns *dns;
    int id;
    enum dns_type type;
    bool pending;
    void (*fn)(void *context, const struct dns_query *q, const struct dns_answer *a);
    void *context;
};
/* Answers once, later, unless cancelled. false: libunbound refused (a->error, a->error_text); nothing will come. */
bool dns_ask(struct dns *d, struct dns_query *q, const char *name, struct dns_answer *a);
void dns_cancel(struct dns_query *q);

const char *dns_library_version(void);

#endif
