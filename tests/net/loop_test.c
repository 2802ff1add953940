/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <pty.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/loop.h"
#include "net/loop_private.h"

struct seen {
    struct loop *loop;
    int fd;
    unsigned readable, hangups, signals, timers, sleeps;
    char order[16];
    struct loop_timer *timer;
    struct loop_task task;
    uint64_t due_us, at_us;
};

static void note(struct seen *s, char what)
{
    size_t n = strlen(s->order);
    if (n + 1 < sizeof s->order)
        s->order[n] = what;
}

static struct loop *new_loop(void)
{
    struct err err;
    struct loop *l = loop_new(&err);
    assert_non_null(l);
    return l;
}

static void on_readable(void *context, bool hangup)
{
    struct seen *s = context;
    char bytes[16];
    if (hangup) {
        s->hangups++;
        loop_stop(s->loop);
        return;
    }
    s->readable++;
    assert_true(read(s->fd, bytes, sizeof bytes) > 0);
}

/* A terminal that is closed must end the program, not keep it spinning or leave it behind. */
static void hangup_of_a_terminal_is_told_once(void **state)
{
    (void)state;
    struct err err;
    struct seen s = {.loop = new_loop()};
    int master;
    assert_int_equal(openpty(&master, &s.fd, NULL, NULL, NULL), 0);
    struct loop_watch *w = loop_watch(s.loop, s.fd, on_readable, &s, &err);
    assert_non_null(w);
    assert_int_equal(write(master, "q\n", 2), 2);
    close(master);
    loop_run(s.loop);
    assert_int_equal(s.hangups, 1);
    loop_unwatch(w);
    close(s.fd);
    loop_free(s.loop);
}

static void on_byte(void *context, bool hangup)
{
    struct seen *s = context;
    char byte;
    assert_false(hangup);
    assert_int_equal(read(s->fd, &byte, 1), 1);
    if (++s->readable == 3)
        loop_stop(s->loop);
}

static void bytes_left_unread_are_told_again(void **state)
{
    (void)state;
    struct err err;
    struct seen s = {.loop = new_loop()};
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    s.fd = ends[0];
    struct loop_watch *w = loop_watch(s.loop, s.fd, on_byte, &s, &err);
    assert_int_equal(write(ends[1], "abc", 3), 3);
    loop_run(s.loop);
    assert_int_equal(s.readable, 3);
    loop_unwatch(w);
    close(ends[0]);
    close(ends[1]);
    loop_free(s.loop);
}

static void a_file_cannot_be_watched(void **state)
{
    (void)state;
    struct err err;
    struct loop *l = new_loop();
    int fd = open("/dev/null", O_RDONLY);
    assert_null(loop_watch(l, fd, on_byte, NULL, &err));
    assert_int_equal(err.kind, ERR_SYSTEM);
    close(fd);
    loop_free(l);
}

static void on_signal(void *context, int signum)
{
    struct seen *s = context;
    assert_int_equal(signum, SIGWINCH);
    s->signals++;
    loop_stop(s->loop);
}

static void on_timer(void *context)
{
    struct seen *s = context;
    s->timers++;
    s->at_us = loop_now_us(s->loop);
    note(s, 't');
}

static void signals_reach_the_loop(void **state)
{
    (void)state;
    struct err err;
    struct seen s = {.loop = new_loop()};
    struct loop_timer *keep = loop_timer_new(s.loop, on_timer, &s, &err);
    loop_timer_set(keep, loop_now_us(s.loop) + 60000000);
    assert_true(loop_on_signal(s.loop, SIGWINCH, on_signal, &s, &err));
    raise(SIGWINCH);
    loop_run(s.loop);
    assert_int_equal(s.signals, 1);
    assert_int_equal(s.timers, 0);
    loop_timer_free(keep);
    loop_free(s.loop);
}

/* A visit's deadline that fires early would tick for nothing, again and again. */
static void a_timer_is_never_early(void **state)
{
    (void)state;
    static const uint64_t waits[] = {0, 1, 300, 999, 1000, 1001, 2500};
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        struct err err;
        struct seen s = {.loop = new_loop()};
        s.timer = loop_timer_new(s.loop, on_timer, &s, &err);
        s.due_us = loop_now_us(s.loop) + waits[i];
        loop_timer_set(s.timer, s.due_us);
        loop_run(s.loop); /* ends by itself: nothing is left to wait for */
        assert_int_equal(s.timers, 1);
        assert_true(s.at_us >= s.due_us);
        loop_timer_free(s.timer);
        loop_free(s.loop);
    }
}

static void a_stopped_timer_stays_silent(void **state)
{
    (void)state;
    struct err err;
    struct seen s = {.loop = new_loop()};
    s.timer = loop_timer_new(s.loop, on_timer, &s, &err);
    loop_timer_set(s.timer, loop_now_us(s.loop));
    loop_timer_set(s.timer, UINT64_MAX);
    loop_run(s.loop);
    assert_int_equal(s.timers, 0);
    loop_timer_free(s.timer);
    loop_free(s.loop);
}

static void on_task(void *context)
{
    struct seen *s = context;
    note(s, 'k');
    if (strlen(s->order) < 5)
        loop_later(s->loop, &s->task); /* of the next turn, or the paint would wait for ever */
}

static void on_sleep(void *context)
{
    struct seen *s = context;
    s->sleeps++;
    note(s, 's');
}

static void tasks_run_before_the_screen_paints_and_once_a_turn(void **state)
{
    (void)state;
    struct seen s = {.loop = new_loop()};
    s.task = (struct loop_task){.fn = on_task, .context = &s};
    assert_true(loop_before_sleep(s.loop, on_sleep, &s));
    assert_false(loop_before_sleep(s.loop, on_sleep, &s));
    loop_later(s.loop, &s.task);
    loop_later(s.loop, &s.task);
    loop_run(s.loop);
    assert_string_equal(s.order, "ksksks");
    loop_free(s.loop);
}

static void a_task_taken_back_does_not_run(void **state)
{
    (void)state;
    struct seen s = {.loop = new_loop()}, other = s;
    s.task = (struct loop_task){.fn = on_task, .context = &s};
    other.task = (struct loop_task){.fn = on_task, .context = &other};
    loop_later(s.loop, &other.task);
    loop_later(s.loop, &s.task);
    loop_never(s.loop, &s.task);
    loop_never(s.loop, &s.task);
    memset(other.order, 'x', 5);
    loop_run(s.loop);
    assert_string_equal(s.order, "");
    assert_string_equal(other.order, "xxxxxk");
    loop_free(s.loop);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hangup_of_a_terminal_is_told_once),
        cmocka_unit_test(bytes_left_unread_are_told_again),
        cmocka_unit_test(a_file_cannot_be_watched),
        cmocka_unit_test(signals_reach_the_loop),
        cmocka_unit_test(a_timer_is_never_early),
        cmocka_unit_test(a_stopped_timer_stays_silent),
        cmocka_unit_test(tasks_run_before_the_screen_paints_and_once_a_turn),
        cmocka_unit_test(a_task_taken_back_does_not_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
