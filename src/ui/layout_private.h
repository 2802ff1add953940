/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout_private.h - what the files of the layout share: layout.c (keys, wishes), layout_stack.c (which screen),
 * layout_ask.c (questions), layout_draw.c (drawing). */
#ifndef TLSWALK_LAYOUT_PRIVATE_H
#define TLSWALK_LAYOUT_PRIVATE_H

#include "ui/layout.h"

enum view_id layout_top(const struct layout *l);
/* The screen that is shown, and its state. */
const struct view *layout_view(const struct layout *l);
void *layout_state(struct layout *l);
/* What is looked for on the screen that is shown; NULL: there is nothing to look for. */
struct looking *layout_looking(struct layout *l);
/* Shows p->open, with the subject that belongs to it. */
void layout_open(struct layout *l, const struct press *p);
/* Down to the table, of which only the rows with a text are shown. */
void layout_filter_table(struct layout *l, const char *text);
void layout_leave(struct layout *l);

void layout_add_wish(struct layout *l, enum wish_kind kind);
bool layout_something_runs(const struct model *m);
/* Requests that begin with a question. false: another one. */
bool layout_ask(struct layout *l, const struct model *m, enum request_id id);
/* The same for those that the screen answers itself where it can. */
bool layout_ask_unanswered(struct layout *l, const struct model *m, enum request_id id);

#endif
