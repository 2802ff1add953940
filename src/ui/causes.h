/* SPDX-License-Identifier: GPL-3.0-or-later */
/* causes.h - what is wrong in the table as a whole: a cause that many rows share is named once. */
#ifndef TLSWALK_CAUSES_H
#define TLSWALK_CAUSES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/model.h"

#define CAUSES_MAX 160

struct cause {
    size_t first;          /* row whose result names it; code and words stand there */
    enum verdict verdict;  /* worst of its rows */
    size_t rows, servers;
    size_t last;           /* row counted last */
};

struct causes {
    struct cause items[CAUSES_MAX]; /* worst first, then by number of rows, then as in the table */
    size_t count;
    bool counted;
    uint64_t revision;     /* the model's when they were counted */
};

/* Counted once a revision of the model. By the gravest finding of each row that has ended. */
void causes_count(struct causes *c, const struct model *m);
/* "40 rows, 3 servers"; cap >= 64 */
void causes_extent(const struct cause *c, char *to, size_t cap);

#endif
