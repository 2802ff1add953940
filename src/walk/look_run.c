/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look_run.c - see look_run.h */
#include "walk/look_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Servers count connections: a look begins no sooner than this after the last one ended. */
#define LOOK_GAP_US (50 * US_PER_MS)
#define LOOK_STAGE_US (5 * US_PER_S)
#define LOOK_TRANSCRIPT_BYTES 16384

void look_run_init(struct look_run *r, const struct look_wishes *wishes, const struct visit_options *o)
{
    *r = (struct look_run){.wishes = *wishes, .o = o, .next_at_us = UINT64_MAX};
}

void look_run_done(struct look_run *r)
{
    walk_free(r->side);
    free(r->looks.items);
}

static void look_run_over(struct look_run *r)
{
    r->next_at_us = UINT64_MAX;
    r->looks.running = false;
    r->looks.ended = true;
}

void look_run_begin(struct look_run *r, struct walk *about, uint64_t now_us)
{
    r->main = about;
    if (r->wishes.compare)
        r->main->e.looks = &r->looks;
    r->looks.running = true;
    r->next_at_us = now_us;
}

static void look_start(struct look_run *r, uint64_t now_us)
{
    struct walk *m = r->main;
    struct err err;

    r->target = *m->e.target;
    r->target.port = r->ask.port;
    r->target.mode = r->ask.mode;
    r->side_o = *r->o;
    r->side_o.login = NULL;
    r->side_o.no_probe = true;
    r->side_o.timeout_us = LOOK_STAGE_US;
    r->side_o.transcript_bytes = LOOK_TRANSCRIPT_BYTES;
    if (r->ask.no_sni)
        r->side_o.sni = "";
    if (r->ask.priority[0])
        r->side_o.priority = r->ask.priority;
    r->side = walk_new(&r->target, &r->side_o, &r->step, &err);
    if (!r->side) {
        text_safe_copy(r->looks.stopped, sizeof r->looks.stopped, span_str(err.text));
        look_run_over(r);
        return;
    }
    m->now_us = now_us;
    m->e.connections++;
    transcript_note(m->transcript, walk_elapsed(m), STAGE_QUIT, false, "connection %u: %s", m->e.connections, r->ask.words);
    walk_branch(r->side, m, r->ask.last, now_us);
}

static void look_kept_leaf(struct look_saw *saw, const struct chain *c)
{
    size_t n = 0;

    if (!c->count)
        return;
    snprintf(saw->leaf_sha256, sizeof saw->leaf_sha256, "%s", c->certs[0].sha256);
    for (size_t i = 0; i < c->certs[0].names.count && n < sizeof saw->leaf_names - 1; i++)
        n += (size_t)snprintf(saw->leaf_names + n, sizeof saw->leaf_names - n, "%s%s", i ? ", " : "", c->certs[0].names.items[i]);
    saw->cert_passed = c->checked && chain_passed(c);
}

static struct ended look_end(const struct evidence *e, enum stage_id reached)
{
    switch (reached) {
    case STAGE_CONNECT:
        return e->connect.end;
    case STAGE_BANNER:
        return e->banner.end;
    case STAGE_CAPABILITIES:
        return e->caps_end;
    case STAGE_STARTTLS:
        return e->starttls.end;
    case STAGE_HANDSHAKE:
        return e->tls.end;
    case STAGE_RECHECK:
        return e->recheck_end;
    case STAGE_AUTH:
        return e->auth.end;
    case STAGE_QUIT:
        return e->quit.end;
    case STAGE_RESOLVE:
    case STAGE_CERTIFICATE:
    case STAGE_COUNT:
        break;
    }
    return (struct ended){0};
}

static void look_keep(struct look_run *r)
{
    const struct evidence *e = &r->side->e;
    const struct stage *s = evidence_now(e);
    struct look_saw *grown = realloc(r->looks.items, (r->looks.count + 1) * sizeof *grown);

    if (!grown) {
        snprintf(r->looks.stopped, sizeof r->looks.stopped, "there is no more memory");
        return;
    }
    r->looks.items = grown;
    struct look_saw *saw = &grown[r->looks.count++];
    *saw = (struct look_saw){
        .ask = r->ask,
        .connected = e->connect.connected,
        .tls_up = e->tls.secured,
        .reached = s ? s->id : STAGE_CONNECT,
        .verdict = s ? s->verdict : VERDICT_NONE,
        .took_us = e->ended_us - e->started_us,
        .greeting = e->banner.reply,
        .speaker = e->banner.speaker,
        .tls = e->tls.facts,
    };
    saw->end = look_end(e, saw->reached);
    if (s)
        snprintf(saw->summary, sizeof saw->summary, "%s", s->summary);
    look_kept_leaf(saw, &e->chain);
    /* A server that asks for peace gets it. */
    if (saw->greeting.present && (saw->greeting.answer == ANSWER_BYE || saw->greeting.answer == ANSWER_LATER))
        snprintf(r->looks.stopped, sizeof r->looks.stopped, "the server asked to come back later: %.150s", saw->greeting.line);
    transcript_note(r->main->transcript, walk_elapsed(r->main), STAGE_QUIT, false, "  %s: %s", stage_name(saw->reached), saw->summary);
}

static void look_ended(struct look_run *r, uint64_t now_us)
{
    r->main->now_us = now_us;
    look_keep(r);
    walk_free(r->side);
    r->side = NULL;
    r->next_at_us = now_us + LOOK_GAP_US;
    if (r->looks.stopped[0] || r->looks.count >= LOOKS_MAX)
        look_run_over(r);
}

bool look_run_turn(struct look_run *r, uint64_t now_us)
{
    if (r->looks.ended)
        return true;
    if (r->side) {
        r->side->now_us = now_us;
        walk_run(r->side);
        if (!walk_finished(r->side))
            return false;
        look_ended(r, now_us);
    }
    if (!r->looks.ended && now_us >= r->next_at_us) {
        if (look_next(&r->wishes, &r->main->e, &r->looks, &r->ask)) {
            look_start(r, now_us);
            if (r->side)
                walk_run(r->side);
        } else {
            look_run_over(r);
        }
    }
    return r->looks.ended;
}

void look_run_tick(struct look_run *r, uint64_t now_us)
{
    if (r->side) {
        r->side->now_us = now_us;
        walk_tick(r->side);
    }
}

void look_run_stop(struct look_run *r, uint64_t now_us)
{
    if (!r->looks.running)
        return;
    snprintf(r->looks.stopped, sizeof r->looks.stopped, "stopped by the operator");
    if (r->side) {
        r->side->now_us = now_us;
        walk_stop(r->side);
    } else {
        look_run_over(r);
    }
}

uint64_t look_run_deadline(const struct look_run *r)
{
    if (!r->looks.running)
        return UINT64_MAX;
    return r->side ? walk_deadline(r->side) : r->next_at_us;
}
