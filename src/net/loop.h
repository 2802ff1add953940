/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loop.h - the one event loop. Hides libuv from everybody but this room.
 *
 * One loop a process, owned by main. Callbacks run inside loop_run, never inside the call that registers them.
 */
#ifndef TLSWALK_LOOP_H
#define TLSWALK_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct loop;

struct loop *loop_new(struct err *err);
void loop_free(struct loop *l);
/* Runs until loop_stop, or until nothing is left to wait for. */
void loop_run(struct loop *l);
void loop_stop(struct loop *l);
uint64_t loop_now_us(struct loop *l); /* monotonic, fresh */
int64_t loop_wall_us(void);           /* wall clock, since 1970 */

/* fd readable, or hung up (then hangup is true, once). NULL watch: err. */
struct loop_watch;
typedef void loop_readable_fn(void *context, bool hangup);
struct loop_watch *loop_watch(struct loop *l, int fd, loop_readable_fn *fn, void *context, struct err *err);
void loop_unwatch(struct loop_watch *w);

/* Signals: SIGWINCH, SIGINT, SIGTERM, SIGHUP, SIGCONT, SIGCHLD. Up to 8. */
typedef void loop_signal_fn(void *context, int signum);
bool loop_on_signal(struct loop *l, int signum, loop_signal_fn *fn, void *context, struct err *err);

/* One timer of the caller's; at_us absolute in loop_now_us, UINT64_MAX stops it. */
struct loop_timer;
typedef void loop_timer_fn(void *context);
struct loop_timer *loop_timer_new(struct loop *l, loop_timer_fn *fn, void *context, struct err *err);
void loop_timer_set(struct loop_timer *t, uint64_t at_us);
void loop_timer_free(struct loop_timer *t);

/* Called once before the loop sleeps, each turn: where a screen repaints. At most one. */
typedef void loop_idle_fn(void *context);
bool loop_before_sleep(struct loop *l, loop_idle_fn *fn, void *context);

/* "1.44.2" */
const char *loop_library_version(void);

#endif
