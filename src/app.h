/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app.h - the commands. Each runs to its end and returns the exit status; errors are told on standard error here. */
#ifndef TLSWALK_APP_H
#define TLSWALK_APP_H

#include "base/err.h"
#include "options.h"

enum exit_status {
    EXIT_PASS = 0,
    EXIT_WARN = 1,
    EXIT_FAIL = 2,
    EXIT_CANNOT = 3,        /* usage, a broken table, nothing could be run */
    EXIT_INTERRUPTED = 130, /* as shells count SIGINT */
};

int app_screen(const struct options *o);
int app_check(const struct options *o);
int app_explain(const struct options *o);
int app_practice(const struct options *o);

/* "tlswalk: SENTENCE" and the way to help; returns EXIT_CANNOT. */
int app_refuse(const struct err *err);

#endif
