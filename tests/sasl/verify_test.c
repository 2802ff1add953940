/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify_test.c - the server's side of a login: who gets in, and above all who does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "sasl/verify.h"

/* A message that may hold NULs. */
#define MESSAGE(text) {(const unsigned char *)(text), sizeof(text) - 1}

static const struct verify_setting account = {
    .service = "imap", .host = "mail.example.test", .user = "probe", .password = "secret", .token = "tok123"};

static struct verify *open_verify(const char *mech)
{
    struct err err;
    struct verify_setting s = account;
    s.mech = mech;
    return verify_new(&s, &err);
}

static const struct one_message {
    const char *mech;
    struct span message;
    enum verify_step step;
} messages[] = {
    {"PLAIN", MESSAGE("\0probe\0secret"), VERIFY_YES},
    {"PLAIN", MESSAGE("probe\0probe\0secret"), VERIFY_YES},
    {"PLAIN", MESSAGE("root\0probe\0secret"), VERIFY_NO},
    {"PLAIN", MESSAGE("\0probe\0wrong"), VERIFY_NO},
    {"PLAIN", MESSAGE("\0probe\0secret2"), VERIFY_NO},
    {"PLAIN", MESSAGE("\0probe\0secre"), VERIFY_NO},
    {"PLAIN", MESSAGE("\0prob\0secret"), VERIFY_NO},
    {"PLAIN", MESSAGE("probe secret"), VERIFY_BROKEN},
    {"PLAIN", MESSAGE(""), VERIFY_MORE},
    {"SCRAM-SHA-256", MESSAGE("n,,n=probe,r=k7Qm2vX9aZ"), VERIFY_MORE},
    {"SCRAM-SHA-256", MESSAGE("nonsense"), VERIFY_BROKEN},
    {"SCRAM-SHA-256-PLUS", MESSAGE("n,,n=probe,r=k7Qm2vX9aZ"), VERIFY_NO},
    {"XOAUTH2", MESSAGE("user=probe\1auth=Bearer tok123\1\1"), VERIFY_YES},
    {"XOAUTH2", MESSAGE("user=probe\1auth=bearer tok123\1\1"), VERIFY_YES},
    {"XOAUTH2", MESSAGE("user=probe\1auth=Bearer tok124\1\1"), VERIFY_MORE},
    {"XOAUTH2", MESSAGE("user=other\1auth=Bearer tok123\1\1"), VERIFY_MORE},
    {"XOAUTH2", MESSAGE("user=probe\1auth=Bearer tok123"), VERIFY_MORE},
    {"XOAUTH2", MESSAGE(""), VERIFY_MORE},
    {"OAUTHBEARER", MESSAGE("n,a=probe,\1auth=Bearer tok123\1\1"), VERIFY_YES},
    {"OAUTHBEARER", MESSAGE("n,a=probe,\1host=h\1port=993\1auth=Bearer tok123\1\1"), VERIFY_YES},
    {"OAUTHBEARER", MESSAGE("n,a=probe2,\1auth=Bearer tok123\1\1"), VERIFY_MORE},
    {"OAUTHBEARER", MESSAGE("user=probe\1auth=Bearer tok123\1\1"), VERIFY_MORE},
    {"OAUTHBEARER", MESSAGE("n,a=probe,\1auth=Bearer tok123"), VERIFY_MORE},
};

static void takes_the_account_and_nobody_else(void **state)
{
    (void)state;
    for (const struct one_message *m = messages; m < messages + sizeof(messages) / sizeof(*messages); m++) {
        struct verify *v = open_verify(m->mech);
        struct buf out = {0};
        assert_non_null(v);
        enum verify_step step = verify_step(v, m->message, &out);
        if (step != m->step)
            fail_msg("%s \"%s\": step %d", m->mech, (const char *)m->message.ptr, step);
        buf_done(&out);
        verify_free(v);
    }
}

static void a_message_cut_short_lets_nobody_in(void **state)
{
    (void)state;
    for (const struct one_message *m = messages; m < messages + sizeof(messages) / sizeof(*messages); m++)
        for (size_t len = 1; m->step == VERIFY_YES && len < m->message.len; len++) {
            struct verify *v = open_verify(m->mech);
            struct buf out = {0};
            assert_non_null(v);
            assert_int_not_equal(verify_step(v, span_head(m->message, len), &out), VERIFY_YES);
            buf_done(&out);
            verify_free(v);
        }
}

static void says_in_json_why_a_token_is_refused(void **state)
{
    (void)state;
    struct verify *v = open_verify("XOAUTH2");
    struct buf out = {0};
    assert_int_equal(verify_step(v, span_str("user=probe\1auth=Bearer old\1\1"), &out), VERIFY_MORE);
    assert_non_null(strstr(buf_cstr(&out), "\"status\":\"invalid_token\""));
    /* Not even the right one counts any more. */
    assert_int_equal(verify_step(v, span_str("user=probe\1auth=Bearer tok123\1\1"), &out), VERIFY_NO);
    buf_done(&out);
    verify_free(v);
}

static void knows_who_speaks_first(void **state)
{
    (void)state;
    static const struct {
        const char *mech;
        bool server;
    } cases[] = {{"CRAM-MD5", true}, {"LOGIN", true}, {"PLAIN", false}, {"SCRAM-SHA-1", false}, {"XOAUTH2", false}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct verify *v = open_verify(cases[i].mech);
        struct buf out = {0};
        assert_non_null(v);
        assert_int_equal(verify_speaks_first(v), cases[i].server);
        assert_int_equal(verify_step(v, (struct span){0}, &out), VERIFY_MORE);
        assert_int_equal(buf_len(&out) > 0, cases[i].server);
        buf_done(&out);
        verify_free(v);
    }
}

static void an_unknown_mechanism_is_no_error(void **state)
{
    (void)state;
    struct err err = {.kind = ERR_MEMORY};
    struct verify_setting s = account;
    s.mech = "X-NEVER-HEARD-OF";
    assert_null(verify_new(&s, &err));
    assert_int_equal(err.kind, ERR_NONE);
}

static void compares_whole_secrets(void **state)
{
    (void)state;
    assert_true(verify_same(span_str("secret"), "secret"));
    assert_true(verify_same(span_str(""), ""));
    assert_false(verify_same(span_str("secret"), "secrets"));
    assert_false(verify_same(span_str("secrets"), "secret"));
    assert_false(verify_same(span_str("Secret"), "secret"));
    assert_false(verify_same(span_of("secret\0", 7), "secret"));
}

static bool log_in(void *user)
{
    const struct one_message *m = user;
    struct verify *v = open_verify(m->mech);
    struct buf out = {0};
    bool ok = v && verify_step(v, m->message, &out) == m->step;
    buf_done(&out);
    verify_free(v);
    return ok;
}

static void without_memory_nobody_gets_in(void **state)
{
    (void)state;
    for (const struct one_message *m = messages; m < messages + sizeof(messages) / sizeof(*messages); m++) {
        size_t unnoticed = 0;
        if (m->step != VERIFY_YES)
            continue;
        assert_int_not_equal(failing_alloc_each(log_in, (void *)m, &unnoticed), 0);
        assert_int_equal(unnoticed, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_account_and_nobody_else),
        cmocka_unit_test(a_message_cut_short_lets_nobody_in),
        cmocka_unit_test(says_in_json_why_a_token_is_refused),
        cmocka_unit_test(knows_who_speaks_first),
        cmocka_unit_test(an_unknown_mechanism_is_no_error),
        cmocka_unit_test(compares_whole_secrets),
        cmocka_unit_test(without_memory_nobody_gets_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
