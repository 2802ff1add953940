/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_private.h - a page of plain text: headings, fields, wrapped sentences. Stays legible when it is mailed or pasted.
 *
 * All text given to it is safe text. Functions return false when memory ran out; then the page is not to be used.
 */
#ifndef TLSWALK_PAGE_PRIVATE_H
#define TLSWALK_PAGE_PRIVATE_H

#include "base/buf.h"
#include "base/span.h"
#include "walk/stage.h"

struct page {
    struct buf *out;
    int cols;
    bool color;
};

#define PAGE_COLS_DEFAULT 80
#define PAGE_COLS_MIN 60

/* An empty line and a heading. */
bool page_heading(const struct page *p, const char *heading);
/* Sentences, wrapped; the page stands at column col, and the further lines begin there too. Ends the line. */
bool page_wrapped(const struct page *p, int col, struct span text);
/* A label in label_cols columns behind indent spaces, and text beside it, wrapped. */
bool page_field(const struct page *p, int indent, int label_cols, const char *label, struct span text);
bool page_fieldf(const struct page *p, int indent, int label_cols, const char *label, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* "FAIL" and the like, coloured, padded to four columns. */
bool page_verdict(const struct page *p, enum verdict v);
/* The same, but cut where the line is full, so that no space in it is lost. */
bool page_exact(const struct page *p, int col, struct span text);
bool page_spaces(const struct page *p, int count);

#endif
