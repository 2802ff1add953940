/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sample.h - a walk made by hand, with a bit of everything that a report can tell, hostile bytes among it.
 *
 * Owner: the struct; sample_done releases it.
 */
#ifndef TLSWALK_SAMPLE_H
#define TLSWALK_SAMPLE_H

#include "report/report.h"
#include "walk/depth.h"
#include "walk/look.h"

/* A server's line with an escape sequence, a right-to-left override, broken UTF-8 and a zero byte in it. */
#define SAMPLE_HOSTILE "* BYE \x1b[2J\xE2\x80\xAE\xFF\0!"
#define SAMPLE_HOSTILE_LEN (sizeof SAMPLE_HOSTILE - 1)

struct sample {
    struct target target;
    struct resolution resolution;
    struct evidence evidence;
    struct findings findings;
    struct finding items[2];
    struct looks looks;
    struct look_saw seen[1];
    struct depth depth;
    struct depth_row depth_rows[3];
    struct report_input input;
};

/* STARTTLS on an IMAP server whose certificate has run out; the login was held back. */
void sample_make(struct sample *s);
/* The name does not exist: nothing was connected to. */
void sample_make_nameless(struct sample *s);
void sample_done(struct sample *s);
/* Writes the sample in that form with each allocation failing in turn, and asserts that the form says so each time. How many
 * allocations that were. */
size_t sample_form_lacks_memory(const char *form);

#endif
