/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_looks.c - for people: what was asked of the same host beyond the walk: further looks, the injection test. */
#include "base/text.h"
#include "report/report_private.h"
#include "walk/look.h"

static bool look_write(struct sheet *p, const struct look_saw *l)
{
    struct buf text = {0};
    char took[24];
    bool ok;

    text_duration(took, sizeof took, l->took_us);
    ok = buf_addf(&text, "%s: %s", l->ask.words, l->summary) && sheet_row(p, l->verdict, l->ask.label, took, buf_span(&text));
    buf_done(&text);
    return ok;
}

bool part_looks(struct sheet *p, const struct report_input *in)
{
    static const struct sheet_columns columns = {.name = "Look", .name_cols = 16, .middle = "Time", .middle_cols = 9, .text = "What was seen"};
    const struct looks *looks = in->evidence->looks;
    bool ok;

    if (!looks || (looks->count == 0 && !looks->stopped[0]))
        return true;
    ok = sheet_heading(p, "FURTHER LOOKS") && (looks->count == 0 || sheet_rows(p, &columns));
    for (size_t i = 0; ok && i < looks->count; i++)
        ok = look_write(p, &looks->items[i]);
    return ok && (!looks->stopped[0] || sheet_sentence(p, span_str(looks->stopped)));
}

bool part_injection(struct sheet *p, const struct report_input *in)
{
    const struct evidence *e = in->evidence;

    if (!e->injection.wanted || e->injection.outcome == INJECTION_UNTESTED)
        return true;
    return sheet_heading(p, "COMMAND INJECTION") &&
           sheet_fieldf(p, "Outcome", "%s: %s", injection_outcome_name(e->injection.outcome), injection_outcome_words(e->injection.outcome)) &&
           (!e->injection.sent[0] || sheet_fact(p, "Sent along", span_str(e->injection.sent))) &&
           (!e->injection.came[0] || sheet_fact(p, "Came back", span_str(e->injection.came))) &&
           (!e->injection.why[0] || sheet_fact(p, "Because", span_str(e->injection.why)));
}
