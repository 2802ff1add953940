/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/screen_check.h"

struct fixture fx;

static const char *const servers[] = {"good", "cert-expired", "greeting-421-busy", "banner-timeout", NULL};

int open_80x24(void **state)
{
    (void)state;
    fixture_open(&fx, servers, 80, 24);
    return 0;
}

int close_fixture(void **state)
{
    (void)state;
    fixture_close(&fx);
    return 0;
}

bool row_has(int row, const char *text)
{
    char *s = fixture_row(&fx, row);
    bool has = strstr(s, text) != NULL;

    free(s);
    return has;
}

bool somewhere(const char *text)
{
    char *screen = fixture_text(&fx);
    bool found = strstr(screen, text) != NULL;

    free(screen);
    return found;
}

void row_is(int row, const char *text)
{
    char *s = fixture_row(&fx, row);

    assert_string_equal(s, text);
    free(s);
}

const char small_table[] =
    "[table]\ntitle = Campus mail\nnote = Ask for the computer's name first.\n"
    "[server campus]\ntitle = Campus\nimap = imap.example.edu\nsmtp = smtp.example.edu\n"
    "[client tb]\ntitle = Thunderbird\nimap = 993 implicit \"SSL/TLS\"\nsmtp = 587 starttls \"STARTTLS\"\n";
