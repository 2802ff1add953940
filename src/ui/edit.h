/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edit.h - one line of text under the fingers: UTF-8, no terminal, bounded, wiped when it held a secret.
 *
 * Owner: the caller's storage. The text is NUL-terminated UTF-8 without control characters: pasted line ends and
 * tabs do not get in. Nothing of a secret is ever told but the bytes themselves: not even a length is drawn.
 */
#ifndef TLSWALK_EDIT_H
#define TLSWALK_EDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define EDIT_MAX 4096 /* bytes, NUL included */

struct edit {
    char text[EDIT_MAX];
    size_t len;  /* bytes */
    size_t at;   /* byte before which the next character goes */
};

void edit_set(struct edit *e, const char *text);
/* Overwrites everything; call it for every edit that may have held a secret. */
void edit_wipe(struct edit *e);
/* A typed or pasted key. true: it was an editing key or a character, and is dealt with. */
bool edit_key(struct edit *e, uint32_t key);
/* Columns before the cursor, and all of them. */
int edit_cols_before(const struct edit *e);
static inline struct span edit_span(const struct edit *e) { return (struct span){(const unsigned char *)e->text, e->len}; }

#endif
