/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_transcript.c - text form: what was said. */
#include <inttypes.h>

#include "base/text.h"
#include "report/report_private.h"

#define TIME_COLS 10

static const char *speaker_mark(enum said_by by)
{
    switch (by) {
    case SAID_SERVER: return "S:";
    case SAID_CLIENT: return "C:";
    case SAID_TLSWALK: return "*";
    }
    return "";
}

static bool said_text(const struct sheet *p, const struct said *s)
{
    struct buf text = {0};
    char time[24];
    bool ok;

    text_duration(time, sizeof time, s->us);
    ok = text_safe(&text, said_line(s)) &&
         buf_addf(p->out, "%*s %c %-2s ", TIME_COLS, time, s->secured ? '|' : ' ', speaker_mark(s->by)) &&
         sheet_exact(p, TIME_COLS + 6, buf_span(&text));
    buf_done(&text);
    return ok;
}

bool text_transcript(const struct sheet *p, const struct evidence *e)
{
    uint64_t dropped, end;
    bool ok;

    if (!e->transcript || transcript_next(e->transcript) == 0)
        return true;
    dropped = transcript_dropped_bytes(e->transcript);
    end = transcript_next(e->transcript);
    ok = sheet_heading(p, "TRANSCRIPT  S: server  C: client  *  tlswalk  |  inside TLS") &&
         (dropped == 0 || sheet_fieldf(p, 3, 0, "", "(%" PRIu64 " older bytes are left out)", dropped));
    for (uint64_t serial = transcript_first(e->transcript); ok && serial < end; serial++) {
        struct said s;

        ok = !transcript_get(e->transcript, serial, &s) || said_text(p, &s);
    }
    return ok;
}
