/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "manual.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAGE "tlswalk-diagnoses"

/* The whole line: longer codes begin with shorter ones, and codes stand in sentences too. Codes are letters and dashes, no pattern
 * characters. */
void manual_less(const char *code, char to[MANUAL_LESS_MAX])
{
    snprintf(to, MANUAL_LESS_MAX, "LESS=+/^ *%s$", code);
}

/* The environment with LESS set to what makes less begin at the code; man hands it on. NULL: no memory. */
static char **manual_environment(char *less)
{
    size_t count = 0, n = 0;
    while (environ[count])
        count++;
    char **env = calloc(count + 2, sizeof *env);
    if (!env)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (strncmp(environ[i], "LESS=", 5))
            env[n++] = environ[i];
    env[n] = less;
    return env;
}

/* Signals as a program expects them that is started from a shell. */
static int manual_spawn(char **argv, char **env, pid_t *pid_r)
{
    posix_spawnattr_t attr;
    sigset_t all, none;
    int error = posix_spawnattr_init(&attr);
    if (error)
        return error;
    sigfillset(&all);
    sigemptyset(&none);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    error = posix_spawnp(pid_r, argv[0], NULL, &attr, argv, env);
    posix_spawnattr_destroy(&attr);
    return error;
}

bool manual_start(const char *code, pid_t *pid_r)
{
    char man[] = "man", page[] = PAGE, less[MANUAL_LESS_MAX];
    char *argv[] = {man, page, NULL};
    manual_less(code, less);
    char **env = manual_environment(less);
    int error = env ? manual_spawn(argv, env, pid_r) : ENOMEM;
    free(env);
    errno = error;
    return error == 0;
}
