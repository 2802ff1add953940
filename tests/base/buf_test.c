/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/strv.h"
#include "failing_alloc.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void grows_and_keeps_order(void **state)
{
    struct buf b = {0};
    char expected[3000] = "";
    size_t len = 0;

    (void)state;
    for (int i = 0; i < 500; i++) {
        len += (size_t)sprintf(expected + len, "%d,", i);
        assert_true(buf_addf(&b, "%d,", i));
    }
    assert_int_equal(buf_len(&b), len);
    assert_string_equal(buf_cstr(&b), expected);
    buf_done(&b);
}

/* A reader that lags behind the writer must not make the block grow for ever. */
static void used_bytes_make_room(void **state)
{
    struct buf b = {0};
    char ten[10];

    (void)state;
    for (int i = 0; i < 10000; i++) {
        memset(ten, 'a' + i % 26, sizeof ten);
        assert_true(buf_add(&b, ten, sizeof ten));
        if (i > 0) {
            assert_int_equal(buf_span(&b).ptr[0], 'a' + (i - 1) % 26);
            buf_use(&b, sizeof ten);
        }
    }
    assert_true(b.cap <= 256);
    buf_done(&b);
}

static void bound_refuses_and_leaves_as_is(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b, 8);
    assert_true(buf_add_str(&b, "12345678"));
    assert_false(buf_add_char(&b, '9'));
    assert_true(b.broken);
    assert_false(buf_addf(&b, "%d", 9));
    assert_false(buf_add_base64(&b, span_str("9")));
    assert_false(buf_add_hex(&b, span_str("9")));
    assert_string_equal(buf_cstr(&b), "12345678");
    buf_use(&b, 3);
    assert_true(buf_add_str(&b, "abc")); /* the bound counts what is unread */
    assert_false(buf_add_str(&b, "d"));
    assert_false(buf_add(&b, "", SIZE_MAX));
    assert_string_equal(buf_cstr(&b), "45678abc");
    buf_clear(&b);
    assert_false(b.broken);
    assert_int_equal(buf_len(&b), 0);
    buf_done(&b);
}

static void take_hands_over_and_starts_anew(void **state)
{
    struct buf b = {0};
    char *taken;

    (void)state;
    taken = buf_take(&b);
    assert_string_equal(taken, "");
    free(taken);
    buf_add_str(&b, "used;kept");
    buf_use(&b, 5);
    taken = buf_take(&b);
    assert_string_equal(taken, "kept");
    assert_int_equal(buf_len(&b), 0);
    buf_add_str(&b, "next");
    assert_string_equal(taken, "kept");
    assert_string_equal(buf_cstr(&b), "next");
    free(taken);
    buf_done(&b);
}

/* What was used up, cleared or moved may not be found in the block any more. */
static void secrets_are_wiped_when_used(void **state)
{
    struct buf b;

    (void)state;
    buf_init_secret(&b, 0);
    buf_add_str(&b, "hunter2hunter2");
    buf_use(&b, 7);
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(b.bytes[i], 0);
    while (b.end + 1 < b.cap)
        buf_add_char(&b, 'x');
    buf_use(&b, b.cap / 2);
    buf_add_str(&b, "yyy"); /* moves the rest to the front */
    assert_int_equal(b.start, 0);
    for (size_t i = b.end; i < b.cap - 1; i++)
        assert_int_equal(b.bytes[i], 0);
    buf_clear(&b);
    for (size_t i = 0; i < b.cap - 1; i++)
        assert_int_equal(b.bytes[i], 0);
    buf_add_str(&b, "hunter2=");
    assert_false(buf_add_unbase64(&b, span_str("c2VjcmV0c2VjcmV0!")));
    assert_false(buf_add_unbase64(&b, span_str("c2VjcmV0c2VjcmV0!AAA")));
    assert_int_equal(buf_len(&b), 8);
    for (size_t i = b.end; i < b.cap - 1; i++)
        assert_int_equal(b.bytes[i], 0);
    buf_done(&b);
    assert_true(b.wiped);
}

static void base64_goes_there_and_back(void **state)
{
    /* RFC 4648 10 */
    static const struct {
        const char *plain, *coded;
    } rows[] = {
        {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"},
        {"\xff\xfe\xfb", "//77"}, {"\xfb\xef\xbe", "++++"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf b = {0};

        assert_true(buf_add_base64(&b, span_str(rows[i].plain)));
        assert_string_equal(buf_cstr(&b), rows[i].coded);
        buf_clear(&b);
        assert_true(buf_add_unbase64(&b, span_str(rows[i].coded)));
        assert_string_equal(buf_cstr(&b), rows[i].plain);
        buf_done(&b);
    }
}

static void base64_is_strict(void **state)
{
    static const char *const bad[] = {
        "Zg", "Zg=", "Z===", "====", "=", "Zm9v=", "Zg==Zg==", "Zm 9v", "Zm9v\r\n", "\nZm9", "Zm-v", "Zm_v", "Z=9v", "Zg=v",
        "Zh==" /* bits left over that are not zero */, "Zm9=", "Zm9vZ", "Zm9\xc3",
    };

    (void)state;
    for (size_t i = 0; i < LEN(bad); i++) {
        struct buf b = {0};

        buf_add_str(&b, "before");
        assert_false(buf_add_unbase64(&b, span_str(bad[i])));
        assert_string_equal(buf_cstr(&b), "before");
        buf_done(&b);
    }
}

static void hex_is_lower_case(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_true(buf_add_hex(&b, span_of("\x00\x7f\xAB", 3)));
    assert_string_equal(buf_cstr(&b), "007fab");
    buf_done(&b);
}

static void list_counts_what_it_refuses(void **state)
{
    struct strv v = {.limit = 20}, copy = {0};

    (void)state;
    for (int i = 0; i < 25; i++)
        assert_true(strv_add_str(&v, i == 3 ? "STARTTLS" : "x"));
    assert_int_equal(v.count, 20);
    assert_int_equal(v.dropped, 5);
    assert_true(strv_has_nocase(&v, "starttls"));
    assert_false(strv_has_nocase(&v, "STLS"));
    assert_true(strv_copy(&copy, &v));
    strv_done(&v);
    assert_int_equal(copy.count, 20);
    assert_int_equal(copy.dropped, 5);
    assert_string_equal(copy.items[3], "STARTTLS");
    strv_done(&copy);
    assert_true(strv_add(&copy, span_of("a\0b", 3)));
    assert_string_equal(copy.items[0], "a?b");
    strv_done(&copy);
}

static bool work_with_little_memory(void *secret)
{
    struct buf b = {.wiped = *(bool *)secret};
    struct strv v = {0}, copy = {0};
    char big[300], *taken = NULL;
    bool ok;

    memset(big, 'x', sizeof big);
    ok = buf_add(&b, big, 20) && buf_add(&b, big, sizeof big) && buf_addf(&b, "%300d", 1) && buf_add_base64(&b, span_of(big, 300)) &&
         buf_add_unbase64(&b, span_str("Zm9v")) && buf_add_hex(&b, span_of(big, 300)) && (taken = buf_take(&b));
    assert_true(ok || b.broken);
    for (int i = 0; ok && i < 20; i++)
        ok = strv_add_str(&v, "item");
    ok = ok && strv_copy(&copy, &v);
    free(taken);
    strv_done(&v);
    strv_done(&copy);
    buf_done(&b);
    return ok;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    for (int secret = 0; secret < 2; secret++) {
        bool wiped = secret;
        size_t unnoticed;

        assert_true(failing_alloc_each(work_with_little_memory, &wiped, &unnoticed) > 20);
        assert_int_equal(unnoticed, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_and_keeps_order),
        cmocka_unit_test(used_bytes_make_room),
        cmocka_unit_test(bound_refuses_and_leaves_as_is),
        cmocka_unit_test(take_hands_over_and_starts_anew),
        cmocka_unit_test(secrets_are_wiped_when_used),
        cmocka_unit_test(base64_goes_there_and_back),
        cmocka_unit_test(base64_is_strict),
        cmocka_unit_test(hex_is_lower_case),
        cmocka_unit_test(list_counts_what_it_refuses),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
