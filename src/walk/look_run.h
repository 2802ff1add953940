/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look_run.h - makes the looks of look.h, one after the other. Private to walk/. */
#ifndef TLSWALK_LOOK_RUN_H
#define TLSWALK_LOOK_RUN_H

#include "walk/look.h"
#include "walk/walk_private.h"

struct look_run {
    struct look_wishes wishes;
    struct looks looks;
    const struct visit_options *o;  /* the visit's */
    struct walk *main;              /* the walk that the looks are about */
    struct walk *side;              /* the look in progress; NULL: none */
    struct target target;           /* of the look in progress */
    struct visit_options side_o;
    struct look_ask ask;
    bool step;                      /* a look never pauses: always false */
    uint64_t next_at_us;            /* not before; UINT64_MAX: nothing more to come */
};

void look_run_init(struct look_run *r, const struct look_wishes *wishes, const struct visit_options *o);
void look_run_done(struct look_run *r);
/* After the walks are over: the first look may begin. about: the walk that came furthest. */
void look_run_begin(struct look_run *r, struct walk *about, uint64_t now_us);
/* As far as it goes without news. true: all looks are over. */
bool look_run_turn(struct look_run *r, uint64_t now_us);
void look_run_tick(struct look_run *r, uint64_t now_us);
void look_run_stop(struct look_run *r, uint64_t now_us);
uint64_t look_run_deadline(const struct look_run *r);

#endif
