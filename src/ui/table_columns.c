/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/table_columns.h"

#include <stdio.h>

#include "base/text.h"
#include "ui/find.h"
#include "ui/view.h"
#include "ui/words.h"

enum column_id { COLUMN_CLIENT, COLUMN_SERVER, COLUMN_PROTO, COLUMN_PORT, COLUMN_TLS, COLUMN_LOGIN, COLUMN_LEFT, COLUMN_RESULT, COLUMN_FINDING, COLUMN_ADDRESS };

/* A narrow screen drops columns from the bottom of `from_cols`; server, port, mode and result always stay. */
static const struct column {
    enum column_id id;
    const char *head;
    int from_cols;  /* screens at least this wide show it */
    int cols, wide; /* its least width, and that on screens of COLS_WIDE */
    int grow, most; /* its share of what is left over, up to a width of `most` */
} columns[] = {
    {COLUMN_CLIENT, "CLIENT", COLS_TWO_PANES, 14, 14, 2, 26},
    {COLUMN_SERVER, "SERVER", 0, 16, 20, 3, 32},
    {COLUMN_PROTO, "PROTO", COLS_TWO_PANES, 6, 6, 0, 6},
    {COLUMN_PORT, " PORT", 0, 5, 5, 0, 5},
    {COLUMN_TLS, "TLS", 0, 8, 8, 0, 8},
    {COLUMN_LOGIN, "LOGIN", COLS_TWO_PANES, 5, 8, 0, 18},
    {COLUMN_LEFT, "CERT LEFT", COLS_WIDE, 9, 9, 0, 9},
    {COLUMN_RESULT, "RESULT", 0, 12, 12, 0, 12},
    {COLUMN_FINDING, "FINDING", COLS_WIDE, 14, 14, 3, 40},
    {COLUMN_ADDRESS, "ADDRESS", 150, 15, 15, 1, 26},
};
_Static_assert(sizeof columns / sizeof columns[0] == COLUMN_COUNT, "one row a column");

void columns_widths(int cols, int widths[COLUMN_COUNT])
{
    int left = cols - 2, shares = 0;

    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        widths[i] = cols < columns[i].from_cols ? 0 : cols < COLS_WIDE ? columns[i].cols : columns[i].wide;
        left -= widths[i] ? widths[i] + 1 : 0;
        shares += widths[i] ? columns[i].grow : 0;
    }
    for (size_t i = 0; i < COLUMN_COUNT && left > 0 && shares; i++) {
        int more = widths[i] ? left * columns[i].grow / shares : 0;
        if (widths[i] + more > columns[i].most)
            more = columns[i].most - widths[i];
        if (widths[i]) {
            widths[i] += more;
            left -= more;
            shares -= columns[i].grow;
        }
    }
}

static void result_cell(const struct row_result *r, uint64_t now_us, char *to, size_t cap)
{
    char age[24];

    switch (r->state) {
    case ROW_NOT_RUN:
        to[0] = '\0';
        return;
    case ROW_QUEUED:
        snprintf(to, cap, "queued");
        return;
    case ROW_RUNNING:
        snprintf(to, cap, "running");
        return;
    case ROW_ENDED:
        words_age(age, sizeof age, now_us - r->ended_us);
        snprintf(to, cap, "%-5s %s", verdict_word(r->verdict), age);
        return;
    }
}

static void column_cell(enum column_id id, const struct model *m, size_t row, char *to, size_t cap)
{
    const struct row *r = &m->table->rows[row];
    const struct row_result *result = &m->results[row];

    to[0] = '\0';
    switch (id) {
    case COLUMN_CLIENT:
        snprintf(to, cap, "%s", words_client(r));
        return;
    case COLUMN_SERVER:
        snprintf(to, cap, "%s", r->host);
        return;
    case COLUMN_ADDRESS:
        snprintf(to, cap, "%s", result->address);
        return;
    case COLUMN_PROTO:
        snprintf(to, cap, "%s", words_proto(r->proto));
        return;
    case COLUMN_PORT:
        snprintf(to, cap, "%5u", r->port);
        return;
    case COLUMN_TLS:
        snprintf(to, cap, "%s", words_mode(r->mode));
        return;
    case COLUMN_LOGIN:
        snprintf(to, cap, "%s", result->login);
        return;
    case COLUMN_LEFT:
        if (result->state == ROW_ENDED && result->days_left != INT64_MAX)
            snprintf(to, cap, "%lld days", (long long)result->days_left);
        return;
    case COLUMN_RESULT:
        result_cell(result, m->now_us, to, cap);
        return;
    case COLUMN_FINDING:
        snprintf(to, cap, "%s", result->state == ROW_ENDED ? result->code : "");
        return;
    }
}

static style column_style(enum column_id id, const struct row_result *r)
{
    return id == COLUMN_RESULT && r->state == ROW_ENDED ? style_of_verdict(r->verdict) : INK_PLAIN;
}

void columns_head(const int widths[COLUMN_COUNT], struct area a, int row)
{
    int col = 2;

    for (size_t i = 0; i < COLUMN_COUNT; i++)
        if (widths[i]) {
            area_put(a, row, col, STYLE_BOLD, columns[i].head);
            col += widths[i] + 1;
        }
}

void columns_row(const struct model *m, size_t row, bool selected, const char *find, const int widths[COLUMN_COUNT], struct area a, int y)
{
    char cell[600];
    int col = 2, end = 2;

    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        if (!widths[i])
            continue;
        column_cell(columns[i].id, m, row, cell, sizeof cell);
        int cols = text_cols(span_str(cell)) < widths[i] ? text_cols(span_str(cell)) : widths[i];
        area_put_cut(a, y, col, widths[i], column_style(columns[i].id, &m->results[row]), cell);
        if (find[0] && find_in(span_str(cell), find) >= 0)
            area_mark(a, y, col, cols, STYLE_UNDERLINE | STYLE_BOLD);
        end = cols ? col + cols : end;
        col += widths[i] + 1;
    }
    if (!selected)
        return;
    area_put(a, y, 0, INK_PLAIN, ">");
    area_mark(a, y, 0, end, STYLE_REVERSE); /* no blanks behind the text: a move is two such rows on the line */
    area_cursor(a, y, 0);
}

bool columns_write(const struct model *m, size_t row, struct buf *out)
{
    char cell[600];

    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        column_cell(columns[i].id, m, row, cell, sizeof cell);
        if (!text_safe(out, span_trim(span_str(cell))) || !buf_add_char(out, i + 1 < COLUMN_COUNT ? '\t' : '\n'))
            return false;
    }
    return true;
}
