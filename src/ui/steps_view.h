/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps_view.h - the stages of a walk with verdicts and times, the running one with its clock; and the addresses tried. */
#ifndef TLSWALK_STEPS_VIEW_H
#define TLSWALK_STEPS_VIEW_H

#include "ui/grid.h"
#include "ui/list.h"
#include "ui/model.h"

#define STEPS_COLS 27      /* the pane's width beside the transcript */
#define STEPS_COLS_WIDE 40 /* where there is room for what was seen at each stage */

/* What the cursor can stand on. */
struct step_item {
    enum { STEP_STAGE, STEP_WALK, STEP_ADDRESS } kind; /* ADDRESS: not visited yet */
    size_t index; /* into the plan, the visit's walks, or the resolution's addresses */
};
#define STEP_ITEMS_MAX (STAGE_COUNT + 2 * ADDRESSES_MAX + 1)

struct steps_view {
    size_t cursor;  /* item */
    bool chosen;    /* by the operator; otherwise the cursor follows the walk */
    size_t rest;    /* where it rests when the walk has ended and nobody chose */
    size_t top;     /* line */
    int rows;
};

/* The stage's time so far, or all of it. */
uint64_t step_took_us(const struct stage *s, const struct visit *v, uint64_t now_us);
/* The findings' verdict where they have one, else the stage's and the walk's own; findings may be NULL. */
enum verdict step_verdict(const struct evidence *e, const struct findings *f, size_t stage);
enum verdict walk_verdict(const struct model *m, size_t walk);
size_t steps_items(const struct model *m, size_t walk, struct step_item items[STEP_ITEMS_MAX]);
void steps_view_draw(struct steps_view *v, const struct model *m, size_t walk, struct area a, bool focused);
/* One line: NAM+ CON+ TLS! ..., for screens with one pane. */
void steps_view_strip(const struct model *m, size_t walk, struct area a, int row);
bool steps_view_move(struct steps_view *v, const struct model *m, size_t walk, enum request_id id);

#endif
