/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options_private.h - a row of the table of options, and the ways in which an argument is taken. */
#ifndef TLSWALK_OPTIONS_PRIVATE_H
#define TLSWALK_OPTIONS_PRIVATE_H

#include "options.h"

struct option_row {
    const char *name;
    char letter;       /* '\0': none */
    const char *arg;   /* NULL: takes none */
    unsigned commands; /* bits of enum command in which it means something */
    const char *help;  /* for --help; a row without a name is a heading */
    bool (*take)(struct options *o, const struct option_row *row, const char *arg, struct err *err);
    size_t at; /* offsetof the field, for take_string and take_flag */
};

/* Each fills its field of o, or says in err what was expected. arg is NULL for options that take none. */
bool option_take_string(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_flag(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_count(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_fd(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_timeout(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_family(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_address(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_tls_mode(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_protocol(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_mechanism(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_form(struct options *o, const struct option_row *row, const char *arg, struct err *err);
bool option_take_color(struct options *o, const struct option_row *row, const char *arg, struct err *err);

#endif
