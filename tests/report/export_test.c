/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "failing_alloc.h"
#include "report/export.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

static struct target target_of(const char *uri)
{
    struct target t;
    struct err err;

    if (!target_parse(span_str(uri), &t, &err))
        fail_msg("%s", err.text);
    return t;
}

static char *written(const char *name, const struct export_facts *f)
{
    struct buf out = {0};
    char *text;

    assert_true(export_write(&out, export_find(span_str(name)), f));
    text = buf_take(&out);
    assert_non_null(text);
    return text;
}

/* What a program is given: the way in, the name it asks for, whom it trusts, who logs in. */
static void says_what_was_asked(void **state)
{
    static const struct {
        const char *name, *uri;
        struct export_facts facts;
        const char *has[4], *has_not;
    } rows[] = {
        {"openssl", "imap://mail.example.org", {0}, {"openssl s_client -connect mail.example.org:143 -servername mail.example.org",
         "-verify_hostname mail.example.org", "-starttls imap", "-crlf\n"}, "-CAfile"},
        {"openssl", "imaps://mail.example.org:1993", {.ca_file = "/my ca/root.pem"}, {":1993 ", "-CAfile '/my ca/root.pem'"}, "-starttls"},
        {"openssl", "pop3s://[2001:db8::1]", {0}, {"-connect '[2001:db8::1]:995'", "-noservername", "-verify_ip 2001:db8::1"}, "-verify_hostname"},
        {"openssl", "submission://mail.example.org", {.address = "192.0.2.7", .sni = ""}, {"-connect 192.0.2.7:587", "-noservername",
         "-verify_hostname mail.example.org", "-starttls smtp"}, NULL},
        {"openssl", "smtp://m\xC3\xBCller.example", {0}, {"xn--mller-kva.example:25", "here it is required"}, "\xC3\xBC"},
        {"gnutls-cli", "imap://mail.example.org", {.priority = "NORMAL:-VERS-TLS1.3"}, {"--port 143 --starttls-proto imap",
         "--priority NORMAL:-VERS-TLS1.3", "--crlf mail.example.org\n"}, "--sni-hostname"},
        {"gnutls-cli", "imaps://mail.example.org", {.address = "::1"}, {"--sni-hostname mail.example.org", "--verify-hostname mail.example.org",
         "--crlf ::1\n"}, "--starttls"},
        {"curl", "imaps://mail.example.org", {.user = "fred"}, {"--user fred", "imaps://mail.example.org:993/\n", "asks for the password"}, "--ssl"},
        {"curl", "smtp://[2001:db8::1]", {.address = "2001:db8::2"}, {"--ssl ", "--connect-to '[2001:db8::1]:25:[2001:db8::2]:25'", "--globoff",
         "'smtp://[2001:db8::1]:25/'"}, "--ssl-reqd"},
        {"curl", "smtp://mail.example.org", {.user = "fred"}, {"--ssl "}, "--user"},
        {"curl", "imap://mail.example.org", {.sni = "other.example.org"}, {"--ssl-reqd", "for other.example.org."}, NULL},
        {"curl", "imap://mail.example.org", {.user = "a:b"}, {"left out."}, "--user"},
        {"swaks", "submissions://mail.example.org", {.user = "fred@example.org", .ca_file = "ca.pem"}, {"--tls-on-connect --tls-verify",
         "--tls-ca-path ca.pem", "--tls-sni mail.example.org", "--auth-user fred@example.org --quit-after AUTH\n"}, NULL},
        {"swaks", "smtp://mail.example.org", {.user = "fred"}, {"--tls-optional-strict", "--quit-after EHLO"}, "--auth"},
        {"swaks", "imap://mail.example.org", {0}, {"# swaks speaks SMTP only; for IMAP take curl or openssl.\n"}, "swaks --"},
        {"serverinfo", "pop3s://mail.example.org", {0}, {"mpop --serverinfo --host=mail.example.org --port=995 --tls=on", "--tls-starttls=off",
         "--tls-trust-file=system"}, NULL},
        {"serverinfo", "imap://mail.example.org", {0}, {"# msmtp speaks SMTP and mpop POP3"}, "--serverinfo"},
        {"posttls-finger", "submissions://mail.example.org", {.address = "192.0.2.7"}, {"-c -w -l secure -P /etc/ssl/certs -s mail.example.org",
         "'[192.0.2.7]:465' mail.example.org\n"}, NULL},
        {"msmtp", "submission://mail.example.org", {.user = "fred@example.org", .ca_file = "/ca.pem"}, {"tls_starttls on\ntls_trust_file \"/ca.pem\"\n",
         "user \"fred@example.org\"\npasswordeval \"pass show mail/mail.example.org\"\nfrom \"fred@example.org\"\n"}, "tls_certcheck"},
        {"msmtp", "submissions://mail.example.org", {0}, {"tls_starttls off", "user \"your-user-name\"", "# Put your user name"}, NULL},
        {"mbsync", "imap://mail.example.org:2143", {0}, {"Host \"mail.example.org\"\nPort 2143\n", "SSLType STARTTLS\n", "Sync Pull\n"}, "System"},
        {"mbsync", "imaps://mail.example.org", {.ca_file = "a\"b\\c"}, {"SSLType IMAPS\nSystemCertificates no\nCertificateFile \"a\\\"b\\\\c\"\n"}, NULL},
        {"mbsync", "pop3://mail.example.org", {0}, {"# mbsync speaks IMAP only, and this is POP3.\n"}, "Host"},
        {"neomutt", "imaps://mail.example.org", {.user = "o'hara"}, {"set folder = imaps://mail.example.org:993/\n", "set imap_user = 'o'\\''hara'\n",
         "set ssl_force_tls = yes"}, NULL},
        {"neomutt", "submission://mail.example.org", {.user = "fred@example.org"}, {"set smtp_url = smtp://fred%40example.org@mail.example.org:587/\n",
         "set ssl_starttls = yes"}, NULL},
        {"thunderbird", "imaps://mail.example.org", {.user = "fred"}, {"Server Name               mail.example.org\n",
         "Connection security       SSL/TLS\n", "User Name                 fred\n"}, NULL},
        {"outlook", "submission://mail.example.org", {0}, {"Outgoing mail, SMTP, in Outlook\n", "Encryption method         STARTTLS\n"}, NULL},
        {"outlook", "smtp://mail.example.org", {0}, {"Encryption method         Auto\n"}, NULL},
        {"apple-mail", "imap://mail.example.org", {0}, {"Use TLS/SSL               on\n", "the port decides"}, NULL},
        {"k-9", "pop3s://mail.example.org", {.ca_file = "/ca.pem"}, {"Security                  SSL/TLS\n", "(/ca.pem)"}, NULL},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        struct target t = target_of(rows[i].uri);
        struct export_facts f = rows[i].facts;
        char *text;

        f.target = &t;
        text = written(rows[i].name, &f);
        for (size_t k = 0; k < LEN(rows[i].has) && rows[i].has[k]; k++)
            if (!strstr(text, rows[i].has[k]))
                fail_msg("%s for %s has not '%s':\n%s", rows[i].name, rows[i].uri, rows[i].has[k], text);
        if (rows[i].has_not && strstr(text, rows[i].has_not))
            fail_msg("%s for %s has '%s':\n%s", rows[i].name, rows[i].uri, rows[i].has_not, text);
        free(text);
    }
}

/* Without TLS nothing pretends that there was, and no password is asked for on the way. */
static void without_tls_no_login(void **state)
{
    struct target t = target_of("imap://mail.example.org");
    struct export_facts f = {.target = &t, .user = "fred"};

    (void)state;
    t.mode = TLS_MODE_NONE;
    for (size_t i = 0; i < export_count(); i++) {
        char *text = written(exports[i].name, &f);

        assert_null(strstr(text, "--user"));
        assert_null(strstr(text, "--auth"));
        assert_null(strstr(text, "s_client -connect"));
        assert_null(strstr(text, "gnutls-cli --"));
        free(text);
    }
}

/* Each export of each protocol and mode with the worst names: all of it printable, and no line that was not meant to be there. */
static void nothing_breaks_out(void **state)
{
    static const char *const uris[] = {"imap://mail.example.org", "imaps://mail.example.org", "pop3://[fe80::1%25eth0]", "pop3s://192.0.2.1",
                                       "submission://mail.example.org", "submissions://mail.example.org", "smtp://mail.example.org"};
    static const char *const nasty[] = {"$(touch /tmp/x)", "`id`", "'; id; '", "\"; id; \"", "a\nuser b", "\\", "-rf", " # ", "\x1b[2J",
                                        "\xE2\x80\xAE", "\xFF", "<script>", "%s%n", "%", "a b", "!!"};

    (void)state;
    for (size_t u = 0; u < LEN(uris); u++)
        for (size_t n = 0; n < LEN(nasty); n++)
            for (enum tls_mode mode = TLS_MODE_IMPLICIT; mode <= TLS_MODE_NONE; mode++)
                for (size_t i = 0; i < export_count(); i++) {
                    struct target t = target_of(uris[u]);
                    struct export_facts f = {.target = &t, .user = nasty[n], .ca_file = nasty[n], .sni = nasty[n], .priority = nasty[n]};
                    char *text, *rest, *line;

                    t.mode = mode;
                    rest = text = written(exports[i].name, &f);
                    assert_true(text[0] && text[strlen(text) - 1] == '\n');
                    while ((line = strsep(&rest, "\n"))) {
                        assert_true(text_is_safe(span_str(line)));
                        if (span_starts(span_str(line), "user b") || span_starts(span_str(line), "User b"))
                            fail_msg("%s: a line of the user's own", exports[i].name);
                        if (exports[i].comment[0] && line[0] != '#')
                            assert_null(strstr(line, "left out"));
                    }
                    free(text);
                }
}

static void a_name_that_is_none_is_told(void **state)
{
    struct target t;
    struct export_facts f = {.target = &t};

    (void)state;
    target_set(&t, proto_by_name(span_str("imap")), span_str("a..b"), 143, TLS_MODE_STARTTLS);
    for (size_t i = 0; i < export_count(); i++) {
        char *text = written(exports[i].name, &f);

        assert_true(span_starts(span_str(text), exports[i].comment));
        assert_non_null(strstr(text, "Nothing can be written for 'a..b'"));
        assert_null(strstr(text, "143"));
        free(text);
    }
}

static void names_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < export_count(); i++) {
        assert_int_equal(export_find(span_str(exports[i].name)), i);
        assert_true(strlen(exports[i].title) <= 40);
    }
    assert_int_equal(export_find(span_str("")), export_count());
    assert_int_equal(export_find(span_str("opens")), export_count());
    assert_null(exports[export_count()].name);
}

static bool write_each_with_little_memory(void *facts)
{
    struct buf out = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < export_count(); i++)
        ok = export_write(&out, i, facts);
    buf_done(&out);
    return ok;
}

static void every_allocation_may_fail(void **state)
{
    struct target t = target_of("submission://mail.example.org");
    struct export_facts f = {.target = &t, .user = "fred", .ca_file = "a b", .address = "192.0.2.7", .trust_unsaved = true};
    size_t unnoticed;

    (void)state;
    assert_true(failing_alloc_each(write_each_with_little_memory, &f, &unnoticed) > 10);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_what_was_asked),
        cmocka_unit_test(without_tls_no_login),
        cmocka_unit_test(nothing_breaks_out),
        cmocka_unit_test(a_name_that_is_none_is_told),
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
