/* SPDX-License-Identifier: GPL-3.0-or-later */
/* visit_read.c - what is asked of a visit by those who watch it. */
#include "walk/visit_private.h"

bool visit_done(const struct visit *v)
{
    return v->done;
}

uint64_t visit_revision(const struct visit *v)
{
    return v->revision;
}

bool visit_paused(const struct visit *v)
{
    return (visit_wants(v, LINK_MAIN) & VISIT_WANT_OPERATOR) != 0;
}

const struct target *visit_target(const struct visit *v)
{
    return &v->target;
}

const struct resolution *visit_resolution(const struct visit *v)
{
    return v->resolved ? &v->resolution : NULL;
}

size_t visit_walk_count(const struct visit *v)
{
    return v->past ? v->past_count : v->walk_count;
}

const struct evidence *visit_walk(const struct visit *v, size_t index)
{
    return v->past ? v->past[index] : &v->walks[index]->e;
}

size_t visit_current(const struct visit *v)
{
    return v->current;
}

uint64_t visit_elapsed_us(const struct visit *v, uint64_t now_us)
{
    return v->started ? (v->done ? v->done_us : now_us) - v->base_us : 0;
}
