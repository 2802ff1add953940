/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of keys: one meaning a key and screen, nothing on the tails of split function keys, everything fits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/key.h"
#include "ui/request.h"

static const char screens[] = "TWCPHRK";

/* Calls look for every key of a row. */
static void each_key(const struct request_row *r, void (*look)(const struct request_row *r, const char *name))
{
    char keys[80], *save = NULL;

    assert_true(strlen(r->keys) < sizeof keys);
    strcpy(keys, r->keys);
    for (char *k = strtok_r(keys, " ", &save); k; k = strtok_r(NULL, " ", &save))
        look(r, k);
}

static uint32_t key_called(const char *name)
{
    char to[KEY_NAME_MAX];

    for (uint32_t key = 1; key <= KEYCODE_LAST; key++) {
        if (key == 128)
            key = KEYCODE_NAMED;
        key_format(key, to);
        if (!strcmp(to, name))
            return key;
    }
    return 0;
}

static void look_means_one_thing(const struct request_row *r, const char *name)
{
    uint32_t key = key_called(name);

    if (!key)
        fail_msg("%s: no key is called %s", r->name, name);
    for (const char *s = screens; *s; s++)
        if (request_on_screen(r, *s) && request_by_key(key, *s) != r)
            fail_msg("on screen %c the key %s is taken by %s and %s", *s, name, request_by_key(key, *s)->name, r->name);
}

static void test_a_key_means_one_thing(void **state)
{
    (void)state;
    for (size_t i = 0; i + 1 < REQUEST_COUNT; i++)
        each_key(&request_rows[i], look_means_one_thing);
}

static void look_is_no_tail(const struct request_row *r, const char *name)
{
    if (strlen(name) == 1 && strchr("ABCDFHOPQRSZ[~", name[0]))
        fail_msg("%s: %s is the tail of a function key", r->name, name);
}

static void test_no_key_is_a_tail(void **state)
{
    (void)state;
    for (size_t i = 0; i + 1 < REQUEST_COUNT; i++)
        each_key(&request_rows[i], look_is_no_tail);
}

/* A terminal without function keys can do everything. */
static void test_letters_suffice(void **state)
{
    static const char *const named[] = {"Enter", "Space", "Tab", "Shift-Tab", "Esc", "Up", "Down", "Left", "Right", "PgUp", "PgDn", NULL};

    (void)state;
    for (size_t i = 0; i + 1 < REQUEST_COUNT; i++) {
        const char *first = request_rows[i].keys;
        size_t n = strcspn(first, " ");
        bool plain = n == 1 || !strncmp(first, "Ctrl-", 5);
        for (size_t k = 0; named[k] && !plain; k++)
            plain = strlen(named[k]) == n && !strncmp(first, named[k], n);
        if (!plain)
            fail_msg("%s has no plain key: %s", request_rows[i].name, first);
    }
}

static void test_help_texts_fit(void **state)
{
    char keys[32];

    (void)state;
    for (size_t i = 0; i + 1 < REQUEST_COUNT; i++) {
        const struct request_row *r = &request_rows[i];
        request_keys(r, keys, sizeof keys);
        if (strlen(keys) > 15 || strlen(r->help) > 61 || !r->help[0])
            fail_msg("%s: keys \"%s\" or help \"%s\" do not fit 80 columns", r->name, keys, r->help);
    }
}

static void test_digits_are_shown_short(void **state)
{
    char keys[32];

    (void)state;
    request_keys(&request_rows[REQUEST_STAGE - 1], keys, sizeof keys);
    assert_string_equal(keys, "1-9 0");
    request_keys(&request_rows[REQUEST_HELP - 1], keys, sizeof keys);
    assert_string_equal(keys, "? h F1");
}

static void test_key_names(void **state)
{
    static const struct {
        uint32_t key;
        const char *name;
    } cases[] = {
        {'k', "k"}, {' ', "Space"}, {3, "Ctrl-C"}, {27, "Esc"}, {KEYCODE_F0 + 1, "F1"}, {KEYCODE_F0 + 10, "F10"}, {KEYCODE_PGUP, "PgUp"},
        {0, ""}, {127, ""}, {0xe9, ""}, {KEYCODE_RESIZE, ""}, {KEYCODE_F0, ""},
    };
    char to[KEY_NAME_MAX];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        key_format(cases[i].key, to);
        assert_string_equal(to, cases[i].name);
    }
}

static void test_unknown_keys_ask_for_nothing(void **state)
{
    (void)state;
    assert_null(request_by_key('A', 'T'));
    assert_null(request_by_key(0x20ac, 'T'));
    assert_null(request_by_key(0, 'W'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_key_means_one_thing), cmocka_unit_test(test_no_key_is_a_tail),    cmocka_unit_test(test_letters_suffice),
        cmocka_unit_test(test_help_texts_fit),        cmocka_unit_test(test_digits_are_shown_short), cmocka_unit_test(test_key_names),
        cmocka_unit_test(test_unknown_keys_ask_for_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
