/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_export.c - tlswalk export [NAME TARGET...]: targets in the words of other programs. Nothing is contacted. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "itinerary.h"
#include "report/export.h"

#define NAME_COLS 16

static bool export_list(struct buf *out)
{
    bool good = true;
    for (size_t i = 0; i < export_count() && good; i++)
        good = buf_addf(out, "%-*s %s\n", NAME_COLS, exports[i].name, exports[i].title);
    return good;
}

/* A file of settings is read from anywhere, so the name of the CA file in it is a whole one. */
static bool export_ca_file(const struct options *o, char whole[PATH_MAX], struct err *err)
{
    if (!o->ca_file || realpath(o->ca_file, whole))
        return true;
    err_set(err, ERR_FILE, errno, "the CA file '%s' cannot be found: %s", o->ca_file, strerror(errno));
    return false;
}

static bool export_targets(const struct options *o, struct buf *out, struct err *err)
{
    struct options rest = *o; /* without the export's name */
    struct itinerary it;
    char ca_file[PATH_MAX];
    size_t index = export_find(span_str(o->words[0]));
    if (index == export_count()) {
        err_set(err, ERR_INPUT, 0, "there is no export '%s'; 'tlswalk export' lists them", o->words[0]);
        return false;
    }
    rest.words++;
    rest.word_count--;
    if (!export_ca_file(o, ca_file, err) || !itinerary_make(&it, &rest, NULL, err))
        return false;
    bool good = true;
    for (size_t i = 0; i < it.count && good; i++) {
        struct export_facts facts = {.target = &it.stops[i].target,
                                     .address = o->address,
                                     .sni = o->sni,
                                     .ca_file = o->ca_file ? ca_file : NULL,
                                     .priority = o->priority,
                                     .user = o->user};
        good = (i == 0 || buf_add_char(out, '\n')) && export_write(out, index, &facts);
    }
    itinerary_done(&it);
    if (!good)
        err_memory(err);
    return good;
}

int app_export(const struct options *o)
{
    struct buf out = {0};
    struct err err;
    bool good = o->word_count > 0 ? export_targets(o, &out, &err) : export_list(&out);
    if (!good && !o->word_count)
        err_memory(&err);
    good = good && app_print(buf_span(&out), &err);
    buf_done(&out);
    return good ? EXIT_PASS : app_refuse(&err);
}
