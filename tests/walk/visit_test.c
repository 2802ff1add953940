/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the conversations of tests/walks cannot say: lack of memory, links and deadlines as a driver sees them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/failing_alloc.h"
#include "walk/visit.h"

/* One turn of a plain server: what it says once the client's line (or nothing) is there. */
static const char *const imap_says[] = {
    "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=CRAM-MD5] ready\r\n",
    "+ PDE3LjE3MDAwMDAwMDBAc210cC5leGFtcGxlLm9yZz4=\r\n",
    "w1 NO [AUTHENTICATIONFAILED] no\r\n",
    "* BYE bye\r\nw2 OK done\r\n",
};

static void serve(struct visit *v, const char *const *says, size_t count)
{
    for (size_t i = 0; i < 50 && !visit_done(v); i++) {
        if (visit_wants(v, LINK_MAIN) & VISIT_WANT_CONNECT)
            visit_connected(v, LINK_MAIN, "127.0.0.1", i);
        while (visit_wants(v, LINK_MAIN) & VISIT_WANT_SEND)
            visit_sent(v, LINK_MAIN, visit_send(v, LINK_MAIN).len, i);
        if (visit_wants(v, LINK_MAIN) & VISIT_WANT_CLOSE)
            visit_closed(v, LINK_MAIN, i);
        else if (i < count)
            visit_recv(v, LINK_MAIN, span_str(says[i]), i);
        else
            visit_recv_end(v, LINK_MAIN, 0, i);
    }
}

static bool login_given(struct login *login)
{
    *login = (struct login){.user = strdup("probe")};
    return login->user && secret_set(&login->password, span_str("secret"));
}

static bool whole_visit(void *user)
{
    struct target t;
    struct login login;
    struct err err;
    bool ok = false;
    (void)user;

    target_set(&t, proto_by_name(span_str("imap")), span_str("mail.example.org"), 143, TLS_MODE_NONE);
    struct visit_options o = {.address = "127.0.0.1", .login = &login, .insecure_auth = true};
    if (login_given(&login)) {
        struct visit *v = visit_new(&t, &o, &err);
        if (v) {
            visit_start(v, 0, INT64_C(1795500000000000));
            serve(v, imap_says, sizeof imap_says / sizeof *imap_says);
            assert_true(visit_done(v)); /* whatever failed, it ends */
            ok = visit_walk(v, 0)->auth.result == AUTH_REJECTED;
        }
        visit_free(v);
    }
    login_done(&login);
    return ok;
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    assert_in_range(failing_alloc_each(whole_visit, NULL, NULL), 10, 10000);
}

static struct visit *silent_visit(struct target *t, const struct visit_options *o)
{
    struct err err;

    target_set(t, proto_by_name(span_str("imap")), span_str("mail.example.org"), 143, TLS_MODE_STARTTLS);
    struct visit *v = visit_new(t, o, &err);
    assert_non_null(v);
    return v;
}

static void a_name_is_asked_for_before_anything_is_opened(void **state)
{
    struct target t;
    struct visit_options o = {0};
    struct resolution r = {.count = 2, .addresses = {{"2001:db8::1", true}, {"192.0.2.1", false}}};
    uint16_t port;
    (void)state;
    struct visit *v = silent_visit(&t, &o);
    assert_int_equal(visit_wants(v, LINK_MAIN), 0);
    visit_start(v, 5, 0);
    assert_int_equal(visit_wants(v, LINK_MAIN), VISIT_WANT_RESOLVE);
    visit_resolved(v, &r, 6);
    assert_int_equal(visit_wants(v, LINK_MAIN), VISIT_WANT_CONNECT);
    assert_string_equal(visit_endpoint(v, LINK_MAIN, &port), "2001:db8::1");
    assert_int_equal(port, 143);
    assert_int_equal(visit_walk_count(v), 2);
    visit_free(v);
}

static void the_family_asked_for_is_the_only_one_tried(void **state)
{
    struct target t;
    struct visit_options o = {.family = FAMILY_V4};
    struct resolution r = {.count = 2, .addresses = {{"2001:db8::1", true}, {"192.0.2.1", false}}};
    uint16_t port;
    (void)state;
    struct visit *v = silent_visit(&t, &o);
    visit_start(v, 0, 0);
    visit_resolved(v, &r, 0);
    assert_int_equal(visit_walk_count(v), 1);
    assert_string_equal(visit_endpoint(v, LINK_MAIN, &port), "192.0.2.1");
    assert_int_equal(visit_resolution(v)->left_out, 1);
    visit_free(v);
}

/* Nothing is waited for without a bound, and the bound is the one asked for. */
static void every_stage_has_its_time_out(void **state)
{
    struct target t;
    struct visit_options o = {.timeout_us = 3000000, .address = "192.0.2.1", .no_probe = true};
    (void)state;
    struct visit *v = silent_visit(&t, &o);
    visit_start(v, 1000, 0);
    assert_int_equal(visit_deadline_us(v), 1000 + 3000000);
    visit_connected(v, LINK_MAIN, "192.0.2.9", 2000);
    assert_int_equal(visit_deadline_us(v), 2000 + 3000000);
    visit_tick(v, 2000 + 2999999);
    assert_int_equal(visit_wants(v, LINK_MAIN), VISIT_WANT_RECV);
    visit_tick(v, 2000 + 3000000);
    assert_int_equal(visit_wants(v, LINK_MAIN), VISIT_WANT_CLOSE);
    assert_true(visit_walk(v, 0)->banner.end.timed_out);
    visit_closed(v, LINK_MAIN, 3002001);
    assert_true(visit_done(v));
    visit_free(v);
}

/* While the operator thinks, a flood is left in the network's buffers. */
static void a_paused_visit_takes_no_flood(void **state)
{
    struct target t;
    struct visit_options o = {.address = "192.0.2.1", .step = true};
    static unsigned char flood[16384];
    size_t taken = 0;
    (void)state;
    struct visit *v = silent_visit(&t, &o);
    memset(flood, 'x', sizeof flood);
    visit_start(v, 0, 0);
    visit_go(v, 0);
    visit_go(v, 0);
    visit_connected(v, LINK_MAIN, "192.0.2.9", 0);
    assert_true(visit_paused(v));
    while (taken < (64u << 20) && (visit_wants(v, LINK_MAIN) & VISIT_WANT_RECV)) {
        visit_recv(v, LINK_MAIN, span_of(flood, sizeof flood), 0);
        taken += sizeof flood;
    }
    assert_in_range(taken, 1, 1u << 20);
    visit_go(v, 0);
    assert_int_equal(visit_wants(v, LINK_MAIN), VISIT_WANT_CLOSE);
    visit_free(v);
}

static bool wiped(const struct login *l)
{
    return !secret_given(&l->password);
}

static void a_login_of_one_visit_is_wiped_when_it_was_tried(void **state)
{
    struct target t;
    struct login login;
    struct err err;
    (void)state;
    assert_true(login_given(&login));
    target_set(&t, proto_by_name(span_str("imap")), span_str("mail.example.org"), 143, TLS_MODE_NONE);
    struct visit_options o = {.address = "127.0.0.1", .login = &login, .insecure_auth = true, .wipe_login = true};
    struct visit *v = visit_new(&t, &o, &err);
    assert_non_null(v);
    visit_start(v, 0, 0);
    assert_false(wiped(&login));
    serve(v, imap_says, 3); /* up to the refusal: the goodbye is still to come */
    assert_true(wiped(&login));
    visit_free(v);
    login_done(&login);
}

static void a_visit_can_be_stopped_at_any_moment(void **state)
{
    struct target t;
    struct visit_options o = {.address = "192.0.2.1"};
    (void)state;
    for (int moment = 0; moment < 3; moment++) {
        struct visit *v = silent_visit(&t, &o);
        visit_start(v, 0, 0);
        if (moment > 0)
            visit_connected(v, LINK_MAIN, "192.0.2.9", 1);
        if (moment > 1)
            visit_recv(v, LINK_MAIN, span_str("* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n"), 2);
        visit_stop(v, 3);
        for (int i = 0; i < 5 && !visit_done(v); i++) {
            if (visit_wants(v, LINK_MAIN) & VISIT_WANT_SEND)
                visit_sent(v, LINK_MAIN, visit_send(v, LINK_MAIN).len, 3);
            if (visit_wants(v, LINK_MAIN) & VISIT_WANT_CLOSE)
                visit_closed(v, LINK_MAIN, 4);
        }
        assert_true(visit_done(v));
        assert_true(visit_walk(v, 0)->stopped);
        visit_free(v);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_is_asked_for_before_anything_is_opened),
        cmocka_unit_test(the_family_asked_for_is_the_only_one_tried),
        cmocka_unit_test(every_stage_has_its_time_out),
        cmocka_unit_test(a_paused_visit_takes_no_flood),
        cmocka_unit_test(a_login_of_one_visit_is_wiped_when_it_was_tried),
        cmocka_unit_test(a_visit_can_be_stopped_at_any_moment),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests_name("visit", tests, NULL, NULL);
}
