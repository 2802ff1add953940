/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_cols.c - safe text on lines of a terminal: how wide, where to cut, where to break. */
#include "base/text.h"

#include <limits.h>
#include <unistr.h>
#include <uniwidth.h>

/* Length in bytes of the first code point and its columns. Bytes that are not UTF-8 count one column each, so that a caller's
 * mistake cannot become a negative width. in must not be empty. */
static size_t point_next(struct span in, int *cols_r)
{
    ucs4_t uc;
    int len, cols;

    *cols_r = 1;
    if (in.ptr[0] < 0x80)
        return 1;
    len = u8_mbtoucr(&uc, in.ptr, in.len);
    if (len <= 0)
        return 1;
    cols = uc_width(uc, "UTF-8");
    *cols_r = cols < 0 ? 1 : cols;
    return (size_t)len;
}

static size_t cluster_next(struct span in, int *cols_r)
{
    size_t len = 0;

    /* ASCII before ASCII, the ordinary case, is found without a look at tables. */
    if (in.len > 0 && in.ptr[0] < 0x80 && (in.len == 1 || in.ptr[1] < 0x80)) {
        *cols_r = 1;
        return 1;
    }
    *cols_r = 0;
    while (len < in.len) {
        int cols;
        size_t n = point_next(span_skip(in, len), &cols);

        if (len > 0 && cols > 0)
            break;
        *cols_r += cols;
        len += n;
    }
    return len;
}

int text_cols(struct span safe)
{
    int sum = 0;

    while (safe.len > 0) {
        int cols;

        safe = span_skip(safe, point_next(safe, &cols));
        if (sum > INT_MAX - cols)
            return INT_MAX;
        sum += cols;
    }
    return sum;
}

size_t text_fit(struct span safe, int cols, int *cols_r)
{
    size_t len = 0;
    int taken = 0;

    while (len < safe.len) {
        int width;
        size_t n = cluster_next(span_skip(safe, len), &width);

        if (width > cols - taken)
            break;
        taken += width;
        len += n;
    }
    if (cols_r)
        *cols_r = taken;
    return len;
}

size_t text_cluster(struct span safe)
{
    int cols;

    return cluster_next(safe, &cols);
}

/* End of the last word that is followed by a space within safe's first len + 1 bytes; 0: there is no such word. */
static size_t last_word_end(struct span safe, size_t len)
{
    size_t end = len;

    while (end > 0 && safe.ptr[end] != ' ')
        end--;
    while (end > 0 && safe.ptr[end - 1] == ' ')
        end--;
    return end;
}

size_t text_wrap(struct span safe, int cols, size_t *next_r)
{
    size_t len = text_fit(safe, cols, NULL), end;

    if (len == 0) /* a character wider than the line: it goes out alone, or the caller would never come to the end */
        len = text_cluster(safe);
    if (len >= safe.len) {
        *next_r = safe.len;
        return safe.len;
    }
    end = last_word_end(safe, len);
    if (end == 0) { /* one word longer than the line */
        *next_r = len;
        return len;
    }
    for (*next_r = end; *next_r < safe.len && safe.ptr[*next_r] == ' '; ++*next_r)
        ;
    return end;
}

bool text_end_line(struct buf *out)
{
    while (out->end > out->start && out->bytes[out->end - 1] == ' ')
        out->end--;
    return buf_add_char(out, '\n');
}

bool text_add_wrapped(struct buf *out, struct span safe, int col, int cols)
{
    int width = cols - col < TEXT_WRAP_MIN ? TEXT_WRAP_MIN : cols - col;
    bool ok;

    while (safe.len && safe.ptr[safe.len - 1] == ' ')
        safe.len--;
    do {
        size_t next, len = text_wrap(safe, width, &next);

        ok = buf_add_span(out, span_head(safe, len)) && text_end_line(out);
        safe = span_skip(safe, next);
        ok = ok && (!safe.len || buf_addf(out, "%*s", col, ""));
    } while (ok && safe.len);
    return ok;
}
