/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reply_codes.h - what the codes of a server's reply mean, by what it answers: SMTP's basic and enhanced codes (RFC 5321 4.2,
 * RFC 3463, RFC 4954 6), and the bracketed ones of IMAP (RFC 5530) and POP3 (RFC 2449, RFC 3206). A table, for the rules and for
 * `tlswalk explain`.
 */
#ifndef TLSWALK_REPLY_CODES_H
#define TLSWALK_REPLY_CODES_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnose/catalogue.h"
#include "diagnose/reply_texts.h"
#include "walk/evidence.h"

/* The diagnosis that h stands for as the answer to this, by the most particular row; NULL: none. *certainty_r: how sure. */
const char *reply_code_diagnosis(const struct heard *h, enum said_at at, enum certainty *certainty_r);
/* It is this one. */
bool reply_code_means(const struct heard *h, enum said_at at, const char *diagnosis);
/* All rows that fit, one after the other, for who does not know more: those of h's very codes, or those of every code that begins
 * with the same digit. NULL: no more. */
const char *reply_code_candidate(const struct heard *h, enum said_at at, bool of_a_class, size_t nth);

#endif
