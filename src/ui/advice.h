/* SPDX-License-Identifier: GPL-3.0-or-later */
/* advice.h - a finding in words for the pane under the walk, and with all its evidence for a page. */
#ifndef TLSWALK_ADVICE_H
#define TLSWALK_ADVICE_H

#include <stddef.h>

#include "diagnose/finding.h"
#include "ui/page.h"

#define ADVICE_LABEL_COLS 7

/* "cert-expired  FAIL  certain, the certificate" */
void advice_heading(const struct finding *f, char *to, size_t cap);
/* WHAT, SAY, USER, ADMIN, WHY: what is needed on the phone stands first, for a small screen cuts the rest. */
void advice_short(struct page *p, const struct finding *f);
/* The same, how it was seen, the evidence, and where to read on. */
void advice_full(struct page *p, const struct finding *f);
enum verdict advice_verdict(const struct finding *f);
enum verdict advice_verdict_of(enum severity s);

#endif
