/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_time.c - durations and dates in words. Pure: no clock, no time zone, no environment. */
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>

void text_duration(char *to, size_t cap, uint64_t us)
{
    uint64_t tenths_ms = us / 100 + (us % 100 >= 50);
    uint64_t ms = us / 1000 + (us % 1000 >= 500);
    uint64_t tenths_s = us / 100000 + (us % 100000 >= 50000);
    uint64_t s = us / 1000000 + (us % 1000000 >= 500000);

    if (tenths_ms < 100)
        snprintf(to, cap, "%" PRIu64 ".%" PRIu64 " ms", tenths_ms / 10, tenths_ms % 10);
    else if (ms < 1000)
        snprintf(to, cap, "%" PRIu64 " ms", ms);
    else if (tenths_s < 600)
        snprintf(to, cap, "%" PRIu64 ".%" PRIu64 " s", tenths_s / 10, tenths_s % 10);
    else if (s < 3600)
        snprintf(to, cap, "%" PRIu64 " min %" PRIu64 " s", s / 60, s % 60);
    else
        snprintf(to, cap, "%" PRIu64 " h %" PRIu64 " min", s / 3600, s / 60 % 60);
}

void text_age(char *to, size_t cap, uint64_t us)
{
    uint64_t s = us / 1000000;

    if (s < 2)
        snprintf(to, cap, "just now");
    else if (s < 60)
        snprintf(to, cap, "%" PRIu64 " s", s);
    else if (s < 3600)
        snprintf(to, cap, "%" PRIu64 " min", s / 60);
    else if (s < 86400)
        snprintf(to, cap, "%" PRIu64 " h", s / 3600);
    else
        snprintf(to, cap, "%" PRIu64 " day%s", s / 86400, s / 86400 == 1 ? "" : "s");
}

struct date {
    int year, month, day, hour, minute, second;
};

/* Proleptic Gregorian, years 0 to 9999: gmtime_r would do, but reads the environment for the time zone on its way.
 * Counts in 400-year eras from 1 March, so that the leap day ends a year. */
static bool date_of(int64_t unix_s, struct date *d_r)
{
    int64_t days = unix_s / 86400, second = unix_s % 86400, era, in_era, year_in_era, in_year, month;

    if (unix_s < INT64_C(-62167219200) || unix_s > INT64_C(253402300799))
        return false;
    if (second < 0) {
        second += 86400;
        days--;
    }
    days += 719468; /* from 0000-03-01 to 1970-01-01 */
    era = (days >= 0 ? days : days - 146096) / 146097;
    in_era = days - era * 146097;
    year_in_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    in_year = in_era - (365 * year_in_era + year_in_era / 4 - year_in_era / 100);
    month = (5 * in_year + 2) / 153; /* 0 is March */
    d_r->day = (int)(in_year - (153 * month + 2) / 5 + 1);
    d_r->month = (int)(month < 10 ? month + 3 : month - 9);
    d_r->year = (int)(year_in_era + era * 400 + (d_r->month <= 2));
    d_r->hour = (int)(second / 3600);
    d_r->minute = (int)(second / 60 % 60);
    d_r->second = (int)(second % 60);
    return true;
}

void text_time(char *to, size_t cap, int64_t unix_s)
{
    struct date d;

    if (date_of(unix_s, &d))
        snprintf(to, cap, "%04d-%02d-%02d %02d:%02d:%02d UTC", d.year, d.month, d.day, d.hour, d.minute, d.second);
    else
        snprintf(to, cap, "%s", unix_s < 0 ? "before the year 0" : "after the year 9999");
}

void text_time_rfc3339(char *to, size_t cap, int64_t wall_us)
{
    int64_t s = wall_us / 1000000, us = wall_us % 1000000;
    struct date d;

    if (us < 0) {
        us += 1000000;
        s--;
    }
    /* Every microsecond count that fits 64 bits but for the year 0 and after 9999 is a date; those are shown as the nearest. */
    if (!date_of(s, &d)) {
        us = s < 0 ? 0 : 999999;
        date_of(s < 0 ? INT64_C(-62167219200) : INT64_C(253402300799), &d);
    }
    snprintf(to, cap, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", d.year, d.month, d.day, d.hour, d.minute, d.second,
             (int)(us / 1000));
}

static int number(struct span digits, size_t at, size_t count)
{
    int n = 0;

    for (size_t i = at; i < at + count; i++)
        n = n * 10 + (digits.ptr[i] - '0');
    return n;
}

/* Days from 1970-01-01 in the proleptic Gregorian calendar; the inverse of date_of. */
static int64_t days_of(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year, era = (y >= 0 ? y : y - 399) / 400, in_era = y - era * 400;
    int64_t in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

bool text_time_read(struct span s, int64_t *wall_us_r)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd.dddZ";
    char back[40];
    int64_t unix_s;

    if (s.len != sizeof form - 1)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (form[i] == 'd' ? s.ptr[i] < '0' || s.ptr[i] > '9' : s.ptr[i] != (unsigned char)form[i])
            return false;
    unix_s = days_of(number(s, 0, 4), number(s, 5, 2), number(s, 8, 2)) * 86400 + number(s, 11, 2) * 3600 + number(s, 14, 2) * 60 +
             number(s, 17, 2);
    *wall_us_r = unix_s * 1000000 + number(s, 20, 3) * 1000;
    /* 31 April and 25 o'clock would be other days. */
    text_time_rfc3339(back, sizeof back, *wall_us_r);
    return span_is(s, back);
}
