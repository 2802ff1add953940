/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_transcript.c - for people: what was said. */
#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "report/report_private.h"

#define TIME_COLS 10

static char speaker_mark(enum said_by by)
{
    switch (by) {
    case SAID_SERVER: return 'S';
    case SAID_CLIENT: return 'C';
    case SAID_TLSWALK: return 'T';
    }
    return ' ';
}

static bool proves(const struct findings *f, uint64_t serial)
{
    for (size_t i = 0; f && i < f->count; i++)
        if (f->items[i].serial == serial)
            return true;
    return false;
}

static bool said_write(struct sheet *p, const struct said *s, bool proof)
{
    struct buf text = {0};
    char time[24], prefix[64];
    bool ok = text_safe(&text, said_line(s));

    text_duration(time, sizeof time, s->us);
    snprintf(prefix, sizeof prefix, "%*s %c%c%c ", TIME_COLS, time, proof ? '>' : ' ', speaker_mark(s->by), s->secured ? '#' : ':');
    ok = ok && (s->by == SAID_TLSWALK ? sheet_remark : sheet_line)(p, prefix, buf_span(&text));
    buf_done(&text);
    return ok;
}

bool part_transcript(struct sheet *p, const struct report_input *in)
{
    const struct transcript *t = in->evidence->transcript;
    uint64_t dropped, end;
    bool ok;

    if (!t || transcript_next(t) == 0)
        return true;
    dropped = transcript_dropped_bytes(t);
    end = transcript_next(t);
    ok = sheet_heading(p, "TRANSCRIPT") &&
         sheet_sentence(p, span_str("S: server, C: client, T: tlswalk; # instead of the colon: inside TLS; > proves a finding")) &&
         (dropped == 0 || sheet_fieldf(p, "Left out", "%" PRIu64 " older bytes", dropped));
    for (uint64_t serial = transcript_first(t); ok && serial < end; serial++) {
        struct said s;

        ok = !transcript_get(t, serial, &s) || said_write(p, &s, proves(in->findings, serial));
    }
    return ok;
}
