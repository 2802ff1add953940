/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pick_view.h - a list to pick from, with a few words about the entry under the cursor; Enter does what fits the list. */
#ifndef TLSWALK_PICK_VIEW_H
#define TLSWALK_PICK_VIEW_H

#include "diagnose/symptom.h"
#include "ui/causes.h"
#include "ui/list.h"
#include "ui/view.h"

struct pick_view {
    struct pick_subject subject;
    struct list list;
    struct causes causes;     /* PICK_CAUSES */
    struct symptoms symptoms; /* PICK_SYMPTOMS */
};

extern const struct view pick_view;
void pick_view_open(struct pick_view *v, const struct pick_subject *s);

#endif
