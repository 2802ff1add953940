/* SPDX-License-Identifier: GPL-3.0-or-later */
/* visit_report.h - the walks of an ended visit as one piece of a report, the same for check, report and the save key. */
#ifndef TLSWALK_VISIT_REPORT_H
#define TLSWALK_VISIT_REPORT_H

#include <stdbool.h>

#include "base/buf.h"
#include "report/record.h"
#include "report/report.h"
#include "table/table.h"
#include "walk/visit.h"

struct visit_report {
    const struct report_form *form;
    struct report_run *run; /* of that form */
    const struct report_scene *scene;
    const struct row *row; /* of the table, NULL: typed in */
    bool color, transcript;
    bool redact;      /* user names and addresses masked (report/redact.h) */
    const char *user; /* whom the login named; NULL: nobody */
    int cols; /* 0: 78 */
};

/* Appends one report for each walk, or lets the run keep it; those for people have an empty line between them. *worst_r
 * (NULL: not wanted) is the graver of what it was and the verdicts. false: no memory. */
bool visit_report_write(const struct visit_report *how, const struct visit *v, struct buf *out, enum verdict *worst_r);

/* The same of a visit that was read back: as it was written then. */
bool record_report_write(const struct visit_report *how, const struct record *r, size_t visit, struct buf *out,
                         enum verdict *worst_r);

#endif
