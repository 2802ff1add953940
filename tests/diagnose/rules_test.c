/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_test.c - every rule against evidence that has it, and against its nearest look-alike; proofs.c sees that none is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "case.h"

int main(void)
{
    size_t count = 0;
    for (const struct rule_case_group *g = rule_case_groups; g->cases; g++)
        for (const struct rule_case *c = g->cases; c->title; c++)
            count++;
    struct CMUnitTest *tests = calloc(count, sizeof *tests);
    if (!tests)
        return 1;
    size_t n = 0;
    for (const struct rule_case_group *g = rule_case_groups; g->cases; g++)
        for (const struct rule_case *c = g->cases; c->title; c++)
            tests[n++] = (struct CMUnitTest){.name = c->title, .test_func = run_case, .initial_state = (void *)(uintptr_t)c};
    int failed = _cmocka_run_group_tests("rules", tests, count, NULL, NULL);
    free(tests);
    return failed;
}
