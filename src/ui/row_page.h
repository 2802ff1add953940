/* SPDX-License-Identifier: GPL-3.0-or-later */
/* row_page.h - a table's row in words: a few lines under the table, and a page with everything. */
#ifndef TLSWALK_ROW_PAGE_H
#define TLSWALK_ROW_PAGE_H

#include "ui/model.h"
#include "ui/page.h"

void row_page_short(struct page *p, const struct model *m, size_t row);
/* row SIZE_MAX: only what is known of the table. */
void row_page_full(struct page *p, const struct model *m, size_t row);

#endif
