/* SPDX-License-Identifier: GPL-3.0-or-later */
/* symptom_private.h - the rows of the tables of symptoms, and how they are looked for.
 *
 * A sign is one of
 *   a number, "20" or "-15": the whole text, or in it behind a word of its source ("verify error:num=20", "curl: (60)");
 *   a number in hexadecimal, "0x800CCC0E": anywhere in the text, with or without 0x;
 *   words, "connection to * timed out": anywhere in the text, or with the text in them; what is between the parts does not
 *   matter; ASCII case and repeated blanks do not either.
 */
#ifndef TLSWALK_SYMPTOM_PRIVATE_H
#define TLSWALK_SYMPTOM_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnose/symptom.h"

/* Where such a text comes from. */
struct symptom_source {
    const char *title;          /* "OpenSSL (openssl s_client, many programs and server logs)" */
    const char *number;         /* what stands before a number in a heading: "verify error " */
    const char *const *context; /* words that make a number one of this source's; NULL-ended */
};

struct symptom_row {
    const struct symptom_source *source;
    const char *const *signs;   /* NULL-ended; the first is the heading's */
    const char *meaning;        /* "the connection to the server failed" */
    struct {
        const char *code, *reason;
    } candidates[SYMPTOM_CANDIDATES_MAX]; /* up to the first without a code */
};

extern const struct symptom_row symptom_rows[];
extern const size_t symptom_row_count;

/* How well a text and a sign fit: 0 not at all; the greater the better. */
enum symptom_fit { FIT_NONE, FIT_PART_OF_SIGN, FIT_SIGN_IN_TEXT, FIT_SAME };
enum symptom_fit symptom_sign_fits(const char *sign, const struct symptom_source *source, const char *text);

/* text as it is compared: small letters, one blank between words, typographic quotes made plain. At most cap - 1 bytes. */
void symptom_normalize(char *to, size_t cap, const char *text);

/* Adds a candidate that is not there yet. */
void symptom_candidate(struct symptom *s, const char *code, const char *reason);
/* A further symptom with this heading (safe text is made of it); NULL: no room. */
struct symptom *symptom_add(struct symptoms *s, const char *source, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* The parts of symptoms_find, one a kind of text. normal: symptom_normalize of the text. */
void symptoms_of_reply(struct symptoms *s, const char *text, const char *normal); /* "535 5.7.8", "[AUTHENTICATIONFAILED]" */
void symptoms_of_tls(struct symptoms *s, const char *normal); /* GnuTLS numbers and names, alerts, verify bits */

#endif
