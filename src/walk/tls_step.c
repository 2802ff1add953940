/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls_step.c - the stages handshake and certificate. The handshake takes any certificate; the next stage judges it. */
#include <stdio.h>

#include "base/text.h"
#include "walk/walk_private.h"

#define PLAIN_PATIENCE_US (500 * US_PER_MS)

static const char *tls_sni(const struct walk *w)
{
    if (w->o->sni)
        return w->o->sni[0] ? w->o->sni : NULL;
    /* RFC 6066 3: never an address. */
    return w->e.target->kind == NAME_HOST ? w->e.target->ascii : NULL;
}

static void handshake_enter(struct walk *w)
{
    struct tls_options o = {.sni = tls_sni(w), .priority = w->o->priority, .alpn = w->alpn, .resume = w->resume};
    struct err err;

    /* Between the go-ahead and our hello, while the operator thought, more may have come in clear. */
    if (buf_len(&w->ch.in)) {
        struct span rest = buf_span(&w->ch.in);
        w->e.starttls.injected = rest.len;
        text_safe_copy(w->e.starttls.injected_text, sizeof w->e.starttls.injected_text, rest);
        w->e.starttls.injected_serial = walk_note(w, "%zu bytes came in clear before encryption began; they are dropped", rest.len);
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "text was slipped in before encryption: %s", w->e.starttls.injected_text);
        return;
    }
    w->e.tls.tried = true;
    if (!channel_start_tls(&w->ch, &o, &err)) {
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", err.text);
        return;
    }
    walk_note(w, "TLS begins: ClientHello, server name %s", o.sni ? o.sni : "not sent");
}

/* The session's facts, and its messages that the transcript does not hold yet. */
void handshake_facts(struct walk *w)
{
    size_t told = w->e.tls.facts.note_count;
    const struct tls_facts *f = tls_facts(w->ch.tls);

    for (size_t i = told; i < f->note_count; i++)
        walk_note(w, "%s", f->notes[i]);
    w->e.tls.facts = *f;
}

static bool handshake_chain(struct walk *w)
{
    size_t count;
    const struct span *ders = tls_peer_certs(w->ch.tls, &count);

    return !count || (chain_read(&w->e.chain, ders, count) && chain_staple(&w->e.chain, tls_peer_ocsp(w->ch.tls)));
}

static void certificate_troubles(struct walk *w)
{
    const struct chain *c = &w->e.chain;

    for (size_t i = 0; i < c->trouble_count; i++) {
        uint64_t serial = walk_note(w, "certificate %d: %s", c->troubles[i].at, c->troubles[i].detail);
        if (i == 0)
            w->e.trouble_serial = serial;
    }
}

static bool certificate_judge(struct walk *w)
{
    struct chain *c = &w->e.chain;
    int64_t now_s = (w->e.started_wall_us + (int64_t)walk_elapsed(w)) / (int64_t)US_PER_S;

    for (size_t i = 0; i < c->count; i++)
        walk_note(w, "certificate %zu: %s, issued by %s", i, c->certs[i].subject_cn, c->certs[i].issuer_cn);
    if (!chain_check(c, w->o->trust, w->e.target->ascii, now_s))
        return false;
    certificate_troubles(w);
    return true;
}

static void handshake_passed(struct walk *w)
{
    const struct tls_facts *f = &w->e.tls.facts;

    w->e.tls.secured = true;
    w->e.tls.took_us = walk_elapsed(w) - w->e.stages[w->e.at].start_us;
    if (!handshake_chain(w))
        w->out_of_memory = true;
    walk_note(w, "TLS is up: %s, %s%s%s, %zu certificate%s", f->version, f->cipher, f->group[0] ? ", " : "", f->group,
              w->e.chain.count, w->e.chain.count == 1 ? "" : "s");
    walk_end(w, VERDICT_PASS, NEXT_STAGE, "%s, %s%s%s", f->version, f->cipher, f->group[0] ? ", " : "", f->group);
}

static void handshake_failed(struct walk *w)
{
    const struct tls_facts *f = &w->e.tls.facts;

    /* A certificate that was shown before may be the reason, and is worth telling in any case. */
    if (!handshake_chain(w) || (w->e.chain.count && !certificate_judge(w)))
        w->out_of_memory = true;
    ended_note(w, &w->e.tls.end, false);
    w->e.tls.end.error = f->transport_error;
    if (f->plaintext_peer) {
        char said[200];
        text_safe_copy(said, sizeof said, span_of(f->plain_bytes, f->plain_len));
        transcript_say(w->transcript, walk_elapsed(w), SAID_SERVER, false, walk_stage(w), span_of(f->plain_bytes, f->plain_len));
        w->e.banner.speaker = sniff(span_of(f->plain_bytes, f->plain_len));
        w->e.banner.first_len = f->plain_len < sizeof w->e.banner.first ? f->plain_len : sizeof w->e.banner.first;
        memcpy(w->e.banner.first, f->plain_bytes, w->e.banner.first_len);
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the answer was not TLS but: %s", said);
    } else if (f->alert >= 0) {
        walk_note(w, "the server sent a fatal alert: %s (%d)", f->alert_text, f->alert);
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the server refused: %s (alert %d)", f->alert_text, f->alert);
    } else if (f->transport_ended) {
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s while TLS was being set up", ended_words(w, &w->e.tls.end));
    } else {
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", f->error_text);
    }
}

/* An answer in clear may come in pieces: a little patience for the rest of its first line, which tells who is there. */
static bool handshake_waits_for_words(struct walk *w)
{
    const struct tls_facts *f = &w->e.tls.facts;
    uint64_t until = w->now_us + PLAIN_PATIENCE_US;

    if (!f->plaintext_peer || w->ch.peer_ended || memchr(f->plain_bytes, '\n', f->plain_len) || f->plain_len == sizeof f->plain_bytes)
        return false;
    if (w->deadline_us > until)
        w->deadline_us = until;
    return true;
}

static void handshake_input(struct walk *w)
{
    enum tls_step step = channel_handshake(&w->ch);

    handshake_facts(w);
    if (handshake_waits_for_words(w))
        return;
    switch (step) {
    case TLS_AGAIN:
        return;
    case TLS_DONE:
        handshake_passed(w);
        return;
    case TLS_CLOSED:
    case TLS_FAILED:
        handshake_failed(w);
        return;
    }
}

static void handshake_timeout(struct walk *w)
{
    if (w->e.tls.facts.plaintext_peer) {
        handshake_failed(w);
        return;
    }
    ended_note(w, &w->e.tls.end, true);
    walk_end(w, VERDICT_FAIL, NEXT_NONE, w->e.tls.facts.server_hello ? "TLS was begun and never finished" : "no answer to the ClientHello");
}

/* The peer's end reaches the TLS session by itself, and fails the handshake there. */
const struct stage_kind handshake_kind = {15 * US_PER_S, handshake_enter, handshake_input, handshake_input, handshake_timeout, NULL};

/* ---- certificate ---- */

static void certificate_enter(struct walk *w)
{
    struct chain *c = &w->e.chain;

    if (!c->count) {
        walk_end(w, VERDICT_FAIL, NEXT_STAGE, "the server sent no certificate");
        return;
    }
    if (!certificate_judge(w)) {
        w->out_of_memory = true;
        return;
    }
    if (!chain_passed(c))
        walk_end(w, VERDICT_FAIL, NEXT_STAGE, "%s", c->trouble_count ? c->troubles[0].detail : "it did not pass");
    else if (c->trouble_count)
        walk_end(w, VERDICT_PASS, NEXT_STAGE, "%s, %lld days left; %s", c->matched_name, (long long)c->days_left, c->troubles[0].detail);
    else
        walk_end(w, VERDICT_PASS, NEXT_STAGE, "%s, %lld days left", c->matched_name, (long long)c->days_left);
}

static void certificate_input(struct walk *w)
{
    (void)w; /* the stage ends as it begins: everything it needs is here */
}

const struct stage_kind certificate_kind = {5 * US_PER_S, certificate_enter, certificate_input, certificate_input, certificate_input, NULL};
