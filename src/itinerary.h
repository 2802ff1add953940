/* SPDX-License-Identifier: GPL-3.0-or-later */
/* itinerary.h - which targets a headless run shall visit: those named, those of a file, the chosen rows of a table. */
#ifndef TLSWALK_ITINERARY_H
#define TLSWALK_ITINERARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "options.h"
#include "table/table.h"

struct stop {
    struct target target;
    const struct row *row; /* of the table; NULL: typed in. Lent */
};

struct itinerary {
    struct stop *stops;
    size_t count, cap;
};

/* True when the options ask for rows of a table. */
bool itinerary_wants_table(const struct options *o);
/* t: the table, NULL when none is wanted. false: err: a bad target, a table with mistakes, nothing to visit. */
bool itinerary_make(struct itinerary *it, const struct options *o, const struct table *t, struct err *err);
void itinerary_done(struct itinerary *it);

#endif
