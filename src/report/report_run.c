/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_run.c - many walks in one report: written one by one, or gathered as lines and written at the end. */
#include <stdlib.h>

#include "report/report_private.h"

struct report_run *report_run_new(const struct report_form *form)
{
    struct report_run *r = calloc(1, sizeof *r);

    if (r)
        r->form = form;
    return r;
}

void report_run_free(struct report_run *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->count; i++) {
        free(r->lines[i].text);
        free(r->lines[i].more);
    }
    free(r->lines);
    free(r);
}

bool report_run_add(struct report_run *r, struct buf *out, const struct report_input *in)
{
    return r->form->gather ? r->form->gather(r, in) : r->form->write(out, in);
}

bool report_run_end(struct report_run *r, struct buf *out)
{
    return !r->form->conclude || r->form->conclude(r, out);
}

bool run_add(struct report_run *r, unsigned order, const char *text, const char *more)
{
    struct run_line line = {.order = order, .serial = r->count, .text = strdup(text), .more = more ? strdup(more) : NULL};
    bool ok = line.text && (line.more || !more);

    if (ok && r->count == r->cap) {
        size_t cap = r->cap ? 2 * r->cap : 64;
        struct run_line *grown = realloc(r->lines, cap * sizeof *grown);

        ok = grown != NULL;
        if (ok) {
            r->lines = grown;
            r->cap = cap;
        }
    }
    if (!ok) {
        free(line.text);
        free(line.more);
        return false;
    }
    r->lines[r->count++] = line;
    return true;
}

bool run_has(const struct report_run *r, unsigned order, const char *head)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->lines[i].order == order && span_starts(span_str(r->lines[i].text), head))
            return true;
    return false;
}

static int line_order(const void *left, const void *right)
{
    const struct run_line *a = left, *b = right;

    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return a->serial < b->serial ? -1 : a->serial > b->serial;
}

void run_sort(struct report_run *r)
{
    if (r->count > 1)
        qsort(r->lines, r->count, sizeof *r->lines, line_order);
}

bool run_alone(const char *form, struct buf *out, const struct report_input *in)
{
    struct report_run *r = report_run_new(report_form_by_name(span_str(form)));
    bool ok = r && report_run_add(r, out, in) && report_run_end(r, out);

    report_run_free(r);
    return ok;
}
