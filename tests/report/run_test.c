/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Forms that tell of many walks at once. What their readers take: tests/loop/forms.py. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "report/sample.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* Walks of one run: which of the two samples, and its verdict. */
struct walk {
    bool nameless;
    enum verdict verdict;
    const char *address;
};

static char *run_of(const char *form, const struct walk *walks, size_t count)
{
    struct report_run *r = report_run_new(report_form_by_name(span_str(form)));
    struct buf out = {0};
    char *text;

    assert_non_null(r);
    for (size_t i = 0; i < count; i++) {
        struct sample s;

        if (walks[i].nameless)
            sample_make_nameless(&s);
        else
            sample_make(&s);
        s.findings.verdict = walks[i].verdict;
        if (walks[i].address)
            snprintf(s.evidence.address, sizeof s.evidence.address, "%s", walks[i].address);
        assert_true(report_run_add(r, &out, &s.input));
        sample_done(&s);
    }
    assert_int_equal(buf_len(&out), 0); /* nothing before the end */
    assert_true(report_run_end(r, &out));
    text = buf_take(&out);
    assert_non_null(text);
    report_run_free(r);
    return text;
}

#define FIGURES "time=0.041200s;;;0 resolve=0.012000s;;;0 handshake=0.009900s;;;0 certificate=0.000100s;;;0 days_left=-6;14:;0:"

static void a_plugin_prints_one_line(void **state)
{
    static const struct {
        struct walk walk;
        const char *line;
    } rows[] = {
        {{.verdict = VERDICT_FAIL}, "TLSWALK CRITICAL: cert-expired at imap://mail.example.test:143 (192.0.2.10):... | " FIGURES "\n"},
        {{.verdict = VERDICT_WARN}, "TLSWALK WARNING: cert-expired at imap://mail.example.test:143 (192.0.2.10): ... | " FIGURES "\n"},
        {{.verdict = VERDICT_PASS}, "TLSWALK OK: imap://mail.example.test:143 (192.0.2.10) passed, -6 days left | " FIGURES "\n"},
        {{.verdict = VERDICT_NONE}, "TLSWALK UNKNOWN: not walked to the end: imap://mail.example.test:143 (192.0.... | " FIGURES "\n"},
        {{.nameless = true, .verdict = VERDICT_PASS}, "TLSWALK OK: imap://mail.example.test:143 passed | time=0.041200s;;;0 resolve=0.012000s;;;0\n"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        char *text = run_of("monitoring", &rows[i].walk, 1);

        assert_string_equal(text, rows[i].line);
        assert_true(strcspn(text, "|") <= 80);
        free(text);
    }
}

static void of_many_walks_the_worst_is_first(void **state)
{
    static const struct walk walks[] = {
        {.verdict = VERDICT_PASS, .address = "192.0.2.1"}, {.verdict = VERDICT_WARN, .address = "192.0.2.2"},
        {.verdict = VERDICT_FAIL, .address = "192.0.2.3"}, {.verdict = VERDICT_PASS, .address = "192.0.2.1"},
    };
    char *text = run_of("monitoring", walks, LEN(walks)), *rest = text;

    (void)state;
    assert_true(span_starts(span_str(rest), "TLSWALK CRITICAL: 1 of 4; cert-expired at imap://mail.example.test:143 ("));
    assert_true(span_starts(span_str(strchr(strsep(&rest, "\n"), '|')),
                            "| imap://mail.example.test:143@192.0.2.3_time=0.041200s;;;0 imap://mail.example.test:143@192.0.2.3_resolve="));
    assert_true(span_starts(span_str(strsep(&rest, "\n")), "WARNING: cert-expired at imap://mail.example.test:143 (192.0.2.2): The certificate of"));
    assert_string_equal(strsep(&rest, "\n"), "OK: imap://mail.example.test:143 (192.0.2.1) passed, -6 days left");
    assert_true(span_starts(span_str(strsep(&rest, "\n")), "OK: imap://mail.example.test:143 (192.0.2.1) passed, -6 days left | imap://mail.example.test:143@192.0.2.2_"));
    assert_true(span_starts(span_str(strsep(&rest, "\n")), "imap://mail.example.test:143@192.0.2.1_time="));
    assert_null(strstr(rest, "192.0.2.1")); /* the second walk of the same has no figures of its own */
    free(text);
}

static void what_could_not_run_is_unknown(void **state)
{
    const struct report_form *form = report_form_by_name(span_str("monitoring"));
    struct buf out = {0};

    (void)state;
    assert_true(form->refuse(&out, "a | b"));
    assert_string_equal(buf_cstr(&out), "TLSWALK UNKNOWN: a / b\n");
    buf_done(&out);
    char *text = run_of("monitoring", NULL, 0);
    assert_string_equal(text, "TLSWALK UNKNOWN: nothing was walked\n");
    free(text);
}

static void metrics_stand_together(void **state)
{
    static const struct walk walks[] = {{.verdict = VERDICT_FAIL}, {.verdict = VERDICT_PASS, .nameless = true}, {.verdict = VERDICT_PASS}};
    static const char labels[] = "host=\"mail.example.test\",ip=\"192.0.2.10\",port=\"143\",proto=\"imap\",tls=\"starttls\"";
    static const char *const follow[] = {
        "# TYPE tlswalk_success gauge\ntlswalk_success{%s} 0\ntlswalk_success{host=\"mail.example.test\",ip=\"\",",
        "# TYPE tlswalk_duration_seconds gauge\ntlswalk_duration_seconds{%s} 0.041200\n",
        "tlswalk_stage_success{%s,stage=\"resolve\"} 1\n",
        "tlswalk_stage_success{%s,stage=\"certificate\"} 0\n",
        "tlswalk_stage_duration_seconds{%s,stage=\"handshake\"} 0.009900\n",
        "tlswalk_cert_not_after_timestamp_seconds{%s,position=\"0\"} 1795000000\n",
        "tlswalk_tls_info{%s,version=\"TLS1.3\",cipher=\"AES-256-GCM\",group=\"X25519\"} 1\n",
        "tlswalk_finding{%s,code=\"cert-expired\",severity=\"error\"} 1\n",
        "tlswalk_last_run_timestamp_seconds{%s} 1795500000.000\n",
    };
    char *text = run_of("prometheus", walks, LEN(walks));
    const char *at = text;

    (void)state;
    for (size_t i = 0; i < LEN(follow); i++) {
        char want[400];

        snprintf(want, sizeof want, follow[i], labels);
        at = strstr(at, want);
        if (!at)
            fail_msg("not found behind what stands before it: %s\nin:\n%s", want, text);
    }
    assert_null(strstr(text, "stage=\"auth\"")); /* it was skipped */
    free(text);
}

struct little {
    const char *form;
    struct sample sample;
};

static bool run_with_little_memory(void *context)
{
    struct little *l = context;
    struct report_run *r = report_run_new(report_form_by_name(span_str(l->form)));
    struct buf out = {0};
    bool ok = r != NULL;

    for (int i = 0; ok && i < 2; i++)
        ok = report_run_add(r, &out, &l->sample.input);
    ok = ok && report_run_end(r, &out);
    report_run_free(r);
    buf_done(&out);
    return ok;
}

static void every_allocation_may_fail(void **state)
{
    static const char *const forms[] = {"text", "monitoring", "prometheus"};
    struct little l;
    size_t unnoticed;

    (void)state;
    sample_make(&l.sample);
    for (size_t i = 0; i < LEN(forms); i++) {
        l.form = forms[i];
        assert_true(failing_alloc_each(run_with_little_memory, &l, &unnoticed) > 5);
        assert_int_equal(unnoticed, 0);
    }
    sample_done(&l.sample);
}

static void a_file_name_says_the_form(void **state)
{
    static const struct {
        const char *file, *form;
    } rows[] = {{"a.txt", "text"},     {"a.md", "markdown"}, {"A.MD", "markdown"},  {"a.b/c.json", "json"}, {"a.prom", "prometheus"}, {"a", "text"},
                {"", "text"},          {"a.md/b", "text"},   {"a.", "text"},        {".json", "json"},      {"a.html", "text"}};

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++)
        assert_string_equal(report_form_by_file(span_str(rows[i].file))->name, rows[i].form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plugin_prints_one_line),      cmocka_unit_test(of_many_walks_the_worst_is_first),
        cmocka_unit_test(what_could_not_run_is_unknown), cmocka_unit_test(metrics_stand_together),
        cmocka_unit_test(every_allocation_may_fail),     cmocka_unit_test(a_file_name_says_the_form),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
