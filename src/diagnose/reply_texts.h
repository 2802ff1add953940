/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reply_texts.h - words in servers' replies that tell more than the code does: a table, for the rules.
 *
 * Codes come first. Words refine what a code said, and where they stand alone the diagnosis is likely only, but for a few that
 * no other server uses for anything else.
 */
#ifndef TLSWALK_REPLY_TEXTS_H
#define TLSWALK_REPLY_TEXTS_H

#include <stdbool.h>

#include "diagnose/catalogue.h"
#include "walk/evidence.h"

/* What the words answer. MAIL: a sender or a recipient, which no walk names; such replies are read out by people. */
enum said_at { SAID_AT_GREETING, SAID_AT_STARTTLS, SAID_AT_LOGIN, SAID_AT_MAIL };

/* The diagnosis that the words of h speak of by the nth row that fits (0: the first, which wins); NULL: no more. *certainty_r (may
 * be NULL): how sure. */
const char *reply_text_code(const struct heard *h, enum said_at at, size_t nth, enum certainty *certainty_r);
bool reply_text_means(const struct heard *h, enum said_at at, const char *code, enum certainty *certainty_r);

/* Providers known to refuse ordinary passwords in words that do not say so. */
bool provider_wants_other_login(const char *ascii_host);

#endif
