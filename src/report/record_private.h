/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_private.h - a line of a report as it lies in memory, for the files of record.h. */
#ifndef TLSWALK_RECORD_PRIVATE_H
#define TLSWALK_RECORD_PRIVATE_H

#include "report/json_private.h"
#include "report/record.h"

/* A line. Texts of its findings stay where they were read. */
struct page {
    struct json_walk walk;
    struct evidence evidence;
    struct target target;
    struct findings findings;
    struct diagnosis *diagnoses;   /* one for each finding */
    const char **references;       /* theirs, each list with a NULL behind */
    size_t visit;
};

/* NULL: err. */
struct page *page_read(struct span text, size_t line, struct err *err);
void page_free(struct page *p);

#endif
