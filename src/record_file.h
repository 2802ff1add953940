/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_file.h - a report in a file, read back. */
#ifndef TLSWALK_RECORD_FILE_H
#define TLSWALK_RECORD_FILE_H

#include <stdbool.h>

#include "base/err.h"
#include "report/record.h"

/* True for a file that begins as a report does; a table never begins with "{". */
bool record_file_is(const char *path);
/* "-" is standard input. NULL: err names the file. */
struct record *record_file_read(const char *path, struct err *err);

#endif
