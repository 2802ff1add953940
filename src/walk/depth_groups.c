/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depth_groups.c - groups by elimination, in the newest version that has them; and the size of a finite field of the server's own. */
#include "walk/depth_private.h"

#define TLS12 0x0303

/* ---- groups ---- */

/* TLS 1.3 names the group before any key is made; before that it stands in the ServerKeyExchange of an ECDHE suite. */
static const struct depth_version *groups_version(const struct depth_run *r)
{
    for (size_t i = 0; i < DEPTH_VERSIONS; i++) {
        const struct depth_version *v = &r->versions[i];
        for (size_t s = 0; s < v->suite_count; s++)
            if (suite_exchange(v->suites[s]) == SUITE_ECDHE)
                return v;
    }
    return NULL;
}

static bool groups_next(struct depth_run *r, struct depth_ask *ask)
{
    const struct depth_version *v = groups_version(r);

    if (!v || r->step)
        return false;
    if (!r->group_count)
        r->group_count = hello_groups_of(v->version, r->groups);
    depth_ask_hello(r, ask, v->version, depth_offer_of(r, v, SUITE_ECDHE));
    ask->hello.groups = r->groups;
    ask->hello.group_count = r->group_count;
    ask->hello.exchange = true;
    return true;
}

/* false: it was not among them. */
static bool take_out(struct depth_run *r, uint16_t group)
{
    size_t kept = 0, before = r->group_count;

    for (size_t i = 0; i < before; i++)
        if (r->groups[i] != group)
            r->groups[kept++] = r->groups[i];
    r->group_count = kept;
    return kept < before;
}

static void groups_saw(struct depth_run *r, const struct walk *w)
{
    const struct hello_answer *a = &w->answer;

    if (w->outcome != HELLO_TAKEN || !a->group || !take_out(r, a->group)) {
        r->step = 1; /* the rest is refused */
        return;
    }
    struct depth_row *row = depth_row(r, DEPTH_GROUP, VERDICT_NONE, hello_group_name(a->group));
    depth_value(row, "taken");
    depth_grade_group(row, a->group);
    if (!r->group_count)
        r->step = 1;
}

const struct depth_section depth_groups = {"groups", groups_next, groups_saw, NULL};

/* ---- finite fields ---- */

/* Told by the questions for suites: some were taken, and those with a finite field made the server hang up. */
static bool tell_broken(struct depth_run *r, const struct depth_version *v)
{
    struct depth_row *row;

    if (!v->suite_count || !v->breaks_off[SUITE_DHE])
        return false;
    row = depth_row(r, DEPTH_DH, VERDICT_WARN, depth_version_title(v->version));
    depth_value(row, "the server hangs up");
    depth_why(row, "offered alone, these suites end the connection: are the server's parameters missing?");
    return true;
}

static bool dh_next(struct depth_run *r, struct depth_ask *ask)
{
    for (; r->at < DEPTH_VERSIONS; r->at++) {
        const struct depth_version *v = &r->versions[r->at];
        size_t count = v->version > TLS12 ? 0 : depth_offer_of(r, v, SUITE_DHE);
        if (!count && tell_broken(r, v))
            return false; /* once is enough: a server has one for all versions */
        if (!count)
            continue;
        depth_ask_hello(r, ask, v->version, count);
        if (!r->step)
            ask->hello.group_count = 0; /* or the server might take one of them instead of its own; RFC 7919 4 */
        ask->hello.exchange = true;
        return true;
    }
    return false;
}

static void dh_saw(struct depth_run *r, const struct walk *w)
{
    if (w->outcome != HELLO_TAKEN && r->step++ == 0)
        return; /* once more: some servers have none of their own */
    struct depth_row *row = depth_row(r, DEPTH_DH, VERDICT_SKIP, depth_version_title(r->versions[r->at].version));
    r->at = DEPTH_VERSIONS; /* once is enough */
    if (w->outcome != HELLO_TAKEN || !w->answer.dh_bits) {
        depth_value(row, "not told");
        return;
    }
    depth_value(row, "%u bits", w->answer.dh_bits);
    depth_grade_dh(row, w->answer.dh_bits);
}

const struct depth_section depth_dh = {"finite-field group", dh_next, dh_saw, NULL};
