/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_value_private.h - one JSON value to one member, for json_read.c, which knows how they lie in objects and lists.
 *
 * Functions return false when err was set.
 */
#ifndef TLSWALK_JSON_VALUE_PRIVATE_H
#define TLSWALK_JSON_VALUE_PRIVATE_H

#include "report/json_private.h"

struct json_t; /* jansson's */

struct reading {
    struct err *err;
    size_t line;
    char path[160]; /* where we are: "stages"[2] */
};

/* err: line, path, key, and what was expected there. Always false. */
bool json_refuse(struct reading *r, const char *key, const char *expected);
bool json_no_memory(struct reading *r);
/* A list that is not too long. */
bool json_list_is_good(struct reading *r, const struct field *f, struct json_t *value, size_t most);

/* Into the member of base that the row names; for rows of one value. */
bool json_value_read(struct reading *r, const struct field *f, struct json_t *value, unsigned char *base);
/* The same into a place of its own. */
bool json_number_read(struct reading *r, const struct field *f, struct json_t *value, void *at);
bool json_text_read(struct reading *r, const struct field *f, struct json_t *value, char *to, size_t cap);

#endif
