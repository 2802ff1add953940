/* SPDX-License-Identifier: GPL-3.0-or-later */
/* secret.h - a password or token in memory of its own: locked, left out of core files, wiped when done.
 *
 * Owner: the struct. A zeroed struct is "none given". Locking is best effort: a system that allows no locked memory
 * still gets its password tested.
 */
#ifndef TLSWALK_SECRET_H
#define TLSWALK_SECRET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

#define SECRET_MAX 16384 /* bytes; OAuth tokens run to a few thousand */

struct secret {
    unsigned char *bytes; /* NUL-terminated in memory of its own page(s) */
    size_t len;
    size_t mapped;        /* bytes of those pages */
};

/* Copies s and lets go of what `to` held. false: too long, or no memory; `to` is then as before.
 * The caller wipes its own copy. */
bool secret_set(struct secret *to, struct span s);
static inline bool secret_given(const struct secret *s) { return s->bytes != NULL; }
static inline struct span secret_span(const struct secret *s) { return (struct span){s->bytes, s->len}; }
void secret_wipe(struct secret *s);

#endif
