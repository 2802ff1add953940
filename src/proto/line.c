/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/line.h"

/* Text begins with none of these: TLS records (15, 16), TELNET commands (FF), control bytes. Saying so at the first byte
 * spares the wait for a line ending that never comes. */
static bool byte_is_binary(unsigned char c)
{
    bool space = c >= '\t' && c <= '\r';
    return (c < ' ' && !space) || c == 0x7f || c >= 0xf8;
}

int reader_line(struct reader *rd, struct span *line_r)
{
    struct span rest = span_skip(rd->in, rd->used);
    if (rd->used == 0 && rest.len && byte_is_binary(rest.ptr[0]))
        return -1;
    struct span window = span_head(rest, PROTO_LINE_MAX);
    const unsigned char *lf = window.len ? memchr(window.ptr, '\n', window.len) : NULL;
    size_t size = lf ? (size_t)(lf - window.ptr) + 1 : rest.len;
    if (size > PROTO_LINE_MAX || rd->used + size > PROTO_REPLY_MAX)
        return -1;
    if (!lf)
        return 0;
    *line_r = span_head(window, size - 1);
    if (line_r->len && line_r->ptr[line_r->len - 1] == '\r')
        line_r->len--;
    else
        rd->odd |= REPLY_BARE_LF;
    if (line_r->len && memchr(line_r->ptr, '\0', line_r->len))
        rd->odd |= REPLY_NUL;
    if (size > rd->line_max)
        rd->odd |= REPLY_LONG_LINE;
    rd->used += size;
    rd->count++;
    return 1;
}

int reader_skip(struct reader *rd, size_t n)
{
    if (n > PROTO_REPLY_MAX - rd->used)
        return -1;
    if (n > rd->in.len - rd->used)
        return 0;
    if (n && memchr(rd->in.ptr + rd->used, '\0', n))
        rd->odd |= REPLY_NUL;
    rd->used += n;
    return 1;
}

long reader_end(const struct reader *rd, struct reply *r)
{
    r->all = span_head(rd->in, rd->used);
    r->line_count = rd->count;
    r->odd |= rd->odd;
    return (long)rd->used;
}

bool word_next(struct span *rest, struct span *word_r)
{
    while (rest->len && rest->ptr[0] == ' ')
        *rest = span_skip(*rest, 1);
    if (!rest->len)
        return false;
    const unsigned char *space = memchr(rest->ptr, ' ', rest->len);
    *word_r = span_head(*rest, space ? (size_t)(space - rest->ptr) : rest->len);
    *rest = span_skip(*rest, word_r->len);
    return true;
}

long number_of(struct span s)
{
    if (s.len == 0 || s.len > 9)
        return -1;
    long n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return -1;
        n = n * 10 + (s.ptr[i] - '0');
    }
    return n;
}

struct span bracket_cut(struct span *text)
{
    const unsigned char *end = text->len && text->ptr[0] == '[' ? memchr(text->ptr, ']', text->len) : NULL;
    if (!end)
        return (struct span){0};
    struct span inside = span_of(text->ptr + 1, (size_t)(end - text->ptr) - 1);
    *text = span_trim(span_skip(*text, inside.len + 2));
    return inside;
}
