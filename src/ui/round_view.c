/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/round_view.h"

#include <stdio.h>
#include <string.h>

#include "practice/practice.h"
#include "ui/page.h"
#include "ui/words.h"

#define LABEL_COLS 10
#define CALL_ROWS 6 /* of the pane with the caller's words under the list */

static const struct exercise *current(const struct round_view *v)
{
    return &exercises[v->list.cursor < exercise_count ? v->list.cursor : exercise_count - 1];
}

static bool answered(const struct round_view *v)
{
    return v->walked && v->chosen == current(v)->right;
}

/* --- the list --- */

static size_t count_done(const struct round_view *v)
{
    size_t n = 0;

    for (size_t i = 0; i < exercise_count; i++)
        n += v->done[i];
    return n;
}

static void draw_list(struct round_view *v, struct area a)
{
    struct page p;

    page_init(&p, a.cols - 2, 0);
    page_text(&p, INK_PLAIN, "Calls as a helpdesk gets them. Each leads to a practice server that shows what is behind it; then you say what to do.");
    int top = (int)p.count + 1;
    page_draw(&p, 0, "", area_part(a, 0, 1, (int)p.count, a.cols - 2));
    page_done(&p);

    struct area rows = area_part(a, top, 0, a.rows - top - CALL_ROWS, a.cols);
    list_show(&v->list, exercise_count, rows.rows);
    for (int y = 0; y < rows.rows && v->list.top + (size_t)y < exercise_count; y++) {
        size_t i = v->list.top + (size_t)y;
        area_putf(rows, y, 2, INK_PLAIN, "%2zu  %s", i + 1, exercises[i].title);
        if (v->done[i])
            area_put(rows, y, rows.cols - 6, INK_OK, "done");
        if (i == v->list.cursor) {
            area_put(rows, y, 0, INK_PLAIN, ">");
            area_mark(rows, y, 0, rows.cols - 1, STYLE_REVERSE);
            area_cursor(rows, y, 0);
        }
    }

    a = area_part(a, a.rows - CALL_ROWS, 0, CALL_ROWS, a.cols);
    area_rule(a, 0, "The caller says");
    page_init(&p, a.cols - 2, 0);
    page_text(&p, INK_PLAIN, current(v)->caller);
    page_draw(&p, 0, "", area_part(a, 1, 1, a.rows - 1, a.cols - 2));
    page_done(&p);
}

/* --- a call --- */

static void add_walk(struct page *p, const struct exercise *x, const struct model *m)
{
    size_t row = exercise_row(x, m->table);

    if (row == SIZE_MAX) {
        page_field(p, "WALK", INK_FAIL | STYLE_BOLD, "This table no longer has the row; start tlswalk again to practise on it.");
        return;
    }
    const struct row *r = &m->table->rows[row];
    page_fieldf(p, "WALK", INK_PLAIN, "%s, port %u, %s%s", r->host, r->port, words_mode_long(r->mode),
                x->login ? "; logged in as " PRACTICE_USER ", password " PRACTICE_PASSWORD " (on a row of your own l asks for them)" : "");
}

static void add_question(const struct round_view *v, const struct exercise *x, struct page *p)
{
    char number[32];

    page_blank(p);
    page_field(p, "QUESTION", STYLE_BOLD, x->question);
    for (size_t k = 0; k < exercise_choice_count(x); k++) {
        snprintf(number, sizeof number, "%c    %zu", k == v->chosen ? '>' : ' ', k + 1);
        page_field(p, number, k == v->chosen ? STYLE_BOLD : INK_PLAIN, x->choices[k].text);
    }
    if (v->chosen >= exercise_choice_count(x))
        return;
    page_blank(p);
    page_field(p, answered(v) ? "RIGHT" : "NO", answered(v) ? INK_OK : INK_WARN, x->choices[v->chosen].reply);
    if (answered(v))
        page_fieldf(p, "FINDING", INK_PLAIN, "%s; tlswalk explain %s says more", x->code, x->code);
}

static void fill_call(const struct round_view *v, const struct model *m, int cols, struct page *p)
{
    const struct exercise *x = current(v);

    page_init(p, cols, LABEL_COLS);
    page_field(p, "CALLER", INK_PLAIN, x->caller);
    add_walk(p, x, m);
    page_field(p, "LOOK AT", INK_PLAIN, x->look);
    if (v->walked)
        add_question(v, x, p);
}

static const char *call_status(const struct round_view *v)
{
    if (!v->walked)
        return "Enter: walk the row. The question comes when you are back (q).";
    if (!answered(v))
        return "Press the number of your answer. Enter: look at the walk once more.";
    return v->list.cursor + 1 < exercise_count ? "n: the next call" : "This was the last call. q: back to the list";
}

static void draw_call(struct round_view *v, const struct model *m, struct area a, struct frame *f)
{
    struct page p;

    fill_call(v, m, a.cols - 2, &p);
    v->page_lines = p.count;
    list_show_scrolled(&v->page, p.count, a.rows);
    page_draw(&p, v->page.top, "", area_part(a, 0, 1, a.rows, a.cols - 2));
    if (v->page.top + (size_t)a.rows < p.count)
        area_put(a, a.rows - 1, a.cols - 1, STYLE_BOLD, "+");
    page_done(&p);
    area_cursor(a, 0, 0);
    snprintf(f->title, sizeof f->title, "> Guided round > %zu  %s", v->list.cursor + 1, current(v)->title);
    snprintf(f->status, sizeof f->status, "%s", call_status(v));
}

static void round_view_draw(void *state, const struct model *m, struct area a, struct frame *f)
{
    struct round_view *v = state;

    snprintf(f->right, sizeof f->right, "%zu of %zu done", count_done(v), exercise_count);
    if (v->open) {
        draw_call(v, m, a, f);
        return;
    }
    snprintf(f->title, sizeof f->title, "> Guided round");
    snprintf(f->status, sizeof f->status, count_done(v) == exercise_count ? "All calls are answered." : "Enter: take the call");
    draw_list(v, a);
}

/* --- requests --- */

static void take_call(struct round_view *v, size_t i)
{
    v->list.cursor = i;
    v->open = true;
    v->walked = false;
    v->chosen = EXERCISE_CHOICES;
    v->page.top = 0;
}

static unsigned walk_call(struct round_view *v, const struct model *m, struct press *p)
{
    const struct exercise *x = current(v);
    size_t row = exercise_row(x, m->table);

    if (row == SIZE_MAX)
        return VIEW_HANDLED;
    v->walked = true;
    if (m->visit && m->visit_row == row && v->chosen != EXERCISE_CHOICES) { /* the walk is there, and nothing has changed */
        p->open = VIEW_WALK;
        return VIEW_HANDLED | VIEW_OPEN;
    }
    p->wish->row = row;
    p->wish->kind = x->login ? WISH_LOGIN : WISH_WALK;
    if (x->login) {
        snprintf(p->wish->user, sizeof p->wish->user, "%s", PRACTICE_USER);
        p->wish->secret_len = strlen(PRACTICE_PASSWORD);
        memcpy(p->wish->secret, PRACTICE_PASSWORD, p->wish->secret_len);
    }
    return VIEW_HANDLED | VIEW_WISH;
}

static void choose(struct round_view *v, struct press *p)
{
    size_t choice = (size_t)(p->key - '1');

    if (p->key < '1' || choice >= exercise_choice_count(current(v))) {
        snprintf(p->notice, sizeof p->notice, "Press the number of one of the answers.");
        return;
    }
    if (!v->walked) {
        snprintf(p->notice, sizeof p->notice, "Walk the row first: Enter.");
        return;
    }
    v->chosen = choice;
    if (answered(v))
        v->done[v->list.cursor] = true;
    v->page.top = SIZE_MAX; /* the reply stands at the end; the next draw clamps */
}

static unsigned call_request(struct round_view *v, const struct model *m, struct press *p)
{
    if (p->id == REQUEST_BACK || p->id == REQUEST_CANCEL)
        v->open = false;
    else if (p->id == REQUEST_TAKE_CALL)
        return walk_call(v, m, p);
    else if (p->id == REQUEST_ANSWER)
        choose(v, p);
    else if (p->id == REQUEST_NEXT_CALL)
        take_call(v, (v->list.cursor + 1) % exercise_count);
    else
        return list_scroll(&v->page, p->id, v->page_lines) ? VIEW_HANDLED : 0;
    return VIEW_HANDLED;
}

static unsigned round_view_request(void *state, const struct model *m, struct press *p)
{
    struct round_view *v = state;

    if (v->open)
        return call_request(v, m, p);
    if (p->id == REQUEST_BACK || p->id == REQUEST_CANCEL)
        return VIEW_HANDLED | VIEW_LEAVE;
    if (p->id == REQUEST_TAKE_CALL)
        take_call(v, v->list.cursor);
    else if (p->id == REQUEST_NEXT_CALL)
        list_move(&v->list, REQUEST_DOWN, exercise_count);
    else if (p->id == REQUEST_ANSWER)
        snprintf(p->notice, sizeof p->notice, "Take the call first: Enter.");
    else
        return list_move(&v->list, p->id, exercise_count) ? VIEW_HANDLED : 0;
    return VIEW_HANDLED;
}

static bool round_view_offers(const void *state, const struct model *m, enum request_id id)
{
    const struct round_view *v = state;

    if (id == REQUEST_NEXT_CALL)
        return v->open && answered(v);
    if (id == REQUEST_ANSWER)
        return v->open && v->walked && !answered(v);
    if (id == REQUEST_TAKE_CALL)
        return !v->open || exercise_row(current(v), m->table) != SIZE_MAX;
    return true;
}

static bool round_view_copy(void *state, const struct model *m, struct buf *out)
{
    struct round_view *v = state;
    struct page p;

    if (!v->open)
        return exercise_text(80, out);
    fill_call(v, m, 78, &p);
    bool ok = page_write(&p, out) && !p.broken;
    page_done(&p);
    return ok;
}

bool round_view_waits(const struct round_view *v, const struct model *m)
{
    return v->open && v->walked && m->visit && m->visit_row == exercise_row(current(v), m->table);
}

const struct view round_view = {
    .letter = 'R',
    .title = "guided round",
    .draw = round_view_draw,
    .request = round_view_request,
    .offers = round_view_offers,
    .copy = round_view_copy,
};
