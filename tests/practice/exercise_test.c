/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exercise_test.c - every exercise of the guided round teaches the truth: its row is there, and the walk finds its answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "lesson.h"
#include "practice/exercise.h"

static struct practice *practice;
static struct table *table;

static int open_practice(void **state)
{
    struct buf text = {0};
    struct err err;
    (void)state;
    practice = practice_new(LESSON_WALL_US, &err);
    if (!practice || !practice_table(0, NULL, &text))
        return -1;
    table = table_read(buf_span(&text), "practice", &err);
    buf_done(&text);
    return table ? 0 : -1;
}

static int close_practice(void **state)
{
    (void)state;
    table_free(table);
    practice_free(practice);
    return 0;
}

static void walk_finds_the_answer(const struct exercise *x)
{
    size_t n = exercise_row(x, table);
    struct target target;
    struct lesson l;
    if (n == SIZE_MAX)
        fail_msg("\"%s\": the practice table has no row %s, %s, %s", x->title, x->server, x->client, x->proto);
    row_target(&table->rows[n], &target);
    lesson_run(&l, &(struct lesson_setting){.practice = practice, .fault = practice_fault(x->server), .target = &target,
                                            .port = pump_port(table->rows[n].client_port), .no_login = !x->login});
    const struct finding *worst = findings_worst(&l.findings);
    if (!worst || strcmp(worst->diagnosis->code, x->code) != 0)
        fail_msg("\"%s\": the answer is %s, and found was: %s", x->title, x->code, worst ? lesson_findings(&l) : "nothing");
    lesson_done(&l);
}

static void test_every_walk_finds_the_answer(void **state)
{
    (void)state;
    for (size_t i = 0; i < exercise_count; i++)
        walk_finds_the_answer(&exercises[i]);
}

/* What a learner would stumble over: a question without a right choice, a choice without a reply, the same call twice. */
static void test_every_exercise_is_whole(void **state)
{
    (void)state;
    assert_true(exercise_count >= 12);
    for (size_t i = 0; i < exercise_count; i++) {
        const struct exercise *x = &exercises[i];
        size_t choices = exercise_choice_count(x);
        assert_in_range(choices, 3, EXERCISE_CHOICES);
        assert_true(x->right < choices);
        for (size_t k = 0; k < choices; k++) {
            assert_true(strlen(x->choices[k].text) <= 74); /* one line of a narrow screen, behind its number */
            assert_non_null(x->choices[k].reply);
        }
        assert_non_null(strchr(x->question, '?'));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(x->server, exercises[k].server);
    }
}

/* A title that names the fault leaves nothing to find out. */
static void test_titles_give_nothing_away(void **state)
{
    (void)state;
    for (size_t i = 0; i < exercise_count; i++) {
        const struct exercise *x = &exercises[i];
        assert_null(strstr(x->title, practice_fault(x->server)->title));
        assert_null(strstr(x->caller, x->code));
    }
}

static void test_a_row_that_is_not_there(void **state)
{
    struct err err;
    struct table *t = table_read(span_str("[server a]\nimap = a.example\n[client any-starttls]\nimap = 143 starttls\n"), "own", &err);
    (void)state;
    assert_non_null(t);
    for (size_t i = 0; i < exercise_count; i++)
        assert_int_equal(exercise_row(&exercises[i], t), SIZE_MAX);
    table_free(t);
}

static void test_as_text(void **state)
{
    struct buf out = {0};
    (void)state;
    assert_true(exercise_text(72, &out));
    char *text = strdup(buf_cstr(&out));
    assert_non_null(text);
    assert_non_null(strstr(text, "\n12. "));
    assert_non_null(strstr(text, "  Answer    3, auth-backend-down\n"));
    for (char *rest = text, *line; (line = strsep(&rest, "\n"));)
        if (text_cols(span_str(line)) > 72)
            fail_msg("longer than 72 columns: %s", line);
    free(text);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_walk_finds_the_answer),
        cmocka_unit_test(test_every_exercise_is_whole),
        cmocka_unit_test(test_titles_give_nothing_away),
        cmocka_unit_test(test_a_row_that_is_not_there),
        cmocka_unit_test(test_as_text),
    };
    return cmocka_run_group_tests(tests, open_practice, close_practice);
}
