/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "proto/reply_case.h"

static const struct proto *pop3(void)
{
    return proto_by_name(span_str("pop3"));
}

static const struct reply_case replies[] = {
    {"greeting", BYTES("+OK pop.example.org ready\r\n"), .text = "pop.example.org ready"},
    {"greeting without words", BYTES("+OK\r\n")},
    {"greeting with a timestamp", BYTES("+OK ready <17.1700000000@pop.example.org>\r\n"),
     .text = "ready <17.1700000000@pop.example.org>"},
    {"greeting that refuses", BYTES("-ERR go away\r\n"), .answer = ANSWER_NO, .text = "go away"},
    {"greeting that refuses for now", BYTES("-ERR [SYS/TEMP] try later\r\n"), .answer = ANSWER_LATER, .resp_code = "SYS/TEMP",
     .text = "try later"},
    {"a bracket in an OK is no code", BYTES("+OK [192.0.2.7] ready\r\n"), .text = "[192.0.2.7] ready"},
    {"greeting of another kind", BYTES("+OKAY\r\n"), .answer = ANSWER_STRANGE, .text = "+OKAY"},
    {"lower case", BYTES("+ok ready\r\n"), .answer = ANSWER_STRANGE, .text = "+ok ready"},
    {"IMAP", BYTES("* OK ready\r\n"), .answer = ANSWER_STRANGE, .text = "* OK ready"},
    {"empty line", BYTES("\r\n"), .answer = ANSWER_STRANGE},
    {"TLS alert", BYTES("\x15\x03\x01\0\x02\x02\x28"), .broken_at = 1},

    {"features", BYTES("+OK\r\nSTLS\r\nRESP-CODES\r\n.\r\n"), .what = SAY_CAPS, .first = "+OK", .last = "+OK", .lines = 4},
    {"no features", BYTES("+OK here they are\r\n.\r\n"), .what = SAY_CAPS, .text = "here they are", .lines = 2},
    {"CAPA unknown", BYTES("-ERR unknown command\r\n"), .what = SAY_CAPS, .answer = ANSWER_NO, .text = "unknown command"},
    {"a dot in front", BYTES("+OK\r\n..\r\n.x\r\n.\r\n+OK\r\n"), .what = SAY_CAPS, .lines = 4, .rest = 5},
    {"end with a bare LF", BYTES("+OK\r\nSTLS\r\n.\n"), .what = SAY_CAPS, .lines = 3, .odd = REPLY_BARE_LF},
    {"NUL in the list", BYTES("+OK\r\nA\0B\r\n.\r\n"), .what = SAY_CAPS, .lines = 3, .odd = REPLY_NUL},
    {"only CAPA has a list", BYTES("+OK\r\n.\r\n"), .what = SAY_NOOP, .rest = 3},

    {"begin TLS", BYTES("+OK Begin TLS\r\n"), .what = SAY_STARTTLS, .text = "Begin TLS"},
    {"begin TLS and bytes behind it", BYTES("+OK go\r\n+OK injected\r\n"), .what = SAY_STARTTLS, .text = "go", .rest = 14},
    {"STLS unknown", BYTES("-ERR\r\n"), .what = SAY_STARTTLS, .answer = ANSWER_NO},

    {"challenge", BYTES("+ VXNlcm5hbWU6\r\n"), .what = SAY_AUTH, .answer = ANSWER_MORE, .text = "VXNlcm5hbWU6",
     .challenge = "VXNlcm5hbWU6"},
    {"empty challenge", BYTES("+ \r\n"), .what = SAY_AUTH, .answer = ANSWER_MORE},
    {"empty challenge without its space", BYTES("+\r\n"), .what = SAY_RESPONSE, .answer = ANSWER_MORE},
    {"challenge to nothing", BYTES("+ VXNlcm5hbWU6\r\n"), .what = SAY_PASS, .answer = ANSWER_STRANGE, .text = "+ VXNlcm5hbWU6"},
    {"logged in", BYTES("+OK Logged in.\r\n"), .what = SAY_PASS, .text = "Logged in."},
    {"wrong password", BYTES("-ERR [AUTH] Authentication failed.\r\n"), .what = SAY_PASS, .answer = ANSWER_NO, .resp_code = "AUTH",
     .text = "Authentication failed."},
    {"locked", BYTES("-ERR [IN-USE] Do you have another session?\r\n"), .what = SAY_PASS, .answer = ANSWER_LATER,
     .resp_code = "IN-USE", .text = "Do you have another session?"},
    {"too soon", BYTES("-ERR [login-delay] wait\r\n"), .what = SAY_APOP, .answer = ANSWER_LATER, .resp_code = "login-delay",
     .text = "wait"},
    {"finer level", BYTES("-ERR [SYS/TEMP/DISK] full\r\n"), .what = SAY_PASS, .answer = ANSWER_LATER, .resp_code = "SYS/TEMP/DISK",
     .text = "full"},
    {"another code with that head", BYTES("-ERR [SYS/TEMPER] no\r\n"), .what = SAY_PASS, .answer = ANSWER_NO,
     .resp_code = "SYS/TEMPER", .text = "no"},
    {"for good", BYTES("-ERR [SYS/PERM] call us\r\n"), .what = SAY_PASS, .answer = ANSWER_NO, .resp_code = "SYS/PERM",
     .text = "call us"},
    {"code that does not close", BYTES("-ERR [AUTH no\r\n"), .what = SAY_PASS, .answer = ANSWER_NO, .text = "[AUTH no"},
    {"cancelled", BYTES("-ERR Authentication aborted\r\n"), .what = SAY_CANCEL, .answer = ANSWER_NO,
     .text = "Authentication aborted"},
    {"goodbye", BYTES("+OK Bye\r\n"), .what = SAY_QUIT, .text = "Bye"},
};

static void replies_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof replies / sizeof replies[0]; i++)
        reply_case_check(pop3(), &replies[i]);
}

static const struct caps_case lists[] = {
    {"before TLS", BYTES("+OK\r\nSTLS\r\nRESP-CODES\r\n.\r\n"), SAY_CAPS, 1, .list = "STLS|RESP-CODES", .flags = "starttls"},
    {"inside TLS", BYTES("+OK\r\nUSER\r\nSASL PLAIN LOGIN\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\n.\r\n"), SAY_CAPS, 1,
     .list = "USER|SASL PLAIN LOGIN|RESP-CODES|AUTH-RESP-CODE", .mechs = "PLAIN|LOGIN", .flags = "sasl_ir pop3_user"},
    {"lower case", BYTES("+OK\r\nstls\r\nsasl plain\r\nuser\r\n.\r\n"), SAY_CAPS, 1, .list = "stls|sasl plain|user",
     .mechs = "PLAIN", .flags = "starttls sasl_ir pop3_user"},
    {"SASL without mechanisms", BYTES("+OK\r\nSASL\r\n.\r\n"), SAY_CAPS, 1, .list = "SASL", .flags = "sasl_ir"},
    {"dots in front", BYTES("+OK\r\n..X\r\n.\r\n"), SAY_CAPS, 1, .list = ".X"},
    {"the status line is no feature", BYTES("+OK STLS\r\n.\r\n"), SAY_CAPS, 1},
    {"empty line", BYTES("+OK\r\n\r\n.\r\n"), SAY_CAPS, 1, .list = "", .odd = CAPS_MALFORMED},
    {"refused", BYTES("-ERR\r\n"), SAY_CAPS, 0},
    {"timestamp", BYTES("+OK ready <17.1700000000@pop.example.org>\r\n"), SAY_GREETING, 0, .apop = "<17.1700000000@pop.example.org>"},
    {"timestamp amid words", BYTES("+OK <a@b> Dovecot ready.\r\n"), SAY_GREETING, 0, .apop = "<a@b>"},
    {"the last one counts", BYTES("+OK <support@example.org> <1.2@h> x\r\n"), SAY_GREETING, 0, .apop = "<1.2@h>"},
    {"no timestamp", BYTES("+OK ready\r\n"), SAY_GREETING, 0},
    {"brackets around words", BYTES("+OK <no service today> x@y\r\n"), SAY_GREETING, 0},
    {"brackets without an address", BYTES("+OK <ready>\r\n"), SAY_GREETING, 0},
    {"bracket that does not close", BYTES("+OK <a@b\r\n"), SAY_GREETING, 0},
    {"control byte inside", BYTES("+OK <a@\x01>\r\n"), SAY_GREETING, 0},
    {"a refusal has none", BYTES("-ERR <a@b>\r\n"), SAY_GREETING, 0},
};

static void lists_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        caps_case_check(pop3(), &lists[i]);
}

static int caps_of(struct caps *c, enum say what, const char *in)
{
    struct reply r;
    struct ask ask = {.what = what};
    assert_int_equal(pop3()->reply(&r, span_str(in), &ask), strlen(in));
    return pop3()->caps(c, &r, &ask);
}

static void timestamp_outlives_the_list(void **state)
{
    (void)state;
    struct caps c = {0};
    assert_int_equal(caps_of(&c, SAY_GREETING, "+OK <a@b>\r\n"), 0);
    assert_int_equal(caps_of(&c, SAY_CAPS, "+OK\r\nSTLS\r\n.\r\n"), 1);
    assert_string_equal(c.apop, "<a@b>");
    assert_true(c.starttls);
    caps_done(&c);
}

/* 127 bytes fit; one more and there is no APOP, rather than a digest over a part. */
static void timestamp_is_whole_or_not(void **state)
{
    (void)state;
    struct caps c = {0};
    char in[160];
    snprintf(in, sizeof in, "+OK <%.*s@h>\r\n", 123,
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_int_equal(caps_of(&c, SAY_GREETING, in), 0);
    assert_int_equal(strlen(c.apop), 127);
    snprintf(in, sizeof in, "+OK <%.*s@h>\r\n", 124,
             "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    assert_int_equal(caps_of(&c, SAY_GREETING, in), 0);
    assert_string_equal(c.apop, "");
    caps_done(&c);
}

/* A line may have 512 bytes, but a challenge what its mechanism needs; RFC 1939 3, RFC 5034 4. */
static void long_lines_are_noted(void **state)
{
    (void)state;
    static const struct {
        enum say what;
        const char *head;
        size_t size;
        unsigned odd;
    } cases[] = {
        {SAY_GREETING, "+OK ", 512, 0},
        {SAY_GREETING, "+OK ", 513, REPLY_LONG_LINE},
        {SAY_AUTH, "+ ", 20000, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf in = {0};
        buf_add_str(&in, cases[i].head);
        while (buf_len(&in) < cases[i].size - 2)
            buf_add_char(&in, 'a');
        buf_add_str(&in, "\r\n");
        struct reply r;
        struct ask ask = {.what = cases[i].what};
        assert_int_equal(pop3()->reply(&r, buf_span(&in), &ask), cases[i].size);
        assert_int_equal(r.odd, cases[i].odd);
        buf_done(&in);
    }
}

static const struct say_case commands[] = {
    {"CAPA", SAY_CAPS, {0}, "CAPA\r\n"},
    {"STLS", SAY_STARTTLS, {0}, "STLS\r\n"},
    {"AUTH", SAY_AUTH, {.mechanism = "SCRAM-SHA-256"}, "AUTH SCRAM-SHA-256\r\n"},
    {"AUTH with an initial response", SAY_AUTH, {.mechanism = "PLAIN", .has_initial = true, .initial = BYTES("AGEAYg==")},
     "AUTH PLAIN AGEAYg==\r\n"},
    {"AUTH with an empty one", SAY_AUTH, {.mechanism = "EXTERNAL", .has_initial = true}, "AUTH EXTERNAL =\r\n"},
    {"response", SAY_RESPONSE, {.response = BYTES("cHJvYmU=")}, "cHJvYmU=\r\n"},
    {"cancel", SAY_CANCEL, {0}, "*\r\n"},
    {"USER", SAY_USER, {.user = BYTES("probe")}, "USER probe\r\n"},
    {"USER with a space", SAY_USER, {.user = BYTES("a b")}, "USER a b\r\n"},
    {"USER with a line break", SAY_USER, {.user = BYTES("a\nb")}, NULL},
    {"no user", SAY_USER, {0}, NULL},
    {"PASS", SAY_PASS, {.secret = BYTES("sec ret")}, "PASS sec ret\r\n"},
    {"PASS with a NUL", SAY_PASS, {.secret = BYTES("a\0b")}, NULL},
    {"no secret", SAY_PASS, {0}, NULL},
    {"APOP", SAY_APOP, {.user = BYTES("probe"), .secret = BYTES("686b8d256922a6519b415b06098cd472")},
     "APOP probe 686b8d256922a6519b415b06098cd472\r\n"},
    {"APOP with a space", SAY_APOP, {.user = BYTES("a b"), .secret = BYTES("00")}, NULL},
    {"NOOP", SAY_NOOP, {0}, "NOOP\r\n"},
    {"QUIT", SAY_QUIT, {0}, "QUIT\r\n"},
    {"no HELO", SAY_CAPS_OLD, {.self = "host"}, NULL},
    {"no LOGIN", SAY_LOGIN, {.user = BYTES("probe"), .secret = BYTES("secret")}, NULL},
    {"nothing is said to be greeted", SAY_GREETING, {0}, NULL},
};

static void commands_are_said(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        say_case_check(pop3(), &commands[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(replies_are_read),
        cmocka_unit_test(lists_are_read),
        cmocka_unit_test(timestamp_outlives_the_list),
        cmocka_unit_test(timestamp_is_whole_or_not),
        cmocka_unit_test(long_lines_are_noted),
        cmocka_unit_test(commands_are_said),
    };
    return cmocka_run_group_tests_name("proto/pop3", tests, NULL, NULL);
}
