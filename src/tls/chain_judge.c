/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chain_judge.c - what is wrong with the certificates on the path, one by one, and with the order they came in. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>

#include <gnutls/x509.h>

#include "base/text.h"
#include "tls/chain_private.h"

#define DAY 86400
#define SOON_DAYS 14
#define PRIVATE_LIFE_DAYS 825
#define PRIVATE_LIFE_SINCE 1561939200 /* 2019-07-01 */

/* The certificates that count: those on the path, then the root where it was not sent. */
struct walker {
    const struct chain *c;
    size_t next;
};

static const struct cert *next_cert(struct walker *w, int *at_r)
{
    const struct chain *c = w->c;
    if (w->next < c->path_count) {
        *at_r = (int)c->path[w->next++];
        return &c->certs[*at_r];
    }
    if (w->next > c->path_count || !c->root)
        return NULL;
    w->next++;
    *at_r = AT_ROOT;
    const struct cert *top = &c->certs[c->path[c->path_count - 1]];
    return strcmp(top->sha256, c->root->sha256) == 0 ? NULL : c->root;
}

/* "2026-09-01 12:00:00 UTC, 84 days ago" */
static void date_text(char *to, size_t cap, int64_t when, int64_t now)
{
    char date[32];
    text_time(date, sizeof date, when);
    int64_t days = (when > now ? when - now : now - when) / DAY;
    snprintf(to, cap, "%s, %" PRId64 " day%s %s", date, days, days == 1 ? "" : "s", when > now ? "from now" : "ago");
}

static int64_t whole_days(int64_t seconds)
{
    return seconds >= 0 ? seconds / DAY : -((-seconds + DAY - 1) / DAY);
}

static void judge_start(struct chain *c, const struct cert *cert, int at, int64_t now)
{
    if (now >= cert->not_before)
        return;
    char date[80];
    date_text(date, sizeof date, cert->not_before, now);
    chain_trouble(c, CERT_NOT_YET_VALID, at, "'%.100s' is valid from %s", cert->subject_cn, date);
    c->in_date = false;
}

static void judge_end(struct chain *c, const struct cert *cert, int at, int64_t now)
{
    char date[80];
    date_text(date, sizeof date, cert->not_after, now);
    if (now > cert->not_after) {
        chain_trouble(c, at == 0 ? CERT_EXPIRED : CERT_CHAIN_EXPIRED, at, "'%.100s' ran out on %s", cert->subject_cn,
                      date);
        c->in_date = false;
        return;
    }
    int64_t soon = (cert->not_after - cert->not_before) / 3;
    if (soon > SOON_DAYS * DAY)
        soon = SOON_DAYS * DAY;
    if (cert->not_after - now < soon)
        chain_trouble(c, CERT_EXPIRES_SOON, at, "'%.100s' runs out on %s", cert->subject_cn, date);
}

/* Sent, not needed here, run out, and of the same name as one that is needed: a cross-signed one that old clients insist on. */
static void judge_spare(struct chain *c, size_t spare, int64_t now)
{
    const struct cert *old = &c->certs[spare];
    struct walker w = {.c = c};
    const struct cert *cert;
    char date[80];
    int at;
    bool stands_for = false;
    while ((cert = next_cert(&w, &at))) {
        if (at == (int)spare)
            return;
        stands_for = stands_for || strcmp(cert->subject, old->subject) == 0;
    }
    if (!stands_for || spare == 0 || now <= old->not_after)
        return;
    date_text(date, sizeof date, old->not_after, now);
    chain_trouble(c, CERT_CHAIN_EXPIRED, (int)spare, "the spare '%.80s', issued by '%.80s', ran out on %s",
                  old->subject_cn, old->issuer_cn, date);
}

/* What clients allow a public certificate that was issued since then (CA/Browser Forum ballots SC31 and SC81). */
static int64_t public_life_days(int64_t issued)
{
    static const struct {
        int64_t since, days;
    } limits[] = {
        {1868227200, 47},  /* 2029-03-15 */
        {1805068800, 100}, /* 2027-03-15 */
        {1773532800, 200}, /* 2026-03-15 */
        {1598918400, 398}, /* 2020-09-01 */
    };
    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++)
        if (issued >= limits[i].since)
            return limits[i].days;
    return INT64_MAX / DAY;
}

static void judge_life(struct chain *c, const struct cert *leaf, bool public_root)
{
    if (leaf->self_signed)
        return;
    int64_t limit = public_root                              ? public_life_days(leaf->not_before)
                    : leaf->not_before >= PRIVATE_LIFE_SINCE ? PRIVATE_LIFE_DAYS
                                                             : INT64_MAX / DAY;
    int64_t life = leaf->not_after - leaf->not_before + 1; /* both ends count; RFC 5280 4.1.2.5 */
    if (life > limit * DAY)
        chain_trouble(c, CERT_TOO_LONG, 0, "it is valid for %" PRId64 " days; from %s root %" PRId64 " are allowed",
                      life / DAY, public_root ? "a public" : "another", limit);
}

void judge_dates(struct chain *c, int64_t now_s, bool public_roots)
{
    struct walker w = {.c = c};
    const struct cert *cert;
    int at;
    int64_t end = INT64_MAX;
    c->in_date = c->path_count > 0;
    while ((cert = next_cert(&w, &at))) {
        judge_start(c, cert, at, now_s);
        judge_end(c, cert, at, now_s);
        if (cert->not_after < end)
            end = cert->not_after;
    }
    if (c->path_count == 0)
        return;
    c->days_left = whole_days(end - now_s);
    for (size_t i = 1; i < c->count; i++)
        judge_spare(c, i, now_s);
    judge_life(c, &c->certs[0], public_roots && c->trusted);
}

static bool has_word(const char *list, const char *word)
{
    return list && strstr(list, word) != NULL;
}

/* No list means any purpose (RFC 5280 4.2.1.12). */
static bool serves(const struct cert *cert)
{
    return cert->purposes.count == 0 || strv_has_nocase(&cert->purposes, "serverAuth") ||
           strv_has_nocase(&cert->purposes, "anyExtendedKeyUsage");
}

void judge_purposes(struct chain *c)
{
    for (size_t i = 0; i < c->path_count; i++) {
        int at = (int)c->path[i];
        const struct cert *cert = &c->certs[at];
        if (!serves(cert))
            chain_trouble(c, CERT_PURPOSE, at, "'%.100s' is for %.100s, not for servers", cert->subject_cn,
                          cert->purposes.items[0]);
        else if (i == 0 && cert->key_usage && !has_word(cert->key_usage, "digitalSignature"))
            chain_trouble(c, CERT_PURPOSE, at,
                          "its key is for %.120s only; today's key exchanges need digitalSignature", cert->key_usage);
    }
}

static void judge_issuer(struct chain *c, const struct cert *cert, int at, int below)
{
    if (!cert->is_ca)
        chain_trouble(c, CERT_ISSUER_NOT_CA, at, "'%.100s' signed a certificate but is no certificate authority",
                      cert->subject_cn);
    else if (cert->key_usage && !has_word(cert->key_usage, "keyCertSign"))
        chain_trouble(c, CERT_ISSUER_NOT_CA, at, "'%.100s' signed a certificate; its key usage does not allow that",
                      cert->subject_cn);
    else if (cert->path_len >= 0 && below > cert->path_len)
        chain_trouble(c, CERT_ISSUER_NOT_CA, at,
                      "'%.100s' allows %d certificate authorities below it, and there are %d", cert->subject_cn,
                      cert->path_len, below);
}

/* The path arrives at a root, and GnuTLS does not take it for a reason that no rule of ours has told. */
static void judge_refusal(struct chain *c)
{
    if (!c->root || c->trusted || chain_has(c, CERT_ISSUER_NOT_CA))
        return;
    if (c->gnutls_status & GNUTLS_CERT_SIGNATURE_FAILURE)
        chain_trouble(c, CERT_BROKEN_SIGNATURE, AT_ROOT, "a signature on the way to '%.100s' is not accepted",
                      c->root->subject_cn);
    else if (c->gnutls_status & GNUTLS_CERT_SIGNER_CONSTRAINTS_FAILURE)
        chain_trouble(c, CERT_ISSUER_NOT_CA, AT_ROOT, "an issuer on the path may not sign for this name");
    else
        chain_trouble(c, CERT_ISSUER_NOT_CA, AT_ROOT,
                      "an issuer on the way to '%.100s' is not accepted as a certificate authority (GnuTLS status 0x%x)",
                      c->root->subject_cn, c->gnutls_status);
}

void judge_issuers(struct chain *c)
{
    struct walker w = {.c = c};
    const struct cert *cert;
    int at, below = 0; /* authorities between this one and the leaf; RFC 5280 4.2.1.9 counts no self-issued ones */
    for (size_t i = 0; (cert = next_cert(&w, &at)); i++) {
        /* A trusted root may be of version 1, which could not say that it is an authority. */
        if (i > 0 && (at != AT_ROOT || c->gnutls_status & GNUTLS_CERT_SIGNER_NOT_CA))
            judge_issuer(c, cert, at, below);
        below += i > 0 && !cert->self_issued;
    }
    judge_refusal(c);
}

void judge_strength(struct chain *c)
{
    struct walker w = {.c = c};
    const struct cert *cert;
    int at;
    while ((cert = next_cert(&w, &at))) {
        if (cert->weak_key)
            chain_trouble(c, CERT_WEAK_KEY, at, "the key of '%.100s' is %.40s", cert->subject_cn, cert->key);
        if (cert->weak_signature && at != AT_ROOT)
            chain_trouble(c, CERT_WEAK_SIGNATURE, at, "'%.100s' is signed with %.40s", cert->subject_cn,
                          cert->signature);
    }
}

static bool is_needed(const struct chain *c, size_t at)
{
    for (size_t i = 0; i < c->path_count; i++)
        if (c->path[i] == at)
            return true;
    for (size_t i = 0; i < c->count; i++)
        if (i != at && strcmp(c->certs[i].issuer, c->certs[at].subject) == 0)
            return true;
    return false;
}

static bool is_repeated(const struct chain *c, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (strcmp(c->certs[i].sha256, c->certs[at].sha256) == 0)
            return true;
    return false;
}

/* Each certificate is to certify the one before it (RFC 5246 7.4.2; a wish in RFC 8446 4.4.2). */
void judge_order(struct chain *c)
{
    size_t last = 0;
    for (size_t i = 1; i < c->count; i++) {
        const struct cert *cert = &c->certs[i];
        if (!cert->x509)
            continue;
        if (is_repeated(c, i))
            chain_trouble(c, CERT_DISORDER, (int)i, "'%.100s' is sent twice", cert->subject_cn);
        else if (strcmp(cert->subject, c->certs[last].issuer) == 0)
            last = i;
        else if (is_needed(c, i))
            chain_trouble(c, CERT_DISORDER, (int)i, "'%.100s' does not stand right behind the certificate it issued",
                          cert->subject_cn);
        else
            chain_trouble(c, CERT_DISORDER, (int)i, "'%.100s' has nothing to do with the others", cert->subject_cn);
        if (c->trusted && cert->self_signed)
            chain_trouble(c, CERT_ROOT_SENT, (int)i, "the root '%.100s' is sent along; who trusts it has it already",
                          cert->subject_cn);
    }
}

/* The name of a computer as it knows itself, without a domain, and no other: what installers put in when nobody asks them. */
static bool is_bare_host(const struct cert *leaf, const char *host)
{
    const char *cn = leaf->subject_cn;
    if (!*cn || strpbrk(cn, ". ") || strcmp(cn, host) == 0)
        return false;
    for (size_t i = 0; i < leaf->names.count; i++)
        if (strchr(leaf->names.items[i], '.'))
            return false;
    return true;
}

static void judge_installer(struct chain *c, const char *host)
{
    const struct cert *leaf = &c->certs[0];
    const char *installer = subject_installer(leaf->subject);
    if (installer)
        chain_trouble(c, CERT_SNAKEOIL, 0, "the subject '%.120s' is what %.60s writes", leaf->subject_cn, installer);
    else if (is_bare_host(leaf, host))
        chain_trouble(c, CERT_SNAKEOIL, 0, "its only name is '%.120s', the bare name of a computer", leaf->subject_cn);
}

void judge_hints(struct chain *c, const char *host)
{
    for (size_t i = 0; i < c->path_count; i++) {
        const char *product = subject_interceptor(c->certs[c->path[i]].issuer);
        if (product)
            chain_trouble(c, CERT_INTERCEPTED, (int)c->path[i], "the issuer '%.100s' is that of %.60s",
                          c->certs[c->path[i]].issuer_cn, product);
    }
    if (c->path_count > 0 && !c->trusted && c->certs[0].self_signed)
        judge_installer(c, host);
}
