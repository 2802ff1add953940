/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transcript_place.c - entries as lines on a screen, and places among them. */
#include "ui/transcript_private.h"

#include "base/text.h"
#include "ui/decode.h"

int transcript_times_cols(enum times times)
{
    switch (times) {
    case TIMES_CLOCK:
        return 12;
    case TIMES_ELAPSED:
        return 8;
    case TIMES_NONE:
    case TIMES_COUNT:
        break;
    }
    return 0;
}

static int text_width(const struct transcript_view *v)
{
    int cols = v->cols - transcript_times_cols(v->times) - MARKS_COLS;

    return cols < 8 ? 8 : cols;
}

/* --- an entry as text --- */

struct span transcript_without_ending(struct span s)
{
    return s.len >= 2 && s.ptr[s.len - 2] == '\r' && s.ptr[s.len - 1] == '\n' ? span_head(s, s.len - 2) : s;
}

style transcript_style(enum said_by by)
{
    return by == SAID_CLIENT ? INK_CLIENT : INK_PLAIN;
}

bool transcript_entry_text(const struct transcript_view *v, const struct said *s, bool ascii, struct styled *out)
{
    struct buf bytes = {0};
    bool ok = true;

    styled_clear(out);
    switch (s->by == SAID_TLSWALK ? DECODE_TEXT : v->decode) {
    case DECODE_TEXT:
    case DECODE_COUNT:
        ok = styled_add(out, transcript_style(s->by), transcript_without_ending(s->bytes), ascii);
        break;
    case DECODE_BASE64:
        ok = decode_base64(&bytes, transcript_without_ending(s->bytes)) && styled_add(out, transcript_style(s->by), buf_span(&bytes), ascii);
        break;
    case DECODE_HEX:
        ok = decode_hex(&bytes, s->bytes, decode_hex_bytes(text_width(v))) && styled_add(out, transcript_style(s->by), buf_span(&bytes), ascii);
        break;
    }
    buf_done(&bytes);
    return ok;
}

size_t transcript_entry_line(const struct transcript_view *v, const struct said *s, const struct styled *text, size_t from, size_t *next_r)
{
    struct span left = span_skip(buf_span(&text->text), from);
    size_t n = left.len, next = left.len;

    if (v->decode == DECODE_HEX && s->by != SAID_TLSWALK) {
        n = decode_hex_line(decode_hex_bytes(text_width(v)));
        next = n = n < left.len ? n : left.len;
    } else if (v->shift == 0) {
        n = text_wrap(left, text_width(v), &next);
        if (!next)
            next = left.len;
    }
    *next_r = from + next;
    return n;
}

static size_t entry_lines(const struct transcript_view *v, const struct heard_said *h, uint64_t serial)
{
    struct styled text = {0};
    struct said s;
    size_t lines = 1, at = 0;

    if (transcript_get(h->transcript, serial, &s) && transcript_entry_text(v, &s, false, &text)) {
        size_t len = buf_len(&text.text);
        for (transcript_entry_line(v, &s, &text, 0, &at); at < len; lines++)
            transcript_entry_line(v, &s, &text, at, &at);
    }
    styled_done(&text);
    return lines;
}

/* --- places --- */

bool transcript_shown(const struct transcript_view *v, const struct heard_said *h, uint64_t serial)
{
    struct said s;

    return !v->looking.filter[0] || (transcript_get(h->transcript, serial, &s) && find_visible(s.bytes, v->looking.filter));
}

bool transcript_next_shown(const struct transcript_view *v, const struct heard_said *h, uint64_t serial, int direction, uint64_t *serial_r)
{
    uint64_t first = transcript_first(h->transcript), next = transcript_next(h->transcript);

    for (; serial >= first && serial < next; serial += (uint64_t)direction)
        if (transcript_shown(v, h, serial)) {
            *serial_r = serial;
            return true;
        }
    return false;
}

bool place_down(const struct transcript_view *v, const struct heard_said *h, struct place *p)
{
    uint64_t serial;

    if (p->line + 1 < entry_lines(v, h, p->serial)) {
        p->line++;
        return true;
    }
    if (!transcript_next_shown(v, h, p->serial + 1, 1, &serial))
        return false;
    *p = (struct place){serial, 0};
    return true;
}

bool place_up(const struct transcript_view *v, const struct heard_said *h, struct place *p)
{
    uint64_t serial;

    if (p->line) {
        p->line--;
        return true;
    }
    if (!p->serial || !transcript_next_shown(v, h, p->serial - 1, -1, &serial))
        return false;
    *p = (struct place){serial, entry_lines(v, h, serial) - 1};
    return true;
}

bool place_before(struct place a, struct place b)
{
    return a.serial < b.serial || (a.serial == b.serial && a.line < b.line);
}

void place_last(const struct transcript_view *v, const struct heard_said *h, struct place *p)
{
    uint64_t next = transcript_next(h->transcript);

    if (next && transcript_next_shown(v, h, next - 1, -1, &p->serial))
        p->line = entry_lines(v, h, p->serial) - 1;
}

void place_clamp(const struct transcript_view *v, const struct heard_said *h, struct place *p)
{
    uint64_t first = transcript_first(h->transcript), next = transcript_next(h->transcript), serial;

    if (p->serial < first)
        *p = (struct place){first, 0};
    if (p->serial >= next)
        *p = (struct place){next - 1, 0};
    if (!transcript_shown(v, h, p->serial) && (transcript_next_shown(v, h, p->serial, 1, &serial) || transcript_next_shown(v, h, p->serial, -1, &serial)))
        *p = (struct place){serial, 0};
    size_t lines = p->line ? entry_lines(v, h, p->serial) : 1;
    if (p->line >= lines)
        p->line = lines - 1;
}
