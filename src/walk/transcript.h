/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transcript.h - every byte said, by whom, when, protected or not. Secrets never get in.
 *
 * A bounded ring of lines: the oldest go when the bound is reached, and are counted. A line longer than
 * TRANSCRIPT_LINE_MAX goes on in a further entry marked so. Owner: the transcript owns its bytes; lines are lent
 * until the next addition.
 */
#ifndef TLSWALK_TRANSCRIPT_H
#define TLSWALK_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

enum said_by { SAID_SERVER, SAID_CLIENT, SAID_TLSWALK };

#define TRANSCRIPT_LINE_MAX 4096 /* bytes of one entry */

struct said {
    uint64_t us;         /* since the visit began */
    struct span bytes;   /* raw, line ending included where there was one; never more than TRANSCRIPT_LINE_MAX + 2 */
    enum said_by by;
    bool secured;        /* inside TLS */
    bool masked;         /* something was left out here: bytes are what may be shown */
    bool goes_on;        /* the next entry continues this line */
    bool continues;      /* this entry continues the one before */
    bool open;           /* the line has not ended yet; bytes may still be added */
    unsigned char stage; /* enum stage_id during which it was said */
};

struct transcript;

struct transcript *transcript_new(size_t max_bytes, size_t max_lines);
void transcript_free(struct transcript *t);

/* Received or sent protocol bytes: cut into lines here. false: no memory (the bytes are then counted as dropped). */
bool transcript_say(struct transcript *t, uint64_t us, enum said_by by, bool secured, unsigned char stage, struct span bytes);
/* A remark of our own, or a masked line: one whole entry. */
bool transcript_note(struct transcript *t, uint64_t us, unsigned char stage, bool secured, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));
bool transcript_masked(struct transcript *t, uint64_t us, enum said_by by, bool secured, unsigned char stage, struct span shown);

/* One that was kept: entries as they were, numbered from 0, and the bytes that it had dropped by then. NULL: no memory. */
struct transcript *transcript_past(const struct said *entries, size_t count, uint64_t dropped_bytes);

/* Entries have serial numbers from 0 that never change; those below transcript_first are dropped. */
uint64_t transcript_first(const struct transcript *t);
uint64_t transcript_next(const struct transcript *t); /* one past the last */
bool transcript_get(const struct transcript *t, uint64_t serial, struct said *s_r);
uint64_t transcript_dropped_bytes(const struct transcript *t);

#endif
