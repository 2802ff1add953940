/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_columns.h - the columns of the table: which of them a width has room for, and what a row shows in each. */
#ifndef TLSWALK_TABLE_COLUMNS_H
#define TLSWALK_TABLE_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/grid.h"
#include "ui/model.h"

enum { COLUMN_COUNT = 10 };

/* 0: there is no room for this one. */
void columns_widths(int cols, int widths[COLUMN_COUNT]);
void columns_head(const int widths[COLUMN_COUNT], struct area a, int row);
/* Cells with the text that is looked for are marked. */
void columns_row(const struct model *m, size_t row, bool selected, const char *find, const int widths[COLUMN_COUNT], struct area a, int y);
/* All columns as text, parted by tabs, appended. false: no memory. */
bool columns_write(const struct model *m, size_t row, struct buf *out);

#endif
