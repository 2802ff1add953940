/* SPDX-License-Identifier: GPL-3.0-or-later */
/* injection_run.c - see injection_run.h; what is said, and what is listened for, is in injection_step.c */
#include "walk/injection_run.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"

void injection_run_init(struct injection_run *r, bool wanted, struct side *side)
{
    *r = (struct injection_run){.side = side, .ended = !wanted};
}

static void run_over(struct injection_run *r, enum injection_outcome o, const char *why)
{
    struct evidence *e = &r->side->main->e;

    r->ended = true;
    e->injection.running = false;
    e->injection.outcome = o;
    text_safe_copy(e->injection.why, sizeof e->injection.why, span_str(why));
}

/* Why there is nothing to be tested; NULL: there is. */
static const char *nothing_to_test(const struct evidence *e)
{
    if (e->target->mode == TLS_MODE_IMPLICIT || e->target->mode == TLS_MODE_NONE)
        return "this setting does not use STARTTLS";
    if (!e->tls.secured)
        return "STARTTLS did not lead to TLS when it was asked for alone, so there is nothing to compare with";
    if (heard_asks_for_peace(&e->banner.reply))
        return "the server asked to come back later";
    return NULL;
}

void injection_run_begin(struct injection_run *r)
{
    struct evidence *e = &r->side->main->e;

    if (r->ended)
        return;
    e->injection.wanted = true;
    e->injection.serial = NO_SERIAL;
    e->injection.running = true;
    const char *nothing = e->stopped ? "stopped by the operator" : nothing_to_test(e);
    if (nothing)
        run_over(r, INJECTION_UNTOLD, nothing);
}

#define FNV_BASIS UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

static uint64_t fnv(uint64_t hash, const void *bytes, size_t len)
{
    for (const unsigned char *at = bytes; len--; at++)
        hash = (hash ^ *at) * FNV_PRIME;
    return hash;
}

/* Differs from visit to visit and from server to server, so that no answer of another time can be taken for this one's. */
static void make_tag(const struct walk *main, char *to, size_t cap)
{
    uint64_t hash = fnv(FNV_BASIS, &main->e.started_wall_us, sizeof main->e.started_wall_us);

    hash = fnv(hash, main->e.address, strlen(main->e.address));
    hash = fnv(hash, &main->port, sizeof main->port);
    hash = fnv(hash, main->e.target->ascii, strlen(main->e.target->ascii));
    snprintf(to, cap, "t%010" PRIx64, hash >> 24);
}

static void run_start(struct injection_run *r, uint64_t now_us)
{
    struct walk *m = r->side->main;
    struct side_ask ask = {.port = m->port, .mode = TLS_MODE_STARTTLS, .last = STAGE_RECHECK};
    struct err err;

    if (!side_start(r->side, &ask, now_us, &err)) {
        run_over(r, INJECTION_UNTOLD, err.text);
        return;
    }
    r->started = true;
    r->side->walk->injection.on = true;
    make_tag(m, r->side->walk->injection.tag, sizeof r->side->walk->injection.tag);
    transcript_note(m->transcript, walk_elapsed(m), STAGE_QUIT, false,
                    "connection %u: %s with another command in one piece, which nobody may answer inside TLS", m->e.connections,
                    m->proto->starttls_word);
}

/* The test did not come as far as TLS: what that means. */
static enum injection_outcome outcome_before_tls(const struct evidence *e, char *why, size_t cap)
{
    const struct stage *s = evidence_now(e);
    const struct heard *h = &e->starttls.reply;
    bool in_clear = e->starttls.injected || e->tls.facts.plaintext_peer;

    text_safe_copy(why, cap, span_str(s ? s->summary : ""));
    if (e->stopped) {
        snprintf(why, cap, "stopped by the operator");
        return INJECTION_UNTOLD;
    }
    if (in_clear) {
        snprintf(why, cap, "it was answered in clear, before TLS had begun");
        return INJECTION_UNTOLD;
    }
    if (h->present && (h->answer == ANSWER_NO || h->answer == ANSWER_BAD))
        return INJECTION_REFUSED;
    if (e->tls.tried && !e->tls.secured && !e->tls.end.timed_out)
        return INJECTION_BROKE_TLS;
    return INJECTION_UNTOLD;
}

static void run_keep(struct injection_run *r)
{
    struct walk *m = r->side->main;
    const struct evidence *seen = &r->side->walk->e;
    char why[sizeof seen->injection.why];
    enum injection_outcome o = seen->injection.outcome;

    snprintf(why, sizeof why, "%s", seen->injection.why);
    if (o == INJECTION_UNTESTED)
        o = outcome_before_tls(seen, why, sizeof why);
    memcpy(m->e.injection.sent, seen->injection.sent, sizeof m->e.injection.sent);
    memcpy(m->e.injection.came, seen->injection.came, sizeof m->e.injection.came);
    run_over(r, o, why);
    if (m->e.injection.sent[0])
        transcript_note(m->transcript, walk_elapsed(m), STAGE_QUIT, false, "  sent along: %s", m->e.injection.sent);
    if (transcript_note(m->transcript, walk_elapsed(m), STAGE_QUIT, false, "  %s%s%s%s%s", injection_outcome_words(o), why[0] ? ": " : "", why,
                        m->e.injection.came[0] ? ": " : "", m->e.injection.came))
        m->e.injection.serial = transcript_next(m->transcript) - 1;
}

bool injection_run_turn(struct injection_run *r, uint64_t now_us)
{
    if (!r->ended && !r->started && side_ready(r->side, now_us))
        run_start(r, now_us);
    if (!r->ended && r->started && side_turn(r->side, now_us)) {
        run_keep(r);
        side_let_go(r->side, now_us);
    }
    return r->ended;
}

void injection_run_stop(struct injection_run *r)
{
    if (!r->ended && !r->started && r->side->main)
        run_over(r, INJECTION_UNTOLD, "stopped by the operator");
}
