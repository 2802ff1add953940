/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "visit_report.h"

#include <time.h>

#include "diagnose/finding.h"
#include "report/redact.h"

/* What a clock on the wall here showed: callers tell times that way. "" where that is UTC, which the report tells
 * anyway. */
static void visit_report_clock(char *to, size_t cap, int64_t wall_us)
{
    time_t when = (time_t)(wall_us / 1000000);
    struct tm local;
    if (!localtime_r(&when, &local) || local.tm_gmtoff == 0 || !strftime(to, cap, "%Y-%m-%d %H:%M:%S %Z", &local))
        to[0] = '\0';
}

/* One walk, masked where that is wanted: the form sees nothing else. */
static bool visit_report_add(const struct visit_report *how, struct buf *out, const struct report_input *in)
{
    struct err err;
    if (!how->redact)
        return report_run_add(how->run, out, in);
    struct record *masked = redact_walk(in, how->user, &err);
    if (!masked)
        return false;
    struct report_input copy = record_input(masked, 0, 0);
    copy.color = how->color;
    copy.cols = how->cols;
    copy.transcript = how->transcript;
    bool good = report_run_add(how->run, out, &copy);
    record_free(masked);
    return good;
}

static bool visit_report_walk(const struct visit_report *how, const struct visit *v, size_t walk, struct buf *out,
                              enum verdict *worst_r)
{
    char clock[64];
    struct findings f;
    const struct evidence *e = visit_walk(v, walk);
    const struct row *row = how->row;
    visit_report_clock(clock, sizeof clock, e->started_wall_us);
    struct report_input in = {
        .evidence = e,
        .findings = &f,
        .client = row && row->client ? row->client->title : NULL,
        .words = row && row->words[0] ? row->words : NULL,
        .local_time = clock[0] ? clock : NULL,
        .scene = how->scene,
        .color = how->color,
        .cols = how->cols,
        .transcript = how->transcript,
    };
    if (!findings_of_walk(&f, v, walk))
        return false;
    if (worst_r)
        *worst_r = verdict_worse(*worst_r, f.verdict);
    bool good = (walk == 0 || !how->form->spaced || buf_add_char(out, '\n')) && visit_report_add(how, out, &in);
    findings_done(&f);
    return good;
}

bool visit_report_write(const struct visit_report *how, const struct visit *v, struct buf *out, enum verdict *worst_r)
{
    for (size_t i = 0; i < visit_walk_count(v); i++)
        if (!visit_report_walk(how, v, i, out, worst_r))
            return false;
    return true;
}

bool record_report_write(const struct visit_report *how, const struct record *r, size_t visit, struct buf *out,
                         enum verdict *worst_r)
{
    for (size_t i = 0; i < record_walk_count(r, visit); i++) {
        struct report_input in = record_input(r, visit, i);
        in.color = how->color;
        in.cols = how->cols;
        in.transcript = how->transcript;
        if ((i > 0 && how->form->spaced && !buf_add_char(out, '\n')) || !visit_report_add(how, out, &in))
            return false;
        if (worst_r)
            *worst_r = verdict_worse(*worst_r, in.findings->verdict);
    }
    return true;
}
