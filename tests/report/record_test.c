/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "report/record.h"
#include "report/round_trip.h"
#include "report/sample.h"
#include "test.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static void must_go_round(const struct report_input *in)
{
    char why[600];

    if (!round_trip(in, why, sizeof why))
        fail_msg("%s", why);
}

static void what_was_written_is_written_again(void **state)
{
    struct sample s;

    (void)state;
    sample_make(&s);
    must_go_round(&s.input);
    s.input.local_time = "2026-11-24 07:00:00 CET";
    s.input.client = "Outlook 2016";
    s.input.words = "Use the following type of encrypted connection: TLS";
    must_go_round(&s.input);
    s.evidence.chain.certs[0].not_after = INT64_MAX;
    must_go_round(&s.input);
    sample_done(&s);
    sample_make_nameless(&s);
    must_go_round(&s.input);
    sample_done(&s);
}

/* A stopped walk, a host in another script, bytes of every kind, entries that go on and that have not ended. */
static void strange_walks_come_back(void **state)
{
    struct sample s;
    struct transcript *t;
    unsigned char raw[256];
    struct err err;
    char longest[TRANSCRIPT_LINE_MAX * 2 + 100];

    (void)state;
    sample_make(&s);
    t = (struct transcript *)s.evidence.transcript;
    for (size_t i = 0; i < sizeof raw; i++)
        raw[i] = (unsigned char)i;
    memset(longest, 'x', sizeof longest);
    assert_true(target_parse(span_str("smtp://b\xc3\xbc" "cher.example:2525"), &s.target, &err));
    s.evidence.ended = false;
    s.evidence.ended_us = 0;
    s.evidence.stopped = true;
    s.evidence.at = 1;
    s.evidence.stages[1].state = STAGE_RUNNING;
    s.evidence.stages[1].verdict = VERDICT_NONE;
    s.findings.stages[1] = VERDICT_NONE;
    assert_true(transcript_say(t, 4000, SAID_SERVER, true, STAGE_QUIT, span_of(raw, sizeof raw)));
    assert_true(transcript_say(t, 4100, SAID_SERVER, false, STAGE_QUIT, span_of(longest, sizeof longest)));
    assert_true(transcript_masked(t, 4200, SAID_CLIENT, true, STAGE_AUTH, span_str("masked with an end\r\n")));
    assert_true(transcript_note(t, 4300, STAGE_COUNT, false, "a remark of no stage"));
    assert_true(transcript_say(t, 4400, SAID_SERVER, false, STAGE_QUIT, span_str("not ended")));
    must_go_round(&s.input);
    sample_done(&s);
}

static struct record *read_text(const char *text, struct err *err)
{
    *err = (struct err){0};
    return record_read(span_str(text), err);
}

#define HEAD "{\"schema\":\"tlswalk/1\",\"protocol\":\"imap\",\"host\":\"h.example\",\"port\":143,\"tls_mode\":\"starttls\""
#define FINDING "\"severity\":\"error\",\"certainty\":\"likely\",\"stage\":\"auth\",\"what\":\"A.\",\"why\":\"B.\",\"user\":\"C.\",\"admin\":\"D.\",\"say\":\"E.\""

static void refusals_name_line_and_key(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"", "there is no walk in it"},
        {"\n \n", "there is no walk in it"},
        {"{", "line 1, byte 1: not JSON: "},
        {HEAD "}\n\n{\"schema\":7}", "line 3: \"schema\": a text is expected"},
        {"[1]", "line 1: a list and not an object, so not a report of a walk"},
        {"{}", "line 1: \"schema\" is not \"tlswalk/1\", so this is not a report of a walk"},
        {"{\"schema\":\"tlswalk/2\"}", "line 1: \"schema\" is not \"tlswalk/1\", so this is not a report of a walk"},
        {"{\"schema\":\"tlswalk/1\",\"protocol\":\"gopher\"}", "line 1: \"protocol\" is none that is known here"},
        {"{\"schema\":\"tlswalk/1\",\"protocol\":\"imap\"}", "line 1: \"host\": a name or an address is expected"},
        {HEAD ",\"port\":143}", "line 1, byte "},
        {HEAD ",\"stages\":7}", "line 1: \"stages\": a list of at most 10 is expected"},
        {HEAD ",\"stages\":[{\"name\":\"connect\"},3]}", "line 1: \"stages\"[1] \"stages\": a list of objects is expected"},
        {HEAD ",\"stages\":[{\"name\":\"connect\"},{},{\"name\":\"dance\"}]}", "line 1: \"stages\"[2] \"name\": one of resolve, connect,"},
        {HEAD ",\"stages\":[{\"start_ms\":-1}]}", "line 1: \"stages\"[0] \"start_ms\": a number of milliseconds is expected"},
        {HEAD ",\"started\":\"yesterday\"}", "line 1: \"started\": a time such as "},
        {HEAD ",\"started\":\"2026-02-30T06:00:00.000Z\"}", "line 1: \"started\": a time such as "},
        {HEAD ",\"greeting\":{\"reply\":{\"code\":2147483648}}}", "line 1: \"greeting\" \"reply\" \"code\": a whole number from -2147483648 to"},
        {HEAD ",\"greeting\":{\"reply\":{\"odd\":[\"even\"]}}}", "line 1: \"greeting\" \"reply\" \"odd\": a list of words that are used there"},
        {HEAD ",\"greeting\":{\"reply\":{\"enhanced\":[5,7,8,9]}}}", "\"enhanced\": a list of at most 3 is expected"},
        {HEAD ",\"greeting\":{\"first_bytes\":\"?\"}}", "line 1: \"greeting\" \"first_bytes\": base64 that is not too long is expected"},
        {HEAD ",\"capabilities\":{\"before_tls\":[\"A\",1]}}", "line 1: \"capabilities\" \"before_tls\": a list of texts is expected"},
        {HEAD ",\"auth\":{\"chosen\":0}}", "line 1: \"auth\" \"chosen\" is none of its \"mechanisms\""},
        {HEAD ",\"chain\":{\"path\":[0]}}", "line 1: \"chain\" \"path\": an index is none of \"certificates\""},
        {HEAD ",\"chain\":{\"problems\":[{\"certificate\":0,\"problem\":\"expired\"}]}}", "line 1: \"chain\" \"problems\": a \"certificate\" is none"},
        {HEAD ",\"findings\":[{\"code\":\"x\"}]}", "line 1: \"findings\": one has no code, or lacks a text"},
        {HEAD ",\"findings\":[{\"code\":\"x\",\"follows_from\":\"y\"," FINDING "}]}", "line 1: \"findings\": one \"follows_from\" a code that none"},
        {HEAD ",\"transcript\":[{\"from\":\"nobody\"}]}", "line 1: \"transcript\"[0] \"from\": one of server, client, tlswalk is expected"},
        {HEAD ",\"a\":[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]}", "line 1: more than a report of a walk can hold"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct err err;
        struct record *r = read_text(rows[i].text, &err);

        if (r)
            fail_msg("%s was read", rows[i].text);
        if (strncmp(err.text, rows[i].says, strlen(rows[i].says)) != 0 && !strstr(err.text, rows[i].says))
            fail_msg("%s: %s", rows[i].text, err.text);
        assert_int_equal(err.kind, ERR_FILE);
    }
}

/* What a newer program found is read, and what it wrote beside is passed over. */
static void unknown_codes_keep_their_texts(void **state)
{
    struct err err;
    struct record *r = read_text(HEAD ",\"from_the_future\":{\"a\":[1,2]},\"verdict\":\"fail\",\"findings\":[{\"code\":\"not-invented-yet\"," FINDING
                                 ",\"references\":[\"RFC 9999\"],\"party\":\"the network\"}]}",
                                 &err);
    const struct finding *f;

    (void)state;
    if (!r)
        fail_msg("%s", err.text);
    f = &record_findings(r, 0)[0].items[0];
    assert_string_equal(f->diagnosis->code, "not-invented-yet");
    assert_string_equal(f->say, "E.");
    assert_int_equal(f->diagnosis->party, PARTY_NETWORK);
    assert_string_equal(f->diagnosis->references[0], "RFC 9999");
    assert_null(f->diagnosis->references[1]);
    assert_int_equal(f->serial, NO_SERIAL);
    assert_int_equal(record_findings(r, 0)[0].verdict, VERDICT_FAIL);
    record_free(r);
}

static void texts_are_made_safe_again(void **state)
{
    struct err err;
    struct record *r = read_text(HEAD ",\"address\":\"\\u001b[2J\\u202e\",\"client\":\"\\u0007\",\"auth\":{\"why\":\"\\u009b31m\"}}", &err);

    (void)state;
    if (!r)
        fail_msg("%s", err.text);
    assert_string_equal(record_walk(r, 0, 0)->address, "<U+001B>[2J<U+202E>");
    assert_string_equal(record_walk(r, 0, 0)->auth.why, "<U+009B>31m");
    assert_string_equal(record_input(r, 0, 0).client, "<U+0007>");
    record_free(r);
}

/* Two addresses of one visit, another visit, and the second look at the first: by target and beginning. */
static void lines_are_put_together_to_visits(void **state)
{
#define AT(host, address, second) \
    "{\"schema\":\"tlswalk/1\",\"protocol\":\"imap\",\"host\":\"" host "\",\"port\":143,\"tls_mode\":\"starttls\",\"address\":\"" address \
    "\",\"started\":\"2026-11-24T06:00:0" second ".000Z\"}\n"
    struct err err;
    struct record *r = read_text(AT("a.example", "192.0.2.1", "0") AT("b.example", "192.0.2.3", "0") "\r\n" AT("a.example", "192.0.2.2", "0")
                                     AT("a.example", "192.0.2.4", "1"),
                                 &err);

    (void)state;
    if (!r)
        fail_msg("%s", err.text);
    assert_int_equal(record_visit_count(r), 3);
    assert_int_equal(record_walk_count(r, 0), 2);
    assert_int_equal(record_walk_count(r, 1), 1);
    assert_int_equal(record_walk_count(r, 2), 1);
    assert_string_equal(record_walk(r, 0, 1)->address, "192.0.2.2");
    assert_string_equal(record_walk(r, 2, 0)->address, "192.0.2.4");
    assert_string_equal(record_walk(r, 1, 0)->target->host, "b.example");
    record_free(r);
}

/* A visit of what was kept is over, and is read as any other. */
static void a_kept_visit_is_read_like_another(void **state)
{
    struct err err;
    struct sample s;
    struct buf lines = {0};
    struct record *r;
    struct visit *v;

    (void)state;
    sample_make(&s);
    assert_true(report_form_by_name(span_str("json"))->write(&lines, &s.input));
    snprintf(s.evidence.address, sizeof s.evidence.address, "192.0.2.11");
    s.evidence.started_us = 50000;
    s.evidence.ended_us = 90000;
    assert_true(report_form_by_name(span_str("json"))->write(&lines, &s.input));
    r = record_read(buf_span(&lines), &err);
    if (!r)
        fail_msg("%s", err.text);
    const struct evidence *walks[] = {record_walk(r, 0, 0), record_walk(r, 0, 1)};
    v = visit_new_past(walks, 2, &err);
    assert_non_null(v);
    assert_true(visit_done(v));
    assert_false(visit_paused(v));
    for (int link = 0; link < LINK_COUNT; link++)
        assert_int_equal(visit_wants(v, link), 0);
    assert_int_equal(visit_deadline_us(v), UINT64_MAX);
    assert_int_equal(visit_walk_count(v), 2);
    assert_string_equal(visit_walk(v, 1)->address, "192.0.2.11");
    assert_int_equal(visit_elapsed_us(v, 123456789), 90000);
    assert_string_equal(visit_target(v)->host, "mail.example.test");
    assert_non_null(visit_resolution(v));
    visit_free(v);
    record_free(r);
    buf_done(&lines);
    sample_done(&s);
}

static void read_head(struct span head, void *user)
{
    struct err err;

    (void)user;
    record_free(record_read(head, &err));
}

/* A line of the full sample, cut at every byte, and with every byte once something else. */
static void nothing_breaks_the_reader(void **state)
{
    struct sample s;
    struct buf line = {0};

    (void)state;
    sample_make(&s);
    assert_true(report_form_by_name(span_str("json"))->write(&line, &s.input));
    feed_heads(buf_span(&line), read_head, NULL);
    for (size_t i = 0; i < buf_len(&line); i++) {
        unsigned char *at = line.bytes + line.start + i, was = *at;
        static const char others[] = "\"{[,0x\\";

        *at = (unsigned char)others[i % (sizeof others - 1)];
        read_head(buf_span(&line), NULL);
        *at = was;
    }
    buf_done(&line);
    sample_done(&s);
}

static bool read_with_little_memory(void *line)
{
    struct err err;
    struct record *r = record_read(buf_span(line), &err);
    bool ok = r != NULL;

    if (!ok)
        assert_int_equal(err.kind, ERR_MEMORY);
    record_free(r);
    return ok;
}

static void every_allocation_may_fail(void **state)
{
    struct sample s;
    struct buf line = {0};
    size_t unnoticed;

    (void)state;
    sample_make(&s);
    assert_true(report_form_by_name(span_str("json"))->write(&line, &s.input));
    assert_true(failing_alloc_each(read_with_little_memory, &line, &unnoticed) > 80);
    assert_int_equal(unnoticed, 0);
    buf_done(&line);
    sample_done(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_is_written_again),
        cmocka_unit_test(strange_walks_come_back),
        cmocka_unit_test(refusals_name_line_and_key),
        cmocka_unit_test(unknown_codes_keep_their_texts),
        cmocka_unit_test(texts_are_made_safe_again),
        cmocka_unit_test(lines_are_put_together_to_visits),
        cmocka_unit_test(a_kept_visit_is_read_like_another),
        cmocka_unit_test(nothing_breaks_the_reader),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
