/* SPDX-License-Identifier: GPL-3.0-or-later */
/* talk_test.c - the good server in each protocol: what it lists, how TLS begins, every login right and wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "peer.h"

#define WALL_US INT64_C(1795500000000000) /* 2026-11-24 */
#define MECHS "SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN OAUTHBEARER XOAUTH2"
#define AUTHS                                                                                                   \
    "AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-1-PLUS AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1 AUTH=CRAM-MD5 AUTH=PLAIN " \
    "AUTH=LOGIN AUTH=OAUTHBEARER AUTH=XOAUTH2"

#define PLAIN_RIGHT "AHByb2JlAHNlY3JldA==" /* NUL probe NUL secret */
#define PLAIN_WRONG "AHByb2JlAHdyb25n"     /* NUL probe NUL wrong */
#define PLAIN_OTHER "cm9vdABwcm9iZQBzZWNyZXQ=" /* root NUL probe NUL secret */
#define USER "cHJvYmU="
#define SECRET "c2VjcmV0"
#define WRONG "d3Jvbmc="
/* MD5 of "<0.1@good.practice.test>secret", RFC 1939 7 */
#define APOP_RIGHT "d59f96a86e6a7f6bd17515bed678fdb1"
/* user=probe ^A auth=Bearer tok123 ^A ^A, and the same with tok124 */
#define XOAUTH2_RIGHT "dXNlcj1wcm9iZQFhdXRoPUJlYXJlciB0b2sxMjMBAQ=="
#define XOAUTH2_WRONG "dXNlcj1wcm9iZQFhdXRoPUJlYXJlciB0b2sxMjQBAQ=="
/* n,a=probe, ^A auth=Bearer tok123 ^A ^A, and the same with tok124 */
#define BEARER_RIGHT "bixhPXByb2JlLAFhdXRoPUJlYXJlciB0b2sxMjMBAQ=="
#define BEARER_WRONG "bixhPXByb2JlLAFhdXRoPUJlYXJlciB0b2sxMjQBAQ=="
/* {"status":"invalid_token","scope":"mail","schemes":"bearer"} */
#define OAUTH_JSON "eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJtYWlsIiwic2NoZW1lcyI6ImJlYXJlciJ9"

static const char *const smtp_starttls[] = {
    "S: 220 good.practice.test ESMTP practice server",
    "C: EHLO [192.0.2.7]",
    "S: 250-good.practice.test",
    "S: 250-PIPELINING",
    "S: 250-SIZE 10485760",
    "S: 250-STARTTLS",
    "S: 250-ENHANCEDSTATUSCODES",
    "S: 250 8BITMIME",
    "C: AUTH PLAIN " PLAIN_RIGHT,
    "S: 530 5.7.0 Must issue a STARTTLS command first",
    "C: STARTTLS now",
    "S: 501 5.5.4 Syntax: STARTTLS",
    "C: starttls",
    "S: 220 2.0.0 Ready to start TLS",
    "TLS",
    "C: ehlo mail.example.test",
    "S: 250-good.practice.test",
    "S: 250-PIPELINING",
    "S: 250-SIZE 10485760",
    "S: 250-AUTH " MECHS,
    "S: 250-ENHANCEDSTATUSCODES",
    "S: 250 8BITMIME",
    "C: STARTTLS",
    "S: 554 5.5.1 Error: TLS already active",
    "C: MAIL FROM:<>",
    "S: 530 5.7.0 Error: authentication required",
    "C: AUTH PLAIN " PLAIN_RIGHT,
    "S: 235 2.7.0 Authentication successful",
    "C: AUTH PLAIN " PLAIN_RIGHT,
    "S: 503 5.5.1 Error: already authenticated",
    "C: MAIL FROM:<>",
    "S: 554 5.7.1 Error: a practice server takes no mail",
    "C: NOOP",
    "S: 250 2.0.0 Ok",
    "C: XYZZY",
    "S: 500 5.5.2 Error: command not recognized",
    "C: QUIT",
    "S: 221 2.0.0 Bye",
    "END",
    NULL,
};

static const char *const smtp_logins[] = {
    "S: 220 *",
    "C: HELO mail.example.test",
    "S: 250 good.practice.test",
    "C: AUTH",
    "S: 501 *",
    "C: AUTH GSSAPI",
    "S: 504 *",
    "C: AUTH PLAIN",
    "S: 334 ",
    "C: *",
    "S: 501 5.7.0 *",
    "C: AUTH PLAIN =",
    "S: 334 ",
    "C: " PLAIN_WRONG,
    "S: 535 5.7.8 *",
    "C: AUTH PLAIN " PLAIN_OTHER,
    "S: 535 5.7.8 *",
    "C: AUTH PLAIN not-base64",
    "S: 501 5.5.2 *",
    "C: AUTH LOGIN",
    "S: 334 VXNlciBOYW1l*",
    "C: " USER,
    "S: 334 UGFzc3dvcmQ*",
    "C: " WRONG,
    "S: 535 5.7.8 *",
    "C: AUTH XOAUTH2 " XOAUTH2_WRONG,
    "S: 334 " OAUTH_JSON,
    "C: ",
    "S: 535 5.7.8 *",
    "C: AUTH OAUTHBEARER " BEARER_WRONG,
    "S: 334 " OAUTH_JSON,
    "C: AQ==",
    "S: 535 5.7.8 *",
    "C: AUTH CRAM-MD5",
    "S: 334 *",
    "C: cHJvYmUgMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA=",
    "S: 535 5.7.8 *",
    "C: auth login " USER,
    "S: 334 *",
    "C: " SECRET,
    "S: 235 *",
    NULL,
};

static const char *const imap_starttls[] = {
    "S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID STARTTLS LOGINDISABLED] good.practice.test ready",
    "C: w1 CAPABILITY",
    "S: * CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID STARTTLS LOGINDISABLED",
    "S: w1 OK CAPABILITY completed",
    "C: w2 LOGIN probe secret",
    "S: w2 NO [PRIVACYREQUIRED] STARTTLS first",
    "C: w3 STARTTLS",
    "S: w3 OK Begin TLS negotiation now",
    "TLS",
    "C: w4 capability",
    "S: * CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID " AUTHS,
    "S: w4 OK CAPABILITY completed",
    "C: w5 STARTTLS",
    "S: w5 BAD TLS is already active",
    "C: w6 AUTHENTICATE PLAIN " PLAIN_RIGHT,
    "S: w6 OK [CAPABILITY IMAP4rev1 *",
    "C: w7 NOOP",
    "S: w7 OK NOOP completed",
    "C: w8 SELECT INBOX",
    "S: w8 NO [NONEXISTENT] *",
    "C: w9 LOGOUT",
    "S: * BYE bye",
    "S: w9 OK LOGOUT completed",
    "END",
    NULL,
};

static const char *const imap_logins[] = {
    "S: * OK [CAPABILITY IMAP4rev1 SASL-IR LITERAL+ ID " AUTHS "] good.practice.test ready",
    "C: hello",
    "S: hello BAD *",
    "C: ",
    "S: * BAD *",
    "C: a AUTHENTICATE",
    "S: a BAD *",
    "C: a AUTHENTICATE GSSAPI",
    "S: a NO [CANNOT] *",
    "C: b AUTHENTICATE PLAIN",
    "S: + ",
    "C: *",
    "S: b BAD *",
    "C: c AUTHENTICATE PLAIN",
    "S: + ",
    "C: " PLAIN_WRONG,
    "S: c NO [AUTHENTICATIONFAILED] *",
    "C: d AUTHENTICATE XOAUTH2 " XOAUTH2_WRONG,
    "S: + " OAUTH_JSON,
    "C: ",
    "S: d NO *",
    "C: e LOGIN probe",
    "S: e BAD *",
    "C: f LOGIN probe wrong",
    "S: f NO [AUTHENTICATIONFAILED] *",
    "C: g LOGIN probe {6}",
    "S: + go ahead",
    "C: secres",
    "S: g NO [AUTHENTICATIONFAILED] *",
    "C: h LOGIN {5+}",
    "C: probe {6}",
    "S: + go ahead",
    "C: secret",
    "S: h OK *",
    NULL,
};

static const char *const imap_quoted[] = {
    "S: * OK *", "C: a LOGIN \"probe\" \"sec\\ret", "S: a BAD *", "C: b login \"pr\\obe\" \"secret\"", "S: b OK *", NULL,
};

static const char *const pop3_starttls[] = {
    "S: +OK good.practice.test ready",
    "C: CAPA",
    "S: +OK *",
    "S: UIDL",
    "S: TOP",
    "S: PIPELINING",
    "S: RESP-CODES",
    "S: AUTH-RESP-CODE",
    "S: STLS",
    "S: .",
    "C: USER probe",
    "S: -ERR plaintext authentication disallowed: STLS first",
    "C: AUTH PLAIN " PLAIN_RIGHT,
    "S: -ERR plaintext authentication disallowed: STLS first",
    "C: STLS",
    "S: +OK Begin TLS negotiation",
    "TLS",
    "C: CAPA",
    "S: +OK *",
    "S: UIDL",
    "S: TOP",
    "S: PIPELINING",
    "S: RESP-CODES",
    "S: AUTH-RESP-CODE",
    "S: USER",
    "S: SASL " MECHS,
    "S: .",
    "C: STLS",
    "S: -ERR TLS is already active",
    "C: STAT",
    "S: -ERR unknown command",
    "C: USER probe",
    "S: +OK send the password",
    "C: PASS secret",
    "S: +OK logged in",
    "C: STAT",
    "S: +OK 0 0",
    "C: QUIT",
    "S: +OK Bye",
    "END",
    NULL,
};

static const char *const pop3_logins[] = {
    "S: +OK good.practice.test ready <0.1@good.practice.test>",
    "C: PASS secret",
    "S: -ERR USER first",
    "C: USER probe",
    "S: +OK *",
    "C: PASS secret and more",
    "S: -ERR [AUTH] *",
    "C: USER probe",
    "S: +OK *",
    "C: PASS ",
    "S: -ERR [AUTH] *",
    "C: AUTH PLAIN " PLAIN_WRONG,
    "S: -ERR [AUTH] *",
    "C: AUTH OAUTHBEARER " BEARER_WRONG,
    "S: + " OAUTH_JSON,
    "C: AQ==",
    "S: -ERR [AUTH] *",
    "C: APOP probe 00000000000000000000000000000000",
    "S: -ERR [AUTH] *",
    "C: APOP nobody 58cf0b5b3ee4b94c8a9c0ea2dbbf9a8b",
    "S: -ERR [AUTH] *",
    "C: APOP probe " APOP_RIGHT,
    "S: +OK logged in",
    NULL,
};

static const struct {
    const char *proto;
    bool implicit;
    const char *const *script;
} conversations[] = {
    {"submission", false, smtp_starttls},
    {"smtp", false, smtp_starttls},
    {"submission", true, smtp_logins},
    {"imap", false, imap_starttls},
    {"imap", true, imap_logins},
    {"imap", true, imap_quoted},
    {"pop3", false, pop3_starttls},
    {"pop3", true, pop3_logins},
};
#define CONVERSATIONS (sizeof(conversations) / sizeof(*conversations))

static void play_all(struct practice *practice, size_t cut)
{
    for (size_t i = 0; i < CONVERSATIONS; i++) {
        struct peer p = {.cut = cut};
        peer_open(&p, practice, "good", conversations[i].proto, conversations[i].implicit);
        peer_play(&p, conversations[i].script);
        peer_close(&p);
    }
}

static void answers_as_the_protocol_says(void **state)
{
    play_all(*state, 0);
}

static void a_cut_at_every_byte_changes_nothing(void **state)
{
    play_all(*state, 1);
}

static void takes_the_right_token(void **state)
{
    static const char *const tries[] = {"AUTH XOAUTH2 " XOAUTH2_RIGHT, "AUTH OAUTHBEARER " BEARER_RIGHT};
    for (size_t i = 0; i < 2; i++) {
        struct peer p = {0};
        peer_open(&p, *state, "good", "submission", true);
        peer_line(&p);
        peer_say(&p, tries[i]);
        peer_say(&p, "\r\n");
        assert_string_equal(peer_line(&p), "235 2.7.0 Authentication successful");
        peer_close(&p);
    }
}

static void pipelined_commands_are_answered_in_order(void **state)
{
    struct peer p = {0};
    peer_open(&p, *state, "good", "submission", true);
    peer_line(&p);
    peer_say(&p, "NOOP\r\nXYZZY\r\nHELO a\r\nQUIT\r\nNOOP\r\n");
    static const char *const script[] = {"S: 250 2.0.0 Ok", "S: 500 *", "S: 250 good.practice.test", "S: 221 *", "END", NULL};
    peer_play(&p, script);
    peer_close(&p);
}

/* CERT VU#555316: what was written before TLS must not be obeyed inside it. */
static void commands_behind_starttls_are_forgotten(void **state)
{
    static const struct {
        const char *proto, *said, *first;
    } cases[] = {
        {"submission", "STARTTLS\r\nNOOP\r\n", "220 2.0.0 Ready to start TLS"},
        {"imap", "a STARTTLS\r\nb NOOP\r\n", "a OK Begin TLS negotiation now"},
        {"pop3", "STLS\r\nCAPA\r\n", "+OK Begin TLS negotiation"},
    };
    for (size_t i = 0; i < 3; i++) {
        struct peer p = {0};
        peer_open(&p, *state, "good", cases[i].proto, false);
        peer_line(&p);
        peer_say(&p, cases[i].said);
        assert_string_equal(peer_line(&p), cases[i].first);
        assert_string_equal(peer_line(&p), "");
        assert_true(peer_start_tls(&p));
        assert_int_equal(buf_len(&p.heard), 0);
        peer_close(&p);
    }
}

static void an_endless_command_is_cut_off(void **state)
{
    static const struct {
        const char *proto, *start, *end;
    } cases[] = {
        {"submission", "", "500 5.5.6 Error: line too long"},
        {"imap", "", "* BYE command too long"},
        {"imap", "a LOGIN {999999}\r\n", "* BYE command too long"},
        {"pop3", "", "-ERR line too long"},
    };
    char piece[4096];
    memset(piece, 'x', sizeof(piece));
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        for (int secured = 0; secured < 2; secured++) {
            struct peer p = {0};
            peer_open(&p, *state, "good", cases[i].proto, secured);
            peer_say(&p, cases[i].start);
            for (int n = 0; n < 4; n++)
                peer_say_bytes(&p, span_of(piece, sizeof(piece)));
            const char *line, *last = "";
            while (*(line = peer_line(&p)))
                last = strcmp(line, cases[i].end) == 0 ? cases[i].end : line;
            assert_string_equal(last, cases[i].end);
            assert_int_equal(practice_conn_closing(p.conn), 1);
            peer_close(&p);
        }
}

static void a_client_that_does_not_read_is_dropped(void **state)
{
    struct practice_conn *c = practice_conn_new(*state, practice_fault("good"), peer_port("submission", false), 0);
    assert_non_null(c);
    size_t kept = 0;
    for (int i = 0; i < 200000 && !practice_conn_closing(c); i++) {
        practice_conn_recv(c, span_str("NOOP\r\n"), 0);
        kept = practice_conn_send(c).len;
    }
    assert_int_equal(practice_conn_closing(c), 2);
    assert_true(kept < 1 << 20);
    practice_conn_free(c);
}

static void a_silent_client_is_sent_away(void **state)
{
    struct practice_conn *c = practice_conn_new(*state, practice_fault("good"), peer_port("imap", false), 5);
    assert_non_null(c);
    uint64_t at = practice_conn_deadline_us(c);
    assert_true(at > 60 * UINT64_C(1000000) && at < UINT64_MAX);
    practice_conn_tick(c, at - 1);
    assert_int_equal(practice_conn_closing(c), 0);
    practice_conn_recv(c, span_str("a NOOP\r\n"), at - 1);
    practice_conn_tick(c, at);
    assert_int_equal(practice_conn_closing(c), 0);
    practice_conn_tick(c, practice_conn_deadline_us(c));
    assert_int_equal(practice_conn_closing(c), 1);
    assert_true(practice_conn_deadline_us(c) == UINT64_MAX);
    practice_conn_free(c);
}

static void the_clients_end_is_the_servers(void **state)
{
    struct practice_conn *c = practice_conn_new(*state, practice_fault("good"), peer_port("imap", true), 0);
    assert_non_null(c);
    practice_conn_recv_end(c, 1);
    assert_int_equal(practice_conn_closing(c), 1);
    practice_conn_recv(c, span_str("a NOOP\r\n"), 2);
    assert_int_equal(practice_conn_send(c).len, 0);
    practice_conn_free(c);
}

static int begin(void **state)
{
    struct err err;
    *state = practice_new(WALL_US, &err);
    return *state ? 0 : -1;
}

static int end(void **state)
{
    practice_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_as_the_protocol_says),
        cmocka_unit_test(a_cut_at_every_byte_changes_nothing),
        cmocka_unit_test(takes_the_right_token),
        cmocka_unit_test(pipelined_commands_are_answered_in_order),
        cmocka_unit_test(commands_behind_starttls_are_forgotten),
        cmocka_unit_test(an_endless_command_is_cut_off),
        cmocka_unit_test(a_client_that_does_not_read_is_dropped),
        cmocka_unit_test(a_silent_client_is_sent_away),
        cmocka_unit_test(the_clients_end_is_the_servers),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
