/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_view.h - a page of details over another screen: scrolled, searched, filtered. */
#ifndef TLSWALK_PAGE_VIEW_H
#define TLSWALK_PAGE_VIEW_H

#include "ui/list.h"
#include "ui/page.h"
#include "ui/view.h"

struct page_view {
    struct page_subject subject;
    struct list list;
    struct looking looking;
    size_t lines; /* at the last draw */
    int cols;
};

extern const struct view page_view;
void page_view_open(struct page_view *v, const struct page_subject *s);

#endif
