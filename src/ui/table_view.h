/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_view.h - the first screen: the rows of the table, and what is known of the one under the cursor. */
#ifndef TLSWALK_TABLE_VIEW_H
#define TLSWALK_TABLE_VIEW_H

#include "ui/causes.h"
#include "ui/list.h"
#include "ui/view.h"

struct table_view {
    struct list list;          /* counts in rows shown */
    struct looking looking;
    bool step;                 /* the next walks pause before each stage */
    enum family family;
    size_t awaited_rows;       /* a row was asked for: when there are so many, the cursor goes to the last; 0: none is awaited */
    /* Rows that the filter shows; without a filter all, and `shown` is not used. */
    uint32_t *shown;
    size_t shown_count;
    char shown_for[FIND_MAX];
    const struct table *shown_of;
    size_t shown_rows;
    uint64_t shown_revision;
    /* Results by word, counted once a revision. */
    uint64_t counted_revision;
    bool counted;
    size_t ended[VERDICT_SKIP + 1], not_run, active;
    struct causes causes;
};

extern const struct view table_view;
void table_view_done(struct table_view *v);
/* The table's row under the cursor; SIZE_MAX: there is none. */
size_t table_view_row(const struct table_view *v, const struct model *m);

#endif
