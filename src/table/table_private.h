/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_private.h - what the files of this folder share. */
#ifndef TLSWALK_TABLE_PRIVATE_H
#define TLSWALK_TABLE_PRIVATE_H

#include "table/table.h"

/* A number in decimal digits alone, at most max (9 or more). false: it is none. */
bool table_number(struct span s, unsigned max, unsigned *number_r);

/* Makes room for one more item behind count items of size bytes each; the room doubles at powers of two, so no capacity is
 * kept. *items may move. false: no memory. */
bool table_room(void *items, size_t count, size_t size);

/* Adds a complaint; "line N: " is put before it. false: no memory. */
bool table_complain(struct table *t, unsigned line, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* What was read, put together: leaves out what is there twice, fills in titles, makes the rows, orders the complaints.
 * false: no memory. */
bool table_finish(struct table *t);
void table_server_free(struct table_server *s);
void table_client_free(struct table_client *c);

/* ---- Keys: table_key.c ---- */

enum table_section { TABLE_SECTION_NONE, TABLE_SECTION_TABLE, TABLE_SECTION_SERVER, TABLE_SECTION_CLIENT, TABLE_SECTION_SKIPPED };

struct table_key;
const struct table_key *table_key_find(enum table_section section, struct span name); /* NULL: there is no such key */
/* owner: the struct table, table_server or table_client that the section fills. false: no memory; a value that is not
 * understood is a complaint. */
bool table_key_read(struct table *t, unsigned line, const struct table_key *key, void *owner, struct span value);
bool table_key_unknown(struct table *t, unsigned line, enum table_section section, const char *name);
/* Cuts the next word off *rest; words are parted by spaces and tabs. Empty at the end. */
struct span table_word(struct span *rest);

/* Tables compiled in: made from tables/NAME.table; ends with a row whose name is NULL. */
struct shipped_table {
    const char *name;
    const char *text;
};
extern const struct shipped_table table_shipped_list[];

#endif
