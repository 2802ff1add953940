/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_depth.c - text form: TLS in depth, where it was asked for. */
#include <stdio.h>

#include "base/text.h"
#include "report/report_private.h"
#include "walk/depth.h"

/* The grade, and what it is about beside it; the reason on a line of its own, under what it is about. */
#define TEXT_COL 8

static bool row_text(const struct sheet *p, const struct depth_row *row)
{
    struct buf text = {0};
    bool ok = sheet_spaces(p, 2) && sheet_verdict(p, row->grade) && sheet_spaces(p, 2) &&
              buf_addf(&text, "%s%s%s", row->label, row->label[0] ? ": " : "", row->value) &&
              sheet_wrapped(p, TEXT_COL, buf_span(&text)) && (!row->why[0] || sheet_field(p, TEXT_COL + 2, 0, "", span_str(row->why)));

    buf_done(&text);
    return ok;
}

/* Rows of one kind stand together. A reason that many of them share is said once, behind the last of them. */
static bool same_reason(const struct depth_row *a, const struct depth_row *b)
{
    return a->kind == b->kind && a->grade == b->grade && span_is(span_str(a->why), b->why);
}

static bool kind_heading(const struct sheet *p, const struct depth *d, size_t i)
{
    return (i && d->rows[i - 1].kind == d->rows[i].kind) || sheet_field(p, 2, 0, "", span_str(depth_kind_title(d->rows[i].kind)));
}

bool text_depth(const struct sheet *p, const struct evidence *e)
{
    const struct depth *d = e->depth;
    bool ok;

    if (!d)
        return true;
    ok = sheet_heading(p, "TLS IN DEPTH");
    for (size_t i = 0; ok && i < d->count; i++) {
        struct depth_row row = d->rows[i];
        if (i + 1 < d->count && same_reason(&row, &d->rows[i + 1]))
            row.why[0] = '\0';
        ok = kind_heading(p, d, i) && row_text(p, &row);
    }
    return ok && sheet_fieldf(p, 2, 0, "", "%u short handshakes, one after the other.", d->handshakes) &&
           (!d->stopped[0] || sheet_fieldf(p, 2, 0, "", "No more were made: %s", d->stopped));
}
