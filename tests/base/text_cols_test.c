/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/text.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define RING "\xCC\x8A"
#define HAN "\xE4\xB8\xAD" /* two columns */

static void widths_are_those_of_a_terminal(void **state)
{
    static const struct {
        const char *text;
        int cols;
        size_t cluster; /* bytes of the first one */
    } rows[] = {
        {"", 0, 0}, {"abc", 3, 1}, {"\xC3\xBC", 1, 2}, {HAN HAN, 4, 3}, {"a" RING "b", 2, 3}, {"a" RING RING, 1, 5},
        {"\xF0\x9F\x98\x80", 2, 4}, {"\xFF" "a", 2, 1},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        assert_int_equal(text_cols(span_str(rows[i].text)), rows[i].cols);
        assert_int_equal(text_cluster(span_str(rows[i].text)), rows[i].cluster);
    }
}

/* The C library's idea of a width is the screen library's. Where the two differ, a line would be drawn crooked; the 77 code
 * points that differ in Debian 12 (circled numbers, hexagrams, two Kannada signs) are let be, more would be a new library. */
static void widths_agree_with_the_c_library(void **state)
{
    unsigned differ = 0;
    mbstate_t to = {0};

    (void)state;
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        skip();
    for (wchar_t c = 0x20; c < 0x110000; c++) {
        char raw[16];
        size_t len = wcrtomb(raw, c, &to);

        if (len == (size_t)-1) {
            to = (mbstate_t){0};
            continue;
        }
        if (text_is_safe(span_of(raw, len)))
            differ += text_cols(span_of(raw, len)) != wcwidth(c);
    }
    assert_in_range(differ, 0, 200);
}

static void fits_whole_characters(void **state)
{
    static const struct {
        const char *text;
        int cols;
        size_t len;
        int taken;
    } rows[] = {
        {"abc", 2, 2, 2}, {"abc", 3, 3, 3}, {"abc", 0, 0, 0}, {"abc", -1, 0, 0}, {HAN HAN, 3, 3, 2}, {HAN, 1, 0, 0},
        {"a" RING "b", 1, 3, 1}, {"", 5, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        int taken = -1;

        assert_int_equal(text_fit(span_str(rows[i].text), rows[i].cols, &taken), rows[i].len);
        assert_int_equal(taken, rows[i].taken);
    }
}

static void lines_break_at_spaces(void **state)
{
    static const struct {
        const char *text;
        int cols;
        const char *lines[6];
    } rows[] = {
        {"the quick brown fox", 10, {"the quick", "brown fox"}},
        {"the quick brown fox", 9, {"the quick", "brown fox"}},
        {"the quick brown fox", 8, {"the", "quick", "brown", "fox"}},
        {"the   quick", 5, {"the", "quick"}},
        {"the quick   ", 9, {"the quick"}},
        {"abcdefghij k", 4, {"abcd", "efgh", "ij k"}},
        {"  indented text", 10, {"  indented", "text"}},
        {HAN HAN HAN, 3, {HAN, HAN, HAN}},
        {HAN HAN, 1, {HAN, HAN}}, /* wider than the line, and yet there is an end */
        {"", 10, {""}},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct span rest = span_str(rows[i].text);
        size_t n = 0, next;

        do {
            size_t len = text_wrap(rest, rows[i].cols, &next);

            assert_non_null(rows[i].lines[n]);
            assert_true(span_is(span_head(rest, len), rows[i].lines[n]));
            rest = span_skip(rest, next);
            n++;
        } while (rest.len > 0);
        assert_null(rows[i].lines[n]);
    }
}

/* What stands before the text, the text's own blanks and the width decide where lines end; none ends in a blank. */
static void text_is_added_in_lines(void **state)
{
    static const struct {
        const char *before, *text;
        int col, cols;
        const char *after;
    } rows[] = {
        {"LABEL  ", "the quick brown fox jumps over", 7, 30, "LABEL  the quick brown fox\n       jumps over\n"},
        {"", "the quick brown fox jumps over", 0, 24, "the quick brown fox\njumps over\n"},
        {"LABEL  ", "fox  ", 7, 30, "LABEL  fox\n"},
        {"LABEL  ", "", 7, 30, "LABEL\n"},
        {"LABEL  ", "the quick brown fox jumps over", 7, 10, "LABEL  the quick brown fox\n       jumps over\n"}, /* no room: 20 all the same */
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf out = {0};

        assert_true(buf_add_str(&out, rows[i].before) && text_add_wrapped(&out, span_str(rows[i].text), rows[i].col, rows[i].cols));
        assert_string_equal(buf_cstr(&out), rows[i].after);
        buf_done(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(widths_agree_with_the_c_library),
        cmocka_unit_test(fits_whole_characters),
        cmocka_unit_test(lines_break_at_spaces),
        cmocka_unit_test(text_is_added_in_lines),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
