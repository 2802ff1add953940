/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transcript.c - see transcript.h
 *
 * A ring of entries, each with its own bytes: entries come and go at the two ends, and a line that is still open only
 * ever grows at the newest end.
 */
#include "walk/transcript.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

struct entry {
    struct said said;        /* said.bytes is filled in on the way out */
    unsigned char *bytes;
    size_t len, cap;
};

struct transcript {
    struct entry *ring;
    size_t ring_cap;         /* a power of two */
    uint64_t first, next;    /* serial numbers; entry s lives in ring[s % ring_cap] */
    size_t bytes, max_bytes, max_lines;
    uint64_t dropped;
};

#define RING_START 64

struct transcript *transcript_new(size_t max_bytes, size_t max_lines)
{
    struct transcript *t = calloc(1, sizeof *t);

    if (!t)
        return NULL;
    t->max_bytes = max_bytes;
    t->max_lines = max_lines > 0 ? max_lines : 1;
    return t;
}

static struct entry *entry_at(const struct transcript *t, uint64_t serial)
{
    return &t->ring[serial & (t->ring_cap - 1)];
}

void transcript_free(struct transcript *t)
{
    if (!t)
        return;
    for (uint64_t s = t->first; s < t->next; s++)
        free(entry_at(t, s)->bytes);
    free(t->ring);
    free(t);
}

static void transcript_drop_oldest(struct transcript *t)
{
    struct entry *e = entry_at(t, t->first);

    t->bytes -= e->len;
    t->dropped += e->len;
    free(e->bytes);
    *e = (struct entry){0};
    t->first++;
}

static bool ring_grow(struct transcript *t)
{
    size_t cap = t->ring_cap ? t->ring_cap * 2 : RING_START;
    struct entry *ring = calloc(cap, sizeof *ring);

    if (!ring)
        return false;
    for (uint64_t s = t->first; s < t->next; s++)
        ring[s & (cap - 1)] = *entry_at(t, s);
    free(t->ring);
    t->ring = ring;
    t->ring_cap = cap;
    return true;
}

/* A new, empty entry at the newest end. */
static struct entry *transcript_open(struct transcript *t, struct said said)
{
    while (t->next - t->first >= t->max_lines)
        transcript_drop_oldest(t);
    if (t->next - t->first >= t->ring_cap && !ring_grow(t))
        return NULL;
    struct entry *e = entry_at(t, t->next++);
    *e = (struct entry){.said = said};
    return e;
}

static bool entry_add(struct transcript *t, struct entry *e, struct span bytes)
{
    if (bytes.len > e->cap - e->len) {
        size_t cap = e->len + bytes.len;
        if (e->said.open && cap < 128)
            cap = 128; /* more of the line is likely to come */
        unsigned char *grown = realloc(e->bytes, cap);
        if (!grown)
            return false;
        e->bytes = grown;
        e->cap = cap;
    }
    memcpy(e->bytes + e->len, bytes.ptr, bytes.len);
    e->len += bytes.len;
    t->bytes += bytes.len;
    /* The newest entry stays whatever the bound: it is what is being said. */
    while (t->bytes > t->max_bytes && t->next - t->first > 1)
        transcript_drop_oldest(t);
    return true;
}

/* The newest entry, if it is an unfinished line of the same speaker on the same side of TLS. */
static struct entry *transcript_unfinished(struct transcript *t, enum said_by by, bool secured)
{
    if (t->next == t->first)
        return NULL;
    struct entry *e = entry_at(t, t->next - 1);
    return e->said.open && e->said.by == by && e->said.secured == secured ? e : NULL;
}

static void transcript_settle(struct transcript *t)
{
    if (t->next > t->first)
        entry_at(t, t->next - 1)->said.open = false;
}

/* Where a line of at most room bytes ends: behind its LF, or at the bound. */
static size_t line_len(struct span s, size_t room, bool *ended)
{
    const unsigned char *lf = memchr(s.ptr, '\n', s.len < room ? s.len : room);

    *ended = lf != NULL;
    if (lf)
        return (size_t)(lf - s.ptr) + 1;
    return s.len < room ? s.len : room;
}

bool transcript_say(struct transcript *t, uint64_t us, enum said_by by, bool secured, unsigned char stage, struct span bytes)
{
    while (bytes.len) {
        struct entry *e = transcript_unfinished(t, by, secured);
        bool goes_on = e && e->len >= TRANSCRIPT_LINE_MAX;

        if (goes_on)
            e->said.goes_on = true;
        if (!e || goes_on) {
            transcript_settle(t);
            e = transcript_open(t, (struct said){.us = us, .by = by, .secured = secured, .stage = stage, .open = true, .continues = goes_on});
        }
        bool ended;
        /* Room for two more, so that a line ending is not torn off a line that just fits. */
        size_t n = line_len(bytes, TRANSCRIPT_LINE_MAX + 2 - (e ? e->len : 0), &ended);
        if (!e || !entry_add(t, e, span_head(bytes, n))) {
            t->dropped += bytes.len;
            return false;
        }
        if (ended)
            e->said.open = false;
        bytes = span_skip(bytes, n);
    }
    return true;
}

static bool transcript_whole(struct transcript *t, struct said said, struct span bytes)
{
    transcript_settle(t);
    struct entry *e = transcript_open(t, said);
    return e && entry_add(t, e, span_head(bytes, TRANSCRIPT_LINE_MAX));
}

bool transcript_note(struct transcript *t, uint64_t us, unsigned char stage, bool secured, const char *fmt, ...)
{
    char text[1024];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    return transcript_whole(t, (struct said){.us = us, .by = SAID_TLSWALK, .stage = stage, .secured = secured}, span_str(text));
}

bool transcript_masked(struct transcript *t, uint64_t us, enum said_by by, bool secured, unsigned char stage, struct span shown)
{
    return transcript_whole(t, (struct said){.us = us, .by = by, .stage = stage, .secured = secured, .masked = true}, shown);
}

struct transcript *transcript_past(const struct said *entries, size_t count, uint64_t dropped_bytes)
{
    struct transcript *t = transcript_new(SIZE_MAX, count);
    bool ok = t != NULL;

    for (size_t i = 0; ok && i < count; i++) {
        struct entry *e = transcript_open(t, entries[i]);
        ok = e && (entries[i].bytes.len == 0 || entry_add(t, e, entries[i].bytes));
    }
    if (ok)
        t->dropped = dropped_bytes;
    if (ok)
        return t;
    transcript_free(t);
    return NULL;
}

uint64_t transcript_first(const struct transcript *t)
{
    return t->first;
}

uint64_t transcript_next(const struct transcript *t)
{
    return t->next;
}

bool transcript_get(const struct transcript *t, uint64_t serial, struct said *s_r)
{
    if (serial < t->first || serial >= t->next)
        return false;
    const struct entry *e = entry_at(t, serial);
    *s_r = e->said;
    s_r->bytes = span_of(e->bytes, e->len);
    return true;
}

uint64_t transcript_dropped_bytes(const struct transcript *t)
{
    return t->dropped;
}
