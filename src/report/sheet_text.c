/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet_text.c - a sheet as plain text. */
#include "base/text.h"
#include "report/sheet_private.h"

#define SGR_BOLD "\x1b[1m"
#define SGR_OFF "\x1b[0m"
#define ROW_INDENT 2
#define VERDICT_COLS 4
#define GAP 2
#define ITEM_COLS 3 /* a mark and a space */

static bool add_spaces(const struct sheet *p, int count)
{
    bool ok = true;

    for (; ok && count > 0; count--)
        ok = buf_add_char(p->out, ' ');
    return ok;
}

/* A piece of a line without the blanks at its end, which mail programs lose. */
static struct span without_end_blanks(struct span s)
{
    while (s.len > 0 && s.ptr[s.len - 1] == ' ')
        s.len--;
    return s;
}

/* Sentences; the line stands at column col, and further lines begin there too. */
static bool add_wrapped(const struct sheet *p, int col, struct span text)
{
    return text_add_wrapped(p->out, text, col, p->cols);
}

/* Cut where the line is full, but not behind a space: it goes to the next line, so that none is lost. Those at the very end are
 * written out. */
static bool add_exact(const struct sheet *p, int col, struct span text)
{
    struct buf shown = {0};
    struct span rest = without_end_blanks(text);
    bool ok = buf_add_span(&shown, rest);

    for (size_t i = rest.len; ok && i < text.len; i++)
        ok = buf_add_str(&shown, "<U+0020>");
    rest = buf_span(&shown);
    do {
        struct span head = span_head(rest, text_fit(rest, p->cols - col, NULL)), cut = head;

        if (head.len < rest.len)
            cut = without_end_blanks(head);
        if (cut.len == 0)
            cut = head;
        ok = ok && buf_add_span(p->out, cut) && text_end_line(p->out);
        rest = span_skip(rest, cut.len);
        ok = ok && (rest.len == 0 || add_spaces(p, col));
    } while (ok && rest.len > 0);
    buf_done(&shown);
    return ok;
}

static bool text_title(struct sheet *p, const char *title)
{
    return buf_addf(p->out, "%s\n\n", title);
}

static bool text_heading(struct sheet *p, const char *heading)
{
    return buf_addf(p->out, "\n%s%s%s\n", p->color ? SGR_BOLD : "", heading, p->color ? SGR_OFF : "");
}

static bool text_item(struct sheet *p, const char *mark, struct span text)
{
    return buf_addf(p->out, "%-*s", ITEM_COLS, mark) && add_wrapped(p, ITEM_COLS, text);
}

static bool text_field(struct sheet *p, const char *label, struct span text, bool fact)
{
    (void)fact;
    return add_spaces(p, p->indent) && buf_addf(p->out, "%-*s", p->label_cols, label) && add_wrapped(p, p->indent + p->label_cols, text);
}

static const char *verdict_sgr(enum verdict v)
{
    switch (v) {
    case VERDICT_PASS: return "\x1b[32m";
    case VERDICT_NOTE: return "\x1b[36m";
    case VERDICT_WARN: return "\x1b[33m";
    case VERDICT_FAIL: return "\x1b[1;31m";
    case VERDICT_SKIP:
    case VERDICT_NONE: return "\x1b[2m";
    }
    return "";
}

static bool add_verdict(const struct sheet *p, enum verdict v)
{
    const char *word = verdict_word(v);

    return buf_addf(p->out, "%s%s%s", p->color ? verdict_sgr(v) : "", word, p->color ? SGR_OFF : "") &&
           add_spaces(p, VERDICT_COLS - (int)strlen(word));
}

static bool text_verdict(struct sheet *p, const char *label, enum verdict v)
{
    return add_spaces(p, p->indent) && buf_addf(p->out, "%-*s", p->label_cols, label) && add_verdict(p, v) && text_end_line(p->out);
}

static bool text_rows(struct sheet *p)
{
    (void)p; /* the columns speak for themselves */
    return true;
}

static bool text_row(struct sheet *p, enum verdict v, const char *name, const char *middle, struct span text)
{
    const struct sheet_columns *c = p->columns;
    int col = ROW_INDENT + VERDICT_COLS + GAP + c->name_cols + GAP;
    bool ok = add_spaces(p, ROW_INDENT) && add_verdict(p, v) && add_spaces(p, GAP) &&
              buf_addf(p->out, "%-*s", c->name_cols, name) && add_spaces(p, GAP);

    if (c->middle_cols > 0) {
        col += c->middle_cols + GAP;
        ok = ok && buf_addf(p->out, "%*s", c->middle_cols, middle) && add_spaces(p, GAP);
    }
    return ok && add_wrapped(p, col, text);
}

static bool text_sentence(struct sheet *p, struct span text)
{
    return add_spaces(p, ROW_INDENT) && add_wrapped(p, ROW_INDENT, text);
}

static bool text_line(struct sheet *p, const char *prefix, struct span text, bool exact)
{
    int col = text_cols(span_str(prefix));

    return buf_add_str(p->out, prefix) && (exact ? add_exact(p, col, text) : add_wrapped(p, col, text));
}

static bool text_close(struct sheet *p)
{
    (void)p;
    return true;
}

const struct sheet_form sheet_text = {
    .title = text_title,
    .heading = text_heading,
    .item = text_item,
    .field = text_field,
    .verdict = text_verdict,
    .rows = text_rows,
    .row = text_row,
    .sentence = text_sentence,
    .line = text_line,
    .close = text_close,
};
