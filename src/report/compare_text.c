/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_text.c - a comparison as a table: what, in A, in B; and the conversations line by line. */
#include "base/text.h"
#include "report/compare_private.h"
#include "report/report_private.h"

#define SENSE_COLS 8
#define COLS_DEFAULT 80
#define COLS_MIN 60

static const char *sense_sgr(enum compare_sense s)
{
    switch (s) {
    case COMPARE_OTHER: return "";
    case COMPARE_BETTER: return "\x1b[32m";
    case COMPARE_WORSE: return "\x1b[1;31m";
    }
    return "";
}

bool board_spaces(const struct board *b, int count)
{
    return count <= 0 || buf_addf(b->out, "%*s", count, "");
}

/* The next line of a cell, filled up to its width. */
static bool cell_line(struct buf *line, struct span *text, int cols)
{
    size_t next = 0, len = text->len > 0 ? text_wrap(*text, cols, &next) : 0;
    struct span head = span_head(*text, len);

    *text = span_skip(*text, next);
    return buf_add_span(line, head) && buf_addf(line, "%*s", cols - text_cols(head) + 1, "");
}

/* One line of the three cells, without blanks at its end. */
static bool cells_line(const struct board *p, struct span cells[3], int cols)
{
    struct buf line = {0};
    bool ok = cell_line(&line, &cells[0], cols) && cell_line(&line, &cells[1], cols) && cell_line(&line, &cells[2], cols);
    struct span text = ok ? buf_span(&line) : span_of(NULL, 0);

    while (text.len > 0 && text.ptr[text.len - 1] == ' ')
        text.len--;
    ok = ok && buf_add_span(p->out, text) && buf_add_char(p->out, '\n');
    buf_done(&line);
    return ok;
}

static int cell_cols(const struct board *p)
{
    return (p->cols - SENSE_COLS - 2) / 3;
}

static bool row_text(const struct board *p, const struct compare_row *row)
{
    struct span cells[3] = {span_str(row->what), span_str(row->a ? row->a : "-"), span_str(row->b ? row->b : "-")};
    bool colored = p->color && row->sense != COMPARE_OTHER;
    bool ok = buf_addf(p->out, "%s%-*s%s", colored ? sense_sgr(row->sense) : "", SENSE_COLS, compare_sense_word(row->sense),
                       colored ? "\x1b[0m" : "") &&
              cells_line(p, cells, cell_cols(p));

    while (ok && (cells[0].len > 0 || cells[1].len > 0 || cells[2].len > 0))
        ok = board_spaces(p, SENSE_COLS) && cells_line(p, cells, cell_cols(p));
    return ok;
}

static bool walk_line(const struct board *p, const char *letter, const char *name, const struct evidence *e)
{
    char uri[REPORT_TARGET_CAP], date[32];
    struct buf text = {0};
    bool ok;

    target_format(e->target, uri, sizeof uri);
    text_time(date, sizeof date, e->started_wall_us / 1000000);
    ok = buf_addf(&text, "%s%s%s, %s (%s)", uri, e->address[0] ? " at " : "", e->address, date, name) &&
         buf_addf(p->out, "%s  ", letter) && text_add_wrapped(p->out, buf_span(&text), 3, p->cols);
    buf_done(&text);
    return ok;
}

/* What does not differ, in one sentence. */
static bool same_text(const struct board *p, const struct compare_pair *pair)
{
    bool differs[COMPARE_GROUPS] = {false};
    struct buf text = {0};
    size_t listed = 0;
    bool ok;

    for (size_t i = 0; i < pair->count; i++)
        differs[pair->rows[i].group] = true;
    ok = buf_addf(&text, pair->count ? "The other %zu facts are the same" : "Nothing differs: %zu facts are the same", pair->same);
    for (int g = 0; ok && pair->count && g < COMPARE_GROUPS; g++)
        if (!differs[g] && pair->same_of[g] > 0)
            ok = buf_addf(&text, "%s%s", listed++ ? ", " : "; nothing at all differs in: ", compare_group_title((enum compare_group)g));
    ok = ok && buf_add_char(&text, '.') && text_add_wrapped(p->out, buf_span(&text), 0, p->cols);
    buf_done(&text);
    return ok;
}

static bool table_text(const struct board *p, const struct compare_pair *pair)
{
    int cell = cell_cols(p);
    bool ok = buf_addf(p->out, "\n%-*s%-*s %-*s in B\n", SENSE_COLS, "B is", cell, "what", cell, "in A");

    for (size_t i = 0; ok && i < pair->count; i++)
        ok = row_text(p, &pair->rows[i]);
    return ok;
}

static bool pair_text(const struct board *p, const struct compare_pair *pair, const struct compare_look *look)
{
    bool ok = (!pair->a || walk_line(p, "A", look->name_a, pair->a)) && (!pair->b || walk_line(p, "B", look->name_b, pair->b));

    if (!pair->a || !pair->b)
        return ok && buf_addf(p->out, "Only %s has this walk.\n", pair->a ? "A" : "B");
    ok = ok && (pair->count == 0 || table_text(p, pair)) && buf_add_char(p->out, '\n') && same_text(p, pair);
    return ok && (!look->transcript || (buf_add_str(p->out, "\nTRANSCRIPT  - only in A  + only in B  S: server  C: client  | inside TLS\n") &&
                                        compare_transcripts(p, pair->a->transcript, pair->b->transcript)));
}

bool compare_write(struct buf *out, const struct comparison *c, const struct compare_look *look)
{
    struct board p = {.out = out, .cols = look->cols ? look->cols : COLS_DEFAULT, .color = look->color};
    bool ok = true;

    if (p.cols < COLS_MIN)
        p.cols = COLS_MIN;
    for (size_t i = 0; ok && i < c->count; i++)
        ok = (i == 0 || buf_add_char(out, '\n')) && pair_text(&p, &c->pairs[i], look);
    return ok;
}
