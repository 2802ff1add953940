/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON of a refused token: what servers send, and what nobody should. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sasl/auth.h"
#include "test.h"

static const struct {
    const char *json, *status, *scope, *schemes, *hint;
} good[] = {
    {"{\"status\":\"invalid_token\",\"scope\":\"mail\"}", "invalid_token", "mail", "", ""},
    {"{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}", "400", "https://mail.google.com/",
     "Bearer", ""},
    {" { \"status\" : 401 , \"ok\":false,\"x\":null,\"n\":-1.5e+3 } \r\n", "401", "", "", ""},
    {"{\"status\":\"x\",\"openid-configuration\":\"https://example.org/.well-known/openid-configuration\"}", "x", "", "",
     "https://example.org/.well-known/openid-configuration"},
    {"{\"error_description\":\"expired\",\"status\":\"x\"}", "x", "", "", "expired"},
    {"{\"error_description\":\"expired\",\"openid-configuration\":\"u\"}", "", "", "", "u"},
    {"{\"status\":\"a\\\"b\\\\c\\/d\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"}", "a\"b\\c/dA\u00e9\u20ac\U0001F600", "", "", ""},
    {"{\"status\":\"a\\nb\\u001b[2J\\u0000\\u202e\"}", "a<U+000A>b<U+001B>[2J<U+0000><U+202E>", "", "", ""},
    {"{\"status\":\"\xff\xfe\"}", "\\xFF\\xFE", "", "", ""},
    {"{}", "", "", "", ""},
};

static void members_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct oauth_refusal r;
        assert_true(oauth_refusal_read(span_str(good[i].json), &r));
        assert_string_equal(r.status, good[i].status);
        assert_string_equal(r.scope, good[i].scope);
        assert_string_equal(r.schemes, good[i].schemes);
        assert_string_equal(r.hint, good[i].hint);
    }
}

static const char *const bad[] = {
    "", "x", "[]", "\"status\"", "{", "{\"status\"}", "{\"status\":}", "{\"status\":\"x\",}", "{,}", "{} x", "{}{}",
    "{\"status\":\"x\" \"scope\":\"y\"}", "{status:\"x\"}", "{'status':'x'}", "{\"status\":\"x}", "{\"status\":{\"a\":\"b\"}}",
    "{\"status\":[\"x\"]}", "{\"status\":\"\\q\"}", "{\"status\":\"\\u12\"}", "{\"status\":\"\\u12g4\"}",
    "{\"status\":\"\\ud800\"}", "{\"status\":\"\\ud800\\u0041\"}", "{\"status\":\"\\udc00\"}", "{\"status\":\"a\nb\"}",
    "{\"status\":tru}", "{\"status\":01}", "{\"status\":1.}", "{\"status\":-}", "{\"status\":1e}", "{\"status\":+1}",
    "{\"status\":\"x\"}\001",
};

static void what_is_no_flat_object_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct oauth_refusal r;
        if (oauth_refusal_read(span_str(bad[i]), &r))
            fail_msg("taken: %s", bad[i]);
        assert_string_equal(r.status, "");
    }
}

static void look(struct span head, void *user)
{
    struct oauth_refusal r;
    const size_t *whole = user;
    bool taken = oauth_refusal_read(head, &r);
    assert_int_equal(taken, head.len >= *whole);
}

static void a_cut_object_is_no_object(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct span s = span_str(good[i].json);
        size_t whole = s.len;
        while (s.ptr[whole - 1] != '}')
            whole--;
        feed_heads(s, look, &whole);
    }
}

static void long_members_are_cut_and_the_rest_is_read(void **state)
{
    (void)state;
    struct buf json;
    struct oauth_refusal r;
    buf_init(&json, 0);
    buf_add_str(&json, "{\"scope\":\"");
    for (int i = 0; i < 5000; i++)
        buf_add_char(&json, 's');
    buf_add_str(&json, "\",\"status\":\"401\"}");
    assert_true(oauth_refusal_read(buf_span(&json), &r));
    assert_string_equal(r.status, "401");
    assert_int_equal(strlen(r.scope), sizeof r.scope - 1);
    assert_non_null(strstr(r.scope, "sss..."));
    buf_done(&json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(members_are_read),
        cmocka_unit_test(what_is_no_flat_object_is_refused),
        cmocka_unit_test(a_cut_object_is_no_object),
        cmocka_unit_test(long_members_are_cut_and_the_rest_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
