/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model.h - what the screens show. main fills it, ui reads it and never writes into it.
 *
 * Everything in it is lent; pointers stay good until the next time main handles a request or the loop turns.
 */
#ifndef TLSWALK_MODEL_H
#define TLSWALK_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diagnose/finding.h"
#include "table/table.h"
#include "walk/visit.h"

/* What came of a row, kept after its visit is gone. A zeroed one is of a row that was not run: a table of thousands is then no
 * memory before something runs. */
struct row_result {
    enum { ROW_NOT_RUN, ROW_QUEUED, ROW_RUNNING, ROW_ENDED } state;
    enum verdict verdict;      /* worst of its walks */
    uint64_t ended_us;         /* main's clock; age is now - ended */
    uint64_t took_us;
    char code[48];             /* worst finding, "" when there are none or only remarks */
    char what[400], user[400]; /* of that finding, filled */
    char address[64];          /* of the walk that the finding belongs to, else of the first */
    int64_t days_left;         /* of the certificate, of an ended row; INT64_MAX: none seen */
    char login[24];            /* mechanism tried, or "" */
    unsigned walks;            /* addresses visited */
    size_t saved;              /* 1 + index of the visit in the file of saved walks that this came from; 0: a walk of ours */
};

struct model {
    const struct table *table;
    const struct row_result *results; /* table->row_count of them */
    uint64_t revision;                /* grows with every change of table or results */
    /* The visit on the walk screen; NULL: none yet. */
    const struct visit *visit;
    const struct findings *findings;  /* one for each walk of the visit, as many as visit_walk_count */
    size_t visit_row;                 /* row of the visit; SIZE_MAX: gone */
    bool saved;                       /* the visit is one that was read from a file */
    unsigned logins_tried;            /* AUTH attempts at this row's server in this session */
    uint64_t now_us;                  /* main's clock */
    int64_t wall_us;
    bool practice;                    /* the practice table is open */
    const char *trust_name;
    const char *notice;               /* one line for the status line, "" when none: "saved as /home/..." */
    uint64_t notice_serial;           /* grows with each new notice */
    size_t running, queued;           /* of a run of all rows */
    const char *sheet, *sheet_title;  /* a text made at a wish, UTF-8 in lines; NULL: none yet */
    bool sheet_compares;              /* it tells what differs between two visits */
};

#endif
