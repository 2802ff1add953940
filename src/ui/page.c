/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/page.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/styled.h"

void page_init(struct page *p, int cols, int label_cols)
{
    memset(p, 0, sizeof *p);
    p->cols = cols < 10 ? 10 : cols;
    p->label_cols = label_cols > p->cols / 2 ? p->cols / 2 : label_cols;
    p->label_style = STYLE_BOLD;
}

void page_done(struct page *p)
{
    for (size_t i = 0; i < p->count; i++)
        free(p->lines[i].text);
    free(p->lines);
    memset(p, 0, sizeof *p);
}

static void page_add(struct page *p, style st, int label_cols, const char *text, size_t len)
{
    if (p->count == p->cap) {
        size_t cap = p->cap ? p->cap * 2 : 32;
        struct page_line *lines = realloc(p->lines, cap * sizeof *lines);
        if (!lines) {
            p->broken = true;
            return;
        }
        p->lines = lines;
        p->cap = cap;
    }
    struct page_line *l = &p->lines[p->count];
    *l = (struct page_line){strndup(text, len), st, p->label_style, label_cols};
    if (l->text)
        p->count++;
    else
        p->broken = true;
}

void page_blank(struct page *p)
{
    page_add(p, INK_PLAIN, 0, "", 0);
}

void page_heading(struct page *p, const char *text)
{
    page_add(p, STYLE_BOLD, 0, text, strlen(text));
}

void page_line(struct page *p, style st, const char *text)
{
    page_add(p, st, 0, text, strlen(text));
}

/* Wraps safe text at the width left beside the label column; the label stands on the first line only. */
static void page_wrap_safe(struct page *p, style st, const char *label, int label_cols, struct span text)
{
    struct buf line = {0};
    int cols = p->cols - label_cols;
    bool first = true;

    do {
        size_t next, n = text_wrap(text, cols, &next);
        struct span head = span_head(text, n);
        int pad = label_cols - (first ? text_cols(span_str(label)) : 0);

        buf_clear(&line);
        buf_addf(&line, "%s%*s", first ? label : "", pad > 0 ? pad : first && label_cols ? 1 : 0, "");
        buf_add_span(&line, head);
        const char *s = buf_cstr(&line);
        if (s && !line.broken)
            page_add(p, st, first ? label_cols : 0, s, strlen(s));
        else
            p->broken = true;
        text = span_skip(text, next ? next : text.len);
        first = false;
    } while (text.len);
    buf_done(&line);
}

/* Most texts are safe already; those of a table file may be anything. */
static void page_wrap(struct page *p, style st, const char *label, int label_cols, struct span text)
{
    struct buf safe = {0};

    if (text_is_safe(text))
        page_wrap_safe(p, st, label, label_cols, text);
    else if (text_safe(&safe, text))
        page_wrap_safe(p, st, label, label_cols, buf_span(&safe));
    else
        p->broken = true;
    buf_done(&safe);
}

void page_text(struct page *p, style st, const char *text)
{
    page_wrap(p, st, "", 0, span_str(text));
}

void page_field(struct page *p, const char *label, style st, const char *text)
{
    if (text)
        page_wrap(p, st, label, p->label_cols, span_str(text));
}

void page_fieldf(struct page *p, const char *label, style st, const char *fmt, ...)
{
    struct buf text = {0};
    va_list ap;

    va_start(ap, fmt);
    buf_vaddf(&text, fmt, ap);
    va_end(ap);
    const char *s = buf_cstr(&text);
    if (s)
        page_field(p, label, st, s);
    else
        p->broken = true;
    buf_done(&text);
}

void page_draw(const struct page *p, size_t top, const char *find, struct area a)
{
    struct styled s = {0};

    for (int row = 0; row < a.rows && top + (size_t)row < p->count; row++) {
        const struct page_line *l = &p->lines[top + (size_t)row];
        size_t label = text_fit(span_str(l->text), l->label_cols, &(int){0});

        styled_clear(&s);
        if (!styled_add(&s, l->label_style, span_of(l->text, label), a.grid->ascii) ||
            !styled_add(&s, l->style, span_str(l->text + label), a.grid->ascii))
            break;
        styled_mark(&s, find, STYLE_REVERSE);
        styled_put(&s, 0, buf_len(&s.text), a, row, 0);
    }
    styled_done(&s);
}

void page_filter(struct page *p, const char *text)
{
    size_t kept = 0;

    for (size_t i = 0; i < p->count; i++)
        if (find_in(span_str(p->lines[i].text), text) >= 0)
            p->lines[kept++] = p->lines[i];
        else
            free(p->lines[i].text);
    p->count = kept;
}

bool page_write(const struct page *p, struct buf *out)
{
    for (size_t i = 0; i < p->count; i++)
        if (!text_safe(out, span_str(p->lines[i].text)) || !buf_add_char(out, '\n'))
            return false;
    return true;
}

long page_find(const struct page *p, const char *text, size_t from, int direction)
{
    if (!p->count || !text[0])
        return -1;
    for (size_t i = 0; i < p->count; i++) {
        size_t at = direction > 0 ? (from + i) % p->count : (from + 2 * p->count - i) % p->count;
        if (find_in(span_str(p->lines[at].text), text) >= 0)
            return (long)at;
    }
    return -1;
}
