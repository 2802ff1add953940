/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.h - a diagnosis in words, without evidence: `tlswalk explain`, and the source of tlswalk-diagnoses(7). */
#ifndef TLSWALK_EXPLAIN_H
#define TLSWALK_EXPLAIN_H

#include <stdbool.h>

#include "base/buf.h"
#include "diagnose/catalogue.h"
#include "diagnose/symptom.h"

/* One entry as plain text, wrapped at cols. false: no memory. */
bool explain_text(const struct diagnosis *d, int cols, struct buf *out);
/* A line each: code, severity, and the what-sentence. */
bool explain_list(int cols, struct buf *out);
/* What was found for a text: each symptom with its candidates, and their what-sentences. */
bool explain_symptoms(const struct symptoms *s, int cols, struct buf *out);
/* The whole catalogue as mdoc, behind a way into it. more: further sections, to stand before the entries; "". */
bool explain_mdoc(struct buf *out, const char *more);
/* A text as mdoc: a sentence a line, and what mdoc would take for its own escaped. */
bool explain_mdoc_text(struct buf *out, const char *text);

#endif
