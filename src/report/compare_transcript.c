/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_transcript.c - two conversations line by line: the longest common run of lines, and what only one has between them.
 *
 * When it was said does not count, who said it does. Our own remarks are left out: they tell of times and addresses.
 */
#include <stdlib.h>

#include "base/text.h"
#include "report/compare_private.h"
#include "report/report_private.h"

#define CELLS_MAX 4000000 /* of the table that finds the run; longer conversations are shown one after the other */

struct talk {
    struct said *lines;
    size_t count;
};

static bool talk_of(struct talk *t, const struct transcript *from)
{
    uint64_t first = from ? transcript_first(from) : 0, next = from ? transcript_next(from) : 0;
    struct said s;

    *t = (struct talk){.lines = calloc((size_t)(next - first) + 1, sizeof *t->lines)};
    for (uint64_t serial = first; t->lines && serial < next; serial++)
        if (transcript_get(from, serial, &s) && s.by != SAID_TLSWALK)
            t->lines[t->count++] = s;
    return t->lines != NULL;
}

static bool lines_same(const struct said *a, const struct said *b)
{
    struct span x = said_line(a), y = said_line(b);

    return a->by == b->by && a->secured == b->secured && x.len == y.len && (x.len == 0 || memcmp(x.ptr, y.ptr, x.len) == 0);
}

/* Cut where the line is full, so that no blank in it is lost. */
static bool exact_text(const struct board *o, int col, struct span text)
{
    bool ok;

    do {
        size_t len = text_fit(text, o->cols - col, NULL);

        ok = buf_add(o->out, text.ptr, len) && buf_add_char(o->out, '\n');
        text = span_skip(text, len);
        ok = ok && (text.len == 0 || board_spaces(o, col));
    } while (ok && text.len > 0);
    return ok;
}

static bool line_text(const struct board *o, char mark, const struct said *s)
{
    static const char *const colors[] = {"", "\x1b[31m", "\x1b[32m"};
    const char *color = o->color ? colors[mark == '-' ? 1 : mark == '+' ? 2 : 0] : "";
    struct buf text = {0};
    bool ok = text_safe(&text, said_line(s)) &&
              buf_addf(o->out, "%s%c%s %c %s ", color, mark, color[0] ? "\x1b[0m" : "", s->secured ? '|' : ' ',
                       s->by == SAID_SERVER ? "S:" : "C:") &&
              exact_text(o, 7, buf_span(&text));

    buf_done(&text);
    return ok;
}

static bool lines_text(const struct board *o, char mark, const struct said *lines, size_t count)
{
    bool ok = true;

    for (size_t i = 0; ok && i < count; i++)
        ok = line_text(o, mark, &lines[i]);
    return ok;
}

/* length[i * (b + 1) + k]: the longest run that lines from i of A and from k of B have in common. */
static unsigned *runs_of(const struct said *a, size_t a_count, const struct said *b, size_t b_count)
{
    size_t width = b_count + 1;
    unsigned *length = calloc((a_count + 1) * width, sizeof *length);

    for (size_t i = a_count; length && i-- > 0;)
        for (size_t k = b_count; k-- > 0;) {
            unsigned down = length[(i + 1) * width + k], right = length[i * width + k + 1];

            length[i * width + k] = lines_same(&a[i], &b[k]) ? length[(i + 1) * width + k + 1] + 1 : down > right ? down : right;
        }
    return length;
}

/* The part in which they differ. */
static bool middle_text(const struct board *o, const struct said *a, size_t a_count, const struct said *b, size_t b_count)
{
    size_t width = b_count + 1, i = 0, k = 0;
    unsigned *length;
    bool ok;

    if (a_count && b_count > CELLS_MAX / a_count)
        return lines_text(o, '-', a, a_count) && lines_text(o, '+', b, b_count);
    length = runs_of(a, a_count, b, b_count);
    ok = length != NULL;
    while (ok && i < a_count && k < b_count) {
        if (lines_same(&a[i], &b[k])) {
            ok = line_text(o, ' ', &a[i++]);
            k++;
        } else if (length[(i + 1) * width + k] >= length[i * width + k + 1]) {
            ok = line_text(o, '-', &a[i++]);
        } else {
            ok = line_text(o, '+', &b[k++]);
        }
    }
    free(length);
    return ok && lines_text(o, '-', a + i, a_count - i) && lines_text(o, '+', b + k, b_count - k);
}

bool compare_transcripts(const struct board *o, const struct transcript *from_a, const struct transcript *from_b)
{
    struct talk a, b = {0};
    size_t head = 0, tail = 0;
    bool ok = talk_of(&a, from_a) && talk_of(&b, from_b);

    while (ok && head < a.count && head < b.count && lines_same(&a.lines[head], &b.lines[head]))
        head++;
    while (ok && tail < a.count - head && tail < b.count - head && lines_same(&a.lines[a.count - 1 - tail], &b.lines[b.count - 1 - tail]))
        tail++;
    ok = ok && lines_text(o, ' ', a.lines, head) &&
         middle_text(o, a.lines + head, a.count - head - tail, b.lines + head, b.count - head - tail) &&
         lines_text(o, ' ', a.lines + a.count - tail, tail);
    free(a.lines);
    free(b.lines);
    return ok;
}
