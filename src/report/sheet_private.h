/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet_private.h - a sheet to be read by people: headings, fields, rows, sentences, lines to the letter. Two forms of it: plain
 * text, and Markdown.
 *
 * All text given to it is safe text. A sentence is ours, with names filled in; a fact is a server's or a setting's own words.
 * Functions return false when memory ran out; then the sheet is not to be used.
 * Plain text survives mail and chat: no line begins with "From ", ">" or a signature's dashes, none ends in a blank.
 * In Markdown nothing of a fact or sentence is markup, a link, HTML or a mention, and nothing breaks out of its cell or block.
 */
#ifndef TLSWALK_SHEET_PRIVATE_H
#define TLSWALK_SHEET_PRIVATE_H

#include "base/buf.h"
#include "base/span.h"
#include "walk/stage.h"

struct sheet;

/* The columns of rows: a verdict, then these. */
struct sheet_columns {
    const char *name, *middle, *text; /* titles */
    int name_cols, middle_cols;       /* plain text; 0: there is no such column */
};

/* How a form writes. */
struct sheet_form {
    bool (*title)(struct sheet *p, const char *title);
    bool (*heading)(struct sheet *p, const char *heading);
    bool (*item)(struct sheet *p, const char *mark, struct span text);
    bool (*field)(struct sheet *p, const char *label, struct span text, bool fact);
    bool (*verdict)(struct sheet *p, const char *label, enum verdict v);
    bool (*rows)(struct sheet *p);
    bool (*row)(struct sheet *p, enum verdict v, const char *name, const char *middle, struct span text);
    bool (*sentence)(struct sheet *p, struct span text);
    bool (*line)(struct sheet *p, const char *prefix, struct span text, bool exact);
    bool (*close)(struct sheet *p);
};
extern const struct sheet_form sheet_text, sheet_markdown;

struct sheet {
    struct buf *out;
    const struct sheet_form *form;
    int cols;       /* plain text: the width */
    bool color;     /* plain text: SGR colours */
    int indent;     /* plain text: of fields */
    int label_cols; /* plain text: of their labels */
    const struct sheet_columns *columns;
    enum { SHEET_NOTHING, SHEET_FIELDS, SHEET_ROWS, SHEET_LINES } open; /* Markdown: what a further one belongs to */
};

#define SHEET_COLS_DEFAULT 78
#define SHEET_COLS_MIN 60

/* What the sheet is; fields that follow belong to the whole of it. */
bool sheet_title(struct sheet *p, const char *title);
/* A section; fields and rows that follow are its own. */
bool sheet_heading(struct sheet *p, const char *heading);
/* A thing of its own in a section: a finding, a certificate. mark: its number. */
bool sheet_item(struct sheet *p, const char *mark, struct span fact);
/* A label and a sentence beside it; an empty label continues the one before. */
bool sheet_field(struct sheet *p, const char *label, struct span sentence);
bool sheet_fieldf(struct sheet *p, const char *label, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* The same with words that are not ours. */
bool sheet_fact(struct sheet *p, const char *label, struct span fact);
bool sheet_factf(struct sheet *p, const char *label, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* "FAIL" and the like as a field. */
bool sheet_verdict(struct sheet *p, const char *label, enum verdict v);
/* Begins rows; columns must live as long as they are written. */
bool sheet_rows(struct sheet *p, const struct sheet_columns *columns);
bool sheet_row(struct sheet *p, enum verdict v, const char *name, const char *middle, struct span fact);
/* A paragraph. */
bool sheet_sentence(struct sheet *p, struct span sentence);
/* A line to the letter, behind a prefix of ours. The prefix or the text begins with something else than a backtick. */
bool sheet_line(struct sheet *p, const char *prefix, struct span fact);
/* Words of ours among such lines: cut between words where the line is full. */
bool sheet_remark(struct sheet *p, const char *prefix, struct span words);
/* The sheet is done. */
bool sheet_close(struct sheet *p);

#endif
