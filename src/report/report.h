/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.h - a finished walk written down. JSON through jansson (json_write.c, json_read.c and json_value.c are its only door).
 *
 * A form is a row of a table: name, and a function from a walk to bytes. Pure: no clock, no environment, no terminal.
 * Times in a report count from the beginning of the visit, as in the evidence; "started" is that beginning.
 */
#ifndef TLSWALK_REPORT_H
#define TLSWALK_REPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"
#include "diagnose/finding.h"
#include "walk/evidence.h"

struct report_input {
    const struct evidence *evidence;
    const struct findings *findings;
    const char *local_time;  /* the visit's beginning as a clock on the wall here shows it, or NULL */
    const char *client;      /* table client's title, or NULL */
    const char *words;       /* the client's own wording of the setting, or NULL */
    const char *program;     /* what wrote it first, with its version, and its GnuTLS; NULL: this program */
    const char *gnutls;
    bool color;              /* text form: SGR colours */
    int cols;                /* text form: wrap; 0: 80 */
    bool transcript;         /* text form: with the transcript (JSON always has it) */
};

struct report_form {
    const char *name;        /* "text", "json" */
    bool (*write)(struct buf *out, const struct report_input *in); /* appends; false: no memory */
};
extern const struct report_form report_forms[]; /* ends with a row whose name is NULL */
const struct report_form *report_form_by_name(struct span name);

#endif
