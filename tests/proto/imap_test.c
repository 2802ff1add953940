/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "proto/reply_case.h"

static const struct proto *imap(void)
{
    return proto_by_name(span_str("imap"));
}

static const struct reply_case replies[] = {
    {"greeting", BYTES("* OK [CAPABILITY IMAP4rev1 SASL-IR STARTTLS LOGINDISABLED ID] ready\r\n"),
     .resp_code = "CAPABILITY IMAP4rev1 SASL-IR STARTTLS LOGINDISABLED ID", .text = "ready"},
    {"greeting in lower case", BYTES("* ok ready\r\n"), .text = "ready"},
    {"greeting without words", BYTES("* OK\r\n")},
    {"greeting of a user who is in", BYTES("* PREAUTH welcome\r\n"), .answer = ANSWER_PREAUTH, .text = "welcome"},
    {"greeting that refuses", BYTES("* BYE [UNAVAILABLE] too many connections\r\n"), .answer = ANSWER_BYE,
     .resp_code = "UNAVAILABLE", .text = "too many connections"},
    {"greeting ends at its line", BYTES("* OK ready\r\n* BYE\r\n"), .text = "ready", .rest = 7},
    {"words that look like a literal", BYTES("* OK ready {3}\r\n"), .text = "ready {3}"},
    {"code that does not close", BYTES("* OK [ALERT ready\r\n"), .text = "[ALERT ready"},
    {"data is no greeting", BYTES("* 3 EXISTS\r\n"), .answer = ANSWER_STRANGE, .text = "* 3 EXISTS"},
    {"NO is no greeting", BYTES("* NO ready\r\n"), .answer = ANSWER_STRANGE, .text = "* NO ready"},
    {"an answer is no greeting", BYTES("w1 OK done\r\n"), .answer = ANSWER_STRANGE, .text = "w1 OK done"},
    {"SMTP", BYTES("220 mail.example.org ESMTP\r\n"), .answer = ANSWER_STRANGE, .text = "220 mail.example.org ESMTP"},
    {"TLS alert", BYTES("\x15\x03\x03\0\x02\x02\x0a"), .broken_at = 1},

    {"capabilities", BYTES("* CAPABILITY IMAP4rev1 STARTTLS\r\nw1 OK done\r\n"), .what = SAY_CAPS, .text = "done",
     .first = "* CAPABILITY IMAP4rev1 STARTTLS", .last = "w1 OK done", .lines = 2},
    {"data between", BYTES("* 3 EXISTS\r\n* CAPABILITY IMAP4rev1\r\nw1 OK done\r\n"), .what = SAY_CAPS, .text = "done", .lines = 3,
     .odd = REPLY_UNSOLICITED},
    {"news between", BYTES("* OK [ALERT] maintenance at noon\r\n* CAPABILITY IMAP4rev1\r\nw1 OK done\r\n"), .what = SAY_CAPS,
     .text = "done", .lines = 3},
    {"literal in data", BYTES("* ID (\"a\" {9}\r\nw1 OK no\r) \r\nw1 OK done\r\n"), .what = SAY_CAPS, .text = "done", .lines = 3,
     .odd = REPLY_UNSOLICITED},
    {"answer inside a literal", BYTES("* ID {10}\r\nw1 OK no\r\n)\r\nw1 OK done\r\n"), .what = SAY_CAPS, .text = "done",
     .last = "w1 OK done", .lines = 3, .odd = REPLY_UNSOLICITED},
    {"two literals and an empty one", BYTES("* X {1}\r\n\n {0}\r\n{2}\r\n\r\n\r\nw1 OK done\r\n"), .what = SAY_CAPS, .text = "done",
     .lines = 5, .odd = REPLY_UNSOLICITED},
    {"NUL in a literal", BYTES("* X {1}\r\n\0\r\nw1 OK done\r\n"), .what = SAY_NOOP, .text = "done", .lines = 3,
     .odd = REPLY_UNSOLICITED | REPLY_NUL},
    {"braces that are no literal", BYTES("* X {}\r\n* Y {1+}\r\n* Z 2}\r\n* {a1}\r\nw1 OK done\r\n"), .what = SAY_NOOP,
     .text = "done", .lines = 5, .odd = REPLY_UNSOLICITED},
    {"literal over the bound", BYTES("* X {4097}\r\n"), .what = SAY_CAPS, .broken_at = 12},
    {"literal beyond numbers", BYTES("* X {99999999999999999999}\r\n"), .what = SAY_CAPS, .broken_at = 28},
    {"closing in place of an answer", BYTES("* BYE idle for too long\r\n"), .what = SAY_CAPS, .answer = ANSWER_BYE,
     .text = "idle for too long"},
    {"closing after data", BYTES("* CAPABILITY IMAP4rev1\r\n* BYE shutdown\r\nw1 OK done\r\n"), .what = SAY_CAPS,
     .answer = ANSWER_BYE, .text = "shutdown", .lines = 2, .rest = 12},
    {"answer to somebody else", BYTES("w2 OK done\r\n"), .what = SAY_CAPS, .answer = ANSWER_STRANGE, .text = "w2 OK done"},
    {"tag that only begins like ours", BYTES("w10 OK done\r\n"), .what = SAY_CAPS, .answer = ANSWER_STRANGE, .text = "w10 OK done"},
    {"tag in another case", BYTES("W1 OK done\r\n"), .what = SAY_CAPS, .answer = ANSWER_STRANGE, .text = "W1 OK done"},
    {"tag alone", BYTES("w1\r\n"), .what = SAY_CAPS, .answer = ANSWER_STRANGE, .text = "w1"},
    {"answer that is no status", BYTES("w1 YES\r\n"), .what = SAY_CAPS, .answer = ANSWER_STRANGE, .text = "w1 YES"},
    {"answer with a status for greetings", BYTES("w1 PREAUTH\r\n"), .what = SAY_CAPS, .answer = ANSWER_STRANGE,
     .text = "w1 PREAUTH"},
    {"empty line", BYTES("\r\n"), .what = SAY_CAPS, .answer = ANSWER_STRANGE},
    {"star alone", BYTES("*\r\n"), .what = SAY_CAPS, .answer = ANSWER_STRANGE, .text = "*"},
    {"go on, to no exchange", BYTES("+ go on\r\n"), .what = SAY_CAPS, .answer = ANSWER_STRANGE, .text = "+ go on"},
    {"bare LF", BYTES("* CAPABILITY IMAP4rev1\nw1 OK done\n"), .what = SAY_CAPS, .text = "done", .lines = 2, .odd = REPLY_BARE_LF},

    {"begin TLS", BYTES("w1 OK Begin TLS negotiation now\r\n"), .what = SAY_STARTTLS, .text = "Begin TLS negotiation now"},
    {"begin TLS and bytes behind it", BYTES("w1 OK go\r\n* OK injected\r\n"), .what = SAY_STARTTLS, .text = "go", .rest = 15},
    {"news before TLS", BYTES("* OK [ALERT] call us\r\nw1 OK go\r\n"), .what = SAY_STARTTLS, .text = "go", .lines = 2,
     .odd = REPLY_UNSOLICITED},
    {"TLS refused", BYTES("w1 NO TLS is not configured\r\n"), .what = SAY_STARTTLS, .answer = ANSWER_NO,
     .text = "TLS is not configured"},
    {"STARTTLS unknown", BYTES("w1 BAD unknown command\r\n"), .what = SAY_STARTTLS, .answer = ANSWER_BAD, .text = "unknown command"},

    {"challenge", BYTES("+ PDE3LjE3MDAwMDAwMDBAc210cC5leGFtcGxlLm9yZz4=\r\n"), .what = SAY_AUTH, .answer = ANSWER_MORE,
     .text = "PDE3LjE3MDAwMDAwMDBAc210cC5leGFtcGxlLm9yZz4=", .challenge = "PDE3LjE3MDAwMDAwMDBAc210cC5leGFtcGxlLm9yZz4="},
    {"empty challenge", BYTES("+ \r\n"), .what = SAY_AUTH, .answer = ANSWER_MORE},
    {"empty challenge without its space", BYTES("+\r\n"), .what = SAY_RESPONSE, .answer = ANSWER_MORE},
    {"plus and no space", BYTES("+abc\r\n"), .what = SAY_AUTH, .answer = ANSWER_STRANGE, .text = "+abc"},
    {"LOGIN asks for nothing more", BYTES("+ \r\n"), .what = SAY_LOGIN, .answer = ANSWER_STRANGE, .text = "+ "},
    {"logged in", BYTES("w1 OK [CAPABILITY IMAP4rev1 IDLE NAMESPACE] Logged in\r\n"), .what = SAY_RESPONSE,
     .resp_code = "CAPABILITY IMAP4rev1 IDLE NAMESPACE", .text = "Logged in"},
    {"wrong password", BYTES("w1 NO [AUTHENTICATIONFAILED] Authentication failed.\r\n"), .what = SAY_AUTH, .answer = ANSWER_NO,
     .resp_code = "AUTHENTICATIONFAILED", .text = "Authentication failed."},
    {"backend down", BYTES("w1 NO [UNAVAILABLE] Temporary authentication failure.\r\n"), .what = SAY_AUTH, .answer = ANSWER_LATER,
     .resp_code = "UNAVAILABLE", .text = "Temporary authentication failure."},
    {"in use", BYTES("w1 NO [inuse] locked\r\n"), .what = SAY_LOGIN, .answer = ANSWER_LATER, .resp_code = "inuse", .text = "locked"},
    {"limit", BYTES("w1 NO [LIMIT] connections\r\n"), .what = SAY_LOGIN, .answer = ANSWER_LATER, .resp_code = "LIMIT",
     .text = "connections"},
    {"limit is not limits", BYTES("w1 NO [LIMITS] no\r\n"), .what = SAY_LOGIN, .answer = ANSWER_NO, .resp_code = "LIMITS",
     .text = "no"},
    {"a code does not soften BAD", BYTES("w1 BAD [UNAVAILABLE] no\r\n"), .what = SAY_LOGIN, .answer = ANSWER_BAD,
     .resp_code = "UNAVAILABLE", .text = "no"},
    {"exposed", BYTES("* BAD [ALERT] the password was exposed.\r\nw1 NO [PRIVACYREQUIRED] TLS first\r\n"), .what = SAY_LOGIN,
     .answer = ANSWER_NO, .resp_code = "PRIVACYREQUIRED", .text = "TLS first", .lines = 2},
    {"refers elsewhere", BYTES("w1 NO [REFERRAL imap://user@other.example/] elsewhere\r\n"), .what = SAY_LOGIN, .answer = ANSWER_NO,
     .resp_code = "REFERRAL imap://user@other.example/", .text = "elsewhere"},
    {"list after login", BYTES("* CAPABILITY IMAP4rev1 IDLE\r\nw1 OK in\r\n"), .what = SAY_LOGIN, .text = "in", .lines = 2},
    {"cancelled", BYTES("w1 BAD Authentication aborted by client.\r\n"), .what = SAY_CANCEL, .answer = ANSWER_BAD,
     .text = "Authentication aborted by client."},

    {"goodbye", BYTES("* BYE bye\r\nw1 OK done\r\n"), .what = SAY_QUIT, .text = "done", .lines = 2},
};

static void replies_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++)
        reply_case_check(imap(), &replies[i]);
}

static const struct caps_case lists[] = {
    {"greeting", BYTES("* OK [CAPABILITY IMAP4rev1 SASL-IR STARTTLS LOGINDISABLED ID] ready\r\n"), SAY_GREETING, 1,
     .list = "IMAP4rev1|SASL-IR|STARTTLS|LOGINDISABLED|ID", .flags = "starttls login_disabled sasl_ir"},
    {"greeting of a user who is in", BYTES("* PREAUTH [CAPABILITY IMAP4rev1] in\r\n"), SAY_GREETING, 1, .list = "IMAP4rev1"},
    {"greeting without a list", BYTES("* OK ready\r\n"), SAY_GREETING, 0},
    {"greeting with another code", BYTES("* OK [ALERT] CAPABILITY STARTTLS\r\n"), SAY_GREETING, 0},
    {"list in a greeting that refuses", BYTES("* BYE [CAPABILITY IMAP4rev1] no\r\n"), SAY_GREETING, 0},
    {"answer", BYTES("* CAPABILITY IMAP4rev1 SASL-IR ID AUTH=PLAIN AUTH=SCRAM-SHA-256\r\nw1 OK done\r\n"), SAY_CAPS, 1,
     .list = "IMAP4rev1|SASL-IR|ID|AUTH=PLAIN|AUTH=SCRAM-SHA-256", .mechs = "PLAIN|SCRAM-SHA-256", .flags = "sasl_ir"},
    {"any case", BYTES("* capability imap4rev1 starttls auth=plain Auth=Plain literal+\r\nw1 OK done\r\n"), SAY_CAPS, 1,
     .list = "imap4rev1|starttls|auth=plain|Auth=Plain|literal+", .mechs = "PLAIN", .flags = "starttls literal_plus"},
    {"revision 2 contains them", BYTES("* CAPABILITY IMAP4rev2 AUTH=PLAIN\r\nw1 OK done\r\n"), SAY_CAPS, 1,
     .list = "IMAP4rev2|AUTH=PLAIN", .mechs = "PLAIN", .flags = "sasl_ir literal_plus"},
    {"LITERAL-", BYTES("* CAPABILITY IMAP4rev1 LITERAL-\r\nw1 OK done\r\n"), SAY_CAPS, 1, .list = "IMAP4rev1|LITERAL-",
     .flags = "literal_plus"},
    {"in two lines", BYTES("* CAPABILITY IMAP4rev1\r\n* CAPABILITY STARTTLS\r\nw1 OK done\r\n"), SAY_CAPS, 1,
     .list = "IMAP4rev1|STARTTLS", .flags = "starttls"},
    {"only in the code of the answer", BYTES("w1 OK [CAPABILITY IMAP4rev1 STARTTLS] done\r\n"), SAY_CAPS, 1,
     .list = "IMAP4rev1|STARTTLS", .flags = "starttls"},
    {"twice", BYTES("* CAPABILITY IMAP4rev1\r\nw1 OK [CAPABILITY IMAP4rev1] done\r\n"), SAY_CAPS, 1, .list = "IMAP4rev1"},
    {"in a literal", BYTES("* CAPABILITY IMAP4rev1\r\n* X {25}\r\n* CAPABILITY STARTTLS X\r\n\r\nw1 OK done\r\n"), SAY_CAPS, 1,
     .list = "IMAP4rev1"},
    {"in the news", BYTES("* OK CAPABILITY STARTTLS\r\nw1 OK done\r\n"), SAY_CAPS, 0},
    {"masked", BYTES("* CAPABILITY IMAP4rev1 XXXXXXXA\r\nw1 OK done\r\n"), SAY_CAPS, 1, .list = "IMAP4rev1|XXXXXXXA",
     .odd = CAPS_STARTTLS_MASKED},
    {"no mechanism name", BYTES("* CAPABILITY IMAP4rev1 AUTH=\r\nw1 OK done\r\n"), SAY_CAPS, 1, .list = "IMAP4rev1|AUTH=",
     .odd = CAPS_MALFORMED},
    {"empty list", BYTES("* CAPABILITY\r\nw1 OK done\r\n"), SAY_CAPS, 1},
    {"refused", BYTES("* CAPABILITY IMAP4rev1\r\nw1 NO done\r\n"), SAY_CAPS, 0},
    {"before TLS says nothing of after", BYTES("w1 OK [CAPABILITY IMAP4rev1] go\r\n"), SAY_STARTTLS, 0},
    {"after login", BYTES("w1 OK [CAPABILITY IMAP4rev1 IDLE NAMESPACE] Logged in\r\n"), SAY_RESPONSE, 1,
     .list = "IMAP4rev1|IDLE|NAMESPACE"},
    {"after login, untagged", BYTES("* CAPABILITY IMAP4rev1 IDLE\r\nw1 OK in\r\n"), SAY_LOGIN, 1, .list = "IMAP4rev1|IDLE"},
    {"goodbye", BYTES("* BYE bye\r\nw1 OK done\r\n"), SAY_QUIT, 0},
};

static void lists_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        caps_case_check(imap(), &lists[i]);
}

static const struct say_case commands[] = {
    {"CAPABILITY", SAY_CAPS, {.tag = "w1"}, "w1 CAPABILITY\r\n"},
    {"no tag", SAY_CAPS, {0}, NULL},
    {"STARTTLS", SAY_STARTTLS, {.tag = "w2"}, "w2 STARTTLS\r\n"},
    {"AUTHENTICATE", SAY_AUTH, {.tag = "w4", .mechanism = "PLAIN"}, "w4 AUTHENTICATE PLAIN\r\n"},
    {"AUTHENTICATE with an initial response", SAY_AUTH,
     {.tag = "w4", .mechanism = "PLAIN", .has_initial = true, .initial = BYTES("AHByb2JlAHNlY3JldA==")},
     "w4 AUTHENTICATE PLAIN AHByb2JlAHNlY3JldA==\r\n"},
    {"AUTHENTICATE with an empty one", SAY_AUTH, {.tag = "w4", .mechanism = "EXTERNAL", .has_initial = true},
     "w4 AUTHENTICATE EXTERNAL =\r\n"},
    {"AUTHENTICATE without a mechanism", SAY_AUTH, {.tag = "w4"}, NULL},
    {"response", SAY_RESPONSE, {.response = BYTES("cHJvYmU=")}, "cHJvYmU=\r\n"},
    {"cancel", SAY_CANCEL, {0}, "*\r\n"},
    {"LOGIN", SAY_LOGIN, {.tag = "w5", .user = BYTES("probe"), .secret = BYTES("secret")}, "w5 LOGIN \"probe\" \"secret\"\r\n"},
    {"LOGIN with quotes", SAY_LOGIN, {.tag = "w5", .user = BYTES("a \"b\""), .secret = BYTES("c\\d")},
     "w5 LOGIN \"a \\\"b\\\"\" \"c\\\\d\"\r\n"},
    {"LOGIN with 8 bits", SAY_LOGIN, {.tag = "w5", .user = BYTES("probe"), .secret = BYTES("s\xc3\xa4"), .literal_plus = true},
     "w5 LOGIN \"probe\" {3+}\r\ns\xc3\xa4\r\n"},
    {"LOGIN with 8 bits and no literal", SAY_LOGIN, {.tag = "w5", .user = BYTES("probe"), .secret = BYTES("s\xc3\xa4")}, NULL},
    {"LOGIN with a line break", SAY_LOGIN,
     {.tag = "w5", .user = BYTES("probe\r\nw6 LOGOUT"), .secret = BYTES("s"), .literal_plus = true}, NULL},
    {"LOGIN with a NUL", SAY_LOGIN, {.tag = "w5", .user = BYTES("probe"), .secret = BYTES("a\0b"), .literal_plus = true}, NULL},
    {"LOGIN without a user", SAY_LOGIN, {.tag = "w5", .secret = BYTES("secret")}, NULL},
    {"LOGIN without a secret", SAY_LOGIN, {.tag = "w5", .user = BYTES("probe")}, NULL},
    {"NOOP", SAY_NOOP, {.tag = "w6"}, "w6 NOOP\r\n"},
    {"LOGOUT", SAY_QUIT, {.tag = "w7"}, "w7 LOGOUT\r\n"},
    {"no HELO", SAY_CAPS_OLD, {.tag = "w1", .self = "host"}, NULL},
    {"no USER", SAY_USER, {.tag = "w1", .user = BYTES("probe")}, NULL},
    {"no PASS", SAY_PASS, {.tag = "w1", .secret = BYTES("secret")}, NULL},
    {"no APOP", SAY_APOP, {.tag = "w1", .user = BYTES("probe"), .secret = BYTES("00")}, NULL},
    {"nothing is said to be greeted", SAY_GREETING, {.tag = "w1"}, NULL},
};

static void commands_are_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        say_case_check(imap(), &commands[i]);
}

/* RFC 7888 5: with LITERAL- no more than 4096 bytes go out unasked. */
static void long_literals_are_not_said(void **state)
{
    (void)state;
    static char secret[4098];
    memset(secret, 0xe4, sizeof secret);
    struct words w = {.tag = "w5", .user = BYTES("probe"), .literal_plus = true};
    struct buf out = {0};
    w.secret = span_of(secret, 4096);
    assert_true(imap()->say(&out, SAY_LOGIN, &w));
    buf_clear(&out);
    w.secret = span_of(secret, 4097);
    assert_false(imap()->say(&out, SAY_LOGIN, &w));
    assert_int_equal(buf_len(&out), 0);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies_are_read),
        cmocka_unit_test(lists_are_read),
        cmocka_unit_test(commands_are_said),
        cmocka_unit_test(long_literals_are_not_said),
    };
    return cmocka_run_group_tests_name("proto/imap", tests, NULL, NULL);
}
