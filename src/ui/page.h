/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.h - a block of finished lines: labels on the left, wrapped text beside them. Made anew for each draw.
 *
 * Advice, details, mechanisms, certificate fields and the pane under the table are pages.
 * Owner: the page owns its lines; a zeroed page is empty. Without memory lines are missing and `broken` is set.
 */
#ifndef TLSWALK_PAGE_H
#define TLSWALK_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "ui/find.h"
#include "ui/grid.h"

struct page_line {
    char *text;      /* raw or safe text; made safe when it is put on the grid */
    style style;
    style label_style;
    int label_cols;  /* head of the line in label_style */
};

struct page {
    struct page_line *lines;
    size_t count, cap;
    int cols;        /* lines are wrapped at this */
    int label_cols;  /* width of the label column, the space behind it included */
    style label_style; /* of the fields that are added; bold at first */
    bool broken;
};

void page_init(struct page *p, int cols, int label_cols);
void page_done(struct page *p);
void page_blank(struct page *p);
void page_heading(struct page *p, const char *text);
/* Wrapped over the whole width. */
void page_text(struct page *p, style st, const char *text);
/* A label and its text, wrapped beside it; an empty text leaves the label alone, a NULL one adds nothing. */
void page_field(struct page *p, const char *label, style st, const char *text);
void page_fieldf(struct page *p, const char *label, style st, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* Never wrapped: PEM, hex. */
void page_line(struct page *p, style st, const char *text);

/* Lines from `top` on; marks what is looked for. */
void page_draw(const struct page *p, size_t top, const char *find, struct area a);
/* Keeps only the lines with a text. */
void page_filter(struct page *p, const char *text);
/* All lines as text, appended. false: no memory. */
bool page_write(const struct page *p, struct buf *out);
/* The next line with the text, from line `from` on in a direction (+1, -1), around the end. -1: none. */
long page_find(const struct page *p, const char *text, size_t from, int direction);

#endif
