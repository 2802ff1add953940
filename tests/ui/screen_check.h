/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen_check.h - what the tests of screens share: one fixture at a time, and questions asked of its screen. */
#ifndef TLSWALK_TESTS_UI_SCREEN_CHECK_H
#define TLSWALK_TESTS_UI_SCREEN_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/ui/fixture.h"

extern struct fixture fx;

/* Set-up and teardown: the practice table with four servers, at 80x24. */
int open_80x24(void **state);
int close_fixture(void **state);
#define WITH(test) cmocka_unit_test_setup_teardown(test, open_80x24, close_fixture)

/* Fails and prints the screen without the text. */
#define SHOWS(text) assert_true(fixture_shows(&fx, text))
bool somewhere(const char *text);
bool row_has(int row, const char *text);
void row_is(int row, const char *text);

/* Two rows: IMAP with implicit TLS, submission with STARTTLS. */
extern const char small_table[];

#endif
