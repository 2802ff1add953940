/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rule_private.h - a rule: when a diagnosis holds, and what it says about the evidence.
 *
 * Rules are rows of a table, one a diagnosis, in files by what they look at. Within a file the order is the precedence:
 * injection, PREAUTH, another protocol, another mode, a device in between, a refusal's code, silence, the rest.
 * A rule looks only at stages that have ended, or at evidence that nothing later can change: what it says once, it says
 * to the end of the walk.
 */
#ifndef TLSWALK_RULE_PRIVATE_H
#define TLSWALK_RULE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"
#include "diagnose/catalogue.h"
#include "diagnose/fill_private.h"
#include "walk/evidence.h"

/* What rules look at. */
struct scene {
    const struct evidence *e;
    const struct evidence *const *others; /* all walks of the visit, e among them; only those that have begun */
    size_t other_count;
};

/* What a rule adds to its diagnosis. Severity, certainty and stage come from the catalogue; a rule may change them. */
struct match {
    const struct diagnosis *diagnosis;
    enum severity severity;
    enum certainty certainty;
    enum stage_id stage;
    uint64_t serial;       /* transcript entry that proves it; NO_SERIAL */
    bool ends;             /* it explains why the walk got no further; only one finding does */
    bool excuses;          /* the stage's failure is no fault: this finding's severity stands in its place */
    bool no_memory;
    struct strv facts;     /* what was seen, in words */
    struct blanks *blanks; /* filled with target, mode and address before the rule is asked */
};

struct rule {
    const char *code;
    /* True when the diagnosis holds; only then is m written to. with: the row's own value. */
    bool (*when)(const struct scene *s, struct match *m, int with);
    int with;
    const char *const *under; /* codes, NULL-ended: the first of them that was found too is its cause */
};
#define UNDER(...) .under = (const char *const[]){__VA_ARGS__, NULL}

/* The tables; each ends with a row whose code is NULL. */
extern const struct rule rules_settings[], rules_names[], rules_compare[], rules_connect[], rules_handshake[], rules_greeting[], rules_features[],
    rules_upgrade[], rules_chain[], rules_login[], rules_conversation[];
/* All of them in the order in which they are asked; ends with rules NULL. */
struct rule_table {
    const char *file; /* "rules_chain.c" */
    const struct rule *rules;
};
extern const struct rule_table rule_tables[];

/* For rules: */
/* The first bytes are those of another protocol, without a doubt. */
bool foreign_speaker(const struct evidence *e);
/* A firewall that inspects SMTP was here: a greeting of asterisks, keywords turned into X. */
bool middlebox_marks(const struct evidence *e);
bool stage_ended(const struct evidence *e, enum stage_id id);
bool stage_failed(const struct evidence *e, enum stage_id id);
void match_fact(struct match *m, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void match_blank(struct match *m, enum blank b, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* A reply as proof: its line is quoted, its place is kept. */
void match_reply(struct match *m, const char *to_what, const struct heard *h);
/* "IMAP with STARTTLS is normally on port 143" as BLANK_DETAIL, where the port is not that one. */
void match_usual_port(struct match *m, const struct evidence *e);
/* Raw bytes as a fact: "the first bytes were 15 03 03 00 02". */
void match_bytes(struct match *m, const char *what, const unsigned char *bytes, size_t len);
/* How a wait ended, as a fact. */
void match_ended(struct match *m, const char *what, const struct ended *end, uint64_t took_us);
bool is_proto(const struct evidence *e, const char *name);
/* In place of TLS came, in clear, that the server takes no more connections now (SMTP's 421): that says nothing about the mode. */
bool busy_in_place_of_tls(const struct evidence *e);
/* No way at all to log in by this list. */
bool caps_lack_login(const struct evidence *e, const struct caps *c);
/* In the deciding line; ASCII case is ignored. */
bool heard_says(const struct heard *h, const char *words);
bool heard_refused(const struct heard *h); /* present, and no yes */

#endif
