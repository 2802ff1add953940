/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exercise.h - THE GUIDED ROUND: calls as a helpdesk gets them, each with a practice server that shows what is behind it.
 *
 * One row an exercise, in the order in which they teach. The screen asks them, `tlswalk practice --exercises` prints them,
 * the manual lists them. Constant data; all texts are plain ASCII sentences.
 */
#ifndef TLSWALK_EXERCISE_H
#define TLSWALK_EXERCISE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "table/table.h"

#define EXERCISE_CHOICES 4

struct exercise_choice {
    const char *text;   /* NULL: there are no more */
    const char *reply;  /* why it is right, or why it is not */
};

struct exercise {
    const char *title;  /* gives nothing away */
    const char *caller; /* the caller's words */
    /* The row of the practice table to walk. */
    const char *server; /* name of a fault (practice.h) */
    const char *client; /* ID of a client of that table */
    const char *proto;
    bool login;         /* walked with the practice account */
    const char *look;   /* what to look at on the walk screen */
    const char *question;
    struct exercise_choice choices[EXERCISE_CHOICES];
    size_t right;       /* index of the right choice */
    const char *code;   /* the diagnosis that the walk finds first */
};
extern const struct exercise exercises[];
extern const size_t exercise_count;
#define EXERCISES_MAX 24 /* bound for those who keep a mark for each */

/* The row to walk; SIZE_MAX: this table has none (its rows can be changed). */
size_t exercise_row(const struct exercise *x, const struct table *t);
size_t exercise_choice_count(const struct exercise *x);
/* All of them as plain text wrapped at cols, the answers behind the questions. false: no memory. */
bool exercise_text(int cols, struct buf *out);

#endif
