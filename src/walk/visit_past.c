/* SPDX-License-Identifier: GPL-3.0-or-later */
/* visit_past.c - a visit that is over, from the evidence that was kept of it. */
#include <stdlib.h>

#include "walk/visit_private.h"

struct visit *visit_new_past(const struct evidence *const *walks, size_t count, struct err *err)
{
    struct visit *v = calloc(1, sizeof *v);
    const struct evidence **past = calloc(count, sizeof *past);

    if (!v || !past) {
        free(v);
        free(past);
        err_memory(err);
        return NULL;
    }
    *v = (struct visit){.target = *walks[0]->target, .started = true, .done = true, .wall_us = walks[0]->started_wall_us,
                        .past = past, .past_count = count};
    if (walks[0]->resolution) {
        v->resolved = true;
        v->resolution = *walks[0]->resolution;
    }
    for (size_t i = 0; i < count; i++) {
        past[i] = walks[i];
        if (walks[i]->ended_us > v->done_us)
            v->done_us = walks[i]->ended_us;
    }
    return v;
}
