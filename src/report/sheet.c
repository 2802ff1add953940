/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.c - a sheet, whichever its form. */
#include "report/sheet_private.h"

#include <stdarg.h>

bool sheet_title(struct sheet *p, const char *title)
{
    p->indent = 0;
    p->label_cols = 10;
    return p->form->title(p, title);
}

bool sheet_heading(struct sheet *p, const char *heading)
{
    p->indent = 2;
    p->label_cols = 12; /* then a SHA-256 in hex still fits the line */
    return p->form->heading(p, heading);
}

bool sheet_item(struct sheet *p, const char *mark, struct span fact)
{
    return p->form->item(p, mark, fact);
}

bool sheet_field(struct sheet *p, const char *label, struct span sentence)
{
    return p->form->field(p, label, sentence, false);
}

bool sheet_fact(struct sheet *p, const char *label, struct span fact)
{
    return p->form->field(p, label, fact, true);
}

static bool field_formatted(struct sheet *p, const char *label, bool fact, const char *fmt, va_list ap)
{
    struct buf text = {0};
    bool ok = buf_vaddf(&text, fmt, ap) && p->form->field(p, label, buf_span(&text), fact);

    buf_done(&text);
    return ok;
}

bool sheet_fieldf(struct sheet *p, const char *label, const char *fmt, ...)
{
    va_list ap;
    bool ok;

    va_start(ap, fmt);
    ok = field_formatted(p, label, false, fmt, ap);
    va_end(ap);
    return ok;
}

bool sheet_factf(struct sheet *p, const char *label, const char *fmt, ...)
{
    va_list ap;
    bool ok;

    va_start(ap, fmt);
    ok = field_formatted(p, label, true, fmt, ap);
    va_end(ap);
    return ok;
}

bool sheet_verdict(struct sheet *p, const char *label, enum verdict v)
{
    return p->form->verdict(p, label, v);
}

bool sheet_rows(struct sheet *p, const struct sheet_columns *columns)
{
    p->columns = columns;
    return p->form->rows(p);
}

bool sheet_row(struct sheet *p, enum verdict v, const char *name, const char *middle, struct span fact)
{
    return p->form->row(p, v, name, middle, fact);
}

bool sheet_sentence(struct sheet *p, struct span sentence)
{
    return p->form->sentence(p, sentence);
}

bool sheet_line(struct sheet *p, const char *prefix, struct span fact)
{
    return p->form->line(p, prefix, fact, true);
}

bool sheet_remark(struct sheet *p, const char *prefix, struct span words)
{
    return p->form->line(p, prefix, words, false);
}

bool sheet_close(struct sheet *p)
{
    return p->form->close(p);
}
