/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk_request.c - what the keys of the walk screen do: look elsewhere, or wish something of the visit. */
#include "ui/walk_view_private.h"

#include <stdio.h>

#include "ui/further.h"

static unsigned wish_of(struct press *p, enum wish_kind kind)
{
    p->wish->kind = kind;
    return VIEW_HANDLED | VIEW_WISH;
}

static unsigned open_page(const struct walk_view *v, struct press *p, enum page_kind kind, size_t index, uint64_t serial)
{
    p->open = VIEW_PAGE;
    p->subject = (struct page_subject){.kind = kind, .walk = v->walk, .index = index, .serial = serial};
    return VIEW_HANDLED | VIEW_OPEN;
}

static void next_finding(struct walk_view *v, const struct model *m, struct press *p)
{
    const struct findings *f = walk_view_findings(v, m);

    if (!f || !f->count) {
        snprintf(p->notice, sizeof p->notice, "There is no finding.");
        return;
    }
    v->finding = v->finding_chosen ? (v->finding + 1) % f->count : 0;
    v->finding_chosen = true;
    v->advice.top = 0;
    walk_view_goto_finding(v, m, &f->items[v->finding]);
    v->steps.cursor = walk_view_plan_index(visit_walk(m->visit, v->walk), f->items[v->finding].stage);
    v->steps.chosen = true;
}

/* To a stage: its line in the left pane, its first words in the transcript. */
static void goto_stage(struct walk_view *v, const struct model *m, size_t stage)
{
    const struct evidence *e = visit_walk(m->visit, v->walk);
    struct heard_said h = walk_view_heard(v, m);

    if (stage >= e->plan.count)
        return;
    v->steps.cursor = stage;
    v->steps.chosen = true;
    if (h.transcript)
        transcript_view_goto_stage(&v->transcript, &h, e->plan.stages[stage]);
}

static void other_walk(struct walk_view *v, const struct model *m, struct press *p)
{
    size_t count = visit_walk_count(m->visit);

    if (count < 2) {
        snprintf(p->notice, sizeof p->notice, "Only one address was visited so far.");
        return;
    }
    walk_view_show(v, (v->walk + (p->id == REQUEST_ADDRESS_NEXT ? 1 : count - 1)) % count);
    v->walk_chosen = true;
}

static unsigned show_further(const struct model *m, struct press *p, enum further what, enum page_kind kind)
{
    size_t walk = further_walk(m, what);

    if (walk == SIZE_MAX)
        return 0; /* to be asked for first: layout_ask.c does */
    p->open = VIEW_PAGE;
    p->subject = (struct page_subject){.kind = kind, .walk = walk};
    return VIEW_HANDLED | VIEW_OPEN;
}

static unsigned details(struct walk_view *v, const struct model *m, struct press *p)
{
    struct step_item items[STEP_ITEMS_MAX];
    const struct findings *f = walk_view_findings(v, m);
    size_t count = steps_items(m, v->walk, items);

    if (v->focus == PANE_TRANSCRIPT)
        return open_page(v, p, PAGE_LINE, 0, v->transcript.cursor.serial);
    if (v->focus == PANE_ADVICE)
        return f && f->count ? open_page(v, p, PAGE_FINDING, v->finding, 0) : VIEW_HANDLED;
    if (v->steps.cursor >= count)
        return VIEW_HANDLED;
    if (items[v->steps.cursor].kind == STEP_STAGE)
        return open_page(v, p, PAGE_STAGE, items[v->steps.cursor].index, 0);
    if (items[v->steps.cursor].kind == STEP_WALK) {
        walk_view_show(v, items[v->steps.cursor].index);
        v->walk_chosen = true;
    }
    return VIEW_HANDLED;
}

static bool walk_move(struct walk_view *v, const struct model *m, struct press *p)
{
    struct heard_said h = walk_view_heard(v, m);
    struct step_item items[STEP_ITEMS_MAX];

    if (v->focus == PANE_TRANSCRIPT || p->id == REQUEST_LEFT || p->id == REQUEST_RIGHT)
        return h.transcript ? transcript_view_move(&v->transcript, &h, p->id) : request_is_move(p->id);
    if (v->focus == PANE_ADVICE)
        return list_scroll(&v->advice, p->id, v->advice_lines);
    if (!steps_view_move(&v->steps, m, v->walk, p->id))
        return false;
    if (steps_items(m, v->walk, items) > v->steps.cursor && items[v->steps.cursor].kind == STEP_STAGE)
        goto_stage(v, m, items[v->steps.cursor].index);
    return true;
}

static void walk_find(struct walk_view *v, const struct model *m, struct press *p)
{
    struct heard_said h = walk_view_heard(v, m);

    v->focus = PANE_TRANSCRIPT;
    if (!v->transcript.looking.find[0])
        snprintf(p->notice, sizeof p->notice, "Nothing to look for yet: / asks for a text.");
    else if (!h.transcript || !transcript_view_find(&v->transcript, &h, p->id))
        snprintf(p->notice, sizeof p->notice, "The text \"%.100s\" stands nowhere in this transcript.", v->transcript.looking.find);
}

static unsigned next_or_pause(const struct model *m, struct press *p)
{
    if (visit_done(m->visit)) {
        snprintf(p->notice, sizeof p->notice, "The walk has ended. r runs it again.");
        return VIEW_HANDLED;
    }
    if (visit_paused(m->visit))
        return wish_of(p, WISH_GO);
    p->wish->step = true;
    return wish_of(p, WISH_SET_STEP);
}

static unsigned again(const struct walk_view *v, const struct model *m, struct press *p)
{
    p->wish->row = m->visit_row;
    p->wish->step = visit_is_step(m->visit);
    /* A login that was refused is not sent again by a single key: that is how accounts get locked. */
    p->wish->keep_login = visit_walk(m->visit, v->walk)->auth.result == AUTH_ACCEPTED;
    return wish_of(p, WISH_AGAIN);
}

static unsigned manual(const struct walk_view *v, const struct model *m, struct press *p)
{
    const struct finding *f = walk_view_shown_finding(v, m);

    if (!f) {
        snprintf(p->notice, sizeof p->notice, "There is no finding to read about.");
        return VIEW_HANDLED;
    }
    snprintf(p->wish->text, sizeof p->wish->text, "%s", f->diagnosis->code);
    return wish_of(p, WISH_MANUAL);
}

/* What only changes the view. false: another request. */
static bool walk_look(struct walk_view *v, const struct model *m, struct press *p)
{
    if (p->id == REQUEST_PANE)
        v->focus = (v->focus + 1) % PANE_COUNT;
    else if (p->id == REQUEST_PANE_BACK)
        v->focus = (v->focus + PANE_COUNT - 1) % PANE_COUNT;
    else if (p->id == REQUEST_ZOOM)
        v->zoom = !v->zoom;
    else if (p->id == REQUEST_DECODE)
        v->transcript.decode = (v->transcript.decode + 1) % DECODE_COUNT;
    else if (p->id == REQUEST_TIMES)
        v->transcript.times = (v->transcript.times + 1) % TIMES_COUNT;
    else if (p->id == REQUEST_FINDING)
        next_finding(v, m, p);
    else if (p->id == REQUEST_STAGE && p->key >= '0' && p->key <= '9')
        goto_stage(v, m, p->key == '0' ? 9 : p->key - '1');
    else if (p->id == REQUEST_STAGE)
        snprintf(p->notice, sizeof p->notice, "Press the stage's number: 1 to 9, or 0 for the tenth.");
    else if (p->id == REQUEST_ADDRESS_NEXT || p->id == REQUEST_ADDRESS_BACK)
        other_walk(v, m, p);
    else if (p->id == REQUEST_FIND || p->id == REQUEST_FIND_NEXT || p->id == REQUEST_FIND_BACK)
        walk_find(v, m, p);
    else
        return false;
    return true;
}

unsigned walk_view_request(void *state, const struct model *m, struct press *p)
{
    struct walk_view *v = state;

    /* Esc does not leave the walk: it may be the head of a function key that came in pieces. */
    if (p->id == REQUEST_BACK && !v->zoom)
        return VIEW_HANDLED | VIEW_LEAVE;
    if (p->id == REQUEST_BACK || p->id == REQUEST_CANCEL) {
        v->zoom = false;
        return VIEW_HANDLED;
    }
    if (!m->visit || !visit_walk_count(m->visit))
        return 0;
    walk_view_settle(v, m);
    if (walk_move(v, m, p) || walk_look(v, m, p))
        return VIEW_HANDLED;
    if (p->id == REQUEST_NEXT)
        return next_or_pause(m, p);
    if (p->id == REQUEST_RUN_ON)
        return wish_of(p, WISH_RUN_ON);
    if (p->id == REQUEST_STEP) {
        p->wish->step = !visit_is_step(m->visit);
        return wish_of(p, WISH_SET_STEP);
    }
    if (p->id == REQUEST_AGAIN)
        return again(v, m, p);
    if (p->id == REQUEST_MANUAL)
        return manual(v, m, p);
    if (p->id == REQUEST_DETAILS)
        return details(v, m, p);
    if (p->id == REQUEST_LOOKS)
        return show_further(m, p, FURTHER_LOOKS, PAGE_LOOKS);
    if (p->id == REQUEST_INJECTION)
        return show_further(m, p, FURTHER_INJECTION, PAGE_LOOKS);
    if (p->id == REQUEST_DEPTH)
        return show_further(m, p, FURTHER_DEPTH, PAGE_DEPTH);
    if (p->id == REQUEST_CAUSES) {
        p->open = VIEW_PICK;
        p->pick = (struct pick_subject){.kind = PICK_FINDINGS, .walk = v->walk};
        return VIEW_HANDLED | VIEW_OPEN;
    }
    if (p->id == REQUEST_MECHANISMS)
        return open_page(v, p, PAGE_MECHANISMS, 0, 0);
    if (p->id == REQUEST_CERTIFICATE) {
        p->open = VIEW_CERT;
        p->subject.walk = v->walk;
        return VIEW_HANDLED | VIEW_OPEN;
    }
    return 0;
}
