/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages in words: what the operator reads, and that no secret is among it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/text.h"
#include "sasl/auth.h"
#include "test.h"

enum side { CLIENT, SERVER };

/* NULs are part of a message: its length is that of the literal. */
#define MESSAGE(s) {(const unsigned char *)(s), sizeof(s) - 1}

static const struct {
    const char *mech;
    enum side side;
    unsigned nth;
    struct span message;
    const char *words;
} messages[] = {
    {"PLAIN", CLIENT, 0, MESSAGE("\0probe\0secret"), "user probe, password masked"},
    {"PLAIN", CLIENT, 0, MESSAGE("boss\0probe\0secret"), "user probe, acting as boss, password masked"},
    {"PLAIN", CLIENT, 0, MESSAGE("secret"), "masked"},
    {"PLAIN", CLIENT, 1, MESSAGE("\0probe\0secret"), "masked"},
    {"PLAIN", SERVER, 0, MESSAGE("go on\r\n"), "not understood: go on<U+000D><U+000A>"},
    {"LOGIN", SERVER, 0, MESSAGE("Username:"), "asks: Username:"},
    {"LOGIN", SERVER, 1, MESSAGE("User Name\0"), "asks: User Name<U+0000>"},
    {"LOGIN", CLIENT, 0, MESSAGE("probe"), "user probe"},
    {"LOGIN", CLIENT, 1, MESSAGE("secret"), "password masked"},
    {"LOGIN", CLIENT, 2, MESSAGE("secret"), "password masked"},
    {"CRAM-MD5", SERVER, 0, MESSAGE("<17.1700000000@smtp.example.org>"), "challenge <17.1700000000@smtp.example.org>"},
    {"CRAM-MD5", CLIENT, 0, MESSAGE("pro be e31df1eaf77c89c9acd87d2105ef20de"), "user pro be, proof masked"},
    {"CRAM-MD5", CLIENT, 0, MESSAGE("e31df1eaf77c89c9acd87d2105ef20de"), "masked"},
    {"DIGEST-MD5", SERVER, 0,
     MESSAGE("realm=\"example.org\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth,auth-int\",algorithm=md5-sess,charset=utf-8"),
     "server nonce OA6M..., realm example.org, qop auth,auth-int"},
    {"DIGEST-MD5", CLIENT, 0,
     MESSAGE("charset=utf-8,username=\"probe\",realm=\"example.org\",nonce=\"OA6M\",nc=00000001,cnonce=\"x\","
             "digest-uri=\"imap/mail.example.org\",response=d388dad90d4bbd760a152321f2143af7,qop=auth"),
     "user probe, proof masked, realm example.org, qop auth, digest-uri imap/mail.example.org"},
    {"DIGEST-MD5", SERVER, 1, MESSAGE("rspauth=ea40f60335c427b5527b84dbabcdfffd"), "the server's own proof"},
    {"DIGEST-MD5", SERVER, 0, MESSAGE("nonce"), "not understood: nonce"},
    {"DIGEST-MD5", SERVER, 0, MESSAGE("nonce=\"x"), "not understood: nonce=\"x"},
    {"DIGEST-MD5", CLIENT, 1, MESSAGE("username=\"probe\",response=d388dad9"), "masked"},
    {"SCRAM-SHA-256", CLIENT, 0, MESSAGE("n,,n=probe,r=k7Qm2vX9aZ"),
     "user probe, nonce k7Qm..., not bound to the TLS session"},
    {"SCRAM-SHA-256-PLUS", CLIENT, 0, MESSAGE("p=tls-exporter,a=boss,n=probe,r=k7Qm2vX9aZ"),
     "user probe, acting as boss, nonce k7Qm..., bound to the TLS session by tls-exporter"},
    {"SCRAM-SHA-1", CLIENT, 0, MESSAGE("y,,n=probe,r=k7Qm2vX9aZ"),
     "user probe, nonce k7Qm..., could be bound to the TLS session but the server did not offer it"},
    {"SCRAM-SHA-256", SERVER, 0, MESSAGE("r=k7Qm2vX9aZP4tLw8Rr1,s=ABEiM0RVZneImaq7zN3u/w==,i=4096"),
     "server nonce k7Qm..., salt 16 bytes, 4096 rounds"},
    {"SCRAM-SHA-256", CLIENT, 1, MESSAGE("c=biws,r=k7Qm2vX9aZP4tLw8Rr1,p=fzEnSh4+93gBH4lSUSq8Ni9kX85r4rN1mArqew8jlkA="),
     "proof masked"},
    {"SCRAM-SHA-256", SERVER, 1, MESSAGE("v=NtFKejtCjRRSMEMaBJaUBVdkC6GvNqGE1/ufLHaThMg="), "the server's own proof"},
    {"SCRAM-SHA-256", SERVER, 1, MESSAGE("e=channel-bindings-dont-match"), "error channel-bindings-dont-match"},
    {"SCRAM-SHA-256", SERVER, 1, MESSAGE("e=\033[2J"), "error <U+001B>[2J"},
    {"SCRAM-SHA-256", SERVER, 0, MESSAGE("r=x"), "not understood: r=x"},
    {"SCRAM-SHA-256", CLIENT, 0, MESSAGE("secret"), "masked"},
    {"XOAUTH2", CLIENT, 0, MESSAGE("user=probe@example.org\001auth=Bearer tok123\001\001"),
     "user probe@example.org, token masked"},
    {"XOAUTH2", CLIENT, 0, MESSAGE("auth=Bearer tok123\001\001"), "masked"},
    {"XOAUTH2", SERVER, 0, MESSAGE("{\"status\":\"401\",\"schemes\":\"bearer\"}"), "{\"status\":\"401\",\"schemes\":\"bearer\"}"},
    {"XOAUTH2", CLIENT, 1, MESSAGE(""), "empty answer"},
    {"OAUTHBEARER", CLIENT, 0, MESSAGE("n,a=probe,\001host=h\001port=993\001auth=Bearer tok123\001\001"),
     "user probe, token masked"},
    {"OAUTHBEARER", CLIENT, 1, MESSAGE("\001"), "end of the refused exchange"},
    {"OAUTHBEARER", CLIENT, 1, MESSAGE("tok123"), "masked"},
    {"EXTERNAL", CLIENT, 0, MESSAGE(""), "the client certificate's own name"},
    {"EXTERNAL", CLIENT, 0, MESSAGE("boss"), "the client certificate's own name, acting as boss"},
    {"EXTERNAL", SERVER, 0, MESSAGE(""), "empty challenge"},
    {"X-OURS", CLIENT, 0, MESSAGE("secret"), "masked"},
    {"X-OURS", SERVER, 0, MESSAGE("hello \xff"), "not understood: hello \\xFF"},
};

static void every_message_has_its_words(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        struct buf out;
        buf_init(&out, 0);
        auth_explain(messages[i].mech, messages[i].side == SERVER, messages[i].nth, messages[i].message, &out);
        assert_string_equal(buf_cstr(&out), messages[i].words);
        buf_done(&out);
    }
}

struct seen {
    const char *mech;
    enum side side;
    unsigned nth;
};

/* A cut message is told as far as it is understood: safe, and without what follows the cut's secret. */
static void look(struct span head, void *user)
{
    const struct seen *s = user;
    struct buf out;
    buf_init(&out, 0);
    auth_explain(s->mech, s->side == SERVER, s->nth, head, &out);
    assert_true(buf_len(&out) > 0);
    assert_true(text_is_safe(buf_span(&out)));
    if (s->side == CLIENT) {
        assert_null(strstr(buf_cstr(&out), "secret"));
        assert_null(strstr(buf_cstr(&out), "tok1"));
        assert_null(strstr(buf_cstr(&out), "fzEn"));
        assert_null(strstr(buf_cstr(&out), "d388"));
        assert_null(strstr(buf_cstr(&out), "e31d"));
    }
    buf_done(&out);
}

static void cut_messages_are_safe_and_tell_no_secret(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof messages / sizeof messages[0]; i++) {
        struct seen s = {messages[i].mech, messages[i].side, messages[i].nth};
        feed_heads(messages[i].message, look, &s);
    }
}

static void long_messages_are_cut(void **state)
{
    (void)state;
    static char huge[50000];
    struct buf out;
    memset(huge, 'x', sizeof huge);
    for (size_t i = 0; i + 3 < sizeof huge; i += 3)
        memcpy(huge + i, "\u20ac", 3);
    buf_init(&out, 0);
    auth_explain("XOAUTH2", true, 0, span_of(huge, sizeof huge), &out);
    assert_true(buf_len(&out) <= 2003);
    assert_true(text_is_safe(buf_span(&out)));
    assert_null(strstr(buf_cstr(&out), "\\x"));
    assert_non_null(strstr(buf_cstr(&out), "\u20ac..."));
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_message_has_its_words),
        cmocka_unit_test(cut_messages_are_safe_and_tell_no_secret),
        cmocka_unit_test(long_messages_are_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
