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

/* Where a walk was made: what the same walk from elsewhere might have had otherwise. Safe text; NULL or "": not known. */
struct report_scene {
    const char *priority;    /* GnuTLS priority string */
    const char *resolver;    /* whom the system asks for names: "192.0.2.53, then files" */
    const char *terminal;    /* "xterm-256color, 120x40, in tmux"; NULL: there was no screen */
    const char *locale;      /* "C.UTF-8, UTF-8" */
};

struct report_input {
    const struct evidence *evidence;
    const struct findings *findings;
    const char *local_time;  /* the visit's beginning as a clock on the wall here shows it, or NULL */
    const char *client;      /* table client's title, or NULL */
    const char *words;       /* the client's own wording of the setting, or NULL */
    const char *program;     /* what wrote it first, with its version, and its GnuTLS; NULL: this program */
    const char *gnutls;
    const struct report_scene *scene; /* NULL: not known */
    bool color;              /* text form: SGR colours */
    int cols;                /* text form: wrap; 0: 78, as mail wants it */
    bool transcript;         /* for people: with the transcript and the certificates as PEM (JSON always has them) */
};

struct report_run;

struct report_form {
    const char *name;        /* "text", "json" */
    const char *extension;   /* of a file in this form: "txt" */
    bool spaced;             /* for people: an empty line stands between two walks */
    bool published;          /* a file of it is for other programs' users to read */
    bool (*write)(struct buf *out, const struct report_input *in); /* of one walk; appends; false: no memory */
    /* Forms that tell of all walks together: each is taken in, and written at the end. NULL in the others. */
    bool (*gather)(struct report_run *r, const struct report_input *in);
    bool (*conclude)(struct report_run *r, struct buf *out);
    /* What stands in place of a report when none could be made, in one line; NULL: nothing does. */
    bool (*refuse)(struct buf *out, const char *why);
};
extern const struct report_form report_forms[]; /* ends with a row whose name is NULL */
const struct report_form *report_form_by_name(struct span name);
/* Of "walk.md"; a name without an extension, or with one of nobody's, is text. */
const struct report_form *report_form_by_file(struct span file);

/* The walks of one run. NULL: no memory. */
struct report_run *report_run_new(const struct report_form *form);
void report_run_free(struct report_run *r);
/* One walk more: appended to out, or kept for the end. false: no memory. */
bool report_run_add(struct report_run *r, struct buf *out, const struct report_input *in);
/* After the last. */
bool report_run_end(struct report_run *r, struct buf *out);

#endif
