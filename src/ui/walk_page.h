/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk_page.h - parts of a walk in full: a stage, a line of the transcript, the login mechanisms. */
#ifndef TLSWALK_WALK_PAGE_H
#define TLSWALK_WALK_PAGE_H

#include "ui/model.h"
#include "ui/page.h"

void walk_page_stage(struct page *p, const struct model *m, size_t walk, size_t stage);
void walk_page_line(struct page *p, const struct evidence *e, uint64_t serial);
void walk_page_mechanisms(struct page *p, const struct evidence *e);

#endif
