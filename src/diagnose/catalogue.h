/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogue.h - what can be wrong: one source for the screen, the reports, `tlswalk explain` and the manual.
 *
 * Texts may hold {blanks}, filled from the evidence (fill_private.h lists them). A part between {[ and ]} is left out when
 * a blank in it has nothing to say. Without evidence (explain, manual) blanks become words: "the server", "that port".
 */
#ifndef TLSWALK_CATALOGUE_H
#define TLSWALK_CATALOGUE_H

#include <stddef.h>

#include "walk/stage.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };
const char *severity_name(enum severity s); /* "note", "warning", "error" */
/* CERTAIN: the evidence admits no other reading. LIKELY: the best reading. HINT: worth showing; never makes a verdict. */
enum certainty { CERTAIN, LIKELY, HINT };
const char *certainty_name(enum certainty c); /* "certain", "likely", "hint" */

/* Whose side it is on. */
enum party { PARTY_SETTINGS, PARTY_COMPUTER, PARTY_NAMES, PARTY_NETWORK, PARTY_SERVER, PARTY_CERTIFICATE, PARTY_ACCOUNT, PARTY_NOBODY };
const char *party_name(enum party p); /* "the settings", "this computer", "the name service", "the network", ... */

struct diagnosis {
    const char *code;        /* stable: scripts and manuals name it */
    enum severity severity;  /* as a rule; a finding may differ */
    enum certainty certainty;
    enum stage_id stage;
    enum party party;
    const char *seen;        /* how it shows, and how it is told from look-alikes: for explain and the manual */
    const char *what;        /* one sentence */
    const char *why;         /* the cause, one to three sentences */
    const char *user;        /* what the user can do */
    const char *admin;       /* what the administrator can do */
    const char *say;         /* one sentence to read to the caller */
    const char *const *references; /* NULL-ended */
};

extern const struct diagnosis catalogue[];
extern const size_t catalogue_count;
const struct diagnosis *catalogue_find(const char *code); /* NULL: none */
/* Codes near a mistyped one, for "did you mean"; up to n; returns the count. */
size_t catalogue_near(const char *code, const struct diagnosis *near_r[], size_t n);

#endif
