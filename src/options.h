/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h - the command line. THE OPTIONS are rows of one table in options.c, which feeds getopt_long, --help and the
 * test that compares them with the manual.
 *
 * Reads no file and no environment: what stands in a file is read by login_read.c, trust_file.c and table_find.c.
 * Owner: all strings are lent from argv.
 */
#ifndef TLSWALK_OPTIONS_H
#define TLSWALK_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "proto/proto.h"
#include "report/report.h"
#include "walk/visit.h"

enum command {
    COMMAND_SCREEN = 1,
    COMMAND_CHECK = 2,
    COMMAND_EXPLAIN = 4,
    COMMAND_PRACTICE = 8,
    COMMAND_EXPORT = 16,
    COMMAND_REPORT = 32,
    COMMAND_COMPARE = 64,
};

enum color { COLOR_AUTO, COLOR_NEVER, COLOR_ALWAYS };

struct options {
    enum command command;
    const char **words; /* what is neither option nor command, in order; NULL-ended */
    size_t word_count;
    bool help, version, verbose;

    const char *table, *server, *client, *protocol, *targets;

    const char *user, *password_file, *password_command, *token_file;
    int password_fd; /* -1: none */
    const char *mechanism;
    bool insecure_auth;

    const char *address; /* numeric, as typed */
    enum family family;
    bool tls_mode_given;
    enum tls_mode tls_mode;
    const char *priority, *ca_file, *sni;
    bool no_system_ca;
    uint64_t timeout_us; /* 0: each stage's own */

    size_t jobs, per_host;
    bool ordered, compare, tls_depth, test_injection, redact;

    const struct report_form *form;
    const char *output; /* file to write to; NULL: standard output */
    enum color color;
    bool transcript;
    bool ascii, plain, no_clipboard;

    bool list; /* practice: print the faults */
    bool exercises; /* practice: print the guided round */
};

/* false: err is the sentence for standard error. o->words must be released with options_done in both cases. */
bool options_parse(struct options *o, int argc, char **argv, struct err *err);
void options_done(struct options *o);

/* What --help prints. false: no memory. */
bool options_help(struct buf *out);

/* The rows by name, without the dashes, for the test that compares them with the manual; NULL: a heading. */
size_t options_count(void);
const char *options_name(size_t index);

#endif
