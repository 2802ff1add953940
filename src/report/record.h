/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record.h - a report read back: the JSON form (one line a walk) to evidence and findings, as the screens and forms take them.
 *
 * No network, no clock. A file is a stranger's: bounded, every text made safe again, wrong types refused with line and key.
 * Unknown keys are passed over. Findings are the file's own; a code that this catalogue does not have keeps the file's texts.
 * Lines of one target and one beginning are a visit; visits and walks keep the order of the file.
 * Owner: the record owns all that it lends, until record_free.
 */
#ifndef TLSWALK_RECORD_H
#define TLSWALK_RECORD_H

#include <stddef.h>

#include "base/err.h"
#include "base/span.h"
#include "diagnose/finding.h"
#include "report/report.h"
#include "walk/evidence.h"

#define RECORD_BYTES_MAX (64u << 20) /* of a file */
#define RECORD_WALKS_MAX 4000

struct record;

/* NULL: err (ERR_FILE) says which line and key, and what was expected. */
struct record *record_read(struct span json_lines, struct err *err);
void record_free(struct record *r);

size_t record_visit_count(const struct record *r); /* at least 1 */
size_t record_walk_count(const struct record *r, size_t visit);
const struct evidence *record_walk(const struct record *r, size_t visit, size_t walk);
/* One for each walk, in their order. */
const struct findings *record_findings(const struct record *r, size_t visit);
/* What a report form needs to write the walk as it was written before; colours and columns are left for the caller. */
struct report_input record_input(const struct record *r, size_t visit, size_t walk);

#endif
