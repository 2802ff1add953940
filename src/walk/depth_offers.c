/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depth_offers.c - versions and suites by elimination: offer all, note which one is chosen, offer the rest, until all are refused;
 * then whose order counts: the chosen ones once more, the last first. */
#include <stdio.h>
#include <string.h>

#include "walk/depth_private.h"

/* ---- versions and suites ---- */

static bool is_taken(const struct depth_version *v, uint16_t suite)
{
    for (size_t i = 0; i < v->suite_count; i++)
        if (v->suites[i] == suite)
            return true;
    return false;
}

/* What is left of the version's suites, of the part that it is at, into r->offer. */
static size_t offer_rest(struct depth_run *r, const struct depth_version *v)
{
    size_t all = suites_of(v->version, r->offer), count = 0;

    for (size_t i = 0; i < all; i++)
        if (!is_taken(v, r->offer[i]) && (!v->part || suite_exchange(r->offer[i]) == v->part - 1))
            r->offer[count++] = r->offer[i];
    return count;
}

static bool offers_next(struct depth_run *r, struct depth_ask *ask)
{
    while (r->at < DEPTH_VERSIONS && r->versions[r->at].settled)
        r->at++;
    if (r->at == DEPTH_VERSIONS)
        return false;
    const struct depth_version *v = &r->versions[r->at];
    size_t count = offer_rest(r, v);
    depth_ask_hello(r, ask, v->version, count);
    return true;
}

static void version_rows(struct depth_run *r, const struct depth_version *v)
{
    struct depth_row *row = depth_row(r, DEPTH_VERSION, VERDICT_NONE, depth_version_title(v->version));

    depth_value(row, "%s", v->told == DEPTH_TAKEN ? "taken" : "refused");
    depth_grade_version(row, v->version, v->told == DEPTH_TAKEN);
    for (size_t i = 0; i < v->suite_count; i++) {
        char label[sizeof row->label];
        snprintf(label, sizeof label, "%s (%s)", suite_name(v->suites[i]), depth_version_title(v->version));
        row = depth_row(r, DEPTH_SUITE, VERDICT_NONE, label);
        depth_value(row, "taken");
        depth_grade_suite(row, v->suites[i]);
    }
}

static bool was_offered(const struct depth_run *r, uint16_t suite)
{
    for (size_t i = 0; i < r->ask.hello.suite_count; i++)
        if (r->offer[i] == suite)
            return true;
    return false;
}

/* The version's suites are known as far as they can be. */
static void offers_settle(struct depth_run *r, struct depth_version *v)
{
    if (v->told == DEPTH_UNTOLD)
        v->told = DEPTH_REFUSED;
    v->settled = true;
    version_rows(r, v);
}

/* On to the next kind of suites of which some are left, or to the end. */
static void offers_next_part(struct depth_run *r, struct depth_version *v)
{
    do
        v->part++;
    while (v->part <= SUITE_EXCHANGES && !offer_rest(r, v));
    if (v->part > SUITE_EXCHANGES)
        offers_settle(r, v);
}

/* handshake_failure, protocol_version, insufficient_security (RFC 8446 6): the server knows what it does not want. */
static bool is_plain_refusal(const struct walk *w)
{
    return w->outcome == HELLO_TAKEN || w->answer.alert == 40 || w->answer.alert == 70 || w->answer.alert == 71;
}

static void offers_saw(struct depth_run *r, const struct walk *w)
{
    struct depth_version *v = &r->versions[r->at];
    const struct hello_answer *a = &w->answer;

    if (w->outcome == HELLO_TAKEN && a->version == v->version && was_offered(r, a->suite)) {
        if (v->told == DEPTH_UNTOLD) {
            v->master_secret = a->master_secret;
            v->renegotiation = a->renegotiation;
        }
        v->told = DEPTH_TAKEN;
        v->suites[v->suite_count++] = a->suite;
        if (!offer_rest(r, v))
            offers_next_part(r, v);
        return;
    }
    if (v->part && w->outcome == HELLO_MORE)
        v->breaks_off[v->part - 1] = true;
    /* Some servers choose a suite that they cannot use, and hang up. That must not hide the others. */
    if (v->part || (!is_plain_refusal(w) && v->version < 0x0304))
        offers_next_part(r, v);
    else
        offers_settle(r, v);
}

/* Broken off: what was seen counts, the rest is said to be unknown. */
static void offers_left(struct depth_run *r)
{
    for (; r->at < DEPTH_VERSIONS; r->at++) {
        const struct depth_version *v = &r->versions[r->at];
        if (v->settled)
            continue;
        if (v->told == DEPTH_TAKEN) {
            version_rows(r, v);
            continue;
        }
        depth_value(depth_row(r, DEPTH_VERSION, VERDICT_SKIP, depth_version_title(v->version)), "not told");
    }
}

const struct depth_section depth_offers = {"versions and suites", offers_next, offers_saw, offers_left};

/* ---- whose order ---- */

static bool order_next(struct depth_run *r, struct depth_ask *ask)
{
    while (r->at < DEPTH_VERSIONS && r->versions[r->at].suite_count < 2)
        r->at++;
    if (r->at == DEPTH_VERSIONS)
        return false;
    const struct depth_version *v = &r->versions[r->at];
    for (size_t i = 0; i < v->suite_count; i++)
        r->offer[i] = v->suites[v->suite_count - 1 - i];
    depth_ask_hello(r, ask, v->version, v->suite_count);
    return true;
}

static bool has_weak(const struct depth_version *v)
{
    for (size_t i = 0; i < v->suite_count; i++)
        if (suite_flaws(v->suites[i]) & ~(unsigned)(SUITE_FINITE | SUITE_SHORT_TAG))
            return true;
    return false;
}

static void order_saw(struct depth_run *r, const struct walk *w)
{
    const struct depth_version *v = &r->versions[r->at++];
    struct depth_row *row = depth_row(r, DEPTH_ORDER, VERDICT_PASS, depth_version_title(v->version));

    if (w->outcome != HELLO_TAKEN) {
        row->grade = VERDICT_SKIP;
        depth_value(row, "not told");
        depth_why(row, "the same suites in another order were refused");
    } else if (w->answer.suite == v->suites[0]) {
        depth_value(row, "the server's");
    } else if (w->answer.suite == v->suites[v->suite_count - 1]) {
        depth_value(row, "the client's");
        if (has_weak(v)) {
            row->grade = VERDICT_NOTE;
            depth_why(row, "a client may choose a weak suite although it knows a better one");
        }
    } else {
        depth_value(row, "neither side's alone");
    }
}

const struct depth_section depth_order = {"order of suites", order_next, order_saw, NULL};
