/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Libraries that are loaded late: there, not there, and another version. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/late.h"

static double (*cosine)(double);
static void *absent;

static void functions_are_found(void **state)
{
    (void)state;
    struct err err = {0};
    const struct late_call calls[] = {{"cos", &cosine}};
    assert_true(late_load("libm.so.6", calls, 1, &err));
    assert_true(cosine(0) == 1);
    assert_int_equal(err.kind, ERR_NONE);
}

static void a_missing_library_is_named(void **state)
{
    (void)state;
    struct err err = {0};
    const struct late_call calls[] = {{"cos", &cosine}};
    assert_false(late_load("libno-such-thing.so.3", calls, 1, &err));
    assert_int_equal(err.kind, ERR_LIBRARY);
    assert_non_null(strstr(err.text, "libno-such-thing.so.3 cannot be loaded"));
}

static void a_missing_function_is_named(void **state)
{
    (void)state;
    struct err err = {0};
    const struct late_call calls[] = {{"cos", &cosine}, {"cos_of_another_version", &absent}};
    assert_false(late_load("libm.so.6", calls, 2, &err));
    assert_int_equal(err.kind, ERR_LIBRARY);
    assert_non_null(strstr(err.text, "has no cos_of_another_version"));
    assert_null(absent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(functions_are_found),
        cmocka_unit_test(a_missing_library_is_named),
        cmocka_unit_test(a_missing_function_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
