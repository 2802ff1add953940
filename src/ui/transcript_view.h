/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transcript_view.h - the conversation, line by line: who, when, inside TLS or not, and which line proves a finding.
 *
 * Only what is on the screen is fetched and made visible, so drawing costs the same for ten lines and for a flood.
 * Positions are a transcript entry's serial number and, in an entry that is wrapped, which of its lines.
 */
#ifndef TLSWALK_TRANSCRIPT_VIEW_H
#define TLSWALK_TRANSCRIPT_VIEW_H

#include "diagnose/finding.h"
#include "ui/find.h"
#include "ui/grid.h"
#include "ui/request.h"
#include "walk/transcript.h"

enum decode { DECODE_TEXT, DECODE_BASE64, DECODE_HEX, DECODE_COUNT };
enum times { TIMES_CLOCK, TIMES_ELAPSED, TIMES_NONE, TIMES_COUNT };

struct place {
    uint64_t serial;
    size_t line; /* of the wrapped entry */
};

struct transcript_view {
    struct place cursor, top;
    bool follow;        /* the cursor stays on the newest line */
    bool jumped;        /* the cursor was sent elsewhere: show what stands around it */
    int shift;          /* columns scrolled to the right; 0: long lines are wrapped */
    enum decode decode;
    enum times times;
    struct looking looking;
    int cols, rows;     /* at the last draw */
};

/* What it looks at; lent. */
struct heard_said {
    const struct transcript *transcript;
    const struct findings *findings; /* NULL: none yet */
    int64_t wall_us;                 /* when the visit began */
};

void transcript_view_init(struct transcript_view *v);
void transcript_view_draw(struct transcript_view *v, const struct heard_said *h, struct area a, bool focused);
/* Moves, LEFT and RIGHT. false: another request. */
bool transcript_view_move(struct transcript_view *v, const struct heard_said *h, enum request_id id);
/* FIND (from here on), FIND_NEXT, FIND_BACK. false: the text stands nowhere. */
bool transcript_view_find(struct transcript_view *v, const struct heard_said *h, enum request_id id);
void transcript_view_goto(struct transcript_view *v, uint64_t serial);
/* The first line said during a stage. false: there is none. */
bool transcript_view_goto_stage(struct transcript_view *v, const struct heard_said *h, enum stage_id stage);
/* "line 3/240, 1.2 MB dropped" */
void transcript_view_position(const struct transcript_view *v, const struct heard_said *h, char *to, size_t cap);
/* The whole transcript as safe text, a line an entry, appended. false: no memory. */
bool transcript_write(const struct heard_said *h, const char *filter, struct buf *out);

#endif
