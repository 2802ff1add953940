/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/cert_page.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/server_clock.h"

const struct cert *chain_nth(const struct chain *c, size_t i)
{
    return i < c->count ? &c->certs[i] : i == c->count ? c->root : NULL;
}

size_t chain_listed(const struct chain *c)
{
    return c->count + (c->root ? 1 : 0);
}

static enum verdict verdict_of_problem(enum cert_problem p)
{
    switch (p) {
    case CERT_ROOT_SENT:
        return VERDICT_NOTE;
    case CERT_DISORDER:
    case CERT_EXPIRES_SOON:
    case CERT_TOO_LONG:
    case CERT_WEAK_SIGNATURE:
    case CERT_WEAK_KEY:
    case CERT_NO_SAN:
        return VERDICT_WARN;
    case CERT_SELF_SIGNED:
    case CERT_UNTRUSTED_ROOT:
    case CERT_MISSING_INTERMEDIATE:
    case CERT_BROKEN_SIGNATURE:
    case CERT_EXPIRED:
    case CERT_CHAIN_EXPIRED:
    case CERT_NOT_YET_VALID:
    case CERT_NAME_MISMATCH:
    case CERT_WILDCARD_DEPTH:
    case CERT_IP_LITERAL:
    case CERT_PURPOSE:
    case CERT_ISSUER_NOT_CA:
    case CERT_REVOKED:
    case CERT_SNAKEOIL:
    case CERT_INTERCEPTED:
    case CERT_UNREADABLE:
        return VERDICT_FAIL;
    case CERT_PROBLEM_COUNT:
        break;
    }
    return VERDICT_NONE;
}

enum verdict chain_verdict_of(const struct chain *c, size_t i)
{
    enum verdict worst = VERDICT_PASS;

    for (size_t k = 0; k < c->trouble_count; k++)
        if (c->troubles[k].at == (int)i)
            worst = verdict_worse(worst, verdict_of_problem(c->troubles[k].problem));
    return worst;
}

/* --- checks: a label, a verdict, and the facts --- */

#define PROBLEM(p) (1u << (p))
enum {
    ABOUT_NAME = PROBLEM(CERT_NAME_MISMATCH) | PROBLEM(CERT_WILDCARD_DEPTH) | PROBLEM(CERT_IP_LITERAL) | PROBLEM(CERT_NO_SAN),
    ABOUT_DATES = PROBLEM(CERT_EXPIRED) | PROBLEM(CERT_CHAIN_EXPIRED) | PROBLEM(CERT_NOT_YET_VALID) | PROBLEM(CERT_EXPIRES_SOON) | PROBLEM(CERT_TOO_LONG),
    ABOUT_CHAIN = PROBLEM(CERT_SELF_SIGNED) | PROBLEM(CERT_UNTRUSTED_ROOT) | PROBLEM(CERT_MISSING_INTERMEDIATE) | PROBLEM(CERT_BROKEN_SIGNATURE) |
                  PROBLEM(CERT_ISSUER_NOT_CA) | PROBLEM(CERT_DISORDER) | PROBLEM(CERT_ROOT_SENT) | PROBLEM(CERT_SNAKEOIL) |
                  PROBLEM(CERT_INTERCEPTED) | PROBLEM(CERT_UNREADABLE),
    ABOUT_KEY = PROBLEM(CERT_WEAK_KEY) | PROBLEM(CERT_WEAK_SIGNATURE) | PROBLEM(CERT_PURPOSE),
    ABOUT_REVOCATION = PROBLEM(CERT_REVOKED),
};
_Static_assert(CERT_PROBLEM_COUNT <= 31, "cert_problem must fit the sets above");

/* "this computer 2026-11-24 14:02:11 UTC, server ... (by the greeting): 2 s apart". false: the server showed no time, and
 * the text says so. */
static bool cert_page_clock(const struct evidence *e, char *to, size_t cap, enum verdict *verdict_r)
{
    struct server_clock c;
    char here[32], there[32], apart[32];

    if (!server_clock_read(e, &c)) {
        text_time(here, sizeof here, e->started_wall_us / 1000000);
        snprintf(to, cap, "here %s; the server showed no time", here);
        return false;
    }
    int64_t seconds = c.server_s - c.local_s;
    text_time(here, sizeof here, c.local_s);
    text_time(there, sizeof there, c.server_s);
    if (llabs((long long)seconds) < 120)
        snprintf(apart, sizeof apart, "%lld s", llabs((long long)seconds));
    else
        period_words(apart, sizeof apart, seconds);
    /* A time that the server is known to have passed says nothing of a clock here that is later still. */
    bool agree = c.at_least && seconds < 0;
    *verdict_r = agree || llabs((long long)seconds) < SERVER_CLOCK_OFF_S ? VERDICT_PASS : VERDICT_WARN;
    snprintf(to, cap, "this computer %s, server %s%s (by %s)%s%s%s", here, c.at_least ? "not before " : "", there, c.source, agree ? "" : ": ",
             agree ? "" : apart, agree ? "" : " apart");
    return true;
}

/* One line for the check: its verdict and `fact`, then each trouble of that kind. */
static void add_check(struct page *p, const char *label, const struct chain *c, unsigned about, const char *fact)
{
    enum verdict worst = VERDICT_PASS;
    char marked[40];

    for (size_t i = 0; i < c->trouble_count; i++)
        if (about & PROBLEM(c->troubles[i].problem))
            worst = verdict_worse(worst, verdict_of_problem(c->troubles[i].problem));
    snprintf(marked, sizeof marked, "%-11s %s", label, verdict_word(worst));
    p->label_style = STYLE_BOLD | style_of_verdict(worst);
    page_field(p, marked, INK_PLAIN, fact);
    p->label_style = STYLE_BOLD;
    for (size_t i = 0; i < c->trouble_count; i++)
        if (about & PROBLEM(c->troubles[i].problem))
            page_field(p, "", INK_PLAIN, c->troubles[i].detail);
}

static void add_list(struct page *p, const char *label, const struct strv *v)
{
    struct buf all = {0};

    for (size_t i = 0; i < v->count; i++)
        buf_addf(&all, "%s%s", i ? ", " : "", v->items[i]);
    if (v->dropped)
        buf_addf(&all, " and %zu more", v->dropped);
    const char *s = buf_cstr(&all);
    page_field(p, label, INK_PLAIN, s && s[0] ? s : "none");
    buf_done(&all);
}

static void add_dates(struct page *p, const struct chain *c, const struct cert *cert)
{
    char from[32], to[32], fact[160];

    text_time(from, sizeof from, cert->not_before);
    text_time(to, sizeof to, cert->not_after);
    if (c->days_left == INT64_MAX || c->days_left < 0)
        snprintf(fact, sizeof fact, "%s to %s", from, to);
    else
        snprintf(fact, sizeof fact, "%s to %s; the chain has %lld days left", from, to, (long long)c->days_left);
    add_check(p, "Dates", c, ABOUT_DATES, fact);
}

/* Both clocks beside every statement about dates: which of them is wrong is half of the diagnosis. */
static void add_clock(struct page *p, const struct evidence *e)
{
    char fact[200], marked[40];
    enum verdict verdict;

    if (!cert_page_clock(e, fact, sizeof fact, &verdict)) {
        page_field(p, "Clock", INK_PLAIN, fact);
        return;
    }
    snprintf(marked, sizeof marked, "%-11s %s", "Clock", verdict_word(verdict));
    p->label_style = STYLE_BOLD | style_of_verdict(verdict);
    page_field(p, marked, INK_PLAIN, fact);
    p->label_style = STYLE_BOLD;
}

static void add_chain_check(struct page *p, const struct chain *c)
{
    char fact[300];

    snprintf(fact, sizeof fact, "%zu sent; %s%.160s", c->count, c->trusted ? "leads to a root of " : "leads to no root of ",
             c->trust_name[0] ? c->trust_name : "the trust store");
    add_check(p, "Chain", c, ABOUT_CHAIN, fact);
}

static void add_revocation(struct page *p, const struct chain *c)
{
    char fact[160], when[32];

    text_time(when, sizeof when, c->ocsp_produced);
    if (!c->ocsp_stapled)
        snprintf(fact, sizeof fact, "nothing stapled; tlswalk asks no third party");
    else
        snprintf(fact, sizeof fact, "stapled OCSP response: %s%s%s", c->ocsp_good ? "good" : "not good", c->ocsp_produced ? ", made " : "",
                 c->ocsp_produced ? when : "");
    add_check(p, "Revoked", c, ABOUT_REVOCATION, fact);
}

/* "5C:1F:09": as other programs write it, so that it can be compared by eye; a space where a line may break. */
static void fingerprint(char *to, size_t cap, const char *hex)
{
    size_t n = 0;

    for (size_t i = 0; hex[i] && hex[i + 1] && n + 3 < cap; i += 2)
        n += (size_t)snprintf(to + n, cap - n, "%s%c%c", !i ? "" : i % 32 ? ":" : " ", toupper((unsigned char)hex[i]), toupper((unsigned char)hex[i + 1]));
    to[n] = '\0';
}

static void add_prints(struct page *p, const struct cert *c)
{
    char print[128];

    fingerprint(print, sizeof print, c->sha256);
    page_field(p, "SHA-256", INK_PLAIN, print);
    page_fieldf(p, "SPKI pin", INK_PLAIN, "sha256/%s", c->spki_pin);
}

void cert_page_checks(struct page *p, const struct evidence *e, size_t i)
{
    const struct chain *c = &e->chain;
    const struct cert *cert = chain_nth(c, i);
    char fact[700];

    if (!cert || !c->count)
        return;
    add_list(p, "Names", &c->certs[0].names);
    bool same = !strcmp(c->asked_name, c->matched_name);
    snprintf(fact, sizeof fact, "%s%s%s", c->asked_name, same || !c->matched_name[0] ? "" : ", covered by ", same ? "" : c->matched_name);
    add_check(p, "Asked for", c, ABOUT_NAME, fact);
    add_dates(p, c, cert);
    add_clock(p, e);
    add_chain_check(p, c);
    snprintf(fact, sizeof fact, "%s, signed with %s", cert->key ? cert->key : "?", cert->signature ? cert->signature : "?");
    add_check(p, "Key, use", c, ABOUT_KEY, fact);
    add_revocation(p, c);
    if (e->tls.facts.complete)
        page_fieldf(p, "Session", INK_PLAIN, "%s, %s, %s", e->tls.facts.version, e->tls.facts.cipher,
                    e->tls.facts.group[0] ? e->tls.facts.group : e->tls.facts.kx);
    add_prints(p, cert);
}

void cert_page_fields(struct page *p, const struct evidence *e, size_t i)
{
    const struct cert *c = chain_nth(&e->chain, i);
    char when[32], print[128];

    if (!c)
        return;
    page_field(p, "Subject", INK_PLAIN, c->subject);
    page_field(p, "Issuer", INK_PLAIN, c->issuer);
    page_field(p, "Serial", INK_PLAIN, c->serial);
    text_time(when, sizeof when, c->not_before);
    page_field(p, "Not before", INK_PLAIN, when);
    text_time(when, sizeof when, c->not_after);
    page_field(p, "Not after", INK_PLAIN, when);
    add_list(p, "Names", &c->names);
    page_field(p, "Key", INK_PLAIN, c->key);
    page_field(p, "Signature", INK_PLAIN, c->signature);
    page_field(p, "Key usage", INK_PLAIN, c->key_usage ? c->key_usage : "not limited");
    add_list(p, "Purposes", &c->purposes);
    page_field(p, "Authority", INK_PLAIN, c->is_ca ? "may issue certificates" : "may not issue certificates");
    if (c->path_len >= 0)
        page_fieldf(p, "Path length", INK_PLAIN, "%d", c->path_len);
    page_field(p, "Issuer at", INK_PLAIN, c->aia_issuer_url);
    page_field(p, "OCSP at", INK_PLAIN, c->ocsp_url);
    page_field(p, "CRL at", INK_PLAIN, c->crl_url);
    add_prints(p, c);
    fingerprint(print, sizeof print, c->sha1);
    page_field(p, "SHA-1", INK_PLAIN, print);
    page_fieldf(p, "TLSA 3 1 1", INK_PLAIN, "_%u._tcp.%s. IN TLSA 3 1 1 %s", e->target->port, e->target->ascii, c->spki_sha256);
    page_fieldf(p, "Length", INK_PLAIN, "%zu bytes", c->der_len);
}

void cert_page_pem(struct page *p, const struct evidence *e, size_t i)
{
    const struct cert *c = chain_nth(&e->chain, i);
    struct buf pem = {0};
    char *text = c && cert_pem(c, &pem) ? buf_take(&pem) : NULL, *rest = text;

    for (char *line; rest && (line = strsep(&rest, "\n"));)
        if (line[0])
            page_line(p, INK_PLAIN, line);
    if (!text)
        page_text(p, INK_PLAIN, "This certificate cannot be written as PEM.");
    free(text);
    buf_done(&pem);
}
