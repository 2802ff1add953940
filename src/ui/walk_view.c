/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/walk_view_private.h"

#include <string.h>

#include "ui/walk_copy.h"

void walk_view_init(struct walk_view *v)
{
    memset(v, 0, sizeof *v);
    transcript_view_init(&v->transcript);
}

void walk_view_reset(struct walk_view *v)
{
    enum decode decode = v->transcript.decode;
    enum times times = v->transcript.times;

    walk_view_init(v);
    v->transcript.decode = decode;
    v->transcript.times = times;
}

/* --- which walk --- */

size_t walk_view_worst(const struct model *m)
{
    size_t worst = 0;

    for (size_t i = 1; i < visit_walk_count(m->visit); i++) {
        enum verdict a = walk_verdict(m, worst), b = walk_verdict(m, i);
        if (a != b && verdict_worse(a, b) == b)
            worst = i;
    }
    return worst;
}

void walk_view_show(struct walk_view *v, size_t walk)
{
    if (v->walk == walk)
        return;
    v->walk = walk;
    v->finding = 0;
    v->finding_chosen = false;
    v->advice.top = 0;
    v->steps.chosen = false;
    v->rested = false;
    v->transcript.follow = true;
    v->transcript.cursor = v->transcript.top = (struct place){0, 0};
}

const struct findings *walk_view_findings(const struct walk_view *v, const struct model *m)
{
    return m->findings && v->walk < visit_walk_count(m->visit) ? &m->findings[v->walk] : NULL;
}

struct heard_said walk_view_heard(const struct walk_view *v, const struct model *m)
{
    const struct evidence *e = visit_walk(m->visit, v->walk);

    return (struct heard_said){e->transcript, walk_view_findings(v, m), e->started_wall_us};
}

size_t walk_view_plan_index(const struct evidence *e, enum stage_id id)
{
    size_t i = 0;

    while (i + 1 < e->plan.count && e->plan.stages[i] != id)
        i++;
    return i;
}

void walk_view_goto_finding(struct walk_view *v, const struct model *m, const struct finding *f)
{
    struct heard_said h = walk_view_heard(v, m);

    if (f->serial != NO_SERIAL)
        transcript_view_goto(&v->transcript, f->serial);
    else if (h.transcript)
        transcript_view_goto_stage(&v->transcript, &h, f->stage);
}

bool walk_view_only_remarks(const struct findings *f)
{
    return f->verdict == VERDICT_PASS || f->verdict == VERDICT_NOTE;
}

/* A walk that has ended rests on what is worst in it, once. */
static void walk_view_rest(struct walk_view *v, const struct model *m)
{
    const struct evidence *e = visit_walk(m->visit, v->walk);
    const struct findings *f = walk_view_findings(v, m);

    if (!e->ended || v->rested)
        return;
    bool wrong = f && f->count && !walk_view_only_remarks(f);
    v->rested = true;
    v->steps.rest = walk_view_plan_index(e, wrong ? f->items[0].stage : e->auth.result == AUTH_ACCEPTED ? STAGE_AUTH : STAGE_QUIT);
    if (wrong && v->transcript.follow)
        walk_view_goto_finding(v, m, &f->items[0]);
}

void walk_view_settle(struct walk_view *v, const struct model *m)
{
    int64_t started = visit_walk(m->visit, 0)->started_wall_us;

    if (v->visit != m->visit || v->started_wall_us != started) {
        walk_view_reset(v);
        v->visit = m->visit;
        v->started_wall_us = started;
    }
    if (!v->walk_chosen)
        walk_view_show(v, visit_done(m->visit) ? walk_view_worst(m) : visit_current(m->visit));
    if (v->walk >= visit_walk_count(m->visit))
        walk_view_show(v, visit_walk_count(m->visit) - 1);
    walk_view_rest(v, m);
}

const struct finding *walk_view_shown_finding(const struct walk_view *v, const struct model *m)
{
    const struct findings *f = walk_view_findings(v, m);

    if (!f || !f->count || (walk_view_only_remarks(f) && !v->finding_chosen))
        return NULL;
    return &f->items[v->finding < f->count ? v->finding : f->count - 1];
}

static bool walk_view_offers(const void *state, const struct model *m, enum request_id id)
{
    const struct walk_view *v = state;
    bool there = m->visit && visit_walk_count(m->visit), done = there && visit_done(m->visit);

    if (!there)
        return id == REQUEST_HELP || id == REQUEST_BACK;
    if (id == REQUEST_NEXT || id == REQUEST_RUN_ON)
        return !done;
    if (id == REQUEST_AGAIN || id == REQUEST_LOGIN)
        return done;
    if (id == REQUEST_STEP)
        return !done;
    if (id == REQUEST_FINDING || id == REQUEST_CAUSES)
        return walk_view_findings(v, m) && walk_view_findings(v, m)->count;
    return true;
}

static struct looking *walk_view_looking(void *state)
{
    return &((struct walk_view *)state)->transcript.looking;
}

static bool walk_view_copy(void *state, const struct model *m, struct buf *out)
{
    struct walk_view *v = state;

    if (!m->visit || !visit_walk_count(m->visit))
        return true;
    struct heard_said h = walk_view_heard(v, m);
    switch (v->focus) {
    case PANE_STEPS:
        return walk_copy_stages(m, v->walk, out);
    case PANE_TRANSCRIPT:
        return !h.transcript || transcript_write(&h, v->transcript.looking.filter, out);
    case PANE_ADVICE:
        return walk_copy_findings(walk_view_findings(v, m), out);
    case PANE_COUNT:
        break;
    }
    return true;
}

const struct view walk_view = {
    .letter = 'W',
    .title = "walk",
    .draw = walk_view_draw,
    .request = walk_view_request,
    .offers = walk_view_offers,
    .looking = walk_view_looking,
    .copy = walk_view_copy,
};
