/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/styled.h"

#include <string.h>

#include "base/text.h"
#include "ui/find.h"

void styled_done(struct styled *s)
{
    buf_done(&s->text);
    buf_done(&s->styles);
    buf_done(&s->scratch);
}

void styled_clear(struct styled *s)
{
    buf_clear(&s->text);
    buf_clear(&s->styles);
}

static bool styled_add_safe(struct styled *s, style st, struct span safe)
{
    if (!buf_add_span(&s->text, safe))
        return false;
    for (size_t i = 0; i < safe.len; i++)
        if (!buf_add_char(&s->styles, (char)st)) {
            styled_clear(s);
            return false;
        }
    return true;
}

bool styled_add(struct styled *s, style st, struct span raw, bool ascii)
{
    bool escaped;

    while (raw.len) {
        if (!text_next_run(&raw, &s->scratch, &escaped, ascii))
            return false;
        if (!styled_add_safe(s, escaped ? st ^ STYLE_REVERSE : st, buf_span(&s->scratch)))
            return false;
    }
    return true;
}

size_t styled_mark(struct styled *s, const char *needle, style flags)
{
    struct span left = buf_span(&s->text);
    unsigned char *styles = s->styles.bytes + s->styles.start;
    size_t len = strlen(needle), at = 0, places = 0;

    for (long n; len && (n = find_in(left, needle)) >= 0; places++) {
        at += (size_t)n;
        for (size_t i = 0; i < len; i++, at++)
            styles[at] = (unsigned char)((styles[at] | (flags & ~STYLE_REVERSE)) ^ (flags & STYLE_REVERSE));
        left = span_skip(left, (size_t)n + len);
    }
    return places;
}

int styled_put(const struct styled *s, size_t from, size_t len, struct area a, int row, int col)
{
    const unsigned char *styles = s->styles.bytes + s->styles.start;
    struct span text = span_head(span_skip(buf_span(&s->text), from), len);

    while (text.len && col < a.cols) {
        size_t n = 1;
        while (n < text.len && styles[from + n] == styles[from])
            n++;
        col = area_put_span(a, row, col, styles[from], span_head(text, n));
        text = span_skip(text, n);
        from += n;
    }
    return col;
}
