/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_find.h - from a table's name to the table: shipped ones, files, the places where one's own are looked for. */
#ifndef TLSWALK_TABLE_FIND_H
#define TLSWALK_TABLE_FIND_H

#include "base/buf.h"
#include "base/err.h"
#include "practice_host.h"
#include "table/table.h"

#define TABLE_PRACTICE "practice"

/* The file that is opened without a name: $XDG_CONFIG_HOME/tlswalk/tlswalk.table, else the same in the system's
 * configuration folder. false: there is none, so that the practice table is the one to open. */
bool table_find_default(struct buf *path);

/* name: origin, today, practice (host is then needed), a file, or the name of a file NAME.table in one of those places.
 * A table with mistakes is still a table: they stand in its errors. NULL: err names what was looked for. */
struct table *table_find(const char *name, struct practice_host *host, struct err *err);

#endif
