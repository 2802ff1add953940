/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_clock_test.c - dates in greetings, and how far clocks are apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "case.h"
#include "diagnose/server_clock.h"

static void dates_are_found_in_greetings(void **state)
{
    static const struct {
        const char *text;
        bool found;
        int64_t unix_s;
    } rows[] = {
        {"220 mx.example.org ESMTP Exim 4.96 Tue, 24 Nov 2026 06:00:00 +0000", true, CASE_WALL_S},
        {"220 mx.example.org ESMTP; Tue, 24 Nov 2026 07:00:00 +0100 (CET)", true, CASE_WALL_S},
        {"220 mx.example.org ESMTP 23 Nov 2026 22:30:00 -0730", true, CASE_WALL_S},
        {"220 mx.example.org 1 Jan 1970 00:00:00 +0000", true, 0},
        {"220 mx.example.org 29 Feb 2024 12:00:00 +0000", true, 1709208000},
        {"220 mx.example.org 1 Mar 2100 00:00:00 +0000", true, 4107542400},
        {"220 mx.example.org Tue, 24 Nov 2026 06:00:00", false, 0},          /* no zone: it may be any hour */
        {"220 mx.example.org Tue, 24 Nov 2026 06:00:00 GMT", false, 0},
        {"220 mx.example.org 24 Foo 2026 06:00:00 +0000", false, 0},
        {"220 mx.example.org 32 Nov 2026 06:00:00 +0000", false, 0},
        {"220 mx.example.org 24 Nov 2026 25:00:00 +0000", false, 0},
        {"220 mx.example.org 24 Nov 2026 06:60:00 +0000", false, 0},
        {"220 mx.example.org 24 Nov 2026 06:00:00 +0060", false, 0},
        {"220 mx.example.org 24 Nov 2026 06:00:00 *0000", false, 0},
        {"220 mx.example.org 24 Nov 26 06:00:00 +0000", false, 0},
        {"220 x24 Nov 2026 06:00:00 +0000", false, 0},                       /* not the beginning of a word */
        {"220 mx.example.org ESMTP", false, 0},
        {"", false, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t unix_s = 0;
        if (date_find(rows[i].text, &unix_s) != rows[i].found || unix_s != rows[i].unix_s)
            fail_msg("%s: %lld", rows[i].text, (long long)unix_s);
        for (size_t cut = 0; cut < strlen(rows[i].text); cut++) { /* cut short it may be no date, and must not crash */
            char head[128] = "";
            memcpy(head, rows[i].text, cut);
            date_find(head, &unix_s);
        }
    }
}

static void periods_are_told_in_words(void **state)
{
    static const struct {
        int64_t seconds;
        const char *words;
    } rows[] = {
        {0, "0 minutes"}, {60, "1 minute"}, {-60, "1 minute"}, {720, "12 minutes"}, {7199, "119 minutes"}, {7200, "2 hours"},
        {-172799, "47 hours"}, {172800, "2 days"}, {84 * 86400, "84 days"}, {INT64_MIN, "106751991167300 days"},
    };
    char words[32];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        period_words(words, sizeof words, rows[i].seconds);
        assert_string_equal(words, rows[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_found_in_greetings),
        cmocka_unit_test(periods_are_told_in_words),
    };
    return cmocka_run_group_tests_name("server clock", tests, NULL, NULL);
}
