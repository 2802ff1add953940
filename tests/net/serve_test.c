/* SPDX-License-Identifier: GPL-3.0-or-later */
/* serve_test.c - listener and connection joined over loopback: an echo server that behaves or misbehaves on a word. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "net/serve.h"
#include "net/sock.h"

/* ---- the server's side ---- */

struct echo {
    struct buf out;
    int closing;
    uint64_t deadline_us;
};

static unsigned echo_alive;

static void *echo_open(void *listener, uint64_t now_us)
{
    (void)now_us;
    struct echo *e = calloc(1, sizeof *e);
    e->deadline_us = UINT64_MAX;
    if (listener)
        buf_add_str(&e->out, listener);
    echo_alive++;
    return e;
}

static void echo_free(void *conn)
{
    struct echo *e = conn;
    buf_done(&e->out);
    free(e);
    echo_alive--;
}

static void echo_recv(void *conn, struct span bytes, uint64_t now_us)
{
    struct echo *e = conn;
    if (span_is(bytes, "bye")) {
        buf_add_str(&e->out, "goodbye");
        e->closing = 1;
    } else if (span_is(bytes, "reset")) {
        e->closing = 2;
    } else if (span_is(bytes, "later")) {
        e->deadline_us = now_us + 2000;
    } else if (span_is(bytes, "flood")) {
        for (int i = 0; i < 40000; i++)
            buf_add_str(&e->out, "all work and no play makes a dull server\n");
        e->closing = 1;
    } else {
        buf_add_span(&e->out, bytes);
    }
}

static void echo_recv_end(void *conn, uint64_t now_us)
{
    (void)now_us;
    ((struct echo *)conn)->closing = 1;
}

static struct span echo_send(const void *conn)
{
    return buf_span(&((const struct echo *)conn)->out);
}

static void echo_sent(void *conn, size_t len, uint64_t now_us)
{
    (void)now_us;
    buf_use(&((struct echo *)conn)->out, len);
}

static int echo_closing(const void *conn)
{
    return ((const struct echo *)conn)->closing;
}

static uint64_t echo_deadline_us(const void *conn)
{
    return ((const struct echo *)conn)->deadline_us;
}

static void echo_tick(void *conn, uint64_t now_us)
{
    struct echo *e = conn;
    if (now_us < e->deadline_us)
        return;
    e->deadline_us = UINT64_MAX;
    buf_add_str(&e->out, "late");
    e->closing = 1;
}

static const struct serve_ops echo_ops = {
    .open = echo_open,
    .free = echo_free,
    .recv = echo_recv,
    .recv_end = echo_recv_end,
    .send = echo_send,
    .sent = echo_sent,
    .closing = echo_closing,
    .deadline_us = echo_deadline_us,
    .tick = echo_tick,
};

/* ---- the client's side ---- */

struct client {
    struct loop *loop;
    struct sock *sock;
    const char *say;
    struct buf heard;
    bool connected, ended;
    int error;
    char local[64];
};

static void client_stop(struct client *c, int error)
{
    c->ended = true;
    c->error = error;
    sock_close(c->sock);
    c->sock = NULL;
    loop_stop(c->loop);
}

static void client_read(struct client *c)
{
    char bytes[1000];
    int error = 0;
    long n = sock_read(c->sock, bytes, sizeof bytes, &error);
    if (n > 0)
        buf_add(&c->heard, bytes, (size_t)n);
    else if (n == 0 || error != EAGAIN)
        client_stop(c, n == 0 ? 0 : error);
}

static void client_event(void *context, unsigned events, int error)
{
    struct client *c = context;
    if (events & SOCK_FAILED) {
        client_stop(c, error);
        return;
    }
    if (events & SOCK_CONNECTED) {
        c->connected = true;
        strcpy(c->local, sock_local(c->sock));
        assert_int_equal(sock_write(c->sock, span_str(c->say), &error), strlen(c->say));
    } else if (events & SOCK_READABLE) {
        client_read(c);
    }
    if (c->sock)
        sock_want(c->sock, true, false);
}

struct room {
    struct loop *loop;
    struct serve *serve;
    uint16_t port;
};

static void room_new(struct room *r, const char *address, const char *greeting)
{
    struct err err;
    r->loop = loop_new(&err);
    r->serve = serve_new(r->loop, &echo_ops, &err);
    if (!serve_listen(r->serve, address, 0, (void *)greeting, &r->port, &err))
        fail_msg("%s", err.text);
    assert_int_not_equal(r->port, 0);
}

static void room_free(struct room *r)
{
    serve_free(r->serve);
    loop_free(r->loop);
    assert_int_equal(echo_alive, 0);
}

static void talk(struct room *r, struct client *c, const char *address, uint16_t port, const char *say)
{
    int error = 0;
    *c = (struct client){.loop = r->loop, .say = say};
    c->sock = sock_connect(r->loop, address, port, client_event, c, &error);
    if (c->sock) {
        loop_run(r->loop);
        assert_true(c->ended);
    } else {
        c->error = error;
    }
}

static void a_conversation_ends_with_fin(void **state)
{
    (void)state;
    struct room r;
    struct client c;
    room_new(&r, "127.0.77.1", "hello ");
    talk(&r, &c, "127.0.77.1", r.port, "bye");
    assert_true(c.connected);
    assert_int_equal(c.error, 0);
    assert_string_equal(buf_cstr(&c.heard), "hello goodbye");
    assert_string_equal(c.local, "127.0.0.1");
    buf_done(&c.heard);
    assert_int_equal(serve_open_count(r.serve), 0);
    room_free(&r);
}

static void a_reset_is_told_apart_from_a_fin(void **state)
{
    (void)state;
    struct room r;
    struct client c;
    room_new(&r, "127.0.0.1", NULL);
    talk(&r, &c, "127.0.0.1", r.port, "reset");
    assert_true(c.connected);
    assert_int_equal(c.error, ECONNRESET);
    buf_done(&c.heard);
    room_free(&r);
}

static void a_deadline_of_the_server_is_kept(void **state)
{
    (void)state;
    struct room r;
    struct client c;
    room_new(&r, "127.0.0.1", NULL);
    talk(&r, &c, "127.0.0.1", r.port, "later");
    assert_string_equal(buf_cstr(&c.heard), "late");
    buf_done(&c.heard);
    room_free(&r);
}

/* More than any socket buffer holds: the server has to wait for room, and the end must not overtake the bytes. */
static void a_flood_arrives_whole(void **state)
{
    (void)state;
    struct room r;
    struct client c;
    room_new(&r, "127.0.0.1", NULL);
    talk(&r, &c, "127.0.0.1", r.port, "flood");
    assert_int_equal(c.error, 0);
    assert_int_equal(buf_len(&c.heard), 40000 * 41);
    buf_done(&c.heard);
    room_free(&r);
}

static void a_closed_port_refuses(void **state)
{
    (void)state;
    struct room r;
    struct client c;
    room_new(&r, "127.0.77.2", NULL);
    talk(&r, &c, "127.0.77.3", r.port, "bye"); /* same port, another address: nobody is there */
    assert_false(c.connected);
    assert_int_equal(c.error, ECONNREFUSED);
    room_free(&r);
}

static void errnos_of_connect_are_kept(void **state)
{
    (void)state;
    static const struct {
        const char *address;
        int error;
    } cases[] = {
        {"240.0.0.1.5", EINVAL},
        {"mail.example.org", EINVAL},
        {"255.255.255.255", ENETUNREACH}, /* Linux refuses TCP to broadcast so, or with EACCES */
    };
    struct room r;
    room_new(&r, "127.0.0.1", NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct client c;
        talk(&r, &c, cases[i].address, 25, "");
        if (c.error != cases[i].error && !(cases[i].error == ENETUNREACH && c.error == EACCES))
            fail_msg("%s: %s", cases[i].address, strerror(c.error));
    }
    room_free(&r);
}

static void only_loopback_is_listened_on(void **state)
{
    (void)state;
    static const char *const addresses[] = {"0.0.0.0",          "::",        "192.0.2.1", "128.0.0.1",
                                            "::ffff:127.0.0.1", "localhost", ""};
    struct room r;
    room_new(&r, "127.0.0.1", NULL);
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct err err = {ERR_NONE, 0, ""};
        assert_false(serve_listen(r.serve, addresses[i], 0, NULL, NULL, &err));
        assert_int_equal(err.kind, ERR_INPUT);
    }
    room_free(&r);
}

static void a_port_in_use_is_named(void **state)
{
    (void)state;
    struct err err;
    struct room r;
    room_new(&r, "127.0.77.4", NULL);
    assert_false(serve_listen(r.serve, "127.0.77.4", r.port, NULL, NULL, &err));
    assert_int_equal(err.code, EADDRINUSE);
    assert_non_null(strstr(err.text, "127.0.77.4"));
    room_free(&r);
}

static void open_connections_are_let_go_at_the_end(void **state)
{
    (void)state;
    struct room r;
    struct client c;
    room_new(&r, "127.0.0.1", "hello");
    int error = 0;
    c = (struct client){.loop = r.loop, .say = "bye"};
    c.sock = sock_connect(r.loop, "127.0.0.1", r.port, client_event, &c, &error);
    loop_run(r.loop);
    struct sock *idle = sock_connect(r.loop, "127.0.0.1", r.port, client_event, &c, &error);
    assert_non_null(idle);
    sock_close(idle);
    buf_done(&c.heard);
    room_free(&r); /* checks that every connection's memory is gone */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_conversation_ends_with_fin),
        cmocka_unit_test(a_reset_is_told_apart_from_a_fin),
        cmocka_unit_test(a_deadline_of_the_server_is_kept),
        cmocka_unit_test(a_flood_arrives_whole),
        cmocka_unit_test(a_closed_port_refuses),
        cmocka_unit_test(errnos_of_connect_are_kept),
        cmocka_unit_test(only_loopback_is_listened_on),
        cmocka_unit_test(a_port_in_use_is_named),
        cmocka_unit_test(open_connections_are_let_go_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
