/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "options_private.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JOBS_DEFAULT 8
#define HELP_COLUMN 28

/* ---- THE OPTIONS ---- */

#define WALKS (COMMAND_SCREEN | COMMAND_CHECK)
#define TARGETS (COMMAND_CHECK | COMMAND_EXPORT)
#define REPORTS (COMMAND_CHECK | COMMAND_REPORT)
#define ALL (WALKS | COMMAND_EXPLAIN | COMMAND_PRACTICE | COMMAND_EXPORT | COMMAND_REPORT | COMMAND_COMPARE)
#define STRING(name, letter, arg, commands, field, help)                                                               \
    {                                                                                                                  \
        name, letter, arg, commands, help, option_take_string, offsetof(struct options, field)                         \
    }
#define FLAG(name, letter, commands, field, help)                                                                      \
    {                                                                                                                  \
        name, letter, NULL, commands, help, option_take_flag, offsetof(struct options, field)                          \
    }
#define TAKEN(name, letter, arg, commands, take, help)                                                                 \
    {                                                                                                                  \
        name, letter, arg, commands, help, take, 0                                                                     \
    }
#define HEADING(text)                                                                                                  \
    {                                                                                                                  \
        NULL, '\0', NULL, 0, text, NULL, 0                                                                             \
    }

static const struct option_row option_rows[] = {
    HEADING("What is walked"),
    STRING("table", '\0', "FILE", WALKS, table, "settings: a file, or origin, today, practice"),
    STRING("server", '\0', "NAME", COMMAND_CHECK, server, "only the rows of this server of the table"),
    STRING("client", '\0', "NAME", COMMAND_CHECK, client, "only the rows of this mail program of the table"),
    TAKEN("protocol", '\0', "NAME", COMMAND_CHECK, option_take_protocol,
          "only the rows of this protocol, such as imap"),
    STRING("targets", '\0', "FILE", TARGETS, targets, "also the targets in FILE, a line each; -: stdin"),
    TAKEN("address", '\0', "ADDRESS", WALKS | COMMAND_EXPORT, option_take_address, "connect there, do not ask for the host's addresses"),
    TAKEN("ipv4", '4', NULL, WALKS, option_take_family, "only IPv4 addresses"),
    TAKEN("ipv6", '6', NULL, WALKS, option_take_family, "only IPv6 addresses"),

    HEADING("Login"),
    STRING("user", 'u', "NAME", TARGETS, user, "log in as NAME, with one of the next four"),
    STRING("password-file", '\0', "FILE", COMMAND_CHECK, password_file, "the first line of FILE is the password"),
    TAKEN("password-fd", '\0', "NUMBER", COMMAND_CHECK, option_take_fd, "the first line of this open descriptor is"),
    STRING("password-command", '\0', "COMMAND", COMMAND_CHECK, password_command,
           "the first line that COMMAND prints is (/bin/sh)"),
    STRING("token-file", '\0', "FILE", COMMAND_CHECK, token_file, "the first line of FILE is an OAuth access token"),
    TAKEN("mechanism", '\0', "NAME", COMMAND_CHECK, option_take_mechanism,
          "this SASL mechanism instead of the strongest"),
    FLAG("insecure-auth", '\0', COMMAND_CHECK, insecure_auth, "send it even where the certificate did not pass"),

    HEADING("TLS"),
    TAKEN("tls", '\0', "MODE", TARGETS, option_take_tls_mode,
          "implicit, starttls, opportunistic or none, for all"),
    STRING("priority", '\0', "STRING", WALKS | COMMAND_EXPORT, priority, "GnuTLS priority string"),
    STRING("ca-file", '\0', "FILE", WALKS | COMMAND_EXPORT, ca_file, "trust the certificates in FILE and no others"),
    FLAG("no-system-ca", '\0', WALKS, no_system_ca, "do not trust the system's certificates"),
    STRING("sni", '\0', "NAME", WALKS | COMMAND_EXPORT, sni, "server name to ask for; empty: none"),

    HEADING("How"),
    TAKEN("timeout", 't', "SECONDS", WALKS, option_take_timeout, "time-out of each stage"),
    {"jobs", 'j', "NUMBER", WALKS, "most visits at once (8)", option_take_count, offsetof(struct options, jobs)},
    {"per-host", '\0', "NUMBER", WALKS, "most visits at once to one host (1)", option_take_count,
     offsetof(struct options, per_host)},
    FLAG("compare", '\0', COMMAND_CHECK, compare, "then look at the same host in other ways"),
    FLAG("tls-depth", '\0', COMMAND_CHECK, tls_depth, "then try every TLS version, suite and group"),
    FLAG("test-injection", '\0', COMMAND_CHECK, test_injection, "then test STARTTLS for command injection"),
    FLAG("ordered", '\0', COMMAND_CHECK, ordered, "report in the order given, not as visits end"),

    HEADING("Output"),
    TAKEN("format", '\0', "NAME", REPORTS, option_take_form, "text, markdown, json, monitoring or prometheus"),
    TAKEN("json", '\0', NULL, REPORTS, option_take_form, "the same as --format json: one object a line"),
    STRING("output", 'o', "FILE", COMMAND_CHECK, output, "write there, whole or not at all"),
    FLAG("redact", '\0', REPORTS, redact, "mask user names and addresses too"),
    FLAG("transcript", '\0', REPORTS | COMMAND_COMPARE, transcript, "for people: with every line that was said"),
    TAKEN("color", '\0', "WHEN", WALKS | COMMAND_REPORT | COMMAND_COMPARE, option_take_color, "auto, never or always"),
    FLAG("ascii", '\0', COMMAND_SCREEN, ascii, "draw lines with - | +"),
    FLAG("plain", '\0', WALKS, plain, "no full screen: the same as check"),
    FLAG("no-clipboard", '\0', COMMAND_SCREEN, no_clipboard, "never write to the terminal's clipboard"),
    FLAG("list", '\0', COMMAND_PRACTICE, list, "practice: list the faults and stop"),
    FLAG("exercises", '\0', COMMAND_PRACTICE, exercises, "practice: print the guided round and stop"),

    HEADING("About"),
    FLAG("help", 'h', ALL, help, "this text"),
    FLAG("version", 'V', ALL, version, "the version; with --verbose also of the libraries"),
    FLAG("verbose", 'v', ALL, verbose, "more of it"),
};
#define ROWS (sizeof option_rows / sizeof *option_rows)
#define LONG_BASE 256 /* getopt's values above all letters; plus the row's index */

/* ---- getopt ---- */

static void options_for_getopt(struct option longs[ROWS + 1], char shorts[2 * ROWS + 2])
{
    size_t n = 0;
    *shorts++ = ':'; /* tell a missing argument from an unknown option */
    for (size_t i = 0; i < ROWS; i++) {
        const struct option_row *r = &option_rows[i];
        if (!r->name)
            continue;
        longs[n++] = (struct option){r->name, r->arg ? required_argument : no_argument, NULL, LONG_BASE + (int)i};
        if (!r->letter)
            continue;
        *shorts++ = r->letter;
        if (r->arg)
            *shorts++ = ':';
    }
    longs[n] = (struct option){NULL, 0, NULL, 0};
    *shorts = '\0';
}

static const struct option_row *options_row(int value)
{
    if (value >= LONG_BASE)
        return &option_rows[value - LONG_BASE];
    for (size_t i = 0; i < ROWS; i++)
        if (option_rows[i].letter && option_rows[i].letter == value)
            return &option_rows[i];
    return NULL;
}

/* getopt's refusal as a sentence. */
static void options_refuse(int value, char **argv, struct err *err)
{
    const struct option_row *r = options_row(optopt);
    const char *word = argv[optind - 1];
    if (value == ':')
        err_set(err, ERR_INPUT, 0, "--%s needs a %s", r->name, r->arg);
    else if (r && !r->arg)
        err_set(err, ERR_INPUT, 0, "--%s takes no argument: '%s'", r->name, word);
    else if (optopt)
        err_set(err, ERR_INPUT, 0, "there is no option '-%c'", optopt);
    else
        err_set(err, ERR_INPUT, 0, "there is no option '%s', or it is short for more than one", word);
}

static enum command options_command(const char *word)
{
    static const struct {
        const char *word;
        enum command command;
    } commands[] = {{"check", COMMAND_CHECK}, {"explain", COMMAND_EXPLAIN}, {"practice", COMMAND_PRACTICE}, {"export", COMMAND_EXPORT},
                  {"report", COMMAND_REPORT}, {"compare", COMMAND_COMPARE}};
    for (size_t i = 0; word && i < sizeof commands / sizeof *commands; i++)
        if (!strcmp(word, commands[i].word))
            return commands[i].command;
    return COMMAND_SCREEN;
}

static const char *options_command_name(enum command c)
{
    switch (c) {
    case COMMAND_SCREEN:
        return "the full screen";
    case COMMAND_CHECK:
        return "tlswalk check";
    case COMMAND_EXPLAIN:
        return "tlswalk explain";
    case COMMAND_PRACTICE:
        return "tlswalk practice";
    case COMMAND_EXPORT:
        return "tlswalk export";
    case COMMAND_REPORT:
        return "tlswalk report";
    case COMMAND_COMPARE:
        return "tlswalk compare";
    }
    return "";
}

/* Which options may not meet. */
static bool options_agree(const struct options *o, const bool given[ROWS], struct err *err)
{
    for (size_t i = 0; i < ROWS; i++)
        if (given[i] && !(option_rows[i].commands & o->command)) {
            err_set(err, ERR_INPUT, 0, "--%s means nothing to %s", option_rows[i].name,
                    options_command_name(o->command));
            return false;
        }
    int passwords = !!o->password_file + !!o->password_command + (o->password_fd >= 0);
    if (passwords > 1)
        err_set(err, ERR_INPUT, 0, "give one of --password-file, --password-fd and --password-command, not %d",
                passwords);
    else if ((passwords || o->token_file) && !o->user)
        err_set(err, ERR_INPUT, 0, "a password or token needs --user to say whose it is");
    else if (o->user && !passwords && !o->token_file && o->command != COMMAND_EXPORT)
        err_set(err, ERR_INPUT, 0, "--user needs --password-file, --password-fd, --password-command or --token-file");
    else
        return true;
    return false;
}

/* `tlswalk explain -15`: an error number is no option. Moves such words to the end; returns how many are for getopt. */
static int options_numbers_last(int argc, char **argv)
{
    int kept = argc;
    bool explains = false;
    for (int i = 1; i < kept;) {
        char *word = argv[i];
        explains = explains || options_command(word) == COMMAND_EXPLAIN;
        if (!explains || word[0] != '-' || !word[1] || strspn(word + 1, "0123456789") != strlen(word + 1)) {
            i++;
            continue;
        }
        memmove(argv + i, argv + i + 1, (size_t)(argc - i - 1) * sizeof *argv);
        argv[argc - 1] = word;
        kept--;
    }
    return kept;
}

bool options_parse(struct options *o, int argc, char **argv, struct err *err)
{
    struct option longs[ROWS + 1];
    char shorts[2 * ROWS + 2];
    bool given[ROWS] = {false};
    int value;
    *o = (struct options){.password_fd = -1, .jobs = JOBS_DEFAULT, .per_host = 1, .form = report_forms};
    options_for_getopt(longs, shorts);
    optind = 0; /* from the start, also the second time (tests) */
    opterr = 0;
    int for_getopt = options_numbers_last(argc, argv);
    while ((value = getopt_long(for_getopt, argv, shorts, longs, NULL)) != -1) {
        const struct option_row *r = value == '?' || value == ':' ? NULL : options_row(value);
        if (!r) {
            options_refuse(value, argv, err);
            return false;
        }
        given[r - option_rows] = true;
        if (!r->take(o, r, optarg, err))
            return false;
    }
    o->command = options_command(optind < for_getopt ? argv[optind] : NULL);
    if (o->command != COMMAND_SCREEN)
        optind++;
    if (o->command == COMMAND_SCREEN && o->plain)
        o->command = COMMAND_CHECK;
    o->words = calloc((size_t)(argc - optind) + 1, sizeof *o->words);
    if (!o->words) {
        err_memory(err);
        return false;
    }
    for (int i = optind; i < argc; i++)
        o->words[o->word_count++] = argv[i];
    return o->help || o->version || options_agree(o, given, err);
}

void options_done(struct options *o)
{
    free(o->words);
    o->words = NULL;
    o->word_count = 0;
}

/* ---- help ---- */

static void options_help_row(struct buf *out, const struct option_row *r)
{
    char left[80];
    if (!r->name) {
        buf_addf(out, "\n%s:\n", r->help);
        return;
    }
    snprintf(left, sizeof left, "  %c%c%s --%s%s%s", r->letter ? '-' : ' ', r->letter ? r->letter : ' ',
             r->letter ? "," : " ", r->name, r->arg ? " " : "", r->arg ? r->arg : "");
    if (strlen(left) < HELP_COLUMN)
        buf_addf(out, "%-*s %s\n", HELP_COLUMN, left, r->help);
    else
        buf_addf(out, "%s\n%*s %s\n", left, HELP_COLUMN, "", r->help);
}

bool options_help(struct buf *out)
{
    buf_add_str(out, "Usage: tlswalk [OPTION]... [TABLE|TARGET|FILE]  the full screen\n"
                     "       tlswalk check [OPTION]... TARGET...     walk and report, no screen\n"
                     "       tlswalk explain [CODE... | WORD...]     diagnoses in words, or by a text\n"
                     "       tlswalk practice [--list] [FAULT...]    practice servers, on loopback\n"
                     "       tlswalk export [NAME TARGET...]         for other programs, or the list\n"
                     "       tlswalk report [OPTION]... FILE...      saved walks, in any form\n"
                     "       tlswalk compare [OPTION]... FILE FILE   what differs between saved walks\n"
                     "\n"
                     "Visits a mail server as a mail program does, shows every step, and says in\n"
                     "plain words what is wrong, whose side it is on and what to do.\n"
                     "\n"
                     "TARGET is imap://HOST[:PORT], pop3://, submission:// or smtp:// for STARTTLS,\n"
                     "imaps://, pop3s:// or submissions:// for TLS from the first byte.\n"
                     "Without a table of your own, a practice table opens that needs no network.\n");
    for (size_t i = 0; i < ROWS; i++)
        options_help_row(out, &option_rows[i]);
    buf_add_str(out, "\n"
                     "Exit status of check: 0 all pass, 1 some warn, 2 some fail, 3 could not run,\n"
                     "130 interrupted.\n"
                     "The manual: man tlswalk; every diagnosis: man tlswalk-diagnoses.\n"
                     "Report bugs to " PACKAGE_BUGREPORT ".\n");
    return !out->broken;
}

size_t options_count(void)
{
    return ROWS;
}

const char *options_name(size_t index)
{
    return option_rows[index].name;
}
