/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk_panes.c - the walk on the screen: panes, and the lines above and below them. */
#include "ui/walk_view_private.h"

#include <stdio.h>

#include "base/text.h"
#include "ui/advice.h"
#include "ui/further.h"
#include "ui/page.h"
#include "ui/words.h"

#define FRAME_US 100000u   /* while a stage runs: ten frames a second */
#define SECOND_US 1000000u /* while it is paused */

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
    const struct finding *f = walk_view_shown_finding(v, m);
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
    const struct finding *f = walk_view_shown_finding(v, m);

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
    struct heard_said h = walk_view_heard(v, m);

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
    char took[24], day[40] = "";

    if (m->saved) { /* the minute is enough */
        text_time(day, sizeof day, e->started_wall_us / 1000000);
        snprintf(day + 16, sizeof day - 16, "  ");
    }
    snprintf(f->title, sizeof f->title, "> %.100s:%u %s %s%s%.40s%s", t->host, t->port, t->proto->name, words_mode(t->mode), r ? "  [" : "",
             r ? words_client(r) : "", r ? "]" : "");
    text_duration(took, sizeof took, visit_elapsed_us(m->visit, m->now_us));
    if (done)
        snprintf(f->right, sizeof f->right, "%s%s%s  %s", m->saved ? "saved " : "", day, verdict_word(walk_verdict(m, walk_view_worst(m))), took);
    else
        snprintf(f->right, sizeof f->right, "%s %zu/%zu  %s", visit_paused(m->visit) ? "PAUSED" : visit_is_step(m->visit) ? "STEP" : "RUN",
                 e->at < e->plan.count ? e->at + 1 : e->plan.count, e->plan.count, took);
}

static void status_running(const struct evidence *e, const struct model *m, char *to, size_t cap)
{
    const struct stage *s = evidence_now(e);
    char so_far[24], limit[24];

    if (further_status(m, to, cap))
        return;
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
    const char *state = m->saved ? "saved walk (r: walk it now)" : visit_walk(m->visit, walks - 1)->stopped ? "stopped" : "finished";
    snprintf(to, cap, "%s: %s %s%s%s%s%s", state, n ? number : "no",
             n && walk_view_only_remarks(f) ? "remark" : "finding", n > 1 ? "s" : "", e->address[0] ? " at " : "", e->address, walks > 1 ? "  (< >: other address)" : "");
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
        status_running(e, m, f->status, sizeof f->status);
        f->due_us = m->now_us + FRAME_US;
    }
}

static void frame_position(const struct walk_view *v, const struct model *m, struct frame *f)
{
    struct heard_said h = walk_view_heard(v, m);

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

void walk_view_draw(void *state, const struct model *m, struct area a, struct frame *f)
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
