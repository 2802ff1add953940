/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case.h - evidence put together by hand, and what the rules must find in it, and what not.
 *
 * A case begins as a walk in which everything went well: case_open makes a good server of the target's protocol, seen to the
 * end. The case's own function then changes what is wrong: case_fail says where the walk broke off, hear and list feed real
 * server lines to the real parsers.
 */
#ifndef TLSWALK_TESTS_CASE_H
#define TLSWALK_TESTS_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include "diagnose/finding.h"
#include "walk/evidence.h"
#include "walk/look.h"

#define CASE_WALL_S INT64_C(1795500000) /* 2026-11-24 06:00:00 UTC */
#define CASE_DAY 86400

struct box {
    struct target target;
    struct resolution resolution;
    struct evidence e;
    struct evidence sibling;    /* another address of the same name, where a case needs one */
    bool has_sibling;
    struct looks looks;         /* of e, where a case makes any */
    struct look_saw saw[12];
};

struct rule_case {
    const char *title;
    const char *uri;
    const char *mode;           /* as in --tls; NULL: the scheme's */
    void (*change)(struct box *b);
    const char *found;          /* codes that must be there, with their severity and certainty where given: "x", "x=error/likely";
                                   separated by spaces; "only" in front: and no others */
    const char *absent;         /* codes that must not be there */
};

void case_open(struct box *b, const char *uri, const char *mode);
void case_done(struct box *b);

/* The walk broke off at this stage. */
void case_fail(struct box *b, enum stage_id id);
/* The walk is still in this stage: it and what follows has no verdict. */
void case_running(struct box *b, enum stage_id id);
struct stage *case_stage(struct box *b, enum stage_id id);

/* A whole reply, lines ended by \r\n, through the protocol's own parser. */
void hear(struct box *b, struct heard *h, enum say what, const char *bytes);
/* A feature list, the same way. */
void list(struct box *b, struct caps *c, const char *bytes);
void greet(struct box *b, const char *bytes);

/* One leaf, valid for the host, and its root. */
struct cert *case_cert(struct box *b, size_t index, const char *subject_cn, const char *issuer_cn);
void case_name(struct cert *c, const char *name);
void trouble(struct box *b, enum cert_problem problem, int at, const char *detail);

/* A second walk of the same visit over this address. */
void case_sibling(struct box *b, const char *address, bool v6, int connect_error);

/* A further look that has been made at that port of the host. All that were asked for have been made. */
struct look_saw *case_look(struct box *b, enum look_purpose purpose, uint16_t port);

/* A cmocka test of one case, whose initial state it is. */
void run_case(void **state);

/* The cases by what they are about; ends with cases NULL. */
struct rule_case_group {
    const char *file;               /* "cases_chain.c" */
    const struct rule_case *cases;  /* ends with a case whose title is NULL */
};
extern const struct rule_case_group rule_case_groups[];
/* The first case in which this code must be found, and the first in which it must not; NULL: none. */
const struct rule_case *rule_case_proof(const char *code);
const struct rule_case *rule_case_look_alike(const char *code);

bool case_findings(const struct box *b, struct findings *f);

#endif
