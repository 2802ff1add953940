/* SPDX-License-Identifier: GPL-3.0-or-later */
/* symptom.h - from what somebody reads out to the diagnoses it may stand for: an error number of a mail program, a reply of
 * a server, a line of a log, or a few words.
 *
 * Pure: the same answer each time; no memory is asked for, so nothing can fail. The text may hold any bytes.
 * Owner: a struct symptoms is a plain value; what its pointers lead to is constant.
 */
#ifndef TLSWALK_SYMPTOM_H
#define TLSWALK_SYMPTOM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "diagnose/catalogue.h"

#define SYMPTOM_CANDIDATES_MAX 10
#define SYMPTOMS_MAX 12

/* A diagnosis that may be behind it, and what speaks for it. */
struct candidate {
    const struct diagnosis *diagnosis;
    const char *reason;  /* "if nothing listens on the port"; "" where the diagnosis' own sentence says it all */
};

struct symptom {
    char heading[160];   /* "0x800CCC0E: the connection failed", safe text */
    const char *source;  /* where such a text comes from: "Outlook, Outlook Express, Windows Mail" */
    struct candidate candidates[SYMPTOM_CANDIDATES_MAX]; /* the likelier first */
    size_t count;        /* 0: it is known, and no fault by itself */
};

struct symptoms {
    struct symptom items[SYMPTOMS_MAX]; /* the better match first; words found in the catalogue come last */
    size_t count;
};

/* What text may stand for. Nothing is found in less than two characters that are no number. */
void symptoms_find(struct symptoms *s_r, const char *text);
/* Where the words of text stand in the catalogue alone: best first; the count, n at most. */
size_t catalogue_search(const char *text, struct candidate found_r[], size_t n);

#endif
