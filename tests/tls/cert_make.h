/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cert_make.h - certificates with any mistake that a chain can be judged for; src/tls/forge.h makes the everyday ones.
 *
 * A recipe that cannot be made ends the program: a test has no use for less. Keys are P-256 unless asked otherwise.
 */
#ifndef TLSWALK_CERT_MAKE_H
#define TLSWALK_CERT_MAKE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "tls/tls.h"

/* The moment at which the tests take place. */
#define NOW 1795500000 /* 2026-11-24 06:00:00 UTC */
#define DAYS(n) ((int64_t)(n) * 86400)

struct made;

struct recipe {
    const char *cn, *cn2, *o;
    const char *dns[4];      /* NULL-ended */
    const char *ip;
    const char *email;
    int64_t not_before, not_after; /* 0: ten days ago, ninety from now */
    bool ca;
    int path_len;            /* of a CA; 0: none is set, n: n - 1 */
    bool version1;           /* no extensions at all */
    unsigned key_usage;      /* GNUTLS_KEY_* bits; 0: no extension */
    const char *purpose;     /* OID of an extended key usage */
    const char *aia;         /* caIssuers address */
    const char *permitted;   /* name constraint: the only domain a CA may sign for */
    unsigned rsa_bits;       /* 0: P-256 */
    bool sha1;
    bool no_key_ids;
    const struct made *same_key; /* take this one's key */
    const struct made *signed_by; /* sign with this one's key, under the name of the issuer given */
};

/* issuer NULL: it signs itself. */
struct made *make(const struct recipe *r, const struct made *issuer);
void made_free(struct made *m);
struct span made_der(const struct made *m);
/* The certificates as PEM, one behind the other; the list ends with NULL. */
void made_pem(struct buf *out, const struct made *const *list);
/* A server's identity from a chain, leaf first, NULL-ended. */
struct tls_identity *made_identity(const struct made *const *list);

#endif
