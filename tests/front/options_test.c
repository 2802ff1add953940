/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "options.h"

#define ARGS_MAX 40

/* Splits a command line at spaces; '' stands for an empty word. */
static bool parse(const char *line, struct options *o, struct err *err)
{
    static char words[1024];
    char *argv[ARGS_MAX + 1] = {words};
    int argc = 0;
    strcpy(words, line);
    for (char *w = strtok(words, " "); w && argc < ARGS_MAX; w = strtok(NULL, " ")) {
        if (!strcmp(w, "''"))
            *w = '\0';
        argv[argc++] = w;
    }
    argv[argc] = NULL;
    *err = (struct err){.kind = ERR_NONE};
    return options_parse(o, argc, argv, err);
}

static void commands_stand_before_or_behind_options(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        enum command command;
        const char *first;
    } cases[] = {
        {"tlswalk", COMMAND_SCREEN, NULL},
        {"tlswalk origin", COMMAND_SCREEN, "origin"},
        {"tlswalk imap://mail.example.org", COMMAND_SCREEN, "imap://mail.example.org"},
        {"tlswalk check imap://h", COMMAND_CHECK, "imap://h"},
        {"tlswalk --json check imap://h", COMMAND_CHECK, "imap://h"},
        {"tlswalk check imap://h --json", COMMAND_CHECK, "imap://h"},
        {"tlswalk check -- --odd", COMMAND_CHECK, "--odd"},
        {"tlswalk --plain imap://h", COMMAND_CHECK, "imap://h"},
        {"tlswalk ./check", COMMAND_SCREEN, "./check"},
        {"tlswalk explain", COMMAND_EXPLAIN, NULL},
        {"tlswalk explain cert-expired", COMMAND_EXPLAIN, "cert-expired"},
        {"tlswalk practice --list", COMMAND_PRACTICE, NULL},
        {"tlswalk practice good", COMMAND_PRACTICE, "good"},
        {"tlswalk export", COMMAND_EXPORT, NULL},
        {"tlswalk export swaks -u fred", COMMAND_EXPORT, "swaks"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct options o;
        struct err err;
        if (!parse(cases[i].line, &o, &err))
            fail_msg("%s: %s", cases[i].line, err.text);
        assert_int_equal(o.command, cases[i].command);
        assert_int_equal(o.word_count, cases[i].first != NULL);
        if (cases[i].first)
            assert_string_equal(o.words[0], cases[i].first);
        options_done(&o);
    }
}

/* An error number with a minus sign is a word for explain, and an option for nobody else. */
static void numbers_are_words_for_explain(void **state)
{
    static const struct {
        const char *line, *words;
    } rows[] = {
        {"tlswalk explain -15", "-15"},
        {"tlswalk explain gnutls -110 --verbose", "gnutls -110"},
        {"tlswalk --verbose explain -8 cert-expired", "cert-expired -8"},
        {"tlswalk explain -- -15", "-15"},
    };
    (void)state;
    struct options o;
    struct err err;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char words[100] = "";
        if (!parse(rows[i].line, &o, &err))
            fail_msg("%s: %s", rows[i].line, err.text);
        for (size_t w = 0; w < o.word_count; w++)
            snprintf(words + strlen(words), sizeof words - strlen(words), "%s%s", w ? " " : "", o.words[w]);
        assert_int_equal(o.command, COMMAND_EXPLAIN);
        assert_string_equal(words, rows[i].words);
        options_done(&o);
    }
    assert_false(parse("tlswalk check -15", &o, &err));
    options_done(&o);
    assert_false(parse("tlswalk explain -x", &o, &err));
    options_done(&o);
}

static void values_arrive(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_true(parse(
        "tlswalk check -6 -t 2.5 -j 40 --per-host 3 --ordered --tls none --sni '' --address 2001:db8::1 --user fred "
        "--password-fd 7 --mechanism plain imap://h",
        &o, &err));
    assert_int_equal(o.family, FAMILY_V6);
    assert_int_equal(o.timeout_us, 2500000);
    assert_int_equal(o.jobs, 40);
    assert_int_equal(o.per_host, 3);
    assert_true(o.ordered && o.tls_mode_given);
    assert_int_equal(o.tls_mode, TLS_MODE_NONE);
    assert_string_equal(o.sni, "");
    assert_string_equal(o.address, "2001:db8::1");
    assert_string_equal(o.user, "fred");
    assert_int_equal(o.password_fd, 7);
    assert_string_equal(o.mechanism, "plain");
    options_done(&o);
    assert_true(parse("tlswalk check imap://h", &o, &err));
    assert_int_equal(o.family, FAMILY_BOTH);
    assert_int_equal(o.password_fd, -1);
    assert_int_equal(o.per_host, 1);
    assert_false(o.tls_mode_given || o.insecure_auth);
    assert_null(o.sni);
    assert_string_equal(o.form->name, "text");
    options_done(&o);
}

static void formats(void **state)
{
    (void)state;
    static const char *const lines[] = {"tlswalk check --json imap://h", "tlswalk check --format json imap://h",
                                        "tlswalk check --format=json imap://h"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct options o;
        struct err err;
        assert_true(parse(lines[i], &o, &err));
        assert_string_equal(o.form->name, "json");
        options_done(&o);
    }
}

/* Each refusal is one sentence that names the thing. */
static void mistakes_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *line, *names;
    } cases[] = {
        {"tlswalk --frobnicate", "--frobnicate"},
        {"tlswalk -x", "-x"},
        {"tlswalk check --pass imap://h", "--pass"},
        {"tlswalk check --user", "--user needs"},
        {"tlswalk check -t", "--timeout needs"},
        {"tlswalk check --json=yes imap://h", "--json"},
        {"tlswalk check --timeout 0 imap://h", "--timeout"},
        {"tlswalk check --timeout nan imap://h", "nan"},
        {"tlswalk check --timeout 5s imap://h", "5s"},
        {"tlswalk check --timeout -1 imap://h", "-1"},
        {"tlswalk check --jobs 0 imap://h", "--jobs"},
        {"tlswalk check --jobs 9999999999 imap://h", "--jobs"},
        {"tlswalk check --per-host x imap://h", "--per-host"},
        {"tlswalk check --tls ssl imap://h", "ssl"},
        {"tlswalk check --protocol gopher", "gopher"},
        {"tlswalk check --format xml imap://h", "xml"},
        {"tlswalk check --color pink imap://h", "pink"},
        {"tlswalk check --mechanism ROT13 imap://h", "ROT13"},
        {"tlswalk check --address mail.example.org imap://h", "mail.example.org"},
        {"tlswalk check --ca-file '' imap://h", "--ca-file"},
        {"tlswalk check -4 -6 imap://h", "-4 and -6"},
        {"tlswalk check --password-file f imap://h", "--user"},
        {"tlswalk check --user fred imap://h", "--password-file"},
        {"tlswalk export --json swaks smtp://h", "--json means nothing to tlswalk export"},
        {"tlswalk check --user fred --password-file f --password-fd 3 imap://h", "--password-fd"},
        {"tlswalk check --user fred --password-command c --password-file f imap://h", "--password-command"},
        {"tlswalk explain --jobs 3", "--jobs means nothing to tlswalk explain"},
        {"tlswalk --json", "--json means nothing to the full screen"},
        {"tlswalk check --list", "--list"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct options o;
        struct err err;
        if (parse(cases[i].line, &o, &err))
            fail_msg("%s: was taken", cases[i].line);
        assert_int_equal(err.kind, ERR_INPUT);
        if (!strstr(err.text, cases[i].names))
            fail_msg("%s: '%s' does not name '%s'", cases[i].line, err.text, cases[i].names);
        assert_null(strchr(err.text, '\n'));
        options_done(&o);
    }
}

static void help_and_version_win_over_mistakes_of_use(void **state)
{
    (void)state;
    struct options o;
    struct err err;
    assert_true(parse("tlswalk --jobs 3 explain --help", &o, &err));
    assert_true(o.help);
    options_done(&o);
    assert_true(parse("tlswalk -V --user fred", &o, &err));
    assert_true(o.version);
    options_done(&o);
}

static void help_shows_every_option_and_fits_the_screen(void **state)
{
    (void)state;
    struct buf out = {0};
    assert_true(options_help(&out));
    const char *help = buf_cstr(&out);
    for (size_t i = 0; i < options_count(); i++) {
        char dashed[64];
        if (!options_name(i))
            continue;
        strcpy(dashed, " --");
        strcat(dashed, options_name(i));
        if (!strstr(help, dashed))
            fail_msg("--help does not show%s", dashed);
    }
    for (const char *line = help; *line; line += strcspn(line, "\n") + 1)
        if (strcspn(line, "\n") > 79)
            fail_msg("too wide: %.*s", (int)strcspn(line, "\n"), line);
    buf_done(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_stand_before_or_behind_options),
        cmocka_unit_test(numbers_are_words_for_explain),
        cmocka_unit_test(values_arrive),
        cmocka_unit_test(formats),
        cmocka_unit_test(mistakes_are_named),
        cmocka_unit_test(help_and_version_win_over_mistakes_of_use),
        cmocka_unit_test(help_shows_every_option_and_fits_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
