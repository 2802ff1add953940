/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/table_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "practice/exercise.h"
#include "ui/row_page.h"
#include "ui/table_columns.h"
#include "ui/words.h"

/* Above this many rows a filter is not looked through again for each new result. */
#define REFILTER_ROWS 20000
#define NOTE_ROWS 2 /* of the table's own note on the screen; i shows all of it */

void table_view_done(struct table_view *v)
{
    free(v->shown);
    memset(v, 0, sizeof *v);
}

/* What the filter and the search look at: what the row shows. */
static bool row_matches(const struct model *m, size_t row, const char *text)
{
    const struct row *r = &m->table->rows[row];
    const struct row_result *result = &m->results[row];
    char line[1400], port[8];

    snprintf(port, sizeof port, "%u", r->port);
    snprintf(line, sizeof line, "%s\n%s\n%s\n%s\n%s\n%s\n%s\n%s", words_client(r), r->host, words_proto(r->proto), port,
             words_mode(r->mode), r->words ? r->words : "",
             result->state == ROW_ENDED ? verdict_word(result->verdict) : "not run", result->code);
    return find_in(span_str(line), text) >= 0;
}

/* Rows that the filter shows. Without memory: all. */
static void table_view_filter(struct table_view *v, const struct model *m)
{
    const char *filter = v->looking.filter;
    bool same = v->shown_of == m->table && v->shown_rows == m->table->row_count && !strcmp(v->shown_for, filter);

    if (same && (!filter[0] || v->shown_revision == m->revision || v->shown_rows > REFILTER_ROWS))
        return;
    size_t row = v->shown_for[0] && v->list.cursor < v->shown_count ? v->shown[v->list.cursor] : v->list.cursor;
    free(v->shown);
    v->shown = NULL;
    v->shown_count = 0;
    v->shown_of = m->table;
    v->shown_rows = m->table->row_count;
    v->shown_revision = m->revision;
    snprintf(v->shown_for, sizeof v->shown_for, "%s", filter);
    if (filter[0])
        v->shown = malloc(v->shown_rows * sizeof *v->shown + 1);
    if (!v->shown) {
        v->shown_for[0] = '\0';
        v->list.cursor = row;
        return;
    }
    v->list.cursor = 0;
    for (size_t i = 0; i < v->shown_rows; i++) {
        if (!row_matches(m, i, filter))
            continue;
        if (i <= row)
            v->list.cursor = v->shown_count;
        v->shown[v->shown_count++] = (uint32_t)i;
    }
}

static size_t table_view_count(const struct table_view *v, const struct model *m)
{
    return v->shown ? v->shown_count : m->table->row_count;
}

static size_t table_view_nth(const struct table_view *v, const struct model *m, size_t n)
{
    if (n >= table_view_count(v, m))
        return SIZE_MAX;
    return v->shown ? v->shown[n] : n;
}

size_t table_view_row(const struct table_view *v, const struct model *m)
{
    size_t row = table_view_nth(v, m, v->list.cursor);

    return row < m->table->row_count ? row : SIZE_MAX;
}

static void table_view_tally(struct table_view *v, const struct model *m)
{
    if (v->counted && v->counted_revision == m->revision)
        return;
    memset(v->ended, 0, sizeof v->ended);
    v->not_run = v->active = 0;
    for (size_t i = 0; i < m->table->row_count; i++) {
        switch (m->results[i].state) {
        case ROW_NOT_RUN:
            v->not_run++;
            break;
        case ROW_QUEUED:
        case ROW_RUNNING:
            v->active++;
            break;
        case ROW_ENDED:
            v->ended[m->results[i].verdict]++;
            break;
        }
    }
    v->counted = true;
    v->counted_revision = m->revision;
}

static void tally_add(char *to, size_t cap, size_t n, const char *word)
{
    size_t len = strlen(to);

    if (n)
        snprintf(to + len, cap - len, "  %zu %s", n, word);
}

/* What the next walks will be like, and which rows are shown. */
static void table_view_settings(const struct table_view *v, char *to, size_t cap)
{
    snprintf(to, cap, "%s%s%s%s%s", v->step ? "step mode: a walk stops before each stage.  " : "",
             v->family == FAMILY_V4 ? "IPv4 only.  " : v->family == FAMILY_V6 ? "IPv6 only.  " : "",
             v->shown ? "filter: " : "", v->shown ? v->looking.filter : "", v->shown ? " (Esc: all rows)" : "");
}

/* What most of the rows suffer from, where more than one was walked. */
static void table_view_cause(const struct table_view *v, const struct model *m, char *to, size_t cap)
{
    const struct cause *worst = &v->causes.items[0];
    char extent[64];

    causes_extent(worst, extent, sizeof extent);
    snprintf(to, cap, "worst: %s in %s; b: by cause", m->results[worst->first].code, extent);
}

static void table_view_frame(struct table_view *v, const struct model *m, struct frame *f)
{
    size_t count = table_view_count(v, m);
    const char *title = m->table->title ? m->table->title : m->table->source;

    snprintf(f->title, sizeof f->title, "%s", title ? title : "");
    table_view_tally(v, m);
    causes_count(&v->causes, m);
    snprintf(f->right, sizeof f->right, "%zu rows:", m->table->row_count);
    tally_add(f->right, sizeof f->right, v->ended[VERDICT_PASS] + v->ended[VERDICT_NOTE], "OK");
    tally_add(f->right, sizeof f->right, v->ended[VERDICT_WARN], "WARN");
    tally_add(f->right, sizeof f->right, v->ended[VERDICT_FAIL], "FAIL");
    tally_add(f->right, sizeof f->right, v->ended[VERDICT_SKIP] + v->ended[VERDICT_NONE], "stopped");
    tally_add(f->right, sizeof f->right, v->active, "to go");
    tally_add(f->right, sizeof f->right, v->not_run, "not run");

    snprintf(f->position, sizeof f->position, "row %zu/%zu%s", count ? v->list.cursor + 1 : 0, count, v->shown ? " shown" : "");
    if (m->practice && v->not_run == m->table->row_count)
        snprintf(f->status, sizeof f->status, "New here? p opens a guided round of %zu calls.", exercise_count);
    else if (v->causes.count)
        table_view_cause(v, m, f->status, sizeof f->status);
    if (v->step || v->family != FAMILY_BOTH || v->shown)
        table_view_settings(v, f->status, sizeof f->status);
}

/* What the table's file says of itself, and what is wrong with it. Returns the rows taken. */
static int draw_notes(const struct model *m, struct area a)
{
    struct page p;

    page_init(&p, a.cols - 2, 0);
    if (m->table->note && m->table->note[0])
        page_text(&p, INK_PLAIN, m->table->note);
    size_t rows = p.count < NOTE_ROWS ? p.count : NOTE_ROWS;
    if (m->table->error_count) {
        char text[400];
        snprintf(text, sizeof text, "The table has %zu mistake%s (i: all): %s", m->table->error_count, m->table->error_count > 1 ? "s" : "",
                 m->table->errors[0].text);
        area_put_cut(a, (int)rows, 1, a.cols - 1, INK_FAIL | STYLE_BOLD, text);
    }
    page_draw(&p, 0, "", area_part(a, 0, 1, (int)rows, a.cols - 2));
    page_done(&p);
    return (int)rows + (m->table->error_count ? 1 : 0);
}

static void draw_empty(const struct model *m, struct area a)
{
    struct page p;

    page_init(&p, a.cols - 4, 0);
    if (m->table->row_count)
        page_text(&p, INK_PLAIN, "No row has this text. Esc shows all rows again.");
    else
        page_text(&p, INK_PLAIN, "This table has no rows. Press + and type an address, for example imap://mail.example.org; or quit with q and start "
                                 "tlswalk with the name of a table file. The manual page tlswalk(1) shows how a table is written.");
    page_draw(&p, 0, "", area_part(a, 1, 2, a.rows - 1, a.cols - 4));
    page_done(&p);
}

static void draw_selected(size_t row, const struct model *m, struct area a)
{
    struct page p;

    area_rule(a, 0, "Selected");
    a = area_part(a, 1, 1, a.rows - 1, a.cols - 2);
    page_init(&p, a.cols, 0);
    if (row != SIZE_MAX)
        row_page_short(&p, m, row);
    page_draw(&p, 0, "", a);
    page_done(&p);
}

static uint64_t age_due(const struct row_result *r, uint64_t now_us)
{
    return r->state == ROW_ENDED ? now_us + words_age_changes_in(now_us - r->ended_us) : UINT64_MAX;
}

static void show_awaited_row(struct table_view *v, const struct model *m)
{
    if (!v->awaited_rows || m->table->row_count < v->awaited_rows)
        return;
    v->awaited_rows = 0;
    v->looking.filter[0] = '\0';
    table_view_filter(v, m);
    v->list.cursor = m->table->row_count - 1;
}

static void table_view_draw(void *state, const struct model *m, struct area a, struct frame *f)
{
    struct table_view *v = state;
    int widths[COLUMN_COUNT];
    int pane = a.rows >= ROWS_TALL ? 10 : a.rows > ROWS_MIN ? 7 : 5;

    show_awaited_row(v, m);
    table_view_filter(v, m);
    size_t count = table_view_count(v, m);
    int top = draw_notes(m, a);
    struct area rows = area_part(a, top + 1, 0, a.rows - top - 1 - pane, a.cols);

    columns_widths(a.cols, widths);
    columns_head(widths, a, top);
    list_show(&v->list, count, rows.rows);
    for (int y = 0; y < rows.rows && v->list.top + (size_t)y < count; y++) {
        size_t n = v->list.top + (size_t)y, row = table_view_nth(v, m, n);
        uint64_t due = age_due(&m->results[row], m->now_us);
        columns_row(m, row, n == v->list.cursor, v->looking.find, widths, rows, y);
        if (due < f->due_us)
            f->due_us = due;
    }
    if (!count)
        draw_empty(m, rows);
    draw_selected(table_view_row(v, m), m, area_part(a, a.rows - pane, 0, pane, a.cols));
    table_view_frame(v, m, f);
}

static void table_view_find(struct table_view *v, const struct model *m, struct press *p)
{
    size_t count = table_view_count(v, m), from = v->list.cursor;
    bool back = p->id == REQUEST_FIND_BACK;

    if (!v->looking.find[0]) {
        snprintf(p->notice, sizeof p->notice, "Nothing to look for yet: / asks for a text.");
        return;
    }
    for (size_t i = p->id == REQUEST_FIND ? 0 : 1; i <= count && count; i++) {
        size_t n = back ? (from + count - i % count) % count : (from + i) % count;
        if (row_matches(m, table_view_nth(v, m, n), v->looking.find)) {
            v->list.cursor = n;
            return;
        }
    }
    snprintf(p->notice, sizeof p->notice, "No row has the text \"%.100s\".", v->looking.find);
}

static unsigned wish_of(struct press *p, enum wish_kind kind, size_t row)
{
    p->wish->kind = kind;
    p->wish->row = row;
    return VIEW_HANDLED | VIEW_WISH;
}

static unsigned set_family(struct table_view *v, struct press *p, enum family family, const char *words)
{
    v->family = family;
    p->wish->family = family;
    snprintf(p->notice, sizeof p->notice, "The next walks take %s.", words);
    return wish_of(p, WISH_FAMILY, 0);
}

static unsigned walk_row(struct table_view *v, const struct model *m, struct press *p, enum wish_kind kind)
{
    size_t row = table_view_row(v, m);

    if (row == SIZE_MAX)
        return VIEW_HANDLED;
    /* A walk that still runs is looked at, not begun a second time. */
    if (kind == WISH_WALK && m->visit && m->visit_row == row && !visit_done(m->visit)) {
        p->open = VIEW_WALK;
        return VIEW_HANDLED | VIEW_OPEN;
    }
    p->wish->step = v->step;
    return wish_of(p, WISH_WALK, row);
}

static unsigned open_exports(const struct table_view *v, const struct model *m, struct press *p)
{
    p->open = VIEW_PICK;
    p->pick = (struct pick_subject){.kind = PICK_EXPORTS, .row = table_view_row(v, m)};
    return VIEW_HANDLED | VIEW_OPEN;
}

static unsigned table_view_request(void *state, const struct model *m, struct press *p)
{
    struct table_view *v = state;

    if (list_move(&v->list, p->id, table_view_count(v, m)))
        return VIEW_HANDLED;
    if (p->id == REQUEST_WALK || p->id == REQUEST_AGAIN)
        return walk_row(v, m, p, WISH_WALK);
    if (p->id == REQUEST_RUN_ALL)
        return wish_of(p, m->running || m->queued ? WISH_STOP_ALL : WISH_RUN_ALL, 0);
    if (p->id == REQUEST_FAMILY_4)
        return set_family(v, p, FAMILY_V4, "IPv4 addresses only");
    if (p->id == REQUEST_FAMILY_6)
        return set_family(v, p, FAMILY_V6, "IPv6 addresses only");
    if (p->id == REQUEST_FAMILY_BOTH)
        return set_family(v, p, FAMILY_BOTH, "IPv4 and IPv6 addresses");
    if (p->id == REQUEST_STEP)
        v->step = !v->step;
    else if (p->id == REQUEST_FIND || p->id == REQUEST_FIND_NEXT || p->id == REQUEST_FIND_BACK)
        table_view_find(v, m, p);
    else if (p->id == REQUEST_EXPORT)
        return open_exports(v, m, p);
    else if (p->id == REQUEST_CAUSES) {
        p->open = VIEW_PICK;
        p->pick = (struct pick_subject){.kind = PICK_CAUSES};
        return VIEW_HANDLED | VIEW_OPEN;
    } else if (p->id == REQUEST_ROUND && m->practice) {
        p->open = VIEW_ROUND;
        return VIEW_HANDLED | VIEW_OPEN;
    } else if (p->id == REQUEST_ROUND)
        snprintf(p->notice, sizeof p->notice, "The guided round needs the practice table: start tlswalk --table practice.");
    else if (p->id == REQUEST_INFO) {
        p->open = VIEW_PAGE;
        p->subject = (struct page_subject){.kind = PAGE_ROW, .row = table_view_row(v, m)};
        return VIEW_HANDLED | VIEW_OPEN;
    } else if (p->id == REQUEST_LAST_WALK && m->visit) {
        p->open = VIEW_WALK;
        return VIEW_HANDLED | VIEW_OPEN;
    } else if (p->id == REQUEST_LAST_WALK)
        snprintf(p->notice, sizeof p->notice, "No walk yet: Enter walks the row under the cursor.");
    else
        return 0;
    return VIEW_HANDLED;
}

static bool table_view_offers(const void *state, const struct model *m, enum request_id id)
{
    const struct table_view *v = state;
    bool on_row = table_view_row(v, m) != SIZE_MAX;

    if (id == REQUEST_WALK || id == REQUEST_EDIT || id == REQUEST_REMOVE || id == REQUEST_EXPORT)
        return on_row;
    if (id == REQUEST_AGAIN) /* the same as Enter here */
        return false;
    if (id == REQUEST_LAST_WALK)
        return m->visit;
    if (id == REQUEST_ROUND)
        return m->practice;
    if (id == REQUEST_CAUSES)
        return v->causes.count > 0;
    return true;
}

static struct looking *table_view_looking(void *state)
{
    return &((struct table_view *)state)->looking;
}

static bool table_view_copy(void *state, const struct model *m, struct buf *out)
{
    struct table_view *v = state;
    size_t count = table_view_count(v, m);

    for (size_t n = 0; n < count; n++)
        if (!columns_write(m, table_view_nth(v, m, n), out))
            return false;
    return true;
}

const struct view table_view = {
    .letter = 'T',
    .title = "table",
    .draw = table_view_draw,
    .request = table_view_request,
    .offers = table_view_offers,
    .looking = table_view_looking,
    .copy = table_view_copy,
};
