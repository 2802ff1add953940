/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.h - two reports side by side: which facts differ, how, and for better or worse.
 *
 * Pure: two records in, rows out. Walks are matched by target and address, then by target alone (a server that moved); a single
 * walk in each is compared whatever its target. A walk that has no counterpart is named.
 * Times count only where they are notable: more than double, and more than 200 ms apart.
 * Owner: struct comparison owns its strings until comparison_done; the records must outlive it. All strings are safe text.
 */
#ifndef TLSWALK_COMPARE_H
#define TLSWALK_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "report/record.h"

/* What a row is about; a comparison goes through them in this order. */
enum compare_group {
    COMPARE_RESULT,
    COMPARE_FINDINGS,
    COMPARE_STAGES,
    COMPARE_NAME,
    COMPARE_TLS,
    COMPARE_CERTIFICATE,
    COMPARE_FEATURES,
    COMPARE_LOGIN,
    COMPARE_LOOKS,
    COMPARE_DEPTH,
    COMPARE_GROUPS
};
const char *compare_group_title(enum compare_group g); /* "findings" */

/* How B is, against A. */
enum compare_sense { COMPARE_OTHER, COMPARE_BETTER, COMPARE_WORSE };
const char *compare_sense_word(enum compare_sense s); /* "other", "better", "worse" */

struct compare_row {
    enum compare_group group;
    enum compare_sense sense;
    char *what;     /* "finding cert-expired", "valid until" */
    char *a, *b;    /* values; NULL: it has none */
};

/* Two walks, or one that has no counterpart: then the other is NULL, and there are no rows. */
struct compare_pair {
    const struct evidence *a, *b;
    struct compare_row *rows;              /* what differs */
    size_t count;
    size_t same, same_of[COMPARE_GROUPS];  /* how many facts do not */
};

struct comparison {
    struct compare_pair *pairs;
    size_t count;
    bool differs;   /* a row, or a walk without a counterpart */
};

/* false: no memory. */
bool compare_records(struct comparison *c, const struct record *a, const struct record *b);
void comparison_done(struct comparison *c);

struct compare_look {
    const char *name_a, *name_b; /* of the files; safe text */
    int cols;                    /* 0: 80 */
    bool color;
    bool transcript;             /* the conversations line by line as well */
};
/* As text, a table. false: no memory. */
bool compare_write(struct buf *out, const struct comparison *c, const struct compare_look *look);

#endif
