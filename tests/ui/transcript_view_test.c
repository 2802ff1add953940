/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The transcript on the screen: wrapping, following, finding, hiding, and what a flood costs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "ui/transcript_view.h"

struct scene {
    struct transcript *transcript;
    struct transcript_view view;
    struct grid grid;
};

static struct scene scene;

static struct heard_said heard(void)
{
    return (struct heard_said){scene.transcript, NULL, 3600 * INT64_C(1000000)};
}

static int scene_open(void **state)
{
    (void)state;
    memset(&scene, 0, sizeof scene);
    scene.transcript = transcript_new(4 << 20, 100000);
    transcript_view_init(&scene.view);
    return scene.transcript && grid_resize(&scene.grid, 40, 6) ? 0 : -1;
}

static int scene_close(void **state)
{
    (void)state;
    transcript_free(scene.transcript);
    grid_done(&scene.grid);
    return 0;
}

static void say(enum said_by by, bool secured, const char *bytes)
{
    assert_true(transcript_say(scene.transcript, 1234567, by, secured, STAGE_BANNER, span_str(bytes)));
}

static void say_lines(unsigned n)
{
    char line[40];

    for (unsigned i = 0; i < n; i++) {
        snprintf(line, sizeof line, "* line %u\r\n", i);
        say(SAID_SERVER, false, line);
    }
}

static void draw(void)
{
    struct heard_said h = heard();

    grid_clear(&scene.grid);
    transcript_view_draw(&scene.view, &h, grid_area(&scene.grid), true);
}

static void move(enum request_id id)
{
    struct heard_said h = heard();

    assert_true(transcript_view_move(&scene.view, &h, id));
    draw();
}

static void row_is(int row, const char *text)
{
    struct buf b = {0};

    assert_true(grid_row_text(&scene.grid, row, &b));
    assert_string_equal(buf_cstr(&b), text);
    buf_done(&b);
}

static void test_who_when_and_how(void **state)
{
    (void)state;
    say(SAID_SERVER, false, "220 ready\r\n");
    say(SAID_CLIENT, false, "EHLO x\r\n");
    transcript_note(scene.transcript, 2000000, STAGE_HANDSHAKE, true, "TLS is up");
    say(SAID_SERVER, true, "250 ok\r\n");
    say(SAID_CLIENT, true, "QUIT\r\n");
    draw();
    row_is(0, "01:00:01.234 S: 220 ready");
    row_is(1, "01:00:01.234 C: EHLO x");
    row_is(2, "01:00:02.000 *  TLS is up");
    row_is(3, "01:00:01.234 S# 250 ok");
    row_is(4, "01:00:01.234 C# QUIT");
    scene.view.times = TIMES_ELAPSED;
    draw();
    row_is(0, "   1.234 S: 220 ready");
    scene.view.times = TIMES_NONE;
    draw();
    row_is(0, " S: 220 ready");
}

static void test_long_lines_wrap_and_scroll(void **state)
{
    (void)state;
    say(SAID_SERVER, false, "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n");
    draw();
    row_is(0, "01:00:01.234 S: * CAPABILITY IMAP4rev1");
    row_is(1, " +              STARTTLS LOGINDISABLED");
    move(REQUEST_RIGHT);
    row_is(0, "01:00:01.234 S: v1 STARTTLS LOGINDISABL~");
    row_is(1, "");
    move(REQUEST_LEFT);
    row_is(1, " +              STARTTLS LOGINDISABLED");
}

/* A bare line feed is a fault of the server, and is seen. */
static void test_odd_line_ends_are_seen(void **state)
{
    (void)state;
    say(SAID_SERVER, false, "+OK\n");
    draw();
    row_is(0, "01:00:01.234 S: +OK<U+000A>");
    assert_true(grid_row(&scene.grid, 0)[19].style & STYLE_REVERSE);
    assert_false(grid_row(&scene.grid, 0)[18].style & STYLE_REVERSE);
}

static void test_follows_until_the_operator_moves(void **state)
{
    (void)state;
    say_lines(20);
    draw();
    row_is(5, "01:00:01.234 S: * line 19");
    say_lines(1);
    draw();
    row_is(5, "01:00:01.234 S: * line 0");
    move(REQUEST_UP);
    say_lines(5);
    draw();
    row_is(5, "01:00:01.234 S: * line 0");
    move(REQUEST_LAST);
    row_is(5, "01:00:01.234 S: * line 4");
    move(REQUEST_FIRST);
    row_is(0, "01:00:01.234 S: * line 0");
    move(REQUEST_PAGE_DOWN);
    move(REQUEST_PAGE_DOWN);
    assert_int_equal(scene.view.cursor.serial, 10);
}

/* Every line of a wrapped entry can be reached, down and up again. */
static void test_moves_inside_a_long_entry(void **state)
{
    char line[1200];

    (void)state;
    say_lines(3);
    memset(line, 'x', sizeof line);
    memcpy(line + sizeof line - 3, "\r\n", 3);
    say(SAID_SERVER, false, line);
    say_lines(2);
    draw();
    move(REQUEST_FIRST);
    size_t steps = 0;
    while (scene.view.cursor.serial < 5 && steps < 200) {
        move(REQUEST_DOWN);
        steps++;
    }
    assert_int_equal(steps, 3 + 50 + 1);
    for (size_t i = 0; i < steps; i++)
        move(REQUEST_UP);
    assert_int_equal(scene.view.cursor.serial, 0);
}

static void test_filter_and_find(void **state)
{
    struct heard_said h;

    (void)state;
    say_lines(30);
    say(SAID_SERVER, false, "* OK Dovecot ready\r\n");
    say_lines(30);
    draw();
    strcpy(scene.view.looking.filter, "dovecot");
    draw();
    row_is(0, "01:00:01.234 S: * OK Dovecot ready");
    row_is(1, "");
    strcpy(scene.view.looking.filter, "no such text");
    draw();
    row_is(0, " No line has this text. Esc shows all ag");
    scene.view.looking.filter[0] = '\0';
    strcpy(scene.view.looking.find, "LINE 7");
    h = heard();
    move(REQUEST_FIRST);
    assert_true(transcript_view_find(&scene.view, &h, REQUEST_FIND));
    assert_int_equal(scene.view.cursor.serial, 7);
    assert_true(transcript_view_find(&scene.view, &h, REQUEST_FIND_NEXT));
    assert_int_equal(scene.view.cursor.serial, 38);
    assert_true(transcript_view_find(&scene.view, &h, REQUEST_FIND_NEXT));
    assert_int_equal(scene.view.cursor.serial, 7);
    assert_true(transcript_view_find(&scene.view, &h, REQUEST_FIND_BACK));
    assert_int_equal(scene.view.cursor.serial, 38);
    strcpy(scene.view.looking.find, "no such text");
    assert_false(transcript_view_find(&scene.view, &h, REQUEST_FIND_NEXT));
}

static void test_hex_and_base64(void **state)
{
    (void)state;
    say(SAID_SERVER, false, "334 VXNlcm5hbWU6\r\n");
    scene.view.decode = DECODE_BASE64;
    draw();
    row_is(0, "01:00:01.234 S: 334 {Username:}");
    scene.view.decode = DECODE_HEX;
    draw();
    row_is(0, "01:00:01.234 S: 33 33 34 20 56  334 V");
    row_is(3, " +              36 0d 0a        6..");
    move(REQUEST_FIRST);
    row_is(0, "01:00:01.234 S: 33 33 34 20 56  334 V");
}

/* Positions survive the loss of what they pointed at. */
static void test_dropped_lines(void **state)
{
    char text[80];
    struct heard_said h;

    (void)state;
    transcript_free(scene.transcript);
    scene.transcript = transcript_new(4000, 50);
    say_lines(40);
    draw();
    move(REQUEST_FIRST);
    say_lines(1000);
    draw();
    assert_int_equal(scene.view.cursor.serial, transcript_first(scene.transcript));
    h = heard();
    transcript_view_position(&scene.view, &h, text, sizeof text);
    assert_non_null(strstr(text, "line 1/50"));
    assert_non_null(strstr(text, "dropped"));
}

/* What a draw costs is counted in entries that are looked at; the linker leads the calls of libui.a here. */
static size_t looked_at;
bool __real_transcript_get(const struct transcript *t, uint64_t serial, struct said *s_r);
bool __wrap_transcript_get(const struct transcript *t, uint64_t serial, struct said *s_r);
bool __wrap_transcript_get(const struct transcript *t, uint64_t serial, struct said *s_r)
{
    looked_at++;
    return __real_transcript_get(t, serial, s_r);
}

static void costs_at_most(size_t entries)
{
    static const enum request_id moves[] = {REQUEST_UP, REQUEST_PAGE_UP, REQUEST_LAST, REQUEST_FIRST, REQUEST_DOWN, REQUEST_PAGE_DOWN, REQUEST_RIGHT, REQUEST_LEFT};

    for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
        looked_at = 0;
        move(moves[i]);
        if (looked_at > entries)
            fail_msg("one draw looked at %zu entries", looked_at);
    }
}

/* 100000 lines, then 3 MB of escapes without a line end: no draw looks at more than a few screens full. */
static void test_a_flood_costs_no_more(void **state)
{
    static char big[3 << 20];

    (void)state;
    say_lines(10);
    costs_at_most(60);
    say_lines(100000);
    costs_at_most(60);
    for (size_t i = 0; i + 1 < sizeof big; i++)
        big[i] = (char)("\033[31m\xe2\x80\xae""A\0"[i % 10]);
    assert_true(transcript_say(scene.transcript, 1, SAID_SERVER, false, STAGE_BANNER, span_of(big, sizeof big - 1)));
    costs_at_most(60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_who_when_and_how, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_long_lines_wrap_and_scroll, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_odd_line_ends_are_seen, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_follows_until_the_operator_moves, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_moves_inside_a_long_entry, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_filter_and_find, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_hex_and_base64, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_dropped_lines, scene_open, scene_close),
        cmocka_unit_test_setup_teardown(test_a_flood_costs_no_more, scene_open, scene_close),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
