/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_depth.c - for people: TLS in depth, where it was asked for. */
#include "report/report_private.h"
#include "walk/depth.h"

/* Rows of one kind stand together. A reason that many of them share is said once, behind the last of them. */
static bool same_reason(const struct depth_row *a, const struct depth_row *b)
{
    return a->kind == b->kind && a->grade == b->grade && strcmp(a->why, b->why) == 0;
}

static bool row_write(struct sheet *p, const struct depth *d, size_t i)
{
    const struct depth_row *r = &d->rows[i];
    bool first = i == 0 || d->rows[i - 1].kind != r->kind;
    bool told_later = i + 1 < d->count && same_reason(r, &d->rows[i + 1]);
    struct buf text = {0};
    bool ok = buf_addf(&text, "%s%s%s", r->label, r->label[0] ? ": " : "", r->value) &&
              (told_later || !r->why[0] || buf_addf(&text, ": %s", r->why)) &&
              sheet_row(p, r->grade, first ? depth_kind_title(r->kind) : "", "", buf_span(&text));

    buf_done(&text);
    return ok;
}

bool part_depth(struct sheet *p, const struct report_input *in)
{
    static const struct sheet_columns columns = {.name = "Asked", .name_cols = 14, .text = "What the server does"};
    const struct depth *d = in->evidence->depth;
    struct buf text = {0};
    bool ok;

    if (!d)
        return true;
    ok = sheet_heading(p, "TLS IN DEPTH") && (d->count == 0 || sheet_rows(p, &columns));
    for (size_t i = 0; ok && i < d->count; i++)
        ok = row_write(p, d, i);
    ok = ok && buf_addf(&text, "%u short handshakes, one after the other; the marks are about all that the server would take, the verdict is about this walk.%s%s",
                         d->handshakes, d->stopped[0] ? " No more were made: " : "", d->stopped) &&
         sheet_sentence(p, buf_span(&text));
    buf_done(&text);
    return ok;
}
