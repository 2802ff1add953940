/* SPDX-License-Identifier: GPL-3.0-or-later */
/* side.c - see side.h */
#include "walk/side.h"

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

bool side_start(struct side *s, const struct side_ask *ask, uint64_t now_us, struct err *err)
{
    s->target = *s->main->e.target;
    if (ask->proto)
        s->target.proto = ask->proto;
    s->target.port = ask->port;
    s->target.mode = ask->mode;
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
    s->main->now_us = now_us;
    s->main->e.connections++;
    walk_branch(s->walk, s->main, ask->last, now_us);
    return true;
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
