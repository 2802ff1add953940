/* SPDX-License-Identifier: GPL-3.0-or-later */
/* visit.c - see visit.h: resolves once, then lets one walk after the other go its way, and is all that the driver sees. */
#include "walk/visit_private.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct walk *visit_now(const struct visit *v)
{
    return v->walks[v->current];
}

static bool visit_add_walk(struct visit *v, struct err *err)
{
    struct walk **grown = realloc(v->walks, (v->walk_count + 1) * sizeof *grown);

    if (!grown) {
        err_memory(err);
        return false;
    }
    v->walks = grown;
    struct walk *w = walk_new(&v->target, &v->o, &v->step, err);
    if (!w)
        return false;
    w->base_us = v->base_us;
    w->now_us = v->base_us;
    w->e.started_wall_us = v->wall_us;
    v->walks[v->walk_count++] = w;
    return true;
}

struct visit *visit_new(const struct target *t, const struct visit_options *o, struct err *err)
{
    struct visit *v = calloc(1, sizeof *v);

    if (!v) {
        err_memory(err);
        return NULL;
    }
    v->target = *t;
    v->o = *o;
    v->step = o->step;
    side_init(&v->side, &v->o);
    look_run_init(&v->looks, &(struct look_wishes){.compare = o->compare}, &v->side);
    injection_run_init(&v->injection, o->test_injection, &v->side);
    if (o->tls_depth && !(v->depth = depth_run_new(&v->side)))
        err_memory(err);
    else if (visit_add_walk(v, err))
        return v;
    visit_free(v);
    return NULL;
}

void visit_free(struct visit *v)
{
    if (!v)
        return;
    look_run_done(&v->looks);
    depth_run_free(v->depth);
    side_done(&v->side);
    for (size_t i = 0; i < v->walk_count; i++)
        walk_free(v->walks[i]);
    free(v->walks);
    free(v->past);
    free(v);
}

/* ---- from walk to walk ---- */

static bool address_is_loopback(const char *text)
{
    return strncmp(text, "127.", 4) == 0 || strcmp(text, "::1") == 0 || strncmp(text, "::ffff:127.", 11) == 0;
}

static void walk_set_address(struct walk *w, const struct address *a)
{
    snprintf(w->e.address, sizeof w->e.address, "%s", a->text);
    w->e.v6 = a->v6;
    w->e.loopback = address_is_loopback(a->text);
}

static bool visit_login_used(const struct visit *v)
{
    for (size_t i = 0; i < v->walk_count; i++)
        if (v->walks[i]->e.auth.tried[0])
            return true;
    return false;
}

/* A walk that comes after another: its name stage is the first one's. */
static void visit_begin_walk(struct visit *v, size_t index, uint64_t now_us)
{
    struct walk *w = v->walks[index];

    v->current = index;
    w->now_us = now_us;
    w->may_login = !visit_login_used(v);
    w->e.started_us = walk_elapsed(w);
    walk_skip_name(w, v->walks[0]);
    walk_note(w, "the next address of %s: %s", v->target.ascii, w->e.address);
}

/* The looks are about the first address that answered, or else about the first. */
static struct walk *visit_looked_at(const struct visit *v)
{
    for (size_t i = 0; i < v->walk_count; i++)
        if (v->walks[i]->e.connect.connected)
            return v->walks[i];
    return v->walks[0];
}

/* Lets the walk go as far as it can, and the next one begin when it is over. */
static void visit_turn(struct visit *v, uint64_t now_us)
{
    v->revision++;
    while (!v->looking) {
        struct walk *w = visit_now(v);
        w->now_us = now_us;
        walk_run(w);
        if (!walk_finished(w))
            return;
        if (v->stopped)
            break;
        if (v->current + 1 < v->walk_count) {
            visit_begin_walk(v, v->current + 1, now_us);
            continue;
        }
        v->looking = true;
        v->side.main = visit_looked_at(v);
        look_run_begin(&v->looks);
        injection_run_begin(&v->injection);
        depth_run_begin(v->depth);
    }
    if (v->looking && !(look_run_turn(&v->looks, now_us) && injection_run_turn(&v->injection, now_us) && depth_run_turn(v->depth, now_us)))
        return;
    if (!v->done)
        v->done_us = now_us;
    v->done = true;
}

void visit_start(struct visit *v, uint64_t now_us, int64_t wall_us)
{
    struct walk *w = v->walks[0];

    v->started = true;
    v->base_us = now_us;
    v->wall_us = wall_us;
    w->base_us = now_us;
    w->e.started_wall_us = wall_us;
    w->may_login = true;
    if (v->o.address || v->target.kind != NAME_HOST) {
        const char *given = v->o.address ? v->o.address : v->target.ascii;
        struct resolution r = {.given = v->o.address != NULL, .literal = !v->o.address, .count = 1};
        snprintf(r.addresses[0].text, sizeof r.addresses[0].text, "%.*s", (int)sizeof r.addresses[0].text - 1, given);
        r.addresses[0].v6 = strchr(given, ':') != NULL;
        if (v->target.ascii[0]) {
            visit_resolved(v, &r, now_us);
            return;
        }
    }
    visit_turn(v, now_us);
}

static bool family_allows(enum family family, bool v6)
{
    switch (family) {
    case FAMILY_BOTH:
        return true;
    case FAMILY_V4:
        return !v6;
    case FAMILY_V6:
        return v6;
    }
    return true;
}

void visit_resolved(struct visit *v, const struct resolution *r, uint64_t now_us)
{
    struct resolution *own = &v->resolution;
    struct err err;

    if (v->resolved)
        return;
    v->resolved = true;
    *own = *r;
    own->count = 0;
    for (size_t i = 0; i < r->count && i < ADDRESSES_MAX; i++)
        if (!family_allows(v->o.family, r->addresses[i].v6))
            own->left_out++;
        else if (own->count == 0 || !v->o.first_address_only)
            own->addresses[own->count++] = r->addresses[i];
    for (size_t i = 1; i < own->count; i++)
        if (!visit_add_walk(v, &err)) {
            visit_now(v)->out_of_memory = true;
            break;
        }
    for (size_t i = 0; i < v->walk_count; i++) {
        if (i < own->count)
            walk_set_address(v->walks[i], &own->addresses[i]);
        v->walks[i]->e.resolution = own;
    }
    visit_turn(v, now_us);
}

void visit_probe_resolved(struct visit *v, const struct resolution *r, uint64_t now_us)
{
    side_resolved(&v->side, r, now_us);
    visit_turn(v, now_us);
}

/* ---- the links ---- */

static struct channel *visit_channel(const struct visit *v, enum link link)
{
    struct walk *w = visit_now(v);

    switch (link) {
    case LINK_MAIN:
        return &w->ch;
    case LINK_PROBE:
        /* It is a walk of its own; its main channel is our second link. */
        return v->side.walk ? &v->side.walk->ch : &w->probe;
    case LINK_COUNT:
        break;
    }
    return &w->ch;
}

static unsigned channel_wants(const struct channel *c)
{
    unsigned wants = 0;

    switch (c->life) {
    case CHANNEL_IDLE:
    case CHANNEL_CLOSED:
        return 0;
    case CHANNEL_CONNECTING:
        return VISIT_WANT_CONNECT;
    case CHANNEL_OPEN:
        if (buf_len(&c->out))
            wants |= VISIT_WANT_SEND;
        if (channel_wants_recv(c))
            wants |= VISIT_WANT_RECV;
        return wants;
    case CHANNEL_CLOSING:
        /* The last words first, unless nobody listens any more. */
        return buf_len(&c->out) && !c->peer_error ? VISIT_WANT_SEND : VISIT_WANT_CLOSE;
    }
    return wants;
}

unsigned visit_wants(const struct visit *v, enum link link)
{
    if (!v->started || v->past)
        return 0;
    const struct walk *w = visit_now(v);
    unsigned wants = channel_wants(visit_channel(v, link));
    if (link == LINK_PROBE && side_wants_name(&v->side))
        wants |= VISIT_WANT_RESOLVE;
    if (link != LINK_MAIN || w->e.ended)
        return wants;
    const struct stage *s = &w->e.stages[w->e.at];
    if (s->state == STAGE_PAUSED)
        wants |= VISIT_WANT_OPERATOR;
    if (s->state == STAGE_RUNNING && s->id == STAGE_RESOLVE && !v->resolved)
        wants |= VISIT_WANT_RESOLVE;
    return wants;
}

const char *visit_name(const struct visit *v, enum link link)
{
    return link == LINK_PROBE && v->side.walk ? v->side.target.ascii : v->target.ascii;
}

const char *visit_endpoint(const struct visit *v, enum link link, uint16_t *port_r)
{
    const struct walk *w = link == LINK_PROBE && v->side.walk ? v->side.walk : visit_now(v);

    *port_r = w->port;
    return w->e.address;
}

uint64_t visit_deadline_us(const struct visit *v)
{
    if (!v->started || v->done)
        return UINT64_MAX;
    return v->looking ? side_deadline(&v->side) : walk_deadline(visit_now(v));
}

/* Whose link it is: a further walk stands for the visit's second link with all that a first one has. */
static struct walk *visit_linked(const struct visit *v, enum link link)
{
    return link == LINK_PROBE && v->side.walk ? v->side.walk : visit_now(v);
}

static bool visit_is_probe(const struct visit *v, enum link link)
{
    return link == LINK_PROBE && !v->side.walk;
}

void visit_connected(struct visit *v, enum link link, const char *local_address, uint64_t now_us)
{
    struct walk *w = visit_linked(v, link);
    struct channel *c = visit_channel(v, link);

    w->now_us = now_us;
    if (c->life != CHANNEL_CONNECTING)
        return;
    c->life = CHANNEL_OPEN;
    if (visit_is_probe(v, link)) {
        probe_connected(w);
    } else {
        w->e.connect.connected = true;
        w->e.connect.took_us = walk_elapsed(w) - w->e.stages[w->e.at].start_us;
        snprintf(w->e.connect.local, sizeof w->e.connect.local, "%s", local_address);
    }
    visit_turn(v, now_us);
}

void visit_connect_failed(struct visit *v, enum link link, int error, uint64_t now_us)
{
    struct walk *w = visit_linked(v, link);
    struct channel *c = visit_channel(v, link);

    w->now_us = now_us;
    c->life = CHANNEL_CLOSED;
    c->peer_ended = true;
    c->peer_error = error;
    if (visit_is_probe(v, link))
        probe_failed(w);
    else
        w->e.connect.end.error = error;
    visit_turn(v, now_us);
}

void visit_recv(struct visit *v, enum link link, struct span bytes, uint64_t now_us)
{
    struct walk *w = visit_linked(v, link);
    struct channel *c = visit_channel(v, link);

    w->now_us = now_us;
    if (c->life != CHANNEL_OPEN)
        return; /* what a peer sends after we have left is nobody's */
    if (!channel_recv(c, bytes)) {
        c->peer_ended = true; /* past every bound: as good as gone */
        c->peer_error = EMSGSIZE;
    }
    if (visit_is_probe(v, link))
        probe_news(w);
    visit_turn(v, now_us);
}

void visit_recv_end(struct visit *v, enum link link, int error, uint64_t now_us)
{
    struct walk *w = visit_linked(v, link);
    struct channel *c = visit_channel(v, link);

    w->now_us = now_us;
    channel_recv_end(c, error);
    if (visit_is_probe(v, link))
        probe_news(w);
    visit_turn(v, now_us);
}

struct span visit_send(const struct visit *v, enum link link)
{
    return buf_span(&visit_channel(v, link)->out);
}

void visit_sent(struct visit *v, enum link link, size_t len, uint64_t now_us)
{
    buf_use(&visit_channel(v, link)->out, len);
    visit_turn(v, now_us);
}

void visit_closed(struct visit *v, enum link link, uint64_t now_us)
{
    visit_channel(v, link)->life = CHANNEL_CLOSED;
    visit_turn(v, now_us);
}

void visit_tick(struct visit *v, uint64_t now_us)
{
    struct walk *w = visit_now(v);

    if (!v->started || now_us < visit_deadline_us(v))
        return;
    if (v->looking) {
        side_tick(&v->side, now_us);
    } else {
        w->now_us = now_us;
        walk_tick(w);
    }
    visit_turn(v, now_us);
}

/* ---- the operator ---- */

void visit_go(struct visit *v, uint64_t now_us)
{
    visit_now(v)->granted = true;
    visit_turn(v, now_us);
}

void visit_run_on(struct visit *v, uint64_t now_us)
{
    v->step = false;
    visit_turn(v, now_us);
}

void visit_set_step(struct visit *v, bool step)
{
    v->step = step;
    v->revision++;
}

bool visit_is_step(const struct visit *v)
{
    return v->step;
}

void visit_stop(struct visit *v, uint64_t now_us)
{
    struct walk *w = visit_now(v);

    v->stopped = true;
    w->now_us = now_us;
    walk_stop(w);
    look_run_stop(&v->looks);
    injection_run_stop(&v->injection);
    depth_run_stop(v->depth);
    side_stop(&v->side, now_us);
    visit_turn(v, now_us);
}
