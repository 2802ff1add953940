/* SPDX-License-Identifier: GPL-3.0-or-later */
/* styled.h - safe text with a style for every byte of it: what has to be wrapped or searched before it is put on a grid.
 *
 * Owner: the struct owns its bytes; a zeroed struct is empty. Errors: false when there is no memory.
 */
#ifndef TLSWALK_STYLED_H
#define TLSWALK_STYLED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"
#include "ui/grid.h"

struct styled {
    struct buf text;   /* safe text */
    struct buf styles; /* as many bytes, one style each */
    struct buf scratch;
};

void styled_done(struct styled *s);
void styled_clear(struct styled *s);
/* Raw bytes to safe text; what had to be written out is reverse. ascii: all outside ASCII is written out. */
bool styled_add(struct styled *s, style st, struct span raw, bool ascii);
/* Adds flags to every place where needle stands, ASCII case ignored. Returns how many places. */
size_t styled_mark(struct styled *s, const char *needle, style flags);
/* Puts len bytes from byte from on; col may be negative. Returns the column behind. */
int styled_put(const struct styled *s, size_t from, size_t len, struct area a, int row, int col);

#endif
