/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stderr_hold.h - keeps standard error off the screen while it is up: a library's message would stand across it.
 *
 * Held in a pipe, so bounded by the kernel; told when the screen is down again. A standard error that leads elsewhere
 * is left alone.
 */
#ifndef TLSWALK_STDERR_HOLD_H
#define TLSWALK_STDERR_HOLD_H

struct stderr_hold {
    int real_fd; /* the terminal; -1: nothing is held */
    int read_fd;
};

void stderr_hold_begin(struct stderr_hold *h);
void stderr_hold_end(struct stderr_hold *h);

#endif
