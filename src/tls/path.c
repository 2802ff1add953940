/* SPDX-License-Identifier: GPL-3.0-or-later */
/* path.c - from the leaf to a trusted root (RFC 5280 6.1, RFC 4158), through certificates that may be sent in any order.
 *
 * GnuTLS verifies the path; finding it, and saying why there is none, is done here, because GnuTLS has one answer
 * (signer not found) for three different mistakes of an administrator.
 */
#include "config.h"

#include <stdlib.h>

#include <gnutls/x509.h>

#include "base/text.h"
#include "tls/cert_private.h"
#include "tls/chain_private.h"
#include "tls/trust_private.h"

/* Dates are judged by our own clock argument, strength by our own rules. */
#define VERIFY_FLAGS                                                                                                   \
    (GNUTLS_VERIFY_DISABLE_TIME_CHECKS | GNUTLS_VERIFY_DISABLE_TRUSTED_TIME_CHECKS | GNUTLS_VERIFY_ALLOW_BROKEN |      \
     GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1)
#define STATUS_OF_STRENGTH (GNUTLS_CERT_INVALID | GNUTLS_CERT_INSECURE_ALGORITHM)

struct finder {
    struct chain *c;
    const struct trust *trust;
    int64_t now;
    bool in_date_only;     /* this pass leaves out issuers that are not in date */
    bool check_signatures; /* this pass believes no name without the signature */
    bool no_memory;
    struct der_cert parts[CHAIN_CERTS_MAX];
    bool visited[CHAIN_CERTS_MAX];
    struct anchor *anchor;
};

static bool same(struct span a, struct span b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool in_date(const struct finder *f, int64_t from, int64_t to)
{
    return f->now >= from && f->now <= to;
}

static bool names_issuer(const struct finder *f, size_t at, size_t issuer)
{
    const struct chain *c = f->c;
    return c->certs[issuer].x509 && same(f->parts[at].issuer, f->parts[issuer].subject) &&
           cert_key_id_fits(&c->certs[at], c->certs[issuer].x509);
}

static bool take_anchor(struct finder *f, struct anchor *a)
{
    int ret = anchor_import(a);
    if (ret == GNUTLS_E_MEMORY_ERROR)
        f->no_memory = true;
    if (ret < 0)
        return false;
    f->anchor = a;
    return true;
}

static bool find_anchor(struct finder *f, size_t at)
{
    const struct cert *cert = &f->c->certs[at];
    struct anchor *a = trust_by_cert(f->trust, f->parts[at].whole, f->parts[at].subject);
    if (a)
        return take_anchor(f, a);
    size_t cursor = 0;
    while (!f->no_memory && (a = trust_by_subject(f->trust, f->parts[at].issuer, &cursor))) {
        if (!take_anchor(f, a))
            continue;
        if (cert_key_id_fits(cert, a->x509) &&
            (!f->in_date_only ||
             in_date(f, gnutls_x509_crt_get_activation_time(a->x509), gnutls_x509_crt_get_expiration_time(a->x509))) &&
            (!f->check_signatures || cert_signed_by(cert, a->x509)))
            return true;
        f->anchor = NULL;
    }
    return false;
}

/* Depth first. A certificate that led nowhere once leads nowhere, so each is entered once and sixteen suffice. */
static bool extend(struct finder *f, size_t at)
{
    struct chain *c = f->c;
    f->visited[at] = true;
    c->path[c->path_count++] = at;
    if (find_anchor(f, at))
        return true;
    for (size_t i = 0; i < c->count && !f->no_memory; i++) {
        const struct cert *issuer = &c->certs[i];
        if (!f->visited[i] && names_issuer(f, at, i) &&
            (!f->in_date_only || in_date(f, issuer->not_before, issuer->not_after)) &&
            (!f->check_signatures || cert_signed_by(&c->certs[at], issuer->x509)) && extend(f, i))
            return true;
    }
    c->path_count--;
    return false;
}

static bool search(struct finder *f)
{
    memset(f->visited, 0, sizeof f->visited);
    f->c->path_count = 0;
    f->anchor = NULL;
    return extend(f, 0);
}

/* GnuTLS's verdict on the path found: signatures, CA flags, path lengths, name constraints. */
static void verify(struct finder *f)
{
    struct chain *c = f->c;
    gnutls_x509_crt_t list[CHAIN_CERTS_MAX];
    for (size_t i = 0; i < c->path_count; i++)
        list[i] = c->certs[c->path[i]].x509;
    unsigned status = GNUTLS_CERT_INVALID;
    int ret =
        gnutls_x509_crt_list_verify(list, (unsigned)c->path_count, &f->anchor->x509, 1, NULL, 0, VERIFY_FLAGS, &status);
    if (ret == GNUTLS_E_MEMORY_ERROR)
        f->no_memory = true;
    c->gnutls_status = status;
    c->trusted = ret >= 0 && !(status & ~STATUS_OF_STRENGTH);
}

/* The cheap pass first: in the ordinary case names suffice and every signature is checked once, by GnuTLS. */
static void search_all(struct finder *f)
{
    static const struct {
        bool in_date_only, check_signatures;
    } passes[] = {{true, false}, {true, true}, {false, true}};
    for (size_t i = 0; i < sizeof passes / sizeof passes[0] && !f->c->trusted && !f->no_memory; i++) {
        f->in_date_only = passes[i].in_date_only;
        f->check_signatures = passes[i].check_signatures;
        if (search(f))
            verify(f);
    }
}

/* The best issuer among those sent, for a path that leads nowhere: one that signed it, else one that is named. */
static bool best_issuer(const struct finder *f, size_t at, size_t *issuer_r, bool *signed_r)
{
    bool found = false;
    *signed_r = false;
    for (size_t i = 0; i < f->c->count && !*signed_r; i++) {
        if (f->visited[i] || !names_issuer(f, at, i))
            continue;
        *signed_r = cert_signed_by(&f->c->certs[at], f->c->certs[i].x509);
        if (*signed_r || !found)
            *issuer_r = i;
        found = true;
    }
    return found;
}

/* What the trust has to say about the issuer that a certificate names. */
enum known {
    KNOWN_NOT,      /* nobody of that name */
    KNOWN_OTHER,    /* that name, but by the key identifiers another key */
    KNOWN_UNSIGNED, /* that name, perhaps that key, but not that signature */
    KNOWN_SIGNED,
};

static enum known trust_knows(const struct finder *f, size_t at)
{
    const struct cert *cert = &f->c->certs[at];
    enum known best = KNOWN_NOT;
    size_t cursor = 0;
    struct anchor *a;
    while ((a = trust_by_subject(f->trust, f->parts[at].issuer, &cursor))) {
        enum known known = anchor_import(a) < 0 || !cert_key_id_fits(cert, a->x509) ? KNOWN_OTHER
                           : cert_signed_by(cert, a->x509)                          ? KNOWN_SIGNED
                                                                                    : KNOWN_UNSIGNED;
        if (known > best)
            best = known;
    }
    return best;
}

static void tell_missing(struct chain *c, int at, const struct cert *cert)
{
    if (cert->aia_issuer_url)
        chain_trouble(c, CERT_MISSING_INTERMEDIATE, at,
                      "its issuer '%.80s' was not sent and is not in %.60s; it is published at %.90s", cert->issuer_cn,
                      c->trust_name, cert->aia_issuer_url);
    else
        chain_trouble(c, CERT_MISSING_INTERMEDIATE, at,
                      "its issuer '%.80s' was not sent and is not in %.60s: a middle certificate is missing, or that "
                      "is a private root",
                      cert->issuer_cn, c->trust_name);
}

static void tell_unknown(struct chain *c, int at, const struct cert *cert)
{
    if (cert->self_signed && c->path_count == 1)
        chain_trouble(c, CERT_SELF_SIGNED, at,
                      "'%.80s' signed itself; nobody else vouches for it, and it is not in %.100s", cert->subject_cn,
                      c->trust_name);
    else if (cert->self_signed)
        chain_trouble(c, CERT_UNTRUSTED_ROOT, at, "the chain ends at '%.80s', which signed itself and is not in %.100s",
                      cert->subject_cn, c->trust_name);
    else if (cert->self_issued)
        chain_trouble(c, CERT_BROKEN_SIGNATURE, at, "it names itself as issuer, but the signature is not its own");
    else
        tell_missing(c, at, cert);
}

/* Why the path does not go on from its last certificate. */
static void explain_top(struct finder *f, size_t top)
{
    struct chain *c = f->c;
    const struct cert *cert = &c->certs[top];
    switch (cert->self_signed ? KNOWN_NOT : trust_knows(f, top)) {
    case KNOWN_NOT:
        tell_unknown(c, (int)top, cert);
        return;
    case KNOWN_OTHER:
        chain_trouble(c, CERT_UNTRUSTED_ROOT, (int)top,
                      "'%.80s' is in %.80s, but with another key than the one that signed here", cert->issuer_cn,
                      c->trust_name);
        return;
    case KNOWN_UNSIGNED:
        chain_trouble(c, CERT_BROKEN_SIGNATURE, (int)top, "its signature is not that of '%.100s'", cert->issuer_cn);
        return;
    case KNOWN_SIGNED: /* from here on all is well: the fault lies below, and was told */
        return;
    }
}

/* No path arrives: goes up as far as the names lead and says what is there. */
static void explain(struct finder *f)
{
    struct chain *c = f->c;
    size_t at = 0, issuer = 0;
    bool is_signed;
    memset(f->visited, 0, sizeof f->visited);
    c->path_count = 0;
    f->visited[0] = true;
    c->path[c->path_count++] = 0;
    while (!c->certs[at].self_signed && best_issuer(f, at, &issuer, &is_signed)) {
        if (!is_signed)
            chain_trouble(c, CERT_BROKEN_SIGNATURE, (int)at,
                          "its signature is not that of '%.100s', which is sent as its issuer", c->certs[at].issuer_cn);
        at = issuer;
        f->visited[at] = true;
        c->path[c->path_count++] = at;
    }
    explain_top(f, at);
    c->gnutls_status |= GNUTLS_CERT_INVALID | GNUTLS_CERT_SIGNER_NOT_FOUND;
}

static bool keep_root(struct chain *c, const struct anchor *a)
{
    c->root = calloc(1, sizeof *c->root);
    return c->root && cert_read_trusted(c->root, a->der, a->x509);
}

bool path_find(struct chain *c, const struct trust *trust, int64_t now_s, struct gnutls_x509_crt_int **anchor_r)
{
    struct finder f = {.c = c, .trust = trust, .now = now_s};
    *anchor_r = NULL;
    for (size_t i = 0; i < c->count; i++) {
        if (!cert_hold(&c->certs[i]))
            return false;
        if (c->certs[i].x509)
            der_cert_read(span_of(c->certs[i].der, c->certs[i].der_len), &f.parts[i]);
    }
    if (c->count == 0 || !c->certs[0].x509)
        return true;
    if (!trust_ready(trust))
        return false;
    search_all(&f);
    if (f.no_memory)
        return false;
    if (!f.anchor) {
        explain(&f);
        return true;
    }
    *anchor_r = f.anchor->x509;
    return keep_root(c, f.anchor);
}
