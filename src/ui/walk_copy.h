/* SPDX-License-Identifier: GPL-3.0-or-later */
/* walk_copy.h - a walk as plain text for the clipboard. The transcript has its secrets masked already. */
#ifndef TLSWALK_WALK_COPY_H
#define TLSWALK_WALK_COPY_H

#include <stdbool.h>

#include "base/buf.h"
#include "ui/model.h"

/* All append; false: no memory. */
bool walk_copy_stages(const struct model *m, size_t walk, struct buf *out);
bool walk_copy_findings(const struct findings *f, struct buf *out);
bool walk_copy_all(const struct model *m, size_t walk, struct buf *out);

#endif
