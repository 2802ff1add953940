/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depth_run.c - see depth_run.h: one question after the other, and when not to ask on. */
#include "walk/depth_run.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "walk/depth_private.h"

#define HANDSHAKES_MAX 500
#define TROUBLES_MAX 2 /* in a row */

static const struct depth_section *const sections[] = {&depth_offers, &depth_order, &depth_groups, &depth_dh, &depth_sessions};
#define DEPTH_SECTIONS (sizeof sections / sizeof *sections)

struct depth_run *depth_run_new(struct side *side)
{
    static const uint16_t versions[DEPTH_VERSIONS] = {0x0304, 0x0303, 0x0302, 0x0301, 0x0300};
    struct depth_run *r = calloc(1, sizeof *r);

    if (!r)
        return NULL;
    r->side = side;
    buf_init_secret(&r->kept, 0);
    for (size_t i = 0; i < DEPTH_VERSIONS; i++)
        r->versions[i].version = versions[i];
    return r;
}

void depth_run_free(struct depth_run *r)
{
    if (!r)
        return;
    buf_done(&r->kept);
    free(r->depth.rows);
    free(r);
}

/* ---- what the sections share ---- */

void depth_stop(struct depth_run *r, const char *fmt, ...)
{
    char text[2 * sizeof r->depth.stopped];
    va_list ap;

    if (r->depth.stopped[0])
        return; /* the first reason is the true one */
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    text_safe_copy(r->depth.stopped, sizeof r->depth.stopped, span_str(text));
}

struct depth_row *depth_row(struct depth_run *r, enum depth_kind kind, enum verdict grade, const char *label)
{
    struct depth *d = &r->depth;
    struct depth_row *grown = realloc(d->rows, (d->count + 1) * sizeof *grown);

    if (!grown) {
        depth_stop(r, "there is no more memory");
        return &r->nowhere;
    }
    d->rows = grown;
    size_t at = d->count;
    while (at && grown[at - 1].kind > kind)
        at--;
    memmove(grown + at + 1, grown + at, (d->count - at) * sizeof *grown);
    d->count++;
    grown[at] = (struct depth_row){.kind = kind, .grade = grade};
    text_safe_copy(grown[at].label, sizeof grown[at].label, span_str(label));
    return &grown[at];
}

static void fill(char *to, size_t cap, const char *fmt, va_list ap)
{
    char text[600];

    vsnprintf(text, sizeof text, fmt, ap);
    text_safe_copy(to, cap, span_str(text));
}

void depth_value(struct depth_row *row, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fill(row->value, sizeof row->value, fmt, ap);
    va_end(ap);
}

void depth_why(struct depth_row *row, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    fill(row->why, sizeof row->why, fmt, ap);
    va_end(ap);
}

const char *depth_version_title(uint16_t version)
{
    static const char *const titles[] = {"SSL 3", "TLS 1.0", "TLS 1.1", "TLS 1.2", "TLS 1.3"};

    return version >= 0x0300 && version <= 0x0304 ? titles[version - 0x0300] : "another version";
}

const struct depth_version *depth_newest(const struct depth_run *r, uint16_t at_most)
{
    for (size_t i = 0; i < DEPTH_VERSIONS; i++)
        if (r->versions[i].told == DEPTH_TAKEN && r->versions[i].version <= at_most)
            return &r->versions[i];
    return NULL;
}

size_t depth_offer_of(struct depth_run *r, const struct depth_version *v, enum suite_exchange how)
{
    size_t count = 0;

    for (size_t i = 0; i < v->suite_count; i++)
        if (suite_exchange(v->suites[i]) == how)
            r->offer[count++] = v->suites[i];
    return count;
}

void depth_ask_hello(struct depth_run *r, struct depth_ask *ask, uint16_t version, size_t suite_count)
{
    const struct target *t = r->side->main->e.target;

    if (!r->group_count)
        r->group_count = hello_groups_of(version, r->groups);
    ask->hello = (struct hello){
        .version = version,
        .suites = r->offer,
        .suite_count = suite_count,
        .groups = r->groups,
        .group_count = r->group_count,
        .sni = t->kind == NAME_HOST ? t->ascii : NULL, /* RFC 6066 3: never an address */
    };
}

/* ---- the run ---- */

static enum tls_mode depth_mode(const struct depth_run *r)
{
    enum tls_mode mode = r->side->main->e.target->mode;

    return mode == TLS_MODE_OPPORTUNISTIC ? TLS_MODE_STARTTLS : mode;
}

static void depth_note(struct depth_run *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static void depth_note(struct depth_run *r, const char *fmt, ...)
{
    struct walk *m = r->side->main;
    char text[300];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (!transcript_note(m->transcript, walk_elapsed(m), STAGE_QUIT, false, "%s", text))
        depth_stop(r, "there is no more memory");
}

static void section_begin(struct depth_run *r)
{
    r->at = r->step = r->group_count = 0;
    r->first = r->side->main->e.connections + 1;
}

static void section_end(struct depth_run *r)
{
    const struct depth_section *s = sections[r->section];
    unsigned last = r->side->main->e.connections;

    if (s->left)
        s->left(r);
    if (last >= r->first)
        depth_note(r, "connection%s %u to %u: TLS in depth, %s", last > r->first ? "s" : "", r->first, last, s->title);
}

static void depth_over(struct depth_run *r)
{
    if (r->section < DEPTH_SECTIONS) {
        section_end(r);
        r->section = DEPTH_SECTIONS;
    }
    if (r->depth.stopped[0])
        depth_note(r, "TLS in depth ends here: %s", r->depth.stopped);
    r->depth.running = false;
    r->depth.ended = true;
}

/* Why there is no use in asking at all. */
static const char *why_not(const struct evidence *e)
{
    if (e->target->mode == TLS_MODE_NONE)
        return "this setting uses no TLS";
    if (!e->connect.connected)
        return "there was no connection";
    if (heard_asks_for_peace(&e->banner.reply))
        return "the server asked to come back later";
    return NULL;
}

void depth_run_begin(struct depth_run *r)
{
    if (!r)
        return;
    struct evidence *e = &r->side->main->e;
    const char *why = why_not(e);
    e->depth = &r->depth;
    r->depth.running = true;
    section_begin(r);
    if (why)
        depth_stop(r, "%s", why);
}

static void depth_ask_now(struct depth_run *r, uint64_t now_us)
{
    const struct evidence *e = &r->side->main->e;
    bool session = r->ask.hello.version == 0;
    struct side_ask ask = {
        .port = e->target->port,
        .mode = depth_mode(r),
        /* A ticket may come behind the handshake: then a session has to hear the server once more. */
        .last = !session ? STAGE_HANDSHAKE : depth_mode(r) == TLS_MODE_IMPLICIT ? STAGE_BANNER : STAGE_RECHECK,
        .sni = r->ask.no_sni ? "" : NULL,
        .priority = session ? r->ask.priority : NULL,
        .hello = session ? NULL : &r->ask.hello,
        .alpn = r->ask.alpn,
        .resume = r->ask.resume,
    };
    struct err err;

    if (!side_start(r->side, &ask, now_us, &err))
        depth_stop(r, "%s", err.text);
}

/* The answer to the question, when there is one. */
static void depth_hear(struct depth_run *r)
{
    const struct walk *w = r->side->walk;
    const struct evidence *e = &w->e;
    bool silent = e->tls.end.timed_out && !e->tls.secured;

    if (e->tls.tried)
        r->depth.handshakes++;
    if (w->out_of_memory) {
        depth_stop(r, "there is no more memory");
    } else if (heard_asks_for_peace(&e->banner.reply)) {
        depth_stop(r, "the server asked to come back later: %.150s", e->banner.reply.line);
    } else if (heard_asks_for_peace(&e->starttls.reply)) {
        depth_stop(r, "the server asked to come back later: %.150s", e->starttls.reply.line);
    } else if (e->starttls.reply.present && e->starttls.reply.answer != ANSWER_YES) {
        depth_stop(r, "%s was refused: %.150s", w->proto->starttls_word, e->starttls.reply.line);
    } else if (r->ask.hello.version && e->tls.tried && w->outcome == HELLO_STRANGE) {
        depth_stop(r, "what answered was not TLS");
    } else if (!e->tls.tried || silent) {
        if (++r->troubles >= TROUBLES_MAX)
            depth_stop(r, "twice in a row there was no answer: %.150s", evidence_now(e) ? evidence_now(e)->summary : "");
    } else {
        r->troubles = 0;
        sections[r->section]->saw(r, w);
    }
    if (r->depth.handshakes >= HANDSHAKES_MAX)
        depth_stop(r, "%u handshakes are enough", HANDSHAKES_MAX);
}

/* The next question of this section or a later one. false: there is none. */
static bool depth_next(struct depth_run *r)
{
    while (r->section < DEPTH_SECTIONS) {
        r->ask = (struct depth_ask){0};
        if (sections[r->section]->next(r, &r->ask))
            return true;
        section_end(r);
        r->section++;
        section_begin(r);
    }
    return false;
}

bool depth_run_turn(struct depth_run *r, uint64_t now_us)
{
    if (!r || !r->depth.running)
        return true;
    if (r->side->walk) {
        if (!side_turn(r->side, now_us))
            return false;
        depth_hear(r);
        side_let_go(r->side, now_us);
    }
    r->side->main->now_us = now_us;
    if (!r->depth.stopped[0] && !side_ready(r->side, now_us))
        return false;
    if (!r->depth.stopped[0] && depth_next(r))
        depth_ask_now(r, now_us);
    if (r->side->walk)
        side_turn(r->side, now_us);
    else
        depth_over(r);
    return r->depth.ended;
}

void depth_run_stop(struct depth_run *r)
{
    if (r && r->depth.running)
        depth_stop(r, "stopped by the operator");
}
