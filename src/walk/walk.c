/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk.c - the cursor: which stage is next, when it must end, and the one way in which stages end. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "walk/walk_private.h"

#define TRANSCRIPT_BYTES (4u << 20)
#define TRANSCRIPT_LINES 100000u
#define FLUSH_US (1 * US_PER_S) /* for what is still to be sent when the walk is over */

static const struct stage_kind *const kinds[STAGE_COUNT] = {
    [STAGE_RESOLVE] = &resolve_kind,
    [STAGE_CONNECT] = &connect_kind,
    [STAGE_BANNER] = &banner_kind,
    [STAGE_CAPABILITIES] = &capabilities_kind,
    [STAGE_STARTTLS] = &starttls_kind,
    [STAGE_HANDSHAKE] = &handshake_kind,
    [STAGE_CERTIFICATE] = &certificate_kind,
    [STAGE_RECHECK] = &recheck_kind,
    [STAGE_AUTH] = &auth_kind,
    [STAGE_QUIT] = &quit_kind,
};

/* Some further connections ask at one stage for something else than a visit does. */
static const struct stage_kind *walk_kind(const struct walk *w, enum stage_id id)
{
    if (id == STAGE_BANNER && w->page)
        return &page_kind;
    if (id == STAGE_HANDSHAKE && w->hello)
        return &hello_kind;
    if (id == STAGE_RECHECK && w->injection.on)
        return &injection_kind;
    return kinds[id];
}

struct walk *walk_new(const struct target *t, const struct visit_options *o, bool *step, struct err *err)
{
    struct walk *w = calloc(1, sizeof *w);

    if (!w) {
        err_memory(err);
        return NULL;
    }
    w->o = o;
    w->step = step;
    w->proto = t->proto;
    w->port = t->port;
    w->deadline_us = w->probe_at_us = w->probe_until_us = w->flush_until_us = UINT64_MAX;
    w->say_serial = NO_SERIAL;
    channel_init(&w->ch);
    channel_init(&w->probe);
    buf_init_secret(&w->held, 0);
    w->transcript = transcript_new(o->transcript_bytes ? o->transcript_bytes : TRANSCRIPT_BYTES, TRANSCRIPT_LINES);
    if (!w->transcript || (o->login && !mask_init(&w->mask, o->login))) {
        walk_free(w);
        err_memory(err);
        return NULL;
    }
    w->e.target = t;
    w->e.transcript = w->transcript;
    w->e.login_given = o->login != NULL;
    w->e.insecure_auth = o->insecure_auth;
    text_safe_copy(w->e.client, sizeof w->e.client, span_str(o->client));
    w->e.client_traits = o->client_traits;
    w->e.client_tls = o->client_tls;
    w->e.auth.chosen = -1;
    w->e.trouble_serial = NO_SERIAL;
    plan_make(&w->e.plan, t->proto, t->mode);
    for (size_t i = 0; i < w->e.plan.count; i++) {
        struct stage *s = &w->e.stages[i];
        s->id = w->e.plan.stages[i];
        s->serial = NO_SERIAL;
        s->limit_us = o->timeout_us ? o->timeout_us : kinds[s->id]->limit_us;
    }
    return w;
}

void walk_free(struct walk *w)
{
    if (!w)
        return;
    auth_free(w->auth);
    mask_done(&w->mask);
    buf_done(&w->held);
    channel_done(&w->ch);
    channel_done(&w->probe);
    caps_done(&w->e.before);
    caps_done(&w->e.after);
    chain_done(&w->e.chain);
    transcript_free(w->transcript);
    free(w);
}

void walk_skip_name(struct walk *w, const struct walk *from)
{
    w->e.stages[0] = from->e.stages[0];
    w->e.stages[0].serial = NO_SERIAL; /* it was said in the other's transcript */
    w->e.at = 1;
}

void walk_branch(struct walk *w, const struct walk *main, enum stage_id last, uint64_t now_us)
{
    w->base_us = main->base_us;
    w->now_us = now_us;
    w->e.started_wall_us = main->e.started_wall_us;
    w->e.started_us = walk_elapsed(w);
    w->e.resolution = main->e.resolution;
    memcpy(w->e.address, main->e.address, sizeof w->e.address);
    w->e.v6 = main->e.v6;
    w->e.loopback = main->e.loopback;
    for (size_t i = 0; i < w->e.plan.count; i++)
        if (w->e.plan.stages[i] == last)
            w->e.plan.count = i + 1;
    walk_skip_name(w, main);
}

enum stage_id walk_stage(const struct walk *w)
{
    return w->e.at < w->e.plan.count ? w->e.plan.stages[w->e.at] : STAGE_QUIT;
}

uint64_t walk_elapsed(const struct walk *w)
{
    return w->now_us - w->base_us;
}

uint64_t walk_note(struct walk *w, const char *fmt, ...)
{
    char text[700];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    speech_show(w, true);
    if (!transcript_note(w->transcript, walk_elapsed(w), walk_stage(w), w->ch.secured, "%s", text))
        w->out_of_memory = true;
    return transcript_next(w->transcript) - 1;
}

/* All that a walk leaves behind is let go; the links close by themselves from here. */
static void walk_finish(struct walk *w)
{
    w->e.ended = true;
    w->e.ended_us = walk_elapsed(w);
    w->deadline_us = UINT64_MAX;
    w->flush_until_us = w->now_us + FLUSH_US;
    w->awaiting = false;
    speech_show(w, true);
    probe_disarm(w);
    channel_close(&w->ch);
}

static void walk_skip_to(struct walk *w, size_t to)
{
    while (w->e.at < to) {
        struct stage *s = &w->e.stages[w->e.at++];
        s->state = STAGE_ENDED;
        s->verdict = VERDICT_SKIP;
        s->start_us = walk_elapsed(w);
    }
}

static size_t walk_index(const struct walk *w, enum stage_id id)
{
    for (size_t i = w->e.at; i < w->e.plan.count; i++)
        if (w->e.plan.stages[i] == id)
            return i;
    return w->e.plan.count;
}

/* The last entry, when it was made in that stage. */
static uint64_t walk_last_said(const struct walk *w, enum stage_id stage)
{
    uint64_t next = transcript_next(w->transcript);
    struct said s;

    return next && transcript_get(w->transcript, next - 1, &s) && s.stage == stage ? next - 1 : NO_SERIAL;
}

void walk_end(struct walk *w, enum verdict v, enum walk_next next, const char *fmt, ...)
{
    struct stage *s = &w->e.stages[w->e.at];
    char text[sizeof s->summary * 2];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    text_safe_copy(s->summary, sizeof s->summary, span_str(text));
    s->state = STAGE_ENDED;
    s->verdict = v;
    s->duration_us = walk_elapsed(w) - s->start_us;
    s->serial = walk_last_said(w, s->id);
    w->deadline_us = UINT64_MAX;
    w->awaiting = false;
    w->e.at++;
    if (walk_kind(w, s->id)->leave)
        walk_kind(w, s->id)->leave(w);
    switch (next) {
    case NEXT_STAGE:
        break;
    case NEXT_AUTH:
        walk_skip_to(w, walk_index(w, STAGE_AUTH));
        break;
    case NEXT_QUIT:
        walk_skip_to(w, walk_index(w, STAGE_QUIT));
        break;
    case NEXT_NONE:
        walk_skip_to(w, w->e.plan.count);
        break;
    }
    if (w->e.at >= w->e.plan.count)
        walk_finish(w);
}

static void walk_begin(struct walk *w)
{
    struct stage *s = &w->e.stages[w->e.at];

    w->granted = false;
    s->state = STAGE_RUNNING;
    s->start_us = walk_elapsed(w);
    w->deadline_us = s->limit_us == UINT64_MAX ? UINT64_MAX : w->now_us + s->limit_us;
    walk_kind(w, s->id)->enter(w);
}

void walk_run(struct walk *w)
{
    while (!w->e.ended) {
        struct stage *s = &w->e.stages[w->e.at];
        size_t at = w->e.at;

        if (w->out_of_memory) {
            s->state = STAGE_RUNNING;
            walk_end(w, VERDICT_FAIL, NEXT_NONE, "tlswalk ran out of memory");
            break;
        }
        if (s->state == STAGE_WAITING || s->state == STAGE_PAUSED) {
            if (*w->step && !w->granted) {
                s->state = STAGE_PAUSED;
                speech_show(w, true); /* what comes while we wait is shown as it comes */
                return;
            }
            walk_begin(w);
        }
        if (w->e.at == at && !w->e.ended)
            walk_kind(w, s->id)->input(w);
        if (w->e.at == at && !w->e.ended && w->ch.peer_ended) {
            if (w->ch.tls)
                handshake_facts(w);
            walk_kind(w, s->id)->ended(w);
        }
        if (w->e.at == at && !w->out_of_memory)
            return;
    }
}

void walk_stop(struct walk *w)
{
    if (w->e.ended)
        return;
    w->e.stopped = true;
    walk_note(w, "stopped by the operator");
    struct stage *s = &w->e.stages[w->e.at];
    if (s->state != STAGE_RUNNING)
        s->start_us = walk_elapsed(w);
    walk_end(w, VERDICT_SKIP, NEXT_NONE, "stopped by the operator");
}

void walk_tick(struct walk *w)
{
    if (w->e.ended) {
        if (w->now_us >= w->flush_until_us)
            buf_clear(&w->ch.out); /* the peer does not take it: close without */
        return;
    }
    probe_tick(w);
    if (!w->e.ended && w->now_us >= w->deadline_us) {
        w->deadline_us = UINT64_MAX;
        walk_kind(w, walk_stage(w))->timeout(w);
    }
    walk_run(w);
}

static uint64_t earlier(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

uint64_t walk_deadline(const struct walk *w)
{
    if (w->e.ended)
        return w->ch.life == CHANNEL_CLOSING && buf_len(&w->ch.out) ? w->flush_until_us : UINT64_MAX;
    return earlier(w->deadline_us, earlier(w->probe_at_us, w->probe_until_us));
}

static bool channel_is_gone(const struct channel *c)
{
    return c->life == CHANNEL_IDLE || c->life == CHANNEL_CLOSED;
}

bool walk_finished(const struct walk *w)
{
    return w->e.ended && channel_is_gone(&w->ch) && channel_is_gone(&w->probe);
}
