/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/grid.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define LINE_HORIZONTAL 0x2500u
#define LINE_VERTICAL 0x2502u

style style_of_verdict(enum verdict v)
{
    switch (v) {
    case VERDICT_NONE:
    case VERDICT_SKIP:
        return INK_PLAIN;
    case VERDICT_PASS:
        return INK_OK;
    case VERDICT_NOTE:
        return INK_NOTE;
    case VERDICT_WARN:
        return INK_WARN | STYLE_BOLD;
    case VERDICT_FAIL:
        return INK_FAIL | STYLE_BOLD;
    }
    return INK_PLAIN;
}

bool grid_resize(struct grid *g, int cols, int rows)
{
    if (cols == g->cols && rows == g->rows && g->cells)
        return true;
    free(g->cells);
    g->cells = NULL;
    g->cols = g->rows = 0;
    if (cols <= 0 || rows <= 0)
        return true;
    g->cells = calloc((size_t)cols * (size_t)rows, sizeof *g->cells);
    if (!g->cells)
        return false;
    g->cols = cols;
    g->rows = rows;
    grid_clear(g);
    return true;
}

void grid_done(struct grid *g)
{
    free(g->cells);
    buf_done(&g->scratch);
    memset(g, 0, sizeof *g);
}

void grid_clear(struct grid *g)
{
    size_t n = (size_t)g->cols * (size_t)g->rows;

    for (size_t i = 0; i < n; i++)
        g->cells[i] = (struct cell){.ch = {' '}, .cols = 1};
    g->cursor_row = g->rows ? g->rows - 1 : 0;
    g->cursor_col = 0;
    g->typing = false;
}

static bool utf8_add(struct buf *out, uint32_t c)
{
    char b[4];
    size_t n = 0;

    if (c < 0x80) {
        b[n++] = (char)c;
    } else if (c < 0x800) {
        b[n++] = (char)(0xc0 | c >> 6);
        b[n++] = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        b[n++] = (char)(0xe0 | c >> 12);
        b[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        b[n++] = (char)(0x80 | (c & 0x3f));
    } else {
        b[n++] = (char)(0xf0 | c >> 18);
        b[n++] = (char)(0x80 | (c >> 12 & 0x3f));
        b[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        b[n++] = (char)(0x80 | (c & 0x3f));
    }
    return buf_add(out, b, n);
}

bool grid_row_text(const struct grid *g, int row, struct buf *out)
{
    const struct cell *c = grid_row(g, row);
    int end = g->cols;

    while (end > 0 && c[end - 1].ch[0] == ' ')
        end--;
    for (int i = 0; i < end; i++)
        for (int k = 0; c[i].cols && k <= CELL_MARKS && c[i].ch[k]; k++)
            if (!utf8_add(out, c[i].ch[k]))
                return false;
    return true;
}

struct area grid_area(struct grid *g)
{
    return (struct area){g, 0, 0, g->rows, g->cols};
}

struct area area_part(struct area a, int row, int col, int rows, int cols)
{
    struct area p = {a.grid, a.row, a.col, 0, 0};

    row = row < 0 ? 0 : row > a.rows ? a.rows : row;
    col = col < 0 ? 0 : col > a.cols ? a.cols : col;
    p.row += row;
    p.col += col;
    p.rows = rows < 0 ? 0 : rows > a.rows - row ? a.rows - row : rows;
    p.cols = cols < 0 ? 0 : cols > a.cols - col ? a.cols - col : cols;
    return p;
}

static struct cell *area_cell(struct area a, int row, int col)
{
    return a.grid->cells + (size_t)(a.row + row) * (size_t)a.grid->cols + (size_t)(a.col + col);
}

void area_clear(struct area a)
{
    for (int row = 0; row < a.rows; row++)
        for (int col = 0; col < a.cols; col++)
            *area_cell(a, row, col) = (struct cell){.ch = {' '}, .cols = 1};
}

/* Half of a wide character that loses its other half becomes a space. */
static void cell_unpair(struct area a, int row, int col)
{
    struct cell *c = area_cell(a, row, col);

    if (c->cols == 0 && a.col + col > 0)
        c[-1] = (struct cell){.ch = {' '}, .cols = 1, .style = c[-1].style};
    if (c->cols == 2 && a.col + col + 1 < a.grid->cols)
        c[1] = (struct cell){.ch = {' '}, .cols = 1, .style = c[1].style};
}

static void cell_set(struct area a, int row, int col, int cols, style st, const uint32_t ch[1 + CELL_MARKS])
{
    struct cell *c = area_cell(a, row, col);

    cell_unpair(a, row, col);
    if (cols == 2)
        cell_unpair(a, row, col + 1);
    memcpy(c->ch, ch, sizeof c->ch);
    c->cols = (uint8_t)cols;
    c->style = st;
    if (cols == 2)
        c[1] = (struct cell){.cols = 0, .style = st};
}

/* Safe text holds no broken UTF-8; the result of a broken one would be wrong characters, never a read past the end. */
static uint32_t utf8_take(struct span *s)
{
    unsigned char b = s->ptr[0];
    size_t n = b < 0x80 ? 1 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;
    uint32_t c = n == 1 ? b : b & (0xffu >> (n + 1));

    if (n > s->len)
        n = s->len;
    for (size_t i = 1; i < n; i++)
        c = c << 6 | (s->ptr[i] & 0x3fu);
    *s = span_skip(*s, n);
    return c;
}

/* Safe text to cells. */
static int area_put_safe(struct area a, int row, int col, style st, struct span safe)
{
    while (safe.len && col < a.cols) {
        size_t n = text_cluster(safe);
        struct span cluster = span_head(safe, n ? n : 1);
        int cols = text_cols(cluster);
        uint32_t ch[1 + CELL_MARKS] = {0};

        safe = span_skip(safe, cluster.len);
        for (int k = 0; k <= CELL_MARKS && cluster.len; k++)
            ch[k] = utf8_take(&cluster);
        if (cols < 1 || cols > 2)
            continue;
        if (col >= 0 && col + cols <= a.cols)
            cell_set(a, row, col, cols, st, ch);
        col += cols;
    }
    return col;
}

/* Printable ASCII at the head of raw, all but what a combining mark might belong to. */
static size_t ascii_head(struct span raw)
{
    size_t n = 0;

    while (n < raw.len && raw.ptr[n] >= ' ' && raw.ptr[n] < 127)
        n++;
    return n && n < raw.len && raw.ptr[n] >= 0x80 ? n - 1 : n;
}

int area_put_span(struct area a, int row, int col, style st, struct span raw)
{
    bool escaped;

    if (row < 0 || row >= a.rows)
        return col;
    while (raw.len && col < a.cols) {
        size_t n = ascii_head(raw);
        for (size_t i = 0; i < n && col < a.cols; i++, col++)
            if (col >= 0)
                cell_set(a, row, col, 1, st, (uint32_t[1 + CELL_MARKS]){raw.ptr[i]});
        raw = span_skip(raw, n);
        if (!raw.len || col >= a.cols)
            break;
        if (!text_next_run(&raw, &a.grid->scratch, &escaped, a.grid->ascii))
            break;
        col = area_put_safe(a, row, col, escaped ? st ^ STYLE_REVERSE : st, buf_span(&a.grid->scratch));
    }
    return col;
}

int area_put(struct area a, int row, int col, style st, const char *text)
{
    return area_put_span(a, row, col, st, span_str(text));
}

int area_putf(struct area a, int row, int col, style st, const char *fmt, ...)
{
    char text[512];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return area_put(a, row, col, st, text);
}

void area_put_cut(struct area a, int row, int col, int cols, style st, const char *text)
{
    struct area part = area_part(a, row, col, 1, cols);

    if (part.cols == cols && area_put(part, 0, 0, st, text) >= cols && cols > 0 && text_cols(span_str(text)) > cols)
        area_put(part, 0, cols - 1, st, "~");
}

void area_put_right(struct area a, int row, style st, const char *text)
{
    int col = a.cols - text_cols(span_str(text));

    area_put(a, row, col < 0 ? 0 : col, st, text);
}

void area_rule(struct area a, int row, const char *heading)
{
    uint32_t ch[1 + CELL_MARKS] = {a.grid->lines ? LINE_HORIZONTAL : '-'};

    if (row < 0 || row >= a.rows)
        return;
    for (int col = 0; col < a.cols; col++)
        cell_set(a, row, col, 1, INK_PLAIN, ch);
    if (heading[0])
        area_put(a, row, area_put(a, row, area_put(a, row, 2, INK_PLAIN, " "), STYLE_BOLD, heading), INK_PLAIN, " ");
}

void area_bar(struct area a, int col)
{
    uint32_t ch[1 + CELL_MARKS] = {a.grid->lines ? LINE_VERTICAL : '|'};

    if (col >= 0 && col < a.cols)
        for (int row = 0; row < a.rows; row++)
            cell_set(a, row, col, 1, INK_PLAIN, ch);
}

void area_mark(struct area a, int row, int col, int cols, style flags)
{
    if (row < 0 || row >= a.rows)
        return;
    for (int i = col < 0 ? 0 : col; i < col + cols && i < a.cols; i++) {
        struct cell *c = area_cell(a, row, i);
        c->style = (style)((c->style | (flags & ~STYLE_REVERSE)) ^ (flags & STYLE_REVERSE));
    }
}

void area_cursor(struct area a, int row, int col)
{
    if (a.rows <= 0 || a.cols <= 0)
        return;
    a.grid->cursor_row = a.row + (row < 0 ? 0 : row >= a.rows ? a.rows - 1 : row);
    a.grid->cursor_col = a.col + (col < 0 ? 0 : col >= a.cols ? a.cols - 1 : col);
}
