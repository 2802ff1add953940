/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "proto/proto.h"

/* RFC 8314 7, RFC 9051 11.2 and the IANA port list. */
static void schemes_say_protocol_mode_and_port(void **state)
{
    (void)state;
    static const struct {
        const char *scheme, *name;
        enum tls_mode mode;
        uint16_t port;
        const char *written;
    } cases[] = {
        {"imap", "imap", TLS_MODE_STARTTLS, 143, "imap"},
        {"imaps", "imap", TLS_MODE_IMPLICIT, 993, "imaps"},
        {"IMAPS", "imap", TLS_MODE_IMPLICIT, 993, "imaps"},
        {"pop3", "pop3", TLS_MODE_STARTTLS, 110, "pop3"},
        {"pop3s", "pop3", TLS_MODE_IMPLICIT, 995, "pop3s"},
        {"smtp", "smtp", TLS_MODE_OPPORTUNISTIC, 25, "smtp"},
        {"submission", "submission", TLS_MODE_STARTTLS, 587, "submission"},
        {"submissions", "submission", TLS_MODE_IMPLICIT, 465, "submissions"},
        {"smtps", "submission", TLS_MODE_IMPLICIT, 465, "submissions"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum tls_mode mode;
        uint16_t port;
        const struct proto *p = proto_by_scheme(span_str(cases[i].scheme), &mode, &port);
        assert_non_null(p);
        assert_string_equal(p->name, cases[i].name);
        assert_int_equal(mode, cases[i].mode);
        assert_int_equal(port, cases[i].port);
        assert_string_equal(proto_scheme(p, mode), cases[i].written);
    }
}

static void unknown_schemes_are_refused(void **state)
{
    (void)state;
    static const char *const unknown[] = {"", "imapx", "ima", "pop", "http", "imap:"};
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++) {
        enum tls_mode mode;
        uint16_t port;
        assert_null(proto_by_scheme(span_str(unknown[i]), &mode, &port));
    }
    assert_null(proto_by_name(span_str("imaps")));
}

static void modes_are_named_and_read(void **state)
{
    (void)state;
    enum tls_mode got;
    for (enum tls_mode mode = TLS_MODE_IMPLICIT; mode <= TLS_MODE_NONE; mode++) {
        assert_true(tls_mode_parse(span_str(tls_mode_name(mode)), &got));
        assert_int_equal(got, mode);
    }
    assert_false(tls_mode_parse(span_str("ssl"), &got));
    assert_false(tls_mode_parse(span_str(""), &got));
}

/* Scripts and screens print these without asking. */
static void descriptors_are_whole(void **state)
{
    (void)state;
    for (size_t i = 0; protos[i]; i++) {
        const struct proto *p = protos[i];
        assert_true(p->name && p->title && p->sasl_service && p->starttls_word && p->native);
        assert_true(p->reply && p->caps && p->say);
        assert_true(p->line_max && p->line_max <= PROTO_LINE_MAX && p->initial_max);
        assert_int_equal(p->name_tls != NULL, p->port_tls != 0);
        assert_ptr_equal(proto_by_name(span_str(p->name)), p);
    }
    for (int what = 0; what < SAY_COUNT; what++)
        assert_non_null(say_name((enum say)what));
}

static void copies_of_lists_are_their_own(void **state)
{
    (void)state;
    struct caps a = {.known = true, .starttls = true, .apop = "<a@b>"}, b = {0};
    assert_true(strv_add_str(&a.list, "STARTTLS") && strv_add_str(&a.mechs, "PLAIN"));
    assert_true(caps_copy(&b, &a));
    caps_done(&a);
    assert_false(a.known);
    assert_true(b.known && b.starttls);
    assert_string_equal(b.apop, "<a@b>");
    assert_string_equal(b.list.items[0], "STARTTLS");
    assert_string_equal(b.mechs.items[0], "PLAIN");
    caps_done(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schemes_say_protocol_mode_and_port),
        cmocka_unit_test(unknown_schemes_are_refused),
        cmocka_unit_test(modes_are_named_and_read),
        cmocka_unit_test(descriptors_are_whole),
        cmocka_unit_test(copies_of_lists_are_their_own),
    };
    return cmocka_run_group_tests_name("proto/proto", tests, NULL, NULL);
}
