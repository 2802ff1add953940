/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include "proto/line.h"

static struct span filled(size_t len)
{
    unsigned char *bytes = malloc(len);
    assert_non_null(bytes);
    memset(bytes, 'a', len);
    return span_of(bytes, len);
}

static void a_line_has_an_end(void **state)
{
    (void)state;
    struct span in = filled(PROTO_LINE_MAX + 1);
    unsigned char *bytes = (unsigned char *)in.ptr;
    struct span line;
    struct reader rd = reader_over(span_head(in, PROTO_LINE_MAX), 512);
    assert_int_equal(reader_line(&rd, &line), 0);
    rd = reader_over(in, 512);
    assert_int_equal(reader_line(&rd, &line), -1);
    bytes[PROTO_LINE_MAX] = '\n';
    assert_int_equal(reader_line(&rd, &line), -1);
    bytes[PROTO_LINE_MAX - 1] = '\n';
    assert_int_equal(reader_line(&rd, &line), 1);
    assert_int_equal(line.len, PROTO_LINE_MAX - 1);
    assert_int_equal(rd.odd, REPLY_BARE_LF | REPLY_LONG_LINE);
    free(bytes);
}

static void a_reply_has_an_end(void **state)
{
    (void)state;
    struct span in = filled(PROTO_REPLY_MAX + 2);
    unsigned char *bytes = (unsigned char *)in.ptr;
    for (size_t i = 1023; i < in.len; i += 1024)
        bytes[i] = '\n';
    bytes[in.len - 1] = '\n';
    struct reader rd = reader_over(in, 1024);
    struct span line;
    for (size_t i = 0; i < PROTO_REPLY_MAX / 1024; i++)
        assert_int_equal(reader_line(&rd, &line), 1);
    assert_int_equal(reader_line(&rd, &line), -1);
    rd.in.len = PROTO_REPLY_MAX;
    assert_int_equal(reader_line(&rd, &line), 0);
    assert_int_equal(rd.odd, REPLY_BARE_LF);
    free(bytes);
}

static void skipping_keeps_the_bounds(void **state)
{
    (void)state;
    struct span in = filled(100);
    struct reader rd = reader_over(in, 512);
    assert_int_equal(reader_skip(&rd, 101), 0);
    assert_int_equal(reader_skip(&rd, 60), 1);
    assert_int_equal(reader_skip(&rd, 41), 0);
    assert_int_equal(reader_skip(&rd, 40), 1);
    assert_int_equal(rd.used, 100);
    assert_int_equal(reader_skip(&rd, PROTO_REPLY_MAX), -1);
    assert_int_equal(reader_skip(&rd, (size_t)-1), -1);
    free((void *)in.ptr);
}

static void numbers_are_digits(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        long number;
    } cases[] = {{"0", 0}, {"007", 7}, {"999999999", 999999999}, {"1000000000", -1}, {"", -1}, {"-1", -1}, {"1 ", -1}, {"1a", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(number_of(span_str(cases[i].in)), cases[i].number);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_an_end),
        cmocka_unit_test(a_reply_has_an_end),
        cmocka_unit_test(skipping_keeps_the_bounds),
        cmocka_unit_test(numbers_are_digits),
    };
    return cmocka_run_group_tests_name("proto/line", tests, NULL, NULL);
}
