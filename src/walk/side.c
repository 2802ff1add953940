/* SPDX-License-Identifier: GPL-3.0-or-later */
/* side.c - see side.h */
#include "walk/side.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Servers count connections: one begins no sooner than this after the last one ended. */
#define SIDE_GAP_US (50 * US_PER_MS)
#define SIDE_STAGE_US (5 * US_PER_S)
#define SIDE_TRANSCRIPT_BYTES 16384

void side_init(struct side *s, const struct visit_options *o)
{
    *s = (struct side){.o = o};
}

void side_done(struct side *s)
{
    walk_free(s->walk);
    s->walk = NULL;
}

bool side_ready(const struct side *s, uint64_t now_us)
{
    return !s->walk && now_us >= s->next_at_us;
}

/* Addresses that mean something else in every network: RFC 1918, 3927, 4193, 4291, 6598. */
static bool address_is_inside(const char *text)
{
    unsigned a, b;

    if (strchr(text, ':'))
        return strcmp(text, "::1") == 0 || strcmp(text, "::") == 0 || strncasecmp(text, "fe8", 3) == 0 || strncasecmp(text, "fe9", 3) == 0 ||
               strncasecmp(text, "fea", 3) == 0 || strncasecmp(text, "feb", 3) == 0 || strncasecmp(text, "fc", 2) == 0 ||
               strncasecmp(text, "fd", 2) == 0 || strncasecmp(text, "::ffff:", 7) == 0;
    if (sscanf(text, "%u.%u.", &a, &b) != 2)
        return true;
    return a == 0 || a == 10 || a == 127 || (a == 100 && b >= 64 && b < 128) || (a == 169 && b == 254) || (a == 172 && b >= 16 && b < 32) ||
           (a == 192 && b == 168) || a >= 224;
}

/* The first address is the one to go to. A server out there may not send us to hosts inside: it could name any of them. */
void side_resolved(struct side *s, const struct resolution *r, uint64_t now_us)
{
    struct walk *w = s->walk;

    if (!w || w->e.resolution)
        return;
    s->resolution = *r;
    w->now_us = now_us;
    w->e.resolution = &s->resolution;
    if (!r->count)
        return;
    snprintf(w->e.address, sizeof w->e.address, "%s", r->addresses[0].text);
    w->e.v6 = r->addresses[0].v6;
    if (w->page && address_is_inside(w->e.address) && !address_is_inside(s->main->e.address)) {
        w->e.resolution = NULL;
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s is inside this network, and the server may not send us there", w->e.address);
    }
}

/* The walk begins with a name of its own. */
static void side_go_elsewhere(struct side *s, uint64_t now_us)
{
    struct walk *w = s->walk;
    struct resolution r = {.literal = true, .count = 1};

    w->e.resolution = NULL;
    w->e.address[0] = '\0';
    w->e.at = 0;
    w->e.stages[0] = (struct stage){.id = STAGE_RESOLVE, .serial = NO_SERIAL, .limit_us = s->side_o.timeout_us};
    if (s->target.kind == NAME_HOST)
        return;
    snprintf(r.addresses[0].text, sizeof r.addresses[0].text, "%.*s", (int)sizeof r.addresses[0].text - 1, s->target.ascii);
    r.addresses[0].v6 = s->target.kind == NAME_IPV6;
    side_resolved(s, &r, now_us);
}

bool side_start(struct side *s, const struct side_ask *ask, uint64_t now_us, struct err *err)
{
    s->target = *s->main->e.target;
    if (ask->proto)
        s->target.proto = ask->proto;
    s->target.port = ask->port;
    s->target.mode = ask->mode;
    if (ask->elsewhere)
        target_set(&s->target, s->target.proto, span_str(ask->elsewhere), ask->port, ask->mode);
    s->side_o = *s->o;
    s->side_o.login = NULL;
    s->side_o.no_probe = true;
    s->side_o.timeout_us = ask->limit_us ? ask->limit_us : SIDE_STAGE_US;
    s->side_o.transcript_bytes = SIDE_TRANSCRIPT_BYTES;
    if (ask->sni)
        s->side_o.sni = ask->sni;
    if (ask->priority)
        s->side_o.priority = ask->priority;
    s->walk = walk_new(&s->target, &s->side_o, &s->step, err);
    if (!s->walk)
        return false;
    s->walk->hello = ask->hello;
    s->walk->alpn = ask->alpn;
    s->walk->resume = ask->resume;
    s->walk->page = ask->page;
    s->main->now_us = now_us;
    s->main->e.connections++;
    walk_branch(s->walk, s->main, ask->last, now_us);
    if (ask->elsewhere)
        side_go_elsewhere(s, now_us);
    return true;
}

bool side_wants_name(const struct side *s)
{
    const struct walk *w = s->walk;

    return w && !w->e.ended && !w->e.resolution && walk_stage(w) == STAGE_RESOLVE && w->e.stages[w->e.at].state == STAGE_RUNNING;
}

bool side_turn(struct side *s, uint64_t now_us)
{
    s->walk->now_us = now_us;
    walk_run(s->walk);
    s->main->now_us = now_us;
    return walk_finished(s->walk);
}

void side_let_go(struct side *s, uint64_t now_us)
{
    walk_free(s->walk);
    s->walk = NULL;
    s->next_at_us = now_us + SIDE_GAP_US;
}

void side_tick(struct side *s, uint64_t now_us)
{
    if (s->walk) {
        s->walk->now_us = now_us;
        walk_tick(s->walk);
    }
}

void side_stop(struct side *s, uint64_t now_us)
{
    if (s->walk) {
        s->walk->now_us = now_us;
        walk_stop(s->walk);
    }
}

uint64_t side_deadline(const struct side *s)
{
    return s->walk ? walk_deadline(s->walk) : s->next_at_us;
}
