/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app.c - what the commands share: the process itself, and how a refusal is told. */
#include "app.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

void app_guard_memory(void)
{
    struct rlimit none = {0, 0};
    (void)setrlimit(RLIMIT_CORE, &none);
    (void)prctl(PR_SET_DUMPABLE, 0);
}

void app_raise_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &files);
    }
}

void app_drop_privileges(void)
{
    (void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

int app_refuse(const struct err *err)
{
    fprintf(stderr, "tlswalk: %s\n", err->text);
    if (err->kind == ERR_INPUT)
        fprintf(stderr, "Try 'tlswalk --help'.\n");
    return EXIT_CANNOT;
}

int app_verdict_status(enum verdict worst)
{
    switch (worst) {
    case VERDICT_NONE:
    case VERDICT_PASS:
    case VERDICT_NOTE:
    case VERDICT_SKIP:
        return EXIT_PASS;
    case VERDICT_WARN:
        return EXIT_WARN;
    case VERDICT_FAIL:
        return EXIT_FAIL;
    }
    return EXIT_FAIL;
}

bool app_wants_color(const struct options *o)
{
    const char *no = getenv("NO_COLOR"), *force = getenv("CLICOLOR_FORCE");
    if (o->color != COLOR_AUTO)
        return o->color == COLOR_ALWAYS;
    if (no && *no)
        return false;
    return (force && *force && strcmp(force, "0")) || isatty(STDOUT_FILENO);
}

bool app_print(struct span text, struct err *err)
{
    if (fwrite(text.ptr, 1, text.len, stdout) == text.len && !fflush(stdout))
        return true;
    err_set(err, ERR_SYSTEM, errno, "standard output cannot be written to: %s", strerror(errno));
    return false;
}

int app_print_made(struct buf *text, bool good)
{
    struct err err;
    if (good)
        good = app_print(buf_span(text), &err);
    else
        err_memory(&err);
    buf_done(text);
    return good ? EXIT_PASS : app_refuse(&err);
}
