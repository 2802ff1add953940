/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look_run.c - see look_run.h */
#include "walk/look_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* Where nothing but the connection is asked for, nobody has to think before the answer. */
#define LOOK_CONNECT_US (3 * US_PER_S)

void look_run_init(struct look_run *r, const struct look_wishes *wishes, struct side *side)
{
    *r = (struct look_run){.wishes = *wishes, .side = side};
}

void look_run_done(struct look_run *r)
{
    free(r->looks.items);
}

static void look_run_over(struct look_run *r)
{
    r->looks.running = false;
    r->looks.ended = true;
}

void look_run_begin(struct look_run *r)
{
    if (r->wishes.compare)
        r->side->main->e.looks = &r->looks;
    r->looks.running = true;
}

static void look_start(struct look_run *r, uint64_t now_us)
{
    struct walk *m = r->side->main;
    struct side_ask ask = {
        .proto = r->ask.proto,
        .port = r->ask.port,
        .mode = r->ask.mode,
        .last = r->ask.last,
        .sni = r->ask.no_sni ? "" : NULL,
        .priority = r->ask.priority[0] ? r->ask.priority : NULL,
        .elsewhere = r->ask.elsewhere[0] ? r->ask.elsewhere : NULL,
        .page = r->ask.page[0] ? &r->page : NULL,
        .limit_us = r->ask.last == STAGE_CONNECT ? LOOK_CONNECT_US : 0,
    };
    struct err err;

    r->page = (struct page){
        .host = r->ask.elsewhere[0] ? r->ask.elsewhere : m->e.target->ascii,
        .path = r->ask.page,
        .head_only = r->ask.purpose != LOOK_ISSUER,
    };
    if (!side_start(r->side, &ask, now_us, &err)) {
        text_safe_copy(r->looks.stopped, sizeof r->looks.stopped, span_str(err.text));
        look_run_over(r);
        return;
    }
    transcript_note(m->transcript, walk_elapsed(m), STAGE_QUIT, false, "connection %u: %s", m->e.connections, r->ask.words);
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

/* What was fetched, and whether the chain holds with it. false: no memory. */
static bool look_found_issuer(struct look_run *r, struct look_saw *saw)
{
    const struct walk *m = r->side->main, *w = r->side->walk;
    int64_t now_s = (m->e.started_wall_us + (int64_t)walk_elapsed(m)) / (int64_t)US_PER_S;
    struct chain full = {0};
    bool readable;

    if (saw->code != 200)
        return true;
    bool ok = chain_complete(&full, &m->e.chain, w->page_answer.body, r->side->o->trust, m->e.target->ascii, now_s, &readable);
    if (ok && readable) {
        saw->cert_passed = full.trusted;
        snprintf(saw->answer, sizeof saw->answer, "%s", full.certs[m->e.chain.count].subject_cn);
        snprintf(saw->summary, sizeof saw->summary, "'%.100s' came; with it the chain %s", saw->answer,
                 full.trusted ? "leads to a trusted root" : "still leads to no trusted root");
    } else if (ok) {
        saw->verdict = VERDICT_NOTE;
        snprintf(saw->summary, sizeof saw->summary, "what came is no certificate");
    }
    chain_done(&full);
    return ok;
}

/* What a look found that did not speak mail. false: no memory. */
static bool look_found(struct look_run *r, struct look_saw *saw)
{
    const struct walk *w = r->side->walk;

    saw->code = w->page_answer.status;
    snprintf(saw->leads_to, sizeof saw->leads_to, "%s", w->page_answer.location);
    if (saw->ask.purpose == LOOK_OTHER_NAME && w->e.resolution && w->e.resolution->count)
        snprintf(saw->answer, sizeof saw->answer, "%s", w->e.resolution->addresses[0].text);
    /* That a made-up name does not exist is as it should be. */
    if (saw->ask.purpose == LOOK_OTHER_NAME)
        saw->verdict = saw->answer[0] ? VERDICT_NOTE : VERDICT_PASS;
    return saw->ask.purpose != LOOK_ISSUER || look_found_issuer(r, saw);
}

static void look_keep(struct look_run *r)
{
    const struct evidence *e = &r->side->walk->e;
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
        .connect_us = e->connect.took_us,
        .greeting = e->banner.reply,
        .speaker = e->banner.speaker,
        .tls = e->tls.facts,
    };
    saw->end = look_end(e, saw->reached);
    if (s)
        snprintf(saw->summary, sizeof saw->summary, "%s", s->summary);
    look_kept_leaf(saw, &e->chain);
    if (!look_found(r, saw))
        snprintf(r->looks.stopped, sizeof r->looks.stopped, "there is no more memory");
    /* A server that asks for peace gets it. */
    if (heard_asks_for_peace(&saw->greeting))
        snprintf(r->looks.stopped, sizeof r->looks.stopped, "the server asked to come back later: %.150s", saw->greeting.line);
    transcript_note(r->side->main->transcript, walk_elapsed(r->side->main), STAGE_QUIT, false, "  %s: %s", stage_name(saw->reached), saw->summary);
}

static void look_ended(struct look_run *r, uint64_t now_us)
{
    look_keep(r);
    side_let_go(r->side, now_us);
    if (r->looks.stopped[0] || r->looks.count >= LOOKS_MAX)
        look_run_over(r);
}

bool look_run_turn(struct look_run *r, uint64_t now_us)
{
    if (r->looks.ended)
        return true;
    if (side_ready(r->side, now_us)) {
        if (look_next(&r->wishes, &r->side->main->e, &r->looks, &r->ask))
            look_start(r, now_us);
        else
            look_run_over(r);
    }
    /* One that leads nowhere is over as it begins, and nothing else will wake us. */
    if (r->side->walk && side_turn(r->side, now_us))
        look_ended(r, now_us);
    return r->looks.ended;
}

void look_run_stop(struct look_run *r)
{
    if (!r->looks.running)
        return;
    snprintf(r->looks.stopped, sizeof r->looks.stopped, "stopped by the operator");
    if (!r->side->walk)
        look_run_over(r);
}
