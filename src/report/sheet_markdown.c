/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet_markdown.c - a sheet as Markdown with tables (CommonMark, and GitHub's tables), for tickets.
 *
 * Facts stand in code spans, where no link, mention, emoji or formula is looked for. In sentences, what begins markup has a
 * backslash, and the characters that ticket systems look for in the finished page (@ # $) stand in code spans of one character.
 * A pipe is an entity everywhere in a cell: readers differ on what a backslash before it means.
 */
#include "base/text.h"
#include "report/sheet_private.h"

#define PIPE "&#124;"
#define FENCE "```"

/* ---- text that is no markup ---- */

/* Length of the longest run of backticks. */
static size_t longest_run(struct span s)
{
    size_t run = 0, most = 0;

    for (size_t i = 0; i < s.len; i++) {
        run = s.ptr[i] == '`' ? run + 1 : 0;
        most = run > most ? run : most;
    }
    return most;
}

static bool add_fence(struct buf *out, size_t count)
{
    bool ok = true;

    for (; ok && count > 0; count--)
        ok = buf_add_char(out, '`');
    return ok;
}

/* One code span (CommonMark 6.1); s has no pipe in it. A space at each end is taken off by the reader, and is there so that
 * blanks and backticks at the ends stay. */
static bool add_code_span(struct buf *out, struct span s)
{
    size_t fence = longest_run(s) + 1;
    bool blank = span_trim(s).len == 0; /* nothing is taken off of those */
    bool padded = !blank && (s.ptr[0] == '`' || s.ptr[s.len - 1] == '`' || (s.ptr[0] == ' ' && s.ptr[s.len - 1] == ' '));

    return s.len == 0 || (add_fence(out, fence) && (!padded || buf_add_char(out, ' ')) && buf_add_span(out, s) &&
                          (!padded || buf_add_char(out, ' ')) && add_fence(out, fence));
}

static bool add_fact(struct buf *out, struct span s)
{
    bool ok = true;

    while (ok && s.len > 0) {
        const unsigned char *pipe = memchr(s.ptr, '|', s.len);
        struct span head = span_head(s, pipe ? (size_t)(pipe - s.ptr) : s.len);

        ok = add_code_span(out, head) && (!pipe || buf_add_str(out, PIPE));
        s = span_skip(s, head.len + (pipe ? 1 : 0));
    }
    return ok;
}

static bool is_one_of(unsigned char c, const char *set)
{
    return c != '\0' && strchr(set, c) != NULL;
}

/* Does a backslash have to stand before the i-th byte? Of a URL the colon and of "www." the dot are enough. */
static bool is_markup(struct span s, size_t i)
{
    return is_one_of(s.ptr[i], "\\`*_[]<>&~") || (s.ptr[i] == ':' && i + 1 < s.len && s.ptr[i + 1] == '/') ||
           (s.ptr[i] == '.' && i >= 3 && strncasecmp((const char *)s.ptr + i - 3, "www", 3) == 0);
}

static bool add_sentence(struct buf *out, struct span s)
{
    bool ok = true;

    for (size_t i = 0; ok && i < s.len; i++) {
        size_t looked_for = i;

        while (looked_for < s.len && is_one_of(s.ptr[looked_for], "@#$"))
            looked_for++;
        if (looked_for > i) { /* in one span, for two of them side by side would be read as one with backticks in it */
            ok = add_code_span(out, span_head(span_skip(s, i), looked_for - i));
            i = looked_for - 1;
        } else if (s.ptr[i] == '|') {
            ok = buf_add_str(out, PIPE);
        } else {
            ok = (!is_markup(s, i) || buf_add_char(out, '\\')) && buf_add(out, s.ptr + i, 1);
        }
    }
    return ok;
}

/* ---- blocks ---- */

static bool md_close(struct sheet *p)
{
    bool ok = p->open != SHEET_LINES || buf_add_str(p->out, FENCE "\n");

    p->open = SHEET_NOTHING;
    return ok;
}

/* What is open ends, and an empty line parts it from what comes. */
static bool begin_block(struct sheet *p)
{
    return md_close(p) && buf_add_char(p->out, '\n');
}

static bool md_title(struct sheet *p, const char *title)
{
    return buf_add_str(p->out, "# ") && add_sentence(p->out, span_str(title)) && buf_add_char(p->out, '\n');
}

static bool md_heading(struct sheet *p, const char *heading)
{
    return begin_block(p) && buf_add_str(p->out, "## ") && add_sentence(p->out, span_str(heading)) && buf_add_char(p->out, '\n');
}

static bool md_item(struct sheet *p, const char *mark, struct span text)
{
    return begin_block(p) && buf_add_str(p->out, "### ") && add_sentence(p->out, span_trim(span_str(mark))) && buf_add_char(p->out, ' ') &&
           add_fact(p->out, text) && buf_add_char(p->out, '\n');
}

static bool begin_field(struct sheet *p, const char *label)
{
    bool ok = p->open == SHEET_FIELDS || (begin_block(p) && buf_add_str(p->out, "| | |\n| --- | --- |\n"));

    p->open = SHEET_FIELDS;
    ok = ok && buf_add_str(p->out, "| ");
    if (label[0])
        ok = ok && buf_add_str(p->out, "**") && add_sentence(p->out, span_str(label)) && buf_add_str(p->out, "**");
    return ok && buf_add_str(p->out, " | ");
}

static bool md_field(struct sheet *p, const char *label, struct span text, bool fact)
{
    return begin_field(p, label) && (fact ? add_fact(p->out, text) : add_sentence(p->out, text)) && buf_add_str(p->out, " |\n");
}

static bool add_verdict(struct sheet *p, enum verdict v)
{
    return buf_addf(p->out, v == VERDICT_FAIL ? "**%s**" : "%s", verdict_word(v));
}

static bool md_verdict(struct sheet *p, const char *label, enum verdict v)
{
    return begin_field(p, label) && add_verdict(p, v) && buf_add_str(p->out, " |\n");
}

static bool md_rows(struct sheet *p)
{
    const struct sheet_columns *c = p->columns;
    bool middle = c->middle_cols > 0;

    if (!begin_block(p))
        return false;
    p->open = SHEET_ROWS;
    return buf_addf(p->out, "| | %s |%s%s%s %s |\n| --- | --- |%s --- |\n", c->name, middle ? " " : "", middle ? c->middle : "",
                    middle ? " |" : "", c->text, middle ? " ---: |" : "");
}

static bool md_row(struct sheet *p, enum verdict v, const char *name, const char *middle, struct span text)
{
    return buf_add_str(p->out, "| ") && add_verdict(p, v) && buf_add_str(p->out, " | ") && add_sentence(p->out, span_str(name)) &&
           (p->columns->middle_cols == 0 || (buf_add_str(p->out, " | ") && add_sentence(p->out, span_str(middle)))) &&
           buf_add_str(p->out, " | ") && add_fact(p->out, text) && buf_add_str(p->out, " |\n");
}

/* A paragraph must not begin like a list, a heading or a quotation. */
static bool md_sentence(struct sheet *p, struct span text)
{
    bool list = text.len > 0 && (is_one_of(text.ptr[0], "+-=") || (text.ptr[0] >= '0' && text.ptr[0] <= '9'));

    return begin_block(p) && (list ? add_fact(p->out, text) : add_sentence(p->out, text)) && buf_add_char(p->out, '\n');
}

static bool md_line(struct sheet *p, const char *prefix, struct span text, bool exact)
{
    (void)exact; /* lines are as long as they are */
    bool ok = p->open == SHEET_LINES || (begin_block(p) && buf_add_str(p->out, FENCE "text\n"));

    p->open = SHEET_LINES;
    return ok && buf_add_str(p->out, prefix) && buf_add_span(p->out, text) && buf_add_char(p->out, '\n');
}

const struct sheet_form sheet_markdown = {
    .title = md_title,
    .heading = md_heading,
    .item = md_item,
    .field = md_field,
    .verdict = md_verdict,
    .rows = md_rows,
    .row = md_row,
    .sentence = md_sentence,
    .line = md_line,
    .close = md_close,
};
