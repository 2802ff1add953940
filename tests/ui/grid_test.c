/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells: hostile text, edges, wide characters; and what is built on them: pages, styled text, decoding, the clipboard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/clip.h"
#include "ui/decode.h"
#include "ui/find.h"
#include "ui/grid.h"
#include "ui/page.h"
#include "ui/styled.h"

static struct grid grid;

static int open_grid(void **state)
{
    (void)state;
    memset(&grid, 0, sizeof grid);
    assert_true(grid_resize(&grid, 40, 4));
    return 0;
}

static int close_grid(void **state)
{
    (void)state;
    grid_done(&grid);
    return 0;
}

static void row_is(int row, const char *text)
{
    struct buf b = {0};

    assert_true(grid_row_text(&grid, row, &b));
    assert_string_equal(buf_cstr(&b), text);
    buf_done(&b);
}

static bool is_reverse(int row, int col)
{
    return grid_row(&grid, row)[col].style & STYLE_REVERSE;
}

/* Nothing but printable characters ever stands in a cell. */
static void cells_are_harmless(void)
{
    for (int row = 0; row < grid.rows; row++)
        for (int col = 0; col < grid.cols; col++)
            for (int k = 0; k <= CELL_MARKS; k++) {
                uint32_t c = grid_row(&grid, row)[col].ch[k];
                bool control = (c && c < 32) || (c >= 127 && c < 160);
                bool hides = c == 0xad || (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
                             c == 0xfeff || (c >= 0xe0000 && c <= 0xe007f);
                if (control || hides || (grid.ascii && c > 126))
                    fail_msg("U+%04X stands at %d,%d", (unsigned)c, row, col);
            }
}

#define SPAN(s) span_of(s, sizeof(s) - 1)

static void test_hostile_text(void **state)
{
    const struct {
        struct span raw;
        const char *text;
        int reverse; /* a column that must be reverse, -1: none may be */
    } cases[] = {
        {SPAN("220 ready"), "220 ready", -1},
        {SPAN("a\033[2Jb"), "a<U+001B>[2Jb", 1},
        {SPAN("a\0b"), "a<U+0000>b", 1},
        {SPAN("a\rb"), "a<U+000D>b", 1},
        {SPAN("\xe2\x80\xae" "evil"), "<U+202E>evil", 0},
        {SPAN("<U+202E>"), "<U+202E>", -1},
        {SPAN("\xff\xfe!"), "\\xFF\\xFE!", 0},
        {SPAN("\xc2\x9b" "0m"), "<U+009B>0m", 0},
        {SPAN("caf\xc3\xa9"), "caf\xc3\xa9", -1},
        {SPAN("e\xcc\x81!"), "e\xcc\x81!", -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        grid_clear(&grid);
        area_put_span(grid_area(&grid), 1, 0, INK_PLAIN, cases[i].raw);
        row_is(1, cases[i].text);
        for (int col = 0; cases[i].reverse < 0 && col < grid.cols; col++)
            assert_false(is_reverse(1, col));
        if (cases[i].reverse >= 0)
            assert_true(is_reverse(1, cases[i].reverse));
        cells_are_harmless();
    }
}

static void test_all_bytes_at_all_edges(void **state)
{
    unsigned char raw[512];

    (void)state;
    for (size_t i = 0; i < sizeof raw; i++)
        raw[i] = (unsigned char)(i * 7 + i / 256);
    for (int ascii = 0; ascii < 2; ascii++) {
        grid.ascii = ascii;
        for (int col = -60; col < 45; col++) {
            grid_clear(&grid);
            area_put_span(grid_area(&grid), 0, col, INK_PLAIN, span_of(raw, sizeof raw));
            area_put_span(area_part(grid_area(&grid), 2, 5, 1, 10), 0, col, INK_PLAIN, span_of(raw, sizeof raw));
            cells_are_harmless();
            row_is(1, "");
            row_is(3, "");
            assert_int_equal(grid_row(&grid, 2)[4].ch[0], ' ');
            assert_int_equal(grid_row(&grid, 2)[15].ch[0], ' ');
        }
    }
}

static void test_ascii_screens_get_ascii(void **state)
{
    (void)state;
    grid.ascii = true;
    area_put(grid_area(&grid), 0, 0, INK_PLAIN, "caf\xc3\xa9");
    row_is(0, "caf<U+00E9>");
    area_rule(grid_area(&grid), 1, "Selected");
    row_is(1, "-- Selected ----------------------------");
}

/* A wide character is never cut in half, and half of one is never left behind. */
static void test_wide_characters(void **state)
{
    struct area a = area_part(grid_area(&grid), 0, 0, 1, 5);

    (void)state;
    area_put(a, 0, 0, INK_PLAIN, "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e");
    row_is(0, "\xe6\x97\xa5\xe6\x9c\xac");
    area_put(a, 0, 1, INK_PLAIN, "x");
    row_is(0, " x\xe6\x9c\xac");
    area_put(a, 0, -1, INK_PLAIN, "\xe6\x97\xa5y");
    row_is(0, " y\xe6\x9c\xac");
}

static void test_cut_shows_that_it_cut(void **state)
{
    (void)state;
    area_put_cut(grid_area(&grid), 0, 2, 8, INK_PLAIN, "imap.example.org");
    row_is(0, "  imap.ex~");
    area_put_cut(grid_area(&grid), 1, 2, 8, INK_PLAIN, "imap.exa");
    row_is(1, "  imap.exa");
}

static void test_reverse_twice_stands_out(void **state)
{
    (void)state;
    area_put_span(grid_area(&grid), 0, 0, INK_PLAIN, SPAN("a\033"));
    area_mark(grid_area(&grid), 0, 0, 40, STYLE_REVERSE);
    assert_true(is_reverse(0, 0));
    assert_false(is_reverse(0, 1));
}

static void test_page_wraps_beside_labels(void **state)
{
    struct page p;

    (void)state;
    page_init(&p, 24, 7);
    page_field(&p, "WHAT", INK_PLAIN, "The server does not offer STARTTLS.");
    page_field(&p, "NONE", INK_PLAIN, NULL);
    assert_int_equal(p.count, 3);
    page_draw(&p, 0, "", grid_area(&grid));
    row_is(0, "WHAT   The server does");
    row_is(1, "       not offer");
    row_is(2, "       STARTTLS.");
    assert_true(grid_row(&grid, 0)[0].style & STYLE_BOLD);
    assert_false(grid_row(&grid, 0)[7].style & STYLE_BOLD);
    assert_int_equal(page_find(&p, "starttls", 0, 1), 2);
    assert_int_equal(page_find(&p, "server", 1, 1), 0);
    assert_int_equal(page_find(&p, "nowhere", 0, 1), -1);
    page_filter(&p, "offer");
    assert_int_equal(p.count, 1);
    page_done(&p);
}

static void test_find(void **state)
{
    static const struct {
        const char *hay, *needle;
        long at;
    } cases[] = {
        {"* CAPABILITY IMAP4rev1", "imap", 13}, {"abc", "", 0}, {"abc", "abcd", -1}, {"aab", "AB", 1}, {"", "a", -1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(find_in(span_str(cases[i].hay), cases[i].needle), cases[i].at);
    assert_true(find_visible(SPAN("a\033b"), "<u+001b>"));
    assert_false(find_visible(SPAN("a\033b"), "\033"));
}

static void test_marks_do_not_move_text(void **state)
{
    struct styled s = {0};

    (void)state;
    assert_true(styled_add(&s, INK_PLAIN, SPAN("auth AUTH=PLAIN"), false));
    assert_int_equal(styled_mark(&s, "auth", STYLE_REVERSE), 2);
    styled_put(&s, 0, buf_len(&s.text), grid_area(&grid), 0, 0);
    row_is(0, "auth AUTH=PLAIN");
    assert_true(is_reverse(0, 0) && is_reverse(0, 3) && is_reverse(0, 5) && is_reverse(0, 8));
    assert_false(is_reverse(0, 4) || is_reverse(0, 9));
    styled_done(&s);
}

static void test_decode_base64(void **state)
{
    static const struct {
        const char *line, *text;
    } cases[] = {
        {"334 VXNlcm5hbWU6", "334 {Username:}"},
        {"+ eyJzdGF0dXMiOiI0MDEifQ==", "+ {{\"status\":\"401\"}}"},
        {"* OK [CAPABILITY LITERAL+ practice]", "* OK [CAPABILITY LITERAL+ practice]"},
        {"AUTH PLAIN", "AUTH PLAIN"},
        {"", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf b = {0};
        assert_true(decode_base64(&b, span_str(cases[i].line)));
        assert_string_equal(buf_cstr(&b), cases[i].text);
        buf_done(&b);
    }
}

static void test_decode_hex(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_true(decode_hex(&b, SPAN("OK\r\n!"), 4));
    assert_string_equal(buf_cstr(&b), "4f 4b 0d 0a  OK..21           !   ");
    assert_int_equal(buf_len(&b), 2 * decode_hex_line(4));
    assert_int_equal(decode_hex_bytes(0), 1);
    assert_int_equal(decode_hex_bytes(1000), 16);
    buf_done(&b);
}

static void test_clipboard_bytes(void **state)
{
    struct buf b = {0};
    char *big = calloc(1, CLIP_BYTES_MAX + 1);

    (void)state;
    assert_non_null(big);
    assert_true(clip_bytes(&b, SPAN("hi"), CLIP_DIRECT));
    assert_string_equal(buf_cstr(&b), "\033]52;c;aGk=\007");
    buf_clear(&b);
    assert_true(clip_bytes(&b, SPAN("hi"), CLIP_TMUX));
    assert_string_equal(buf_cstr(&b), "\033]52;c;aGk=\007\033Ptmux;\033\033]52;c;aGk=\007\033\\");
    buf_clear(&b);
    assert_true(clip_bytes(&b, SPAN("hi"), CLIP_SCREEN));
    assert_string_equal(buf_cstr(&b), "\033P\033]52;c;aGk=\007\033\\");
    buf_clear(&b);
    assert_true(clip_bytes(&b, span_of(big, 2000), CLIP_SCREEN));
    for (const char *piece = buf_cstr(&b), *end; *piece; piece = end + 2) {
        end = strstr(piece, "\033\\");
        assert_non_null(end);
        assert_true(end - piece < 768);
    }
    buf_clear(&b);
    assert_false(clip_bytes(&b, span_of(big, CLIP_BYTES_MAX + 1), CLIP_DIRECT));
    assert_int_equal(clip_path("/tmp/tmux-0/default,1,0", NULL), CLIP_TMUX);
    assert_int_equal(clip_path("", "1.pts"), CLIP_SCREEN);
    assert_int_equal(clip_path(NULL, NULL), CLIP_DIRECT);
    buf_done(&b);
    free(big);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_hostile_text, open_grid, close_grid),
        cmocka_unit_test_setup_teardown(test_all_bytes_at_all_edges, open_grid, close_grid),
        cmocka_unit_test_setup_teardown(test_ascii_screens_get_ascii, open_grid, close_grid),
        cmocka_unit_test_setup_teardown(test_wide_characters, open_grid, close_grid),
        cmocka_unit_test_setup_teardown(test_cut_shows_that_it_cut, open_grid, close_grid),
        cmocka_unit_test_setup_teardown(test_reverse_twice_stands_out, open_grid, close_grid),
        cmocka_unit_test_setup_teardown(test_page_wraps_beside_labels, open_grid, close_grid),
        cmocka_unit_test(test_find),
        cmocka_unit_test_setup_teardown(test_marks_do_not_move_text, open_grid, close_grid),
        cmocka_unit_test(test_decode_base64),
        cmocka_unit_test(test_decode_hex),
        cmocka_unit_test(test_clipboard_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
