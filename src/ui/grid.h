/* SPDX-License-Identifier: GPL-3.0-or-later */
/* grid.h - the screen as rows of styled cells. No terminal in it: screen.c shows it, tests read it as text.
 *
 * Everything that is put passes through base/text, so hostile bytes end here: what cannot be shown is written out and
 * drawn reverse. An area is a rectangle of the grid; what does not fit in it is cut.
 * Owner: the grid owns its cells; an area is a plain value and borrows the grid.
 */
#ifndef TLSWALK_GRID_H
#define TLSWALK_GRID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "walk/stage.h"

/* A style is one ink and any of the flags. Ink only repeats what a word says. */
enum ink { INK_PLAIN, INK_OK, INK_NOTE, INK_WARN, INK_FAIL, INK_CLIENT, INK_COUNT };
enum {
    STYLE_INK = 0x0f,
    STYLE_BOLD = 0x10,
    STYLE_REVERSE = 0x20,
    STYLE_UNDERLINE = 0x40,
};
typedef uint8_t style;

style style_of_verdict(enum verdict v);

#define CELL_MARKS 2 /* combining marks that safe text allows */

struct cell {
    uint32_t ch[1 + CELL_MARKS]; /* base and marks, 0 where there is none */
    uint8_t cols;                /* 1 or 2; 0: the right half of the cell before */
    style style;
};

struct grid {
    int cols, rows;
    bool ascii;             /* nothing outside ASCII may be shown */
    bool lines;             /* rules are drawn as lines rather than with - and | */
    int cursor_row, cursor_col; /* where the hardware cursor stands */
    bool typing;            /* it stands in a field that takes text */
    struct cell *cells;     /* rows * cols */
    struct buf scratch;
};

/* A zeroed grid is empty. false: no memory, the grid is then empty. */
bool grid_resize(struct grid *g, int cols, int rows);
void grid_done(struct grid *g);
void grid_clear(struct grid *g);
static inline const struct cell *grid_row(const struct grid *g, int row) { return g->cells + (size_t)row * (size_t)g->cols; }
/* A row as UTF-8 text without trailing spaces, appended. false: no memory. */
bool grid_row_text(const struct grid *g, int row, struct buf *out);

struct area {
    struct grid *grid;
    int row, col, rows, cols;
};
struct area grid_area(struct grid *g);
/* A part of a, clamped to it; row and col count from a's corner. */
struct area area_part(struct area a, int row, int col, int rows, int cols);

void area_clear(struct area a);

/* Text from column col on (a negative one scrolls it to the left). Returns the column behind it, also past the edge. */
int area_put(struct area a, int row, int col, style st, const char *text);
int area_put_span(struct area a, int row, int col, style st, struct span raw);
int area_putf(struct area a, int row, int col, style st, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* Cut to at most cols columns, the last of which becomes ~ when text was lost. */
void area_put_cut(struct area a, int row, int col, int cols, style st, const char *text);
/* Ends at the right edge. */
void area_put_right(struct area a, int row, style st, const char *text);
/* "-- heading --------" over the whole width. */
void area_rule(struct area a, int row, const char *heading);
/* A vertical line over the whole height. */
void area_bar(struct area a, int col);
/* Adds flags to cols cells that are there already; cells that are reverse and get reverse become plain. */
void area_mark(struct area a, int row, int col, int cols, style flags);
/* The hardware cursor. */
void area_cursor(struct area a, int row, int col);

#endif
