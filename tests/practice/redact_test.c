/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redact_test.c - reports of logins by every mechanism, masked: the user's name is in none of them, in no form of it, whether the
 * name was told or had to be found in the conversation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <cmocka.h>

#include "lesson.h"
#include "report/redact.h"
#include "report/redact_private.h"
#include "report/round_trip.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static struct practice *practice;

/* "probe" plain, in hexadecimal, and in base64 wherever it begins in a group of three. */
static const char *const forms_of_the_name[] = {"probe", "70726f6265", "cHJvYm", "Byb2J", "wcm9iZ"};

/* Our own words that hold the same letters. */
static void expect_no_name(const char *report, const char *where)
{
    static const char *const ours[] = {"\"probe\":{"};

    for (size_t i = 0; i < LEN(forms_of_the_name); i++)
        for (const char *at = report; (at = i < 2 ? strcasestr(at, forms_of_the_name[i]) : strstr(at, forms_of_the_name[i])); at++) {
            bool our_word = false;

            for (size_t k = 0; k < LEN(ours); k++)
                our_word = our_word || (at > report && strncmp(at - 1, ours[k], strlen(ours[k])) == 0);
            if (!our_word)
                fail_msg("%s: %s in \"%.*s\"", where, forms_of_the_name[i], 100, at - report > 40 ? at - 40 : report);
        }
}

static void report_hides(const struct lesson *l, const char *user, const char *where)
{
    struct report_scene scene = {.priority = "NORMAL", .resolver = "198.51.100.53, then files"};
    struct report_input in = {.evidence = l->evidence, .findings = &l->findings, .transcript = true, .scene = &scene};
    struct err err;
    char why[600];
    struct record *r = redact_walk(&in, user, &err);

    if (!r)
        fail_msg("%s: %s", where, err.text);
    in = record_input(r, 0, 0);
    in.transcript = true;
    if (!round_trip(&in, why, sizeof why))
        fail_msg("%s: %s", where, why);
    for (const struct report_form *form = report_forms; form->name; form++) {
        struct buf out = {0};

        assert_true(form->write(&out, &in));
        assert_non_null(buf_cstr(&out));
        expect_no_name(buf_cstr(&out), where);
        if (strstr(buf_cstr(&out), "198.51.100.53"))
            fail_msg("%s: the resolver's address is in it", where);
        if (strcmp(form->name, "text") == 0 && !strstr(buf_cstr(&out), "good." PRACTICE_DOMAIN))
            fail_msg("%s: the server's name is gone", where);
        buf_done(&out);
    }
    record_free(r);
}

static void no_form_of_the_name_is_left(void **state)
{
    static const struct {
        const char *proto, *mechanism;
        bool token;
    } rows[] = {
        {"imap", NULL, false},          {"imap", "PLAIN", false},        {"imap", "LOGIN", false},    {"imap", "SCRAM-SHA-256", false},
        {"imap", "SCRAM-SHA-1", false}, {"imap", "CRAM-MD5", false},     {"imap", "XOAUTH2", true},   {"imap", "OAUTHBEARER", true},
        {"pop3", "USER/PASS", false},   {"pop3", "PLAIN", false},        {"pop3", "CRAM-MD5", false}, {"submission", "PLAIN", false},
        {"submission", "LOGIN", false}, {"submission", "CRAM-MD5", false}, {"submission", "SCRAM-SHA-1-PLUS", false},
    };
    static const char *const passwords[] = {NULL, "wrong"};

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++)
        for (size_t k = 0; k < LEN(passwords); k++) {
            const struct practice_port *port = practice_ports;
            struct target target;
            struct lesson l;
            char where[200];

            while (strcmp(port->proto->name, rows[i].proto) != 0 || port->implicit)
                port++;
            snprintf(where, sizeof where, "%s, %s, %s", rows[i].proto, rows[i].mechanism ? rows[i].mechanism : "the strongest",
                     passwords[k] ? "refused" : "accepted");
            target_set(&target, port->proto, span_str("good." PRACTICE_DOMAIN), port->port, TLS_MODE_STARTTLS);
            lesson_run(&l, &(struct lesson_setting){.practice = practice, .fault = practice_fault("good"), .target = &target, .port = port,
                                                     .password = passwords[k], .mechanism = rows[i].mechanism,
                                                     .token = rows[i].token ? PRACTICE_TOKEN : NULL});
            assert_string_not_equal(auth_result_name(l.evidence->auth.result), "not-tried");
            report_hides(&l, PRACTICE_USER, where);
            report_hides(&l, NULL, where);
            lesson_done(&l);
        }
}

static void texts_are_masked_as_the_table_says(void **state)
{
    static const struct {
        const char *text, *masked;
    } rows[] = {
        {"user fred unknown", "user user-1 unknown"},
        {"Fred@Example.org and fred%40example.org", "user-2 and user-2"},
        {"alfred is somebody else", "alfred is somebody else"},
        {"250 mail.example.test Hello pc.home.example [203.0.113.5]", "250 mail.example.test Hello host-1 [address-2]"},
        {"pc.home.example again, at 203.0.113.5.", "host-1 again, at address-2."},
        {"we are 192.0.2.77, the server is 192.0.2.10", "we are address-1, the server is 192.0.2.10"},
        {"2001:db8::7 and 2001:db8::1", "address-3 and 2001:db8::1"},
        {"write to ann@example.net, not bob@example.net.", "write to mailbox-1, not mailbox-2."},
        {"ANN@example.net", "mailbox-1"},
        {"it took 13:03:15, RFC 5280 4.1.2.5, TLS 1.3", "it took 13:03:15, RFC 5280 4.1.2.5, TLS 1.3"},
        {"AUTH PLAIN AGZyZWQAKioqKg==", "AUTH PLAIN AHVzZXItMQAqKioq"},
        {"66726564 bits", "757365722d31 bits"},
        {"C: a1 LOGIN \"fred\" ****", "C: a1 LOGIN \"user-1\" ****"},
        {"authenticate capability STARTTLS", "authenticate capability STARTTLS"},
        {"", ""},
    };
    struct redaction r = {0};

    (void)state;
    assert_true(strv_add_str(&r.users, "fred") && strv_add_str(&r.users, "fred@example.org") && strv_add_str(&r.keep, "mail.example.test") &&
                strv_add_str(&r.keep, "192.0.2.10") && strv_add_str(&r.keep, "2001:db8::1") && strv_add_str(&r.addresses, "192.0.2.77"));
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf out = {0};

        assert_true(redact_text(&r, span_str(rows[i].text), &out));
        assert_string_equal(buf_cstr(&out), rows[i].masked);
        buf_done(&out);
    }
    redaction_done(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_masked_as_the_table_says),
        cmocka_unit_test(no_form_of_the_name_is_left),
    };
    struct err err;
    int failed;

    practice = practice_new(LESSON_WALL_US, &err);
    if (!practice)
        return 99;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    practice_free(practice);
    return failed;
}
