/* SPDX-License-Identifier: GPL-3.0-or-later */
/* option_take.c - an option's argument to its field: numbers, words of a list, addresses. */
#include "options_private.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/name.h"
#include "sasl/mech.h"

#define JOBS_MAX 5000
#define TIMEOUT_MAX_S 3600

bool option_take_string(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    if (!*arg && strcmp(row->name, "sni")) { /* an empty --sni means that none is sent */
        err_set(err, ERR_INPUT, 0, "--%s needs a %s that is not empty", row->name, row->arg);
        return false;
    }
    const char **field = (const char **)((char *)o + row->at);
    *field = arg;
    return true;
}

bool option_take_flag(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    (void)arg;
    (void)err;
    *(bool *)((char *)o + row->at) = true;
    return true;
}

/* A whole number from low to high. */
static bool option_take_number(const struct option_row *row, const char *arg, long low, long high, long *number_r,
                               struct err *err)
{
    char *end;
    long n = strtol(arg, &end, 10);
    if (end == arg || *end || n < low || n > high) {
        err_set(err, ERR_INPUT, 0, "--%s needs a number from %ld to %ld, not '%s'", row->name, low, high, arg);
        return false;
    }
    *number_r = n;
    return true;
}

bool option_take_count(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    long n;
    if (!option_take_number(row, arg, 1, JOBS_MAX, &n, err))
        return false;
    *(size_t *)((char *)o + row->at) = (size_t)n;
    return true;
}

bool option_take_fd(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    long n;
    if (!option_take_number(row, arg, 0, INT_MAX, &n, err))
        return false;
    o->password_fd = (int)n;
    return true;
}

bool option_take_timeout(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    char *end;
    double seconds = strtod(arg, &end);
    if (end == arg || *end || !(seconds >= 0.1 && seconds <= TIMEOUT_MAX_S)) {
        err_set(err, ERR_INPUT, 0, "--%s needs seconds from 0.1 to %d, not '%s'", row->name, TIMEOUT_MAX_S, arg);
        return false;
    }
    o->timeout_us = (uint64_t)(seconds * 1e6);
    return true;
}

bool option_take_family(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    enum family family = row->letter == '4' ? FAMILY_V4 : FAMILY_V6;
    (void)arg;
    if (o->family != FAMILY_BOTH && o->family != family) {
        err_set(err, ERR_INPUT, 0, "-4 and -6 exclude each other; give neither to walk all addresses");
        return false;
    }
    o->family = family;
    return true;
}

bool option_take_address(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    char ascii[256];
    enum name_kind kind;
    struct err why;
    if (!name_to_ascii(arg, ascii, sizeof ascii, &kind, &why) || kind == NAME_HOST) {
        err_set(err, ERR_INPUT, 0, "--%s needs an IPv4 or IPv6 address, not '%s'", row->name, arg);
        return false;
    }
    o->address = arg;
    return true;
}

/* "--NAME knows no THING 'ARG'; it is one of LIST". names: the i-th name, NULL behind the last. */
static void option_refuse_word(const struct option_row *row, const char *thing, const char *arg,
                               const char *(*names)(size_t i), struct err *err)
{
    struct buf list = {0};
    for (size_t i = 0; names(i); i++)
        buf_addf(&list, "%s%s", i ? ", " : "", names(i));
    const char *known = buf_cstr(&list);
    err_set(err, ERR_INPUT, 0, "--%s knows no %s '%s'; it is one of %s", row->name, thing, arg,
            known ? known : "those in the manual");
    buf_done(&list);
}

static const char *option_tls_mode_name(size_t i)
{
    return i <= TLS_MODE_NONE ? tls_mode_name((enum tls_mode)i) : NULL;
}

bool option_take_tls_mode(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    if (!tls_mode_parse(span_str(arg), &o->tls_mode)) {
        option_refuse_word(row, "mode", arg, option_tls_mode_name, err);
        return false;
    }
    o->tls_mode_given = true;
    return true;
}

static const char *option_protocol_name(size_t i)
{
    return protos[i] ? protos[i]->name : NULL;
}

bool option_take_protocol(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    if (!proto_by_name(span_str(arg))) {
        option_refuse_word(row, "protocol", arg, option_protocol_name, err);
        return false;
    }
    o->protocol = arg;
    return true;
}

bool option_take_mechanism(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    if (!mech_by_name(arg)) {
        err_set(err, ERR_INPUT, 0,
                "--%s knows no mechanism '%s'; usual ones are PLAIN, LOGIN, SCRAM-SHA-256, CRAM-MD5, XOAUTH2 and "
                "OAUTHBEARER",
                row->name, arg);
        return false;
    }
    o->mechanism = arg;
    return true;
}

static const char *option_form_name(size_t i)
{
    return report_forms[i].name;
}

bool option_take_form(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    const char *name = arg ? arg : row->name; /* --json is --format json */
    const struct report_form *form = report_form_by_name(span_str(name));
    if (!form) {
        option_refuse_word(row, "format", name, option_form_name, err);
        return false;
    }
    o->form = form;
    return true;
}

bool option_take_color(struct options *o, const struct option_row *row, const char *arg, struct err *err)
{
    static const struct {
        const char *word;
        enum color color;
    } words[] = {{"auto", COLOR_AUTO}, {"never", COLOR_NEVER}, {"always", COLOR_ALWAYS}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(arg, words[i].word)) {
            o->color = words[i].color;
            return true;
        }
    err_set(err, ERR_INPUT, 0, "--%s is auto, never or always, not '%s'", row->name, arg);
    return false;
}
