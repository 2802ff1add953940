/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory_test.c - a whole visit over loopback, with each allocation failing in turn: whatever is missing, it comes to
 * an end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "net/drive.h"
#include "net/serve.h"

/* A server that greets and hangs up: allocates nothing itself but what serve.c needs for it. */
struct conn {
    size_t sent;
};
static const char greeting[] = "* BYE closed for today\r\n";

static void *conn_open(void *listener, uint64_t now_us)
{
    (void)listener;
    (void)now_us;
    return calloc(1, sizeof(struct conn));
}

static void conn_recv(void *conn, struct span bytes, uint64_t now_us)
{
    (void)conn;
    (void)bytes;
    (void)now_us;
}

static void conn_nothing(void *conn, uint64_t now_us)
{
    (void)conn;
    (void)now_us;
}

static struct span conn_send(const void *conn)
{
    return span_skip(span_str(greeting), ((const struct conn *)conn)->sent);
}

static void conn_sent(void *conn, size_t len, uint64_t now_us)
{
    (void)now_us;
    ((struct conn *)conn)->sent += len;
}

static int conn_closing(const void *conn)
{
    (void)conn;
    return 1;
}

static uint64_t conn_deadline_us(const void *conn)
{
    (void)conn;
    return UINT64_MAX;
}

static const struct serve_ops ops = {conn_open, free,         conn_recv,        conn_nothing, conn_send,
                                     conn_sent, conn_closing, conn_deadline_us, conn_nothing};

struct room {
    struct loop *loop;
    struct resolver *resolver;
    struct serve *serve;
    struct visit *visit;
    struct drive *drive;
    bool done;
};

static void on_changed(void *context, struct visit *v)
{
    (void)context;
    (void)v;
}

static void on_done(void *context, struct visit *v)
{
    struct room *r = context;
    r->done = visit_done(v);
    loop_stop(r->loop);
}

static bool room_walk(struct room *r)
{
    struct err err;
    struct target t;
    uint16_t port;
    const struct visit_options o = {.timeout_us = 300000, .no_probe = true};
    if (!(r->loop = loop_new(&err)) || !(r->resolver = resolver_new(r->loop, NULL, &err)) ||
        !(r->serve = serve_new(r->loop, &ops, &err)) || !serve_listen(r->serve, "127.0.0.1", 0, NULL, &port, &err))
        return false;
    target_set(&t, proto_by_name(span_str("imap")), span_str("127.0.0.1"), port, TLS_MODE_NONE);
    if (!(r->visit = visit_new(&t, &o, &err)) ||
        !(r->drive = drive_new(r->loop, r->resolver, r->visit, on_changed, on_done, r, &err)))
        return false;
    loop_run(r->loop);
    assert_true(r->done);
    return visit_walk(r->visit, 0)->banner.reply.present;
}

static bool walk_once(void *user)
{
    struct room r = {0};
    (void)user;
    bool good = room_walk(&r);
    drive_free(r.drive);
    visit_free(r.visit);
    serve_free(r.serve);
    resolver_free(r.resolver);
    loop_free(r.loop);
    return good;
}

static void a_visit_without_memory_still_ends(void **state)
{
    (void)state;
    assert_true(failing_alloc_each(walk_once, NULL, NULL) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_without_memory_still_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
