/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app.c - what the commands share: the process itself, and how a refusal is told. */
#include "app.h"

#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>

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
