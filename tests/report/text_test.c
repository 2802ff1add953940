/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "report/sample.h"
#include "tls/tls.h"

static void text_form(struct buf *out, const struct report_input *in)
{
    const struct report_form *form = report_form_by_name(span_str("text"));

    assert_non_null(form);
    assert_true(form->write(out, in));
}

static const char expected[] =
    "tlswalk report\n"
    "\n"
    "Verdict   FAIL\n"
    "Target    imap://mail.example.test:143\n"
    "          IMAP, STARTTLS required\n"
    "Client    Outlook 2003, which calls this \"SSL\"\n"
    "Address   192.0.2.10\n"
    "          from 192.0.2.77 here\n"
    "          the name also has 2001:db8::10\n"
    "Date      2026-11-24 06:00:00 UTC (here 2026-11-24 07:00:00 CET)\n"
    "Took      41 ms\n"
    "Program   %s, GnuTLS %s\n"
    "Priority  NORMAL\n"
    "Resolver  192.0.2.53\n"
    "Terminal  xterm, 80x24\n"
    "Locale    C.UTF-8, UTF-8\n"
    "\n"
    "STAGES\n"
    "  OK    Name                12 ms  192.0.2.10\n"
    "  OK    TLS                9.9 ms  TLS1.3 AES-256-GCM\n"
    "  FAIL  Certificate        0.1 ms  it ran out on 2026-11-18 and this is a long\n"
    "                                   line that has to be wrapped\n"
    "  skip  Login                      held back: the certificate did not pass\n"
    "\n"
    "FINDINGS\n"
    " 1 cert-expired\n"
    "          error, certain, at stage certificate, on the side of the server's\n"
    "          certificate\n"
    "  WHAT    The certificate of mail.example.test ran out.\n"
    "  WHY     Because of the date.\n"
    "  USER    Nothing can be done on this side.\n"
    "  ADMIN   Renew it and reload the service.\n"
    "  SAY     \"The server shows a pass that has run out.\"\n"
    "  SEEN    it ran out on 2026-11-18\n"
    "  SIGNS   ";

static void tells_all_in_order(void **state)
{
    static const struct report_scene scene = {
        .priority = "NORMAL", .resolver = "192.0.2.53", .terminal = "xterm, 80x24", .locale = "C.UTF-8, UTF-8"};
    struct sample s;
    struct buf out = {0};
    char head[4000];
    const char *text, *at;
    static const char *const follow[] = {
        "\n  READ    RFC 5280 4.1.2.5\n",
        "\n  MORE    tlswalk explain cert-expired\n",
        "\n 2 starttls-refused-other\n",
        "\n  AFTER   follows from cert-expired: mend that first\n",
        "\n  PROOF   the line of the transcript at 2.0 ms\n",
        "\nNAME\n  System      192.0.2.10, 2001:db8::10\n  Alias of    mx.example.test\n",
        "\n  DNSSEC      signed and valid\n",
        "\nANSWERS\n  Greeting    * OK ready\n  STARTTLS    offered, asked for\n  Answer      a1 OK bare\n",
        "\nTLS\n  Session     TLS1.3, AES-256-GCM, X25519, ECDSA-SECP256R1-SHA256\n",
        "\n  Asked for   mail.example.test\n  Messages    ServerHello (151 bytes)\n",
        "\nCERTIFICATES, as the server sent them\n0  mail.example.test\n",
        "  Valid       2026-09-21 14:13:20 UTC to 2026-11-18 11:06:40 UTC\n  Names       mail.example.test, imap.example.test\n",
        "  Key         EC-P256, signed with ECDSA-SHA256\n  Key usage   digitalSignature\n  Purposes    serverAuth\n",
        "  Issuer at   http://ca.example/i.crt\n",
        "  SHA-256     aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
        "\nCHECKS of the certificates\n",
        "  Trusted     yes, by the system's roots\n  Name        fits mail.example.test, by mail.example.test\n",
        "  Problem     certificate 0, expired: it ran out on 2026-11-18\n",
        "  TLSA 3 1 1  _143._tcp.mail.example.test. IN TLSA 3 1 1\n",
        "\nFEATURES\n  In clear    IMAP4rev1, STARTTLS\n  Inside TLS  imap4REV1, AUTH=<U+001B>, IDLE\n",
        "  New in TLS  AUTH=<U+001B>, IDLE\n  Gone in TLS STARTTLS\n",
        "\nLOGIN\n  Result      held back: the certificate did not pass\n",
        "  OK    PLAIN               can be used: inside TLS; this one is taken (sends\n",
        "  skip  GSSAPI              cannot be used: tlswalk does not have it",
        "\nFURTHER LOOKS\n  OK    port 993              21 ms  TLS from the first byte: TLS1.3\n"
        "  The server refused further connections.\n",
        "\nTLS IN DEPTH\n  FAIL  Version         TLS 1.1: taken\n  FAIL                  TLS 1.0: taken: must not be used any more (RFC 8996)\n",
        "\n  OK    Suite           TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (TLS 1.2): taken\n",
        "\n  9 short handshakes, one after the other; the marks are about all that the\n  server would take, the verdict is about this walk. No more were made: 421\n  too many connections\n",
        "\nCOMMAND INJECTION\n  Outcome     answered: it was answered inside TLS\n  Sent along  tlsw1 NOOP\n",
        "\nTRANSCRIPT\n  S: server, C: client, T: tlswalk; # instead of the colon: inside TLS; >\n",
        "    0.1 ms  T: connected to 192.0.2.10 port 143\n",
        "    0.9 ms  S: * OK ready\n    1.0 ms  C: a1 STARTTLS\n    2.0 ms >S: a1 OK bare<U+000A>\n",
        "    3.0 ms  C# a2 AUTHENTICATE PLAIN ****\n",
        "    3.2 ms  S# * BYE <U+001B>[2J<U+202E>\\xFF<U+0000>!\n",
        "    3.3 ms  S# +<U+0020>\n",
        "\nCERTIFICATES as PEM\n-----BEGIN CERTIFICATE-----\n",
    };

    (void)state;
    sample_make(&s);
    s.input.client = "Outlook 2003";
    s.input.words = "SSL";
    s.input.local_time = "2026-11-24 07:00:00 CET";
    s.input.scene = &scene;
    text_form(&out, &s.input);
    text = buf_cstr(&out);
    snprintf(head, sizeof head, expected, PACKAGE_STRING, tls_library_version());
    assert_true(strlen(text) > strlen(head));
    assert_memory_equal(text, head, strlen(head));
    at = text;
    for (size_t i = 0; i < sizeof follow / sizeof follow[0]; i++) {
        const char *found = strstr(at, follow[i]);

        if (!found)
            fail_msg("not found behind what stands before it: %s\nin:\n%s", follow[i], text);
        at = found + strlen(follow[i]) - 1;
    }
    buf_done(&out);
    sample_done(&s);
}

/* Whatever was said by the server, nothing in the report can move a cursor, no line is wider than it may be, and mail programs
 * neither quote, cut nor change a line. */
static void is_safe_and_fits(void **state)
{
    static const int widths[] = {0, 60, 79, 120, 3};
    static const char *const eaten[] = {"From ", ">", "-- ", "."};
    struct sample s;

    (void)state;
    sample_make(&s);
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        struct buf out = {0};
        struct span rest;
        int cols = widths[i] == 0 ? 78 : widths[i] < 60 ? 60 : widths[i];

        s.input.cols = widths[i];
        text_form(&out, &s.input);
        rest = buf_span(&out);
        while (rest.len > 0) {
            const unsigned char *lf = memchr(rest.ptr, '\n', rest.len);
            struct span line;

            assert_non_null(lf);
            line = span_head(rest, (size_t)(lf - rest.ptr));
            assert_true(text_is_safe(line));
            assert_true(text_cols(line) <= cols);
            assert_true(line.len == 0 || line.ptr[line.len - 1] != ' ');
            for (size_t k = 0; k < sizeof eaten / sizeof eaten[0]; k++)
                assert_false(span_starts(line, eaten[k]));
            rest = span_skip(rest, line.len + 1);
        }
        buf_done(&out);
    }
    sample_done(&s);
}

/* Colours are asked for, repeat what the words say, and change nothing else. */
static void colours_only_on_request(void **state)
{
    struct sample s;
    struct buf plain = {0}, colored = {0}, stripped = {0};
    struct span rest;

    (void)state;
    sample_make(&s);
    text_form(&plain, &s.input);
    assert_null(memchr(buf_span(&plain).ptr, '\x1b', buf_len(&plain)));
    s.input.color = true;
    text_form(&colored, &s.input);
    assert_non_null(strstr(buf_cstr(&colored), "\x1b[1;31mFAIL\x1b[0m"));
    rest = buf_span(&colored);
    while (rest.len > 0) {
        if (span_starts(rest, "\x1b[")) {
            const unsigned char *end = memchr(rest.ptr, 'm', rest.len);

            assert_non_null(end);
            rest = span_skip(rest, (size_t)(end - rest.ptr) + 1);
            continue;
        }
        buf_add(&stripped, rest.ptr, 1);
        rest = span_skip(rest, 1);
    }
    assert_string_equal(buf_cstr(&stripped), buf_cstr(&plain));
    buf_done(&plain);
    buf_done(&colored);
    buf_done(&stripped);
    sample_done(&s);
}

static void leaves_out_what_was_not_seen(void **state)
{
    static const char *const absent[] = {"TLS\n", "CERTIFICATES", "CHECKS", "LOGIN", "FEATURES", "FURTHER LOOKS", "INJECTION", "TRANSCRIPT", "ANSWERS", "NAME",
                                         "Client", "(here", "Resolver"};
    struct sample s;
    struct buf out = {0};

    (void)state;
    sample_make_nameless(&s);
    text_form(&out, &s.input);
    for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++)
        if (strstr(buf_cstr(&out), absent[i]))
            fail_msg("%s stands in the report of a walk without it", absent[i]);
    assert_non_null(strstr(buf_cstr(&out), "Address   none to connect to\n"));
    assert_non_null(strstr(buf_cstr(&out), "Nothing to complain of."));
    buf_done(&out);
    sample_done(&s);
}

static void transcript_can_be_left_out(void **state)
{
    struct sample s;
    struct buf out = {0};

    (void)state;
    sample_make(&s);
    s.input.transcript = false;
    text_form(&out, &s.input);
    assert_null(strstr(buf_cstr(&out), "TRANSCRIPT"));
    assert_null(strstr(buf_cstr(&out), "AUTHENTICATE"));
    assert_null(strstr(buf_cstr(&out), "BEGIN CERTIFICATE"));
    buf_done(&out);
    sample_done(&s);
}

static void unknown_forms_are_none(void **state)
{
    (void)state;
    assert_null(report_form_by_name(span_str("tex")));
    assert_null(report_form_by_name(span_str("")));
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    assert_true(sample_form_lacks_memory("text") > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_all_in_order),
        cmocka_unit_test(is_safe_and_fits),
        cmocka_unit_test(colours_only_on_request),
        cmocka_unit_test(leaves_out_what_was_not_seen),
        cmocka_unit_test(transcript_can_be_left_out),
        cmocka_unit_test(unknown_forms_are_none),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
