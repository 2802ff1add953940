/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exchanges: the bytes of each mechanism, right and wrong secrets, channel bindings, servers that lie, memory that runs out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "exchange.h"
#include "tls/digest.h"

static const char exporter[] = "0123456789abcdef0123456789abcdef", other_exporter[] = "another session's 32 octet data.";

/* ---- bytes ---- */

static struct auth *begin(const char *mech, struct login *l)
{
    struct err err = {0};
    *l = (struct login){.user = (char *)"probe"};
    assert_true(secret_set(&l->password, span_str("secret")));
    assert_true(secret_set(&l->token, span_str("tok123")));
    if (strcmp(mech, "XOAUTH2") == 0)
        l->user = (char *)"probe@example.org";
    struct auth_setting s = {.mech = mech_by_name(mech), .login = l, .service = "imap", .host = "mail.example.org",
                             .port = 993, .exporter = span_str(exporter)};
    struct auth *a = auth_new(&s, &err);
    assert_non_null(a);
    return a;
}

static void end(struct auth *a, struct login *l)
{
    auth_free(a);
    secret_wipe(&l->password);
    secret_wipe(&l->token);
}

/* Base64 of each challenge and the answer that must follow; NULL ends. The first challenge is the empty first step. */
static const struct {
    const char *mech;
    const char *turns[4][2];
    enum auth_step last;
} dialogues[] = {
    {"PLAIN", {{"", "AHByb2JlAHNlY3JldA=="}}, AUTH_READY},
    {"LOGIN", {{"", ""}, {"VXNlcm5hbWU6", "cHJvYmU="}, {"UGFzc3dvcmQ6", "c2VjcmV0"}}, AUTH_READY},
    {"LOGIN", {{"", ""}, {"VXNlciBOYW1lAA==", "cHJvYmU="}, {"UGFzc3dvcmQA", "c2VjcmV0"}}, AUTH_READY},
    {"LOGIN", {{"", ""}, {"", "cHJvYmU="}, {"", "c2VjcmV0"}}, AUTH_READY},
    {"CRAM-MD5",
     {{"", ""}, {"PDE3LjE3MDAwMDAwMDBAc210cC5leGFtcGxlLm9yZz4=", "cHJvYmUgZTMxZGYxZWFmNzdjODljOWFjZDg3ZDIxMDVlZjIwZGU="}},
     AUTH_READY},
    {"XOAUTH2", {{"", "dXNlcj1wcm9iZUBleGFtcGxlLm9yZwFhdXRoPUJlYXJlciB0b2sxMjMBAQ=="}}, AUTH_READY},
    {"XOAUTH2",
     {{"", "dXNlcj1wcm9iZUBleGFtcGxlLm9yZwFhdXRoPUJlYXJlciB0b2sxMjMBAQ=="},
      {"eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJtYWlsIn0=", ""}},
     AUTH_READY},
    {"XOAUTH2",
     {{"", "dXNlcj1wcm9iZUBleGFtcGxlLm9yZwFhdXRoPUJlYXJlciB0b2sxMjMBAQ=="}, {"e30=", ""}, {"e30=", ""}},
     AUTH_BROKEN},
    /* n,a=probe,^Ahost=mail.example.org^Aport=993^Aauth=Bearer tok123^A^A */
    {"OAUTHBEARER",
     {{"", "bixhPXByb2JlLAFob3N0PW1haWwuZXhhbXBsZS5vcmcBcG9ydD05OTMBYXV0aD1CZWFyZXIgdG9rMTIzAQE="},
      {"eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJtYWlsIn0=", "AQ=="}},
     AUTH_READY},
    {"EXTERNAL", {{"", ""}}, AUTH_READY},
    {"EXTERNAL", {{"", ""}, {"", ""}}, AUTH_BROKEN},
    {"PLAIN", {{"", "AHByb2JlAHNlY3JldA=="}, {"", ""}}, AUTH_BROKEN},
    {"LOGIN", {{"", ""}, {"", "cHJvYmU="}, {"", "c2VjcmV0"}, {"UGFzc3dvcmQ6", ""}}, AUTH_BROKEN},
};

static void each_mechanism_says_its_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof dialogues / sizeof dialogues[0]; i++) {
        struct login l;
        struct auth *a = begin(dialogues[i].mech, &l);
        enum auth_step step = AUTH_MORE;
        for (int turn = 0; turn < 4 && dialogues[i].turns[turn][0]; turn++) {
            struct buf challenge = {0}, out, base64 = {0};
            buf_init_secret(&out, 0);
            assert_true(buf_add_unbase64(&challenge, span_str(dialogues[i].turns[turn][0])));
            step = auth_step(a, buf_span(&challenge), &out);
            assert_true(buf_add_base64(&base64, buf_span(&out)));
            assert_string_equal(buf_cstr(&base64), dialogues[i].turns[turn][1]);
            assert_int_equal(step == AUTH_BROKEN, *auth_error(a) != '\0');
            buf_done(&challenge);
            buf_done(&out);
            buf_done(&base64);
        }
        assert_int_equal(step, dialogues[i].last);
        end(a, &l);
    }
}

static void names_with_commas_are_escaped_for_oauthbearer(void **state)
{
    (void)state;
    struct login l = {.user = (char *)"a,b=c"};
    struct err err;
    struct buf out;
    buf_init_secret(&out, 0);
    assert_true(secret_set(&l.token, span_str("t")));
    struct auth_setting s = {.mech = mech_by_name("OAUTHBEARER"), .login = &l, .service = "imap", .host = "h", .port = 1};
    struct auth *a = auth_new(&s, &err);
    assert_non_null(a);
    assert_int_equal(auth_step(a, span_str(""), &out), AUTH_READY);
    assert_string_equal(buf_cstr(&out), "n,a=a=2Cb=3Dc,\001host=h\001port=1\001auth=Bearer t\001\001");
    buf_done(&out);
    end(a, &l);
}

static void apop_digest_is_that_of_the_rfc(void **state)
{
    (void)state;
    struct secret password = {0};
    struct buf out;
    buf_init_secret(&out, 0);
    assert_true(secret_set(&password, span_str("tanstaaf")));
    assert_true(auth_apop("<1896.697170952@dbc.mtview.ca.us>", &password, tls_md5, &out));
    assert_string_equal(buf_cstr(&out), "c4c9334bac560ecc979e58001b3e22fb");
    buf_done(&out);
    secret_wipe(&password);
}

/* ---- against a server ---- */

static void right_and_wrong_secrets(void **state)
{
    (void)state;
    static const char *const names[] = {"SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "DIGEST-MD5",
                                        "CRAM-MD5", "PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct exchange right = {.mech = names[i], .exporter = exporter, .our_exporter = exporter}, wrong = right;
        wrong.password = "not that";
        wrong.token = "not-that";
        assert_true(exchange_run(&right));
        assert_true(right.begun);
        assert_int_equal(right.theirs, VERIFY_YES);
        assert_int_equal(right.ours, AUTH_READY);
        assert_true(right.proven);
        assert_false(right.signature_wrong);
        assert_true(exchange_run(&wrong));
        assert_int_equal(wrong.theirs, VERIFY_NO);
        assert_int_equal(wrong.proven, !mech_by_name(names[i])->proves_server);
        assert_false(wrong.signature_wrong);
    }
}

static void acting_as_somebody_else_reaches_the_server(void **state)
{
    (void)state;
    static const char *const names[] = {"PLAIN", "SCRAM-SHA-256", "DIGEST-MD5"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct exchange x = {.mech = names[i], .authzid = "boss"};
        assert_true(exchange_run(&x));
        assert_int_equal(x.theirs, VERIFY_NO);
    }
}

static void binding_ties_the_login_to_the_session(void **state)
{
    (void)state;
    static const struct {
        const char *theirs, *ours, *their_unique, *our_unique;
        enum verify_step end;
    } cases[] = {
        {exporter, exporter, NULL, NULL, VERIFY_YES},
        {NULL, NULL, exporter, exporter, VERIFY_YES},
        {exporter, exporter, exporter, exporter, VERIFY_YES},
        {other_exporter, exporter, NULL, NULL, VERIFY_NO},
        {NULL, NULL, other_exporter, exporter, VERIFY_NO},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct exchange x = {.mech = "SCRAM-SHA-256-PLUS", .exporter = cases[i].theirs, .unique = cases[i].their_unique,
                             .our_exporter = cases[i].ours, .our_unique = cases[i].our_unique};
        assert_true(exchange_run(&x));
        assert_true(x.begun);
        assert_int_equal(x.theirs, cases[i].end);
        assert_int_equal(x.proven, cases[i].end == VERIFY_YES);
    }
    struct exchange unbound = {.mech = "SCRAM-SHA-1-PLUS", .exporter = exporter};
    assert_true(exchange_run(&unbound));
    assert_false(unbound.begun);
    assert_non_null(strstr(unbound.error, "channel binding data is needed"));
}

/* The server says yes, and its own proof is wrong, is an error, or is garbage. */
static void servers_that_cannot_prove_themselves(void **state)
{
    (void)state;
    static const struct {
        const char *mech, *last;
        enum auth_step step;
        bool wrong;
        const char *server_error;
    } cases[] = {
        {"SCRAM-SHA-256", "v=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", AUTH_BROKEN, true, ""},
        {"SCRAM-SHA-1", "v=AAAAAAAAAAAAAAAAAAAAAAAAAAA=", AUTH_BROKEN, true, ""},
        {"SCRAM-SHA-256", "v=", AUTH_BROKEN, true, ""},
        {"SCRAM-SHA-256", "v=!", AUTH_BROKEN, true, ""},
        {"SCRAM-SHA-256", "welcome", AUTH_BROKEN, false, ""},
        {"SCRAM-SHA-256", "e=invalid-proof", AUTH_READY, false, "invalid-proof"},
        {"SCRAM-SHA-256", "e=channel-bindings-dont-match", AUTH_READY, false, "channel-bindings-dont-match"},
        {"SCRAM-SHA-256", "e=\033[2J", AUTH_READY, false, "<U+001B>[2J"},
        {"DIGEST-MD5", "rspauth=00000000000000000000000000000000", AUTH_BROKEN, true, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct exchange x = {.mech = cases[i].mech, .forged = cases[i].last};
        assert_true(exchange_run(&x));
        assert_int_equal(x.ours, cases[i].step);
        assert_int_equal(x.signature_wrong, cases[i].wrong);
        assert_false(x.proven);
        assert_string_equal(x.server_error, cases[i].server_error);
    }
}

static void a_yes_without_proof_is_none(void **state)
{
    (void)state;
    static const char *const names[] = {"SCRAM-SHA-256", "DIGEST-MD5"};
    for (size_t i = 0; i < 2; i++) {
        struct login l;
        struct buf out;
        struct auth *a = begin(names[i], &l);
        buf_init_secret(&out, 0);
        assert_int_equal(auth_step(a, span_str(""), &out), AUTH_MORE);
        assert_false(auth_server_proven(a));
        buf_done(&out);
        end(a, &l);
    }
}

/* ---- hostile challenges ---- */

/* The challenge after the first message; %s stands for our nonce. */
static const struct {
    const char *mech, *challenge, *why;
} hostile[] = {
    {"SCRAM-SHA-256", "r=%sX,s=QSXCR+Q6sek8bf92,i=4294967295", "hash rounds"},
    {"SCRAM-SHA-256", "r=%sX,s=QSXCR+Q6sek8bf92,i=600001", "hash rounds"},
    {"SCRAM-SHA-256", "r=%sX,s=QSXCR+Q6sek8bf92,i=99999999999999999999999999", "hash rounds"},
    {"SCRAM-SHA-256", "r=%sX,s=QSXCR+Q6sek8bf92,i=0", "not what the mechanism has"},
    {"SCRAM-SHA-256", "r=%sX,s=QSXCR+Q6sek8bf92,i=-5", "not what the mechanism has"},
    {"SCRAM-SHA-256", "r=%sX,s=QSXCR+Q6sek8bf92", "not what the mechanism has"},
    {"SCRAM-SHA-256", "r=%sX", "not what the mechanism has"},
    {"SCRAM-SHA-256", "r=somebody-elses-nonce,s=QSXCR+Q6sek8bf92,i=4096", "not what the mechanism has"},
    {"SCRAM-SHA-256", "m=x,r=%sX,s=QSXCR+Q6sek8bf92,i=4096", "not what the mechanism has"},
    {"SCRAM-SHA-256", "\377\376", "not what the mechanism has"},
    {"SCRAM-SHA-256", "", "not what the mechanism has"},
    {"DIGEST-MD5", "realm=\"x", "not what the mechanism has"},
    {"DIGEST-MD5", "nonce=", "not what the mechanism has"},
    {"DIGEST-MD5", "nonce=\"x\",algorithm=md5-none", "not what the mechanism has"},
};

static void nonce_of(struct span first, char *to, size_t cap)
{
    const char *at = first.len ? memmem(first.ptr, first.len, ",r=", 3) : NULL;
    size_t len = at ? first.len - (size_t)(at + 3 - (const char *)first.ptr) : 0;
    assert_true(len < cap);
    memcpy(to, at ? at + 3 : "", len);
    to[len] = '\0';
}

static void hostile_challenges_end_the_exchange(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct login l;
        struct buf out, challenge = {0};
        char nonce[80];
        struct auth *a = begin(hostile[i].mech, &l);
        buf_init_secret(&out, 0);
        assert_int_equal(auth_step(a, span_str(""), &out), AUTH_MORE);
        nonce_of(buf_span(&out), nonce, sizeof nonce);
        buf_clear(&out);
        for (const char *p = hostile[i].challenge; *p; p++) {
            bool here = p[0] == '%' && p[1] == 's';
            assert_true(here ? buf_add_str(&challenge, nonce) : buf_add_char(&challenge, *p));
            p += here;
        }
        assert_int_equal(auth_step(a, buf_span(&challenge), &out), AUTH_BROKEN);
        if (!strstr(auth_error(a), hostile[i].why))
            fail_msg("%s: %s", hostile[i].challenge, auth_error(a));
        assert_int_equal(buf_len(&out), 0);
        assert_int_equal(auth_step(a, span_str("once more"), &out), AUTH_BROKEN);
        buf_done(&out);
        buf_done(&challenge);
        end(a, &l);
    }
}

static void huge_challenges_and_nuls_end_the_exchange(void **state)
{
    (void)state;
    static const char *const names[] = {"SCRAM-SHA-256-PLUS", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5"};
    static unsigned char huge[AUTH_CHALLENGE_MAX + 1];
    memset(huge, 'x', sizeof huge);
    const struct span cases[] = {span_of(huge, sizeof huge), span_of("a\0b", 3), span_of("\0", 1)};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        for (size_t j = 0; j < sizeof cases / sizeof cases[0]; j++) {
            struct login l;
            struct buf out;
            struct auth *a = begin(names[i], &l);
            buf_init_secret(&out, 0);
            assert_int_equal(auth_step(a, span_str(""), &out), AUTH_MORE);
            buf_clear(&out);
            assert_int_equal(auth_step(a, cases[j], &out), AUTH_BROKEN);
            assert_int_equal(buf_len(&out), 0);
            buf_done(&out);
            end(a, &l);
        }
}

/* ---- what cannot begin ---- */

static void unfit_logins_are_told_before_the_first_byte(void **state)
{
    (void)state;
    static const struct {
        const char *mech, *user;
        struct span password, token;
        const char *why;
    } cases[] = {
        {"PLAIN", "probe", {NULL, 0}, {NULL, 0}, "PLAIN cannot be tried: a password is needed"},
        {"PLAIN", NULL, {(const unsigned char *)"x", 1}, {NULL, 0}, "a user name is needed"},
        {"PLAIN", "probe", {(const unsigned char *)"a\0b", 3}, {NULL, 0}, "NUL byte"},
        {"XOAUTH2", "probe", {NULL, 0}, {NULL, 0}, "a token is needed"},
        {"XOAUTH2", "probe", {NULL, 0}, {(const unsigned char *)"tok\n", 4}, "control characters"},
        {"XOAUTH2", "pro\001be", {NULL, 0}, {(const unsigned char *)"tok", 3}, "control characters"},
        {"GSSAPI", "probe", {(const unsigned char *)"x", 1}, {NULL, 0}, "does not speak"},
        {"APOP", "probe", {(const unsigned char *)"x", 1}, {NULL, 0}, "does not speak"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct login l = {.user = (char *)cases[i].user};
        struct err err = {0};
        assert_true(!cases[i].password.ptr || secret_set(&l.password, cases[i].password));
        assert_true(!cases[i].token.ptr || secret_set(&l.token, cases[i].token));
        struct auth_setting s = {.mech = mech_by_name(cases[i].mech), .login = &l, .service = "imap", .host = "h"};
        assert_null(auth_new(&s, &err));
        assert_int_equal(err.kind, ERR_INPUT);
        assert_non_null(strstr(err.text, cases[i].why));
        end(NULL, &l);
    }
}

/* ---- memory ---- */

static bool exchange_accepted(void *user)
{
    struct exchange x = {.mech = user, .exporter = exporter, .our_exporter = exporter};
    return exchange_run(&x) && x.theirs == VERIFY_YES && x.ours == AUTH_READY;
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    static const char *const names[] = {"SCRAM-SHA-256-PLUS", "LOGIN", "OAUTHBEARER"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        size_t unnoticed = 0;
        assert_true(failing_alloc_each(exchange_accepted, (void *)names[i], &unnoticed) > 0);
        assert_int_equal(unnoticed, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mechanism_says_its_bytes),
        cmocka_unit_test(names_with_commas_are_escaped_for_oauthbearer),
        cmocka_unit_test(apop_digest_is_that_of_the_rfc),
        cmocka_unit_test(right_and_wrong_secrets),
        cmocka_unit_test(acting_as_somebody_else_reaches_the_server),
        cmocka_unit_test(binding_ties_the_login_to_the_session),
        cmocka_unit_test(servers_that_cannot_prove_themselves),
        cmocka_unit_test(a_yes_without_proof_is_none),
        cmocka_unit_test(hostile_challenges_end_the_exchange),
        cmocka_unit_test(huge_challenges_and_nuls_end_the_exchange),
        cmocka_unit_test(unfit_logins_are_told_before_the_first_byte),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
