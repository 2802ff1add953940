/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk_view_private.h - what the files of the walk screen share: walk_view.c (which walk is shown, and on what it
 * rests), walk_panes.c (drawing), walk_request.c (requests). */
#ifndef TLSWALK_WALK_VIEW_PRIVATE_H
#define TLSWALK_WALK_VIEW_PRIVATE_H

#include "ui/walk_view.h"

/* Before anything is drawn or done: the state belongs to this visit, and its walk is there. */
void walk_view_settle(struct walk_view *v, const struct model *m);
void walk_view_show(struct walk_view *v, size_t walk);
size_t walk_view_worst(const struct model *m);
struct heard_said walk_view_heard(const struct walk_view *v, const struct model *m);
/* Remarks about a sound server are not put before anybody who did not ask for them. */
bool walk_view_only_remarks(const struct findings *f);
/* The one in the advice pane; NULL: none. */
const struct finding *walk_view_shown_finding(const struct walk_view *v, const struct model *m);
/* To the line that proves a finding, or else to the stage where it showed. */
void walk_view_goto_finding(struct walk_view *v, const struct model *m, const struct finding *f);
/* The stage's place in the plan; the last one when it is not in it. */
size_t walk_view_plan_index(const struct evidence *e, enum stage_id id);

void walk_view_draw(void *state, const struct model *m, struct area a, struct frame *f);
unsigned walk_view_request(void *state, const struct model *m, struct press *p);

#endif
