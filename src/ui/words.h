/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h - small texts that more than one view writes: modes, durations in few columns, times. */
#ifndef TLSWALK_WORDS_H
#define TLSWALK_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "table/target.h"
#include "ui/model.h"
#include "walk/stage.h"

/* "imap", "submit": at most 6 columns. */
const char *words_proto(const struct proto *p);
/* "implicit", "STARTTLS", "optional", "none": at most 8 columns. */
const char *words_mode(enum tls_mode mode);
/* "implicit TLS", "STARTTLS", "STARTTLS if offered", "no TLS": in a sentence. */
const char *words_mode_long(enum tls_mode mode);
/* "21ms", "2.1s", "65s": at most 5 columns; cap >= 8 */
void words_took(char *to, size_t cap, uint64_t us);
/* "<1 min", "3 min", "2 h", "4 days": a minute is the finest step, so that a screen at rest stays at rest; cap >= 24 */
void words_age(char *to, size_t cap, uint64_t us);
/* When words_age will give another text than it does for this age, in us from now. */
uint64_t words_age_changes_in(uint64_t us);
/* "14:02:10" UTC; cap >= 16 */
void words_clock(char *to, size_t cap, int64_t wall_us);
/* What a stage does: "opens a TCP connection to the address and port." */
const char *words_stage(enum stage_id id);
/* "Thunderbird", or "(typed in)" for a row of no client. */
const char *words_client(const struct row *r);

#endif
