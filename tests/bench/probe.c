/* SPDX-License-Identifier: GPL-3.0-or-later */
/* probe.c - runs a program once and tells what it cost: `probe INPUT PROGRAM ARGUMENT...`.
 *
 * INPUT is the file that becomes its standard input; what it prints is thrown away. Prints on one line: wall, user and system
 * time in microseconds, peak memory in kB, minor faults, and the exit status. A program of its own, because the kernel
 * counts the memory of the process that forks as the child's own until it execs: bench.py would be measured, not the peer.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long long now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static long long us(struct timeval t)
{
    return t.tv_sec * 1000000LL + t.tv_usec;
}

int main(int argc, char **argv)
{
    struct rusage used;
    int status;
    int in = argc > 2 ? open(argv[1], O_RDONLY) : -1, out = open("/dev/null", O_WRONLY);
    if (in < 0 || out < 0)
        return 2;
    long long began = now_us();
    pid_t child = vfork();
    if (child == 0) {
        dup2(in, 0);
        dup2(out, 1);
        dup2(out, 2);
        execvp(argv[2], argv + 2);
        _exit(127);
    }
    if (child < 0 || wait4(child, &status, 0, &used) != child)
        return 2;
    printf("%lld %lld %lld %ld %ld %d\n", now_us() - began, us(used.ru_utime), us(used.ru_stime), used.ru_maxrss, used.ru_minflt,
           WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
    return 0;
}
