/* SPDX-License-Identifier: GPL-3.0-or-later */
/* server_clock.h - what time it is by the server, where something it sent has a time in it. */
#ifndef TLSWALK_SERVER_CLOCK_H
#define TLSWALK_SERVER_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "walk/evidence.h"

#define SERVER_CLOCK_OFF_S 600 /* clocks that are less apart than this agree */

struct server_clock {
    int64_t server_s, local_s; /* seconds since 1970, at the same moment */
    bool at_least;             /* the server's time is this or later */
    const char *source;        /* "the greeting", "the stapled OCSP answer" */
};

/* false: nothing the server sent tells the time. */
bool server_clock_read(const struct evidence *e, struct server_clock *c_r);
/* A date as mail headers have it (RFC 5322 3.3), "24 Nov 2026 08:00:00 +0100", anywhere in text; without a zone it is none. */
bool date_find(const char *text, int64_t *unix_s_r);
/* "84 days", "3 hours", "12 minutes"; the sign is ignored. cap >= 32 */
void period_words(char *to, size_t cap, int64_t seconds);

#endif
