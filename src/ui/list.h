/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.h - a cursor in a list, and the part of the list that a screen shows. Pure numbers. */
#ifndef TLSWALK_LIST_H
#define TLSWALK_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/request.h"

struct list {
    size_t cursor, top;
    int rows; /* on screen at the last list_show; pages are of that size */
};

/* Moves the cursor for UP, DOWN, PAGE_UP, PAGE_DOWN, FIRST, LAST. false: another request. */
bool list_move(struct list *l, enum request_id id, size_t count);
/* The same for what has no cursor: moves top. */
bool list_scroll(struct list *l, enum request_id id, size_t count);
/* Before drawing: clamps the cursor to count and moves top so that it is among the rows shown. */
void list_show(struct list *l, size_t count, int rows);
/* Before drawing without a cursor: clamps top. */
void list_show_scrolled(struct list *l, size_t count, int rows);
/* "3/8  all" or "1-20/240  8%"; cap >= 48 */
void list_position(const struct list *l, size_t count, char *to, size_t cap);

#endif
