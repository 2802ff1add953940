/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/walk_view.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/advice.h"
#include "ui/page.h"
#include "ui/walk_copy.h"
#include "ui/words.h"
#include "walk/look.h"

#define FRAME_US 100000u   /* while a stage runs: ten frames a second */
#define SECOND_US 1000000u /* while it is paused */

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

static size_t worst_walk(const struct model *m)
{
    size_t worst = 0;

    for (size_t i = 1; i < visit_walk_count(m->visit); i++) {
        enum verdict a = walk_verdict(m, worst), b = walk_verdict(m, i);
        if (a != b && verdict_worse(a, b) == b)
            worst = i;
    }
    return worst;
}

static void show_walk(struct walk_view *v, size_t walk)
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

static struct heard_said heard(const struct walk_view *v, const struct model *m)
{
    const struct evidence *e = visit_walk(m->visit, v->walk);

    return (struct heard_said){e->transcript, walk_view_findings(v, m), e->started_wall_us};
}

/* The stage's place in the plan; the last one when it is not in it. */
static size_t plan_index(const struct evidence *e, enum stage_id id)
{
    size_t i = 0;

    while (i + 1 < e->plan.count && e->plan.stages[i] != id)
        i++;
    return i;
}

/* To the line that proves a finding, or else to the stage where it showed. */
static void goto_finding(struct walk_view *v, const struct model *m, const struct finding *f)
{
    struct heard_said h = heard(v, m);

    if (f->serial != NO_SERIAL)
        transcript_view_goto(&v->transcript, f->serial);
    else if (h.transcript)
        transcript_view_goto_stage(&v->transcript, &h, f->stage);
}

/* Remarks about a sound server are not put before anybody who did not ask for them. */
static bool only_remarks(const struct findings *f)
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
    bool wrong = f && f->count && !only_remarks(f);
    v->rested = true;
    v->steps.rest = plan_index(e, wrong ? f->items[0].stage : e->auth.result == AUTH_ACCEPTED ? STAGE_AUTH : STAGE_QUIT);
    if (wrong && v->transcript.follow)
        goto_finding(v, m, &f->items[0]);
}

/* Before anything is drawn or done: the state belongs to this visit, and its walk is there. */
static void walk_view_settle(struct walk_view *v, const struct model *m)
{
    int64_t started = visit_walk(m->visit, 0)->started_wall_us;

    if (v->visit != m->visit || v->started_wall_us != started) {
        walk_view_reset(v);
        v->visit = m->visit;
        v->started_wall_us = started;
    }
    if (!v->walk_chosen)
        show_walk(v, visit_done(m->visit) ? worst_walk(m) : visit_current(m->visit));
    if (v->walk >= visit_walk_count(m->visit))
        show_walk(v, visit_walk_count(m->visit) - 1);
    walk_view_rest(v, m);
}

static const struct finding *shown_finding(const struct walk_view *v, const struct model *m)
{
    const struct findings *f = walk_view_findings(v, m);

    if (!f || !f->count || (only_remarks(f) && !v->finding_chosen))
        return NULL;
    return &f->items[v->finding < f->count ? v->finding : f->count - 1];
}

/* --- the advice pane --- */

/* No finding yet: what was seen last, and what comes. */
static void advice_underway(const struct evidence *e, struct page *p)
{
    const struct stage *now = evidence_now(e);

    if (e->at > 0 && e->at <= e->plan.count) {
        const struct stage *last = &e->stages[e->at - 1];
        page_fieldf(p, "SEEN", INK_PLAIN, "%s: %s", stage_title(last->id), last->summary[0] ? last->summary : verdict_word(last->verdict));
    }
    if (now)
        page_fieldf(p, now->state == STAGE_RUNNING ? "NOW" : "NEXT", INK_PLAIN, "%s: %s", stage_title(now->id), words_stage(now->id));
}

static void advice_page(const struct walk_view *v, const struct model *m, struct page *p)
{
    const struct finding *f = shown_finding(v, m);
    const struct evidence *e = visit_walk(m->visit, v->walk);

    if (f) {
        advice_short(p, f);
        return;
    }
    if (!e->ended) {
        advice_underway(e, p);
        return;
    }
    if (e->stopped) {
        page_text(p, INK_PLAIN, "The walk was stopped before its end. r runs it again.");
        return;
    }
    page_text(p, INK_OK, "Nothing is wrong here: each stage passed.");
    const struct findings *all = walk_view_findings(v, m);
    if (all && all->count)
        page_text(p, INK_PLAIN, all->count == 1 ? "There is a remark: f shows it." : "There are remarks: f shows them, one after the other.");
    if (e->auth.result == AUTH_NOT_TRIED)
        page_text(p, INK_PLAIN, "The login was not tried. l asks for user and password and tries it.");
    if (e->auth.result == AUTH_ACCEPTED) {
        char line[100];
        snprintf(line, sizeof line, "The login was accepted, with %s.", e->auth.tried);
        page_text(p, INK_OK, line);
    }
}

static void advice_title(const struct walk_view *v, const struct model *m, char *to, size_t cap)
{
    const struct findings *all = walk_view_findings(v, m);
    const struct finding *f = shown_finding(v, m);

    snprintf(to, cap, "Advice");
    if (f) {
        char heading[200];
        advice_heading(f, heading, sizeof heading);
        snprintf(to, cap, "%s  (%zu of %zu%s)", heading, (size_t)(f - all->items) + 1, all->count, all->count > 1 ? ", f: next" : "");
    }
}

static void draw_advice(struct walk_view *v, const struct model *m, struct area a, bool focused)
{
    struct page p;

    page_init(&p, a.cols - 2, ADVICE_LABEL_COLS);
    advice_page(v, m, &p);
    v->advice_lines = p.count;
    list_show_scrolled(&v->advice, p.count, a.rows);
    page_draw(&p, v->advice.top, "", area_part(a, 0, 1, a.rows, a.cols - 2));
    if (a.rows && v->advice.top + (size_t)a.rows < p.count)
        area_put(a, a.rows - 1, a.cols - 1, STYLE_BOLD, "+");
    if (focused)
        area_cursor(a, 0, 0);
    page_done(&p);
}

/* --- panes on the screen --- */

static const char *decode_word(enum decode d)
{
    switch (d) {
    case DECODE_TEXT:
    case DECODE_COUNT:
        break;
    case DECODE_BASE64:
        return " (base64 opened)";
    case DECODE_HEX:
        return " (hex)";
    }
    return "";
}

static void transcript_title(const struct walk_view *v, struct area a, int row)
{
    bool focused = v->focus == PANE_TRANSCRIPT;
    int col = area_putf(a, row, 1, focused ? STYLE_BOLD | STYLE_UNDERLINE : STYLE_BOLD, "TRANSCRIPT%s", decode_word(v->transcript.decode));

    if (v->transcript.looking.filter[0])
        col = area_putf(a, row, col + 2, STYLE_BOLD, "only: %s", v->transcript.looking.filter);
    else if (a.cols - col > 34)
        area_put_right(a, row, INK_PLAIN, "C: client S: server #: inside TLS ");
}

static void draw_pane(struct walk_view *v, const struct model *m, enum pane pane, struct area a)
{
    struct heard_said h = heard(v, m);

    switch (pane) {
    case PANE_STEPS:
        steps_view_draw(&v->steps, m, v->walk, a, v->focus == PANE_STEPS);
        break;
    case PANE_TRANSCRIPT:
        if (h.transcript)
            transcript_view_draw(&v->transcript, &h, a, v->focus == PANE_TRANSCRIPT);
        break;
    case PANE_ADVICE:
        draw_advice(v, m, a, v->focus == PANE_ADVICE);
        break;
    case PANE_COUNT:
        break;
    }
}

static void draw_top(struct walk_view *v, const struct model *m, struct area a)
{
    int steps = a.cols < COLS_WIDE ? STEPS_COLS : STEPS_COLS_WIDE;
    struct area right = area_part(a, 0, steps + 1, a.rows, a.cols);

    area_put(a, 0, 1, v->focus == PANE_STEPS ? STYLE_BOLD | STYLE_UNDERLINE : STYLE_BOLD, "STAGE");
    area_put(a, 0, 22, STYLE_BOLD, "TIME");
    transcript_title(v, right, 0);
    area_bar(a, steps);
    draw_pane(v, m, PANE_STEPS, area_part(a, 1, 0, a.rows - 1, steps));
    draw_pane(v, m, PANE_TRANSCRIPT, area_part(right, 1, 0, a.rows - 1, right.cols));
}

static void draw_one_pane(struct walk_view *v, const struct model *m, struct area a)
{
    char heading[300];

    steps_view_strip(m, v->walk, a, 0);
    if (v->focus == PANE_TRANSCRIPT)
        transcript_title(v, a, 1);
    else if (v->focus == PANE_STEPS)
        area_put(a, 1, 1, STYLE_BOLD, "STAGE");
    else {
        advice_title(v, m, heading, sizeof heading);
        area_put(a, 1, 1, STYLE_BOLD, heading);
    }
    draw_pane(v, m, v->focus, area_part(a, 2, 0, a.rows - 2, a.cols));
}

static void draw_panes(struct walk_view *v, const struct model *m, struct area a)
{
    int advice = a.rows >= ROWS_TALL ? 11 : a.rows > ROWS_MIN ? 7 : 5;
    char heading[300];

    if (v->zoom) {
        draw_pane(v, m, v->focus, a);
        return;
    }
    if (a.cols < COLS_TWO_PANES) {
        draw_one_pane(v, m, a);
        return;
    }
    draw_top(v, m, area_part(a, 0, 0, a.rows - advice, a.cols));
    a = area_part(a, a.rows - advice, 0, advice, a.cols);
    advice_title(v, m, heading, sizeof heading);
    area_rule(a, 0, heading);
    draw_pane(v, m, PANE_ADVICE, area_part(a, 1, 0, a.rows - 1, a.cols));
}

/* --- the lines around --- */

static void frame_title(const struct walk_view *v, const struct model *m, struct frame *f)
{
    const struct evidence *e = visit_walk(m->visit, v->walk);
    const struct target *t = visit_target(m->visit);
    const struct row *r = m->visit_row < m->table->row_count ? &m->table->rows[m->visit_row] : NULL;
    bool done = visit_done(m->visit);
    char took[24];

    snprintf(f->title, sizeof f->title, "> %.100s:%u %s %s%s%.40s%s", t->host, t->port, t->proto->name, words_mode(t->mode), r ? "  [" : "",
             r ? words_client(r) : "", r ? "]" : "");
    text_duration(took, sizeof took, visit_elapsed_us(m->visit, m->now_us));
    if (done)
        snprintf(f->right, sizeof f->right, "%s  %s", verdict_word(walk_verdict(m, worst_walk(m))), took);
    else
        snprintf(f->right, sizeof f->right, "%s %zu/%zu  %s", visit_paused(m->visit) ? "PAUSED" : visit_is_step(m->visit) ? "STEP" : "RUN",
                 e->at < e->plan.count ? e->at + 1 : e->plan.count, e->plan.count, took);
}

/* The walk about whose host further looks were made; SIZE_MAX: none were. */
static size_t looked_at(const struct model *m)
{
    for (size_t i = 0; i < visit_walk_count(m->visit); i++)
        if (visit_walk(m->visit, i)->looks)
            return i;
    return SIZE_MAX;
}

static void status_running(const struct evidence *e, const struct model *m, char *to, size_t cap)
{
    const struct stage *s = evidence_now(e);
    char so_far[24], limit[24];

    if (e->looks) {
        snprintf(to, cap, "further looks at the host, %zu so far - o: show them, Ctrl-C: stop", e->looks->count);
        return;
    }
    if (!s || s->state != STAGE_RUNNING) {
        snprintf(to, cap, "under way");
        return;
    }
    uint64_t took = step_took_us(s, m->visit, m->now_us);
    text_duration(so_far, sizeof so_far, took);
    text_duration(limit, sizeof limit, s->limit_us > took ? (s->limit_us - took) / SECOND_US * SECOND_US : 0);
    if (s->limit_us && took >= SECOND_US)
        snprintf(to, cap, "%s: waiting %s, gives up in %s - Ctrl-C: stop", stage_title(s->id), so_far, limit);
    else
        snprintf(to, cap, "%s: under way", stage_title(s->id));
}

static void status_done(const struct walk_view *v, const struct model *m, char *to, size_t cap)
{
    const struct findings *f = walk_view_findings(v, m);
    size_t walks = visit_walk_count(m->visit), n = f ? f->count : 0;
    const struct evidence *e = visit_walk(m->visit, v->walk);
    char number[24];

    snprintf(number, sizeof number, "%zu", n);
    snprintf(to, cap, "%s: %s %s%s%s%s%s", visit_walk(m->visit, walks - 1)->stopped ? "stopped" : "finished", n ? number : "no",
             n && only_remarks(f) ? "remark" : "finding", n > 1 ? "s" : "", e->address[0] ? " at " : "", e->address, walks > 1 ? "  (< >: other address)" : "");
}

static void frame_status(const struct walk_view *v, const struct model *m, struct frame *f)
{
    const struct evidence *e = visit_walk(m->visit, visit_current(m->visit));
    const struct stage *s = evidence_now(e);

    if (visit_done(m->visit)) {
        status_done(v, m, f->status, sizeof f->status);
    } else if (visit_paused(m->visit)) {
        snprintf(f->status, sizeof f->status, "paused before %s - Space: next step, c: to the end", s ? stage_title(s->id) : "the next stage");
        f->due_us = m->now_us + SECOND_US - visit_elapsed_us(m->visit, m->now_us) % SECOND_US;
    } else {
        status_running(looked_at(m) != SIZE_MAX ? visit_walk(m->visit, looked_at(m)) : e, m, f->status, sizeof f->status);
        f->due_us = m->now_us + FRAME_US;
    }
}

static void frame_position(const struct walk_view *v, const struct model *m, struct frame *f)
{
    struct heard_said h = heard(v, m);

    switch (v->focus) {
    case PANE_STEPS:
        snprintf(f->position, sizeof f->position, "stage %zu/%zu", v->steps.cursor + 1, visit_walk(m->visit, v->walk)->plan.count);
        break;
    case PANE_TRANSCRIPT:
        if (h.transcript)
            transcript_view_position(&v->transcript, &h, f->position, sizeof f->position);
        break;
    case PANE_ADVICE:
        list_position(&v->advice, v->advice_lines, f->position, sizeof f->position);
        break;
    case PANE_COUNT:
        break;
    }
}

static void walk_view_draw(void *state, const struct model *m, struct area a, struct frame *f)
{
    struct walk_view *v = state;

    if (!m->visit || !visit_walk_count(m->visit)) {
        area_put(a, 1, 2, INK_PLAIN, "No walk yet. q: back to the table, there Enter walks a row.");
        return;
    }
    walk_view_settle(v, m);
    draw_panes(v, m, a);
    frame_title(v, m, f);
    frame_status(v, m, f);
    frame_position(v, m, f);
}

/* --- requests --- */

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
    goto_finding(v, m, &f->items[v->finding]);
    v->steps.cursor = plan_index(visit_walk(m->visit, v->walk), f->items[v->finding].stage);
    v->steps.chosen = true;
}

/* To a stage: its line in the left pane, its first words in the transcript. */
static void goto_stage(struct walk_view *v, const struct model *m, size_t stage)
{
    const struct evidence *e = visit_walk(m->visit, v->walk);
    struct heard_said h = heard(v, m);

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
    show_walk(v, (v->walk + (p->id == REQUEST_ADDRESS_NEXT ? 1 : count - 1)) % count);
    v->walk_chosen = true;
}

static unsigned looks(const struct model *m, struct press *p)
{
    if (looked_at(m) == SIZE_MAX)
        return 0; /* to be asked for first: layout.c does */
    p->open = VIEW_PAGE;
    p->subject = (struct page_subject){.kind = PAGE_LOOKS, .walk = looked_at(m)};
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
        show_walk(v, items[v->steps.cursor].index);
        v->walk_chosen = true;
    }
    return VIEW_HANDLED;
}

static bool walk_move(struct walk_view *v, const struct model *m, struct press *p)
{
    struct heard_said h = heard(v, m);
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
    struct heard_said h = heard(v, m);

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
    const struct finding *f = shown_finding(v, m);

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

static unsigned walk_view_request(void *state, const struct model *m, struct press *p)
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
        return looks(m, p);
    if (p->id == REQUEST_MECHANISMS)
        return open_page(v, p, PAGE_MECHANISMS, 0, 0);
    if (p->id == REQUEST_CERTIFICATE) {
        p->open = VIEW_CERT;
        p->subject.walk = v->walk;
        return VIEW_HANDLED | VIEW_OPEN;
    }
    return 0;
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
    if (id == REQUEST_FINDING)
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
    struct heard_said h = heard(v, m);
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
