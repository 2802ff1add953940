/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_connect.c - what can go wrong between an address and a connection, alone and compared with its siblings. */
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/rule_private.h"
#include "walk/look.h"

#define CONNECT_SLOW_US 1000000u

static void fact_connect(const struct scene *s, struct match *m)
{
    const struct stage *stage = evidence_stage(s->e, STAGE_CONNECT);
    char what[128];
    strcpy(what, "connecting to ");
    strncat(what, s->e->address, sizeof what - strlen(what) - 1);
    match_ended(m, what, &s->e->connect.end, stage->duration_us);
    m->ends = true;
}

/* What other ports of the same address did when they were asked too. */
static void fact_other_ports(const struct evidence *e, struct match *m)
{
    bool any_open = false;
    size_t asked = 0;
    for (size_t i = 0; e->looks && i < e->looks->count; i++) {
        const struct look_saw *l = &e->looks->items[i];
        if (l->ask.port == e->target->port || *l->ask.page || *l->ask.elsewhere)
            continue;
        asked++;
        any_open = any_open || l->connected;
        if (l->connected)
            match_fact(m, "port %u of the same address answers: only this one does not", l->ask.port);
    }
    if (asked && !any_open && e->looks->ended)
        match_fact(m, "none of %zu other ports of the same address answered either", asked);
}

/* Walks of the visit of one family whose connect stage has ended: how many, and how many of them connected. */
struct family_tally {
    size_t ended, connected;
};

static struct family_tally tally(const struct scene *s, bool v6)
{
    struct family_tally t = {0};
    for (size_t i = 0; i < s->other_count; i++) {
        const struct evidence *other = s->others[i];
        if (!*other->address || other->v6 != v6)
            continue;
        if (other->connect.connected)
            t.connected++;
        if (stage_ended(other, STAGE_CONNECT))
            t.ended++;
    }
    return t;
}

/* Addresses of a family that are to be walked, walked or not. */
static size_t addresses_planned(const struct evidence *e, bool v6)
{
    size_t n = 0;
    for (size_t i = 0; e->resolution && i < e->resolution->count; i++)
        n += e->resolution->addresses[i].v6 == v6;
    return n;
}

/* Told of the dead address and of those that worked: whoever looks at one of them shall know. */
static bool one_dead(const struct scene *s, struct match *m, int with)
{
    const struct evidence *dead = NULL;
    (void)with;
    if (!stage_ended(s->e, STAGE_CONNECT) || !tally(s, s->e->v6).connected)
        return false;
    if (stage_failed(s->e, STAGE_CONNECT))
        dead = s->e;
    for (size_t i = 0; !dead && i < s->other_count; i++)
        if (s->others[i]->v6 == s->e->v6 && stage_failed(s->others[i], STAGE_CONNECT))
            dead = s->others[i];
    if (!dead)
        return false;
    match_blank(m, BLANK_DETAIL, "%s", dead->address);
    match_ended(m, dead->address, &dead->connect.end, evidence_stage(dead, STAGE_CONNECT)->duration_us);
    match_fact(m, "another %s address of the name answered", s->e->v6 ? "IPv6" : "IPv4");
    return true;
}

/* This computer has no way to send IPv6 at all, which is no fault of the server. */
static bool no_ipv6_here(const struct evidence *e)
{
    int error = e->connect.end.error;
    return e->v6 && (error == ENETUNREACH || error == EAFNOSUPPORT || error == EADDRNOTAVAIL);
}

/* A walk of that family that failed for another reason than that this computer lacks the family. */
static const struct evidence *family_failure(const struct scene *s, bool v6)
{
    for (size_t i = 0; i < s->other_count; i++)
        if (s->others[i]->v6 == v6 && stage_failed(s->others[i], STAGE_CONNECT) && !no_ipv6_here(s->others[i]))
            return s->others[i];
    return NULL;
}

/* with: the family that is broken is IPv6. Told of the addresses that failed and of those that worked. */
static bool family_broken(const struct scene *s, struct match *m, int with)
{
    bool v6 = with;
    const struct evidence *failure = family_failure(s, v6);
    if (!failure || !(s->e->v6 == v6 ? stage_failed(s->e, STAGE_CONNECT) && !no_ipv6_here(s->e) : s->e->connect.connected))
        return false;
    struct family_tally broken = tally(s, v6), other = tally(s, !v6);
    if (broken.connected || broken.ended < addresses_planned(s->e, v6) || !other.connected)
        return false;
    match_ended(m, failure->address, &failure->connect.end, evidence_stage(failure, STAGE_CONNECT)->duration_us);
    match_fact(m, "no %s address answered (%zu tried), and an %s address did", v6 ? "IPv6" : "IPv4", broken.ended,
               v6 ? "IPv4" : "IPv6");
    return true;
}

static bool blocked_locally(const struct scene *s, struct match *m, int with)
{
    int error = s->e->connect.end.error;
    (void)with;
    if (!stage_failed(s->e, STAGE_CONNECT) || (error != EACCES && error != EPERM))
        return false;
    fact_connect(s, m);
    return true;
}

static bool refused(const struct scene *s, struct match *m, int with)
{
    int error = s->e->connect.end.error;
    (void)with;
    if (!stage_failed(s->e, STAGE_CONNECT) || (error != ECONNREFUSED && error != ECONNRESET))
        return false;
    if (error == ECONNRESET)
        m->certainty = LIKELY;
    match_usual_port(m, s->e);
    fact_connect(s, m);
    fact_other_ports(s->e, m);
    return true;
}

static bool timed_out(const struct scene *s, struct match *m, int with)
{
    const struct ended *end = &s->e->connect.end;
    (void)with;
    if (!stage_failed(s->e, STAGE_CONNECT) || !(end->timed_out || end->error == ETIMEDOUT))
        return false;
    match_usual_port(m, s->e);
    fact_connect(s, m);
    fact_other_ports(s->e, m);
    return true;
}

/* As long as an IPv4 address worked, or may still work, a computer without IPv6 is in order. */
static bool ipv4_takes_over(const struct scene *s)
{
    struct family_tally v4 = tally(s, false);
    return v4.connected || v4.ended < addresses_planned(s->e, false);
}

static bool unreachable(const struct scene *s, struct match *m, int with)
{
    int error = s->e->connect.end.error;
    (void)with;
    if (!stage_failed(s->e, STAGE_CONNECT) || !error)
        return false;
    if (error != EHOSTUNREACH && error != ENETUNREACH && error != ENETDOWN)
        m->certainty = LIKELY;
    if (no_ipv6_here(s->e) && ipv4_takes_over(s)) {
        m->severity = SEVERITY_NOTE;
        m->excuses = true;
        match_blank(m, BLANK_DETAIL, "This computer has no IPv6, and the server has IPv4 addresses too, so nothing is wrong");
    } else {
        match_blank(m, BLANK_DETAIL, "The system says: %s", strerror(error));
    }
    fact_connect(s, m);
    return true;
}

static bool slow(const struct scene *s, struct match *m, int with)
{
    char took[32];
    (void)with;
    if (!s->e->connect.connected || s->e->connect.took_us <= CONNECT_SLOW_US)
        return false;
    text_duration(took, sizeof took, s->e->connect.took_us);
    match_blank(m, BLANK_TOOK, "%s", took);
    match_fact(m, "connected to %s after %s", s->e->address, took);
    return true;
}

#define SIBLINGS UNDER("captive-portal", "port-blocked", "all-mail-ports-blocked", "one-address-dead", "ipv6-broken-ipv4-ok", "ipv4-broken-ipv6-ok", "dns-hosts-file-override")

const struct rule rules_connect[] = {
    {"one-address-dead", one_dead},
    {"ipv6-broken-ipv4-ok", family_broken, true},
    {"ipv4-broken-ipv6-ok", family_broken, false},
    {"tcp-blocked-locally", blocked_locally, SIBLINGS},
    {"tcp-refused", refused, SIBLINGS},
    {"tcp-timeout", timed_out, SIBLINGS},
    {"host-unreachable", unreachable, SIBLINGS},
    {"connect-slow", slow},
    {NULL},
};
