/* SPDX-License-Identifier: GPL-3.0-or-later */
/* visit_private.h - what a visit is made of, for visit.c, which moves it, and those that read it or make it of what was kept. */
#ifndef TLSWALK_VISIT_PRIVATE_H
#define TLSWALK_VISIT_PRIVATE_H

#include "walk/visit.h"
#include "walk/depth_run.h"
#include "walk/injection_run.h"
#include "walk/look_run.h"
#include "walk/walk_private.h"

struct visit {
    struct target target;
    struct visit_options o;
    bool step;
    bool started, resolved, stopped, done;
    uint64_t base_us, done_us;
    int64_t wall_us;
    struct resolution resolution;
    struct walk **walks;
    size_t walk_count, current;
    struct side side;          /* a further connection to the host, when one is under way */
    struct look_run looks;
    struct injection_run injection;
    struct depth_run *depth;   /* NULL: was not asked for */
    bool looking;              /* the walks are over, what comes after them is not */
    uint64_t revision;
    const struct evidence **past; /* of a visit that was kept: its walks, lent; NULL: a visit of its own */
    size_t past_count;
};

#endif
