/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pick_exports.c - a row in the words of other programs: which of them; Enter shows the text. */
#include <stdio.h>

#include "report/export.h"
#include "ui/pick_private.h"
#include "ui/words.h"

static size_t exports_listed(struct pick_view *v, const struct model *m)
{
    return v->subject.row < m->table->row_count ? export_count() : 0;
}

static void export_item(const struct pick_view *v, const struct model *m, size_t i, struct pick_item *item)
{
    (void)v;
    (void)m;
    snprintf(item->text, sizeof item->text, "%s", exports[i].title);
    snprintf(item->right, sizeof item->right, "%s", exports[i].name);
}

static void export_about(const struct pick_view *v, const struct model *m, size_t i, struct page *p)
{
    const struct row *r = &m->table->rows[v->subject.row];
    char uri[700];
    struct target t;

    row_target(r, &t);
    target_format(&t, uri, sizeof uri);
    page_fieldf(p, "Row", INK_PLAIN, "%s -> %s port %u, %s", words_client(r), r->host, r->port, words_mode_long(r->mode));
    page_fieldf(p, "Shell", INK_PLAIN, "tlswalk export %s %s", exports[i].name, uri);
    page_text(p, INK_PLAIN, "The text can be copied (y) and saved (w) when it is shown. No password is in it.");
}

static unsigned pick_export(const struct pick_view *v, const struct model *m, size_t i, struct press *p)
{
    (void)m;
    p->wish->kind = WISH_EXPORT;
    p->wish->row = v->subject.row;
    snprintf(p->wish->text, sizeof p->wish->text, "%s", exports[i].name);
    return VIEW_HANDLED | VIEW_WISH;
}

const struct pick_kind_row pick_exports = {
    .title = "> This row for other programs",
    .empty = "The row is no longer there. q: back.",
    .status = "Enter: show the text",
    .label_cols = 7,
    .count = exports_listed,
    .item = export_item,
    .about = export_about,
    .pick = pick_export,
};
