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
int app_export(const struct options *o);
int app_report(const struct options *o);
int app_compare(const struct options *o);

/* "tlswalk: SENTENCE" and the way to help; returns EXIT_CANNOT. */
int app_refuse(const struct err *err);

/* Of a check: 0 pass, 1 warn, 2 fail. */
int app_verdict_status(enum verdict worst);
/* --color, NO_COLOR and CLICOLOR_FORCE, and whether standard output is a terminal. */
bool app_wants_color(const struct options *o);
/* To standard output. false: err. */
bool app_print(struct span text, struct err *err);
/* A text that was made, good, or that there was no memory for; releases it. The exit status. */
int app_print_made(struct buf *text, bool good);

/* Passwords pass through this process: nothing of it shall end up in a core file or be read by another process of the
 * user. */
void app_guard_memory(void);
/* A thousand visits at once are a thousand sockets, and the soft limit is often 1024. */
void app_raise_files(void);
/* From here on no program that we start, and so nothing that takes us over, can gain privileges. */
void app_drop_privileges(void);

#endif
