/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_test.c - the report of a visit to each practice server: as text, read from the file it was saved in, it holds code,
 * sentence and evidence of all that was found; and its JSON goes there and back. Looks and tests on request are asked for too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lesson.h"
#include "report/record.h"
#include "report/round_trip.h"
#include "table/table.h"

static struct practice *practice;

/* The same words without the line breaks and indents of a sheet. */
static char *unwrapped(struct span text)
{
    struct buf out = {0};
    bool gap = false;

    for (size_t i = 0; i < text.len; i++) {
        bool blank = text.ptr[i] == ' ' || text.ptr[i] == '\n';

        if (!blank && gap && !buf_add_char(&out, ' '))
            abort();
        if (!blank && !buf_add_char(&out, (char)text.ptr[i]))
            abort();
        gap = blank;
    }
    return buf_take(&out);
}

static void expect_words(const char *report, const char *words, const char *where, const char *what)
{
    char *wanted = unwrapped(span_str(words));

    if (!strstr(report, wanted))
        fail_msg("%s: the %s is not in the report: %s", where, what, words);
    free(wanted);
}

/* Through a file on disk: what a caller is sent is what is read. */
static void write_and_read(const struct buf *out, struct buf *back)
{
    FILE *file = tmpfile();
    char piece[4096];
    size_t n;

    assert_non_null(file);
    assert_int_equal(fwrite(buf_span(out).ptr, 1, buf_len(out), file), buf_len(out));
    rewind(file);
    while ((n = fread(piece, 1, sizeof piece, file)) > 0)
        assert_true(buf_add(back, piece, n));
    fclose(file);
}

static void text_tells(const struct report_input *in, const char *where)
{
    struct buf out = {0}, file = {0};
    char *report;

    assert_true(report_form_by_name(span_str("text"))->write(&out, in));
    write_and_read(&out, &file);
    report = unwrapped(buf_span(&file));
    assert_non_null(report);
    for (size_t i = 0; i < in->findings->count; i++) {
        const struct finding *f = &in->findings->items[i];

        expect_words(report, f->diagnosis->code, where, "code");
        expect_words(report, f->what, where, "finding");
        expect_words(report, f->say, where, "sentence for the caller");
        for (size_t k = 0; k < f->evidence.count; k++)
            expect_words(report, f->evidence.items[k], where, "evidence");
    }
    free(report);
    buf_done(&out);
    buf_done(&file);
}

static bool shows_at(const struct fault *f, const struct practice_port *port)
{
    const char *name = strcmp(port->proto->name, "submission") == 0 ? "smtp" : port->proto->name;

    return strstr(f->protocols, name) != NULL;
}

/* The name that the practice table has for it, and the newest TLS of a program that shows it; 0: any. */
static int host_of(const struct fault *f, char *host, size_t cap)
{
    int newest = 0;
    const struct fault *const only[] = {f, NULL};
    struct buf text = {0};
    struct target target;
    struct table *t;
    struct err err;

    assert_true(practice_table(10000, only, &text));
    t = table_read(buf_span(&text), "practice", &err);
    assert_non_null(t);
    row_target(&t->rows[0], &target);
    snprintf(host, cap, "%s", target.host);
    if (strcmp(f->name, "tls-client-too-old") == 0)
        newest = t->rows[0].client->tls_newest;
    table_free(t);
    buf_done(&text);
    return newest;
}

static void is_reported(void **state)
{
    const struct fault *f = *state;
    char host[256], where[300], why[600];
    bool found = false;

    int client_tls = host_of(f, host, sizeof host);
    for (const struct practice_port *port = practice_ports; port->proto; port++) {
        struct target target;
        struct lesson l;

        if (!shows_at(f, port))
            continue;
        snprintf(where, sizeof where, "%.100s, %.20s port %u", f->name, port->proto->name, port->port);
        target_set(&target, port->proto, span_str(host), port->port, port->implicit ? TLS_MODE_IMPLICIT : TLS_MODE_STARTTLS);
        lesson_run(&l, &(struct lesson_setting){.practice = practice, .fault = f, .target = &target, .port = port, .client_tls = client_tls,
                                                 .asks = PRACTICE_ASKS_COMPARE | PRACTICE_ASKS_INJECTION});
        struct report_input in = {.evidence = l.evidence, .findings = &l.findings, .transcript = true};
        text_tells(&in, where);
        if (!round_trip(&in, why, sizeof why))
            fail_msg("%s: %s", where, why);
        found = found || !f->code || findings_have(&l.findings, f->code);
        lesson_done(&l);
    }
    if (!found)
        fail_msg("no visit to %s found %s, so no report of it was looked at", f->name, f->code);
}

int main(void)
{
    struct CMUnitTest tests[200];
    size_t count = 0;
    struct err err;

    practice = practice_new(LESSON_WALL_US, &err);
    if (!practice)
        return 99;
    for (; practice_faults[count] && count < 200; count++)
        tests[count] = (struct CMUnitTest){practice_faults[count]->name, is_reported, NULL, NULL, (void *)practice_faults[count]};
    int failed = _cmocka_run_group_tests("report", tests, count, NULL, NULL);
    practice_free(practice);
    return failed;
}
