/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists to pick from (a row for other programs, what a text means that is read out), and texts made at a wish; saved walks. */
#include <stdio.h>

#include "tests/ui/screen_check.h"

static void test_a_row_for_other_programs(void **state)
{
    (void)state;
    fixture_type(&fx, "jx");
    assert_true(row_has(0, "> This row for other programs"));
    assert_true(row_has(1, "> openssl s_client"));
    SHOWS("tlswalk export openssl pop3://good.practice.test:110");
    fixture_type(&fx, "j<Enter>");
    assert_int_equal(fx.last.kind, WISH_EXPORT);
    assert_int_equal(fx.last.row, 1);
    assert_string_equal(fx.last.text, "gnutls-cli");
    assert_true(row_has(0, "> a program, a command line"));
    assert_true(row_has(1, "# a remark") && row_has(3, "command --with words"));
    /* The clipboard gets it as other programs read it. */
    fixture_type(&fx, "y");
    assert_string_equal(buf_cstr(&fx.layout.copied), "# a remark\n\ncommand --with words\n");
    fixture_type(&fx, "w");
    SHOWS("Save the text");
    fixture_type(&fx, "<Ctrl-U><Enter>");
    SHOWS("Type a file name");
    fixture_type(&fx, "own.sh<Enter>");
    assert_int_equal(fx.last.kind, WISH_SAVE_SHEET);
    assert_string_equal(fx.last.text, "own.sh");
    /* Back to the list, to take another. */
    fixture_type(&fx, "q");
    SHOWS("> gnutls-cli");
}

static void test_export_from_the_walk_is_of_its_row(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>x<Enter>");
    assert_int_equal(fx.last.kind, WISH_EXPORT);
    assert_int_equal(fx.last.row, fx.model.visit_row);
    fx.model.visit_row = SIZE_MAX;
    fixture_type(&fx, "qqx");
    SHOWS("The row is no longer there.");
}

static void test_what_the_caller_reads_out(void **state)
{
    (void)state;
    fixture_type(&fx, "E");
    SHOWS("What does the caller read out?");
    fixture_type(&fx, "<Enter>");
    SHOWS("Type what was read out");
    fixture_type(&fx, "0x800CCC0E<Enter>");
    assert_true(row_has(0, "> What was read out"));
    assert_true(row_has(1, "> 0x800CCC0E"));
    SHOWS("FROM   Outlook");
    fixture_type(&fx, "<Enter>M");
    SHOWS("The manual has no page about this entry.");
    fixture_type(&fx, "j");
    assert_true(row_has(2, ">    FAIL  tcp-refused"));
    SHOWS("HERE ");
    fixture_type(&fx, "M");
    assert_int_equal(fx.last.kind, WISH_MANUAL);
    assert_string_equal(fx.last.text, "tcp-refused");
    fixture_type(&fx, "<Enter>");
    SHOWS("> Diagnosis");
    SHOWS("tcp-refused (error");
    SHOWS("REFS");
    fx.last.kind = WISH_NONE;
    fixture_type(&fx, "M");
    assert_int_equal(fx.last.kind, WISH_MANUAL);
    /* Another text from there, and all the way back. */
    fixture_type(&fx, "E535 5.7.8<Enter>");
    assert_true(row_has(0, "> What was read out"));
    assert_false(somewhere("tcp-refused"));
    fixture_type(&fx, "q");
    assert_int_equal(fx.layout.depth, 1);
}

static void test_nothing_is_known_of_it(void **state)
{
    (void)state;
    fixture_type(&fx, "Eqqxxyyzz<Enter>");
    SHOWS("Nothing is known of this text.");
    fixture_type(&fx, "<Enter>M");
    assert_int_equal(fx.wishes, 0);
}

/* Any text may be read out, and pasted: long ones, and bytes that are none. */
static void test_hostile_texts(void **state)
{
    char text[3000];

    (void)state;
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    fixture_type(&fx, "E");
    fixture_type(&fx, text);
    fixture_type(&fx, "<Enter>");
    SHOWS("> What was read out");
    fixture_resize(&fx, 60, 16);
    fixture_type(&fx, "qE535<Enter>");
    SHOWS("535");
}

static void test_what_differs(void **state)
{
    (void)state;
    fixture_type(&fx, "=");
    SHOWS("There is nothing to compare yet");
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>=");
    SHOWS("empty: the walk of this row before");
    fixture_type(&fx, "<Enter>");
    assert_int_equal(fx.last.kind, WISH_COMPARE_WITH);
    assert_string_equal(fx.last.text, "");
    SHOWS("> What differs");
    SHOWS("Tab: with the conversations");
    fixture_type(&fx, "<Tab>");
    assert_int_equal(fx.last.kind, WISH_COMPARE_TALK);
    fixture_type(&fx, "q=old.json<Enter>");
    assert_string_equal(fx.last.text, "old.json");
    /* Any other page has one part only. */
    fixture_type(&fx, "qi<Tab>");
    SHOWS("This page has no second part.");
}

/* Nobody must take a walk of last week for one of now. */
static void test_a_saved_walk_says_when_it_was(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>");
    fx.model.saved = true;
    fixture_draw(&fx);
    assert_true(row_has(0, "saved 2026-11-24 06:00  FAIL"));
    SHOWS("saved walk (r: walk it now): 1 finding");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_a_row_for_other_programs), WITH(test_export_from_the_walk_is_of_its_row), WITH(test_what_the_caller_reads_out),
        WITH(test_nothing_is_known_of_it),   WITH(test_hostile_texts),                   WITH(test_what_differs),
        WITH(test_a_saved_walk_says_when_it_was),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
