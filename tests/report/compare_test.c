/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "failing_alloc.h"
#include "report/compare.h"
#include "report/sample.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static struct record *record_of(struct sample *const *samples, size_t count)
{
    struct buf lines = {0};
    struct err err;
    struct record *r;

    for (size_t i = 0; i < count; i++)
        assert_true(report_form_by_name(span_str("json"))->write(&lines, &samples[i]->input));
    r = record_read(buf_span(&lines), &err);
    if (!r)
        fail_msg("%s", err.text);
    buf_done(&lines);
    return r;
}

static const struct compare_row *row_of(const struct compare_pair *p, const char *what)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->rows[i].what, what) == 0)
            return &p->rows[i];
    return NULL;
}

/* The sample and what was made of it, each row as it must be; a value that is NULL is not there. */
static void every_difference_is_a_row(void **state)
{
    static const struct {
        const char *what;
        enum compare_sense sense;
        const char *a, *b;
    } rows[] = {
        {"verdict", COMPARE_BETTER, "FAIL", "OK"},
        {"finding starttls-refused-other", COMPARE_BETTER, "error, certain", NULL},
        {"stage certificate", COMPARE_BETTER, "FAIL", "WARN"},
        {"time of resolve", COMPARE_WORSE, "12 ms", "500 ms"},
        {"TLS version", COMPARE_WORSE, "TLS1.3", "TLS1.2"},
        {"fingerprint", COMPARE_OTHER, NULL, NULL},
        {"valid until", COMPARE_OTHER, "2026-11-18 11:06:40 UTC", "2027-03-16 04:53:20 UTC"},
        {"names", COMPARE_OTHER, "mail.example.test, imap.example.test", "mail.example.test, imap.example.test, pop.example.test"},
        {"trusted", COMPARE_WORSE, "yes", "no"},
        {"feature inside TLS QUOTA", COMPARE_OTHER, NULL, "offered"},
        {"login", COMPARE_BETTER, "withheld", "accepted"},
        {"mechanism PLAIN", COMPARE_WORSE, "can be used", "cannot be used"},
        {"look at port 993", COMPARE_WORSE, "OK TLS1.3", "FAIL refused"},
    };
    struct sample a, b;
    struct record *ra, *rb;
    struct comparison c;

    (void)state;
    sample_make(&a);
    sample_make(&b);
    b.findings.verdict = VERDICT_PASS;
    b.findings.count = 1;
    b.findings.stages[2] = VERDICT_WARN;
    b.evidence.stages[0].duration_us = 500000;
    snprintf(b.evidence.tls.facts.version, sizeof b.evidence.tls.facts.version, "TLS1.2");
    a.evidence.tls.facts.version_number = 0x0304;
    b.evidence.tls.facts.version_number = 0x0303;
    memset(b.evidence.chain.certs[0].sha256, 'e', 64);
    b.evidence.chain.certs[0].not_after = 1805172800;
    assert_true(strv_add_str(&b.evidence.chain.certs[0].names, "pop.example.test"));
    b.evidence.chain.trusted = false;
    assert_true(strv_add_str(&b.evidence.after.list, "QUOTA"));
    b.evidence.auth.result = AUTH_ACCEPTED;
    b.evidence.auth.offers[0].usable = false;
    b.seen[0].verdict = VERDICT_FAIL;
    snprintf(b.seen[0].summary, sizeof b.seen[0].summary, "refused");
    ra = record_of((struct sample *[]){&a}, 1);
    rb = record_of((struct sample *[]){&b}, 1);
    assert_true(compare_records(&c, ra, rb));
    assert_true(c.differs);
    assert_int_equal(c.count, 1);
    for (size_t i = 0; i < LEN(rows); i++) {
        const struct compare_row *row = row_of(&c.pairs[0], rows[i].what);

        if (!row)
            fail_msg("no row tells of: %s", rows[i].what);
        if (row->sense != rows[i].sense)
            fail_msg("%s is %s", row->what, compare_sense_word(row->sense));
        if (strcmp(rows[i].what, "fingerprint") == 0)
            continue;
        assert_int_equal(rows[i].a == NULL, row->a == NULL);
        assert_int_equal(rows[i].b == NULL, row->b == NULL);
        if (rows[i].a)
            assert_string_equal(rows[i].a, row->a);
        if (rows[i].b)
            assert_string_equal(rows[i].b, row->b);
    }
    assert_int_equal(c.pairs[0].count, LEN(rows));
    comparison_done(&c);

    /* The other way round: the contrary. */
    assert_true(compare_records(&c, rb, ra));
    assert_int_equal(row_of(&c.pairs[0], "finding starttls-refused-other")->sense, COMPARE_WORSE);
    assert_int_equal(row_of(&c.pairs[0], "login")->sense, COMPARE_WORSE);
    assert_null(row_of(&c.pairs[0], "finding starttls-refused-other")->a);
    comparison_done(&c);
    record_free(ra);
    record_free(rb);
    sample_done(&a);
    b.findings.count = 2;
    sample_done(&b);
}

/* What moves a little from walk to walk is no difference. */
static void the_same_walk_differs_in_nothing(void **state)
{
    struct sample a, b;
    struct record *ra, *rb;
    struct comparison c;
    struct buf out = {0};

    (void)state;
    sample_make(&a);
    sample_make(&b);
    b.evidence.started_wall_us += 86400 * INT64_C(1000000);
    b.evidence.stages[0].duration_us = 150000; /* more than double, yet nothing one notices */
    ra = record_of((struct sample *[]){&a}, 1);
    rb = record_of((struct sample *[]){&b}, 1);
    assert_true(compare_records(&c, ra, rb));
    assert_false(c.differs);
    assert_int_equal(c.pairs[0].count, 0);
    assert_true(c.pairs[0].same > 20);
    assert_true(compare_write(&out, &c, &(struct compare_look){.name_a = "a.json", .name_b = "b.json", .transcript = true}));
    assert_non_null(strstr(buf_cstr(&out), "Nothing differs: "));
    assert_null(strstr(buf_cstr(&out), "\n- "));
    assert_null(strstr(buf_cstr(&out), "\n+ "));
    comparison_done(&c);
    buf_done(&out);
    record_free(ra);
    record_free(rb);
    sample_done(&a);
    sample_done(&b);
}

static void walks_find_their_counterparts(void **state)
{
    struct sample one, moved, two, gone;
    struct record *a, *b;
    struct comparison c;
    struct buf out = {0};
    struct err err;

    (void)state;
    sample_make(&one);
    sample_make(&two);
    sample_make(&moved);
    sample_make(&gone);
    snprintf(two.evidence.address, sizeof two.evidence.address, "192.0.2.20");
    snprintf(moved.evidence.address, sizeof moved.evidence.address, "192.0.2.99");
    assert_true(target_parse(span_str("pop3://gone.example.test"), &gone.target, &err));
    a = record_of((struct sample *[]){&one, &two, &gone}, 3);
    b = record_of((struct sample *[]){&moved, &one}, 2);
    assert_true(compare_records(&c, a, b));
    assert_int_equal(c.count, 3);
    assert_string_equal(c.pairs[0].b->address, "192.0.2.10"); /* the same address */
    assert_int_equal(c.pairs[0].count, 0);
    assert_string_equal(c.pairs[1].a->address, "192.0.2.20"); /* the same target */
    assert_string_equal(c.pairs[1].b->address, "192.0.2.99");
    assert_non_null(row_of(&c.pairs[1], "address"));
    assert_non_null(c.pairs[2].a); /* nobody's */
    assert_null(c.pairs[2].b);
    assert_true(c.differs);
    assert_true(compare_write(&out, &c, &(struct compare_look){.name_a = "a.json", .name_b = "b.json"}));
    assert_non_null(strstr(buf_cstr(&out), "Only A has this walk."));
    comparison_done(&c);
    buf_done(&out);
    record_free(a);
    record_free(b);
    sample_done(&one);
    sample_done(&two);
    sample_done(&moved);
    sample_done(&gone);
}

/* The table keeps to its columns, and no line ends in a blank. */
static void the_table_fits(void **state)
{
    struct sample a, b;
    struct record *ra, *rb;
    struct comparison c;
    struct buf out = {0};

    (void)state;
    sample_make(&a);
    sample_make_nameless(&b);
    ra = record_of((struct sample *[]){&a}, 1);
    rb = record_of((struct sample *[]){&b}, 1);
    assert_true(compare_records(&c, ra, rb));
    assert_true(compare_write(&out, &c, &(struct compare_look){.name_a = "a.json", .name_b = "b.json", .transcript = true}));
    assert_true(text_is_utf8(buf_span(&out)));
    for (struct span rest = buf_span(&out); rest.len > 0;) {
        size_t len = (size_t)((const unsigned char *)memchr(rest.ptr, '\n', rest.len) - rest.ptr);

        bool said = len > 0 && (rest.ptr[0] == '-' || rest.ptr[0] == '+' || rest.ptr[0] == ' '); /* to the letter */

        if (text_cols(span_head(rest, len)) > 80 || (!said && len > 0 && rest.ptr[len - 1] == ' '))
            fail_msg("'%.*s'", (int)len, (const char *)rest.ptr);
        rest = span_skip(rest, len + 1);
    }
    assert_non_null(strstr(buf_cstr(&out), "\n- "));
    comparison_done(&c);
    buf_done(&out);
    record_free(ra);
    record_free(rb);
    sample_done(&a);
    sample_done(&b);
}

struct two_records {
    struct record *a, *b;
};

static bool compare_with_little_memory(void *user)
{
    struct two_records *r = user;
    struct comparison c;
    struct buf out = {0};
    bool ok = compare_records(&c, r->a, r->b);

    if (ok) {
        ok = compare_write(&out, &c, &(struct compare_look){.name_a = "a", .name_b = "b", .transcript = true});
        comparison_done(&c);
    }
    buf_done(&out);
    return ok;
}

static void every_allocation_may_fail(void **state)
{
    struct sample a, b;
    struct two_records r;
    size_t unnoticed;

    (void)state;
    sample_make(&a);
    sample_make_nameless(&b);
    r.a = record_of((struct sample *[]){&a}, 1);
    r.b = record_of((struct sample *[]){&b}, 1);
    assert_true(failing_alloc_each(compare_with_little_memory, &r, &unnoticed) > 50);
    assert_int_equal(unnoticed, 0);
    record_free(r.a);
    record_free(r.b);
    sample_done(&a);
    sample_done(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_difference_is_a_row),
        cmocka_unit_test(the_same_walk_differs_in_nothing),
        cmocka_unit_test(walks_find_their_counterparts),
        cmocka_unit_test(the_table_fits),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
