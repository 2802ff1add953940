/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_sheet.c - the forms for people: the parts of a sheet in their order. */
#include "report/report_private.h"

typedef bool part_fn(struct sheet *p, const struct report_input *in);

static part_fn *const parts[] = {part_top,         part_stages,   part_findings, part_name,  part_talk,  part_tls,
                                 part_certificate, part_features, part_login,    part_looks, part_depth, part_injection};

static bool write_sheet(struct sheet *p, const struct report_input *in)
{
    bool ok = true;

    for (size_t i = 0; ok && i < sizeof parts / sizeof *parts; i++)
        ok = parts[i](p, in);
    return ok && (!in->transcript || (part_transcript(p, in) && part_pem(p, in))) && sheet_close(p);
}

bool report_text(struct buf *out, const struct report_input *in)
{
    struct sheet p = {.out = out, .form = &sheet_text, .cols = in->cols ? in->cols : SHEET_COLS_DEFAULT, .color = in->color};

    if (p.cols < SHEET_COLS_MIN)
        p.cols = SHEET_COLS_MIN;
    return write_sheet(&p, in);
}

bool report_markdown(struct buf *out, const struct report_input *in)
{
    struct sheet p = {.out = out, .form = &sheet_markdown};

    return write_sheet(&p, in);
}
