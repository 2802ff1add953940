/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cert.h - a certificate chain as facts, and every reason for which it is not good enough.
 *
 * Knows: X.509 (through GnuTLS), RFC 5280, 9525, 9325. Not: stages, findings, what to advise.
 * Owner: the chain owns everything in it. All strings are safe text.
 * Time is an argument: nothing here reads a clock.
 */
#ifndef TLSWALK_CERT_H
#define TLSWALK_CERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "base/strv.h"
#include "tls/trust.h"

#define CHAIN_CERTS_MAX 16
#define CHAIN_BYTES_MAX 65536

struct cert {
    char *subject, *issuer; /* RFC 4514 */
    char *subject_cn, *issuer_cn; /* short names for lists: CN, else O, else the whole DN */
    char *serial;           /* hex, upper case, no separators */
    int64_t not_before, not_after; /* seconds since 1970 */
    struct strv names;      /* subjectAltName: "mail.example.org", IP addresses as text; others as "type:value" */
    struct strv ips;        /* the iPAddress ones again */
    char *key;              /* "EC-P256", "RSA-2048" */
    unsigned key_bits;
    char *signature;        /* "ECDSA-SHA256", "RSA-SHA256" */
    char *key_usage;        /* "digitalSignature, keyEncipherment" or NULL */
    struct strv purposes;   /* "serverAuth", "clientAuth" or OIDs; empty: any */
    char *aia_issuer_url;   /* caIssuers, or NULL */
    char *ocsp_url;         /* or NULL */
    char *crl_url;          /* or NULL */
    bool has_san;
    bool has_dns_name;      /* among the names is a host name; then CN counts for nothing */
    bool is_ca;
    int path_len;           /* -1: none */
    bool self_issued;       /* subject = issuer */
    bool self_signed;       /* and the signature verifies with its own key */
    bool weak_signature;    /* SHA-1, MD5 or older; not judged for self-signed roots */
    bool weak_key;          /* RSA/DSA < 2048, EC < 224; RFC 9325 4.5 */
    char sha256[65], sha1[41]; /* fingerprints, hex, lower case */
    char spki_sha256[65];   /* of the public key info: the hex of a TLSA 3 1 1 record */
    char spki_pin[48];      /* the same as base64, as in "sha256/..." */
    unsigned char *der;
    size_t der_len;
    struct gnutls_x509_crt_int *x509; /* for the files of tls/ only: held from chain_read to chain_check */
};

/* Each problem once a certificate; all of them, not only the first. */
enum cert_problem {
    CERT_SELF_SIGNED,          /* one certificate that vouches for itself, not trusted */
    CERT_UNTRUSTED_ROOT,       /* complete up to a self-signed top that is not trusted */
    CERT_MISSING_INTERMEDIATE, /* the top sent is not self-signed and its issuer is neither sent nor trusted */
    CERT_BROKEN_SIGNATURE,     /* a signature in the chain does not verify */
    CERT_EXPIRED,              /* at: which certificate; 0 is the leaf */
    CERT_CHAIN_EXPIRED,        /* an issuer's; when in_date, of a spare one that only old clients stumble over */
    CERT_NOT_YET_VALID,
    CERT_NAME_MISMATCH,        /* the host is not among the names; of this and the next two at most one is there */
    CERT_WILDCARD_DEPTH,       /* mismatch, and *.x is there for a.b.x or x */
    CERT_IP_LITERAL,           /* mismatch, and the host is an address, the certificate without any */
    CERT_NO_SAN,               /* the name stands only in CN */
    CERT_PURPOSE,              /* extended key usage without serverAuth, or key usage unfit */
    CERT_ISSUER_NOT_CA,
    CERT_WEAK_KEY,
    CERT_WEAK_SIGNATURE,
    CERT_DISORDER,             /* out of order, repeated, unrelated; certificates that no path needs */
    CERT_ROOT_SENT,            /* the root is sent along: harmless, a note */
    CERT_EXPIRES_SOON,         /* under 14 days, or a third of its life if that is shorter */
    CERT_TOO_LONG,             /* leaf lives longer than clients allow: from a public root 398 days, 200 if issued from 2026-03-15
                                  on, less later; from another root 825 */
    CERT_REVOKED,              /* a stapled OCSP response says so */
    CERT_SNAKEOIL,             /* self-signed, with a subject that installers use */
    CERT_INTERCEPTED,          /* issuer names a security product or proxy */
    CERT_UNREADABLE,           /* could not be decoded */
    CERT_PROBLEM_COUNT
};
const char *cert_problem_name(enum cert_problem p); /* "expired", for debug and tests */

struct cert_trouble {
    enum cert_problem problem;
    int at;           /* index into certs; -1: the chain as a whole */
    char detail[300]; /* facts in words: "it ran out on 2026-09-01 12:00:00 UTC, 84 days ago" */
};

#define CHAIN_TROUBLES_MAX 48

struct chain {
    struct cert *certs;       /* as sent, leaf first */
    size_t count;
    struct cert *root;        /* the trust anchor that completed the path, or NULL; owned */
    bool checked;             /* chain_check has run */
    bool trusted;             /* signatures lead to a trusted root, dates and purposes apart */
    bool in_date;             /* everything on the path, its root included */
    bool name_ok;
    size_t path[CHAIN_CERTS_MAX]; /* indexes into certs from the leaf upwards, as far as issuers could be found */
    size_t path_count;
    char matched_name[256];   /* the name that matched, "" when none */
    char asked_name[256];     /* the reference identity */
    char trust_name[160];     /* whose roots */
    struct cert_trouble troubles[CHAIN_TROUBLES_MAX]; /* in the order in which a headline is chosen */
    size_t trouble_count;
    unsigned gnutls_status;   /* GNUTLS_CERT_* bits, for the curious */
    int64_t days_left;        /* of the earliest end in the path, whole days, negative when past */
    bool ocsp_stapled, ocsp_good;
    int64_t ocsp_produced;    /* 0: not known */
    size_t bytes;             /* DER bytes sent */
    bool truncated;           /* past CHAIN_*_MAX */
    unsigned char *ocsp;      /* the stapled response, DER, or NULL */
    size_t ocsp_len;
};

/* DER certificates, leaf first, to facts. false: no memory. A certificate that does not decode is kept with CERT_UNREADABLE. */
bool chain_read(struct chain *c, const struct span *ders, size_t count);
/* A stapled OCSP response, to be looked at by chain_check; copied. Empty: none. false: no memory. */
bool chain_staple(struct chain *c, struct span ocsp);
/* Fills troubles and the verdict fields. host is in ASCII form (name.h) or an address literal. false: no memory. */
bool chain_check(struct chain *c, const struct trust *trust, const char *host, int64_t now_s);
/* The same chain with certificates that were found elsewhere, checked anew, into an empty chain: DER or PEM, one or a PKCS#7 of
 * them (RFC 5280 4.2.2.1). *readable_r: there was at least one, and the first stands behind those that were sent. false: no
 * memory; chain_done(full_r) in any case. */
bool chain_complete(struct chain *full_r, const struct chain *c, struct span found, const struct trust *trust, const char *host,
                    int64_t now_s, bool *readable_r);
void chain_done(struct chain *c);
bool chain_has(const struct chain *c, enum cert_problem p);
/* May a password be sent: trusted, in date, for this name, fit for servers, strong enough, not revoked. */
bool chain_passed(const struct chain *c);
bool cert_pem(const struct cert *c, struct buf *out);

#endif
