/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forge.h - certificates made to measure, good and bad, for the practice servers and the tests.
 *
 * Keys live in memory only. Nothing here is a certificate authority to be trusted: whoever wants to trust one takes its PEM.
 * Owner: what forge_new returns belongs to the caller. Time is an argument: nothing here reads a clock.
 */
#ifndef TLSWALK_FORGE_H
#define TLSWALK_FORGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

enum forge_key { FORGE_EC_P256, FORGE_RSA_2048, FORGE_RSA_1024 };
enum forge_hash { FORGE_SHA256, FORGE_SHA1 };
enum forge_purpose { FORGE_FOR_SERVERS, FORGE_FOR_CLIENTS, FORGE_FOR_ANYTHING };

/* A zeroed recipe with a name and dates is a sound EC P-256 server certificate without subjectAltName. */
struct forge_recipe {
    const char *cn;               /* commonName */
    const char *organization;     /* NULL: none */
    const char *issuer_url;       /* caIssuers: where the issuer is published; NULL: not told */
    const char *const *dns_names; /* subjectAltName, NULL-ended; NULL: no such extension */
    int64_t not_before, not_after; /* seconds since 1970 */
    enum forge_key key;
    enum forge_hash hash;         /* with which the issuer signs it */
    bool is_ca;                   /* basicConstraints CA and the key usage to sign certificates */
    enum forge_purpose purpose;   /* extended key usage of one that is not a CA */
};

struct forged; /* a certificate and its private key */

/* issuer signs it, whether it may (is_ca) or not; NULL: it signs itself. NULL: err. */
struct forged *forge_new(const struct forge_recipe *r, const struct forged *issuer, struct err *err);
void forge_free(struct forged *f);
/* Appended as PEM. false: no memory. The key's is to go into a secret buffer. */
bool forge_cert_pem(const struct forged *f, struct buf *out);
bool forge_cert_der(const struct forged *f, struct buf *out);
bool forge_key_pem(const struct forged *f, struct buf *out);
/* What issuer says of cert by OCSP (RFC 6960), for stapling, DER, appended: it is good, or was withdrawn a day ago. Said an hour
 * before now_s and worth a week. issuer's key is FORGE_EC_P256. false: no memory. */
bool forge_ocsp(const struct forged *cert, const struct forged *issuer, bool revoked, int64_t now_s, struct buf *out);

#endif
