/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loop.c - the only file that includes libuv. */
#include "net/loop_private.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uv.h>

#define SIGNALS_MAX 8

struct loop_signal {
    uv_signal_t handle;
    loop_signal_fn *fn;
    void *context;
};

struct loop {
    uv_loop_t uv;
    uv_prepare_t prepare; /* runs the tasks, then the caller's idle function, before each sleep */
    uv_idle_t awake;      /* active while a task waits, so that the loop neither sleeps nor ends before it ran */
    struct loop_task *tasks, **tasks_end;
    uint64_t turn;
    loop_idle_fn *idle;
    void *idle_context;
    struct loop_signal signals[SIGNALS_MAX];
    size_t signal_count;
};

struct loop_poll {
    uv_poll_t handle;
    loop_poll_fn *fn;
    void *context;
    unsigned events; /* watched now; 0: stopped */
};

struct loop_watch {
    struct loop_poll *poll;
    int fd;
    loop_readable_fn *fn;
    void *context;
    bool told; /* the hang-up, once */
};

struct loop_timer {
    uv_timer_t handle;
    loop_timer_fn *fn;
    void *context;
    struct loop *loop;
    uint64_t at_us;
};

/* ---- turns ---- */

static void loop_awake(uv_idle_t *handle)
{
    (void)handle; /* its being active is what matters */
}

static void loop_run_tasks(struct loop *l)
{
    l->turn++; /* tasks that are queued from here on belong to the next turn */
    while (l->tasks && l->tasks->turn != l->turn) {
        struct loop_task *t = l->tasks;
        loop_never(l, t);
        t->fn(t->context);
    }
    if (!l->tasks)
        uv_idle_stop(&l->awake);
}

static void loop_prepare(uv_prepare_t *handle)
{
    struct loop *l = handle->data;
    loop_run_tasks(l);
    if (l->idle)
        l->idle(l->idle_context);
}

void loop_later(struct loop *l, struct loop_task *t)
{
    if (t->queued)
        return;
    t->queued = true;
    t->turn = l->turn;
    t->next = NULL;
    *l->tasks_end = t;
    l->tasks_end = &t->next;
    uv_idle_start(&l->awake, loop_awake);
}

void loop_never(struct loop *l, struct loop_task *t)
{
    if (!t->queued)
        return;
    struct loop_task **at = &l->tasks;
    while (*at != t)
        at = &(*at)->next;
    *at = t->next;
    if (!*at)
        l->tasks_end = at;
    t->queued = false;
}

struct loop *loop_new(struct err *err)
{
    struct loop *l = calloc(1, sizeof *l);
    if (!l) {
        err_memory(err);
        return NULL;
    }
    int r = uv_loop_init(&l->uv);
    if (r) {
        err_set(err, ERR_LIBRARY, r, "the event loop could not be set up: %s", uv_strerror(r));
        free(l);
        return NULL;
    }
    l->tasks_end = &l->tasks;
    uv_prepare_init(&l->uv, &l->prepare);
    l->prepare.data = l;
    uv_prepare_start(&l->prepare, loop_prepare);
    uv_unref((uv_handle_t *)&l->prepare);
    uv_idle_init(&l->uv, &l->awake);
    return l;
}

static void loop_close_rest(uv_handle_t *handle, void *context)
{
    (void)context;
    if (!uv_is_closing(handle))
        uv_close(handle, NULL);
}

void loop_free(struct loop *l)
{
    if (!l)
        return;
    uv_prepare_stop(&l->prepare); /* nobody is called back any more */
    uv_walk(&l->uv, loop_close_rest, NULL);
    do
        uv_run(&l->uv, UV_RUN_DEFAULT); /* what was freed before lets its memory go here */
    while (uv_loop_close(&l->uv) == UV_EBUSY);
    free(l);
}

void loop_run(struct loop *l)
{
    uv_run(&l->uv, UV_RUN_DEFAULT);
}

void loop_stop(struct loop *l)
{
    uv_stop(&l->uv);
}

uint64_t loop_now_us(struct loop *l)
{
    (void)l;
    return uv_hrtime() / 1000;
}

int64_t loop_wall_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

bool loop_before_sleep(struct loop *l, loop_idle_fn *fn, void *context)
{
    if (l->idle && fn)
        return false;
    l->idle = fn;
    l->idle_context = context;
    return true;
}

/* ---- descriptors ---- */

static void loop_poll_ready(uv_poll_t *handle, int status, int events)
{
    struct loop_poll *p = handle->data;
    if (status < 0) { /* libuv has stopped the watch */
        p->events = 0;
        p->fn(p->context, LOOP_BROKEN);
        return;
    }
    unsigned ready = 0;
    if (events & (UV_READABLE | UV_DISCONNECT))
        ready |= LOOP_READ;
    if (events & UV_WRITABLE)
        ready |= LOOP_WRITE;
    p->fn(p->context, ready);
}

struct loop_poll *loop_poll_new(struct loop *l, int fd, loop_poll_fn *fn, void *context, int *error_r)
{
    struct loop_poll *p = calloc(1, sizeof *p);
    if (!p) {
        *error_r = ENOMEM;
        return NULL;
    }
    int r = uv_poll_init(&l->uv, &p->handle, fd);
    if (r) {
        *error_r = -r; /* libuv's codes are errnos with a minus on every Unix */
        free(p);
        return NULL;
    }
    p->handle.data = p;
    p->fn = fn;
    p->context = context;
    return p;
}

void loop_poll_set(struct loop_poll *p, unsigned events)
{
    if (events == p->events)
        return;
    p->events = events;
    int want = (events & LOOP_READ ? UV_READABLE | UV_DISCONNECT : 0) | (events & LOOP_WRITE ? UV_WRITABLE : 0);
    if (want)
        uv_poll_start(&p->handle, want, loop_poll_ready);
    else
        uv_poll_stop(&p->handle);
}

static void loop_poll_closed(uv_handle_t *handle)
{
    free(handle->data);
}

void loop_poll_free(struct loop_poll *p)
{
    if (p)
        uv_close((uv_handle_t *)&p->handle, loop_poll_closed);
}

/* A terminal that has gone stays readable for ever, and libuv then reports only that: the descriptor itself is asked.
 */
static void loop_watch_ready(void *context, unsigned events)
{
    struct loop_watch *w = context;
    struct pollfd now = {.fd = w->fd, .events = POLLIN};
    bool gone = events & LOOP_BROKEN;
    if (poll(&now, 1, 0) > 0 && now.revents & (POLLHUP | POLLERR | POLLNVAL))
        gone = true;
    if (gone) {
        loop_poll_set(w->poll, 0);
        if (w->told)
            return;
        w->told = true;
    }
    w->fn(w->context, gone);
}

struct loop_watch *loop_watch(struct loop *l, int fd, loop_readable_fn *fn, void *context, struct err *err)
{
    struct loop_watch *w = calloc(1, sizeof *w);
    if (!w) {
        err_memory(err);
        return NULL;
    }
    int error = 0;
    w->poll = loop_poll_new(l, fd, loop_watch_ready, w, &error);
    if (!w->poll) {
        err_set(err, ERR_SYSTEM, error, "descriptor %d cannot be waited for: %s", fd, strerror(error));
        free(w);
        return NULL;
    }
    w->fd = fd;
    w->fn = fn;
    w->context = context;
    loop_poll_set(w->poll, LOOP_READ);
    return w;
}

void loop_unwatch(struct loop_watch *w)
{
    if (!w)
        return;
    loop_poll_free(w->poll);
    free(w);
}

/* ---- signals ---- */

static void loop_signalled(uv_signal_t *handle, int signum)
{
    struct loop_signal *s = handle->data;
    s->fn(s->context, signum);
}

bool loop_on_signal(struct loop *l, int signum, loop_signal_fn *fn, void *context, struct err *err)
{
    if (l->signal_count == SIGNALS_MAX) {
        err_set(err, ERR_LIBRARY, 0, "no more than %d signals can be handled", SIGNALS_MAX);
        return false;
    }
    struct loop_signal *s = &l->signals[l->signal_count];
    int r = uv_signal_init(&l->uv, &s->handle);
    if (!r) {
        l->signal_count++;
        s->handle.data = s;
        s->fn = fn;
        s->context = context;
        uv_unref((uv_handle_t *)&s->handle); /* a signal that may come is nothing to stay for */
        r = uv_signal_start(&s->handle, loop_signalled, signum);
    }
    if (r)
        err_set(err, ERR_SYSTEM, -r, "signal %d cannot be handled: %s", signum, uv_strerror(r));
    return r == 0;
}

/* ---- timers ---- */

static void loop_timer_due(uv_timer_t *handle);

static void loop_timer_arm(struct loop_timer *t)
{
    uint64_t now = loop_now_us(t->loop);
    uint64_t wait_us = t->at_us > now ? t->at_us - now : 0;
    uv_update_time(&t->loop->uv); /* its cached time may be old, and the timer would then be early */
    uv_timer_start(&t->handle, loop_timer_due, wait_us / 1000 + (wait_us % 1000 != 0), 0);
}

static void loop_timer_due(uv_timer_t *handle)
{
    struct loop_timer *t = handle->data;
    if (loop_now_us(t->loop) < t->at_us) { /* libuv counts whole milliseconds */
        loop_timer_arm(t);
        return;
    }
    t->at_us = UINT64_MAX;
    t->fn(t->context);
}

struct loop_timer *loop_timer_new(struct loop *l, loop_timer_fn *fn, void *context, struct err *err)
{
    struct loop_timer *t = calloc(1, sizeof *t);
    if (!t) {
        err_memory(err);
        return NULL;
    }
    uv_timer_init(&l->uv, &t->handle);
    t->handle.data = t;
    t->fn = fn;
    t->context = context;
    t->loop = l;
    t->at_us = UINT64_MAX;
    return t;
}

void loop_timer_set(struct loop_timer *t, uint64_t at_us)
{
    if (at_us == t->at_us)
        return;
    t->at_us = at_us;
    if (at_us == UINT64_MAX)
        uv_timer_stop(&t->handle);
    else
        loop_timer_arm(t);
}

static void loop_timer_closed(uv_handle_t *handle)
{
    free(handle->data);
}

void loop_timer_free(struct loop_timer *t)
{
    if (t)
        uv_close((uv_handle_t *)&t->handle, loop_timer_closed);
}

const char *loop_library_version(void)
{
    return uv_version_string();
}
