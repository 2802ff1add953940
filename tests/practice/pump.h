/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pump.h - a visit joined to a practice server in memory, with a clock that only moves when both sides wait. */
#ifndef TLSWALK_TESTS_PUMP_H
#define TLSWALK_TESTS_PUMP_H

#include <stdbool.h>
#include <stdint.h>

#include "practice/practice.h"
#include "walk/visit.h"

struct pump {
    struct practice *practice;
    const struct fault *fault;
    const struct practice_port *port; /* that the visit is led to */
    struct visit *visit;              /* lent */
    size_t cut;                       /* bytes passed on at a time, either way; 0: all there are */
    uint64_t now_us;
    /* Private. */
    struct practice_conn *conns[LINK_COUNT];
    bool told_end[LINK_COUNT];
};

#define PUMP_START_US UINT64_C(1000000)

/* Starts the visit and carries it to its end, however long that takes on its clock. Fails the test if it never ends. */
void pump_run(struct pump *p, int64_t wall_us);
/* The practice port with that number. */
const struct practice_port *pump_port(uint16_t number);

#endif
