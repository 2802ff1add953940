/* SPDX-License-Identifier: GPL-3.0-or-later */
/* help_view.h - the keys of the screen it was opened from, found as you type, run with Enter; and what the signs mean. */
#ifndef TLSWALK_HELP_VIEW_H
#define TLSWALK_HELP_VIEW_H

#include "ui/edit.h"
#include "ui/list.h"
#include "ui/view.h"

/* Requests and group headings. */
struct help_entry {
    const struct request_row *row; /* NULL: a heading */
    const char *heading;
};
#define HELP_ENTRIES (REQUEST_COUNT + 4)

struct help_view {
    char letter;            /* of the screen that is explained */
    const char *screen;     /* its title */
    bool signs;             /* the second page */
    struct list list;       /* cursor counts entries */
    struct list sign_list;
    size_t sign_lines;      /* at the last draw */
    struct edit filter;
};

extern const struct view help_view;
void help_view_open(struct help_view *v, const struct view *over);
/* The entries that the filter leaves; returns how many. */
size_t help_view_entries(const struct help_view *v, struct help_entry to[HELP_ENTRIES]);

#endif
