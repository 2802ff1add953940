/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net_step.c - the stages that the driver carries out: name and connection. */
#include <stdio.h>
#include <string.h>

#include "walk/walk_private.h"

/* ---- name ---- */

static void resolve_enter(struct walk *w)
{
    const struct target *t = w->e.target;

    if (!t->ascii[0])
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", t->host_error);
}

static void resolve_failed(struct walk *w, const struct resolution *r)
{
    const struct answer_set *dns = &r->dns, *system = &r->system;

    if (r->left_out)
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s has no address of the family asked for (%zu of the other)", w->e.target->ascii, r->left_out);
    else if (r->bogus)
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the signed answer fails its check: %s", r->why_bogus);
    else if (dns->nxdomain || (!dns->answered && system->nxdomain))
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "no such name: %s", w->e.target->ascii);
    else if (dns->servfail || (!dns->answered && system->servfail))
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the name service answered with a failure");
    else if (dns->answered || system->answered)
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the name exists but has no address");
    else
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "no answer from the name service");
}

static void resolve_passed(struct walk *w, const struct resolution *r)
{
    char list[200] = "";
    size_t n = 0;

    for (size_t i = 0; i < r->count && n < sizeof list - 1; i++)
        n += (size_t)snprintf(list + n, sizeof list - n, "%s%s", i ? ", " : "", r->addresses[i].text);
    walk_note(w, "%s: %s%s%s%s", w->e.target->ascii, list, r->hosts_file ? " (from the hosts file)" : "",
              r->given ? " (given, not asked for)" : "", r->secure ? " (signed)" : "");
    if (r->canonical[0])
        walk_note(w, "%s is an alias of %s", w->e.target->ascii, r->canonical);
    walk_end(w, VERDICT_PASS, NEXT_STAGE, "%s", list);
}

/* The resolution is there as soon as the visit has it. */
static void resolve_input(struct walk *w)
{
    const struct resolution *r = w->e.resolution;

    if (!r)
        return;
    if (r->count)
        resolve_passed(w, r);
    else
        resolve_failed(w, r);
}

static void resolve_timeout(struct walk *w)
{
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "no answer from the name service");
}

/* Longer than a resolver's own budget: it is the one that should say how the question ended. */
const struct stage_kind resolve_kind = {12 * US_PER_S, resolve_enter, resolve_input, resolve_input, resolve_timeout, NULL};

/* ---- connection ---- */

static void connect_enter(struct walk *w)
{
    w->ch.life = CHANNEL_CONNECTING;
    w->e.connections++;
}

static const char *connect_words(int error)
{
    /* Numbers differ between systems; the words of strerror are what people search for. */
    return strerror(error);
}

static void connect_input(struct walk *w)
{
    if (w->e.connect.connected) {
        walk_note(w, "connected to %s port %u", w->e.address, w->port);
        walk_end(w, VERDICT_PASS, NEXT_STAGE, "%s port %u", w->e.address, w->port);
    } else if (w->e.connect.end.error) {
        walk_note(w, "connecting to %s port %u: %s", w->e.address, w->port, connect_words(w->e.connect.end.error));
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", connect_words(w->e.connect.end.error));
    }
}

static void connect_timeout(struct walk *w)
{
    w->e.connect.end.timed_out = true;
    walk_note(w, "connecting to %s port %u: no answer", w->e.address, w->port);
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "nothing came back from %s port %u", w->e.address, w->port);
}

const struct stage_kind connect_kind = {10 * US_PER_S, connect_enter, connect_input, connect_input, connect_timeout, NULL};
