/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_handshake.c - what can go wrong while TLS is set up, and what is weak about it once it is up.
 *
 * What alerts and the library's errors mean, is in tls_results.c.
 */
#include <errno.h>
#include <string.h>

#include "diagnose/rule_private.h"
#include "diagnose/tls_results.h"
#include "walk/look.h"

#define ALERT_CERTIFICATE_REQUIRED 116
#define GNUTLS_KEY_USAGE (-48) /* GNUTLS_E_KEY_USAGE_VIOLATION, as tls_facts reports it */

#define VERSION_TLS12 0x0303
#define VERSION_SSL3 0x0300

static bool handshake_failed(const struct evidence *e)
{
    return e->tls.tried && !e->tls.secured && stage_failed(e, STAGE_HANDSHAKE);
}

/* What the server and the library said, for every failed handshake. */
static void fact_failure(struct match *m, const struct evidence *e)
{
    const struct tls_facts *f = &e->tls.facts;
    if (f->alert >= 0)
        match_fact(m, "the server sent the fatal alert %s (%d)", f->alert_text, f->alert);
    if (f->error)
        match_fact(m, "the TLS library reported: %s (%d)", f->error_text, f->error);
    match_ended(m, "setting up TLS", &e->tls.end, evidence_stage(e, STAGE_HANDSHAKE)->duration_us);
    if (e->tls.end.closed || e->tls.end.error || e->tls.end.timed_out)
        match_fact(m, "by then the server had %s", f->server_hello ? "answered our first TLS message" : "sent nothing");
}

/* The alert or the error of a failed handshake stands for this diagnosis. */
static bool result_means(const struct scene *s, const struct match *m)
{
    return handshake_failed(s->e) && tls_result_means(&s->e->tls.facts, s->e->target->mode, m->diagnosis->code);
}

/* Most rows of the table are just this. */
static bool result_says(const struct scene *s, struct match *m, int with)
{
    (void)with;
    if (!result_means(s, m))
        return false;
    fact_failure(m, s->e);
    m->ends = true;
    return true;
}

/* With what came of asking for everything there is, where that was tried. */
static bool no_cipher(const struct scene *s, struct match *m, int with)
{
    const struct look_saw *wide = looks_find(s->e->looks, LOOK_WIDE);
    if (!result_says(s, m, with))
        return false;
    if (wide && wide->tls_up)
        match_fact(m, "with everything offered it took %s with %s", wide->tls.version, *wide->tls.suite ? wide->tls.suite : wide->tls.cipher);
    else if (wide)
        match_fact(m, "with everything offered: %s", wide->summary);
    return true;
}

/* Text in answer to TLS that fits the protocol. Text of another protocol is wrong-protocol-on-port. */
static bool plain_text(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    (void)with;
    if (e->target->mode != TLS_MODE_IMPLICIT || !handshake_failed(e) || !f->plaintext_peer || foreign_speaker(e)
        || busy_in_place_of_tls(e))
        return false;
    enum speaker speaker = sniff(span_of(f->plain_bytes, f->plain_len));
    if (!speaker_fits(speaker, e->target->proto->name))
        m->certainty = LIKELY;
    match_blank(m, BLANK_OTHER_MODE, "STARTTLS");
    match_bytes(m, "in answer to our first TLS message came", f->plain_bytes, f->plain_len);
    m->ends = true;
    return true;
}

/* Servers that ask for a certificate and do without one in the handshake say in their next words what they miss. */
static const struct heard *misses_certificate(const struct evidence *e, enum stage_id *stage_r)
{
    const struct {
        enum stage_id stage;
        const struct heard *reply;
    } replies[] = {
        {STAGE_BANNER, &e->banner.reply},
        {e->target->mode == TLS_MODE_IMPLICIT ? STAGE_CAPABILITIES : STAGE_RECHECK, &e->caps_after_reply},
        {STAGE_AUTH, &e->auth.reply},
    };
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++)
        if (heard_refused(replies[i].reply) && heard_says(replies[i].reply, "certificate")) {
            *stage_r = replies[i].stage;
            return replies[i].reply;
        }
    return NULL;
}

/* In TLS 1.3 the demand comes after the handshake, when the server has seen that there is no certificate (RFC 8446 4.4.2.4). */
static bool client_cert(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    const struct heard *reply = f->client_cert_asked ? misses_certificate(e, &m->stage) : NULL;
    (void)with;
    if (!reply && !tls_result_means(f, e->target->mode, m->diagnosis->code))
        return false;
    m->certainty = reply || f->alert == ALERT_CERTIFICATE_REQUIRED ? CERTAIN : LIKELY;
    if (f->client_cert_asked)
        match_fact(m, "the server asked for a certificate of ours");
    if (reply)
        match_reply(m, "then it answered", reply);
    else
        match_fact(m, "the server sent the fatal alert %s (%d)", f->alert_text, f->alert);
    m->ends = true;
    return true;
}

static bool version_old(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    (void)with;
    if (result_means(s, m)) {
        match_blank(m, BLANK_VERSION, "a version of TLS that this program does not speak, an outdated kind");
        fact_failure(m, e);
        m->ends = true;
        return true;
    }
    if (!e->tls.secured || f->version_number < VERSION_SSL3 || f->version_number >= VERSION_TLS12)
        return false;
    match_blank(m, BLANK_VERSION, "%s, an outdated kind", f->version);
    match_fact(m, "the server chose %s, though TLS 1.3 was offered", f->version);
    return true;
}

static bool weak_cipher(const struct scene *s, struct match *m, int with)
{
    const struct tls_facts *f = &s->e->tls.facts;
    (void)with;
    if (!s->e->tls.secured || !f->weak_cipher)
        return false;
    match_blank(m, BLANK_DETAIL, "%s", *f->suite ? f->suite : f->cipher);
    match_fact(m, "%s with %s, key exchange %s, mac %s", f->version, *f->suite ? f->suite : f->cipher, f->kx, f->mac);
    return true;
}

static bool weak_dh(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    (void)with;
    if (result_means(s, m)) {
        m->severity = SEVERITY_ERROR;
        m->ends = true;
        fact_failure(m, e);
    } else if (!e->tls.secured || !f->weak_dh) {
        return false;
    }
    if (f->dh_bits) {
        match_blank(m, BLANK_DETAIL, "%d bits", f->dh_bits);
        match_fact(m, "the Diffie-Hellman group has %d bits", f->dh_bits);
    }
    return true;
}

static bool renegotiation(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    (void)with;
    if (result_means(s, m)) {
        m->severity = SEVERITY_ERROR;
        m->ends = true;
        fact_failure(m, e);
        return true;
    }
    if (!e->tls.secured || !f->version_number || f->version_number > VERSION_TLS12 || f->safe_renegotiation)
        return false;
    match_fact(m, "%s without the renegotiation_info extension", f->version);
    return true;
}

static bool reset(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!handshake_failed(e) || !(e->tls.end.error == ECONNRESET || e->tls.facts.transport_error == ECONNRESET))
        return false;
    fact_failure(m, e);
    m->ends = true;
    return true;
}

static bool timed_out(const struct scene *s, struct match *m, int with)
{
    (void)with;
    if (!handshake_failed(s->e) || !s->e->tls.end.timed_out)
        return false;
    fact_failure(m, s->e);
    m->ends = true;
    return true;
}

static bool closed(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!handshake_failed(e) || e->tls.facts.alert >= 0 || !e->tls.facts.transport_ended)
        return false;
    fact_failure(m, e);
    m->ends = true;
    return true;
}

static bool failed_otherwise(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    (void)with;
    if (!handshake_failed(e) || foreign_speaker(e) || busy_in_place_of_tls(e))
        return false;
    if (f->error == GNUTLS_KEY_USAGE && chain_has(&e->chain, CERT_PURPOSE))
        return false; /* cert-purpose-wrong says it better */
    match_blank(m, BLANK_DETAIL, "%s", f->alert >= 0 ? f->alert_text : f->error_text);
    fact_failure(m, e);
    m->ends = true;
    return true;
}

/* The server's end came while a reply of it was due; after its last word, an end without close_notify takes nothing away. */
static bool cut_in_reply(const struct evidence *e)
{
    const struct ended *const ends[] = {&e->banner.end, &e->caps_end, &e->starttls.end, &e->recheck_end, &e->auth.end};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (ends[i]->closed || ends[i]->error)
            return true;
    return false;
}

static bool truncated(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!e->tls.secured || !e->tls.facts.truncated)
        return false;
    m->stage = e->ended ? evidence_now(e)->id : m->stage;
    if (!cut_in_reply(e))
        m->severity = SEVERITY_NOTE;
    if (e->quit.said)
        m->stage = STAGE_QUIT;
    match_fact(m, "the connection ended without close_notify%s", e->quit.said ? ", after the goodbye" : "");
    return true;
}

#define BY_SIZE UNDER("tls-clienthello-too-large", "captive-portal")

const struct rule rules_handshake[] = {
    {"tls-mode-mismatch-implicit-on-starttls", plain_text},
    {"tls-version-too-old", version_old},
    {"client-cert-required", client_cert},
    {"tls-no-common-cipher", no_cipher},
    {"sni-rejected", result_says},
    {"alpn-rejected", result_says},
    {"tls-weak-dh", weak_dh},
    {"tls-weak-cipher", weak_cipher},
    {"tls-renegotiation-legacy", renegotiation},
    {"tls-handshake-reset", reset, BY_SIZE},
    {"tls-handshake-timeout", timed_out, BY_SIZE},
    {"tls-handshake-closed", closed, BY_SIZE},
    {"tls-handshake-failed", failed_otherwise},
    {"tls-truncated", truncated, UNDER("greeting-closed", "conversation-closed")},
    {NULL},
};
