/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets in memory of their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sasl/login.h"

/* The line of /proc/self/smaps that lists the flags of the mapping at p; "" when there is none. */
static void mapping_flags(const void *p, char *flags, size_t cap)
{
    char line[512];
    bool here = false;
    FILE *f = fopen("/proc/self/smaps", "r");
    *flags = '\0';
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        unsigned long from, to;
        if (sscanf(line, "%lx-%lx ", &from, &to) == 2)
            here = (unsigned long)p >= from && (unsigned long)p < to;
        else if (here && strncmp(line, "VmFlags:", 8) == 0)
            snprintf(flags, cap, "%s", line);
    }
    fclose(f);
}

static void a_secret_is_a_copy_with_a_nul_behind_it(void **state)
{
    (void)state;
    struct secret s = {0};
    char typed[] = "sec\0ret";
    assert_false(secret_given(&s));
    assert_true(secret_set(&s, span_of(typed, 7)));
    memset(typed, 0, sizeof typed);
    assert_true(secret_given(&s));
    assert_int_equal(s.len, 7);
    assert_memory_equal(s.bytes, "sec\0ret", 8);
    secret_wipe(&s);
    assert_false(secret_given(&s));
    secret_wipe(&s);
}

static void an_empty_secret_is_given(void **state)
{
    (void)state;
    struct secret s = {0};
    assert_true(secret_set(&s, span_str("")));
    assert_true(secret_given(&s));
    assert_int_equal(secret_span(&s).len, 0);
    secret_wipe(&s);
}

static void its_size_is_bounded_and_the_old_one_stays(void **state)
{
    (void)state;
    static char big[SECRET_MAX + 1];
    struct secret s = {0};
    memset(big, 'x', sizeof big);
    assert_true(secret_set(&s, span_of(big, SECRET_MAX)));
    assert_int_equal(s.bytes[SECRET_MAX], 0);
    assert_false(secret_set(&s, span_of(big, SECRET_MAX + 1)));
    assert_int_equal(s.len, SECRET_MAX);
    secret_wipe(&s);
}

static void a_secret_can_be_set_from_its_own_bytes(void **state)
{
    (void)state;
    struct secret s = {0};
    assert_true(secret_set(&s, span_str("secret\n")));
    assert_true(secret_set(&s, span_head(secret_span(&s), 6)));
    assert_string_equal((char *)s.bytes, "secret");
    secret_wipe(&s);
}

static void it_stays_out_of_core_files(void **state)
{
    (void)state;
    struct secret s = {0};
    char flags[512];
    assert_true(secret_set(&s, span_str("secret")));
    mapping_flags(s.bytes, flags, sizeof flags);
    assert_non_null(strstr(flags, " dd"));
    secret_wipe(&s);
}

static void a_login_is_released_whole(void **state)
{
    (void)state;
    struct login l = {.user = strdup("probe"), .authzid = strdup("boss"), .mechanism = strdup("PLAIN")};
    assert_true(secret_set(&l.password, span_str("secret")));
    assert_true(secret_set(&l.token, span_str("tok123")));
    login_done(&l);
    assert_null(l.user);
    assert_false(secret_given(&l.password));
    assert_false(secret_given(&l.token));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_secret_is_a_copy_with_a_nul_behind_it),
        cmocka_unit_test(an_empty_secret_is_given),
        cmocka_unit_test(its_size_is_bounded_and_the_old_one_stays),
        cmocka_unit_test(a_secret_can_be_set_from_its_own_bytes),
        cmocka_unit_test(it_stays_out_of_core_files),
        cmocka_unit_test(a_login_is_released_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
