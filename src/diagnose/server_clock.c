/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_clock.c - see server_clock.h */
#include "diagnose/server_clock.h"

#include <stdio.h>
#include <string.h>

/* Days since 1970-01-01 in the Gregorian calendar; years are counted from March, so that the leap day ends one. */
static int64_t days_of_date(int year, int month, int day)
{
    int64_t y = month <= 2 ? year - 1 : year;
    int64_t month_from_march = (month + 9) % 12;
    int64_t day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    return y * 365 + y / 4 - y / 100 + y / 400 + day_of_year - 719468;
}

static int month_of(const char *name)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int i = 0; i < 12; i++)
        if (strncmp(name, months + 3 * i, 3) == 0)
            return i + 1;
    return 0;
}

/* Reads a date that begins at text. */
static bool date_at(const char *text, int64_t *unix_s_r)
{
    int day, year, hour, minute, second, zone;
    char month[4], sign;
    if (sscanf(text, "%2d %3s %4d %2d:%2d:%2d %c%4d", &day, month, &year, &hour, &minute, &second, &sign, &zone) != 8)
        return false;
    int month_number = month_of(month);
    if (!month_number || day < 1 || day > 31 || year < 1970 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0
        || second > 60 || (sign != '+' && sign != '-') || zone < 0 || zone % 100 > 59 || zone > 1400)
        return false;
    int64_t offset = (int64_t)(zone / 100 * 60 + zone % 100) * 60;
    int64_t local = ((days_of_date(year, month_number, day) * 24 + hour) * 60 + minute) * 60 + second;
    *unix_s_r = sign == '+' ? local - offset : local + offset;
    return true;
}

bool date_find(const char *text, int64_t *unix_s_r)
{
    bool word_begins = true;
    for (; *text; text++) {
        if (word_begins && *text >= '0' && *text <= '9' && date_at(text, unix_s_r))
            return true;
        word_begins = *text == ' ';
    }
    return false;
}

bool server_clock_read(const struct evidence *e, struct server_clock *c_r)
{
    const struct stage *banner = evidence_stage(e, STAGE_BANNER), *certificate = evidence_stage(e, STAGE_CERTIFICATE);
    int64_t start_s = e->started_wall_us / 1000000;
    if (e->banner.reply.present && banner && date_find(e->banner.reply.line, &c_r->server_s)) {
        c_r->local_s = start_s + (int64_t)((banner->start_us + banner->duration_us) / 1000000);
        c_r->at_least = false;
        c_r->source = "the greeting";
        return true;
    }
    if (e->chain.ocsp_stapled && e->chain.ocsp_good && e->chain.ocsp_produced && certificate) {
        c_r->server_s = e->chain.ocsp_produced;
        c_r->local_s = start_s + (int64_t)(certificate->start_us / 1000000);
        c_r->at_least = true;
        c_r->source = "the stapled OCSP answer";
        return true;
    }
    return false;
}

void period_words(char *to, size_t cap, int64_t seconds)
{
    uint64_t s = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    if (s >= 2 * 86400)
        snprintf(to, cap, "%llu days", (unsigned long long)(s / 86400));
    else if (s >= 2 * 3600)
        snprintf(to, cap, "%llu hours", (unsigned long long)(s / 3600));
    else
        snprintf(to, cap, "%llu minute%s", (unsigned long long)(s / 60), s / 60 == 1 ? "" : "s");
}
