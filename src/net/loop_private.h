/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loop_private.h - what the rest of this room needs of the loop: sockets to watch, and work put off to the end of a
 * turn. */
#ifndef TLSWALK_LOOP_PRIVATE_H
#define TLSWALK_LOOP_PRIVATE_H

#include "net/loop.h"

enum loop_event {
    LOOP_READ = 1,
    LOOP_WRITE = 2,
    LOOP_BROKEN =
        4, /* the descriptor carries an error: reading, writing or SO_ERROR will tell. The watch has stopped itself */
};

/* A descriptor that is watched for what loop_poll_set last asked, nothing at first. Freeing it does not close fd;
 * fd may be closed at once after. NULL: *error_r is an errno. */
struct loop_poll;
typedef void loop_poll_fn(void *context, unsigned events);
struct loop_poll *loop_poll_new(struct loop *l, int fd, loop_poll_fn *fn, void *context, int *error_r);
void loop_poll_set(struct loop_poll *p, unsigned events);
void loop_poll_free(struct loop_poll *p);

/* Work that runs once, before the loop sleeps and before the screen paints. Caller's storage; queueing it twice is
 * once. */
struct loop_task {
    struct loop_task *next;
    void (*fn)(void *context);
    void *context;
    uint64_t turn;
    bool queued;
};
void loop_later(struct loop *l, struct loop_task *t);
void loop_never(struct loop *l, struct loop_task *t);

#endif
