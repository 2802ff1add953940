/* SPDX-License-Identifier: GPL-3.0-or-later */
/* find.h - plain text search, ASCII case ignored. No patterns: what is typed is what is looked for. */
#ifndef TLSWALK_FIND_H
#define TLSWALK_FIND_H

#include <stdbool.h>

#include "base/span.h"

#define FIND_MAX 128

/* What the operator looks for on a screen; "" is nothing. */
struct looking {
    char find[FIND_MAX];   /* marked where it stands */
    char filter[FIND_MAX]; /* lines without it are hidden */
};

/* Where needle begins in hay, -1: nowhere. An empty needle is found at 0. */
long find_in(struct span hay, const char *needle);
/* The same in what raw bytes look like on the screen: escapes can be looked for too. */
bool find_visible(struct span raw, const char *needle);

#endif
