/* SPDX-License-Identifier: GPL-3.0-or-later */
/* symptom_test.c - what people read out leads to the diagnoses that it may stand for, and to no others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "diagnose/explain.h"
#include "diagnose/reply_codes.h"
#include "diagnose/symptom_private.h"
#include "diagnose/tls_results.h"
#include "failing_alloc.h"

static void expect_code(const char *table, const char *code)
{
    if (!catalogue_find(code))
        fail_msg("%s leads to %s, which is no diagnosis", table, code);
}

static void every_row_leads_to_diagnoses(void **state)
{
    (void)state;
    for (size_t i = 0; i < symptom_row_count; i++) {
        const struct symptom_row *row = &symptom_rows[i];
        char normal[200];
        assert_true(row->meaning && *row->meaning && row->source->title && row->signs[0]);
        for (const char *const *sign = row->signs; *sign; sign++) {
            symptom_normalize(normal, sizeof normal, *sign);
            assert_int_equal(strlen(normal), strlen(*sign)); /* signs are written as they are compared, but for capitals */
        }
        for (size_t c = 0; c < SYMPTOM_CANDIDATES_MAX && row->candidates[c].code; c++) {
            expect_code(row->signs[0], row->candidates[c].code);
            assert_non_null(row->candidates[c].reason);
        }
    }
    for (size_t i = 0; i < tls_result_count; i++)
        expect_code(tls_results[i].name, tls_results[i].code);
}

/* A sign finds its own row, whatever else it finds. */
static void every_sign_finds_its_row(void **state)
{
    static struct symptoms found;
    (void)state;
    for (size_t i = 0; i < symptom_row_count; i++)
        for (const char *const *sign = symptom_rows[i].signs; *sign; sign++) {
            bool there = false;
            symptoms_find(&found, *sign);
            for (size_t s = 0; s < found.count; s++)
                there = there || (found.items[s].source == symptom_rows[i].source->title && strstr(found.items[s].heading, *sign));
            if (!there)
                fail_msg("%s is not found", *sign);
        }
}

static const struct told {
    const char *text;
    const char *heading; /* of the first symptom, or a part of it */
    const char *codes;   /* candidates of the first symptom, in this order, others may follow; "" : none at all */
} told[] = {
    {"0x800CCC0E", "0x800CCC0E: the connection to the server failed", "tcp-refused tcp-timeout"},
    {"Outlook says error 0x800ccc0e.", "0x800CCC0E", "tcp-refused"},
    {"800CCC0D", "0x800CCC0D", "dns-nxdomain"},
    {"0x800CCC79", "0x800CCC79", "auth-required-530 greylisting"},
    {"0x80042109", "0x80042109", "tcp-refused tcp-timeout"},
    {"Socket Error: 10061", "socket error 10061: connection refused", "tcp-refused"},
    {"20", "verify error 20", "cert-missing-intermediate cert-untrusted-root"},
    {"verify error:num=20:unable to get local issuer certificate", "20", "cert-missing-intermediate"},
    {"verify return code: 10 (certificate has expired)", "10", "cert-expired cert-chain-expired-issuer"},
    {"0", "verify error 0", ""},
    {"Unable to get  local issuer\ncertificate", "unable to get local issuer certificate", "cert-missing-intermediate"},
    {"error:0A00010B:SSL routines::wrong version number", "wrong version number", "tls-mode-mismatch-implicit-on-starttls"},
    {"curl: (60) SSL certificate problem", "exit code 60", "cert-missing-intermediate"},
    {"-15", "-15, GNUTLS_E_UNEXPECTED_PACKET", "tls-mode-mismatch-implicit-on-starttls starttls-accepted-no-tls"},
    {"gnutls_e_premature_termination", "-110", "tls-handshake-closed tls-truncated"},
    {"GnuTLS error -110 in gnutls_handshake", "-110", "tls-handshake-closed"},
    {"0x42", "certificate status 0x40", "cert-self-signed cert-untrusted-root cert-missing-intermediate"},
    {"GNUTLS_CERT_EXPIRED", "certificate status 0x400", "cert-expired"},
    {"TLS alert 70", "TLS alert 70, protocol_version", "tls-version-too-old"},
    {"unknown_ca", "TLS alert 48", "client-cert-required cert-missing-intermediate cert-untrusted-root"},
    {"tlsv1 alert unknown ca: SSL alert number 48", "TLS alert 48", "client-cert-required"},
    {"535", "\"535\"", "auth-bad-credentials"},
    {"5.7.8", "\"5.7.8\"", "auth-bad-credentials"},
    {"535 5.7.8", "\"535 5.7.8\"", "auth-bad-credentials"},
    {"454 4.7.0 TLS not available due to local problem", "454 4.7.0", "starttls-refused-454"},
    {"534 5.7.9 Application-specific password required", "534 5.7.9", "auth-app-password-required auth-mechanism-too-weak"},
    {"535 5.7.3 Authentication unsuccessful", "535 5.7.3",
     "auth-bad-credentials auth-smtp-disabled-for-account auth-oauth-required"},
    {"530 5.7.0 Authentication required", "530 5.7.0", "auth-required-530"},
    {"550 5.7.1 Relaying denied", "550 5.7.1", "auth-required-530"},
    {"450 4.2.0 <a@example.org>: Recipient address rejected: Greylisted", "450 4.2.0", "greylisting"},
    {"554 5.7.1 client blocked using zen.spamhaus.org", "554 5.7.1", "greeting-blocklisted"},
    {"599", "\"599\"", "greeting-rejected-554 starttls-refused-other"}, /* unknown, but of the fifth class */
    {"a NO [AUTHENTICATIONFAILED] Authentication failed.", "[AUTHENTICATIONFAILED]", "auth-bad-credentials"},
    {"[SYS/TEMP]", "[SYS/TEMP]", "auth-backend-down greeting-421-busy"},
    {"in-use", "in-use", "mailbox-in-use"},
    {"AcceptSecurityContext error, data 775", "data 775", "auth-account-locked"},
    {"Cannot Verify Server Identity", "Cannot verify server identity", "cert-name-mismatch cert-untrusted-root"},
    {"SEC_ERROR_UNKNOWN_ISSUER", "SEC_ERROR_UNKNOWN_ISSUER", "cert-missing-intermediate"},
    {"Connection to server mail.example.org timed out.", "Connection to server * timed out", "tcp-timeout"},
    {"Mail can\xe2\x80\x99t verify the identity of \xe2\x80\x9cmail.example.org\xe2\x80\x9d", "can't verify the identity of",
     "cert-name-mismatch"},
    {"verify the identity", "verify the identity of", "cert-name-mismatch"}, /* a part of a sign */
    {"RFC 8996", "Diagnoses that have these words", "tls-version-too-old"},
    {"the clock of this computer", "Diagnoses that have these words", "local-clock-wrong"},
};

static void what_is_told_is_found(void **state)
{
    static struct symptoms found;
    char words[400];
    (void)state;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++) {
        const struct told *t = &told[i];
        symptoms_find(&found, t->text);
        if (!found.count)
            fail_msg("nothing is found for %s", t->text);
        const struct symptom *s = &found.items[0];
        if (!strstr(s->heading, t->heading))
            fail_msg("%s: the heading is %s", t->text, s->heading);
        if (!*t->codes)
            assert_int_equal(s->count, 0);
        snprintf(words, sizeof words, "%s", t->codes);
        size_t n = 0;
        for (char *save, *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save), n++)
            if (n >= s->count || strcmp(s->candidates[n].diagnosis->code, word) != 0)
                fail_msg("%s: candidate %zu is %s, not %s", t->text, n, n < s->count ? s->candidates[n].diagnosis->code : "none", word);
    }
}

/* A number is one by itself, and of this source, or it is nothing. */
static void what_is_not_told_is_not_found(void **state)
{
    static const struct {
        const char *text, *heading;
    } rows[] = {
        {"mailbox 20 of 60", "verify error"},
        {"mailbox 20 of 60", "exit code"},
        {"120", "verify error"},
        {"0x800CCC0E1", "0x800CCC0E:"},
        {"15351", "\"15351\""},
        {"port 535", "\"port 535\""},
        {"15.7.8", "\"15.7.8\""},
        {"0x400000", "certificate status"},
        {"curl -v", "exit code"},
    };
    static struct symptoms found;
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        symptoms_find(&found, rows[i].text);
        for (size_t s = 0; s < found.count; s++)
            if (strstr(found.items[s].heading, rows[i].heading))
                fail_msg("%s finds %s", rows[i].text, found.items[s].heading);
    }
    static const char *const nothing[] = {"", " ", "\n", "q", "xyzzy", "plugh xyzzy", "123456"};
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
        symptoms_find(&found, nothing[i]);
        if (found.count)
            fail_msg("'%s' finds %s", nothing[i], found.items[0].heading);
    }
}

/* Nothing is told twice, and what a text brings with it does not reach the screen. */
static void what_is_found_is_bounded_and_safe(void **state)
{
    static struct symptoms found;
    char endless[4000];
    (void)state;
    symptoms_find(&found, "535 5.7.8 \033[2J\xe2\x80\xae authentication failed");
    assert_true(found.count > 0);
    for (size_t s = 0; s < found.count; s++)
        assert_true(text_is_safe(span_str(found.items[s].heading)));
    memset(endless, 0, sizeof endless);
    for (size_t i = 0; i + 20 < sizeof endless; i += 12)
        memcpy(endless + i, i % 24 ? "certificate " : "0x800CCC0E  ", 12);
    symptoms_find(&found, endless);
    assert_true(found.count <= SYMPTOMS_MAX);
    for (size_t s = 0; s < found.count; s++)
        for (size_t c = 0; c < found.items[s].count; c++)
            for (size_t other = c + 1; other < found.items[s].count; other++)
                assert_ptr_not_equal(found.items[s].candidates[c].diagnosis, found.items[s].candidates[other].diagnosis);
}

static void the_catalogue_is_searched_by_worth(void **state)
{
    static const struct {
        const char *text, *first;
    } rows[] = {
        {"wildcard", "cert-name-wildcard-depth"},
        {"snakeoil", "cert-default-or-snakeoil"},
        {"starttls stripped", "starttls-stripped"},
        {"nodemailer#1154", "tls-mode-mismatch-implicit-on-starttls"},
        {"antivirus", "cert-intercepted-by-antivirus-or-proxy"},
    };
    struct candidate found[SYMPTOM_CANDIDATES_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_true(catalogue_search(rows[i].text, found, SYMPTOM_CANDIDATES_MAX) > 0);
        assert_string_equal(found[0].diagnosis->code, rows[i].first);
        assert_true(*found[0].reason);
    }
    assert_int_equal(catalogue_search("certificate", found, 3), 3);
    assert_int_equal(catalogue_search("certificate", found, 0), 0);
    assert_int_equal(catalogue_search("the", found, 3), 0);
    assert_int_equal(catalogue_search("certificate xyzzy", found, 3), 0); /* every word must be there */
}

static void results_hold_where_they_may(void **state)
{
    static const struct {
        int alert, error;
        bool asked;
        enum tls_mode mode;
        const char *means, *not;
    } rows[] = {
        {40, -12, false, TLS_MODE_IMPLICIT, "tls-no-common-cipher", "client-cert-required"},
        {40, -12, true, TLS_MODE_IMPLICIT, "client-cert-required", "tls-no-common-cipher"},
        {48, -12, true, TLS_MODE_STARTTLS, "client-cert-required", "cert-untrusted-root"},
        {48, -12, false, TLS_MODE_STARTTLS, NULL, "client-cert-required"},
        {116, -12, false, TLS_MODE_STARTTLS, "client-cert-required", "tls-handshake-failed"},
        {-1, -15, false, TLS_MODE_IMPLICIT, "tls-mode-mismatch-implicit-on-starttls", "starttls-accepted-no-tls"},
        {-1, -15, false, TLS_MODE_STARTTLS, "starttls-accepted-no-tls", "tls-mode-mismatch-implicit-on-starttls"},
        {-1, -8, false, TLS_MODE_IMPLICIT, "tls-version-too-old", "tls-weak-dh"},
        {-1, -63, false, TLS_MODE_IMPLICIT, "tls-weak-dh", "tls-version-too-old"},
        {-1, 0, false, TLS_MODE_IMPLICIT, NULL, "tls-version-too-old"},
        {70, -8, false, TLS_MODE_IMPLICIT, "tls-version-too-old", "tls-handshake-failed"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct tls_facts f = {.alert = rows[i].alert, .error = rows[i].error, .client_cert_asked = rows[i].asked};
        if (rows[i].means && !tls_result_means(&f, rows[i].mode, rows[i].means))
            fail_msg("row %zu does not mean %s", i, rows[i].means);
        if (tls_result_means(&f, rows[i].mode, rows[i].not))
            fail_msg("row %zu means %s", i, rows[i].not);
    }
}

static bool explain_found(void *user)
{
    static struct symptoms found;
    struct buf out = {0};
    (void)user;
    symptoms_find(&found, "454 4.7.0 TLS not available");
    bool ok = explain_symptoms(&found, 80, &out);
    buf_done(&out);
    return ok;
}

static void what_is_found_is_printed_whole(void **state)
{
    static const int widths[] = {60, 80, 100};
    static struct symptoms found;
    size_t unnoticed;
    (void)state;
    for (size_t w = 0; w < sizeof widths / sizeof widths[0]; w++) {
        struct buf out = {0};
        symptoms_find(&found, "0x800CCC1A");
        assert_true(explain_symptoms(&found, widths[w], &out));
        const char *text = buf_cstr(&out);
        for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n')
            assert_true(text_cols(span_of(p, strcspn(p, "\n"))) <= widths[w]);
        for (size_t c = 0; c < found.items[0].count; c++)
            assert_non_null(strstr(text, found.items[0].candidates[c].diagnosis->code));
        assert_non_null(strstr(text, "Outlook"));
        buf_done(&out);
    }
    assert_true(failing_alloc_each(explain_found, NULL, &unnoticed) > 5);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_leads_to_diagnoses),
        cmocka_unit_test(every_sign_finds_its_row),
        cmocka_unit_test(what_is_told_is_found),
        cmocka_unit_test(what_is_not_told_is_not_found),
        cmocka_unit_test(what_is_found_is_bounded_and_safe),
        cmocka_unit_test(the_catalogue_is_searched_by_worth),
        cmocka_unit_test(results_hold_where_they_may),
        cmocka_unit_test(what_is_found_is_printed_whole),
    };
    return cmocka_run_group_tests_name("symptom", tests, NULL, NULL);
}
