/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk_view.h - a visit as it happens: stages, transcript and advice, for one of its addresses at a time. */
#ifndef TLSWALK_WALK_VIEW_H
#define TLSWALK_WALK_VIEW_H

#include "ui/list.h"
#include "ui/steps_view.h"
#include "ui/transcript_view.h"
#include "ui/view.h"

enum pane { PANE_STEPS, PANE_TRANSCRIPT, PANE_ADVICE, PANE_COUNT };

struct walk_view {
    enum pane focus;
    bool zoom;
    size_t walk;           /* shown */
    bool walk_chosen;      /* by the operator; otherwise the running one is shown, and at the end the worst */
    struct steps_view steps;
    struct transcript_view transcript;
    struct list advice;
    size_t advice_lines;   /* at the last draw */
    size_t finding;
    bool finding_chosen;
    bool rested;           /* the walk shown has ended, and its worst finding was gone to */
    /* Which visit the above belongs to: a new one begins afresh. */
    const struct visit *visit;
    int64_t started_wall_us;
};

extern const struct view walk_view;
void walk_view_init(struct walk_view *v);
/* A visit was granted: begin afresh. */
void walk_view_reset(struct walk_view *v);
/* Findings of the walk that is shown; NULL: none yet. */
const struct findings *walk_view_findings(const struct walk_view *v, const struct model *m);

#endif
