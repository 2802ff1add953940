/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "tls/cert_private.h"
#include "tls/chain_private.h"
#include "tls/trust_private.h"

/* Name, and place among the headlines: who vouches comes before when, when before for whom, then the rest. */
static const struct {
    const char *name;
    unsigned char rank;
} problems[CERT_PROBLEM_COUNT] = {
    [CERT_UNREADABLE] = {"unreadable", 0},
    [CERT_INTERCEPTED] = {"intercepted", 1},
    [CERT_REVOKED] = {"revoked", 2},
    [CERT_SNAKEOIL] = {"snakeoil", 3},
    [CERT_SELF_SIGNED] = {"self-signed", 4},
    [CERT_UNTRUSTED_ROOT] = {"untrusted-root", 5},
    [CERT_BROKEN_SIGNATURE] = {"broken-signature", 6},
    [CERT_MISSING_INTERMEDIATE] = {"missing-intermediate", 7},
    [CERT_ISSUER_NOT_CA] = {"issuer-not-ca", 8},
    [CERT_EXPIRED] = {"expired", 9},
    [CERT_NOT_YET_VALID] = {"not-yet-valid", 10},
    [CERT_CHAIN_EXPIRED] = {"chain-expired", 11},
    [CERT_NAME_MISMATCH] = {"name-mismatch", 12},
    [CERT_WILDCARD_DEPTH] = {"wildcard-depth", 12},
    [CERT_IP_LITERAL] = {"ip-literal", 12},
    [CERT_PURPOSE] = {"purpose", 13},
    [CERT_WEAK_KEY] = {"weak-key", 14},
    [CERT_WEAK_SIGNATURE] = {"weak-signature", 15},
    [CERT_NO_SAN] = {"no-san", 16},
    [CERT_EXPIRES_SOON] = {"expires-soon", 17},
    [CERT_TOO_LONG] = {"too-long", 18},
    [CERT_DISORDER] = {"disorder", 19},
    [CERT_ROOT_SENT] = {"root-sent", 20},
};

const char *cert_problem_name(enum cert_problem p)
{
    return problems[p].name;
}

void chain_trouble(struct chain *c, enum cert_problem problem, int at, const char *fmt, ...)
{
    for (size_t i = 0; i < c->trouble_count; i++)
        if (c->troubles[i].problem == problem && c->troubles[i].at == at)
            return;
    if (c->trouble_count == CHAIN_TROUBLES_MAX)
        return;
    struct cert_trouble *t = &c->troubles[c->trouble_count++];
    t->problem = problem;
    t->at = at;
    char detail[1024];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(detail, sizeof detail, fmt, ap);
    va_end(ap);
    text_safe_copy(t->detail, sizeof t->detail, span_str(detail)); /* precisions cut bytes, not characters */
}

static void sort_troubles(struct chain *c)
{
    for (size_t i = 1; i < c->trouble_count; i++) {
        struct cert_trouble moved = c->troubles[i];
        size_t k = i;
        for (; k > 0 && problems[c->troubles[k - 1].problem].rank > problems[moved.problem].rank; k--)
            c->troubles[k] = c->troubles[k - 1];
        c->troubles[k] = moved;
    }
}

static void tell_unreadable(struct chain *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (!c->certs[i].x509)
            chain_trouble(c, CERT_UNREADABLE, (int)i, "its %zu bytes are not a certificate that can be decoded",
                          c->certs[i].der_len);
}

bool chain_read(struct chain *c, const struct span *ders, size_t count)
{
    *c = (struct chain){0};
    size_t kept = 0;
    while (kept < count && kept < CHAIN_CERTS_MAX && c->bytes + ders[kept].len <= CHAIN_BYTES_MAX)
        c->bytes += ders[kept++].len;
    c->truncated = kept < count;
    if (kept == 0)
        return true;
    c->certs = calloc(kept, sizeof *c->certs);
    if (!c->certs)
        return false;
    for (size_t i = 0; i < kept; i++) {
        c->count++;
        if (!cert_read(&c->certs[i], ders[i])) {
            chain_done(c);
            return false;
        }
    }
    tell_unreadable(c);
    return true;
}

bool chain_staple(struct chain *c, struct span ocsp)
{
    unsigned char *copy = NULL;
    if (ocsp.len) {
        copy = malloc(ocsp.len);
        if (!copy)
            return false;
        memcpy(copy, ocsp.ptr, ocsp.len);
    }
    free(c->ocsp);
    c->ocsp = copy;
    c->ocsp_len = ocsp.len;
    c->ocsp_stapled = ocsp.len > 0;
    return true;
}

static void free_root(struct chain *c)
{
    if (c->root)
        cert_done(c->root);
    free(c->root);
    c->root = NULL;
}

static void reset(struct chain *c, const struct trust *trust, const char *host)
{
    free_root(c);
    c->trusted = c->name_ok = c->in_date = c->ocsp_good = false;
    c->matched_name[0] = '\0';
    c->trouble_count = c->path_count = 0;
    c->gnutls_status = 0;
    c->days_left = c->ocsp_produced = 0;
    text_safe_copy(c->asked_name, sizeof c->asked_name, span_str(host));
    text_safe_copy(c->trust_name, sizeof c->trust_name, span_str(trust_name(trust)));
}

bool chain_check(struct chain *c, const struct trust *trust, const char *host, int64_t now_s)
{
    struct gnutls_x509_crt_int *anchor;
    reset(c, trust, host);
    bool ok = path_find(c, trust, now_s, &anchor);
    if (ok) {
        tell_unreadable(c);
        judge_dates(c, now_s, trust_is_public(trust));
        judge_name(c, host);
        judge_purposes(c);
        judge_issuers(c);
        judge_strength(c);
        judge_hints(c, host);
        judge_order(c);
        ok = judge_ocsp(c, anchor, now_s);
        sort_troubles(c);
        c->checked = ok;
    }
    for (size_t i = 0; i < c->count; i++)
        cert_release(&c->certs[i]);
    return ok;
}

void chain_done(struct chain *c)
{
    for (size_t i = 0; i < c->count; i++)
        cert_done(&c->certs[i]);
    free(c->certs);
    free_root(c);
    free(c->ocsp);
    *c = (struct chain){0};
}

bool chain_has(const struct chain *c, enum cert_problem p)
{
    for (size_t i = 0; i < c->trouble_count; i++)
        if (c->troubles[i].problem == p)
            return true;
    return false;
}

bool chain_passed(const struct chain *c)
{
    static const enum cert_problem fatal[] = {
        CERT_BROKEN_SIGNATURE, CERT_PURPOSE, CERT_ISSUER_NOT_CA, CERT_WEAK_KEY, CERT_WEAK_SIGNATURE, CERT_REVOKED,
    };
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
        if (chain_has(c, fatal[i]))
            return false;
    return c->checked && c->trusted && c->in_date && c->name_ok;
}
