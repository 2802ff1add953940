/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which mechanism is used, which are not, and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sasl/mech.h"

enum given { PASSWORD = 1, TOKEN = 2, NO_USER = 4, NOBODY = 8 };

/* Words between blanks, as a server lists them. */
static void list_words(struct strv *v, const char *words)
{
    while (*words) {
        size_t len = strcspn(words, " ");
        assert_true(strv_add(v, span_of(words, len)));
        words += len + strspn(words + len, " ");
    }
}

struct judged {
    struct mech_offer offers[MECH_OFFERS_MAX];
    size_t count;
    int chosen;
};

static void judge(struct judged *j, const char *offered, const char *const *natives, struct mech_context c, int given,
                  const char *asked)
{
    struct strv list = {0};
    struct login l = {.user = given & NO_USER ? NULL : (char *)"probe", .mechanism = (char *)asked};
    if (given & PASSWORD)
        assert_true(secret_set(&l.password, span_str("secret")));
    if (given & TOKEN)
        assert_true(secret_set(&l.token, span_str("tok123")));
    list_words(&list, offered);
    c.login = given & NOBODY ? NULL : &l;
    j->count = mech_judge(&list, natives, &c, j->offers, &j->chosen);
    assert_true(j->chosen < (int)j->count);
    strv_done(&list);
    secret_wipe(&l.password);
    secret_wipe(&l.token);
}

static const char *const imap[] = {"LOGIN", NULL}, *const pop3[] = {"APOP", "USER", NULL}, *const none[] = {NULL};

static const struct {
    const char *offered;
    const char *const *natives;
    struct mech_context c;
    int given;
    const char *asked, *chosen; /* NULL: none */
} choices[] = {
    /* Inside TLS: bound proofs, proofs, the password itself, weak proofs. */
    {"PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-256-PLUS", imap, {.tls = true, .binding = true}, PASSWORD, NULL,
     "SCRAM-SHA-256-PLUS"},
    {"PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-256-PLUS", imap, {.tls = true}, PASSWORD, NULL, "SCRAM-SHA-256"},
    {"SCRAM-SHA-1-PLUS SCRAM-SHA-256", none, {.tls = true, .binding = true}, PASSWORD, NULL, "SCRAM-SHA-1-PLUS"},
    {"DIGEST-MD5 CRAM-MD5 LOGIN PLAIN", imap, {.tls = true}, PASSWORD, NULL, "PLAIN"},
    {"DIGEST-MD5 CRAM-MD5 LOGIN", imap, {.tls = true}, PASSWORD, NULL, "LOGIN"},
    {"CRAM-MD5", imap, {.tls = true}, PASSWORD, NULL, "CRAM-MD5"},
    /* IMAP's own command is for servers that have nothing else that can be used. */
    {"", imap, {.tls = true}, PASSWORD, NULL, "LOGIN command"},
    {"GSSAPI NTLM", imap, {.tls = true}, PASSWORD, NULL, "LOGIN command"},
    {"", imap, {.tls = true, .login_disabled = true}, PASSWORD, NULL, NULL},
    /* POP3's own. */
    {"", pop3, {.tls = true, .apop = true}, PASSWORD, NULL, "USER/PASS"},
    {"CRAM-MD5", pop3, {.tls = true}, PASSWORD, NULL, "USER/PASS"},
    {"", pop3, {.apop = true}, PASSWORD, NULL, "APOP"},
    {"", pop3, {0}, PASSWORD, NULL, NULL},
    /* A token was given: it is used. */
    {"SCRAM-SHA-256 XOAUTH2 OAUTHBEARER", imap, {.tls = true}, PASSWORD | TOKEN, NULL, "OAUTHBEARER"},
    {"PLAIN XOAUTH2", imap, {.tls = true}, TOKEN, NULL, "XOAUTH2"},
    {"PLAIN", imap, {.tls = true}, TOKEN, NULL, NULL},
    {"XOAUTH2", imap, {.tls = true, .login_disabled = true}, PASSWORD, NULL, NULL},
    /* In clear only what keeps the secret here; with leave, that before the rest. */
    {"PLAIN LOGIN CRAM-MD5 DIGEST-MD5", imap, {0}, PASSWORD, NULL, "DIGEST-MD5"},
    {"PLAIN CRAM-MD5", imap, {0}, PASSWORD, NULL, "CRAM-MD5"},
    {"PLAIN LOGIN XOAUTH2", imap, {0}, PASSWORD | TOKEN, NULL, NULL},
    {"PLAIN LOGIN CRAM-MD5", imap, {.insecure = true}, PASSWORD, NULL, "CRAM-MD5"},
    {"PLAIN LOGIN", imap, {.insecure = true}, PASSWORD, NULL, "PLAIN"},
    {"SCRAM-SHA-256-PLUS SCRAM-SHA-256", imap, {.binding = true}, PASSWORD, NULL, "SCRAM-SHA-256"},
    /* Certificates of our own. */
    {"EXTERNAL PLAIN", imap, {.tls = true, .client_cert = true}, PASSWORD, NULL, "EXTERNAL"},
    {"EXTERNAL PLAIN", imap, {.tls = true}, PASSWORD, NULL, "PLAIN"},
    /* As asked, or not at all. */
    {"SCRAM-SHA-256 PLAIN CRAM-MD5", imap, {.tls = true}, PASSWORD, "CRAM-MD5", "CRAM-MD5"},
    {"SCRAM-SHA-256 PLAIN LOGIN", imap, {.tls = true}, PASSWORD, "LOGIN", "LOGIN"},
    {"SCRAM-SHA-256 PLAIN", imap, {.tls = true}, PASSWORD, "LOGIN", "LOGIN command"},
    {"PLAIN", pop3, {.tls = true}, PASSWORD, "USER", "USER/PASS"},
    {"SCRAM-SHA-256 PLAIN", imap, {.tls = true}, PASSWORD, "CRAM-MD5", NULL},
    {"PLAIN CRAM-MD5", imap, {0}, PASSWORD, "PLAIN", NULL},
    /* Nobody, or half a login. */
    {"PLAIN", imap, {.tls = true}, NOBODY, NULL, NULL},
    {"PLAIN", imap, {.tls = true}, PASSWORD | NO_USER, NULL, NULL},
    {"", none, {.tls = true}, PASSWORD, NULL, NULL},
};

static void the_strongest_that_can_be_used_is_chosen(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
        struct judged j;
        judge(&j, choices[i].offered, choices[i].natives, choices[i].c, choices[i].given, choices[i].asked);
        const char *got = j.chosen < 0 ? "(none)" : j.offers[j.chosen].name;
        const char *want = choices[i].chosen ? choices[i].chosen : "(none)";
        if (strcmp(got, want) != 0)
            fail_msg("case %zu, %s: %s instead of %s", i, choices[i].offered, got, want);
        assert_true(j.chosen < 0 || (j.offers[j.chosen].usable && j.offers[j.chosen].mech));
    }
}

static const struct mech_offer *offer_named(const struct judged *j, const char *name)
{
    for (size_t i = 0; i < j->count; i++)
        if (strcmp(j->offers[i].name, name) == 0)
            return &j->offers[i];
    fail_msg("%s is not in the list", name);
    return NULL;
}

static void every_refusal_has_its_reason(void **state)
{
    (void)state;
    static const struct {
        const char *name, *why;
        struct mech_context c;
        int given;
    } cases[] = {
        {"XOAUTH2", "needs a token (--token-file)", {.tls = true}, PASSWORD},
        {"PLAIN", "needs a password (--password-file)", {.tls = true}, TOKEN},
        {"PLAIN", "needs a user name (--user)", {.tls = true}, PASSWORD | NO_USER},
        {"PLAIN", "no login was given (--user)", {.tls = true}, NOBODY},
        {"PLAIN", "sends the password itself, and this line is not encrypted", {0}, PASSWORD},
        {"OAUTHBEARER", "sends the token itself, and this line is not encrypted", {0}, TOKEN},
        {"EXTERNAL", "needs a client certificate, and none was shown in the handshake", {.tls = true}, PASSWORD},
        {"SCRAM-SHA-256-PLUS", "needs channel binding data, which this TLS session does not give", {.tls = true}, PASSWORD},
        {"SCRAM-SHA-256-PLUS", "is bound to a TLS session, and this line is not encrypted", {0}, PASSWORD},
        {"GSSAPI", "tlswalk knows it by name only", {.tls = true}, PASSWORD},
        {"X-OURS", "tlswalk has not heard of it", {.tls = true}, PASSWORD},
        {"LOGIN command", "the server forbids it here (LOGINDISABLED)", {.tls = true, .login_disabled = true}, PASSWORD},
        {"APOP", "needs a greeting with a timestamp inside this channel", {.tls = true}, PASSWORD},
    };
    static const char *const both[] = {"LOGIN", "APOP", NULL};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct judged j;
        judge(&j, "PLAIN XOAUTH2 OAUTHBEARER EXTERNAL SCRAM-SHA-256-PLUS GSSAPI X-OURS", both, cases[i].c, cases[i].given, NULL);
        const struct mech_offer *o = offer_named(&j, cases[i].name);
        assert_false(o->usable);
        assert_string_equal(o->why, cases[i].why);
    }
}

static void usable_ones_tell_what_they_are(void **state)
{
    (void)state;
    struct judged j;
    judge(&j, "PLAIN CRAM-MD5", imap, (struct mech_context){.tls = true}, PASSWORD, NULL);
    assert_int_equal(j.count, 3);
    assert_string_equal(j.offers[0].name, "PLAIN");
    assert_non_null(strstr(j.offers[0].why, "the strongest that can be used here: sends the password itself"));
    assert_non_null(strstr(j.offers[1].why, "weak"));
    assert_true(j.offers[1].usable);
}

static void what_was_asked_for_and_is_not_offered_is_told(void **state)
{
    (void)state;
    struct judged j;
    judge(&j, "PLAIN", none, (struct mech_context){.tls = true}, PASSWORD, "SCRAM-SHA-256");
    assert_int_equal(j.count, 2);
    assert_string_equal(j.offers[1].name, "SCRAM-SHA-256");
    assert_string_equal(j.offers[1].why, "asked for, but the server does not offer it");
    judge(&j, "PLAIN", none, (struct mech_context){.tls = true}, PASSWORD, "X-NO\033");
    assert_string_equal(j.offers[1].name, "X-NO<U+001B>");
    assert_null(j.offers[1].mech);
}

static void a_server_that_lists_hundreds_costs_no_more_than_the_table(void **state)
{
    (void)state;
    char words[4096];
    size_t len = 0;
    for (int i = 0; i < 200; i++)
        len += (size_t)snprintf(words + len, sizeof words - len, "X-MECH-%d ", i);
    snprintf(words + len, sizeof words - len, "PLAIN X-\002\377");
    struct judged j;
    judge(&j, words, imap, (struct mech_context){.tls = true}, PASSWORD, "X-NEVER");
    assert_int_equal(j.count, MECH_OFFERS_MAX);
    assert_string_equal(j.offers[0].name, "PLAIN");
    assert_string_equal(j.offers[MECH_OFFERS_MAX - 1].name, "X-NEVER");
}

static void names_are_found_in_any_case(void **state)
{
    (void)state;
    assert_string_equal(mech_by_name("scram-sha-256-plus")->name, "SCRAM-SHA-256-PLUS");
    assert_int_equal(mech_by_name("LOGIN")->form, MECH_SASL);
    assert_int_equal(mech_by_name("user")->form, MECH_NATIVE);
    assert_string_equal(mech_by_name("LOGIN command")->native, "LOGIN");
    assert_null(mech_by_name("X-OURS"));
    assert_null(mech_by_name(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_strongest_that_can_be_used_is_chosen),
        cmocka_unit_test(every_refusal_has_its_reason),
        cmocka_unit_test(usable_ones_tell_what_they_are),
        cmocka_unit_test(what_was_asked_for_and_is_not_offered_is_told),
        cmocka_unit_test(a_server_that_lists_hundreds_costs_no_more_than_the_table),
        cmocka_unit_test(names_are_found_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
