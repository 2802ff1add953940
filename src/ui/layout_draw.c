/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout_draw.c - the shown screen between its title, its status line and its footer, and the question over it. */
#include "ui/layout_private.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/page.h"

static void draw_too_small(struct area a)
{
    char text[120];
    struct page p;

    snprintf(text, sizeof text, "tlswalk needs %dx%d, this is %dx%d. Make the window larger or press q.", COLS_MIN, ROWS_MIN, a.cols, a.rows);
    page_init(&p, a.cols, 0);
    page_text(&p, INK_PLAIN, text);
    page_draw(&p, 0, "", a);
    page_done(&p);
    area_cursor(a, 0, 0);
}

static void draw_title(const struct frame *f, struct area a)
{
    int right = text_cols(span_str(f->right));

    area_put(a, 0, 1, STYLE_BOLD, "tlswalk");
    area_put_cut(a, 0, 9, a.cols - 11 - right, INK_PLAIN, f->title);
    if (right < a.cols - 20)
        area_put(a, 0, a.cols - right - 1, INK_PLAIN, f->right);
    area_mark(a, 0, 0, a.cols, STYLE_REVERSE);
}

static void draw_status(const struct layout *l, const struct frame *f, struct area a)
{
    int right = text_cols(span_str(f->position));
    const char *text = l->notice[0] ? l->notice : f->status;

    if (text_cols(span_str(text)) + right + 4 > a.cols && l->notice[0])
        right = 0;
    area_put_cut(a, 0, 1, a.cols - 3 - right, l->notice[0] ? STYLE_BOLD : INK_PLAIN, text);
    if (right)
        area_put(a, 0, a.cols - right - 1, INK_PLAIN, f->position);
}

/* From the table of requests; what does not fit is left out at the right, whole words at a time. */
static void draw_footer(struct layout *l, const struct model *m, struct area a)
{
    const struct view *v = layout_view(l);
    int col = 1;

    for (size_t i = 0; i + 1 < REQUEST_COUNT; i++) {
        const struct request_row *r = &request_rows[i];
        int key = (int)strcspn(r->keys, " ");
        if (!r->footer[0] || !request_on_screen(r, v->letter) || (v->offers && !v->offers(layout_state(l), m, r->id)))
            continue;
        if (col + key + 1 + (int)strlen(r->footer) > a.cols)
            continue;
        col = area_putf(a, 0, col, STYLE_BOLD, "%.*s", key, r->keys);
        col = area_putf(a, 0, col, INK_PLAIN, ":%s", r->footer) + 1;
    }
}

static void take_notice(struct layout *l, const struct model *m)
{
    if (m->notice_serial == l->notice_serial)
        return;
    l->notice_serial = m->notice_serial;
    layout_notice(l, m->notice ? m->notice : "");
}

/* A walk of the guided round has a question waiting behind it. */
static void add_round_hint(const struct layout *l, const struct model *m, struct frame *f)
{
    size_t len = strlen(f->status);

    if (layout_top(l) == VIEW_WALK && l->stack[l->depth - 2] == VIEW_ROUND && round_view_waits(&l->round, m))
        snprintf(f->status + len, sizeof f->status - len, "%sq: the question", len ? " - " : "");
}

void layout_draw(struct layout *l, const struct model *m, struct grid *g)
{
    struct frame f = {.due_us = UINT64_MAX};
    struct area all = grid_area(g);

    take_notice(l, m);
    l->due_us = UINT64_MAX;
    l->too_small = g->cols < COLS_MIN || g->rows < ROWS_MIN;
    if (l->too_small) {
        draw_too_small(all);
        return;
    }
    g->lines = !g->ascii && !l->no_lines;
    layout_view(l)->draw(layout_state(l), m, area_part(all, 1, 0, all.rows - 3, all.cols), &f);
    l->due_us = f.due_us;
    add_round_hint(l, m, &f);
    draw_title(&f, area_part(all, 0, 0, 1, all.cols));
    if (dialogue_is_open(&l->dialogue)) {
        int rows = prompt_rows(&l->dialogue.prompt, all.cols);
        struct area bottom = area_part(all, all.rows - rows, 0, rows, all.cols);
        area_clear(bottom);
        prompt_draw(&l->dialogue.prompt, bottom);
        return;
    }
    draw_status(l, &f, area_part(all, all.rows - 2, 0, 1, all.cols));
    draw_footer(l, m, area_part(all, all.rows - 1, 0, 1, all.cols));
}
