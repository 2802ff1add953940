/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_private.h - the session's insides, shared by its files: session.c (rows, model), session_visit.c,
 * session_save.c, session_sheet.c. */
#ifndef TLSWALK_SESSION_PRIVATE_H
#define TLSWALK_SESSION_PRIVATE_H

#include "net/drive.h"
#include "session.h"
#include "sweep/sweep.h"
#include "trust_file.h"

#define ROW_GONE SIZE_MAX

/* One visit of a row. */
struct errand {
    struct session *session;
    struct errand *next; /* in the list of those that run or are shown */
    size_t row;          /* ROW_GONE: its row was removed */
    struct visit *visit;
    struct drive *drive; /* NULL: it has ended */
    struct login login;  /* empty: none was given */
    bool of_run;         /* belongs to a run of all rows */
};

/* How often a login was tried at a host. */
struct tries {
    char host[256];
    unsigned count;
};

struct session {
    struct loop *loop;
    const struct options *options;
    struct resolver *resolver; /* NULL before the first walk */
    struct practice_host *practice;
    struct trust_file trust; /* trust.trust NULL before the first walk */
    struct table *table;
    struct row_result *results; /* one a row */
    struct errand *errands;
    struct errand *shown; /* the one on the walk screen; NULL: none yet */
    struct sweep *sweep;  /* a run of all rows; rows are its ids */
    enum family family;
    struct tries *tries;
    size_t tries_count;
    struct findings *findings; /* of the shown visit's walks */
    size_t findings_count;
    uint64_t findings_revision; /* the visit's when they were drawn up */
    const struct visit *findings_visit;
    struct model model;
    char notice[400];
    struct buf sheet; /* the model's */
    char sheet_title[120];
    session_fn *changed;
    void *context;
};

/* The model has changed in a way that the table screen shows. */
void session_touch(struct session *s);
bool session_is_practice_row(const struct session *s, size_t row);
void session_forget_findings(struct session *s);
void errand_free(struct errand *e);

#endif
