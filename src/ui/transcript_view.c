/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/transcript_private.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ui/advice.h"
#include "ui/styled.h"
#include "ui/words.h"

#define SHIFT_STEP 20

void transcript_view_init(struct transcript_view *v)
{
    memset(v, 0, sizeof *v);
    v->follow = true;
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

/* The gravest finding that the entry proves; NULL: none. Findings are sorted, the worst first. */
static const struct finding *proves(const struct heard_said *h, uint64_t serial)
{
    for (size_t i = 0; h->findings && i < h->findings->count; i++)
        if (h->findings->items[i].serial == serial)
            return &h->findings->items[i];
    return NULL;
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
    int col = transcript_times_cols(v->times);

    if (p.line == 0 && !s->continues)
        draw_time(v, h, s, a, row);
    else
        area_put(a, row, col > 1 ? 1 : 0, INK_PLAIN, "+");
    const struct finding *proof = p.line == 0 ? proves(h, p.serial) : NULL;
    if (proof)
        area_put(a, row, col, style_of_verdict(advice_verdict(proof)) | STYLE_BOLD, ">");
    if (p.line == 0 && !s->continues)
        area_put(a, row, col + 1, STYLE_BOLD | transcript_style(s->by), who(s));
}

static void draw_text(const struct transcript_view *v, const struct styled *text, size_t from, size_t len, struct area a, int row)
{
    struct area part = area_part(a, row, transcript_times_cols(v->times) + MARKS_COLS, 1, a.cols);
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

    if (!transcript_get(h->transcript, p.serial, &s) || !transcript_entry_text(v, &s, a.grid->ascii, text))
        return a.rows;
    if (v->looking.find[0])
        styled_mark(text, v->looking.find, STYLE_REVERSE);
    do {
        size_t len = transcript_entry_line(v, &s, text, from, &next);
        if (line >= p.line) {
            struct place here = {p.serial, line};
            draw_text(v, text, from, len, a, row);
            draw_left(v, h, &s, here, a, row);
            if (focused && here.serial == v->cursor.serial && here.line == v->cursor.line) {
                area_mark(a, row, 0, transcript_times_cols(v->times) + MARKS_COLS - 1, STYLE_REVERSE);
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
    if (!transcript_shown(v, h, v->cursor.serial)) {
        area_put(a, 0, 1, INK_PLAIN, "No line has this text. Esc shows all again.");
        return;
    }
    struct place p = v->top;
    while (row < a.rows) {
        row = draw_entry(v, h, p, &text, a, row, focused);
        if (!transcript_next_shown(v, h, p.serial + 1, 1, &serial))
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
        if (transcript_get(h->transcript, serial, &s) && find_visible(s.bytes, v->looking.find) && transcript_shown(v, h, serial)) {
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
        if (!text_safe(out, transcript_without_ending(s.bytes)) || !buf_add_char(out, '\n'))
            return false;
    }
    return true;
}
