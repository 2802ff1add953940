/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first screen as an operator meets it: keys in, rows out, wishes to the world. */
#include <stdio.h>

#include "tests/ui/screen_check.h"
#include "ui/key.h"

static void test_table_screen(void **state)
{
    static const char *const rows[] = {
        " tlswalk Campus mail                                         2 rows:  2 not run",
        " Ask for the computer's name first.",
        "  CLIENT           SERVER              PROTO   PORT TLS      LOGIN RESULT",
        "> Thunderbird      imap.example.edu    imap     993 implicit",
        "  Thunderbird      smtp.example.edu    submit   587 STARTTLS",
    };

    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        row_is((int)i, rows[i]);
    SHOWS("Thunderbird -> imap.example.edu port 993, implicit TLS, in its window\n \"SSL/TLS\"");
    row_is(22, "                                                                        row 1/2");
    assert_true(row_has(23, " ?:help Enter:walk"));
    assert_true(row_has(23, "q:quit"));
    fixture_type(&fx, "j");
    row_is(3, "  Thunderbird      imap.example.edu    imap     993 implicit");
    row_is(4, "> Thunderbird      smtp.example.edu    submit   587 STARTTLS");
    SHOWS("port 587, STARTTLS, in its window \"STARTTLS\"");
    assert_int_equal(fx.grid.cursor_row, 4);
    fixture_close(&fx);
}

static void test_table_results(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    fx.now_us = 600 * UINT64_C(1000000);
    fx.results[0] = (struct row_result){.state = ROW_ENDED, .verdict = VERDICT_FAIL, .ended_us = fx.now_us - 185000000, .took_us = 410000,
                                        .code = "cert-expired", .what = "The certificate ran out.", .user = "Do not accept it.",
                                        .address = "192.0.2.10", .days_left = -3};
    fx.results[1].state = ROW_RUNNING;
    fx.model.revision++;
    fixture_draw(&fx);
    row_is(0, " tlswalk Campus mail                                   2 rows:  1 FAIL  1 to go");
    SHOWS("STARTTLS       running");
    SHOWS("implicit       FAIL  3 min");
    SHOWS("FAIL  cert-expired");
    SHOWS("The certificate ran out.");
    SHOWS("Do not accept it.");
    SHOWS("UTC, 3 min ago, took 410 ms, at 192.0.2.10.");
    /* The age changes in 55 s, and nothing needs to be drawn before. */
    assert_int_equal(fx.layout.due_us, fx.now_us + 55000000);
    fixture_close(&fx);
}

static void test_table_mistakes_are_told(void **state)
{
    (void)state;
    fixture_open_table(&fx, "[server a]\nimap = a.example\n[client c]\ntitle = C\nimap = 99999 implicit\n", 80, 24);
    SHOWS("mistake");
    SHOWS("line 5");
    SHOWS("Press + and type an address");
    fixture_type(&fx, "i");
    SHOWS("Mistakes");
    fixture_close(&fx);
}

/* Columns go in a fixed order; server, port, mode and result stay to the last. */
static void test_table_widths(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 120, 40);
    assert_true(row_has(2, "CLIENT") && row_has(2, "CERT LEFT") && row_has(2, "FINDING"));
    fixture_resize(&fx, 79, 24);
    row_is(2, "  SERVER                            PORT TLS      RESULT");
    fixture_resize(&fx, 60, 16);
    assert_true(row_has(2, "SERVER") && row_has(2, "PORT") && row_has(2, "TLS") && row_has(2, "RESULT"));
    assert_true(row_has(15, " ?:help Enter:walk"));
    fixture_close(&fx);
}

static void test_filter_and_find_in_the_table(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    fixture_type(&fx, "&smtp");
    SHOWS("Filter: smtp");
    assert_true(row_has(3, "smtp.example.edu"));
    row_is(4, "");
    fixture_type(&fx, "<Enter>");
    SHOWS("filter: smtp");
    fixture_type(&fx, "<Esc>");
    assert_true(row_has(3, "imap.example.edu"));
    assert_int_equal(table_view_row(&fx.layout.table, &fx.model), 1);
    fixture_type(&fx, "g/587<Enter>");
    assert_int_equal(table_view_row(&fx.layout.table, &fx.model), 1);
    fixture_type(&fx, "<Esc>/nowhere<Enter>");
    SHOWS("No row has the text \"nowhere\".");
    fixture_type(&fx, "g/587<Enter>"); /* a new text, not one behind the old */
    assert_int_equal(table_view_row(&fx.layout.table, &fx.model), 1);
    fixture_close(&fx);
}

/* A filter over many rows keeps working while results come in. */
static void test_large_table(void **state)
{
    struct buf ini = {0};

    (void)state;
    assert_true(buf_add_str(&ini, "[client c]\ntitle = C\nimap = 993 implicit\n"));
    for (unsigned i = 0; i < 5000; i++)
        assert_true(buf_addf(&ini, "[server s%u]\nimap = h%u.example\n", i, i));
    fixture_open_table(&fx, buf_cstr(&ini), 80, 24);
    buf_done(&ini);
    assert_int_equal(fx.table->row_count, 5000);
    fixture_type(&fx, "G");
    SHOWS("row 5000/5000");
    assert_int_equal(table_view_row(&fx.layout.table, &fx.model), 4999);
    fixture_type(&fx, "&h499<Enter>");
    SHOWS("row 11/11 shown");
    fixture_type(&fx, "g");
    assert_int_equal(table_view_row(&fx.layout.table, &fx.model), 499);
    fx.results[4991].state = ROW_ENDED;
    fx.results[4991].verdict = VERDICT_FAIL;
    fx.model.revision++;
    fixture_type(&fx, "<Esc>&FAIL<Enter>");
    SHOWS("row 1/1 shown");
    fixture_close(&fx);
}

static void test_rows_are_added_changed_removed(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    fixture_type(&fx, "+imap:/bad<Enter>");
    assert_int_equal(fx.wishes, 0);
    assert_true(dialogue_is_open(&fx.layout.dialogue));
    fixture_type(&fx, "<Ctrl-U>imaps://mail.example.org<Enter>");
    assert_int_equal(fx.last.kind, WISH_ADD_ROW);
    assert_string_equal(fx.last.text, "imaps://mail.example.org:993");
    fixture_type(&fx, "je");
    SHOWS("smtp.example.edu:587");
    fixture_type(&fx, "<Ctrl-U>pop3://p.example<Enter>");
    assert_int_equal(fx.last.kind, WISH_EDIT_ROW);
    assert_int_equal(fx.last.row, 1);
    assert_string_equal(fx.last.text, "pop3://p.example:110");
    fixture_type(&fx, "-n");
    assert_int_equal(fx.wishes, 2);
    fixture_type(&fx, "-y");
    assert_int_equal(fx.last.kind, WISH_REMOVE_ROW);
    assert_int_equal(fx.last.row, 1);
    fixture_close(&fx);
}

/* Pasted text never runs as commands; on the table it is taken for an address. */
static void test_paste_is_no_command(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    layout_key(&fx.layout, &fx.model, KEYCODE_PASTE_BEGIN);
    fixture_type(&fx, "qqimaps://pasted.example");
    layout_key(&fx.layout, &fx.model, KEYCODE_PASTE_END);
    fixture_draw(&fx);
    assert_int_equal(fx.wishes, 0);
    SHOWS("Address qqimaps://pasted.example");
    fixture_close(&fx);
}

static void test_quitting(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    fixture_type(&fx, "<Esc>");
    assert_int_equal(fx.wishes, 0);
    fixture_type(&fx, "<Ctrl-C>");
    assert_int_equal(fx.wishes, 0);
    SHOWS("Ctrl-C again");
    fixture_wait(&fx, 3000000);
    fixture_type(&fx, "<Ctrl-C>");
    assert_int_equal(fx.wishes, 0);
    fixture_type(&fx, "<Ctrl-C>");
    assert_int_equal(fx.last.kind, WISH_QUIT);
    fx.model.running = 1;
    fixture_type(&fx, "q");
    assert_int_equal(fx.wishes, 1);
    SHOWS("1 walks run or wait");
    fixture_type(&fx, "y");
    assert_int_equal(fx.wishes, 2);
    fx.model.running = 0;
    fixture_type(&fx, "q");
    assert_int_equal(fx.wishes, 3);
    fixture_close(&fx);
}

static void end_row(size_t row, enum verdict verdict, const char *code)
{
    struct row_result *r = &fx.results[row];

    *r = (struct row_result){.state = ROW_ENDED, .verdict = verdict, .ended_us = fx.now_us};
    snprintf(r->code, sizeof r->code, "%s", code);
    snprintf(r->what, sizeof r->what, "What %s is.", code);
}

/* A cause that many rows share is named once: the gravest first, then the one with most rows; Enter shows its rows. */
static void test_rows_by_cause(void **state)
{
    static const char ini[] = "[client c]\ntitle = C\nimap = 993 implicit\npop3 = 995 implicit\n"
                              "[server a]\nimap = a.example\npop3 = a.example\n[server b]\nimap = b.example\npop3 = b.example\n"
                              "[server d]\nimap = d.example\npop3 = d.example\n";

    (void)state;
    fixture_open_table(&fx, ini, 80, 24);
    assert_false(row_has(23, "b:by cause"));
    fixture_type(&fx, "b");
    SHOWS("No row that was walked has anything wrong.");
    fixture_type(&fx, "q");
    end_row(0, VERDICT_WARN, "cert-expires-soon");
    end_row(1, VERDICT_FAIL, "tcp-refused");
    end_row(2, VERDICT_FAIL, "cert-expired");
    end_row(3, VERDICT_FAIL, "cert-expired");
    end_row(4, VERDICT_FAIL, "cert-expired");
    end_row(5, VERDICT_NOTE, "cert-root-sent");
    fx.model.revision++;
    fixture_draw(&fx);
    SHOWS("worst: cert-expired in 3 rows, 2 servers; b: by cause");
    assert_true(row_has(23, "b:by cause"));
    fixture_type(&fx, "b");
    assert_true(row_has(1, "> FAIL  cert-expired") && row_has(1, "3 rows, 2 servers"));
    assert_true(row_has(2, "  FAIL  tcp-refused") && row_has(2, "1 row, 1 server"));
    assert_true(row_has(3, "  WARN  cert-expires-soon"));
    assert_false(somewhere("cert-root-sent")); /* a remark is no cause */
    SHOWS("WHAT   What cert-expired is.");
    fixture_type(&fx, "<Enter>");
    SHOWS("filter: cert-expired (Esc: all rows)");
    SHOWS("row 1/3 shown");
    fixture_type(&fx, "<Esc>");
    SHOWS("row 3/6");
    fixture_close(&fx);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_screen),
        cmocka_unit_test(test_table_results),
        cmocka_unit_test(test_table_mistakes_are_told),
        cmocka_unit_test(test_table_widths),
        cmocka_unit_test(test_filter_and_find_in_the_table),
        cmocka_unit_test(test_large_table),
        cmocka_unit_test(test_rows_are_added_changed_removed),
        cmocka_unit_test(test_paste_is_no_command),
        cmocka_unit_test(test_quitting),
        cmocka_unit_test(test_rows_by_cause),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
