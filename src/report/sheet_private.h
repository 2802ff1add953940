/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet_private.h - a sheet of plain text: headings, fields, wrapped sentences. Stays legible when it is mailed or pasted.
 *
 * All text given to it is safe text. Functions return false when memory ran out; then the sheet is not to be used.
 */
#ifndef TLSWALK_SHEET_PRIVATE_H
#define TLSWALK_SHEET_PRIVATE_H

#include "base/buf.h"
#include "base/span.h"
#include "walk/stage.h"

struct sheet {
    struct buf *out;
    int cols;
    bool color;
};

#define SHEET_COLS_DEFAULT 80
#define SHEET_COLS_MIN 60

/* An empty line and a heading. */
bool sheet_heading(const struct sheet *p, const char *heading);
/* Sentences, wrapped; the sheet stands at column col, and the further lines begin there too. Ends the line. */
bool sheet_wrapped(const struct sheet *p, int col, struct span text);
/* A label in label_cols columns behind indent spaces, and text beside it, wrapped. */
bool sheet_field(const struct sheet *p, int indent, int label_cols, const char *label, struct span text);
bool sheet_fieldf(const struct sheet *p, int indent, int label_cols, const char *label, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
/* "FAIL" and the like, coloured, padded to four columns. */
bool sheet_verdict(const struct sheet *p, enum verdict v);
/* The same, but cut where the line is full, so that no space in it is lost. */
bool sheet_exact(const struct sheet *p, int col, struct span text);
bool sheet_spaces(const struct sheet *p, int count);

#endif
