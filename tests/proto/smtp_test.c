/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "proto/reply_case.h"

static const struct proto *smtp(void)
{
    return proto_by_name(span_str("submission"));
}

static const struct reply_case replies[] = {
    {"greeting", BYTES("220 mail.example.org ESMTP\r\n"), .code = 220, .text = "mail.example.org ESMTP",
     .first = "220 mail.example.org ESMTP", .last = "220 mail.example.org ESMTP"},
    {"greeting without ESMTP", BYTES("220 mail\r\n"), .code = 220, .text = "mail"},
    {"greeting of two lines", BYTES("220-mail.example.org ESMTP\r\n220 be patient\r\n"), .code = 220, .text = "be patient",
     .first = "220-mail.example.org ESMTP", .last = "220 be patient", .lines = 2},
    {"code alone", BYTES("220\r\n"), .code = 220},
    {"code and a space", BYTES("220 \r\n"), .code = 220},
    {"a greeting that looks like an enhanced code", BYTES("220 2.0.0 ready\r\n"), .code = 220, .text = "2.0.0 ready"},
    {"no service", BYTES("554 5.7.1 blocked using list.example\r\n"), .answer = ANSWER_NO, .code = 554, .enhanced = {5, 7, 1},
     .text = "blocked using list.example"},
    {"never mail here", BYTES("521 mail.example.org does not accept mail\r\n"), .answer = ANSWER_NO, .code = 521,
     .text = "mail.example.org does not accept mail"},
    {"closing in place of a greeting", BYTES("421 4.3.2 All server ports are busy\r\n"), .answer = ANSWER_BYE, .code = 421,
     .enhanced = {4, 3, 2}, .text = "All server ports are busy"},
    {"greeting put off", BYTES("450 4.3.2 try again\r\n"), .answer = ANSWER_LATER, .code = 450, .enhanced = {4, 3, 2},
     .text = "try again"},
    {"masked greeting", BYTES("220 ****************\r\n"), .code = 220, .text = "****************"},
    {"features", BYTES("250-mail.example.org\r\n250-STARTTLS\r\n250 ENHANCEDSTATUSCODES\r\n"), .what = SAY_CAPS, .code = 250,
     .text = "ENHANCEDSTATUSCODES", .first = "250-mail.example.org", .last = "250 ENHANCEDSTATUSCODES", .lines = 3},
    {"closing amid features", BYTES("250-mail.example.org\r\n421 4.4.2 timeout exceeded\r\n"), .what = SAY_CAPS,
     .answer = ANSWER_BYE, .code = 421, .enhanced = {4, 4, 2}, .text = "timeout exceeded", .lines = 2, .odd = REPLY_MIXED_CODE},
    {"codes that change", BYTES("250-one\r\n251-two\r\n250 three\r\n"), .what = SAY_NOOP, .code = 250, .text = "three", .lines = 3,
     .odd = REPLY_MIXED_CODE},
    {"lines without a code, as FTP", BYTES("220-Welcome\r\n to this server\r\n\r\n220 ready\r\n"), .code = 220, .text = "ready",
     .lines = 4, .odd = REPLY_STRAY_LINE},
    {"EHLO unknown", BYTES("502 5.5.1 Error: command not implemented\r\n"), .what = SAY_CAPS, .answer = ANSWER_BAD, .code = 502,
     .enhanced = {5, 5, 1}, .text = "Error: command not implemented"},
    {"EHLO refused", BYTES("550 go away\r\n"), .what = SAY_CAPS, .answer = ANSWER_NO, .code = 550, .text = "go away"},
    {"go ahead", BYTES("220 2.0.0 Ready to start TLS\r\n"), .what = SAY_STARTTLS, .code = 220, .enhanced = {2, 0, 0},
     .text = "Ready to start TLS"},
    {"go ahead and bytes behind it", BYTES("220 go\r\n250 injected\r\n"), .what = SAY_STARTTLS, .code = 220, .text = "go",
     .rest = 14},
    {"go ahead and a TLS record behind it", BYTES("220 go\r\n\x16\x03\x03"), .what = SAY_STARTTLS, .code = 220, .text = "go",
     .rest = 3},
    {"TLS not now", BYTES("454 4.7.0 TLS not available due to local problem\r\n"), .what = SAY_STARTTLS, .answer = ANSWER_LATER,
     .code = 454, .enhanced = {4, 7, 0}, .text = "TLS not available due to local problem"},
    {"STARTTLS with a parameter", BYTES("501 5.5.4 Syntax: STARTTLS\r\n"), .what = SAY_STARTTLS, .answer = ANSWER_BAD, .code = 501,
     .enhanced = {5, 5, 4}, .text = "Syntax: STARTTLS"},
    {"STARTTLS not advertised", BYTES("503 STARTTLS command used when not advertised\r\n"), .what = SAY_STARTTLS,
     .answer = ANSWER_BAD, .code = 503, .text = "STARTTLS command used when not advertised"},
    {"already in TLS", BYTES("554 5.5.1 Error: TLS already active\r\n"), .what = SAY_STARTTLS, .answer = ANSWER_NO, .code = 554,
     .enhanced = {5, 5, 1}, .text = "Error: TLS already active"},
    {"TLS first", BYTES("530 5.7.0 Must issue a STARTTLS command first\r\n"), .what = SAY_AUTH, .answer = ANSWER_NO, .code = 530,
     .enhanced = {5, 7, 0}, .text = "Must issue a STARTTLS command first"},
    {"logged in", BYTES("235 2.7.0 Authentication successful\r\n"), .what = SAY_AUTH, .code = 235, .enhanced = {2, 7, 0},
     .text = "Authentication successful"},
    {"challenge", BYTES("334 VXNlcm5hbWU6\r\n"), .what = SAY_AUTH, .answer = ANSWER_MORE, .code = 334, .text = "VXNlcm5hbWU6",
     .challenge = "VXNlcm5hbWU6"},
    {"empty challenge", BYTES("334 \r\n"), .what = SAY_AUTH, .answer = ANSWER_MORE, .code = 334},
    {"empty challenge without its space", BYTES("334\r\n"), .what = SAY_RESPONSE, .answer = ANSWER_MORE, .code = 334},
    {"challenge to nothing", BYTES("334 VXNlcm5hbWU6\r\n"), .what = SAY_NOOP, .answer = ANSWER_STRANGE, .code = 334,
     .text = "VXNlcm5hbWU6"},
    {"FTP asks for a password", BYTES("331 Please specify the password.\r\n"), .what = SAY_AUTH, .answer = ANSWER_STRANGE,
     .code = 331, .text = "Please specify the password."},
    {"wrong password", BYTES("535 5.7.8 Error: authentication failed\r\n"), .what = SAY_RESPONSE, .answer = ANSWER_NO, .code = 535,
     .enhanced = {5, 7, 8}, .text = "Error: authentication failed"},
    {"wrong password in two lines",
     BYTES("535-5.7.8 Username and Password not accepted. For more information, go to\r\n535 5.7.8  https://example.org/x\r\n"),
     .what = SAY_AUTH, .answer = ANSWER_NO, .code = 535, .enhanced = {5, 7, 8}, .text = "https://example.org/x", .lines = 2},
    {"long enhanced code", BYTES("535 5.7.139 Authentication unsuccessful\r\n"), .what = SAY_AUTH, .answer = ANSWER_NO, .code = 535,
     .enhanced = {5, 7, 139}, .text = "Authentication unsuccessful"},
    {"enhanced code alone", BYTES("535 5.7.8\r\n"), .what = SAY_AUTH, .answer = ANSWER_NO, .code = 535, .enhanced = {5, 7, 8}},
    {"backend down", BYTES("454 4.7.0 Temporary authentication failure\r\n"), .what = SAY_AUTH, .answer = ANSWER_LATER, .code = 454,
     .enhanced = {4, 7, 0}, .text = "Temporary authentication failure"},
    {"password transition", BYTES("432 4.7.12 A password transition is needed\r\n"), .what = SAY_AUTH, .answer = ANSWER_LATER,
     .code = 432, .enhanced = {4, 7, 12}, .text = "A password transition is needed"},
    {"mechanism unknown", BYTES("504 5.5.4 Unrecognized authentication type\r\n"), .what = SAY_AUTH, .answer = ANSWER_BAD,
     .code = 504, .enhanced = {5, 5, 4}, .text = "Unrecognized authentication type"},
    {"cancelled", BYTES("501 5.7.0 Authentication aborted\r\n"), .what = SAY_CANCEL, .answer = ANSWER_BAD, .code = 501,
     .enhanced = {5, 7, 0}, .text = "Authentication aborted"},
    {"codes that disagree", BYTES("535 4.7.8 later\r\n"), .what = SAY_AUTH, .answer = ANSWER_NO, .code = 535, .enhanced = {4, 7, 8},
     .text = "later", .odd = REPLY_CODE_CLASH},
    {"an address is no enhanced code", BYTES("550 5.2.0.1 is listed\r\n"), .what = SAY_NOOP, .answer = ANSWER_NO, .code = 550,
     .text = "5.2.0.1 is listed"},
    {"a version is no enhanced code", BYTES("250 3.1.2 rules\r\n"), .what = SAY_NOOP, .code = 250, .text = "3.1.2 rules"},
    {"parts too long for an enhanced code", BYTES("250 2.0.1000 ok\r\n"), .what = SAY_NOOP, .code = 250, .text = "2.0.1000 ok"},
    {"goodbye", BYTES("221 2.0.0 Bye\r\n"), .what = SAY_QUIT, .code = 221, .enhanced = {2, 0, 0}, .text = "Bye"},
    {"bare LF", BYTES("220-mail\n220 ready\r\n"), .code = 220, .text = "ready", .lines = 2, .odd = REPLY_BARE_LF},
    {"CR without LF stays in the line", BYTES("220 a\rb\r\n"), .code = 220, .text = "a\rb"},
    {"NUL", BYTES("220-a\0b\r\n220 mail\r\n"), .code = 220, .text = "mail", .lines = 2, .odd = REPLY_NUL},
    {"escape bytes are text", BYTES("220 \x1b[2J\r\n"), .code = 220, .text = "\x1b[2J"},
    {"IMAP", BYTES("* OK ready\r\n"), .answer = ANSWER_STRANGE, .text = "* OK ready", .last = "* OK ready"},
    {"SSH", BYTES("SSH-2.0-OpenSSH_9.2\r\n"), .answer = ANSWER_STRANGE, .text = "SSH-2.0-OpenSSH_9.2"},
    {"empty line", BYTES("\r\n"), .answer = ANSWER_STRANGE},
    {"two digits", BYTES("22 mail\r\n"), .answer = ANSWER_STRANGE, .text = "22 mail"},
    {"four digits", BYTES("2200 mail\r\n"), .answer = ANSWER_STRANGE, .text = "2200 mail"},
    {"code of no class", BYTES("120 wait\r\n"), .answer = ANSWER_STRANGE, .text = "120 wait"},
    {"code over five", BYTES("600 no\r\n"), .answer = ANSWER_STRANGE, .text = "600 no"},
    {"only the first line is taken when it is strange", BYTES("hello\r\n220 mail\r\n"), .answer = ANSWER_STRANGE, .text = "hello",
     .rest = 10},
    {"TLS alert", BYTES("\x15\x03\x03\0\x02\x02\x0a"), .broken_at = 1},
    {"TELNET negotiation", BYTES("\xff\xfd\x2e"), .broken_at = 1},
};

static void replies_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++)
        reply_case_check(smtp(), &replies[i]);
}

static const struct caps_case lists[] = {
    {"before TLS", BYTES("250-mail.example.org\r\n250-STARTTLS\r\n250 ENHANCEDSTATUSCODES\r\n"), SAY_CAPS, 1,
     .list = "STARTTLS|ENHANCEDSTATUSCODES", .flags = "starttls sasl_ir"},
    {"inside TLS", BYTES("250-mail.example.org\r\n250-AUTH PLAIN LOGIN SCRAM-SHA-256\r\n250 ENHANCEDSTATUSCODES\r\n"), SAY_CAPS, 1,
     .list = "AUTH PLAIN LOGIN SCRAM-SHA-256|ENHANCEDSTATUSCODES", .mechs = "PLAIN|LOGIN|SCRAM-SHA-256", .flags = "sasl_ir"},
    {"STARTTLS first", BYTES("250-m\r\n250-STARTTLS\r\n250-SIZE 1000\r\n250 HELP\r\n"), SAY_CAPS, 1,
     .list = "STARTTLS|SIZE 1000|HELP", .flags = "starttls sasl_ir"},
    {"STARTTLS last", BYTES("250-m\r\n250-SIZE 1000\r\n250 STARTTLS\r\n"), SAY_CAPS, 1, .list = "SIZE 1000|STARTTLS",
     .flags = "starttls sasl_ir"},
    {"no keyword at all", BYTES("250 mail.example.org Hello\r\n"), SAY_CAPS, 1, .flags = "sasl_ir"},
    {"in the place of the domain", BYTES("250-STARTTLS\r\n250 SIZE\r\n"), SAY_CAPS, 1, .list = "SIZE", .flags = "sasl_ir",
     .odd = CAPS_STARTTLS_FIRST_LINE},
    {"a host that mentions it", BYTES("250-mail.example.org STARTTLS\r\n250 SIZE\r\n"), SAY_CAPS, 1, .list = "SIZE",
     .flags = "sasl_ir"},
    {"lower case", BYTES("250-m\r\n250-starttls\r\n250 auth plain\r\n"), SAY_CAPS, 1, .list = "starttls|auth plain",
     .mechs = "PLAIN", .flags = "starttls sasl_ir"},
    {"old form", BYTES("250-m\r\n250-AUTH=LOGIN PLAIN\r\n250 AUTH LOGIN PLAIN\r\n"), SAY_CAPS, 1,
     .list = "AUTH=LOGIN PLAIN|AUTH LOGIN PLAIN", .mechs = "LOGIN|PLAIN", .flags = "sasl_ir"},
    {"old form with a space", BYTES("250-m\r\n250 AUTH= LOGIN\r\n"), SAY_CAPS, 1, .list = "AUTH= LOGIN", .mechs = "LOGIN",
     .flags = "sasl_ir"},
    {"AUTH without mechanisms", BYTES("250-m\r\n250 AUTH\r\n"), SAY_CAPS, 1, .list = "AUTH", .flags = "sasl_ir"},
    {"no mechanism names", BYTES("250-m\r\n250 AUTH PLAIN,LOGIN CRAM-MD5 A2345678901234567890X\r\n"), SAY_CAPS, 1,
     .list = "AUTH PLAIN,LOGIN CRAM-MD5 A2345678901234567890X", .mechs = "CRAM-MD5", .flags = "sasl_ir", .odd = CAPS_MALFORMED},
    {"longest mechanism name", BYTES("250-m\r\n250 AUTH A2345678901234567890\r\n"), SAY_CAPS, 1,
     .list = "AUTH A2345678901234567890", .mechs = "A2345678901234567890", .flags = "sasl_ir"},
    {"masked", BYTES("250-m\r\n250-SIZE\r\n250 XXXXXXXA\r\n"), SAY_CAPS, 1, .list = "SIZE|XXXXXXXA", .flags = "sasl_ir",
     .odd = CAPS_STARTTLS_MASKED},
    {"masked and short", BYTES("250-m\r\n250 XXXA\r\n"), SAY_CAPS, 1, .list = "XXXA", .flags = "sasl_ir",
     .odd = CAPS_STARTTLS_MASKED},
    {"an extension is no mask", BYTES("250-m\r\n250-XCLIENT NAME\r\n250 XX\r\n"), SAY_CAPS, 1, .list = "XCLIENT NAME|XX",
     .flags = "sasl_ir"},
    {"empty keyword", BYTES("250-m\r\n250-\r\n250 SIZE\r\n"), SAY_CAPS, 1, .list = "|SIZE", .flags = "sasl_ir",
     .odd = CAPS_MALFORMED},
    {"line without a code", BYTES("250-m\r\nSTARTTLS\r\n250 SIZE\r\n"), SAY_CAPS, 1, .list = "STARTTLS|SIZE",
     .flags = "starttls sasl_ir", .odd = CAPS_MALFORMED},
    {"refused", BYTES("502 what?\r\n"), SAY_CAPS, 0},
    {"HELO gives none", BYTES("250-m\r\n250 STARTTLS\r\n"), SAY_CAPS_OLD, 0},
    {"nor does the greeting", BYTES("220-m\r\n220 STARTTLS\r\n"), SAY_GREETING, 0},
};

static void lists_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        caps_case_check(smtp(), &lists[i]);
}

static void endless_list_is_cut(void **state)
{
    (void)state;
    struct buf in = {0};
    buf_add_str(&in, "250-m\r\n");
    for (int i = 0; i < PROTO_CAPS_MAX; i++)
        buf_addf(&in, "250-X%d\r\n", i);
    buf_add_str(&in, "250 STARTTLS\r\n");
    struct reply r;
    struct ask ask = {.what = SAY_CAPS};
    struct caps caps = {0};
    assert_int_equal(smtp()->reply(&r, buf_span(&in), &ask), buf_len(&in));
    assert_int_equal(smtp()->caps(&caps, &r, &ask), 1);
    assert_int_equal(caps.list.count, PROTO_CAPS_MAX);
    assert_int_equal(caps.odd, CAPS_OVERFLOW);
    assert_true(caps.starttls);
    caps_done(&caps);
    buf_done(&in);
}

/* A reply line may have 512 bytes, a challenge 12288; RFC 5321 4.5.3.1.5, RFC 4954 4. */
static void long_lines_are_noted(void **state)
{
    (void)state;
    static const struct {
        enum say what;
        const char *head;
        size_t size;
        unsigned odd;
    } cases[] = {
        {SAY_NOOP, "250 ", 512, 0},
        {SAY_NOOP, "250 ", 513, REPLY_LONG_LINE},
        {SAY_AUTH, "334 ", 12288, 0},
        {SAY_AUTH, "334 ", 12289, REPLY_LONG_LINE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf in = {0};
        buf_add_str(&in, cases[i].head);
        while (buf_len(&in) < cases[i].size - 2)
            buf_add_char(&in, 'a');
        buf_add_str(&in, "\r\n");
        struct reply r;
        struct ask ask = {.what = cases[i].what};
        assert_int_equal(smtp()->reply(&r, buf_span(&in), &ask), cases[i].size);
        assert_int_equal(r.odd, cases[i].odd);
        buf_done(&in);
    }
}

static const struct say_case commands[] = {
    {"EHLO", SAY_CAPS, {.self = "[192.0.2.7]"}, "EHLO [192.0.2.7]\r\n"},
    {"HELO", SAY_CAPS_OLD, {.self = "host.example"}, "HELO host.example\r\n"},
    {"EHLO without a name", SAY_CAPS, {0}, NULL},
    {"EHLO with two words", SAY_CAPS, {.self = "a b"}, NULL},
    {"EHLO with a line break", SAY_CAPS, {.self = "a\r\nQUIT"}, NULL},
    {"STARTTLS", SAY_STARTTLS, {0}, "STARTTLS\r\n"},
    {"AUTH", SAY_AUTH, {.mechanism = "PLAIN"}, "AUTH PLAIN\r\n"},
    {"AUTH with an initial response", SAY_AUTH,
     {.mechanism = "PLAIN", .has_initial = true, .initial = BYTES("AHByb2JlAHNlY3JldA==")}, "AUTH PLAIN AHByb2JlAHNlY3JldA==\r\n"},
    {"AUTH with an empty one", SAY_AUTH, {.mechanism = "EXTERNAL", .has_initial = true}, "AUTH EXTERNAL =\r\n"},
    {"AUTH without a mechanism", SAY_AUTH, {0}, NULL},
    {"AUTH with an initial response that breaks the line", SAY_AUTH,
     {.mechanism = "PLAIN", .has_initial = true, .initial = BYTES("a\nb")}, NULL},
    {"response", SAY_RESPONSE, {.response = BYTES("cHJvYmU=")}, "cHJvYmU=\r\n"},
    {"empty response", SAY_RESPONSE, {0}, "\r\n"},
    {"response that breaks the line", SAY_RESPONSE, {.response = BYTES("a\r\nb")}, NULL},
    {"cancel", SAY_CANCEL, {0}, "*\r\n"},
    {"NOOP", SAY_NOOP, {0}, "NOOP\r\n"},
    {"NOOP, no tag", SAY_NOOP, {.tag = ""}, "NOOP\r\n"},
    {"NOOP with a tag", SAY_NOOP, {.tag = "t1f"}, "NOOP t1f\r\n"},
    {"NOOP with two lines", SAY_NOOP, {.tag = "t1f\r\nQUIT"}, NULL},
    {"QUIT", SAY_QUIT, {0}, "QUIT\r\n"},
    {"no LOGIN", SAY_LOGIN, {.user = BYTES("probe"), .secret = BYTES("secret")}, NULL},
    {"no USER", SAY_USER, {.user = BYTES("probe")}, NULL},
    {"no PASS", SAY_PASS, {.secret = BYTES("secret")}, NULL},
    {"no APOP", SAY_APOP, {.user = BYTES("probe"), .secret = BYTES("00")}, NULL},
    {"nothing is said to be greeted", SAY_GREETING, {0}, NULL},
};

static void commands_are_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        say_case_check(smtp(), &commands[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies_are_read),
        cmocka_unit_test(lists_are_read),
        cmocka_unit_test(endless_list_is_cut),
        cmocka_unit_test(long_lines_are_noted),
        cmocka_unit_test(commands_are_said),
    };
    return cmocka_run_group_tests_name("proto/smtp", tests, NULL, NULL);
}
