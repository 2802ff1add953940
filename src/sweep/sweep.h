/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sweep.h - which of many visits may start now: a queue with limits in all and by host. Pure; starts nothing itself.
 *
 * Cost: adding, starting and ending one are as good as constant, however many wait.
 */
#ifndef TLSWALK_SWEEP_H
#define TLSWALK_SWEEP_H

#include <stdbool.h>
#include <stddef.h>

struct sweep;
/* jobs: most at once in all; per_host: most at once to one host; 0 counts as 1. NULL: no memory. */
struct sweep *sweep_new(size_t jobs, size_t per_host);
void sweep_free(struct sweep *s);
/* id is the caller's (a row); host, copied, decides the limit: names are the same when their bytes are. false: no memory. */
bool sweep_add(struct sweep *s, size_t id, const char *host);
/* The next that may start, in order of addition but for hosts at their limit; it counts as running until sweep_end. false: none now.
 * Needs no memory. */
bool sweep_next(struct sweep *s, size_t *id_r);
/* One that runs under this id has ended; nothing happens when none does. */
void sweep_end(struct sweep *s, size_t id);
void sweep_clear(struct sweep *s);    /* forgets what has not started */
size_t sweep_waiting(const struct sweep *s);
size_t sweep_running(const struct sweep *s);

#endif
