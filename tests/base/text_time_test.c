/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "base/text.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void durations_in_words(void **state)
{
    static const struct {
        uint64_t us;
        const char *words;
    } rows[] = {
        {0, "0.0 ms"}, {400, "0.4 ms"}, {9949, "9.9 ms"}, {9950, "10 ms"}, {41200, "41 ms"}, {999499, "999 ms"},
        {999500, "1.0 s"}, {2100000, "2.1 s"}, {59949999, "59.9 s"}, {59950000, "1 min 0 s"}, {65000000, "1 min 5 s"},
        {3599499999, "59 min 59 s"}, {3600000000, "1 h 0 min"}, {UINT64_MAX, "5124095576 h 1 min"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        char to[24];

        text_duration(to, sizeof to, rows[i].us);
        assert_string_equal(to, rows[i].words);
    }
}

static void ages_in_words(void **state)
{
    static const struct {
        uint64_t s;
        const char *words;
    } rows[] = {
        {0, "just now"}, {1, "just now"}, {2, "2 s"}, {59, "59 s"}, {60, "1 min"}, {3599, "59 min"}, {3600, "1 h"},
        {86399, "23 h"}, {86400, "1 day"}, {4 * 86400, "4 days"}, {UINT64_MAX / 1000000, "213503982 days"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        char to[24];

        text_age(to, sizeof to, rows[i].s * 1000000);
        assert_string_equal(to, rows[i].words);
    }
}

static void dates_are_utc(void **state)
{
    static const struct {
        int64_t s;
        const char *words;
    } rows[] = {
        {0, "1970-01-01 00:00:00 UTC"}, {-1, "1969-12-31 23:59:59 UTC"}, {951782400, "2000-02-29 00:00:00 UTC"},
        {951868800, "2000-03-01 00:00:00 UTC"}, {1795500000, "2026-11-24 06:00:00 UTC"}, {4102444799, "2099-12-31 23:59:59 UTC"},
        {4107542400, "2100-03-01 00:00:00 UTC"}, {253402300799, "9999-12-31 23:59:59 UTC"}, {253402300800, "after the year 9999"},
        {-62167219200, "0000-01-01 00:00:00 UTC"}, {-62167219201, "before the year 0"}, {INT64_MAX, "after the year 9999"},
        {INT64_MIN, "before the year 0"},
    };
    char to[32];

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        text_time(to, sizeof to, rows[i].s);
        assert_string_equal(to, rows[i].words);
    }
    text_time_rfc3339(to, sizeof to, INT64_C(1795500000041200));
    assert_string_equal(to, "2026-11-24T06:00:00.041Z");
    text_time_rfc3339(to, sizeof to, -1);
    assert_string_equal(to, "1969-12-31T23:59:59.999Z");
    text_time_rfc3339(to, sizeof to, INT64_MAX);
    assert_string_equal(to, "9999-12-31T23:59:59.999Z");
    text_time_rfc3339(to, sizeof to, INT64_MIN);
    assert_string_equal(to, "0000-01-01T00:00:00.000Z");
}

/* Against the C library, a day at a time over the four hundred years in which the calendar repeats itself. */
static void dates_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int64_t day = -200 * 366; day < 200 * 366; day++) {
        time_t s = (time_t)(day * 86400 + (day & 0xffff));
        struct tm tm;
        char to[32], expected[32];

        gmtime_r(&s, &tm);
        strftime(expected, sizeof expected, "%Y-%m-%d %H:%M:%S UTC", &tm);
        text_time(to, sizeof to, s);
        assert_string_equal(to, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(durations_in_words),
        cmocka_unit_test(ages_in_words),
        cmocka_unit_test(dates_are_utc),
        cmocka_unit_test(dates_agree_with_the_c_library),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
