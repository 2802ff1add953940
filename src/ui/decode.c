/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/decode.h"

#include <ctype.h>

#include "base/text.h"

#define BASE64_LEAST 8 /* characters: shorter words are more likely words of the protocol */

static bool is_base64(unsigned char c)
{
    return isalnum(c) || c == '+' || c == '/' || c == '=';
}

/* NUL and ^A part the fields of SASL messages. */
static bool is_text(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((s.ptr[i] < ' ' && s.ptr[i] > 1 && !isspace(s.ptr[i])) || s.ptr[i] == 127)
            return false;
    return text_is_utf8(s);
}

static bool add_word(struct buf *out, struct span word)
{
    struct buf plain = {0};
    bool ok;

    if (word.len >= BASE64_LEAST && word.len % 4 == 0 && buf_add_unbase64(&plain, word) && is_text(buf_span(&plain)))
        ok = buf_add_char(out, '{') && buf_add_span(out, buf_span(&plain)) && buf_add_char(out, '}');
    else
        ok = buf_add_span(out, word);
    buf_done(&plain);
    return ok;
}

bool decode_base64(struct buf *out, struct span line)
{
    while (line.len) {
        size_t word = 0, gap = 0;
        while (word < line.len && is_base64(line.ptr[word]))
            word++;
        while (word + gap < line.len && !is_base64(line.ptr[word + gap]))
            gap++;
        if (!add_word(out, span_head(line, word)) || !buf_add_span(out, span_head(span_skip(line, word), gap)))
            return false;
        line = span_skip(line, word + gap);
    }
    return true;
}

size_t decode_hex_bytes(int cols)
{
    int n = (cols - 1) / 4;

    return n < 1 ? 1 : n > 16 ? 16 : (size_t)n;
}

size_t decode_hex_line(size_t bytes)
{
    return bytes * 4 + 1;
}

bool decode_hex(struct buf *out, struct span bytes, size_t bytes_a_line)
{
    do {
        struct span part = span_head(bytes, bytes_a_line);
        for (size_t i = 0; i < bytes_a_line; i++)
            if (!(i < part.len ? buf_addf(out, "%02x ", part.ptr[i]) : buf_add_str(out, "   ")))
                return false;
        if (!buf_add_char(out, ' '))
            return false;
        for (size_t i = 0; i < bytes_a_line; i++) {
            unsigned char c = i < part.len ? part.ptr[i] : ' ';
            if (!buf_add_char(out, c >= ' ' && c < 127 ? (char)c : '.'))
                return false;
        }
        bytes = span_skip(bytes, bytes_a_line);
    } while (bytes.len);
    return true;
}
