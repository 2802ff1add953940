/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pick_findings.c - the findings of a walk, worst first, consequences under their cause; Enter opens one. */
#include <stdio.h>

#include "ui/advice.h"
#include "ui/pick_private.h"

static const struct findings *findings_listed(const struct pick_view *v, const struct model *m)
{
    return m->findings && m->visit && v->subject.walk < visit_walk_count(m->visit) ? &m->findings[v->subject.walk] : NULL;
}

static size_t findings_count(struct pick_view *v, const struct model *m)
{
    const struct findings *f = findings_listed(v, m);

    return f ? f->count : 0;
}

static void finding_item(const struct pick_view *v, const struct model *m, size_t i, struct pick_item *item)
{
    const struct finding *f = &findings_listed(v, m)->items[i];

    item->verdict = advice_verdict(f);
    item->under = f->follows_from ? "then " : NULL;
    snprintf(item->text, sizeof item->text, "%s", f->diagnosis->code);
    snprintf(item->right, sizeof item->right, "%s", stage_title(f->stage));
}

static void finding_about(const struct pick_view *v, const struct model *m, size_t i, struct page *p)
{
    advice_short(p, &findings_listed(v, m)->items[i]);
}

static unsigned pick_finding(const struct pick_view *v, const struct model *m, size_t i, struct press *p)
{
    (void)m;
    p->open = VIEW_PAGE;
    p->subject = (struct page_subject){.kind = PAGE_FINDING, .walk = v->subject.walk, .index = i};
    return VIEW_HANDLED | VIEW_OPEN;
}

static const char *finding_code(const struct pick_view *v, const struct model *m, size_t i)
{
    return findings_listed(v, m)->items[i].diagnosis->code;
}

const struct pick_kind_row pick_findings = {
    .title = "> Findings",
    .empty = "There is no finding in this walk. q: back.",
    .status = "worst first, consequences under their cause - Enter: all of it",
    .label_cols = ADVICE_LABEL_COLS,
    .count = findings_count,
    .item = finding_item,
    .about = finding_about,
    .pick = pick_finding,
    .code = finding_code,
};
