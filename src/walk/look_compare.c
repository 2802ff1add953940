/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look_compare.c - which comparison is worth a connection: each once, and only where its answer could change a verdict. */
#include <stdio.h>
#include <string.h>

#include "walk/look.h"

const struct look_saw *looks_find(const struct looks *l, enum look_purpose purpose)
{
    for (size_t i = 0; l && i < l->count; i++)
        if (l->items[i].ask.purpose == purpose)
            return &l->items[i];
    return NULL;
}

static bool handshake_failed(const struct evidence *e)
{
    return e->tls.tried && !e->tls.secured;
}

static bool wants_no_sni(const struct evidence *e)
{
    return e->tls.tried && e->tls.facts.sni[0] && !e->tls.facts.plaintext_peer;
}

static bool wants_tls12(const struct evidence *e)
{
    return e->tls.tried && !e->tls.facts.plaintext_peer && (handshake_failed(e) || e->tls.facts.version_number > 0x0303);
}

static bool wants_as_client(const struct evidence *e)
{
    return e->tls.secured && e->client_tls && e->client_tls < e->tls.facts.version_number;
}

static bool wants_plain(const struct evidence *e)
{
    return e->target->mode == TLS_MODE_IMPLICIT && handshake_failed(e) && e->target->proto->server_first;
}

static bool wants_sibling(const struct evidence *e)
{
    return e->target->proto->port_tls != 0 && e->address[0];
}

static bool wants_small(const struct evidence *e)
{
    const struct tls_facts *f = &e->tls.facts;

    return handshake_failed(e) && !f->server_hello && f->alert < 0 && !f->plaintext_peer;
}

/* Everything up to the version that the program speaks. */
static const char *priority_of_client(const struct evidence *e)
{
    switch (e->client_tls) {
    case 0x0301:
        return "NORMAL:-VERS-ALL:+VERS-TLS1.0";
    case 0x0302:
        return "NORMAL:-VERS-ALL:+VERS-TLS1.1:+VERS-TLS1.0";
    default:
        return "NORMAL:-VERS-TLS1.3:+VERS-TLS1.1:+VERS-TLS1.0";
    }
}

/* The other way to the same service. */
static void ask_sibling(const struct evidence *e, struct look_ask *a)
{
    const struct proto *p = e->target->proto;
    bool implicit = e->target->mode == TLS_MODE_IMPLICIT;

    a->mode = implicit ? TLS_MODE_STARTTLS : TLS_MODE_IMPLICIT;
    a->port = look_moved_port(e, implicit ? p->port : p->port_tls);
    /* Inside TLS the greeting comes last, and may be compared too. */
    a->last = !e->connect.connected ? STAGE_CONNECT : a->mode == TLS_MODE_IMPLICIT ? STAGE_BANNER : STAGE_CERTIFICATE;
}

static const struct {
    enum look_purpose purpose;
    bool (*wanted)(const struct evidence *e);
    const char *words, *label, *priority;
    bool no_sni;
} comparisons[] = {
    {LOOK_NO_SNI, wants_no_sni, "the same port without a server name", "no server name", "", true},
    {LOOK_TLS12, wants_tls12, "the same port with TLS 1.2 at most", "TLS 1.2", "NORMAL:-VERS-TLS1.3", false},
    {LOOK_WIDE, handshake_failed, "the same port with everything that can be offered", "everything",
     "NORMAL:+VERS-TLS1.1:+VERS-TLS1.0:+3DES-CBC:+ARCFOUR-128:+ANON-ECDH:+ANON-DH:+DHE-DSS:+SIGN-ALL:%COMPAT:%VERIFY_ALLOW_SIGN_WITH_SHA1", false},
    {LOOK_AS_CLIENT, wants_as_client, "the same port with no newer TLS than the mail program speaks", "old program", NULL, false},
    {LOOK_SMALL, wants_small, "the same port with a first TLS message as small as can be", "small hello",
     "NONE:+VERS-TLS1.3:+VERS-TLS1.2:+AES-128-GCM:+AEAD:+ECDHE-ECDSA:+ECDHE-RSA:+GROUP-SECP256R1:+SIGN-ECDSA-SECP256R1-SHA256:"
     "+SIGN-RSA-SHA256:+SIGN-RSA-PSS-RSAE-SHA256:+COMP-NULL:+CTYPE-X509:%NO_TICKETS", false},
    {LOOK_PLAIN, wants_plain, "the same port without TLS", "no TLS", "", false},
    {LOOK_SIBLING, wants_sibling, "the other port of this service", "other port", "", false},
};

bool look_next(const struct look_wishes *wishes, const struct evidence *e, const struct looks *so_far, struct look_ask *a)
{
    for (size_t i = 0; wishes->compare && i < sizeof comparisons / sizeof *comparisons; i++) {
        if (looks_find(so_far, comparisons[i].purpose) || !comparisons[i].wanted(e))
            continue;
        *a = (struct look_ask){
            .purpose = comparisons[i].purpose,
            .proto = e->target->proto,
            .port = e->target->port,
            .mode = e->target->mode == TLS_MODE_OPPORTUNISTIC ? TLS_MODE_STARTTLS : e->target->mode,
            .last = STAGE_CERTIFICATE,
            .no_sni = comparisons[i].no_sni,
        };
        if (a->purpose == LOOK_PLAIN) {
            a->mode = TLS_MODE_NONE;
            a->last = STAGE_BANNER;
        } else if (a->purpose == LOOK_SIBLING) {
            ask_sibling(e, a);
        }
        snprintf(a->words, sizeof a->words, "%s", comparisons[i].words);
        snprintf(a->label, sizeof a->label, "%s", comparisons[i].label);
        snprintf(a->priority, sizeof a->priority, "%s", comparisons[i].priority ? comparisons[i].priority : priority_of_client(e));
        return true;
    }
    return wishes->compare && (look_next_port(e, so_far, a) || look_next_elsewhere(e, so_far, a));
}
