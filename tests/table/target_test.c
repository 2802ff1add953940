/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "table/target.h"
#include "test.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void uris_lead_where_they_say(void **state)
{
    static const struct {
        const char *uri, *proto, *host, *ascii;
        enum name_kind kind;
        uint16_t port;
        enum tls_mode mode;
        const char *again; /* how it is written; NULL: as it came, with its port */
    } rows[] = {
        {"imap://mail.example.org:143", "imap", "mail.example.org", "mail.example.org", NAME_HOST, 143, TLS_MODE_STARTTLS, NULL},
        {"imap://mail.example.org", "imap", "mail.example.org", "mail.example.org", NAME_HOST, 143, TLS_MODE_STARTTLS,
         "imap://mail.example.org:143"},
        {"imaps://mail.example.org/", "imap", "mail.example.org", "mail.example.org", NAME_HOST, 993, TLS_MODE_IMPLICIT,
         "imaps://mail.example.org:993"},
        {"pop3://h", "pop3", "h", "h", NAME_HOST, 110, TLS_MODE_STARTTLS, "pop3://h:110"},
        {"pop3s://h", "pop3", "h", "h", NAME_HOST, 995, TLS_MODE_IMPLICIT, "pop3s://h:995"},
        {"smtp://h", "smtp", "h", "h", NAME_HOST, 25, TLS_MODE_OPPORTUNISTIC, "smtp://h:25"},
        {"submission://h", "submission", "h", "h", NAME_HOST, 587, TLS_MODE_STARTTLS, "submission://h:587"},
        {"submissions://h", "submission", "h", "h", NAME_HOST, 465, TLS_MODE_IMPLICIT, "submissions://h:465"},
        {"smtps://h", "submission", "h", "h", NAME_HOST, 465, TLS_MODE_IMPLICIT, "submissions://h:465"},
        {"IMAPS://Mail.Example.ORG:10993", "imap", "Mail.Example.ORG", "mail.example.org", NAME_HOST, 10993, TLS_MODE_IMPLICIT,
         "imaps://mail.example.org:10993"},
        {" imap://h:1 ", "imap", "h", "h", NAME_HOST, 1, TLS_MODE_STARTTLS, "imap://h:1"},
        {"imap://h:65535", "imap", "h", "h", NAME_HOST, 65535, TLS_MODE_STARTTLS, NULL},
        {"imap://192.0.2.7", "imap", "192.0.2.7", "192.0.2.7", NAME_IPV4, 143, TLS_MODE_STARTTLS, "imap://192.0.2.7:143"},
        {"imap://[::1]:143", "imap", "::1", "::1", NAME_IPV6, 143, TLS_MODE_STARTTLS, NULL},
        {"imap://[2001:DB8::0010]", "imap", "2001:DB8::0010", "2001:db8::10", NAME_IPV6, 143, TLS_MODE_STARTTLS,
         "imap://[2001:db8::10]:143"},
        {"imap://[fe80::1%25eth0]:143", "imap", "fe80::1%eth0", "fe80::1%eth0", NAME_IPV6, 143, TLS_MODE_STARTTLS, NULL},
        {"imap://[fe80::1%eth0]", "imap", "fe80::1%eth0", "fe80::1%eth0", NAME_IPV6, 143, TLS_MODE_STARTTLS,
         "imap://[fe80::1%25eth0]:143"},
        {"imap://[fe80::1%25]", "imap", "fe80::1%25", "fe80::1%25", NAME_IPV6, 143, TLS_MODE_STARTTLS, "imap://[fe80::1%2525]:143"},
        {"imaps://münchen.example", "imap", "münchen.example", "xn--mnchen-3ya.example", NAME_HOST, 993, TLS_MODE_IMPLICIT,
         "imaps://xn--mnchen-3ya.example:993"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct target t, again;
        struct err err = {0};
        char uri[640];

        if (!target_parse(span_str(rows[i].uri), &t, &err))
            fail_msg("%s: %s", rows[i].uri, err.text);
        assert_string_equal(t.proto->name, rows[i].proto);
        assert_string_equal(t.host, rows[i].host);
        assert_string_equal(t.ascii, rows[i].ascii);
        assert_int_equal(t.kind, rows[i].kind);
        assert_int_equal(t.port, rows[i].port);
        assert_int_equal(t.mode, rows[i].mode);
        assert_string_equal(t.host_error, "");
        target_format(&t, uri, sizeof uri);
        assert_string_equal(uri, rows[i].again ? rows[i].again : rows[i].uri);
        assert_true(target_parse(span_str(uri), &again, &err));
        assert_string_equal(again.ascii, t.ascii);
        assert_int_equal(again.port, t.port);
        assert_int_equal(again.mode, t.mode);
    }
}

static void mistakes_are_named(void **state)
{
    static const struct {
        const char *uri, *part;
    } rows[] = {
        {"", "no scheme"},
        {"mail.example.org", "no scheme"},
        {"imap:mail.example.org", "no scheme"},
        {"imap:/mail.example.org", "no scheme"},
        {"mail.example.org", "imap imaps pop3 pop3s submission submissions smtp"},
        {"gopher://h", "scheme is not known"},
        {"gopher://h", "imap imaps pop3 pop3s submission submissions smtp"},
        {"://h", "scheme is not known"},
        {"imap://", "host name is empty"},
        {"imap:///", "host name is empty"},
        {"imap://:143", "host name is empty"},
        {"imap://[]", "host name is empty"},
        {"imap://h:", "port behind the colon is missing"},
        {"imap://h:0", "port '0' is not a number from 1 to 65535"},
        {"imap://h:65536", "port '65536' is not a number"},
        {"imap://h:99999", "port '99999' is not a number"},
        {"imap://h:99999999999999999999", "port '99999999999999999999' is not a number"},
        {"imap://h:14x", "port '14x' is not a number"},
        {"imap://h:-1", "port '-1' is not a number"},
        {"imap://h: 143", "port ' 143' is not a number"},
        {"imap://h:143:1", "brackets"},
        {"imap://::1", "brackets"},
        {"imap://2001:db8::10:143", "brackets"},
        {"imap://[::1", "bracket before the address is not closed"},
        {"imap://[::1]143", "follow the bracket"},
        {"imap://[::g]", "not an IPv6 address"},
        {"imap://fred@h", "no user before the @ in front of 'h'"},
        {"imap://fred:secret@h:143", "no user before the @ in front of 'h:143'"},
        {"gopher://fred:secret@h", "no user before the @"},
        {"imap://h/INBOX", "nothing can follow"},
        {"imap://h//", "nothing can follow"},
        {"imap://h?x", "nothing can follow"},
        {"imap://h#x", "nothing can follow"},
        {"imap://a b", "space"},
        {"imap://a..b", "empty part"},
        {"imap://a_b", "underscore"},
        {"imap://1.2.3", "IPv4"},
        {"imap://\x1b[2J\x1b]", "<U+001B>"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct target t = {.port = 7};
        struct err err = {0};

        if (target_parse(span_str(rows[i].uri), &t, &err))
            fail_msg("%s was taken", rows[i].uri);
        if (!strstr(err.text, rows[i].part))
            fail_msg("%s: no '%s' in: %s", rows[i].uri, rows[i].part, err.text);
        assert_int_equal(err.kind, ERR_INPUT);
        assert_true(text_is_safe(span_str(err.text)));
        assert_null(strstr(err.text, "secret")); /* typed by mistake, and not to be shown again */
        assert_int_equal(t.port, 7); /* left as it was */
    }
}

static void look_at_head(struct span head, void *user)
{
    struct target t;
    struct err err = {0};

    (void)user;
    if (!target_parse(head, &t, &err))
        assert_true(err.text[0] != '\0');
}

static void every_cut_has_an_answer(void **state)
{
    (void)state;
    feed_heads(span_str("submissions://[fe80::1%25eth0]:465/"), look_at_head, NULL);
    feed_heads(span_str("imap://m\xC3\xBCnchen.example:143/"), look_at_head, NULL);
    feed_heads(span_of("imap://a\0b:1", 12), look_at_head, NULL);
}

/* A table's row is shown also when its host is none; then it says why. */
static void a_bad_host_is_kept_with_its_reason(void **state)
{
    struct target t;
    char uri[640];

    (void)state;
    target_set(&t, proto_by_name(span_str("imap")), span_str("mail_1.example.org"), 143, TLS_MODE_STARTTLS);
    assert_string_equal(t.host, "mail_1.example.org");
    assert_string_equal(t.ascii, "");
    assert_non_null(strstr(t.host_error, "underscore"));
    target_format(&t, uri, sizeof uri);
    assert_string_equal(uri, "imap://mail_1.example.org:143");
    target_set(&t, proto_by_name(span_str("imap")), span_of("a\0b", 3), 143, TLS_MODE_STARTTLS);
    assert_string_equal(t.ascii, "");
    target_set(&t, proto_by_name(span_str("imap")), span_str("[::1]"), 143, TLS_MODE_STARTTLS);
    assert_string_equal(t.host, "::1");
    assert_string_equal(t.ascii, "::1");
}

static void ports_and_modes_that_do_not_belong_together(void **state)
{
    static const struct {
        const char *proto;
        uint16_t port;
        enum tls_mode mode;
        bool unusual;
        int port_for_mode; /* 0: none */
        int mode_for_port; /* -1: none */
    } rows[] = {
        {"imap", 993, TLS_MODE_IMPLICIT, false, 993, TLS_MODE_IMPLICIT},
        {"imap", 143, TLS_MODE_STARTTLS, false, 143, TLS_MODE_STARTTLS},
        {"imap", 143, TLS_MODE_NONE, false, 143, TLS_MODE_STARTTLS},
        {"imap", 993, TLS_MODE_STARTTLS, true, 143, TLS_MODE_IMPLICIT},
        {"imap", 143, TLS_MODE_IMPLICIT, true, 993, TLS_MODE_STARTTLS},
        {"imap", 10143, TLS_MODE_IMPLICIT, false, 993, -1},
        {"imap", 995, TLS_MODE_STARTTLS, false, 143, -1},
        {"pop3", 110, TLS_MODE_IMPLICIT, true, 995, TLS_MODE_STARTTLS},
        {"submission", 587, TLS_MODE_IMPLICIT, true, 465, TLS_MODE_STARTTLS},
        {"submission", 465, TLS_MODE_STARTTLS, true, 587, TLS_MODE_IMPLICIT},
        {"submission", 25, TLS_MODE_IMPLICIT, true, 465, TLS_MODE_OPPORTUNISTIC},
        {"smtp", 25, TLS_MODE_OPPORTUNISTIC, false, 25, TLS_MODE_OPPORTUNISTIC},
        {"smtp", 25, TLS_MODE_IMPLICIT, true, 465, TLS_MODE_OPPORTUNISTIC},
        {"smtp", 465, TLS_MODE_STARTTLS, true, 25, TLS_MODE_IMPLICIT},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct target t;
        uint16_t port = 0;
        enum tls_mode mode = TLS_MODE_NONE;
        bool found;

        target_set(&t, proto_by_name(span_str(rows[i].proto)), span_str("h"), rows[i].port, rows[i].mode);
        assert_int_equal(target_mode_is_unusual(&t), rows[i].unusual);
        assert_int_equal(target_port_for_mode(&t, &port) ? port : 0, rows[i].port_for_mode);
        found = target_mode_for_port(&t, &mode);
        assert_int_equal(found ? (int)mode : -1, rows[i].mode_for_port);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(uris_lead_where_they_say),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(every_cut_has_an_answer),
        cmocka_unit_test(a_bad_host_is_kept_with_its_reason),
        cmocka_unit_test(ports_and_modes_that_do_not_belong_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
