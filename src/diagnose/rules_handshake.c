/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_handshake.c - what can go wrong while TLS is set up, and what is weak about it once it is up.
 *
 * Alert numbers: RFC 8446 6 and the IANA TLS Alerts registry.
 */
#include <errno.h>
#include <string.h>

#include "diagnose/rule_private.h"

enum {
    ALERT_HANDSHAKE_FAILURE = 40,
    ALERT_BAD_CERTIFICATE = 42,
    ALERT_CERTIFICATE_UNKNOWN = 46,
    ALERT_UNKNOWN_CA = 48,
    ALERT_PROTOCOL_VERSION = 70,
    ALERT_INSUFFICIENT_SECURITY = 71,
    ALERT_UNRECOGNIZED_NAME = 112,
    ALERT_CERTIFICATE_REQUIRED = 116,
    ALERT_NO_APPLICATION_PROTOCOL = 120,
};

/* GnuTLS's numbers as tls_facts reports them. */
enum {
    GNUTLS_VERSION = -8,          /* GNUTLS_E_UNSUPPORTED_VERSION_PACKET */
    GNUTLS_KEY_USAGE = -48,       /* GNUTLS_E_KEY_USAGE_VIOLATION */
    GNUTLS_DH_PRIME = -63,        /* GNUTLS_E_DH_PRIME_UNACCEPTABLE */
    GNUTLS_NO_RENEGOTIATION = -107, /* GNUTLS_E_SAFE_RENEGOTIATION_FAILED */
    GNUTLS_UNSAFE_RENEGOTIATION = -108, /* GNUTLS_E_UNSAFE_RENEGOTIATION_DENIED */
};

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

static bool ended_by_alert(const struct scene *s, struct match *m, int alert)
{
    if (!handshake_failed(s->e) || s->e->tls.facts.alert != alert)
        return false;
    fact_failure(m, s->e);
    m->ends = true;
    return true;
}

/* Text in answer to TLS that fits the protocol. Text of another protocol is wrong-protocol-on-port. */
static bool plain_text(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    (void)with;
    if (e->target->mode != TLS_MODE_IMPLICIT || !handshake_failed(e) || !f->plaintext_peer || foreign_speaker(e))
        return false;
    enum speaker speaker = sniff(span_of(f->plain_bytes, f->plain_len));
    if (!speaker_fits(speaker, e->target->proto->name))
        m->certainty = LIKELY;
    match_blank(m, BLANK_OTHER_MODE, "STARTTLS");
    match_bytes(m, "in answer to our first TLS message came", f->plain_bytes, f->plain_len);
    m->ends = true;
    return true;
}

static bool client_cert(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    (void)with;
    bool about_certificate = f->alert == ALERT_HANDSHAKE_FAILURE || f->alert == ALERT_UNKNOWN_CA
        || (f->alert >= ALERT_BAD_CERTIFICATE && f->alert <= ALERT_CERTIFICATE_UNKNOWN);
    if (f->alert == ALERT_CERTIFICATE_REQUIRED)
        m->certainty = CERTAIN;
    else if (f->client_cert_asked && about_certificate)
        m->certainty = LIKELY;
    else
        return false;
    if (f->client_cert_asked)
        match_fact(m, "the server asked for a certificate of ours");
    match_fact(m, "the server sent the fatal alert %s (%d)", f->alert_text, f->alert);
    m->ends = true;
    return true;
}

static bool no_cipher(const struct scene *s, struct match *m, int with)
{
    (void)with;
    if (s->e->tls.facts.client_cert_asked)
        return false;
    return ended_by_alert(s, m, ALERT_HANDSHAKE_FAILURE) || ended_by_alert(s, m, ALERT_INSUFFICIENT_SECURITY);
}

static bool version_old(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    (void)with;
    if (handshake_failed(e) && (f->alert == ALERT_PROTOCOL_VERSION || f->error == GNUTLS_VERSION)) {
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
    if (handshake_failed(e) && f->error == GNUTLS_DH_PRIME) {
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
    if (handshake_failed(e) && (f->error == GNUTLS_NO_RENEGOTIATION || f->error == GNUTLS_UNSAFE_RENEGOTIATION)) {
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
    if (!handshake_failed(e) || foreign_speaker(e))
        return false;
    if (f->error == GNUTLS_KEY_USAGE && chain_has(&e->chain, CERT_PURPOSE))
        return false; /* cert-purpose-wrong says it better */
    match_blank(m, BLANK_DETAIL, "%s", f->alert >= 0 ? f->alert_text : f->error_text);
    fact_failure(m, e);
    m->ends = true;
    return true;
}

static bool truncated(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!e->tls.secured || !e->tls.facts.truncated)
        return false;
    m->stage = e->ended ? evidence_now(e)->id : m->stage;
    if (e->quit.said) {
        m->severity = SEVERITY_NOTE;
        m->stage = STAGE_QUIT;
    }
    match_fact(m, "the connection ended without close_notify%s", e->quit.said ? ", after the goodbye" : "");
    return true;
}

const struct rule rules_handshake[] = {
    {"tls-mode-mismatch-implicit-on-starttls", plain_text},
    {"tls-version-too-old", version_old},
    {"client-cert-required", client_cert},
    {"tls-no-common-cipher", no_cipher},
    {"sni-rejected", ended_by_alert, ALERT_UNRECOGNIZED_NAME},
    {"alpn-rejected", ended_by_alert, ALERT_NO_APPLICATION_PROTOCOL},
    {"tls-weak-dh", weak_dh},
    {"tls-weak-cipher", weak_cipher},
    {"tls-renegotiation-legacy", renegotiation},
    {"tls-handshake-reset", reset},
    {"tls-handshake-timeout", timed_out},
    {"tls-handshake-closed", closed},
    {"tls-handshake-failed", failed_otherwise},
    {"tls-truncated", truncated, UNDER("greeting-closed", "conversation-closed")},
    {NULL},
};
