/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogue_test.c - the catalogue is whole, every row can be raised, and reads well without evidence too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "diagnose/explain.h"
#include "diagnose/fill_private.h"
#include "diagnose/rule_private.h"
#include "failing_alloc.h"

#define CODE_MAX 47 /* what a table's row keeps of a code */

static void rows_are_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalogue_count; i++) {
        const struct diagnosis *d = &catalogue[i];
        const char *texts[] = {d->seen, d->what, d->why, d->user, d->admin, d->say};
        assert_true(strlen(d->code) <= CODE_MAX);
        assert_int_equal(strspn(d->code, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(d->code));
        for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
            if (!texts[t] || !*texts[t])
                fail_msg("%s lacks a text", d->code);
            char last = texts[t][strlen(texts[t]) - 1];
            if (last != '.' && last != '?' && last != '}')
                fail_msg("%s: no end of a sentence: %s", d->code, texts[t]);
        }
        assert_non_null(d->references);
        assert_non_null(d->references[0]);
        assert_true(*severity_name(d->severity) && *certainty_name(d->certainty) && *party_name(d->party));
        assert_ptr_equal(catalogue_find(d->code), d); /* so codes are there once */
    }
    assert_null(catalogue_find("cert-"));
}

/* The sentence for the caller must be one, and nothing that only an expert can say. */
static void what_is_said_is_one_sentence(void **state)
{
    (void)state;
    for (size_t i = 0; i < catalogue_count; i++) {
        const char *say = catalogue[i].say;
        if (strstr(say, ". ") || strchr(say, '"'))
            fail_msg("%s is said in more than one sentence, or quoted: %s", catalogue[i].code, say);
    }
}

static const struct rule *rule_of(const char *code, size_t *count_r)
{
    const struct rule *found = NULL;
    *count_r = 0;
    for (const struct rule_table *t = rule_tables; t->rules; t++)
        for (const struct rule *r = t->rules; r->code; r++)
            if (strcmp(r->code, code) == 0) {
                found = r;
                ++*count_r;
            }
    return found;
}

static void every_row_has_its_rule(void **state)
{
    size_t count;
    (void)state;
    for (size_t i = 0; i < catalogue_count; i++) {
        rule_of(catalogue[i].code, &count);
        if (count != 1)
            fail_msg("%s has %zu rules", catalogue[i].code, count);
    }
    for (const struct rule_table *t = rule_tables; t->rules; t++)
        for (const struct rule *r = t->rules; r->code; r++)
            if (!catalogue_find(r->code))
                fail_msg("the rule for %s has no row in the catalogue", r->code);
}

/* A cause must be a row, and no circle of causes may close. */
static bool leads_to(const struct rule *from, const char *code, unsigned depth)
{
    size_t count;
    for (const char *const *under = from->under; under && *under; under++) {
        const struct rule *cause = rule_of(*under, &count);
        if (!cause)
            fail_msg("%s follows from %s, which is no code", from->code, *under);
        if (strcmp(*under, code) == 0 || (depth && leads_to(cause, code, depth - 1)))
            return true;
    }
    return false;
}

static void causes_make_no_circle(void **state)
{
    (void)state;
    for (const struct rule_table *t = rule_tables; t->rules; t++)
        for (const struct rule *r = t->rules; r->code; r++)
            if (leads_to(r, r->code, 5))
                fail_msg("%s follows from itself", r->code);
}

static const char *filled(struct buf *out, const char *text, const struct blanks *blanks)
{
    buf_clear(out);
    assert_true(fill_text(out, text, blanks));
    return buf_cstr(out);
}

static void texts_read_well_without_evidence(void **state)
{
    static const char *const ugly[] = {"{", "}", "]}", "  ", " .", " ,", ": .", "..", ",.", "()", "\"\""};
    struct buf out = {0};
    (void)state;
    for (size_t i = 0; i < catalogue_count; i++) {
        const struct diagnosis *d = &catalogue[i];
        const char *texts[] = {d->seen, d->what, d->why, d->user, d->admin, d->say};
        for (size_t t = 0; t < sizeof texts / sizeof texts[0]; t++) {
            const char *text = filled(&out, texts[t], NULL);
            for (size_t u = 0; u < sizeof ugly / sizeof ugly[0]; u++)
                if (strstr(text, ugly[u]))
                    fail_msg("%s: '%s' in: %s", d->code, ugly[u], text);
            if (text[0] >= 'a' && text[0] <= 'z')
                fail_msg("%s begins small: %s", d->code, text);
        }
    }
    buf_done(&out);
}

static void blanks_are_filled_once(void **state)
{
    static struct blanks blanks;
    struct buf out = {0};
    (void)state;
    strcpy(blanks.of[BLANK_HOST], "{port}");
    strcpy(blanks.of[BLANK_PORT], "port 143");
    strcpy(blanks.of[BLANK_REPLY], "\"250 {[x]}\"");
    static const struct {
        const char *text, *filled, *without;
    } rows[] = {
        {"", "", ""},
        {"{host} on {port}.", "{port} on port 143.", "The server on that port."},
        {"{port} of {host}.", "Port 143 of {port}.", "That port of the server."},
        {"So. {port}.", "So. Port 143.", "So. That port."},
        {"It said{[: {reply}]}.", "It said: \"250 {[x]}\".", "It said."},
        {"Go{[ to {tls-port}]} now.", "Go now.", "Go now."},
        {"A{[ {port}]}{[ {detail}]}{[ {host}]}", "A port 143 {port}", "A that port the server"},
        {"{unknown} {", "{unknown} {", "{unknown} {"},
        {"x {[ {detail}", "x ", "x "},
        {"] alone ]", "] alone ]", "] alone ]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(filled(&out, rows[i].text, &blanks), rows[i].filled);
        assert_string_equal(filled(&out, rows[i].text, NULL), rows[i].without);
    }
    buf_done(&out);
}

/* A blank that no text has, or a text's word that no blank is, is a slip of the pen. */
static void every_blank_is_used(void **state)
{
    (void)state;
    for (unsigned b = 0; b < BLANK_COUNT; b++) {
        char name[40];
        bool used = false;
        snprintf(name, sizeof name, "{%s}", blank_name((enum blank)b));
        for (size_t i = 0; i < catalogue_count; i++) {
            const struct diagnosis *d = &catalogue[i];
            used = used || strstr(d->what, name) || strstr(d->why, name) || strstr(d->user, name) || strstr(d->admin, name)
                || strstr(d->say, name);
        }
        if (!used)
            fail_msg("no text has %s", name);
    }
}

static void mistyped_codes_have_neighbours(void **state)
{
    static const struct {
        const char *typed, *near;
    } rows[] = {
        {"cert-expird", "cert-expired"},
        {"cert-expried", "cert-expired"},
        {"nxdomain", "dns-nxdomain"},
        {"starttls-not-ofered", "starttls-not-offered"},
        {"auth-bad-credential", "auth-bad-credentials"},
        {"tcp_timeout", "tcp-timeout"},
    };
    const struct diagnosis *near[3];
    char endless[400];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(catalogue_near(rows[i].typed, near, 3) >= 1);
        assert_string_equal(near[0]->code, rows[i].near);
    }
    assert_int_equal(catalogue_near("", near, 3), 0);
    assert_int_equal(catalogue_near("xyzzy-plugh", near, 3), 0);
    assert_int_equal(catalogue_near("cert", near, 3), 3);
    assert_int_equal(catalogue_near("cert", near, 0), 0);
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = '\0';
    assert_int_equal(catalogue_near(endless, near, 3), 0);
}

static void lines_fit(const char *text, int cols)
{
    for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        size_t len = strcspn(p, "\n");
        if (text_cols(span_of(p, len)) > cols)
            fail_msg("wider than %d: %.*s", cols, (int)len, p);
        if (len && p[len - 1] == ' ')
            fail_msg("ends in a space: %.*s", (int)len, p);
    }
}

static void explanations_fit_and_are_whole(void **state)
{
    static const int widths[] = {60, 80, 132};
    (void)state;
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++)
        for (size_t i = 0; i < catalogue_count; i++) {
            struct buf out = {0};
            assert_true(explain_text(&catalogue[i], widths[w], &out));
            const char *text = buf_cstr(&out);
            lines_fit(text, widths[w]);
            assert_non_null(strstr(text, catalogue[i].code));
            for (size_t r = 0; catalogue[i].references[r]; r++)
                if (strlen(catalogue[i].references[r]) < 40)
                    assert_non_null(strstr(text, catalogue[i].references[r]));
            buf_done(&out);
        }
}

static void the_list_names_every_code(void **state)
{
    static const int widths[] = {80, 120};
    (void)state;
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        struct buf out = {0};
        assert_true(explain_list(widths[w], &out));
        const char *text = buf_cstr(&out);
        lines_fit(text, widths[w]);
        for (size_t i = 0; i < catalogue_count; i++) {
            char line[80];
            snprintf(line, sizeof line, "%s%s ", i ? "\n" : "", catalogue[i].code);
            assert_non_null(strstr(text, line));
        }
        buf_done(&out);
    }
}

/* Nothing in a text may be taken for a macro or an escape; a sentence begins a line. (proofs.c looks for the entries.) */
static void the_manual_takes_no_text_for_a_macro(void **state)
{
    static const char *const macros[] = {".Dd ", ".Dt ", ".Os", ".Sh ", ".Nm ", ".Nd ", ".Ql ", ".Xr ", ".Pp", ".Ss ", ".Bl ", ".It", ".El", ".\\\""};
    struct buf out = {0};
    (void)state;
    assert_true(explain_mdoc(&out, ""));
    const char *text = buf_cstr(&out);
    for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
        bool known = *p != '.';
        for (size_t i = 0; i < sizeof macros / sizeof macros[0]; i++)
            known = known || strncmp(p, macros[i], strlen(macros[i])) == 0;
        if (!known || *p == '\'')
            fail_msg("not a macro: %.60s", p);
    }
    assert_non_null(strstr(text, "C:\\eWindows\\eSystem32")); /* a backslash is one, not an escape */
    buf_done(&out);
}

static bool explain_all(void *user)
{
    struct buf out = {0};
    (void)user;
    bool ok = explain_text(&catalogue[1], 80, &out) && explain_list(80, &out) && explain_mdoc(&out, "");
    buf_done(&out);
    return ok;
}

static void memory_may_run_out_anywhere(void **state)
{
    size_t unnoticed;
    (void)state;
    assert_true(failing_alloc_each(explain_all, NULL, &unnoticed) > 50);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_whole),
        cmocka_unit_test(what_is_said_is_one_sentence),
        cmocka_unit_test(every_row_has_its_rule),
        cmocka_unit_test(causes_make_no_circle),
        cmocka_unit_test(texts_read_well_without_evidence),
        cmocka_unit_test(blanks_are_filled_once),
        cmocka_unit_test(every_blank_is_used),
        cmocka_unit_test(mistyped_codes_have_neighbours),
        cmocka_unit_test(explanations_fit_and_are_whole),
        cmocka_unit_test(the_list_names_every_code),
        cmocka_unit_test(the_manual_takes_no_text_for_a_macro),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests_name("catalogue", tests, NULL, NULL);
}
