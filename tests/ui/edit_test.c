/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line of text under the fingers, and the question around it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "ui/edit.h"
#include "ui/key.h"
#include "ui/prompt.h"

static void type(struct edit *e, const char *keys)
{
    for (; *keys; keys++)
        edit_key(e, (unsigned char)*keys);
}

#define CTRL_A "\001"
#define CTRL_E "\005"
#define CTRL_U "\025"
#define CTRL_W "\027"
#define CTRL_K "\013"
#define CTRL_H "\010"

static void test_editing(void **state)
{
    static const struct {
        const char *keys, *text;
        size_t at;
    } cases[] = {
        {"imap", "imap", 4},
        {"imap" CTRL_H, "ima", 3},
        {CTRL_H, "", 0},
        {"one two  " CTRL_W, "one ", 4},
        {"one two" CTRL_W CTRL_W CTRL_W, "", 0},
        {"one" CTRL_A "x", "xone", 1},
        {"one" CTRL_A CTRL_E "x", "onex", 4},
        {"one" CTRL_U "x", "x", 1},
        {"one" CTRL_A CTRL_K, "", 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edit e = {0};
        type(&e, cases[i].keys);
        assert_string_equal(e.text, cases[i].text);
        assert_int_equal(e.at, cases[i].at);
        assert_int_equal(e.len, strlen(cases[i].text));
    }
}

/* Moving and deleting go by character, however many bytes it has. */
static void test_characters_of_many_bytes(void **state)
{
    struct edit e = {0};

    (void)state;
    edit_key(&e, 'a');
    edit_key(&e, 0xe9);    /* 2 bytes */
    edit_key(&e, 0x20ac);  /* 3 */
    edit_key(&e, 0x1d11e); /* 4 */
    assert_string_equal(e.text, "a\xc3\xa9\xe2\x82\xac\xf0\x9d\x84\x9e");
    edit_key(&e, KEYCODE_LEFT);
    edit_key(&e, KEYCODE_BACKSPACE);
    assert_string_equal(e.text, "a\xc3\xa9\xf0\x9d\x84\x9e");
    edit_key(&e, KEYCODE_DELETE);
    assert_string_equal(e.text, "a\xc3\xa9");
    edit_key(&e, KEYCODE_HOME);
    edit_key(&e, KEYCODE_RIGHT);
    edit_key(&e, KEYCODE_RIGHT);
    assert_int_equal(e.at, 3);
    edit_key(&e, KEYCODE_RIGHT);
    assert_int_equal(e.at, 3);
}

/* No control character, no key that is none, gets into the text. */
static void test_what_is_no_text(void **state)
{
    static const uint32_t keys[] = {0, '\t', '\n', '\r', 27, 0x7f, 0x85, 0x9b, 0xd800, 0xdfff, KEYCODE_UP, KEYCODE_F0 + 1, KEYCODE_RESIZE};
    struct edit e = {0};

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        edit_key(&e, keys[i]);
    assert_int_equal(e.len, 0);
}

static void test_a_full_line_takes_no_more(void **state)
{
    struct edit e = {0};

    (void)state;
    for (size_t i = 0; i < EDIT_MAX + 10; i++)
        edit_key(&e, i % 2 ? 'x' : 0x20ac);
    assert_true(e.len < EDIT_MAX);
    assert_int_equal(strlen(e.text), e.len);
}

static void test_nothing_is_left_of_what_was_deleted(void **state)
{
    static const char secret[] = "hunter2-hunter2";
    struct edit e = {0};

    (void)state;
    type(&e, secret);
    edit_key(&e, KEYCODE_CTRL('U'));
    for (size_t i = 0; i < sizeof e.text; i++)
        assert_int_equal(e.text[i], 0);
    type(&e, secret);
    edit_wipe(&e);
    for (size_t i = 0; i < sizeof e.text; i++)
        assert_int_equal(e.text[i], 0);
}

/* --- the question --- */

static void prompt_type(struct prompt *p, const char *keys)
{
    for (; *keys; keys++)
        prompt_key(p, (unsigned char)*keys);
}

static void test_enter_goes_through_the_fields(void **state)
{
    static struct prompt p;

    (void)state;
    prompt_open(&p, "Log in");
    prompt_add(&p, "User", NULL, false);
    prompt_add(&p, "Password", NULL, true);
    prompt_type(&p, "fred");
    assert_int_equal(prompt_key(&p, KEYCODE_ENTER), PROMPT_STAYS);
    prompt_type(&p, "q?/");
    assert_int_equal(prompt_key(&p, KEYCODE_ENTER), PROMPT_TAKEN);
    assert_string_equal(p.fields[0].edit.text, "fred");
    assert_string_equal(p.fields[1].edit.text, "q?/");
    assert_int_equal(prompt_key(&p, KEYCODE_ESC), PROMPT_DROPPED);
    prompt_close(&p);
    for (size_t i = 0; i < sizeof p; i++)
        assert_int_equal(((unsigned char *)&p)[i], 0);
}

/* Pasted line ends do not send the form, pasted escapes do not close it. */
static void test_paste_is_text(void **state)
{
    static struct prompt p;

    (void)state;
    prompt_open(&p, "Add");
    prompt_add(&p, "Address", NULL, false);
    prompt_key(&p, KEYCODE_PASTE_BEGIN);
    prompt_type(&p, "imap://a");
    assert_int_equal(prompt_key(&p, KEYCODE_ENTER), PROMPT_STAYS);
    assert_int_equal(prompt_key(&p, KEYCODE_ESC), PROMPT_STAYS);
    assert_int_equal(prompt_key(&p, KEYCODE_CTRL('U')), PROMPT_STAYS);
    prompt_type(&p, ".b");
    prompt_key(&p, KEYCODE_PASTE_END);
    assert_string_equal(p.fields[0].edit.text, "imap://a.b");
    assert_int_equal(prompt_key(&p, KEYCODE_ENTER), PROMPT_TAKEN);
    prompt_close(&p);
}

/* Only y does it. */
static void test_yes_and_no(void **state)
{
    static const struct {
        uint32_t key;
        enum prompt_event event;
    } cases[] = {
        {'y', PROMPT_TAKEN}, {'Y', PROMPT_TAKEN}, {'n', PROMPT_DROPPED}, {KEYCODE_ENTER, PROMPT_DROPPED}, {KEYCODE_ESC, PROMPT_DROPPED},
        {KEYCODE_CTRL('C'), PROMPT_DROPPED}, {'x', PROMPT_STAYS}, {KEYCODE_TAB, PROMPT_STAYS}, {KEYCODE_UP, PROMPT_STAYS}, {' ', PROMPT_STAYS},
    };
    static struct prompt p;

    (void)state;
    prompt_open(&p, "Remove");
    p.yes_no = true;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(prompt_key(&p, cases[i].key), cases[i].event);
    prompt_close(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_editing),
        cmocka_unit_test(test_characters_of_many_bytes),
        cmocka_unit_test(test_what_is_no_text),
        cmocka_unit_test(test_a_full_line_takes_no_more),
        cmocka_unit_test(test_nothing_is_left_of_what_was_deleted),
        cmocka_unit_test(test_enter_goes_through_the_fields),
        cmocka_unit_test(test_paste_is_text),
        cmocka_unit_test(test_yes_and_no),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
