/* SPDX-License-Identifier: GPL-3.0-or-later */
/* injection_run.h - the test of STARTTLS, on request: one further connection, and its outcome in the evidence. Private to walk/. */
#ifndef TLSWALK_INJECTION_RUN_H
#define TLSWALK_INJECTION_RUN_H

#include "walk/side.h"

struct injection_run {
    struct side *side;  /* the visit's */
    bool started;       /* the walk under way is ours */
    bool ended;
};

/* wanted: by the operator; without it the run is over before it begins. */
void injection_run_init(struct injection_run *r, bool wanted, struct side *side);
/* side->main is known. */
void injection_run_begin(struct injection_run *r);
/* As far as it goes without news. true: it is over. */
bool injection_run_turn(struct injection_run *r, uint64_t now_us);
void injection_run_stop(struct injection_run *r); /* a connection that is not begun yet never will be */

#endif
