/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The guided round: from the first screen to a call, its walk, a wrong and a right answer, and the next call. */
#include "tests/ui/screen_check.h"

static int open_round(void **state)
{
    static const char *const servers[] = {"tls-mode-mismatch-plain-on-implicit", "tls-mode-mismatch-implicit-on-starttls", "cert-expired",
                                          "auth-backend-down", NULL};

    (void)state;
    fixture_open(&fx, servers, 80, 24);
    return 0;
}
#define ROUND(test) cmocka_unit_test_setup_teardown(test, open_round, close_fixture)

/* Opens the call with that number. */
static void take(int number)
{
    fixture_type(&fx, "p");
    for (int i = 1; i < number; i++)
        fixture_type(&fx, "j");
    fixture_type(&fx, "<Enter>");
}

static void test_the_first_screen_leads_there(void **state)
{
    (void)state;
    SHOWS("New here? p opens a guided round of 12 calls.");
    assert_true(row_has(23, "p:round"));
    fixture_type(&fx, "p");
    assert_true(row_has(0, "Guided round"));
    assert_true(row_has(0, "0 of 12 done"));
    SHOWS(">  1  The program waits and waits");
    SHOWS("  12  Everything is unsafe at once");
    SHOWS("The caller says");
    SHOWS("that the server does not");
    fixture_type(&fx, "q");
    assert_int_equal(fx.layout.depth, 1);
}

static void test_a_call_from_walk_to_answer(void **state)
{
    (void)state;
    take(2);
    assert_true(row_has(0, "2  An error about encryption"));
    SHOWS("CALLER");
    SHOWS("tls-mode-mismatch-implicit-on-starttls.practice.test, port 993");
    SHOWS("LOOK AT");
    assert_false(somewhere("QUESTION"));
    fixture_type(&fx, "2");
    SHOWS("Walk the row first: Enter.");
    fixture_type(&fx, "<Enter>");
    assert_int_equal(fx.last.kind, WISH_WALK);
    SHOWS("q: the question");
    SHOWS("tls-mode-mismatch-implicit-on-starttls  FAIL");
    fixture_type(&fx, "q");
    SHOWS("QUESTION");
    SHOWS("What is wrong?");
    SHOWS("     2    The port begins in clear text");
    assert_true(row_has(23, "1:answer"));
    /* Another answer is told why it is not the one. */
    fixture_type(&fx, "3");
    SHOWS(">    3    The certificate of the server ran out.");
    SHOWS("NO ");
    SHOWS("No certificate was shown");
    assert_true(row_has(0, "0 of 12 done"));
    assert_false(row_has(23, "n:next"));
    /* A look back at the walk makes no second visit. */
    fixture_type(&fx, "<Enter>");
    SHOWS("STAGE");
    assert_int_equal(fx.wishes, 1);
    fixture_type(&fx, "q2");
    SHOWS("RIGHT");
    SHOWS("FINDING   tls-mode-mismatch-implicit-on-starttls");
    assert_true(row_has(0, "1 of 12 done"));
    assert_true(row_has(23, "n:next"));
    fixture_type(&fx, "n");
    assert_true(row_has(0, "3  Somebody else picks up"));
    fixture_type(&fx, "qk");
    SHOWS("An error about encryption");
    SHOWS("done");
}

/* Whoever only looks at a password that is refused need not type one. */
static void test_a_call_with_a_login(void **state)
{
    (void)state;
    take(9);
    SHOWS("as probe, password secret (on a row of your own l asks for them)");
    fixture_type(&fx, "<Enter>");
    assert_int_equal(fx.last.kind, WISH_LOGIN);
    SHOWS("auth-backend-down");
    fixture_type(&fx, "q3");
    SHOWS("RIGHT");
}

static void test_a_row_that_was_removed(void **state)
{
    (void)state;
    take(3); /* its server is not among those of this table */
    SHOWS("This table no longer has the row");
    fixture_type(&fx, "<Enter>");
    assert_int_equal(fx.wishes, 0);
    assert_false(row_has(23, "Enter:go on"));
}

static void test_elsewhere_there_is_no_round(void **state)
{
    (void)state;
    fx.model.practice = false;
    fixture_draw(&fx);
    assert_false(somewhere("guided round"));
    assert_false(row_has(23, "p:round"));
    fixture_type(&fx, "p");
    SHOWS("The guided round needs the practice table");
    assert_int_equal(fx.layout.depth, 1);
}

/* All that a call shows can be read in the smallest window. */
static void test_small_window(void **state)
{
    (void)state;
    fixture_resize(&fx, 60, 16);
    take(1);
    fixture_type(&fx, "<Enter>");
    fixture_wait(&fx, 60000000);
    fixture_type(&fx, "q1");
    SHOWS("RIGHT");
    SHOWS("FINDING");
    fixture_type(&fx, "g");
    SHOWS("CALLER");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROUND(test_the_first_screen_leads_there),
        ROUND(test_a_call_from_walk_to_answer),
        ROUND(test_a_call_with_a_login),
        ROUND(test_a_row_that_was_removed),
        ROUND(test_elsewhere_there_is_no_round),
        ROUND(test_small_window),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
