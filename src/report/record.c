/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record.c - see record.h: lines to pages, and pages to visits. */
#include "report/record.h"

#include <stdlib.h>

#include "report/record_private.h"

struct visit_pages {
    struct page **pages;
    struct findings *findings;     /* those of the pages, side by side */
    size_t count;
};

struct record {
    struct page **pages;
    size_t page_count;
    struct visit_pages *visits;
    size_t visit_count;
};

void record_free(struct record *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->page_count; i++)
        page_free(r->pages[i]);
    for (size_t i = 0; i < r->visit_count; i++) {
        free(r->visits[i].pages);
        free(r->visits[i].findings);
    }
    free(r->visits);
    free(r->pages);
    free(r);
}

/* ---- pages to visits ---- */

static bool same_visit(const struct page *a, const struct page *b)
{
    const struct target *s = &a->target, *t = &b->target;

    return a->evidence.started_wall_us == b->evidence.started_wall_us && s->proto == t->proto && s->port == t->port && s->mode == t->mode &&
           strcmp(s->host, t->host) == 0;
}

/* false: no memory; the page is then still the caller's. */
static bool record_add(struct record *r, struct page *p)
{
    struct page **pages = realloc(r->pages, (r->page_count + 1) * sizeof *pages);

    if (!pages)
        return false;
    r->pages = pages;
    p->visit = r->visit_count;
    for (size_t i = 0; i < r->page_count && p->visit == r->visit_count; i++)
        if (same_visit(r->pages[i], p))
            p->visit = r->pages[i]->visit;
    pages[r->page_count] = p;
    if (p->visit == r->visit_count) {
        struct visit_pages *visits = realloc(r->visits, (r->visit_count + 1) * sizeof *visits);

        if (!visits)
            return false;
        r->visits = visits;
        visits[r->visit_count++] = (struct visit_pages){0};
    }
    r->visits[p->visit].count++;
    r->page_count++;
    return true;
}

/* All pages are there: each visit's side by side. false: no memory. */
static bool record_bind(struct record *r)
{
    for (size_t i = 0; i < r->visit_count; i++) {
        struct visit_pages *v = &r->visits[i];

        v->pages = calloc(v->count, sizeof *v->pages);
        v->findings = calloc(v->count, sizeof *v->findings);
        if (!v->pages || !v->findings)
            return false;
        v->count = 0;
    }
    for (size_t i = 0; i < r->page_count; i++) {
        struct visit_pages *v = &r->visits[r->pages[i]->visit];

        v->findings[v->count] = r->pages[i]->findings;
        v->pages[v->count++] = r->pages[i];
    }
    return true;
}

static bool record_read_line(struct record *r, struct span text, size_t line, struct err *err)
{
    struct page *p;

    if (r->page_count >= RECORD_WALKS_MAX) {
        err_set(err, ERR_FILE, 0, "line %zu: more walks than the %d that are read from one file", line, RECORD_WALKS_MAX);
        return false;
    }
    p = page_read(text, line, err);
    if (!p)
        return false;
    if (record_add(r, p))
        return true;
    page_free(p);
    err_memory(err);
    return false;
}

static bool record_read_lines(struct record *r, struct span text, struct err *err)
{
    size_t line = 1;

    if (text.len > RECORD_BYTES_MAX) {
        err_set(err, ERR_FILE, 0, "it is longer than the %u MiB that are read of a report", RECORD_BYTES_MAX >> 20);
        return false;
    }
    for (; text.len > 0; line++) {
        const unsigned char *lf = memchr(text.ptr, '\n', text.len);
        size_t len = lf ? (size_t)(lf - text.ptr) : text.len;
        struct span row = span_trim(span_head(text, len));

        if (row.len > 0 && row.ptr[row.len - 1] == '\r')
            row.len--;
        if (row.len > 0 && !record_read_line(r, row, line, err))
            return false;
        text = span_skip(text, len + 1);
    }
    if (r->page_count == 0) {
        err_set(err, ERR_FILE, 0, "there is no walk in it");
        return false;
    }
    if (record_bind(r))
        return true;
    err_memory(err);
    return false;
}

struct record *record_read(struct span json_lines, struct err *err)
{
    struct record *r = calloc(1, sizeof *r);

    if (!r) {
        err_memory(err);
        return NULL;
    }
    if (record_read_lines(r, json_lines, err))
        return r;
    record_free(r);
    return NULL;
}

size_t record_visit_count(const struct record *r)
{
    return r->visit_count;
}

size_t record_walk_count(const struct record *r, size_t visit)
{
    return r->visits[visit].count;
}

const struct evidence *record_walk(const struct record *r, size_t visit, size_t walk)
{
    return &r->visits[visit].pages[walk]->evidence;
}

const struct findings *record_findings(const struct record *r, size_t visit)
{
    return r->visits[visit].findings;
}

struct report_input record_input(const struct record *r, size_t visit, size_t walk)
{
    const struct page *p = r->visits[visit].pages[walk];

    return (struct report_input){.evidence = &p->evidence, .findings = &p->findings, .local_time = p->walk.local_time,
                                 .client = p->walk.client, .words = p->walk.words, .program = p->walk.program,
                                 .gnutls = p->walk.gnutls, .scene = p->walk.scene_known ? &p->walk.scene : NULL};
}
