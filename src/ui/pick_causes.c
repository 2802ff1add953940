/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pick_causes.c - what is wrong in the table, by cause; Enter shows the rows of one. */
#include <stdio.h>

#include "ui/pick_private.h"

static size_t causes_listed(struct pick_view *v, const struct model *m)
{
    causes_count(&v->causes, m);
    return v->causes.count;
}

static const struct row_result *result_of(const struct pick_view *v, const struct model *m, size_t i)
{
    return &m->results[v->causes.items[i].first];
}

static void cause_item(const struct pick_view *v, const struct model *m, size_t i, struct pick_item *item)
{
    item->verdict = v->causes.items[i].verdict;
    snprintf(item->text, sizeof item->text, "%s", result_of(v, m, i)->code);
    causes_extent(&v->causes.items[i], item->right, sizeof item->right);
}

/* The words are those of its first row: the others differ in names only. */
static void cause_about(const struct pick_view *v, const struct model *m, size_t i, struct page *p)
{
    page_field(p, "WHAT", INK_PLAIN, result_of(v, m, i)->what);
    page_field(p, "USER", INK_PLAIN, result_of(v, m, i)->user[0] ? result_of(v, m, i)->user : NULL);
    if (v->causes.items[i].rows > 1)
        page_text(p, INK_PLAIN, "These are the words for the first of its rows.");
}

static unsigned pick_cause(const struct pick_view *v, const struct model *m, size_t i, struct press *p)
{
    snprintf(p->filter, sizeof p->filter, "%s", result_of(v, m, i)->code);
    return VIEW_HANDLED | VIEW_FILTER;
}

static const char *cause_code(const struct pick_view *v, const struct model *m, size_t i)
{
    return result_of(v, m, i)->code;
}

const struct pick_kind_row pick_causes = {
    .title = "> What is wrong, by cause",
    .empty = "No row that was walked has anything wrong. a on the table walks all rows, Enter walks one. q: back.",
    .status = "by the gravest finding of each row - Enter: show its rows",
    .label_cols = 7,
    .count = causes_listed,
    .item = cause_item,
    .about = cause_about,
    .pick = pick_cause,
    .code = cause_code,
};
