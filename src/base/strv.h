/* SPDX-License-Identifier: GPL-3.0-or-later */
/* strv.h - a bounded list of owned strings.
 *
 * Owner: the struct owns its strings; strv_done releases all. A zeroed struct is an empty list without a bound.
 */
#ifndef TLSWALK_STRV_H
#define TLSWALK_STRV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct strv {
    char **items;
    size_t count;
    size_t limit;   /* most items; 0: no bound */
    size_t dropped; /* items refused because of the bound */
};

void strv_done(struct strv *v);
/* Adds a copy. false: no memory. Past the bound the item is counted in `dropped` and true is returned. NULs become '?'. */
bool strv_add(struct strv *v, struct span s);
bool strv_add_str(struct strv *v, const char *s);
bool strv_has_nocase(const struct strv *v, const char *s);
bool strv_copy(struct strv *to, const struct strv *from);

#endif
