/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_looks.c - text form: further looks at the same host, where they were asked for. */
#include "base/text.h"
#include "report/report_private.h"
#include "walk/look.h"

#define LABEL_COLS 16
#define TIME_COLS 9

static bool look_text(const struct sheet *p, const struct look_saw *l)
{
    struct buf text = {0};
    char took[24];
    bool ok;

    text_duration(took, sizeof took, l->took_us);
    ok = buf_addf(&text, "%s: %s", l->ask.words, l->summary) && sheet_spaces(p, 2) && sheet_verdict(p, l->verdict) &&
         buf_addf(p->out, "  %-*s  %*s  ", LABEL_COLS, l->ask.label, TIME_COLS, took) &&
         sheet_wrapped(p, 2 + 4 + 2 + LABEL_COLS + 2 + TIME_COLS + 2, buf_span(&text));
    buf_done(&text);
    return ok;
}

bool text_looks(const struct sheet *p, const struct evidence *e)
{
    const struct looks *looks = e->looks;
    bool ok;

    if (!looks || (looks->count == 0 && !looks->stopped[0]))
        return true;
    ok = sheet_heading(p, "FURTHER LOOKS");
    for (size_t i = 0; ok && i < looks->count; i++)
        ok = look_text(p, &looks->items[i]);
    return ok && (!looks->stopped[0] || sheet_field(p, 2, 0, "", span_str(looks->stopped)));
}
