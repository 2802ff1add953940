/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - safe text. Columns are in text_cols.c, numbers and times in text_time.c. */
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

#define MARKS_MAX 2         /* on one base; more would climb over other lines, and ncurses drops the fifth silently */
#define DOTTED_CIRCLE "\xE2\x97\x8C" /* U+25CC */

/* One step of the conversion: what stands for one code point, or for one byte that is none. */
struct glyph {
    char text[16];  /* longest: "<U+10FFFF>" */
    size_t len;
    size_t used;    /* bytes of the input that it stands for */
    bool escaped;
};

/* Marks that the base before may still carry; 0 at the start and behind an escape, where there is no base. */
struct carry {
    int marks;
};

static void glyph_escape(struct glyph *g, const char *fmt, unsigned value)
{
    g->len = (size_t)snprintf(g->text, sizeof g->text, fmt, value);
    g->escaped = true;
}

/* Cannot be seen, or moves or reorders what can. Default-ignorable adds the fillers and selectors that are letters or marks
 * by category and yet invisible. */
static bool point_hides(ucs4_t uc)
{
    return uc_is_general_category_withtable(uc, UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs |
                                                    UC_CATEGORY_MASK_Co | UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Zl |
                                                    UC_CATEGORY_MASK_Zp) ||
           uc_is_property_default_ignorable_code_point(uc) || uc_width(uc, "UTF-8") < 0;
}

/* Combines with what stands before it: marks, and the vowels and finals of conjoining Hangul, which take no column either. */
static bool point_is_mark(ucs4_t uc)
{
    return uc_is_general_category_withtable(uc, UC_CATEGORY_MASK_M) || uc_width(uc, "UTF-8") == 0;
}

/* Printable ASCII needs no look: it is most of what mail servers say. */
static bool byte_is_plain(unsigned char c)
{
    return c >= 0x20 && c <= 0x7e;
}

/* in must not be empty. */
static struct glyph glyph_next(struct span in, struct carry *carry, bool ascii)
{
    struct glyph g = {.used = 1};
    ucs4_t uc;

    if (byte_is_plain(in.ptr[0])) {
        g.text[g.len++] = (char)in.ptr[0];
        carry->marks = MARKS_MAX;
        return g;
    }
    int len = u8_mbtoucr(&uc, in.ptr, in.len);
    if (len <= 0) {
        glyph_escape(&g, "\\x%02X", in.ptr[0]);
    } else if (uc == '\t') {
        glyph_escape(&g, "\\t", 0);
    } else if (point_hides(uc) || (ascii && uc > 0x7e)) {
        g.used = (size_t)len;
        glyph_escape(&g, "<U+%04X>", uc);
    } else {
        bool mark = point_is_mark(uc);

        g.used = (size_t)len;
        if (mark && carry->marks == 0) {
            memcpy(g.text, DOTTED_CIRCLE, sizeof DOTTED_CIRCLE - 1);
            g.len = sizeof DOTTED_CIRCLE - 1;
            carry->marks = MARKS_MAX;
        }
        memcpy(g.text + g.len, in.ptr, g.used);
        g.len += g.used;
        carry->marks = mark ? carry->marks - 1 : MARKS_MAX;
    }
    if (g.escaped)
        carry->marks = 0;
    return g;
}

/* Length of the head that is printable ASCII. */
static size_t plain_head(struct span in)
{
    size_t n = 0;

    while (n < in.len && byte_is_plain(in.ptr[n]))
        n++;
    return n;
}

bool text_next_run(struct span *in, struct buf *out, bool *escaped_r, bool ascii)
{
    struct carry carry = {0};
    struct span rest = *in;

    buf_clear(out);
    if (rest.len == 0)
        return false;
    *escaped_r = glyph_next(rest, &(struct carry){0}, ascii).escaped;
    while (rest.len > 0) {
        size_t plain = plain_head(rest);
        struct glyph g;

        if (plain > 0) {
            if (*escaped_r)
                break;
            if (!buf_add(out, rest.ptr, plain))
                return false;
            rest = span_skip(rest, plain);
            carry.marks = MARKS_MAX;
            continue;
        }
        g = glyph_next(rest, &carry, ascii);
        if (g.escaped != *escaped_r)
            break;
        if (!buf_add(out, g.text, g.len))
            return false;
        rest = span_skip(rest, g.used);
    }
    *in = rest;
    return true;
}

static bool text_append(struct buf *out, struct span in, bool ascii)
{
    struct carry carry = {0};

    while (in.len > 0) {
        size_t plain = plain_head(in);
        struct glyph g;

        if (plain > 0) {
            if (!buf_add(out, in.ptr, plain))
                return false;
            in = span_skip(in, plain);
            carry.marks = MARKS_MAX;
            continue;
        }
        g = glyph_next(in, &carry, ascii);
        if (!buf_add(out, g.text, g.len))
            return false;
        in = span_skip(in, g.used);
    }
    return true;
}

bool text_safe(struct buf *out, struct span in)
{
    return text_append(out, in, false);
}

bool text_safe_ascii(struct buf *out, struct span in)
{
    return text_append(out, in, true);
}

char *text_safe_dup(struct span in)
{
    struct buf out = {0};
    char *taken = text_safe(&out, in) ? buf_take(&out) : NULL;

    buf_done(&out);
    return taken;
}

void text_safe_copy(char *to, size_t cap, struct span in)
{
    static const char cut_mark[] = "...";
    struct carry carry = {0};
    size_t len = 0, cut = 0; /* cut: the longest head behind which the mark still fits */

    if (cap == 0)
        return;
    while (in.len > 0) {
        struct glyph g = glyph_next(in, &carry, false);

        if (len + sizeof cut_mark <= cap)
            cut = len;
        if (len + g.len + 1 > cap) {
            size_t mark = cap - 1 - cut < 3 ? cap - 1 - cut : 3;

            memcpy(to + cut, cut_mark, mark);
            len = cut + mark;
            break;
        }
        memcpy(to + len, g.text, g.len);
        len += g.len;
        in = span_skip(in, g.used);
    }
    to[len] = '\0';
}

bool text_is_safe(struct span in)
{
    struct carry carry = {0};

    while (in.len > 0) {
        struct glyph g = glyph_next(in, &carry, false);

        if (g.escaped || g.len != g.used)
            return false;
        in = span_skip(in, g.used);
    }
    return true;
}

bool text_is_utf8(struct span in)
{
    return in.len == 0 || !u8_check(in.ptr, in.len);
}
