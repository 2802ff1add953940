/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look_run.h - makes the looks of look.h, one after the other. Private to walk/. */
#ifndef TLSWALK_LOOK_RUN_H
#define TLSWALK_LOOK_RUN_H

#include "walk/look.h"
#include "walk/side.h"

struct look_run {
    struct look_wishes wishes;
    struct looks looks;
    struct side *side;              /* the visit's */
    struct look_ask ask;            /* of the look in progress */
    struct page page;               /* likewise, where it asks for one */
};

void look_run_init(struct look_run *r, const struct look_wishes *wishes, struct side *side);
void look_run_done(struct look_run *r);
/* The walks are over: the first look may begin. */
void look_run_begin(struct look_run *r);
/* As far as it goes without news. true: all looks are over. */
bool look_run_turn(struct look_run *r, uint64_t now_us);
void look_run_stop(struct look_run *r); /* no more of them */

#endif
