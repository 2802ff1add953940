/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_compare.c - what only shows beside other looks at the same host: its other ports, other ways to greet it. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "diagnose/rule_private.h"
#include "walk/look.h"

static size_t look_count(const struct evidence *e)
{
    return e->looks ? e->looks->count : 0;
}

/* At another port of the host that serves mail. */
static bool is_other_door(const struct look_saw *l)
{
    return l->ask.purpose == LOOK_SIBLING || l->ask.purpose == LOOK_MAIL_PORT;
}

/* Nothing came back, or it was cut off: not an answer of the host that nobody listens there. */
static bool is_silence(const struct ended *end)
{
    return end->timed_out || end->error == ETIMEDOUT || end->error == ECONNRESET;
}

static bool connect_silent(const struct evidence *e)
{
    return stage_failed(e, STAGE_CONNECT) && is_silence(&e->connect.end);
}

static void fact_look(struct match *m, const struct look_saw *l)
{
    char took[32];
    text_duration(took, sizeof took, l->took_us);
    match_fact(m, "asked %s: %s, after %s", l->ask.words, l->summary, took);
}

static void fact_own_connect(struct match *m, const struct evidence *e)
{
    char what[32];
    snprintf(what, sizeof what, "port %u", e->target->port);
    match_ended(m, what, &e->connect.end, evidence_stage(e, STAGE_CONNECT)->duration_us);
}

/* ---- let in or not ---- */

static bool port_blocked(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct look_saw *open = NULL;
    (void)with;
    for (size_t i = 0; i < look_count(e) && !open; i++)
        if (is_other_door(&e->looks->items[i]) && e->looks->items[i].connected)
            open = &e->looks->items[i];
    if (!open || !connect_silent(e))
        return false;
    match_blank(m, BLANK_OTHER_PORT, "port %u", open->ask.port);
    if (e->target->port == 25)
        match_blank(m, BLANK_DETAIL, "Port 25 is closed to most customers of most providers, and mail programs do not need it");
    fact_own_connect(m, e);
    fact_look(m, open);
    return true;
}

/* Only when every mail port was asked: that of the web is the last one. */
static bool all_ports_blocked(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct look_saw *web = looks_find(e->looks, LOOK_WEB_PORT);
    (void)with;
    if (!web || !web->connected || !connect_silent(e))
        return false;
    for (size_t i = 0; i < e->looks->count; i++)
        if (is_other_door(&e->looks->items[i]) && (e->looks->items[i].connected || !is_silence(&e->looks->items[i].end)))
            return false;
    fact_own_connect(m, e);
    for (size_t i = 0; i < e->looks->count; i++)
        fact_look(m, &e->looks->items[i]);
    return true;
}

#define REFUSALS_MIN 2 /* one connection may be lost by chance */

/* We were let in, and then, from some look on, not any more. */
static bool banned(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    size_t from = look_count(e), shut = 0;
    (void)with;
    if (!e->connect.connected || !e->looks || !e->looks->ended)
        return false;
    while (from > 0 && !e->looks->items[from - 1].connected)
        from--;
    for (size_t i = from; i < e->looks->count; i++)
        shut += e->looks->items[i].ask.port == e->target->port;
    if (shut < REFUSALS_MIN)
        return false;
    match_fact(m, "the first connection to %s port %u was taken, and %zu looks before it was refused", e->address, e->target->port, from);
    for (size_t i = from; i < e->looks->count; i++)
        fact_look(m, &e->looks->items[i]);
    if (e->auth.result == AUTH_REJECTED)
        match_blank(m, BLANK_DETAIL, "A login was refused just before");
    else
        m->severity = SEVERITY_WARNING;
    return true;
}

/* ---- who answers ---- */

enum { HTTP_AUTHENTICATION_REQUIRED = 511 }; /* RFC 6585 6: said by the network, never by the server asked for */

/* The host of "http://HOST/..."; "" when there is none: then it stays with the host asked. */
static void url_host(const char *url, char *to, size_t cap)
{
    const char *at = strstr(url, "://");
    snprintf(to, cap, "%.*s", at ? (int)strcspn(at + 3, ":/?#") : 0, at ? at + 3 : "");
}

/* The name with which an SMTP server greets: the word behind its code. "" when there is none. */
static void greeting_name(const struct heard *h, char *to, size_t cap)
{
    const char *word = h->present && h->code && strlen(h->line) > 4 ? h->line + 4 : "";
    size_t len = strcspn(word, " ");
    snprintf(to, cap, "%.*s", (int)len, word);
    if (!strchr(to, '.'))
        to[0] = '\0';
}

/* The last two labels: coarse, but two names that differ there do not belong together. */
static const char *organisation(const char *name)
{
    const char *end = name + strlen(name), *at = end;
    for (int dots = 0; at > name; at--)
        if (at[-1] == '.' && ++dots == 2)
            break;
    return at;
}

static bool same_organisation(const char *a, const char *b)
{
    return strcasecmp(organisation(a), organisation(b)) == 0;
}

static bool captive_portal(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct look_saw *l = looks_find(e->looks, LOOK_PORTAL);
    char host[240];
    (void)with;
    if (!l || !l->code)
        return false;
    url_host(l->leads_to, host, sizeof host);
    bool elsewhere = l->code >= 300 && l->code < 400 && *host && !same_organisation(host, e->target->ascii);
    if (l->code != HTTP_AUTHENTICATION_REQUIRED && !elsewhere)
        return false;
    if (l->code == HTTP_AUTHENTICATION_REQUIRED)
        m->certainty = CERTAIN;
    if (*host)
        match_blank(m, BLANK_DETAIL, "%s", host);
    match_fact(m, "the web page at port %u of the same address: %s", l->ask.port, l->summary);
    return true;
}

/* A name that nobody has leads to the same address: so does every name here. */
static bool hijacked(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct look_saw *l = looks_find(e->looks, LOOK_OTHER_NAME);
    (void)with;
    if (!l || !*l->answer || strcmp(l->answer, e->address) != 0 || (e->resolution && e->resolution->secure))
        return false;
    match_fact(m, "%s leads to %s", e->target->ascii, e->address);
    match_fact(m, "%s, a made-up name, leads to %s too", l->ask.elsewhere, l->answer);
    return true;
}

/* Another name greets than at a port whose certificate passed; the network's own server answers for the one asked for. */
static bool transparent_proxy(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    char ours[256], theirs[256];
    (void)with;
    greeting_name(&e->banner.reply, ours, sizeof ours);
    if (!ours[0] || (e->chain.checked && chain_passed(&e->chain)) || same_organisation(ours, e->target->ascii))
        return false;
    for (size_t i = 0; i < look_count(e); i++) {
        const struct look_saw *l = &e->looks->items[i];
        greeting_name(&l->greeting, theirs, sizeof theirs);
        if (!is_other_door(l) || !l->cert_passed || !theirs[0] || same_organisation(ours, theirs))
            continue;
        match_blank(m, BLANK_SPEAKER, "%s", ours);
        match_blank(m, BLANK_OTHER_PORT, "port %u", l->ask.port);
        match_fact(m, "port %u greets: %s", e->target->port, e->banner.reply.line);
        match_fact(m, "port %u greets: %s; its certificate passed", l->ask.port, l->greeting.line);
        m->serial = e->banner.reply.serial;
        return true;
    }
    return false;
}

#define AT_HAND_US 1000   /* within this computer, or the same room */
#define FAR_FACTOR 10     /* so much longer is another way */
#define FAR_MIN_US 5000

/* One port of an address answers at once and another of the same address from afar: the first never left this computer. */
static bool local_proxy(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!e->connect.connected || e->loopback || !e->connect.took_us || e->connect.took_us >= AT_HAND_US)
        return false;
    for (size_t i = 0; i < look_count(e); i++) {
        const struct look_saw *l = &e->looks->items[i];
        if (l->ask.port == e->target->port || l->connect_us < FAR_MIN_US || l->connect_us < e->connect.took_us * FAR_FACTOR)
            continue;
        match_fact(m, "connecting to port %u took %.1f ms, to port %u of the same address %.1f ms", e->target->port,
                   (double)e->connect.took_us / 1000, l->ask.port, (double)l->connect_us / 1000);
        if (chain_has(&e->chain, CERT_INTERCEPTED))
            match_fact(m, "and the certificate's issuer is a security product");
        return true;
    }
    return false;
}

/* ---- TLS, asked for otherwise ---- */

static bool sni_required(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct look_saw *l = looks_find(e->looks, LOOK_NO_SNI);
    (void)with;
    if (!l || !l->connected || !e->tls.secured || !chain_passed(&e->chain) || l->cert_passed)
        return false;
    bool refused = l->reached == STAGE_HANDSHAKE && !l->tls_up && !l->end.timed_out;
    bool another = l->tls_up && l->leaf_sha256[0] && strcmp(l->leaf_sha256, e->chain.certs[0].sha256) != 0;
    if (!refused && !another)
        return false;
    match_fact(m, "with the server name %s: a certificate that passed, for %s", e->tls.facts.sni, e->chain.matched_name);
    if (another)
        match_fact(m, "without one: a certificate for %s, which did not pass: %s", *l->leaf_names ? l->leaf_names : "no name", l->summary);
    else
        match_fact(m, "without one: %s", l->summary);
    return true;
}

#define VERSION_TLS10 0x0301

/* With the newest TLS that the row's program speaks, the server would not. */
static bool client_too_old(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct look_saw *l = looks_find(e->looks, LOOK_AS_CLIENT);
    (void)with;
    if (!l || !e->tls.secured || l->tls_up || l->reached != STAGE_HANDSHAKE || l->end.timed_out)
        return false;
    if (e->client_tls >= VERSION_TLS10)
        match_blank(m, BLANK_VERSION, "TLS 1.%d", e->client_tls - VERSION_TLS10);
    match_fact(m, "with everything offered the server took %s", e->tls.facts.version);
    match_fact(m, "with no more than the program speaks: %s", l->summary);
    return true;
}

static bool same_port(const struct evidence *e, const struct look_saw *l)
{
    return l->ask.port == e->target->port;
}

/* A smaller first message is answered, and no other way of asking is. */
static bool hello_too_large(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct look_saw *small = looks_find(e->looks, LOOK_SMALL);
    size_t sent = e->tls.facts.hello_bytes;
    (void)with;
    if (!small || !small->tls_up || !stage_failed(e, STAGE_HANDSHAKE) || e->tls.facts.server_hello || small->tls.hello_bytes >= sent)
        return false;
    for (size_t i = 0; i < e->looks->count; i++) {
        const struct look_saw *l = &e->looks->items[i];
        if (same_port(e, l) && l->tls_up && l->tls.hello_bytes > small->tls.hello_bytes)
            return false;
    }
    match_fact(m, "a first TLS message of %zu bytes was not answered", sent);
    match_fact(m, "one of %zu bytes was: %s", small->tls.hello_bytes, small->tls.version);
    return true;
}

/* ---- certificates beside each other ---- */

/* What a door showed. */
struct door {
    char name[80];
    const char *sha256; /* "" or NULL: no certificate */
    bool passed;
};

static struct door door_of_look(const struct look_saw *l)
{
    struct door d = {.sha256 = l->leaf_sha256, .passed = l->cert_passed};
    snprintf(d.name, sizeof d.name, "port %u", l->ask.port);
    return d;
}

static struct door door_of_walk(const struct evidence *e, bool by_address)
{
    const struct chain *c = &e->chain;
    struct door d = {.sha256 = c->checked && c->count ? c->certs[0].sha256 : "", .passed = c->checked && chain_passed(c)};
    if (by_address)
        snprintf(d.name, sizeof d.name, "%s", e->address);
    else
        snprintf(d.name, sizeof d.name, "port %u", e->target->port);
    return d;
}

/* Two certificates for one host, and one of them is bad. */
static bool disagree(struct match *m, const struct door *ours, const struct door *other)
{
    if (!ours->sha256 || !*ours->sha256 || !other->sha256 || !*other->sha256 || strcmp(ours->sha256, other->sha256) == 0
        || ours->passed == other->passed)
        return false;
    const struct door *bad = ours->passed ? other : ours;
    match_blank(m, BLANK_DETAIL, "%s has a bad one", bad->name);
    match_fact(m, "%s shows the certificate %.16s..., which %s", ours->name, ours->sha256, ours->passed ? "passed" : "did not pass");
    match_fact(m, "%s shows the certificate %.16s..., which %s", other->name, other->sha256, other->passed ? "passed" : "did not pass");
    return true;
}

static bool inconsistent(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    bool found = false;
    struct door ours = door_of_walk(e, false);
    (void)with;
    for (size_t i = 0; i < look_count(e) && !found; i++) {
        struct door other = door_of_look(&e->looks->items[i]);
        found = is_other_door(&e->looks->items[i]) && disagree(m, &ours, &other);
    }
    ours = door_of_walk(e, true);
    for (size_t i = 0; i < s->other_count && !found; i++) {
        struct door other = door_of_walk(s->others[i], true);
        found = stage_ended(s->others[i], STAGE_CERTIFICATE) && stage_ended(e, STAGE_CERTIFICATE) && disagree(m, &ours, &other);
    }
    return found;
}

const struct rule rules_compare[] = {
    {"banned-by-server", banned},
    {"captive-portal", captive_portal, UNDER("dns-answer-hijacked")},
    {"dns-answer-hijacked", hijacked},
    {"all-mail-ports-blocked", all_ports_blocked, UNDER("captive-portal")},
    {"port-blocked", port_blocked},
    {"transparent-smtp-proxy", transparent_proxy},
    {"local-mail-proxy", local_proxy},
    {"tls-clienthello-too-large", hello_too_large},
    {"tls-client-too-old", client_too_old},
    {"sni-required", sni_required},
    {"cert-inconsistent", inconsistent},
    {NULL},
};
