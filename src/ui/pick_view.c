/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/pick_view.h"

#include <stdio.h>
#include <string.h>

#include "ui/pick_private.h"

static const struct pick_kind_row *const kinds[] = {
    [PICK_CAUSES] = &pick_causes,
    [PICK_FINDINGS] = &pick_findings,
    [PICK_EXPORTS] = &pick_exports,
    [PICK_SYMPTOMS] = &pick_symptoms,
};

static const struct pick_kind_row *kind_of(const struct pick_view *v)
{
    return kinds[v->subject.kind];
}

void pick_view_open(struct pick_view *v, const struct pick_subject *s)
{
    memset(v, 0, sizeof *v);
    v->subject = *s;
    if (s->kind == PICK_SYMPTOMS)
        symptoms_find(&v->symptoms, s->text);
}

static void draw_item(const struct pick_view *v, const struct model *m, size_t i, struct area rows, int y)
{
    struct pick_item item = {0};
    int col = 2;

    kind_of(v)->item(v, m, i, &item);
    if (item.under)
        col = area_putf(rows, y, col, INK_PLAIN, "   %s", item.under);
    if (item.verdict != VERDICT_NONE) {
        area_put(rows, y, col, style_of_verdict(item.verdict), verdict_word(item.verdict));
        col += 6;
    }
    int right = (int)strlen(item.right);
    area_put_cut(rows, y, col, rows.cols - col - right - 3, INK_PLAIN, item.text);
    area_put(rows, y, rows.cols - right - 2, INK_PLAIN, item.right);
    if (i != v->list.cursor)
        return;
    area_put(rows, y, 0, INK_PLAIN, ">");
    area_mark(rows, y, 0, rows.cols - 1, STYLE_REVERSE);
    area_cursor(rows, y, 0);
}

static void draw_about(const struct pick_view *v, const struct model *m, struct area a)
{
    struct page p;

    area_rule(a, 0, "");
    page_init(&p, a.cols - 2, kind_of(v)->label_cols);
    kind_of(v)->about(v, m, v->list.cursor, &p);
    page_draw(&p, 0, "", area_part(a, 1, 1, a.rows - 1, a.cols - 2));
    if (p.count > (size_t)(a.rows - 1))
        area_put(a, a.rows - 1, a.cols - 1, STYLE_BOLD, "+");
    page_done(&p);
}

static void draw_empty(const char *text, struct area a)
{
    struct page p;

    page_init(&p, a.cols - 4, 0);
    page_text(&p, INK_PLAIN, text);
    page_draw(&p, 0, "", area_part(a, 1, 2, a.rows - 1, a.cols - 4));
    page_done(&p);
}

static void pick_view_draw(void *state, const struct model *m, struct area a, struct frame *f)
{
    struct pick_view *v = state;
    size_t count = kind_of(v)->count(v, m);
    int about = a.rows >= ROWS_TALL ? 11 : a.rows > ROWS_MIN ? 9 : 6;

    snprintf(f->title, sizeof f->title, "%s", kind_of(v)->title);
    if (!count) {
        draw_empty(kind_of(v)->empty, a);
        return;
    }
    struct area rows = area_part(a, 0, 0, a.rows - about, a.cols);
    list_show(&v->list, count, rows.rows);
    for (int y = 0; y < rows.rows && v->list.top + (size_t)y < count; y++)
        draw_item(v, m, v->list.top + (size_t)y, rows, y);
    draw_about(v, m, area_part(a, a.rows - about, 0, about, a.cols));
    snprintf(f->status, sizeof f->status, "%s", kind_of(v)->status);
    snprintf(f->position, sizeof f->position, "%zu/%zu", v->list.cursor + 1, count);
}

static unsigned open_manual(struct pick_view *v, const struct model *m, struct press *p)
{
    const char *code = kind_of(v)->code ? kind_of(v)->code(v, m, v->list.cursor) : NULL;

    if (!code) {
        snprintf(p->notice, sizeof p->notice, "The manual has no page about this entry.");
        return VIEW_HANDLED;
    }
    p->wish->kind = WISH_MANUAL;
    snprintf(p->wish->text, sizeof p->wish->text, "%s", code);
    return VIEW_HANDLED | VIEW_WISH;
}

static unsigned pick_view_request(void *state, const struct model *m, struct press *p)
{
    struct pick_view *v = state;
    size_t count = kind_of(v)->count(v, m);

    if (p->id == REQUEST_BACK || p->id == REQUEST_CANCEL)
        return VIEW_HANDLED | VIEW_LEAVE;
    if (list_move(&v->list, p->id, count))
        return VIEW_HANDLED;
    if (p->id == REQUEST_MANUAL && v->list.cursor < count)
        return open_manual(v, m, p);
    if (p->id == REQUEST_PICK)
        return v->list.cursor < count ? kind_of(v)->pick(v, m, v->list.cursor, p) : VIEW_HANDLED;
    return 0;
}

static bool pick_view_copy(void *state, const struct model *m, struct buf *out)
{
    struct pick_view *v = state;
    size_t count = kind_of(v)->count(v, m);

    for (size_t i = 0; i < count; i++) {
        struct pick_item item = {0};
        kind_of(v)->item(v, m, i, &item);
        if (!buf_addf(out, "%s%s%s%s%s%s%s\n", item.under ? "   " : "", item.under ? item.under : "", verdict_word(item.verdict), item.verdict == VERDICT_NONE ? "" : "  ", item.text,
                      item.right[0] ? "  " : "", item.right))
            return false;
    }
    return true;
}

const struct view pick_view = {
    .letter = 'K',
    .title = "list",
    .draw = pick_view_draw,
    .request = pick_view_request,
    .copy = pick_view_copy,
};
