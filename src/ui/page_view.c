/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/page_view.h"

#include <stdio.h>
#include <string.h>

#include "diagnose/explain.h"
#include "ui/advice.h"
#include "ui/further.h"
#include "ui/row_page.h"
#include "ui/walk_page.h"

#define PAGE_LINE_MAX 4096 /* of a text that was made elsewhere */

void page_view_open(struct page_view *v, const struct page_subject *s)
{
    memset(v, 0, sizeof *v);
    v->subject = *s;
}

static const char *page_title(enum page_kind k)
{
    switch (k) {
    case PAGE_ROW:
        return "> Row";
    case PAGE_MECHANISMS:
        return "> Login mechanisms";
    case PAGE_STAGE:
        return "> Stage";
    case PAGE_LINE:
        return "> Line";
    case PAGE_LOOKS:
        return "> Further looks";
    case PAGE_DEPTH:
        return "> TLS in depth";
    case PAGE_FINDING:
        return "> Finding";
    case PAGE_DIAGNOSIS:
        return "> Diagnosis";
    case PAGE_SHEET:
        break;
    }
    return "";
}

static int label_cols(enum page_kind k)
{
    switch (k) {
    case PAGE_FINDING:
        return ADVICE_LABEL_COLS;
    case PAGE_MECHANISMS:
        return 20;
    case PAGE_ROW:
    case PAGE_STAGE:
    case PAGE_LINE:
    case PAGE_DIAGNOSIS:
    case PAGE_SHEET:
        break;
    case PAGE_LOOKS:
        return FURTHER_LABEL_COLS;
    case PAGE_DEPTH:
        return FURTHER_GRADE_COLS;
    }
    return 13;
}

/* Lines of a text as they stand; those that are too long are wrapped. */
static void add_lines(struct page *p, const char *text)
{
    char line[PAGE_LINE_MAX];

    for (const char *end; text && *text; text = *end ? end + 1 : end) {
        end = text + strcspn(text, "\n");
        snprintf(line, sizeof line, "%.*s", (int)(end - text), text);
        if (line[0])
            page_text(p, INK_PLAIN, line);
        else
            page_blank(p);
    }
}

static void add_finding(struct page *p, const struct model *m, const struct page_subject *s)
{
    if (m->findings && s->index < m->findings[s->walk].count)
        advice_full(p, &m->findings[s->walk].items[s->index]);
}

static bool page_is_of_visit(enum page_kind k)
{
    return k != PAGE_ROW && k != PAGE_DIAGNOSIS && k != PAGE_SHEET;
}

/* Lines that were wrapped before, at the width of the page. */
static void add_diagnosis(struct page *p, const struct diagnosis *d, int cols)
{
    struct buf text = {0};

    if (explain_text(d, cols, &text))
        add_lines(p, buf_cstr(&text));
    else
        p->broken = true;
    buf_done(&text);
}

/* The visit may have been replaced by one with fewer walks since the page was opened. */
static bool page_subject_is_gone(const struct page_subject *s, const struct model *m)
{
    return page_is_of_visit(s->kind) && (!m->visit || s->walk >= visit_walk_count(m->visit));
}

static void page_fill(const struct page_view *v, const struct model *m, int cols, struct page *p)
{
    const struct page_subject *s = &v->subject;

    page_init(p, cols, label_cols(s->kind));
    if (page_subject_is_gone(s, m)) {
        page_text(p, INK_PLAIN, "This walk is no longer there. q: back.");
        return;
    }
    switch (s->kind) {
    case PAGE_ROW:
        row_page_full(p, m, s->row);
        break;
    case PAGE_MECHANISMS:
        walk_page_mechanisms(p, visit_walk(m->visit, s->walk));
        break;
    case PAGE_STAGE:
        walk_page_stage(p, m, s->walk, s->index);
        break;
    case PAGE_LINE:
        walk_page_line(p, visit_walk(m->visit, s->walk), s->serial);
        break;
    case PAGE_LOOKS:
        further_page_looks(p, visit_walk(m->visit, s->walk));
        break;
    case PAGE_DEPTH:
        further_page_depth(p, visit_walk(m->visit, s->walk));
        break;
    case PAGE_FINDING:
        add_finding(p, m, s);
        break;
    case PAGE_DIAGNOSIS:
        add_diagnosis(p, s->diagnosis, cols);
        break;
    case PAGE_SHEET:
        add_lines(p, m->sheet);
        break;
    }
    if (v->looking.filter[0])
        page_filter(p, v->looking.filter);
}

static void page_view_draw(void *state, const struct model *m, struct area a, struct frame *f)
{
    struct page_view *v = state;
    struct page p;

    v->cols = a.cols - 2;
    page_fill(v, m, v->cols, &p);
    v->lines = p.count;
    list_show_scrolled(&v->list, p.count, a.rows);
    page_draw(&p, v->list.top, v->looking.find, area_part(a, 0, 1, a.rows, a.cols - 2));
    area_cursor(a, 0, 0);
    if (v->subject.kind == PAGE_SHEET)
        snprintf(f->title, sizeof f->title, "> %s", m->sheet_title ? m->sheet_title : "");
    else
        snprintf(f->title, sizeof f->title, "%s", page_title(v->subject.kind));
    if (v->subject.kind == PAGE_SHEET && m->sheet_compares)
        snprintf(f->status, sizeof f->status, "Tab: with the conversations line by line, or without");
    if (v->looking.filter[0])
        snprintf(f->status, sizeof f->status, "filter: %s (Esc: all lines)", v->looking.filter);
    list_position(&v->list, p.count, f->position, sizeof f->position);
    page_done(&p);
}

static void page_view_find(struct page_view *v, const struct model *m, struct press *p)
{
    struct page page;
    long line = -1;

    page_fill(v, m, v->cols, &page);
    if (p->id == REQUEST_FIND_BACK)
        line = page_find(&page, v->looking.find, v->list.top + page.count - 1, -1);
    else
        line = page_find(&page, v->looking.find, v->list.top + (p->id == REQUEST_FIND_NEXT), 1);
    page_done(&page);
    if (line >= 0)
        v->list.top = (size_t)line;
    else
        snprintf(p->notice, sizeof p->notice, "The text \"%.100s\" does not stand here.", v->looking.find);
}

/* The diagnosis that the page is about; NULL: it is about none. */
static const struct diagnosis *page_diagnosis(const struct page_view *v, const struct model *m)
{
    const struct page_subject *s = &v->subject;

    if (s->kind == PAGE_DIAGNOSIS)
        return s->diagnosis;
    if (s->kind == PAGE_FINDING && !page_subject_is_gone(s, m) && m->findings && s->index < m->findings[s->walk].count)
        return m->findings[s->walk].items[s->index].diagnosis;
    return NULL;
}

static unsigned page_view_manual(const struct page_view *v, const struct model *m, struct press *p)
{
    const struct diagnosis *d = page_diagnosis(v, m);

    if (!d) {
        snprintf(p->notice, sizeof p->notice, "The manual has no page about this.");
        return VIEW_HANDLED;
    }
    p->wish->kind = WISH_MANUAL;
    snprintf(p->wish->text, sizeof p->wish->text, "%s", d->code);
    return VIEW_HANDLED | VIEW_WISH;
}

static unsigned page_view_talk(const struct page_view *v, const struct model *m, struct press *p)
{
    if (v->subject.kind != PAGE_SHEET || !m->sheet_compares) {
        snprintf(p->notice, sizeof p->notice, "This page has no second part.");
        return VIEW_HANDLED;
    }
    p->wish->kind = WISH_COMPARE_TALK;
    return VIEW_HANDLED | VIEW_WISH;
}

static unsigned page_view_request(void *state, const struct model *m, struct press *p)
{
    struct page_view *v = state;

    if (list_scroll(&v->list, p->id, v->lines))
        return VIEW_HANDLED;
    if (p->id == REQUEST_BACK || p->id == REQUEST_CANCEL)
        return VIEW_HANDLED | VIEW_LEAVE;
    if (p->id == REQUEST_MANUAL)
        return page_view_manual(v, m, p);
    if (p->id == REQUEST_COMPARE_TALK)
        return page_view_talk(v, m, p);
    if (p->id != REQUEST_FIND && p->id != REQUEST_FIND_NEXT && p->id != REQUEST_FIND_BACK)
        return 0;
    page_view_find(v, m, p);
    return VIEW_HANDLED;
}

static struct looking *page_view_looking(void *state)
{
    return &((struct page_view *)state)->looking;
}

static bool page_view_copy(void *state, const struct model *m, struct buf *out)
{
    struct page_view *v = state;
    struct page p;

    if (v->subject.kind == PAGE_SHEET) /* as it is, for other programs to read */
        return !m->sheet || buf_add_str(out, m->sheet);
    page_fill(v, m, v->cols, &p);
    bool ok = page_write(&p, out) && !p.broken;
    page_done(&p);
    return ok;
}

const struct view page_view = {
    .letter = 'P',
    .title = "details",
    .draw = page_view_draw,
    .request = page_view_request,
    .looking = page_view_looking,
    .copy = page_view_copy,
};
