/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drive_test.c - real visits over loopback, to a server of a few lines that greets, answers or misbehaves. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "net/drive.h"
#include "net/serve.h"

/* ---- the server ---- */

enum manner { POLITE, SILENT, HANGS_UP, RESETS, FLOODS };

struct host {
    enum manner manner;
    unsigned opened;
};

struct conn {
    struct host *host;
    struct buf in, out;
    int closing;
};

static void *conn_open(void *listener, uint64_t now_us)
{
    (void)now_us;
    struct conn *c = calloc(1, sizeof *c);
    c->host = listener;
    c->host->opened++;
    switch (c->host->manner) {
    case POLITE:
        buf_add_str(&c->out, "* OK ready\r\n");
        break;
    case SILENT:
        break;
    case HANGS_UP:
        c->closing = 1;
        break;
    case RESETS:
        c->closing = 2;
        break;
    case FLOODS:
        for (int i = 0; i < 100000; i++)
            buf_add_str(&c->out, "* OK still here, and still talking\r\n");
        break;
    }
    return c;
}

static void conn_free(void *conn)
{
    struct conn *c = conn;
    buf_done(&c->in);
    buf_done(&c->out);
    free(c);
}

static void conn_line(struct conn *c, struct span line)
{
    struct span tag = line;
    while (tag.len && tag.ptr[tag.len - 1] != ' ')
        tag.len--;
    bool logout = line.len > tag.len && span_starts(span_skip(line, tag.len), "LOGOUT");
    buf_add_str(&c->out, logout ? "* BYE gone\r\n" : "* CAPABILITY IMAP4rev1\r\n");
    buf_add_span(&c->out, tag);
    buf_add_str(&c->out, "OK done\r\n");
    c->closing = logout;
}

static void conn_recv(void *conn, struct span bytes, uint64_t now_us)
{
    struct conn *c = conn;
    (void)now_us;
    buf_add_span(&c->in, bytes);
    for (;;) {
        struct span in = buf_span(&c->in);
        const unsigned char *end = in.len ? memchr(in.ptr, '\r', in.len) : NULL;
        if (!end)
            return;
        conn_line(c, span_head(in, (size_t)(end - in.ptr)));
        buf_use(&c->in, (size_t)(end - in.ptr) + 2);
    }
}

static void conn_recv_end(void *conn, uint64_t now_us)
{
    (void)now_us;
    ((struct conn *)conn)->closing = 1;
}

static struct span conn_send(const void *conn)
{
    return buf_span(&((const struct conn *)conn)->out);
}

static void conn_sent(void *conn, size_t len, uint64_t now_us)
{
    (void)now_us;
    buf_use(&((struct conn *)conn)->out, len);
}

static int conn_closing(const void *conn)
{
    return ((const struct conn *)conn)->closing;
}

static uint64_t conn_deadline_us(const void *conn)
{
    (void)conn;
    return UINT64_MAX;
}

static void conn_tick(void *conn, uint64_t now_us)
{
    (void)conn;
    (void)now_us;
}

static const struct serve_ops ops = {conn_open, conn_free,    conn_recv,        conn_recv_end, conn_send,
                                     conn_sent, conn_closing, conn_deadline_us, conn_tick};

/* ---- the visit ---- */

struct room {
    struct loop *loop;
    struct resolver *resolver;
    struct serve *serve;
    struct host host;
    uint16_t port;
    struct visit *visit;
    struct drive *drive;
    unsigned changed, done, turns, changed_this_turn;
    bool begun;
    unsigned stop_after; /* changes until the operator stops the visit; 0: never */
};

static void on_turn(void *context)
{
    struct room *r = context;
    r->turns++;
    r->changed_this_turn = 0;
}

static void on_changed(void *context, struct visit *v)
{
    struct room *r = context;
    assert_ptr_equal(v, r->visit);
    assert_true(r->begun); /* never inside drive_new */
    assert_int_equal(++r->changed_this_turn, 1);
    assert_int_equal(r->done, 0);
    if (++r->changed == r->stop_after) {
        visit_stop(v, loop_now_us(r->loop));
        drive_poke(r->drive);
        assert_int_equal(r->done, 0);
    }
}

static void on_done(void *context, struct visit *v)
{
    struct room *r = context;
    assert_true(visit_done(v));
    r->done++;
    drive_free(r->drive);
    r->drive = NULL;
    loop_stop(r->loop);
}

static void room_new(struct room *r, enum manner manner)
{
    struct err err;
    *r = (struct room){.host.manner = manner};
    r->loop = loop_new(&err);
    r->resolver = resolver_new(r->loop, &(struct resolver_options){.no_dns = true}, &err);
    r->serve = serve_new(r->loop, &ops, &err);
    loop_before_sleep(r->loop, on_turn, r);
    assert_true(serve_listen(r->serve, "127.0.0.1", 0, &r->host, &r->port, &err));
}

static void room_begin(struct room *r, const char *host, uint16_t port, const struct visit_options *o)
{
    struct err err;
    struct target t;
    target_set(&t, proto_by_name(span_str("imap")), span_str(host), port, TLS_MODE_NONE);
    r->visit = visit_new(&t, o, &err);
    r->drive = drive_new(r->loop, r->resolver, r->visit, on_changed, on_done, r, &err);
    assert_non_null(r->drive);
    r->begun = true;
}

static void room_walk(struct room *r, const char *host, uint16_t port, const struct visit_options *o)
{
    room_begin(r, host, port, o);
    loop_run(r->loop);
    assert_int_equal(r->done, 1);
}

static void room_free(struct room *r)
{
    drive_free(r->drive);
    visit_free(r->visit);
    serve_free(r->serve);
    resolver_free(r->resolver);
    loop_free(r->loop);
}

static void a_visit_goes_to_its_end(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, POLITE);
    room_walk(&r, "127.0.0.1", r.port, &(struct visit_options){0});
    const struct evidence *e = visit_walk(r.visit, 0);
    assert_true(e->connect.connected && e->banner.reply.present && e->before.known && e->quit.reply.present);
    assert_string_equal(e->connect.local, "127.0.0.1");
    assert_true(r.changed > 0);
    assert_int_equal(r.host.opened, 1);
    room_free(&r);
}

static void a_name_is_resolved_and_all_its_addresses_are_walked(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, POLITE);
    room_walk(&r, "localhost", r.port, &(struct visit_options){.family = FAMILY_V4});
    const struct resolution *names = visit_resolution(r.visit);
    assert_non_null(names);
    assert_true(names->system.answered);
    assert_string_equal(visit_walk(r.visit, 0)->address, "127.0.0.1");
    assert_true(visit_walk(r.visit, 0)->connect.connected);
    room_free(&r);
}

static void an_address_that_is_given_is_not_asked_for(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, POLITE);
    room_walk(&r, "nowhere.invalid", r.port, &(struct visit_options){.address = "127.0.0.1"});
    assert_true(visit_resolution(r.visit)->given);
    assert_true(visit_walk(r.visit, 0)->connect.connected);
    room_free(&r);
}

static void ends_are_told_with_their_errno(void **state)
{
    (void)state;
    static const struct {
        enum manner manner;
        bool closed;
        int error;
    } cases[] = {{HANGS_UP, true, 0}, {RESETS, false, ECONNRESET}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct room r;
        room_new(&r, cases[i].manner);
        room_walk(&r, "127.0.0.1", r.port, &(struct visit_options){.no_probe = true});
        const struct evidence *e = visit_walk(r.visit, 0);
        assert_true(e->connect.connected);
        assert_false(e->banner.reply.present);
        assert_int_equal(e->banner.end.closed, cases[i].closed);
        assert_int_equal(e->banner.end.error, cases[i].error);
        room_free(&r);
    }
}

static void a_refused_connection_is_told_with_its_errno(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, POLITE);
    room_walk(&r, "127.0.77.250", r.port, &(struct visit_options){0});
    assert_false(visit_walk(r.visit, 0)->connect.connected);
    assert_int_equal(visit_walk(r.visit, 0)->connect.end.error, ECONNREFUSED);
    room_free(&r);
}

static void a_silent_server_ends_with_the_time_out(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, SILENT);
    room_walk(&r, "127.0.0.1", r.port, &(struct visit_options){.timeout_us = 30000, .no_probe = true});
    const struct evidence *e = visit_walk(r.visit, 0);
    assert_true(e->banner.end.timed_out);
    assert_true(e->ended_us >= 30000);
    room_free(&r);
}

static void the_operator_can_stop(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, SILENT);
    r.stop_after = 1;
    room_walk(&r, "127.0.0.1", r.port, &(struct visit_options){0});
    assert_true(visit_walk(r.visit, 0)->stopped);
    room_free(&r);
}

static void a_drive_that_is_freed_says_nothing_more(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, SILENT);
    room_begin(&r, "127.0.0.1", r.port, &(struct visit_options){0});
    drive_free(r.drive);
    r.drive = NULL;
    serve_free(r.serve);
    r.serve = NULL;
    loop_run(r.loop); /* nothing is left to wait for */
    assert_int_equal(r.changed + r.done, 0);
    room_free(&r);
}

static void on_clock(void *context)
{
    ++*(unsigned *)context;
}

/* 3.6 MB that no stage wants: the visit must end, and others must get their turn meanwhile. */
static void a_flood_starves_nobody(void **state)
{
    (void)state;
    struct err err;
    struct room r;
    unsigned clock = 0;
    room_new(&r, FLOODS);
    struct loop_timer *t = loop_timer_new(r.loop, on_clock, &clock, &err);
    loop_timer_set(t, loop_now_us(r.loop) + 1);
    room_walk(&r, "127.0.0.1", r.port, &(struct visit_options){.timeout_us = 200000});
    assert_int_equal(clock, 1);
    assert_true(r.turns > 2);
    loop_timer_free(t);
    room_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_visit_goes_to_its_end),
        cmocka_unit_test(a_name_is_resolved_and_all_its_addresses_are_walked),
        cmocka_unit_test(an_address_that_is_given_is_not_asked_for),
        cmocka_unit_test(ends_are_told_with_their_errno),
        cmocka_unit_test(a_refused_connection_is_told_with_its_errno),
        cmocka_unit_test(a_silent_server_ends_with_the_time_out),
        cmocka_unit_test(the_operator_can_stop),
        cmocka_unit_test(a_drive_that_is_freed_says_nothing_more),
        cmocka_unit_test(a_flood_starves_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
