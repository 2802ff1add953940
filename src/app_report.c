/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_report.c - tlswalk report FILE...: saved walks, written again in any form. Nothing is contacted. */
#include "app.h"
#include "record_file.h"
#include "visit_report.h"

static bool report_file(const struct options *o, struct report_run *run, const char *path, struct buf *out, enum verdict *worst,
                        struct err *err)
{
    struct visit_report how = {.form = o->form, .run = run, .color = app_wants_color(o), .transcript = o->transcript, .redact = o->redact};
    struct record *r = record_file_read(path, err);
    bool good = r != NULL;
    for (size_t i = 0; r && good && i < record_visit_count(r); i++) {
        good = (buf_len(out) == 0 || !o->form->spaced || buf_add_char(out, '\n')) &&
               record_report_write(&how, r, i, out, worst);
        if (!good)
            err_memory(err);
    }
    record_free(r);
    return good;
}

int app_report(const struct options *o)
{
    struct buf out = {0};
    struct err err;
    enum verdict worst = VERDICT_NONE;
    bool good = o->word_count > 0;
    app_drop_privileges();
    if (!good)
        err_set(&err, ERR_INPUT, 0, "tlswalk report needs a FILE that 'tlswalk check --json' or the save key wrote");
    struct report_run *run = report_run_new(o->form);
    if (good && !run) {
        err_memory(&err);
        good = false;
    }
    for (size_t i = 0; good && i < o->word_count; i++)
        good = report_file(o, run, o->words[i], &out, &worst, &err);
    if (good && !report_run_end(run, &out)) {
        err_memory(&err);
        good = false;
    }
    report_run_free(run);
    good = good && app_print(buf_span(&out), &err);
    buf_done(&out);
    return good ? app_verdict_status(worst) : app_refuse(&err);
}
