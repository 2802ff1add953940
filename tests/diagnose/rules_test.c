/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_test.c - every rule against evidence that has it, and against its nearest look-alike. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case.h"

static const struct rule_case *const groups[] = {
    settings_cases, connect_cases, compare_cases, greeting_cases, talk_cases, handshake_cases, chain_cases, login_cases, NULL,
};

static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *p = words; p && (p = strstr(p, word)); p += len)
        if ((p == words || p[-1] == ' ') && (!p[len] || p[len] == ' ' || p[len] == '='))
            return true;
    return false;
}

/* A code without a case that raises it, or without one that must not, is not tested. */
static void every_code_has_its_cases(void **state)
{
    (void)state;
    for (size_t d = 0; d < catalogue_count; d++) {
        const char *code = catalogue[d].code;
        bool found = false, absent = false;
        for (size_t g = 0; groups[g]; g++)
            for (const struct rule_case *c = groups[g]; c->title; c++) {
                found = found || has_word(c->found, code);
                absent = absent || has_word(c->absent, code);
            }
        if (!found)
            fail_msg("no case raises %s", code);
        if (!absent)
            fail_msg("no case that looks like %s", code);
    }
}

int main(void)
{
    size_t count = 1;
    for (size_t g = 0; groups[g]; g++)
        for (const struct rule_case *c = groups[g]; c->title; c++)
            count++;
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    if (!tests)
        return 1;
    size_t n = 0;
    tests[n++] = (struct CMUnitTest){.name = "every code has a case that raises it and one that does not", .test_func = every_code_has_its_cases};
    for (size_t g = 0; groups[g]; g++)
        for (const struct rule_case *c = groups[g]; c->title; c++)
            tests[n++] = (struct CMUnitTest){.name = c->title, .test_func = run_case, .initial_state = (void *)(uintptr_t)c};
    int failed = _cmocka_run_group_tests("rules", tests, count, NULL, NULL);
    free(tests);
    return failed;
}
