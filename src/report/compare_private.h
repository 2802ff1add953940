/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_private.h - a walk as named facts, which compare.c puts side by side. Functions return false when memory ran out. */
#ifndef TLSWALK_COMPARE_PRIVATE_H
#define TLSWALK_COMPARE_PRIVATE_H

#include "report/compare.h"

#define FACT_NO_RANK 0

struct fact {
    enum compare_group group;
    char *what, *value;
    int rank;                   /* higher is better; FACT_NO_RANK: neither is */
    enum compare_sense appears; /* what it means that only B has it; for one that only A has, the contrary */
    bool timed;                 /* value is a time: us counts, less is better */
    uint64_t us;
};

struct facts {
    struct fact *items;
    size_t count, cap;
};

bool facts_of(struct facts *f, const struct evidence *e, const struct findings *findings);
void facts_done(struct facts *f);

/* What it is written on. */
struct board {
    struct buf *out;
    int cols;
    bool color;
};
bool board_spaces(const struct board *b, int count);

/* The two conversations line by line: "-" only A said it, "+" only B. */
bool compare_transcripts(const struct board *b, const struct transcript *from_a, const struct transcript *from_b);

#endif
