/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every screen: help, sizes, copying, saving, notices. */
#include "tests/ui/screen_check.h"

static void test_help_lists_finds_and_runs(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>?");
    SHOWS("Help for the walk screen");
    SHOWS("Space           the next stage when paused");
    fixture_type(&fx, "certificates that");
    SHOWS("v               the certificates that the server sent");
    assert_false(somewhere("Space   "));
    fixture_type(&fx, "<Enter>");
    SHOWS("CHAIN as sent by the server");
    fixture_type(&fx, "?");
    SHOWS("every field of this certificate");
    fixture_type(&fx, "<Right>");
    SHOWS("drawn reverse");
    fixture_type(&fx, "q");
    SHOWS("CHAIN");
    fixture_type(&fx, "?zzz");
    SHOWS("No key has this text.");
    fixture_type(&fx, "<Esc><Esc>");
    SHOWS("CHAIN");
}

static void test_every_request_has_its_line_of_help(void **state)
{
    static const struct view *const views[] = {&table_view, &walk_view, &cert_view, &page_view};
    struct help_entry entries[HELP_ENTRIES];

    (void)state;
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        struct help_view help;
        help_view_open(&help, views[i]);
        size_t count = help_view_entries(&help, entries), rows = 0, wanted = 0;
        for (size_t k = 0; k < count; k++)
            rows += entries[k].row != NULL;
        for (size_t k = 0; k + 1 < REQUEST_COUNT; k++)
            wanted += request_on_screen(&request_rows[k], views[i]->letter);
        assert_int_equal(rows, wanted);
    }
}

/* Every screen at every size: nothing breaks, the footer begins with help, the cursor is on the screen. */
static void test_every_size(void **state)
{
    static const char *const ways[] = {"", "i", "<Enter>", "<Enter><Tab>", "<Enter><Tab><Tab>", "<Enter><Tab>z", "<Enter>v", "<Enter>vv", "<Enter>vm",
                                       "<Enter>i", "<Enter><Tab><Enter>", "<Enter>?", "<Enter>?<Right>", "<Enter>l", "/", "+", "-", "<Enter>w"};

    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    size_t row = fx.layout.table.list.cursor;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        fixture_resize(&fx, 80, 24);
        fx.layout.table.list.cursor = row;
        fixture_draw(&fx);
        fixture_type(&fx, ways[i]);
        for (int cols = 1; cols < 170; cols += cols < 20 ? 1 : 13)
            for (int rows = 1; rows < 60; rows += rows < 20 ? 1 : 7) {
                fixture_resize(&fx, cols, rows);
                assert_true(fx.grid.cursor_row < rows && fx.grid.cursor_col < cols);
                if (cols >= COLS_MIN && rows >= ROWS_MIN && !dialogue_is_open(&fx.layout.dialogue))
                    assert_true(row_has(rows - 1, " ?:help "));
            }
        fixture_resize(&fx, 80, 24);
        for (int k = 0; k < 6; k++)
            fixture_type(&fx, "<Esc>");
        while (fx.layout.depth > 1)
            fixture_type(&fx, "q");
    }
}

static void test_too_small(void **state)
{
    (void)state;
    fixture_resize(&fx, 52, 14);
    row_is(0, "tlswalk needs 60x16, this is 52x14. Make the window");
    row_is(1, "larger or press q.");
    fixture_type(&fx, "ja+<Enter>");
    assert_int_equal(fx.wishes, 0);
    fixture_resize(&fx, 80, 24);
    assert_true(row_has(4, "> "));
    fixture_resize(&fx, 52, 14);
    fixture_type(&fx, "q");
    assert_int_equal(fx.last.kind, WISH_QUIT);
}

/* With 7-bit screens not one character beyond ASCII is put. */
static void test_ascii(void **state)
{
    (void)state;
    fx.grid.ascii = true;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>");
    for (int row = 0; row < 24; row++)
        for (int col = 0; col < 80; col++)
            assert_true(grid_row(&fx.grid, row)[col].ch[0] < 127);
    SHOWS("|");
    SHOWS("-- cert-expired");
}

static void test_line_drawing_can_be_switched(void **state)
{
    (void)state;
    assert_true(somewhere("\xe2\x94\x80"));
    fixture_type(&fx, "u");
    assert_false(somewhere("\xe2\x94\x80"));
    SHOWS("-- Selected ---");
}

static void test_copy(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>y");
    assert_non_null(strstr(buf_cstr(&fx.layout.copied), " 4 Certificate   FAIL"));
    SHOWS("sent to the terminal's clipboard");
    fixture_type(&fx, "Y");
    const char *all = buf_cstr(&fx.layout.copied);
    assert_non_null(strstr(all, "imaps://cert-expired.practice.test:993"));
    assert_non_null(strstr(all, "cert-expired  FAIL"));
    assert_non_null(strstr(all, "LOGOUT"));
}

static void test_notices_stay_until_a_key(void **state)
{
    (void)state;
    fx.model.notice = "saved as /home/fred/report.txt";
    fx.model.notice_serial = 1;
    fixture_draw(&fx);
    SHOWS("saved as /home/fred/report.txt");
    fixture_draw(&fx);
    SHOWS("saved as /home/fred/report.txt");
    fixture_type(&fx, "j");
    assert_false(somewhere("saved as"));
}

static void test_save(void **state)
{
    (void)state;
    fixture_type(&fx, "w");
    SHOWS("There is nothing to save yet");
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>w");
    SHOWS("tlswalk-good.practice.test-993.txt");
    fixture_type(&fx, "<Enter>");
    assert_int_equal(fx.last.kind, WISH_SAVE);
    fixture_type(&fx, "w<Ctrl-U>a.json<Enter>");
    assert_string_equal(fx.last.text, "a.json");
    fixture_type(&fx, "w<Ctrl-U><Enter>");
    SHOWS("Type a file name");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_help_lists_finds_and_runs),
        cmocka_unit_test(test_every_request_has_its_line_of_help),
        WITH(test_every_size),
        WITH(test_too_small),
        WITH(test_ascii),
        WITH(test_line_drawing_can_be_switched),
        WITH(test_copy),
        WITH(test_notices_stay_until_a_key),
        WITH(test_save),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
