/* SPDX-License-Identifier: GPL-3.0-or-later */
/* further.h - what was looked at on request beyond the walk itself: further looks, the injection test, TLS in depth. */
#ifndef TLSWALK_FURTHER_H
#define TLSWALK_FURTHER_H

#include <stdbool.h>
#include <stddef.h>

#include "ui/model.h"
#include "ui/page.h"

#define FURTHER_LABEL_COLS 16
#define FURTHER_GRADE_COLS 6 /* the column of grades of TLS in depth */

enum further { FURTHER_LOOKS, FURTHER_INJECTION, FURTHER_DEPTH };

/* The visit's walk about whose host it was made; SIZE_MAX: none. m->visit must be there. */
size_t further_walk(const struct model *m, enum further what);
/* What of it runs now, as a status line; false: nothing does. */
bool further_status(const struct model *m, char *to, size_t cap);
/* Looks and injection test, as far as they were made. */
void further_page_looks(struct page *p, const struct evidence *e);
void further_page_depth(struct page *p, const struct evidence *e);

#endif
