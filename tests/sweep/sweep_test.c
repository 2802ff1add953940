/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "sweep/sweep.h"

/* Starts all that may start: their ids in order, as one text. */
static const char *started(struct sweep *s, char *to, size_t cap)
{
    size_t id, len = 0;

    to[0] = '\0';
    while (sweep_next(s, &id))
        len += (size_t)snprintf(to + len, cap - len, "%zu ", id);
    return to;
}

static void hosts_at_their_limit_are_passed_over(void **state)
{
    struct sweep *s = sweep_new(4, 2);
    char ids[100];

    (void)state;
    for (size_t id = 0; id < 5; id++)
        assert_true(sweep_add(s, id, "imap.example.org"));
    assert_true(sweep_add(s, 5, "pop.example.org"));
    assert_true(sweep_add(s, 6, "smtp.example.org"));
    assert_true(sweep_add(s, 7, "smtp.example.org"));
    assert_string_equal(started(s, ids, sizeof ids), "0 1 5 6 ");
    assert_int_equal(sweep_running(s), 4);
    assert_int_equal(sweep_waiting(s), 4);
    sweep_end(s, 5);
    assert_string_equal(started(s, ids, sizeof ids), "7 "); /* 2 is older, but its host has two */
    sweep_end(s, 0);
    assert_string_equal(started(s, ids, sizeof ids), "2 ");
    sweep_end(s, 6);
    assert_string_equal(started(s, ids, sizeof ids), ""); /* room in all, none at the host */
    sweep_end(s, 1);
    sweep_end(s, 1); /* has ended already */
    sweep_end(s, 99);
    assert_string_equal(started(s, ids, sizeof ids), "3 ");
    sweep_end(s, 2);
    sweep_end(s, 3);
    assert_string_equal(started(s, ids, sizeof ids), "4 ");
    sweep_end(s, 7);
    sweep_end(s, 4);
    assert_int_equal(sweep_running(s) + sweep_waiting(s), 0);
    sweep_free(s);
}

static void no_limit_is_a_limit_of_one(void **state)
{
    struct sweep *s = sweep_new(0, 0);
    char ids[100];

    (void)state;
    sweep_add(s, 1, "a");
    sweep_add(s, 2, "b");
    assert_string_equal(started(s, ids, sizeof ids), "1 ");
    sweep_free(s);
}

static void clearing_leaves_what_runs(void **state)
{
    struct sweep *s = sweep_new(1, 1);
    char ids[100];

    (void)state;
    for (size_t id = 0; id < 10; id++)
        sweep_add(s, id, id % 2 ? "a" : "b");
    assert_string_equal(started(s, ids, sizeof ids), "0 ");
    sweep_clear(s);
    assert_int_equal(sweep_waiting(s), 0);
    assert_int_equal(sweep_running(s), 1);
    sweep_add(s, 10, "b");
    assert_string_equal(started(s, ids, sizeof ids), "");
    sweep_end(s, 0);
    assert_string_equal(started(s, ids, sizeof ids), "10 ");
    sweep_free(s);
}

/* Against the plainest way to do it, with the same random orders. */
static void agrees_with_a_plain_queue(void **state)
{
    enum { COUNT = 400, HOSTS = 7, JOBS = 9, PER_HOST = 3 };
    struct sweep *s = sweep_new(JOBS, PER_HOST);
    int plain[COUNT] = {0}; /* 0 waiting, 1 running, 2 ended */
    size_t at_host[HOSTS] = {0}, running = 0, added = 0, id;
    unsigned dice = 1;

    (void)state;
    for (int turn = 0; turn < 20000; turn++) {
        dice = dice * 1103515245u + 12345u;
        if (dice >> 16 & 1 && added < COUNT) {
            char host[8];

            snprintf(host, sizeof host, "h%zu", added * 5 % HOSTS);
            assert_true(sweep_add(s, added++, host));
        } else if (running > 0 && dice >> 17 & 1) {
            for (id = dice >> 8 & 255; plain[id % COUNT] != 1; id++)
                ;
            id %= COUNT;
            sweep_end(s, id);
            plain[id] = 2;
            at_host[id * 5 % HOSTS]--;
            running--;
        } else {
            size_t expected = 0;
            bool any;

            while (expected < added && !(plain[expected] == 0 && at_host[expected * 5 % HOSTS] < PER_HOST))
                expected++;
            any = running < JOBS && expected < added;
            assert_int_equal(sweep_next(s, &id), any);
            if (!any)
                continue;
            assert_int_equal(id, expected);
            plain[id] = 1;
            at_host[id * 5 % HOSTS]++;
            running++;
        }
    }
    assert_int_equal(added, COUNT);
    sweep_free(s);
}

static double seconds_for(size_t count, bool one_host)
{
    enum { JOBS = 50 };
    struct sweep *s = sweep_new(JOBS, 2);
    clock_t begin = clock();
    size_t running[JOBS], id;

    for (size_t i = 0; i < count; i++) {
        char host[48];

        snprintf(host, sizeof host, "host%zu.example.org", one_host ? 0 : i / 3);
        assert_true(sweep_add(s, i, host));
    }
    for (size_t begun = 0, ended = 0; ended < count; ended++) {
        while (sweep_next(s, &id))
            running[begun++ % JOBS] = id;
        assert_true(begun > ended);
        sweep_end(s, running[ended % JOBS]);
    }
    assert_int_equal(sweep_waiting(s) + sweep_running(s), 0);
    sweep_free(s);
    return (double)(clock() - begin) / CLOCKS_PER_SEC;
}

/* Four times as many may take some five times as long, not sixteen. */
static void a_hundred_thousand_are_no_burden(void **state)
{
    (void)state;
    for (int one_host = 0; one_host < 2; one_host++) {
        double small = seconds_for(25000, one_host), large = seconds_for(100000, one_host);

        if (large > 0.5 && large > 10 * small)
            fail_msg("25000 took %.3f s, 100000 took %.3f s", small, large);
    }
}

static bool sweep_with_little_memory(void *user)
{
    struct sweep *s = sweep_new(2, 1);
    bool ok = s != NULL;
    size_t id, count = 0;

    (void)user;
    for (size_t i = 0; ok && i < 100; i++) {
        char host[8];

        snprintf(host, sizeof host, "%zu", i);
        ok = sweep_add(s, i, host);
    }
    while (s && sweep_next(s, &id)) {
        sweep_end(s, id);
        count++;
    }
    assert_true(!ok || count == 100);
    sweep_free(s);
    return ok;
}

static void every_allocation_may_fail(void **state)
{
    size_t unnoticed;

    (void)state;
    assert_true(failing_alloc_each(sweep_with_little_memory, NULL, &unnoticed) > 200);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts_at_their_limit_are_passed_over),
        cmocka_unit_test(no_limit_is_a_limit_of_one),
        cmocka_unit_test(clearing_leaves_what_runs),
        cmocka_unit_test(agrees_with_a_plain_queue),
        cmocka_unit_test(a_hundred_thousand_are_no_burden),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
