/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory runs out at every allocation in turn while screens are drawn and keys are taken: lines may be missing, nothing breaks,
 * and the next draw with memory shows the screen again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "tests/ui/fixture.h"

#define ALLOCATIONS_MAX 4000

static struct fixture fx;

static const char *const servers[] = {"good", "cert-expired", NULL};

/* Keys that lead to a screen, and what is typed there while memory fails: nothing that needs the world, and back again. */
static const struct {
    const char *way, *keys;
} scenes[] = {
    {"", "jk"}, {"", "&smtp<Enter><Esc>"}, {"", "/good<Enter>n"}, {"", "i<PgDn>q"}, {"", "?sta<Esc><Right>q"}, {"", "+imaps://x<Esc>"},
    {"", "y"}, {"<Enter>", "j<Tab>d"}, {"<Enter><Tab>", "/AUTH<Enter>nN&OK<Enter><Esc>"}, {"<Enter>", "v<PgDn>vmq"}, {"<Enter>", "i/plain<Enter>q"},
    {"<Enter>", "lfred<Enter>x<Esc>"}, {"<Enter>", "Y"}, {"<Enter><Tab>", "<Enter>&a<Enter>q"}, {"<Enter>", "z<Tab>z"},
};

static void open_scene(const char *way)
{
    fixture_open(&fx, servers, 80, 24);
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, way);
}

static void test_nothing_breaks(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++) {
        bool reached = true;
        open_scene(scenes[i].way);
        for (size_t nth = 1; reached && nth < ALLOCATIONS_MAX; nth++) {
            failing_alloc_at(nth);
            fixture_type(&fx, scenes[i].keys);
            reached = failing_alloc_off();
        }
        assert_false(reached);
        fixture_close(&fx);
    }
}

static void test_memory_comes_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof scenes / sizeof scenes[0]; i++) {
        open_scene(scenes[i].way);
        char *title = fixture_row(&fx, 0), *footer = fixture_row(&fx, 23);
        failing_alloc_at(1);
        fixture_draw(&fx);
        failing_alloc_off();
        fixture_draw(&fx);
        char *title_after = fixture_row(&fx, 0), *footer_after = fixture_row(&fx, 23);
        assert_string_equal(title_after, title);
        assert_string_equal(footer_after, footer);
        assert_true(fx.grid.cursor_row > 0);
        free(title);
        free(footer);
        free(title_after);
        free(footer_after);
        fixture_close(&fx);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_breaks),
        cmocka_unit_test(test_memory_comes_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
