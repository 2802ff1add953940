/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/text.h"
#include "report/sample.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static json_t *json_form(const struct report_input *in)
{
    const struct report_form *form = report_form_by_name(span_str("json"));
    struct buf out = {0};
    struct span bytes;
    json_error_t error;
    json_t *o;

    assert_non_null(form);
    assert_true(form->write(&out, in));
    bytes = buf_span(&out);
    /* One line of printable ASCII: safe to cat, and one walk a line. */
    assert_true(bytes.len > 0 && bytes.ptr[bytes.len - 1] == '\n');
    for (size_t i = 0; i + 1 < bytes.len; i++)
        assert_in_range(bytes.ptr[i], 0x20, 0x7e);
    o = json_loadb((const char *)bytes.ptr, bytes.len, JSON_REJECT_DUPLICATES, &error);
    if (!o)
        fail_msg("%s at %d", error.text, error.position);
    buf_done(&out);
    return o;
}

/* "stages.2.verdict" */
static json_t *at(json_t *o, const char *path)
{
    char copy[100], *save = NULL;

    text_safe_copy(copy, sizeof copy, span_str(path));
    for (char *part = strtok_r(copy, ".", &save); part; part = strtok_r(NULL, ".", &save)) {
        o = json_is_array(o) ? json_array_get(o, strtoul(part, NULL, 10)) : json_object_get(o, part);
        if (!o)
            fail_msg("no '%s' on the way to %s", part, path);
    }
    return o;
}

static void every_key_says_what_it_must(void **state)
{
    static const struct {
        const char *path, *value; /* value as JSON */
    } rows[] = {
        {"schema", "\"tlswalk/1\""},
        {"target", "\"imap://mail.example.test:143\""},
        {"protocol", "\"imap\""},
        {"host", "\"mail.example.test\""},
        {"port", "143"},
        {"tls_mode", "\"starttls\""},
        {"address", "\"192.0.2.10\""},
        {"started", "\"2026-11-24T06:00:00.000Z\""},
        {"duration_ms", "41.2"},
        {"verdict", "\"fail\""},
        {"stages.0.name", "\"resolve\""},
        {"stages.0.verdict", "\"pass\""},
        {"stages.1.start_ms", "13.0"},
        {"stages.1.duration_ms", "9.9"},
        {"stages.1.summary", "\"TLS1.3 AES-256-GCM\""},
        {"stages.2.verdict", "\"fail\""},
        {"stages.3.verdict", "\"skip\""},
        {"findings.0.code", "\"cert-expired\""},
        {"findings.0.severity", "\"error\""},
        {"findings.0.certainty", "\"certain\""},
        {"findings.0.stage", "\"certificate\""},
        {"findings.0.follows_from", "null"},
        {"findings.0.what", "\"The certificate of mail.example.test ran out.\""},
        {"findings.0.why", "\"Because of the date.\""},
        {"findings.0.user", "\"Nothing can be done on this side.\""},
        {"findings.0.admin", "\"Renew it and reload the service.\""},
        {"findings.0.say", "\"The server shows a pass that has run out.\""},
        {"findings.0.evidence", "[\"it ran out on 2026-11-18\"]"},
        {"findings.0.proof", "null"},
        {"findings.1.follows_from", "\"cert-expired\""},
        {"findings.1.proof", "3"},
        {"tls.version", "\"TLS1.3\""},
        {"tls.cipher", "\"AES-256-GCM\""},
        {"tls.group", "\"X25519\""},
        {"tls.signature", "\"ECDSA-SECP256R1-SHA256\""},
        {"tls.alpn", "null"},
        {"tls.sni", "\"mail.example.test\""},
        {"tls.ocsp_stapled", "false"},
        {"tls.resumed", "false"},
        {"certificates.0.subject", "\"CN=mail.example.test\""},
        {"certificates.0.issuer", "\"CN=Example CA\""},
        {"certificates.0.serial", "\"0A1B\""},
        {"certificates.0.not_before", "\"2026-09-21T14:13:20.000Z\""},
        {"certificates.0.not_after", "\"2026-11-18T11:06:40.000Z\""},
        {"certificates.0.names", "[\"mail.example.test\",\"imap.example.test\"]"},
        {"certificates.0.key", "\"EC-P256\""},
        {"certificates.0.signature", "\"ECDSA-SHA256\""},
        {"certificates.0.sha256", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\""},
        {"certificates.0.spki_sha256", "\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\""},
        {"certificates.0.self_signed", "false"},
        {"chain.trusted", "true"},
        {"chain.problems.0.problem", "\"expired\""},
        {"chain.problems.0.certificate", "0"},
        {"capabilities.before_tls", "[\"IMAP4rev1\",\"STARTTLS\"]"},
        {"capabilities.after_tls", "[\"imap4REV1\",\"AUTH=<U+001B>\",\"IDLE\"]"},
        {"auth.offered", "[\"PLAIN\",\"GSSAPI\"]"},
        {"auth.tried", "null"},
        {"auth.result", "\"withheld\""},
        {"auth.reply", "null"},
        {"auth.why", "\"the certificate did not pass\""},
        {"looks.0.label", "\"port 993\""},
        {"looks.0.port", "993"},
        {"looks.0.tls_mode", "\"implicit\""},
        {"looks.0.stage", "\"handshake\""},
        {"looks.0.verdict", "\"pass\""},
        {"looks.0.summary", "\"TLS1.3\""},
        {"looks.0.duration_ms", "20.5"},
        {"looks.0.tls_version", "\"TLS1.3\""},
        {"depth.handshakes", "9"},
        {"depth.stopped", "\"421 too many connections\""},
        {"depth.rows.1.kind", "\"version\""},
        {"depth.rows.1.label", "\"TLS 1.0\""},
        {"depth.rows.1.value", "\"taken\""},
        {"depth.rows.1.grade", "\"fail\""},
        {"depth.rows.1.why", "\"must not be used any more (RFC 8996)\""},
        {"depth.rows.2.why", "null"},
        {"transcript.0.ms", "0.1"},
        {"transcript.0.from", "\"tlswalk\""},
        {"transcript.1.from", "\"server\""},
        {"transcript.1.protected", "false"},
        {"transcript.1.text", "\"* OK ready\""},
        {"transcript.2.from", "\"client\""},
        {"transcript.2.text", "\"a1 STARTTLS\""},
        {"transcript.3.text", "\"a1 OK bare\""},
        {"transcript.3.bytes", "\"YTEgT0sgYmFyZQo=\""}, /* the line feed that stood alone */
        {"transcript.4.protected", "true"},
        {"transcript.4.masked", "true"},
        {"transcript.5.text", "\"* BYE <U+001B>[2J<U+202E>\\\\xFF<U+0000>!\""},
        {"transcript.5.bytes", "\"KiBCWUUgG1sySuKArv8AIQ==\""},
        {"dropped_transcript_bytes", "0"},
    };
    struct sample s;
    json_t *o;

    (void)state;
    sample_make(&s);
    o = json_form(&s.input);
    for (size_t i = 0; i < LEN(rows); i++) {
        json_t *expected = json_loads(rows[i].value, JSON_DECODE_ANY, NULL), *found = at(o, rows[i].path);

        assert_non_null(expected);
        if (!json_equal(expected, found)) {
            char *shown = json_dumps(found, JSON_ENCODE_ANY);

            fail_msg("%s is %s, not %s", rows[i].path, shown, rows[i].value);
        }
        json_decref(expected);
    }
    assert_string_equal(json_string_value(json_array_get(at(o, "findings.0.references"), 0)), catalogue_find("cert-expired")->references[0]);
    assert_null(json_object_get(at(o, "transcript.1"), "bytes"));
    assert_null(json_object_get(at(o, "transcript.4"), "bytes"));
    assert_true(json_is_string(at(o, "program")));
    assert_true(json_is_string(at(o, "gnutls")));
    json_decref(o);
    sample_done(&s);
}

/* Readers of logs, and people, look for keys where they always stood. */
static void keys_keep_their_order(void **state)
{
    static const char *const order[] = {"schema", "target", "protocol", "host", "port", "tls_mode", "address", "started", "duration_ms",
                                        "verdict", "stages", "findings", "tls", "certificates", "capabilities", "auth", "transcript",
                                        "dropped_transcript_bytes", "program", "gnutls"};
    struct sample s;
    json_t *o, *value;
    const char *key;
    size_t n = 0;

    (void)state;
    sample_make(&s);
    o = json_form(&s.input);
    json_object_foreach(o, key, value)
        n += n < LEN(order) && strcmp(key, order[n]) == 0;
    assert_int_equal(n, LEN(order));
    json_decref(o);
    sample_done(&s);
}

static void what_was_not_seen_is_null_or_empty(void **state)
{
    static const char *const null[] = {"address", "tls", "chain", "looks", "depth", "auth.tried", "auth.reply"};
    static const char *const empty[] = {"findings", "certificates", "transcript", "capabilities.before_tls", "capabilities.after_tls",
                                        "auth.offered"};
    struct sample s;
    json_t *o;

    (void)state;
    sample_make_nameless(&s);
    o = json_form(&s.input);
    for (size_t i = 0; i < LEN(null); i++)
        assert_true(json_is_null(at(o, null[i])));
    for (size_t i = 0; i < LEN(empty); i++) {
        assert_true(json_is_array(at(o, empty[i])));
        assert_int_equal(json_array_size(at(o, empty[i])), 0);
    }
    assert_string_equal(json_string_value(at(o, "auth.result")), "not-tried");
    assert_null(json_object_get(o, "client"));
    json_decref(o);
    sample_done(&s);
}

/* Every byte a server can send goes there and back through "bytes". */
static void bytes_can_be_had_back(void **state)
{
    unsigned char raw[256];
    struct transcript *t = transcript_new(1 << 20, 1000);
    struct sample s;
    struct buf back = {0};
    json_t *o, *line;
    size_t index;

    (void)state;
    for (size_t i = 0; i < sizeof raw; i++)
        raw[i] = (unsigned char)i;
    sample_make_nameless(&s);
    s.evidence.transcript = t;
    assert_true(transcript_say(t, 1, SAID_SERVER, false, STAGE_BANNER, span_of(raw, sizeof raw)));
    o = json_form(&s.input);
    json_array_foreach(at(o, "transcript"), index, line) {
        const char *bytes = json_string_value(json_object_get(line, "bytes"));

        assert_non_null(bytes);
        assert_true(buf_add_unbase64(&back, span_str(bytes)));
    }
    assert_int_equal(buf_len(&back), sizeof raw);
    assert_memory_equal(buf_span(&back).ptr, raw, sizeof raw);
    buf_done(&back);
    json_decref(o);
    sample_done(&s);
}

static void dates_beyond_the_calendar_are_dates(void **state)
{
    struct sample s;
    json_t *o;

    (void)state;
    sample_make(&s);
    s.evidence.chain.certs[0].not_before = INT64_MIN;
    s.evidence.chain.certs[0].not_after = INT64_MAX;
    o = json_form(&s.input);
    assert_string_equal(json_string_value(at(o, "certificates.0.not_before")), "0000-01-01T00:00:00.000Z");
    assert_string_equal(json_string_value(at(o, "certificates.0.not_after")), "9999-12-31T23:59:59.999Z");
    json_decref(o);
    sample_done(&s);
}

/* A walk that was stopped has no verdict, and strings that are not safe text, which nobody should hand in, do not cost the report. */
static void odd_input_is_survived(void **state)
{
    const struct transcript *kept;
    struct sample s;
    json_t *o;

    (void)state;
    sample_make(&s);
    kept = s.evidence.transcript;
    s.input.findings = NULL;
    s.input.client = "Outlook \xFF";
    s.evidence.transcript = NULL;
    s.evidence.stages[1].verdict = VERDICT_NONE;
    o = json_form(&s.input);
    assert_string_equal(json_string_value(at(o, "client")), "Outlook \\xFF");
    assert_true(json_is_null(at(o, "stages.1.verdict")));
    assert_string_equal(json_string_value(at(o, "stages.2.verdict")), "pass"); /* the walk's own */
    assert_int_equal(json_array_size(at(o, "transcript")), 0);
    json_decref(o);
    s.evidence.transcript = kept;
    sample_done(&s);
}

/* jansson's own allocations fail too: it takes ours, which pass through the wrapper. */
static void *our_malloc(size_t size)
{
    return malloc(size);
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    json_set_alloc_funcs(our_malloc, free);
    assert_true(sample_form_lacks_memory("json") > 200);
    json_set_alloc_funcs(malloc, free);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_says_what_it_must),
        cmocka_unit_test(keys_keep_their_order),
        cmocka_unit_test(what_was_not_seen_is_null_or_empty),
        cmocka_unit_test(bytes_can_be_had_back),
        cmocka_unit_test(dates_beyond_the_calendar_are_dates),
        cmocka_unit_test(odd_input_is_survived),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
