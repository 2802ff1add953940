/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pick_symptoms.c - what the text that a caller reads out may stand for: each meaning, and the diagnoses under it; Enter explains
 * one. */
#include <stdio.h>

#include "ui/advice.h"
#include "ui/pick_private.h"

/* An entry is a meaning, or one of its diagnoses. */
struct place {
    const struct symptom *symptom;
    const struct candidate *candidate; /* NULL: the meaning itself */
};

static struct place place_of(const struct symptoms *s, size_t n)
{
    for (size_t i = 0; i < s->count; i++) {
        if (n == 0)
            return (struct place){&s->items[i], NULL};
        if (n <= s->items[i].count)
            return (struct place){&s->items[i], &s->items[i].candidates[n - 1]};
        n -= 1 + s->items[i].count;
    }
    return (struct place){NULL, NULL};
}

static size_t symptoms_listed(struct pick_view *v, const struct model *m)
{
    size_t n = 0;

    (void)m;
    for (size_t i = 0; i < v->symptoms.count; i++)
        n += 1 + v->symptoms.items[i].count;
    return n;
}

static void symptom_item(const struct pick_view *v, const struct model *m, size_t i, struct pick_item *item)
{
    struct place at = place_of(&v->symptoms, i);

    (void)m;
    if (!at.candidate) {
        snprintf(item->text, sizeof item->text, "%s", at.symptom->heading);
        return;
    }
    item->under = "";
    item->verdict = advice_verdict_of(at.candidate->diagnosis->severity);
    snprintf(item->text, sizeof item->text, "%s", at.candidate->diagnosis->code);
}

static void symptom_about(const struct pick_view *v, const struct model *m, size_t i, struct page *p)
{
    struct place at = place_of(&v->symptoms, i);

    (void)m;
    if (!at.candidate) {
        page_text(p, STYLE_BOLD, at.symptom->heading);
        page_field(p, "FROM", INK_PLAIN, at.symptom->source);
        if (!at.symptom->count)
            page_text(p, INK_PLAIN, "It is known, and no fault by itself.");
        return;
    }
    if (at.candidate->reason[0])
        page_fieldf(p, "HERE", INK_PLAIN, "%s", at.candidate->reason);
    page_field(p, "SIGNS", INK_PLAIN, at.candidate->diagnosis->seen);
}

static unsigned pick_symptom(const struct pick_view *v, const struct model *m, size_t i, struct press *p)
{
    struct place at = place_of(&v->symptoms, i);

    (void)m;
    if (!at.candidate)
        return VIEW_HANDLED;
    p->open = VIEW_PAGE;
    p->subject = (struct page_subject){.kind = PAGE_DIAGNOSIS, .diagnosis = at.candidate->diagnosis};
    return VIEW_HANDLED | VIEW_OPEN;
}

static const char *symptom_code(const struct pick_view *v, const struct model *m, size_t i)
{
    struct place at = place_of(&v->symptoms, i);

    (void)m;
    return at.candidate ? at.candidate->diagnosis->code : NULL;
}

const struct pick_kind_row pick_symptoms = {
    .title = "> What was read out",
    .empty = "Nothing is known of this text. Try fewer words of it, or the number alone: E asks again. q: back.",
    .status = "the likelier first - Enter: in full, M: the manual",
    .label_cols = 7,
    .count = symptoms_listed,
    .item = symptom_item,
    .about = symptom_about,
    .pick = pick_symptom,
    .code = symptom_code,
};
