/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_private.h - the session's insides, shared by its files: session.c (rows, model), session_visit.c,
 * session_save.c, session_saved.c, session_sheet.c. */
#ifndef TLSWALK_SESSION_PRIVATE_H
#define TLSWALK_SESSION_PRIVATE_H

#include "net/drive.h"
#include "report/record.h"
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
    size_t saved;        /* 1 + index of the recorded visit that is shown; 0: a visit of its own */
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
    struct record *record; /* the file of saved walks that was opened; NULL: none */
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
    struct errand *before; /* an ended visit whose place on its row the next one took: to be compared with; NULL: none */
    struct buf sheet;      /* the model's */
    char sheet_title[120];
    char *compared_path;   /* file of the last comparison, "": the visit before; NULL: none was made */
    char compared_name[200]; /* safe text */
    bool compared_talk;    /* with the conversations */
    session_fn *changed;
    void *context;
};

/* The model has changed in a way that the table screen shows. */
void session_touch(struct session *s);
bool session_is_practice_row(const struct session *s, size_t row);
void session_forget_findings(struct session *s);
void errand_free(struct errand *e);
/* Puts e on the walk screen; what was there before ends, unless a run of all rows still needs it. */
void session_show_errand(struct session *s, struct errand *e);
/* One more walk of a visit counts for its row. */
void session_result_add(struct row_result *r, const struct findings *f, const struct evidence *e);
/* Shows the recorded visit of the row. false: a notice says why. */
bool session_show_saved(struct session *s, size_t row);
/* The walks of a visit in a form, whether it was made here or read from a file. false: no memory. */
bool session_write(struct session *s, const struct errand *e, const struct report_form *form, bool masked,
                   struct buf *out);
#endif
