/* SPDX-License-Identifier: GPL-3.0-or-later */
/* probe.c - a second look at a port that stays silent: a ClientHello on a connection of its own.
 *
 * A port that expects TLS at once and a client that waits for a greeting wait for each other for ever; that is the most common
 * wrong setting there is, and nobody should have to sit out a time-out to learn of it. The first connection stays as it is: a
 * server that merely takes its time must not be spoken to before it greeted (RFC 5321 4.3.1).
 */
#include "walk/walk_private.h"

#define PROBE_AFTER_US (1500 * US_PER_MS)
/* Between servers (port 25) a pause before the greeting is a habit against spam, and who speaks into it is marked. */
#define PROBE_AFTER_RELAY_US (3500 * US_PER_MS)
#define PROBE_LIMIT_US (3 * US_PER_S)

void probe_arm(struct walk *w)
{
    if (w->o->no_probe || !w->proto->server_first)
        return;
    w->probe_at_us = w->now_us + (w->proto->port_tls ? PROBE_AFTER_US : PROBE_AFTER_RELAY_US);
}

static void probe_close(struct walk *w)
{
    w->probe_until_us = UINT64_MAX;
    w->e.probe.running = false;
    channel_close(&w->probe);
    buf_clear(&w->probe.out);
}

void probe_disarm(struct walk *w)
{
    w->probe_at_us = UINT64_MAX;
    if (w->e.probe.running)
        probe_close(w);
}

static void probe_start(struct walk *w)
{
    w->probe_at_us = UINT64_MAX;
    w->probe_until_us = w->now_us + PROBE_LIMIT_US;
    w->e.probe.kind = PROBE_TLS_HELLO;
    w->e.probe.running = true;
    w->e.connections++;
    w->probe.life = CHANNEL_CONNECTING;
    w->e.probe.serial = walk_note(w, "no greeting yet: a second connection asks whether this port expects TLS at once");
}

static void probe_end(struct walk *w, bool timed_out)
{
    struct ended *e = &w->e.probe.end;

    e->timed_out = timed_out;
    e->error = timed_out ? 0 : w->probe.peer_error;
    e->closed = !timed_out && w->probe.peer_ended && !w->probe.peer_error;
    w->e.probe.ended = true;
    probe_close(w);
}

void probe_failed(struct walk *w)
{
    if (w->e.probe.running)
        probe_end(w, false);
}

void probe_tick(struct walk *w)
{
    if (w->now_us >= w->probe_at_us)
        probe_start(w);
    if (w->now_us >= w->probe_until_us) {
        walk_note(w, "the second connection: no answer to a ClientHello either");
        probe_end(w, true);
    }
}

void probe_connected(struct walk *w)
{
    struct tls_options o = {.sni = w->e.target->kind == NAME_HOST ? w->e.target->ascii : NULL, .priority = w->o->priority};
    struct err err;

    if (!w->e.probe.running)
        return;
    if (!channel_start_tls(&w->probe, &o, &err)) {
        probe_end(w, false);
        return;
    }
    probe_news(w);
}

/* What the second look shows is decisive for the first: the greeting will not come. */
static void probe_decided(struct walk *w, const char *what)
{
    w->e.probe.serial = walk_note(w, "the second connection: %s", what);
    probe_end(w, false);
    ended_note(w, &w->e.banner.end, false);
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", what);
}

static void probe_foreign(struct walk *w, const struct tls_facts *f)
{
    struct span said = span_of(f->plain_bytes, f->plain_len);

    w->e.probe.speaker = sniff(said);
    w->e.banner.first_len = said.len < sizeof w->e.banner.first ? said.len : sizeof w->e.banner.first;
    memcpy(w->e.banner.first, said.ptr, w->e.banner.first_len);
    if (w->e.probe.speaker == SPEAKER_UNKNOWN || w->e.probe.speaker == SPEAKER_NONE || speaker_fits(w->e.probe.speaker, w->proto->name)) {
        walk_note(w, "the second connection: an answer that is not TLS");
        w->e.banner.first_len = 0;
        probe_end(w, false);
        return;
    }
    w->e.banner.speaker = w->e.probe.speaker;
    transcript_say(w->transcript, walk_elapsed(w), SAID_SERVER, false, STAGE_BANNER, said);
    probe_decided(w, speaker_name(w->e.probe.speaker));
}

void probe_news(struct walk *w)
{
    if (!w->e.probe.running || !w->probe.tls)
        return;
    enum tls_step step = channel_handshake(&w->probe);
    const struct tls_facts *f = tls_facts(w->probe.tls);

    if (f->plaintext_peer) {
        /* In pieces it may come; the probe's own limit bounds the wait. */
        if (w->probe.peer_ended || memchr(f->plain_bytes, '\n', f->plain_len) || f->plain_len == sizeof f->plain_bytes)
            probe_foreign(w, f);
    } else if (f->server_hello || f->complete || f->alert >= 0) {
        w->e.probe.tls_answered = true;
        probe_decided(w, "this port expects TLS from the first byte");
    } else if (step == TLS_FAILED || step == TLS_CLOSED || w->probe.peer_ended) {
        walk_note(w, "the second connection was closed without an answer");
        probe_end(w, false);
    }
}
