/* SPDX-License-Identifier: GPL-3.0-or-later */
/* output.h - where reports go: standard output, or a file that is there whole or not at all.
 *
 * A file is written under another name in its folder, brought to the disk and given its name at the end, so that whoever reads
 * it never sees half of it, and the old one stays until then. What is there and is no file (/dev/null, a pipe) is written to
 * as it is.
 */
#ifndef TLSWALK_OUTPUT_H
#define TLSWALK_OUTPUT_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

struct output {
    int fd;               /* -1: not open */
    bool renames;         /* a file under another name */
    struct buf path;      /* its name at the end; for messages */
    struct buf temporary; /* its name until then */
};

/* path: NULL: standard output. mode: of the file. false: err names the file and the reason. */
bool output_open(struct output *o, const char *path, mode_t mode, struct err *err);
/* At once. */
bool output_add(struct output *o, struct span bytes, struct err *err);
/* The file takes its name. */
bool output_keep(struct output *o, struct err *err);
/* Releases o; a file that was not kept is gone. Safe for a zeroed one whose fd is -1. */
void output_done(struct output *o);

#endif
