/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcript_view.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/decode.h"
#include "ui/styled.h"
#include "ui/words.h"

#define MARKS_COLS 4    /* proof mark, who (2), a space */
#define SHIFT_STEP 20

void transcript_view_init(struct transcript_view *v)
{
    memset(v, 0, sizeof *v);
    v->follow = true;
}

static int times_cols(enum times times)
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
    int cols = v->cols - times_cols(v->times) - MARKS_COLS;

    return cols < 8 ? 8 : cols;
}

/* --- an entry as text --- */

/* A usual line ending is not shown; an unusual one is. */
static struct span without_ending(struct span s)
{
    return s.len >= 2 && s.ptr[s.len - 2] == '\r' && s.ptr[s.len - 1] == '\n' ? span_head(s, s.len - 2) : s;
}

static style style_of_speaker(enum said_by by)
{
    return by == SAID_CLIENT ? INK_CLIENT : INK_PLAIN;
}

static bool entry_text(const struct transcript_view *v, const struct said *s, bool ascii, struct styled *out)
{
    struct buf bytes = {0};
    bool ok = true;

    styled_clear(out);
    switch (s->by == SAID_TLSWALK ? DECODE_TEXT : v->decode) {
    case DECODE_TEXT:
    case DECODE_COUNT:
        ok = styled_add(out, style_of_speaker(s->by), without_ending(s->bytes), ascii);
        break;
    case DECODE_BASE64:
        ok = decode_base64(&bytes, without_ending(s->bytes)) && styled_add(out, style_of_speaker(s->by), buf_span(&bytes), ascii);
        break;
    case DECODE_HEX:
        ok = decode_hex(&bytes, s->bytes, decode_hex_bytes(text_width(v))) && styled_add(out, style_of_speaker(s->by), buf_span(&bytes), ascii);
        break;
    }
    buf_done(&bytes);
    return ok;
}

/* The length of the line that begins at byte from; *next_r is where the next one begins, the text's length at its end. */
static size_t entry_line(const struct transcript_view *v, const struct said *s, const struct styled *text, size_t from, size_t *next_r)
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

    if (transcript_get(h->transcript, serial, &s) && entry_text(v, &s, false, &text)) {
        size_t len = buf_len(&text.text);
        for (entry_line(v, &s, &text, 0, &at); at < len; lines++)
            entry_line(v, &s, &text, at, &at);
    }
    styled_done(&text);
    return lines;
}

/* --- places --- */

static bool shown(const struct transcript_view *v, const struct heard_said *h, uint64_t serial)
{
    struct said s;

    return !v->looking.filter[0] || (transcript_get(h->transcript, serial, &s) && find_visible(s.bytes, v->looking.filter));
}

/* The next entry that is shown, from serial on in a direction. false: none. */
static bool next_shown(const struct transcript_view *v, const struct heard_said *h, uint64_t serial, int direction, uint64_t *serial_r)
{
    uint64_t first = transcript_first(h->transcript), next = transcript_next(h->transcript);

    for (; serial >= first && serial < next; serial += (uint64_t)direction)
        if (shown(v, h, serial)) {
            *serial_r = serial;
            return true;
        }
    return false;
}

static bool place_down(const struct transcript_view *v, const struct heard_said *h, struct place *p)
{
    uint64_t serial;

    if (p->line + 1 < entry_lines(v, h, p->serial)) {
        p->line++;
        return true;
    }
    if (!next_shown(v, h, p->serial + 1, 1, &serial))
        return false;
    *p = (struct place){serial, 0};
    return true;
}

static bool place_up(const struct transcript_view *v, const struct heard_said *h, struct place *p)
{
    uint64_t serial;

    if (p->line) {
        p->line--;
        return true;
    }
    if (!p->serial || !next_shown(v, h, p->serial - 1, -1, &serial))
        return false;
    *p = (struct place){serial, entry_lines(v, h, serial) - 1};
    return true;
}

static bool place_before(struct place a, struct place b)
{
    return a.serial < b.serial || (a.serial == b.serial && a.line < b.line);
}

static void place_last(const struct transcript_view *v, const struct heard_said *h, struct place *p)
{
    uint64_t next = transcript_next(h->transcript);

    if (next && next_shown(v, h, next - 1, -1, &p->serial))
        p->line = entry_lines(v, h, p->serial) - 1;
}

/* Entries may have been dropped, hidden by a filter, or wrapped anew since the place was taken. */
static void place_clamp(const struct transcript_view *v, const struct heard_said *h, struct place *p)
{
    uint64_t first = transcript_first(h->transcript), next = transcript_next(h->transcript), serial;

    if (p->serial < first)
        *p = (struct place){first, 0};
    if (p->serial >= next)
        *p = (struct place){next - 1, 0};
    if (!shown(v, h, p->serial) && (next_shown(v, h, p->serial, 1, &serial) || next_shown(v, h, p->serial, -1, &serial)))
        *p = (struct place){serial, 0};
    size_t lines = p->line ? entry_lines(v, h, p->serial) : 1;
    if (p->line >= lines)
        p->line = lines - 1;
}

static void view_settle(struct transcript_view *v, const struct heard_said *h)
{
    if (v->follow)
        place_last(v, h, &v->cursor);
    place_clamp(v, h, &v->cursor);
    place_clamp(v, h, &v->top);
    if (v->jumped) {
        v->top = v->cursor;
        for (int row = 0; row < v->rows / 3; row++)
            place_up(v, h, &v->top);
    }
    v->jumped = false;
    if (place_before(v->cursor, v->top))
        v->top = v->cursor;
    struct place p = v->top;
    for (int row = 1; row < v->rows && place_before(p, v->cursor); row++)
        place_down(v, h, &p);
    if (!place_before(p, v->cursor))
        return;
    v->top = v->cursor;
    for (int row = 1; row < v->rows; row++)
        place_up(v, h, &v->top);
}

/* --- drawing --- */

static void draw_time(const struct transcript_view *v, const struct heard_said *h, const struct said *s, struct area a, int row)
{
    int64_t wall_us = h->wall_us + (int64_t)s->us;
    char clock[16];

    switch (v->times) {
    case TIMES_CLOCK:
        words_clock(clock, sizeof clock, wall_us);
        area_putf(a, row, 0, INK_PLAIN, "%s.%03u", clock, (unsigned)(wall_us / 1000 % 1000));
        break;
    case TIMES_ELAPSED:
        area_putf(a, row, 0, INK_PLAIN, "%4u.%03u", (unsigned)(s->us / 1000000 % 10000), (unsigned)(s->us / 1000 % 1000));
        break;
    case TIMES_NONE:
    case TIMES_COUNT:
        break;
    }
}

static bool proves(const struct heard_said *h, uint64_t serial)
{
    for (size_t i = 0; h->findings && i < h->findings->count; i++)
        if (h->findings->items[i].serial == serial)
            return true;
    return false;
}

static const char *who(const struct said *s)
{
    switch (s->by) {
    case SAID_SERVER:
        return s->secured ? "S#" : "S:";
    case SAID_CLIENT:
        return s->secured ? "C#" : "C:";
    case SAID_TLSWALK:
        return "* ";
    }
    return "";
}

/* What stands left of the text: on the first line of an entry the time, else a plus. */
static void draw_left(const struct transcript_view *v, const struct heard_said *h, const struct said *s, struct place p, struct area a, int row)
{
    int col = times_cols(v->times);

    if (p.line == 0 && !s->continues)
        draw_time(v, h, s, a, row);
    else
        area_put(a, row, col > 1 ? 1 : 0, INK_PLAIN, "+");
    if (p.line == 0 && proves(h, p.serial))
        area_put(a, row, col, INK_FAIL | STYLE_BOLD, ">");
    if (p.line == 0 && !s->continues)
        area_put(a, row, col + 1, STYLE_BOLD | style_of_speaker(s->by), who(s));
}

static void draw_text(const struct transcript_view *v, const struct styled *text, size_t from, size_t len, struct area a, int row)
{
    struct area part = area_part(a, row, times_cols(v->times) + MARKS_COLS, 1, a.cols);
    int shift = v->decode == DECODE_HEX ? 0 : v->shift;

    if (shift && len && styled_put(text, from, len, part, 0, -shift) >= part.cols && part.cols)
        area_put(part, 0, part.cols - 1, INK_PLAIN, "~");
    else if (!shift)
        styled_put(text, from, len, part, 0, 0);
}

/* An entry's lines from *p on; returns the next free row. */
static int draw_entry(const struct transcript_view *v, const struct heard_said *h, struct place p, struct styled *text, struct area a, int row, bool focused)
{
    size_t from = 0, next = 0, line = 0;
    struct said s;

    if (!transcript_get(h->transcript, p.serial, &s) || !entry_text(v, &s, a.grid->ascii, text))
        return a.rows;
    if (v->looking.find[0])
        styled_mark(text, v->looking.find, STYLE_REVERSE);
    do {
        size_t len = entry_line(v, &s, text, from, &next);
        if (line >= p.line) {
            struct place here = {p.serial, line};
            draw_text(v, text, from, len, a, row);
            draw_left(v, h, &s, here, a, row);
            if (focused && here.serial == v->cursor.serial && here.line == v->cursor.line) {
                area_mark(a, row, 0, times_cols(v->times) + MARKS_COLS - 1, STYLE_REVERSE);
                area_cursor(a, row, 0);
            }
            row++;
        }
        from = next;
        line++;
    } while (from < buf_len(&text->text) && row < a.rows);
    return row;
}

void transcript_view_draw(struct transcript_view *v, const struct heard_said *h, struct area a, bool focused)
{
    struct styled text = {0};
    uint64_t serial;
    int row = 0;

    v->cols = a.cols;
    v->rows = a.rows;
    if (transcript_first(h->transcript) == transcript_next(h->transcript)) {
        area_put(a, 0, 1, INK_PLAIN, "Nothing was said yet.");
        return;
    }
    view_settle(v, h);
    if (!shown(v, h, v->cursor.serial)) {
        area_put(a, 0, 1, INK_PLAIN, "No line has this text. Esc shows all again.");
        return;
    }
    struct place p = v->top;
    while (row < a.rows) {
        row = draw_entry(v, h, p, &text, a, row, focused);
        if (!next_shown(v, h, p.serial + 1, 1, &serial))
            break;
        p = (struct place){serial, 0};
    }
    styled_done(&text);
}

/* --- moving --- */

static void move_lines(struct transcript_view *v, const struct heard_said *h, int lines)
{
    bool moved = true;

    for (int i = 0; i < lines && moved; i++)
        moved = place_down(v, h, &v->cursor);
    for (int i = 0; i > lines && moved; i--)
        moved = place_up(v, h, &v->cursor);
    v->follow = lines > 0 && !moved;
}

bool transcript_view_move(struct transcript_view *v, const struct heard_said *h, enum request_id id)
{
    int page = v->rows > 1 ? v->rows - 1 : 1;

    if (!request_is_move(id))
        return false;
    if (transcript_first(h->transcript) == transcript_next(h->transcript))
        return true;
    place_clamp(v, h, &v->cursor);
    if (id == REQUEST_UP || id == REQUEST_DOWN)
        move_lines(v, h, id == REQUEST_UP ? -1 : 1);
    else if (id == REQUEST_PAGE_UP || id == REQUEST_PAGE_DOWN)
        move_lines(v, h, id == REQUEST_PAGE_UP ? -page : page);
    else if (id == REQUEST_FIRST)
        transcript_view_goto(v, transcript_first(h->transcript));
    else if (id == REQUEST_LAST)
        v->follow = true;
    else if (id == REQUEST_RIGHT)
        v->shift += v->shift < 2 * TRANSCRIPT_LINE_MAX ? SHIFT_STEP : 0;
    else if (id == REQUEST_LEFT)
        v->shift -= v->shift ? SHIFT_STEP : 0;
    return true;
}

void transcript_view_goto(struct transcript_view *v, uint64_t serial)
{
    v->cursor = (struct place){serial, 0};
    v->follow = false;
    v->jumped = true;
}

bool transcript_view_goto_stage(struct transcript_view *v, const struct heard_said *h, enum stage_id stage)
{
    uint64_t next = transcript_next(h->transcript);
    struct said s;

    for (uint64_t i = transcript_first(h->transcript); i < next; i++)
        if (transcript_get(h->transcript, i, &s) && s.stage == (unsigned char)stage) {
            transcript_view_goto(v, i);
            return true;
        }
    return false;
}

bool transcript_view_find(struct transcript_view *v, const struct heard_said *h, enum request_id id)
{
    uint64_t first = transcript_first(h->transcript), count = transcript_next(h->transcript) - first;
    uint64_t at = v->cursor.serial >= first ? v->cursor.serial - first : 0;
    struct said s;

    for (uint64_t i = id == REQUEST_FIND ? 0 : 1; i <= count && count; i++) {
        uint64_t serial = first + (id == REQUEST_FIND_BACK ? (at + count - i % count) % count : (at + i) % count);
        if (transcript_get(h->transcript, serial, &s) && find_visible(s.bytes, v->looking.find) && shown(v, h, serial)) {
            transcript_view_goto(v, serial);
            return true;
        }
    }
    return false;
}

void transcript_view_position(const struct transcript_view *v, const struct heard_said *h, char *to, size_t cap)
{
    uint64_t first = transcript_first(h->transcript), count = transcript_next(h->transcript) - first;
    uint64_t dropped = transcript_dropped_bytes(h->transcript);
    int n = snprintf(to, cap, "line %llu/%llu", count ? (unsigned long long)(v->cursor.serial - first + 1) : 0, (unsigned long long)count);

    if (v->shift && n > 0)
        n += snprintf(to + n, cap - (size_t)n, " col %d", v->shift + 1);
    if (dropped && n > 0 && (size_t)n < cap)
        snprintf(to + n, cap - (size_t)n, ", %llu kB before dropped", (unsigned long long)(dropped + 999) / 1000);
}

bool transcript_write(const struct heard_said *h, const char *filter, struct buf *out)
{
    uint64_t next = transcript_next(h->transcript);
    struct said s;

    for (uint64_t i = transcript_first(h->transcript); i < next; i++) {
        if (!transcript_get(h->transcript, i, &s) || (filter[0] && !find_visible(s.bytes, filter)))
            continue;
        if (!buf_addf(out, "%4u.%03u%c%s ", (unsigned)(s.us / 1000000), (unsigned)(s.us / 1000 % 1000), proves(h, i) ? '>' : ' ',
                      s.continues ? "+ " : who(&s)))
            return false;
        if (!text_safe(out, without_ending(s.bytes)) || !buf_add_char(out, '\n'))
            return false;
    }
    return true;
}
