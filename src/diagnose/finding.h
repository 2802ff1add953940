/* SPDX-License-Identifier: GPL-3.0-or-later */
/* finding.h - rules over the evidence: a table, one row a diagnosis; and the findings they give.
 *
 * Pure: evidence in, findings out, the same each time; may be asked while a walk still runs.
 * Owner: struct findings owns its strings; findings_done releases them.
 */
#ifndef TLSWALK_FINDING_H
#define TLSWALK_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strv.h"
#include "diagnose/catalogue.h"
#include "walk/evidence.h"
#include "walk/visit.h"

struct finding {
    const struct diagnosis *diagnosis;
    enum severity severity;
    enum certainty certainty;
    enum stage_id stage;
    const struct diagnosis *follows_from; /* shown under it; NULL: a cause of its own */
    char *what, *why, *user, *admin, *say; /* filled, safe text */
    struct strv evidence;     /* raw facts in words, safe text: "220 ready, then 02 02 ..." */
    uint64_t serial;          /* transcript entry that proves it; NO_SERIAL */
};

struct findings {
    struct finding *items;    /* worst first, consequences under their cause */
    size_t count;
    enum verdict verdict;     /* of the walk: pass, warn, fail; NONE while it runs, or was stopped, without a failure */
    /* By plan index: the walk's own, made graver by findings; milder only where this computer lacks IPv6 and IPv4 is there. */
    enum verdict stages[STAGE_COUNT];
};

/* Of one walk; the other walks of the visit are looked at for what only shows between addresses. false: no memory. */
bool findings_of_walk(struct findings *f, const struct visit *v, size_t walk);
/* The same from evidence alone (re-opened reports, rule tests). others: all walks of the visit, e among them; may be NULL. */
bool findings_of_evidence(struct findings *f, const struct evidence *e, const struct evidence *const *others, size_t other_count);
void findings_done(struct findings *f);
bool findings_have(const struct findings *f, const char *code);
/* The headline: the cause at the head of the worst group. NULL: none. */
const struct finding *findings_worst(const struct findings *f);

#endif
