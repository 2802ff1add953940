/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "stderr_hold.h"

#include <fcntl.h>
#include <unistd.h>

void stderr_hold_begin(struct stderr_hold *h)
{
    int ends[2];
    h->real_fd = h->read_fd = -1;
    if (!isatty(STDERR_FILENO) || pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return;
    h->real_fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (h->real_fd < 0 || dup2(ends[1], STDERR_FILENO) < 0) {
        if (h->real_fd >= 0)
            close(h->real_fd);
        close(ends[0]);
        h->real_fd = -1;
    } else {
        h->read_fd = ends[0];
    }
    close(ends[1]);
}

void stderr_hold_end(struct stderr_hold *h)
{
    char bytes[4096];
    ssize_t n;
    if (h->real_fd < 0)
        return;
    dup2(h->real_fd, STDERR_FILENO);
    close(h->real_fd);
    while ((n = read(h->read_fd, bytes, sizeof bytes)) > 0 && write(STDERR_FILENO, bytes, (size_t)n) == n)
        ;
    close(h->read_fd);
    h->real_fd = h->read_fd = -1;
}
