/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/text.h"
#include "failing_alloc.h"
#include "test.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define RING "\xCC\x8A"   /* U+030A, a combining mark */
#define DOTTED "\xE2\x97\x8C"

static const struct {
    const char *raw, *safe;
} rows[] = {
    {"220 mail.example.org ESMTP", "220 mail.example.org ESMTP"},
    {"", ""},
    {"a\tb", "a\\tb"},
    {"one\r\ntwo", "one<U+000D><U+000A>two"},
    {"\x1b]0;title\x07", "<U+001B>]0;title<U+0007>"},
    {"\x7f", "<U+007F>"},
    {"\xC2\x9B" "2J", "<U+009B>2J"},              /* CSI of the C1 set */
    {"\xE2\x80\xAE" "gpj", "<U+202E>gpj"},        /* right-to-left override */
    {"\xE2\x81\xA6", "<U+2066>"},
    {"pay\xE2\x80\x8Bpal", "pay<U+200B>pal"},     /* zero width space */
    {"\xEF\xBB\xBF", "<U+FEFF>"},
    {"so\xC2\xAD" "ft", "so<U+00AD>ft"},
    {"\xF3\xA0\x81\x81", "<U+E0041>"},            /* tag character */
    {"\xE2\x80\xA8", "<U+2028>"},
    {"\xE2\x80\xA9", "<U+2029>"},
    {"\xEE\x80\x80", "<U+E000>"},                 /* private use */
    {"\xF4\x8F\xBF\xBF", "<U+10FFFF>"},
    {"\xCD\xB8", "<U+0378>"},                     /* unassigned */
    {"\xE3\x85\xA4", "<U+3164>"},                 /* a letter by category, and invisible */
    {"\xEF\xB8\x8F", "<U+FE0F>"},                 /* variation selector */
    {"\xED\xA0\x80", "\\xED\\xA0\\x80"},          /* surrogate */
    {"\xC0\xAF", "\\xC0\\xAF"},                   /* overlong */
    {"\xFF\xFE", "\\xFF\\xFE"},
    {"caf\xC3", "caf\\xC3"},
    {"Gr\xC3\xBC\xC3\x9F" "e", "Gr\xC3\xBC\xC3\x9F" "e"},
    {"a" RING, "a" RING},
    {"a" RING RING, "a" RING RING},
    {"a" RING RING RING RING, "a" RING RING DOTTED RING RING},
    {RING "a", DOTTED RING "a"},
    {"\x07" RING, "<U+0007>" DOTTED RING},
    {"<U+202E>", "<U+202E>"},                     /* what a server only pretends to have sent */
};

static void hostile_bytes_become_visible(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        char *safe = text_safe_dup(span_str(rows[i].raw));

        assert_string_equal(safe, rows[i].safe);
        assert_int_equal(text_is_safe(span_str(rows[i].raw)), strcmp(rows[i].raw, rows[i].safe) == 0);
        assert_true(text_is_safe(span_str(safe)));
        free(safe);
    }
}

static void a_zero_byte_is_one_of_many(void **state)
{
    char *safe = text_safe_dup(span_of("a\0b", 3));

    (void)state;
    assert_string_equal(safe, "a<U+0000>b");
    free(safe);
}

/* Runs put together are the safe text, and tell what is escaped: the pretended escape is not. */
static void runs_tell_what_is_escaped(void **state)
{
    struct span in = span_str("<U+202E>\xE2\x80\xAE\x07z\xFF");
    static const struct {
        const char *text;
        bool escaped;
    } runs[] = {{"<U+202E>", false}, {"<U+202E><U+0007>", true}, {"z", false}, {"\\xFF", true}};
    struct buf out = {0};
    bool escaped;

    (void)state;
    for (size_t i = 0; i < LEN(runs); i++) {
        assert_true(text_next_run(&in, &out, &escaped, false));
        assert_string_equal(buf_cstr(&out), runs[i].text);
        assert_int_equal(escaped, runs[i].escaped);
    }
    assert_false(text_next_run(&in, &out, &escaped, false));
    buf_done(&out);
    for (size_t i = 0; i < LEN(rows); i++) {
        struct buf all = {0};

        in = span_str(rows[i].raw);
        while (text_next_run(&in, &out, &escaped, false))
            buf_add_span(&all, buf_span(&out));
        assert_string_equal(buf_cstr(&all), rows[i].safe);
        buf_done(&all);
    }
    buf_done(&out);
}

static void ascii_has_nothing_else(void **state)
{
    struct buf out = {0};
    struct span in = span_str("Gr\xC3\xBC\xC3\x9F" "e " RING "\t");
    bool escaped;

    (void)state;
    assert_true(text_safe_ascii(&out, in));
    assert_string_equal(buf_cstr(&out), "Gr<U+00FC><U+00DF>e <U+030A>\\t");
    assert_true(text_next_run(&in, &out, &escaped, true));
    assert_string_equal(buf_cstr(&out), "Gr");
    assert_true(text_next_run(&in, &out, &escaped, true));
    assert_string_equal(buf_cstr(&out), "<U+00FC><U+00DF>");
    assert_true(escaped);
    buf_done(&out);
}

static void look_at_head(struct span head, void *user)
{
    struct buf out = {0};

    (void)user;
    assert_true(text_safe(&out, head));
    assert_true(text_is_safe(buf_span(&out)));
    assert_true(text_is_utf8(buf_span(&out)));
    text_is_utf8(head);
    buf_done(&out);
}

static void every_cut_is_safe(void **state)
{
    (void)state;
    for (size_t i = 0; i < LEN(rows); i++)
        feed_heads(span_str(rows[i].raw), look_at_head, NULL);
}

static void every_byte_pair_is_safe(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 65536; i++) {
        unsigned char raw[4] = {(unsigned char)(i >> 8), (unsigned char)i, 0x80, 0x80};
        char safe[64];

        text_safe_copy(safe, sizeof safe, span_of(raw, 4));
        assert_true(text_is_safe(span_str(safe)));
    }
}

static void copies_are_cut_between_characters(void **state)
{
    static const struct {
        const char *raw, *copy;
        size_t cap;
    } cuts[] = {
        {"abcdefgh", "abcdefgh", 9}, {"abcdefgh", "abcd...", 8}, {"abcdefgh", "...", 4},       {"abcdefgh", "..", 3},
        {"abcdefgh", "", 1},         {"\xC3\xBC\xC3\xBC\xC3\xBC", "\xC3\xBC...", 6},            {"ab\x1b", "ab...", 9},
        {"\x1b", "<U+001B>", 9},     {"ab\x1b", "ab<U+001B>", 11}, {"", "", 1},
    };

    (void)state;
    for (size_t i = 0; i < LEN(cuts); i++) {
        char to[16];

        memset(to, '#', sizeof to);
        text_safe_copy(to, cuts[i].cap, span_str(cuts[i].raw));
        assert_string_equal(to, cuts[i].copy);
        assert_int_equal(to[cuts[i].cap], '#');
    }
}

static void errors_are_safe_to_print(void **state)
{
    struct err err = {0};
    char big[2000];

    (void)state;
    err_set(&err, ERR_FILE, 2, "cannot read '%s'", "x\x1b[2J");
    assert_string_equal(err.text, "cannot read 'x<U+001B>[2J'");
    assert_int_equal(err.kind, ERR_FILE);
    assert_int_equal(err.code, 2);
    memset(big, 0x1b, sizeof big - 1);
    big[sizeof big - 1] = '\0';
    err_set(&err, ERR_INPUT, 0, "%s", big);
    assert_true(strlen(err.text) < sizeof err.text);
    assert_true(text_is_safe(span_str(err.text)));
    err_memory(&err);
    assert_int_equal(err.kind, ERR_MEMORY);
    err_set(NULL, ERR_INPUT, 0, "nobody asks");
}

static bool dup_with_little_memory(void *user)
{
    char *safe;

    (void)user;
    safe = text_safe_dup(span_str("\x01\x02\x03\x04\x05\x06\x07\x08 and plain text that is longer than the first block of bytes"));
    free(safe);
    return safe != NULL;
}

static void every_allocation_may_fail(void **state)
{
    size_t unnoticed;

    (void)state;
    assert_true(failing_alloc_each(dup_with_little_memory, NULL, &unnoticed) >= 2);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hostile_bytes_become_visible),
        cmocka_unit_test(a_zero_byte_is_one_of_many),
        cmocka_unit_test(runs_tell_what_is_escaped),
        cmocka_unit_test(ascii_has_nothing_else),
        cmocka_unit_test(every_cut_is_safe),
        cmocka_unit_test(every_byte_pair_is_safe),
        cmocka_unit_test(copies_are_cut_between_characters),
        cmocka_unit_test(errors_are_safe_to_print),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
