/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/name.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))
#define LABEL_63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static void typed_names_become_ascii(void **state)
{
    static const struct {
        const char *typed, *ascii;
        enum name_kind kind;
    } rows[] = {
        {"mail.example.org", "mail.example.org", NAME_HOST},
        {"Mail.EXAMPLE.org.", "mail.example.org", NAME_HOST},
        {" mail.example.org\r\n", "mail.example.org", NAME_HOST},
        {"localhost", "localhost", NAME_HOST},
        {LABEL_63 ".org", LABEL_63 ".org", NAME_HOST},
        {"r3---sn.example.net", "r3---sn.example.net", NAME_HOST}, /* libidn2 alone would refuse it */
        {"1und1.example", "1und1.example", NAME_HOST},
        {"MÜNCHEN.example", "xn--mnchen-3ya.example", NAME_HOST},
        {"straße.example", "xn--strae-oqa.example", NAME_HOST}, /* non-transitional: not strasse */
        {"xn--mnchen-3ya.example", "xn--mnchen-3ya.example", NAME_HOST},
        {"XN--MNCHEN-3YA.example", "xn--mnchen-3ya.example", NAME_HOST},
        {"例え。テスト", "xn--r8jz45g.xn--zckzah", NAME_HOST}, /* the full stop of another script */
        {"192.0.2.7", "192.0.2.7", NAME_IPV4},
        {"１９２.0.2.7", "192.0.2.7", NAME_IPV4}, /* full-width digits */
        {"2001:DB8:0:0::0010", "2001:db8::10", NAME_IPV6},
        {"[2001:db8::10]", "2001:db8::10", NAME_IPV6},
        {"::ffff:192.0.2.7", "::ffff:192.0.2.7", NAME_IPV6},
        {"fe80::1%eth0", "fe80::1%eth0", NAME_IPV6},
        {"[FE80::1%3]", "fe80::1%3", NAME_IPV6},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        char ascii[256];
        enum name_kind kind;
        struct err err = {0};

        if (!name_to_ascii(rows[i].typed, ascii, sizeof ascii, &kind, &err))
            fail_msg("%s: %s", rows[i].typed, err.text);
        assert_string_equal(ascii, rows[i].ascii);
        assert_int_equal(kind, rows[i].kind);
        assert_int_equal(name_kind(ascii), rows[i].kind);
    }
}

/* Each mistake is told by its own words, with what was typed in them. */
static void mistakes_are_named(void **state)
{
    static const struct {
        const char *typed, *part[2];
    } rows[] = {
        {"", {"is empty", ""}},
        {"  ", {"is empty", ""}},
        {".", {"empty part", "'.'"}},
        {"a..b", {"empty part", "'a..b'"}},
        {".example.org", {"empty part", "'.example.org'"}},
        {"mail example.org", {"space", "'mail example.org'"}},
        {"fred@example.org", {"@", "'fred@example.org'"}},
        {"mail@", {"@", "'mail@'"}},
        {"imap://mail.example.org", {"URL", "'imap://mail.example.org'"}},
        {"mail.example.org/", {"URL", "'mail.example.org/'"}},
        {"mail.example.org:993", {"port", "'mail.example.org:993'"}},
        {"[::1]:993", {"IPv6", "'[::1]:993'"}},
        {"1:2:3", {"IPv6", "'1:2:3'"}},
        {"fe80::1%", {"IPv6", "'fe80::1%'"}},
        {"fe80::1%a]b", {"IPv6", "'fe80::1%a]b'"}},
        {"fe80::1%a-very-long-interface", {"IPv6", ""}},
        {"mail_1.example.org", {"underscore", "'mail_1'"}},
        {"-mail.example.org", {"hyphen", "'-mail'"}},
        {"mail-.example.org", {"hyphen", "'mail-'"}},
        {"-münchen.example", {"hyphen", "'-münchen.example'"}},
        {LABEL_63 "a.org", {"longer than 63", LABEL_63 "a'"}},
        {LABEL_63 "ü.org", {"longer than 63", ""}},
        {LABEL_63 "." LABEL_63 "." LABEL_63 "." LABEL_63, {"longer than 253", ""}},
        {"*.example.org", {"character", "'*'"}},
        {"mail!.example.org", {"character", "'mail!'"}},
        {"☃.example", {"character", "'☃.example'"}},
        {"xn--zzzz.example", {"encoded part", "'xn--zzzz.example'"}},
        {"m\xfcnchen.example", {"UTF-8", "'m\\xFCnchen.example'"}},
        {"192.0.2", {"IPv4", "'192.0.2'"}},
        {"256.0.2.1", {"IPv4", "'256.0.2.1'"}},
        {"192.0.2.07", {"IPv4", "'192.0.2.07'"}},
        {"\x1b[2Jmail", {"character", "<U+001B>"}},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        char ascii[256];
        enum name_kind kind;
        struct err err = {0};

        if (name_to_ascii(rows[i].typed, ascii, sizeof ascii, &kind, &err))
            fail_msg("'%s' was taken as '%s'", rows[i].typed, ascii);
        assert_int_equal(err.kind, ERR_INPUT);
        for (size_t j = 0; j < 2; j++)
            if (!strstr(err.text, rows[i].part[j]))
                fail_msg("'%s': no '%s' in: %s", rows[i].typed, rows[i].part[j], err.text);
        assert_null(strchr(err.text, '\x1b'));
    }
}

static void endless_text_is_refused(void **state)
{
    static char typed[100000];
    char ascii[256];
    enum name_kind kind;
    struct err err = {0};

    (void)state;
    memset(typed, 'a', sizeof typed - 1);
    assert_false(name_to_ascii(typed, ascii, sizeof ascii, &kind, &err));
    assert_non_null(strstr(err.text, "too long"));
    assert_true(strlen(err.text) < 300);
}

static void names_are_shown_in_their_script(void **state)
{
    static const struct {
        const char *ascii, *shown;
    } rows[] = {
        {"mail.example.org", "mail.example.org"},
        {"xn--mnchen-3ya.example", "münchen.example"},
        {"xn--zzzz.example", "xn--zzzz.example"},
        {"192.0.2.7", "192.0.2.7"},
        {"fe80::1%eth0", "fe80::1%eth0"},
        {"xn--a.example", "xn--a.example"},
        {"\x1b[2J.example", "<U+001B>[2J.example"},
    };

    (void)state;
    for (size_t i = 0; i < LEN(rows); i++) {
        char shown[100];

        name_to_unicode(rows[i].ascii, shown, sizeof shown);
        assert_string_equal(shown, rows[i].shown);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(typed_names_become_ascii),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(endless_text_is_refused),
        cmocka_unit_test(names_are_shown_in_their_script),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
