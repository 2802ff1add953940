/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look_elsewhere.c - looks that do not speak mail: the host's web page, a name that nobody has, the issuer of a certificate. */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "walk/look.h"

#define PORT_HTTP 80

/* Something in between could be the reason: we were not let in, or by somebody whose words or certificate are not right. */
static bool something_in_between(const struct evidence *e, const struct looks *l)
{
    const struct stage *s = evidence_now(e);

    if (!s || s->verdict != VERDICT_FAIL || e->tls.facts.plaintext_peer)
        return false;
    /* A port that is shut beside an open one has its own reason. */
    for (size_t i = 0; s->id == STAGE_CONNECT && l && i < l->count; i++)
        if (l->items[i].connected && l->items[i].ask.purpose != LOOK_WEB_PORT && l->items[i].ask.purpose != LOOK_PORTAL)
            return false;
    return s->id == STAGE_CONNECT || s->id == STAGE_BANNER || s->id == STAGE_HANDSHAKE || s->id == STAGE_CERTIFICATE;
}

static bool next_portal(const struct evidence *e, const struct looks *l, struct look_ask *a)
{
    if (!something_in_between(e, l) || !e->address[0])
        return false;
    a->port = look_moved_port(e, PORT_HTTP);
    a->last = STAGE_BANNER;
    snprintf(a->page, sizeof a->page, "/");
    snprintf(a->label, sizeof a->label, "web page");
    snprintf(a->words, sizeof a->words, "port %u of the same address: one web page, in clear", a->port);
    return true;
}

/* A name directly under the host's top-level domain: a wildcard of the host's own zone does not reach it. */
static bool next_other_name(const struct evidence *e, const struct looks *l, struct look_ask *a)
{
    const struct resolution *r = e->resolution;
    const char *top = strrchr(e->target->ascii, '.');
    uint64_t mixed = (uint64_t)e->started_wall_us * UINT64_C(0x9e3779b97f4a7c15);

    if (!something_in_between(e, l) || e->target->kind != NAME_HOST || !top || !r || r->given || r->literal || r->hosts_file || !r->count)
        return false;
    a->port = 0;
    a->last = STAGE_RESOLVE;
    snprintf(a->elsewhere, sizeof a->elsewhere, "no-such-name-%012" PRIx64 "%.60s", mixed >> 16, top);
    snprintf(a->label, sizeof a->label, "made-up name");
    snprintf(a->words, sizeof a->words, "the name %.80s, which nobody has", a->elsewhere);
    return true;
}

static const struct cert *lacks_issuer(const struct chain *c)
{
    for (size_t i = 0; c->checked && i < c->trouble_count; i++)
        if (c->troubles[i].problem == CERT_MISSING_INTERMEDIATE && c->troubles[i].at >= 0 && (size_t)c->troubles[i].at < c->count)
            return &c->certs[c->troubles[i].at];
    return NULL;
}

static bool is_printable(const char *s)
{
    for (; *s; s++)
        if (*s <= ' ' || *s > '~')
            return false;
    return true;
}

/* "http://HOST[:PORT]/PATH" to its parts. The URL is the server's: whatever is odd about it is left alone. */
static bool url_split(const char *url, char *host, size_t host_cap, uint16_t *port, char *path, size_t path_cap)
{
    static const char scheme[] = "http://";
    unsigned number = PORT_HTTP;
    int used = 0;

    if (!url || strncmp(url, scheme, sizeof scheme - 1) != 0 || !is_printable(url))
        return false;
    const char *at = url + sizeof scheme - 1;
    size_t host_len = strcspn(at, ":/?#@[");
    const char *behind = at + host_len;
    if (*behind == ':' && (sscanf(behind, ":%5u%n", &number, &used) != 1 || number == 0 || number > UINT16_MAX))
        return false;
    behind += used;
    if (!host_len || host_len >= host_cap || *behind != '/' || strlen(behind) >= path_cap)
        return false;
    snprintf(host, host_cap, "%.*s", (int)host_len, at);
    snprintf(path, path_cap, "%s", behind);
    *port = (uint16_t)number;
    return true;
}

static bool next_issuer(const struct evidence *e, const struct looks *l, struct look_ask *a)
{
    (void)l;
    const struct cert *below = lacks_issuer(&e->chain);

    if (!below || !url_split(below->aia_issuer_url, a->elsewhere, sizeof a->elsewhere, &a->port, a->page, sizeof a->page))
        return false;
    /* Issuers publish on port 80. Elsewhere than in a laboratory on this computer, no other port is contacted for a server. */
    if (a->port != PORT_HTTP && !e->loopback)
        return false;
    a->last = STAGE_BANNER;
    snprintf(a->label, sizeof a->label, "issuer");
    snprintf(a->words, sizeof a->words, "the missing certificate, from %.70s port %u", a->elsewhere, a->port);
    return true;
}

static const struct {
    enum look_purpose purpose;
    bool (*next)(const struct evidence *e, const struct looks *l, struct look_ask *a);
} elsewhere[] = {
    {LOOK_PORTAL, next_portal},
    {LOOK_OTHER_NAME, next_other_name},
    {LOOK_ISSUER, next_issuer},
};

bool look_next_elsewhere(const struct evidence *e, const struct looks *so_far, struct look_ask *a)
{
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        if (looks_find(so_far, elsewhere[i].purpose))
            continue;
        *a = (struct look_ask){.purpose = elsewhere[i].purpose, .port = e->target->port, .mode = TLS_MODE_NONE, .proto = e->target->proto};
        if (elsewhere[i].next(e, so_far, a))
            return true;
    }
    return false;
}
