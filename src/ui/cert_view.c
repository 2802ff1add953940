/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/cert_view.h"

#include <stdio.h>
#include <string.h>

#include "ui/advice.h"
#include "ui/cert_page.h"
#include "ui/further.h"

#define CHAIN_ROWS 5 /* certificates in view at once */

void cert_view_open(struct cert_view *v, size_t walk)
{
    memset(v, 0, sizeof *v);
    v->walk = walk;
}

static const struct evidence *shown_walk(const struct cert_view *v, const struct model *m)
{
    return m->visit && v->walk < visit_walk_count(m->visit) ? visit_walk(m->visit, v->walk) : NULL;
}

static void fill_page(const struct cert_view *v, const struct evidence *e, int cols, struct page *p)
{
    page_init(p, cols, CERT_LABEL_COLS);
    switch (v->show) {
    case CERT_CHECKS:
        cert_page_checks(p, e, v->list.cursor);
        break;
    case CERT_FIELDS:
        cert_page_fields(p, e, v->list.cursor);
        break;
    case CERT_PEM_TEXT:
        cert_page_pem(p, e, v->list.cursor);
        break;
    }
}

static const char *show_word(enum cert_show s)
{
    switch (s) {
    case CERT_CHECKS:
        return "checks";
    case CERT_FIELDS:
        return "all fields";
    case CERT_PEM_TEXT:
        return "PEM";
    }
    return "";
}

static void draw_chain(struct cert_view *v, const struct chain *c, struct area a)
{
    size_t count = chain_listed(c);

    area_put(a, 0, 1, STYLE_BOLD, "CHAIN as sent by the server");
    struct area rows = area_part(a, 1, 0, a.rows - 1, a.cols);
    list_show(&v->list, count, rows.rows);
    for (int y = 0; y < rows.rows && v->list.top + (size_t)y < count; y++) {
        size_t i = v->list.top + (size_t)y;
        const struct cert *cert = chain_nth(c, i);
        enum verdict verdict = chain_verdict_of(c, i);
        int name_cols = (rows.cols - 26) / 2;
        if (i < c->count)
            area_putf(rows, y, 1, INK_PLAIN, "%2zu", i);
        else
            area_put(rows, y, 2, INK_PLAIN, "-");
        area_put_cut(rows, y, 4, name_cols, INK_PLAIN, cert->subject_cn ? cert->subject_cn : "?");
        area_put_cut(rows, y, 5 + name_cols, 10, INK_PLAIN, cert->key ? cert->key : "?");
        area_put_cut(rows, y, 16 + name_cols, name_cols, INK_PLAIN, i == c->count ? "from the trust store" : cert->issuer_cn ? cert->issuer_cn : "?");
        area_put(rows, y, rows.cols - 6, style_of_verdict(verdict), verdict_word(verdict));
        if (i == v->list.cursor) {
            area_put(rows, y, 0, INK_PLAIN, ">");
            area_mark(rows, y, 0, rows.cols - 1, STYLE_REVERSE);
            area_cursor(rows, y, 0);
        }
    }
}

/* The n-th finding about the certificate; *count_r: how many there are. */
static const struct finding *cert_finding(const struct cert_view *v, const struct model *m, size_t *count_r)
{
    const struct findings *f = m->findings ? &m->findings[v->walk] : NULL;
    const struct finding *found = NULL;

    *count_r = 0;
    for (size_t i = 0; f && i < f->count; i++)
        if (f->items[i].stage == STAGE_CERTIFICATE && (*count_r)++ == v->finding)
            found = &f->items[i];
    return found;
}

static void draw_advice(const struct cert_view *v, const struct model *m, struct area a)
{
    size_t count;
    const struct finding *f = cert_finding(v, m, &count);
    char heading[300], title[400];
    struct page p;

    if (!f)
        return;
    advice_heading(f, heading, sizeof heading);
    snprintf(title, sizeof title, "%s  (%zu of %zu%s)", heading, v->finding + 1, count, count > 1 ? ", f: next" : "");
    area_rule(a, 0, title);
    page_init(&p, a.cols - 2, ADVICE_LABEL_COLS);
    advice_short(&p, f);
    page_draw(&p, 0, "", area_part(a, 1, 1, a.rows - 1, a.cols - 2));
    page_done(&p);
}

static void draw_page(struct cert_view *v, const struct evidence *e, struct area a)
{
    char title[80];
    struct page p;

    if (v->list.cursor < e->chain.count)
        snprintf(title, sizeof title, "Certificate %zu: %s", v->list.cursor, show_word(v->show));
    else
        snprintf(title, sizeof title, "Root: %s", show_word(v->show));
    area_rule(a, 0, title);
    v->cols = a.cols - 2;
    fill_page(v, e, v->cols, &p);
    v->page_lines = p.count;
    list_show_scrolled(&v->page, p.count, a.rows - 1);
    page_draw(&p, v->page.top, "", area_part(a, 1, 1, a.rows - 1, a.cols - 2));
    if (v->page.top + (size_t)(a.rows - 1) < p.count)
        area_put(a, a.rows - 1, a.cols - 1, STYLE_BOLD, "+");
    page_done(&p);
}

static void cert_view_draw(void *state, const struct model *m, struct area a, struct frame *f)
{
    struct cert_view *v = state;
    const struct evidence *e = shown_walk(v, m);
    size_t findings;

    if (!e || !e->chain.count) {
        snprintf(f->title, sizeof f->title, "> Certificate");
        area_put(a, 1, 2, INK_PLAIN, "The server has not shown a certificate in this walk.");
        return;
    }
    snprintf(f->title, sizeof f->title, "> %.120s:%u > Certificate", e->target->host, e->target->port);
    int listed = (int)chain_listed(&e->chain), chain_rows = 1 + (listed < CHAIN_ROWS ? listed : CHAIN_ROWS);
    int advice = v->show == CERT_CHECKS && cert_finding(v, m, &findings) ? a.rows >= ROWS_TALL ? 9 : 5 : 0;
    draw_page(v, e, area_part(a, chain_rows, 0, a.rows - chain_rows - advice, a.cols));
    draw_advice(v, m, area_part(a, a.rows - advice, 0, advice, a.cols));
    draw_chain(v, &e->chain, area_part(a, 0, 0, chain_rows, a.cols));
    snprintf(f->right, sizeof f->right, "%zu problem%s", e->chain.trouble_count, e->chain.trouble_count == 1 ? "" : "s");
    snprintf(f->status, sizeof f->status, "certificate %zu of %d", v->list.cursor + 1, listed);
    list_position(&v->page, v->page_lines, f->position, sizeof f->position);
}

static void show(struct cert_view *v, enum cert_show what)
{
    v->show = v->show == what ? CERT_CHECKS : what;
    v->page.top = 0;
}

static unsigned open_finding(const struct cert_view *v, const struct model *m, struct press *p)
{
    size_t count;
    const struct finding *f = cert_finding(v, m, &count);

    if (!f) {
        snprintf(p->notice, sizeof p->notice, "There is no finding about the certificate.");
        return VIEW_HANDLED;
    }
    p->open = VIEW_PAGE;
    p->subject = (struct page_subject){.kind = PAGE_FINDING, .walk = v->walk, .index = (size_t)(f - m->findings[v->walk].items)};
    return VIEW_HANDLED | VIEW_OPEN;
}

static unsigned cert_view_request(void *state, const struct model *m, struct press *p)
{
    struct cert_view *v = state;
    const struct evidence *e = shown_walk(v, m);
    size_t count;

    if (p->id == REQUEST_BACK || p->id == REQUEST_CANCEL)
        return VIEW_HANDLED | VIEW_LEAVE;
    if (!e)
        return 0;
    if (p->id == REQUEST_DETAILS)
        return open_finding(v, m, p);
    if (p->id == REQUEST_PAGE_UP || p->id == REQUEST_PAGE_DOWN)
        list_scroll(&v->page, p->id, v->page_lines);
    else if (list_move(&v->list, p->id, chain_listed(&e->chain)))
        v->page.top = 0;
    else if (p->id == REQUEST_DEPTH && further_walk(m, FURTHER_DEPTH) != SIZE_MAX) {
        p->open = VIEW_PAGE;
        p->subject = (struct page_subject){.kind = PAGE_DEPTH, .walk = further_walk(m, FURTHER_DEPTH)};
        return VIEW_HANDLED | VIEW_OPEN;
    } else if (p->id == REQUEST_FIELDS)
        show(v, CERT_FIELDS);
    else if (p->id == REQUEST_PEM)
        show(v, CERT_PEM_TEXT);
    else if (p->id == REQUEST_FINDING && (cert_finding(v, m, &count), count))
        v->finding = (v->finding + 1) % count;
    else
        return 0;
    return VIEW_HANDLED;
}

static bool cert_view_copy(void *state, const struct model *m, struct buf *out)
{
    struct cert_view *v = state;
    const struct evidence *e = shown_walk(v, m);
    struct page p;

    if (!e)
        return true;
    fill_page(v, e, v->cols, &p);
    bool ok = page_write(&p, out) && !p.broken;
    page_done(&p);
    return ok;
}

const struct view cert_view = {
    .letter = 'C',
    .title = "certificate",
    .draw = cert_view_draw,
    .request = cert_view_request,
    .copy = cert_view_copy,
};
