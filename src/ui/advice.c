/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/advice.h"

#include <stdio.h>

enum verdict advice_verdict(const struct finding *f)
{
    return advice_verdict_of(f->severity);
}

enum verdict advice_verdict_of(enum severity s)
{
    switch (s) {
    case SEVERITY_NOTE:
        return VERDICT_NOTE;
    case SEVERITY_WARNING:
        return VERDICT_WARN;
    case SEVERITY_ERROR:
        return VERDICT_FAIL;
    }
    return VERDICT_NONE;
}

void advice_heading(const struct finding *f, char *to, size_t cap)
{
    snprintf(to, cap, "%s  %s  %s; side: %s", f->diagnosis->code, verdict_word(advice_verdict(f)), certainty_name(f->certainty),
             party_name(f->diagnosis->party));
}

static const char *or_nothing(const char *text)
{
    return text && text[0] ? text : NULL;
}

void advice_short(struct page *p, const struct finding *f)
{
    if (f->follows_from)
        page_fieldf(p, "AFTER", INK_PLAIN, "This follows from %s: mend that first.", f->follows_from->code);
    page_field(p, "WHAT", STYLE_BOLD, or_nothing(f->what));
    if (or_nothing(f->say))
        page_fieldf(p, "SAY", INK_PLAIN, "\"%s\"", f->say);
    page_field(p, "USER", INK_PLAIN, or_nothing(f->user));
    page_field(p, "ADMIN", INK_PLAIN, or_nothing(f->admin));
    page_field(p, "WHY", INK_PLAIN, or_nothing(f->why));
}

void advice_full(struct page *p, const struct finding *f)
{
    char heading[300];

    advice_heading(f, heading, sizeof heading);
    page_text(p, style_of_verdict(advice_verdict(f)), heading);
    page_blank(p);
    advice_short(p, f);
    page_blank(p);
    for (size_t i = 0; i < f->evidence.count; i++)
        page_field(p, i ? "" : "SEEN", INK_PLAIN, f->evidence.items[i]);
    page_field(p, "SIGNS", INK_PLAIN, or_nothing(f->diagnosis->seen));
    for (size_t i = 0; f->diagnosis->references && f->diagnosis->references[i]; i++)
        page_field(p, i ? "" : "READ", INK_PLAIN, f->diagnosis->references[i]);
    page_fieldf(p, "MORE", INK_PLAIN, "tlswalk explain %s; tlswalk-diagnoses(7)", f->diagnosis->code);
}
