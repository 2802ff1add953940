/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depth_private.h - the sections of depth_run.h, and what they share. */
#ifndef TLSWALK_DEPTH_PRIVATE_H
#define TLSWALK_DEPTH_PRIVATE_H

#include "walk/depth_run.h"

struct depth_section {
    const char *title;                                       /* "versions and suites": for the transcript */
    bool (*next)(struct depth_run *r, struct depth_ask *ask); /* the next question; false: there is none left */
    void (*saw)(struct depth_run *r, const struct walk *w);  /* its answer: a walk that came as far as TLS */
    void (*left)(struct depth_run *r);                       /* rows for what will not be asked any more; NULL: none */
};
extern const struct depth_section depth_offers, depth_order, depth_groups, depth_dh, depth_sessions;

/* Adds a row behind those of its kind; without memory depth.stopped says so. Lent until the next one is added; never NULL. */
struct depth_row *depth_row(struct depth_run *r, enum depth_kind kind, enum verdict grade, const char *label);
void depth_value(struct depth_row *row, const char *fmt, ...) __attribute__((format(printf, 2, 3))); /* made safe */
void depth_why(struct depth_row *row, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* No more questions: the server or the way to it does not stand them. */
void depth_stop(struct depth_run *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

const char *depth_version_title(uint16_t version);           /* "TLS 1.2" */
const struct depth_version *depth_newest(const struct depth_run *r, uint16_t at_most); /* taken; NULL: none */
/* The suites of v that agree on a key in that way, into r->offer. */
size_t depth_offer_of(struct depth_run *r, const struct depth_version *v, enum suite_exchange how);
/* A question about one version. */
void depth_ask_hello(struct depth_run *r, struct depth_ask *ask, uint16_t version, size_t suite_count);

/* depth_grade.c: how good it is that this is taken (RFC 9325), and why. */
void depth_grade_version(struct depth_row *row, uint16_t version, bool taken);
void depth_grade_suite(struct depth_row *row, uint16_t suite);
void depth_grade_group(struct depth_row *row, uint16_t group);
void depth_grade_dh(struct depth_row *row, unsigned bits);

#endif
