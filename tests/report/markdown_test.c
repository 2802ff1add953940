/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "report/sample.h"
#include "report/sheet_private.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void markdown_form(struct buf *out, const struct report_input *in)
{
    assert_true(report_form_by_name(span_str("markdown"))->write(out, in));
}

static void tells_all_in_order(void **state)
{
    static const char *const follow[] = {
        "# tlswalk report\n\n| | |\n| --- | --- |\n| **Verdict** | **FAIL** |\n| **Target** | `imap://mail.example.test:143` |\n|  | IMAP, STARTTLS required |\n",
        "\n## STAGES\n\n| | Stage | Time | What came of it |\n| --- | --- | ---: | --- |\n| OK | Name | 12 ms | `192.0.2.10` |\n",
        "| skip | Login |  | `held back: the certificate did not pass` |\n\n## FINDINGS\n\n### 1 `cert-expired`\n\n| | |\n",
        "| **SAY** | \"The server shows a pass that has run out.\" |\n",
        "\n## CERTIFICATES, as the server sent them\n\n### 0 `mail.example.test`\n",
        "| **Inside TLS** | `imap4REV1, AUTH=<U+001B>, IDLE` |\n",
        "\n## LOGIN\n\n| | |\n| --- | --- |\n| **Result** | held back: the certificate did not pass |\n\n| | Offered | Can it be used here? |\n| --- | --- | --- |\n"
        "| OK | PLAIN | `can be used: inside TLS; this one is taken (sends the password itself, so TLS is its only protection; the usual way today)` |\n",
        "\n## TRANSCRIPT\n\nS: server, C: client, T: tlswalk; `#` instead of the colon: inside TLS; \\> proves a finding\n\n```text\n    0.1 ms  T: connected",
        "    3.2 ms  S# * BYE <U+001B>[2J<U+202E>\\xFF<U+0000>!\n    3.3 ms  S# + \n```\n\n## CERTIFICATES as PEM\n\n```text\n-----BEGIN",
        "-----END CERTIFICATE-----\n```\n",
    };
    struct sample s;
    struct buf out = {0};
    const char *at;

    (void)state;
    sample_make(&s);
    markdown_form(&out, &s.input);
    at = buf_cstr(&out);
    for (size_t i = 0; i < LEN(follow); i++) {
        const char *found = strstr(at, follow[i]);

        if (!found)
            fail_msg("not found behind what stands before it: %s\nin:\n%s", follow[i], buf_cstr(&out));
        at = found + strlen(follow[i]) - 1;
    }
    assert_string_equal(at, "\n");
    buf_done(&out);
    sample_done(&s);
}

/* What becomes of a text beside a label. */
static void cell_is(bool (*add)(struct sheet *, const char *, struct span), const char *text, const char *cell)
{
    struct buf out = {0};
    struct sheet p = {.out = &out, .form = &sheet_markdown, .open = SHEET_FIELDS};
    char line[200];

    snprintf(line, sizeof line, "| **L** | %s |\n", cell);
    assert_true(add(&p, "L", span_str(text)));
    assert_string_equal(buf_cstr(&out), line);
    buf_done(&out);
}

/* What is not ours: to the letter, and never markup. */
static void facts_are_code(void **state)
{
    static const struct {
        const char *fact, *cell;
    } rows[] = {
        {"plain", "`plain`"},
        {"", ""},
        {"a|b", "`a`&#124;`b`"},
        {"|", "&#124;"},
        {"||x", "&#124;&#124;`x`"},
        {"\\|", "`\\`&#124;"},
        {"a`b", "``a`b``"},
        {"`", "`` ` ``"},
        {"```", "```` ``` ````"},
        {"`a``b", "``` `a``b ```"},
        {" x ", "`  x  `"},
        {" x", "` x`"},
        {"  ", "`  `"},
        {"<b>@user #1 $x$ [a](b) ![c](d) http://e", "`<b>@user #1 $x$ [a](b) ![c](d) http://e`"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++)
        cell_is(sheet_fact, rows[i].fact, rows[i].cell);
}

static void sentences_are_no_markup(void **state)
{
    static const struct {
        const char *sentence, *cell;
    } rows[] = {
        {"The host mail.example.org, port 25: refused.", "The host mail.example.org, port 25: refused."},
        {"a|b", "a&#124;b"},
        {"*a* _b_ ~c~ `d`", "\\*a\\* \\_b\\_ \\~c\\~ \\`d\\`"},
        {"<img src=x> &amp;", "\\<img src=x\\> \\&amp;"},
        {"[a](b) ![c](d)", "\\[a\\](b) !\\[c\\](d)"},
        {"http://e.example WWW.e.example", "http\\://e.example WWW\\.e.example"},
        {"fred@example.org @all #12 $x$", "fred`@`example.org `@`all `#`12 `$`x`$`"},
        {"@@#", "`@@#`"},
        {"back\\slash", "back\\\\slash"},
        {"\\@`", "\\\\`@`\\`"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++)
        cell_is(sheet_field, rows[i].sentence, rows[i].cell);
}

/* A block of lines ends before anything else begins, whatever stands in it. */
static void blocks_end(void **state)
{
    struct buf out = {0};
    struct sheet p = {.out = &out, .form = &sheet_markdown};

    (void)state;
    assert_true(sheet_line(&p, "S: ", span_str("```")) && sheet_line(&p, "S: ", span_str("# x")) && sheet_heading(&p, "NEXT") &&
                sheet_sentence(&p, span_str("- no list")) && sheet_sentence(&p, span_str("1. nor this")) && sheet_close(&p));
    assert_string_equal(buf_cstr(&out), "\n```text\nS: ```\nS: # x\n```\n\n## NEXT\n\n`- no list`\n\n`1. nor this`\n");
    buf_done(&out);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    assert_true(sample_form_lacks_memory("markdown") > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_all_in_order), cmocka_unit_test(facts_are_code),
        cmocka_unit_test(sentences_are_no_markup), cmocka_unit_test(blocks_end),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
