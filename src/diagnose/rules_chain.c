/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_chain.c - what is wrong with the certificates. The order is that in which a headline is chosen. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "diagnose/rule_private.h"
#include "diagnose/server_clock.h"
#include "walk/look.h"


/* at is an index into what was sent; below 0 it is the root, or the chain as a whole, which the server's own stands for. */
static const struct cert *cert_at(const struct chain *c, int at)
{
    if (at >= 0 && (size_t)at < c->count)
        return &c->certs[at];
    return c->root ? c->root : c->count ? &c->certs[0] : NULL;
}

static const char *text_or(const char *text, const char *otherwise)
{
    return text && *text ? text : otherwise;
}

#define NAMES_SHOWN 4

/* "mail.example.org, example.org and 3 more"; a certificate without names is told by its subject. */
static void blank_names(struct match *m, const struct cert *cert)
{
    char list[BLANK_MAX] = "";
    size_t len = 0;
    for (size_t i = 0; i < cert->names.count && i < NAMES_SHOWN && len < sizeof list - 1; i++)
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", i ? ", " : "", cert->names.items[i]);
    if (cert->names.count > NAMES_SHOWN && len < sizeof list - 1)
        snprintf(list + len, sizeof list - len, " and %zu more", cert->names.count - NAMES_SHOWN);
    match_blank(m, BLANK_NAMES, "%s", *list ? list : text_or(cert->subject_cn, "no name at all"));
}

static void blank_date(struct match *m, int64_t unix_s)
{
    char date[32];
    text_time(date, sizeof date, unix_s);
    match_blank(m, BLANK_DATE, "%s", date);
}

/* When the certificates were judged, by this computer. */
static int64_t judged_s(const struct evidence *e)
{
    const struct stage *stage = evidence_stage(e, STAGE_CERTIFICATE);
    return (e->started_wall_us + (int64_t)(stage ? stage->start_us : 0)) / 1000000;
}

/* Both clocks: a date is only as good as the clock it was looked at by. */
static void fact_clock(struct match *m, const struct evidence *e)
{
    char now[32];
    struct server_clock clock;
    text_time(now, sizeof now, judged_s(e));
    match_fact(m, "this computer's clock says %s", now);
    if (!server_clock_read(e, &clock)) {
        match_fact(m, "the server's clock could not be told, because nothing that it sent has a time in it");
        return;
    }
    char theirs[32], apart[32];
    text_time(theirs, sizeof theirs, clock.server_s);
    period_words(apart, sizeof apart, clock.server_s - clock.local_s);
    match_fact(m, "%s has the time %s, %s %s this computer's clock", clock.source, theirs, apart,
               clock.server_s < clock.local_s ? "behind" : "ahead of");
}

/* The first certificate that has the problem; -2 when none has. All are told. */
#define NOBODY (-2)
static int tell_troubles(struct match *m, const struct evidence *e, enum cert_problem problem)
{
    const struct chain *c = &e->chain;
    int first = NOBODY;
    for (size_t i = 0; c->checked && i < c->trouble_count; i++) {
        const struct cert_trouble *t = &c->troubles[i];
        if (t->problem != problem)
            continue;
        if (first == NOBODY && e->trouble_serial != NO_SERIAL)
            m->serial = e->trouble_serial + i;
        if (first == NOBODY)
            first = t->at;
        const struct cert *cert = t->at >= 0 ? cert_at(c, t->at) : NULL;
        if (cert)
            match_fact(m, "certificate %d, %s: %s", t->at, text_or(cert->subject_cn, "without a name"), t->detail);
        else
            match_fact(m, "the chain: %s", t->detail);
    }
    return first;
}

/* with: the enum cert_problem that the diagnosis is about. */
static bool trouble(const struct scene *s, struct match *m, int with)
{
    const struct chain *c = &s->e->chain;
    int at = tell_troubles(m, s->e, (enum cert_problem)with);
    const struct cert *cert = cert_at(c, at);
    if (at == NOBODY)
        return false;
    match_blank(m, BLANK_ISSUER, "%s", cert ? text_or(cert->issuer_cn, "an issuer without a name") : "its issuer");
    if (cert)
        blank_names(m, cert);
    return true;
}

/* The same, with what chain_check found in words. */
static bool trouble_in_words(const struct scene *s, struct match *m, int with)
{
    const struct chain *c = &s->e->chain;
    if (!trouble(s, m, with))
        return false;
    for (size_t i = 0; i < c->trouble_count; i++)
        if ((int)c->troubles[i].problem == with) {
            match_blank(m, BLANK_DETAIL, "%s", c->troubles[i].detail);
            break;
        }
    return true;
}

/* An issuer that is missing, or a root that is not trusted: who it is, is told by the last certificate of the chain. */
static bool top_trouble(const struct scene *s, struct match *m, int with)
{
    const struct chain *c = &s->e->chain;
    if (!trouble(s, m, with))
        return false;
    const struct cert *top = &c->certs[c->count - 1];
    match_blank(m, BLANK_ISSUER, "%s", text_or(top->issuer_cn, "an issuer without a name"));
    return true;
}

/* The issuer was looked for where it is published, in a comparison: that settles it, or tells why not. */
static bool missing_issuer(const struct scene *s, struct match *m, int with)
{
    const struct looks *looks = s->e->looks;
    const struct look_saw *l = looks_find(looks, LOOK_ISSUER);
    if (!top_trouble(s, m, with))
        return false;
    if (l && l->cert_passed) {
        m->certainty = CERTAIN;
        match_blank(m, BLANK_DETAIL, "%s", l->answer);
        match_fact(m, "'%s' was fetched from %s, and with it the chain leads to a trusted root", l->answer, l->ask.elsewhere);
    } else if (l) {
        match_fact(m, "could not be settled: it was asked for at %s, but %s", l->ask.elsewhere, l->summary);
    } else if (looks && looks->ended && !looks->stopped[0]) {
        match_fact(m, "could not be settled: the certificate below does not say where its issuer could be fetched over plain HTTP");
    }
    return true;
}

static bool unreadable(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    if (trouble(s, m, with))
        return true;
    if (e->chain.count || !stage_failed(e, STAGE_CERTIFICATE))
        return false;
    match_fact(m, "the server sent no certificate");
    return true;
}

static bool expired(const struct scene *s, struct match *m, int with)
{
    const struct chain *c = &s->e->chain;
    char ago[32];
    int at = tell_troubles(m, s->e, (enum cert_problem)with);
    if (at == NOBODY || !c->count)
        return false;
    const struct cert *cert = cert_at(c, at);
    blank_names(m, cert);
    blank_date(m, cert->not_after);
    period_words(ago, sizeof ago, judged_s(s->e) - cert->not_after);
    match_blank(m, BLANK_DAYS, "%s", ago);
    fact_clock(m, s->e);
    return true;
}

static bool chain_expired(const struct scene *s, struct match *m, int with)
{
    if (!expired(s, m, with))
        return false;
    if (s->e->chain.in_date)
        m->severity = SEVERITY_WARNING;
    return true;
}

static bool not_yet_valid(const struct scene *s, struct match *m, int with)
{
    const struct chain *c = &s->e->chain;
    int at = tell_troubles(m, s->e, (enum cert_problem)with);
    if (at == NOBODY || !c->count)
        return false;
    blank_date(m, cert_at(c, at)->not_before);
    fact_clock(m, s->e);
    return true;
}

/* True when every certificate that failed by its dates is in date at that time. */
static bool dates_fit(const struct chain *c, int64_t when)
{
    bool any = false;
    for (size_t i = 0; c->checked && i < c->trouble_count; i++) {
        enum cert_problem p = c->troubles[i].problem;
        if (p != CERT_EXPIRED && p != CERT_CHAIN_EXPIRED && p != CERT_NOT_YET_VALID)
            continue;
        const struct cert *cert = cert_at(c, c->troubles[i].at);
        if (!cert || when < cert->not_before || when > cert->not_after)
            return false;
        any = true;
    }
    return any;
}

static bool clock_wrong(const struct scene *s, struct match *m, int with)
{
    struct server_clock clock;
    char apart[32];
    (void)with;
    if (!server_clock_read(s->e, &clock))
        return false;
    int64_t off = clock.server_s - clock.local_s;
    if ((off < SERVER_CLOCK_OFF_S && (clock.at_least || off > -SERVER_CLOCK_OFF_S)) || !dates_fit(&s->e->chain, clock.server_s))
        return false;
    period_words(apart, sizeof apart, off);
    match_blank(m, BLANK_DAYS, "%s", apart);
    match_blank(m, BLANK_DETAIL, "By the time in %s the certificate is valid", clock.source);
    fact_clock(m, s->e);
    return true;
}

/* RFC 9525 6.3: the star stands for exactly one label. */
static bool name_covers(const char *pattern, const char *host)
{
    if (strcasecmp(pattern, host) == 0)
        return true;
    const char *rest = strchr(host, '.');
    return pattern[0] == '*' && pattern[1] == '.' && rest && strcasecmp(pattern + 1, rest) == 0;
}

static bool provider_name_fits(const struct evidence *e)
{
    if (!e->chain.count || !e->resolution || !*e->resolution->canonical)
        return false;
    const struct cert *leaf = &e->chain.certs[0];
    for (size_t i = 0; i < leaf->names.count; i++)
        if (name_covers(leaf->names.items[i], e->resolution->canonical))
            return true;
    return false;
}

/* One of the name findings: with is 1 for the provider's. */
static bool name_mismatch(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    if (provider_name_fits(e) != (with == 1) || !trouble(s, m, CERT_NAME_MISMATCH))
        return false;
    if (with == 1) {
        match_blank(m, BLANK_DETAIL, "%s", e->resolution->canonical);
        match_fact(m, "DNS: %s is an alias for %s, which the certificate names", e->target->ascii, e->resolution->canonical);
    }
    return true;
}

static bool disorder(const struct scene *s, struct match *m, int with)
{
    (void)with;
    if (trouble_in_words(s, m, CERT_DISORDER))
        return true;
    if (tell_troubles(m, s->e, CERT_ROOT_SENT) == NOBODY)
        return false;
    m->severity = SEVERITY_NOTE;
    match_blank(m, BLANK_DETAIL, "Only the root is sent along, which is needless but harmless");
    return true;
}

static bool expires_soon(const struct scene *s, struct match *m, int with)
{
    const struct chain *c = &s->e->chain;
    char left[32];
    int at = tell_troubles(m, s->e, (enum cert_problem)with);
    if (at == NOBODY || !c->count)
        return false;
    const struct cert *cert = cert_at(c, at);
    blank_date(m, cert->not_after);
    period_words(left, sizeof left, cert->not_after - judged_s(s->e));
    match_blank(m, BLANK_DAYS, "%s", left);
    fact_clock(m, s->e);
    return true;
}

#define BY_CLOCK UNDER("local-clock-wrong", "captive-portal", "cert-inconsistent")
#define AT_ONE_DOOR UNDER("captive-portal", "cert-inconsistent")

const struct rule rules_chain[] = {
    {"cert-intercepted-by-antivirus-or-proxy", trouble, CERT_INTERCEPTED},
    {"cert-default-or-snakeoil", trouble, CERT_SNAKEOIL, AT_ONE_DOOR},
    {"cert-untrusted-root", top_trouble, CERT_UNTRUSTED_ROOT, UNDER("cert-intercepted-by-antivirus-or-proxy", "captive-portal", "cert-inconsistent")},
    {"cert-self-signed", trouble, CERT_SELF_SIGNED, UNDER("cert-intercepted-by-antivirus-or-proxy", "cert-default-or-snakeoil", "captive-portal", "cert-inconsistent")},
    {"cert-missing-intermediate", missing_issuer, CERT_MISSING_INTERMEDIATE, UNDER("cert-intercepted-by-antivirus-or-proxy", "captive-portal", "cert-inconsistent")},
    {"cert-signature-broken", trouble, CERT_BROKEN_SIGNATURE},
    {"cert-unreadable", unreadable, CERT_UNREADABLE},
    {"local-clock-wrong", clock_wrong},
    {"cert-revoked", trouble, CERT_REVOKED},
    {"cert-expired", expired, CERT_EXPIRED, BY_CLOCK},
    {"cert-chain-expired-issuer", chain_expired, CERT_CHAIN_EXPIRED, BY_CLOCK},
    {"cert-not-yet-valid-or-clock-wrong", not_yet_valid, CERT_NOT_YET_VALID, BY_CLOCK},
    {"cert-ip-literal", trouble, CERT_IP_LITERAL, UNDER("cert-default-or-snakeoil")},
    {"cert-name-wildcard-depth", trouble, CERT_WILDCARD_DEPTH},
    {"cert-name-mismatch-provider", name_mismatch, 1},
    {"cert-name-mismatch", name_mismatch, 0, UNDER("cert-default-or-snakeoil", "captive-portal", "cert-inconsistent")},
    {"cert-purpose-wrong", trouble_in_words, CERT_PURPOSE},
    {"cert-issuer-not-ca", trouble, CERT_ISSUER_NOT_CA},
    {"cert-weak-key", trouble_in_words, CERT_WEAK_KEY},
    {"cert-weak-signature", trouble_in_words, CERT_WEAK_SIGNATURE},
    {"cert-no-san", trouble, CERT_NO_SAN},
    {"cert-validity-too-long", trouble_in_words, CERT_TOO_LONG},
    {"cert-chain-disorder", disorder},
    {"cert-expires-soon", expires_soon, CERT_EXPIRES_SOON},
    {NULL},
};
