/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout_private.h - what layout.c (keys) and layout_draw.c (drawing) share. */
#ifndef TLSWALK_LAYOUT_PRIVATE_H
#define TLSWALK_LAYOUT_PRIVATE_H

#include "ui/layout.h"

/* The screen that is shown, and its state. */
const struct view *layout_view(const struct layout *l);
void *layout_state(struct layout *l);

#endif
