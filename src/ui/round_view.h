/* SPDX-License-Identifier: GPL-3.0-or-later */
/* round_view.h - the guided round: a list of calls; a call, its walk, a question about what was seen, and the answer. */
#ifndef TLSWALK_ROUND_VIEW_H
#define TLSWALK_ROUND_VIEW_H

#include "practice/exercise.h"
#include "ui/list.h"
#include "ui/view.h"

struct round_view {
    struct list list;              /* the calls */
    bool open;                     /* the call under the list's cursor is shown, and not the list */
    bool walked;                   /* its row was walked: the question is shown */
    size_t chosen;                 /* the last answer; EXERCISE_CHOICES: none yet */
    struct list page;
    size_t page_lines;             /* at the last draw */
    bool done[EXERCISES_MAX];      /* answered rightly, in this session */
};

extern const struct view round_view;
/* For the walk screen's status line: the walk is that of the call, and its question waits. */
bool round_view_waits(const struct round_view *v, const struct model *m);

#endif
