/* SPDX-License-Identifier: GPL-3.0-or-later */
/* encode.c - base64 and hexadecimal, to and from a buf. */
#include "base/buf.h"

#include "base/wipe.h"

static const char base64_letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool buf_add_base64(struct buf *b, struct span s)
{
    size_t before = buf_len(b);

    while (s.len > 0) {
        unsigned long group = (unsigned long)s.ptr[0] << 16;
        char four[4];

        if (s.len > 1)
            group |= (unsigned long)s.ptr[1] << 8;
        if (s.len > 2)
            group |= s.ptr[2];
        four[0] = base64_letters[group >> 18];
        four[1] = base64_letters[group >> 12 & 63];
        four[2] = s.len > 1 ? base64_letters[group >> 6 & 63] : '=';
        four[3] = s.len > 2 ? base64_letters[group & 63] : '=';
        if (!buf_add(b, four, 4)) {
            b->end = b->start + before;
            return false;
        }
        s = span_skip(s, 3);
    }
    return true;
}

/* 0 to 63, or -1 for a foreign character. */
static int base64_value(unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four characters to one to three bytes. 0: not base64. Bits that padding leaves over must be zero (RFC 4648 3.5). */
static size_t base64_group(const unsigned char four[4], bool last, unsigned char bytes_r[3])
{
    size_t pad = !last ? 0 : four[2] == '=' && four[3] == '=' ? 2 : four[3] == '=' ? 1 : 0;
    unsigned long group = 0;

    for (size_t i = 0; i < 4; i++) {
        int value = i >= 4 - pad ? 0 : base64_value(four[i]);

        if (value < 0)
            return 0;
        group = group << 6 | (unsigned long)value;
    }
    if ((pad == 1 && (group & 0xff)) || (pad == 2 && (group & 0xffff)))
        return 0;
    bytes_r[0] = (unsigned char)(group >> 16);
    bytes_r[1] = (unsigned char)(group >> 8);
    bytes_r[2] = (unsigned char)group;
    return 3 - pad;
}

bool buf_add_unbase64(struct buf *b, struct span s)
{
    size_t before = buf_len(b);
    unsigned char bytes[3];
    bool ok = s.len % 4 == 0;

    while (ok && s.len > 0) {
        size_t n = base64_group(s.ptr, s.len == 4, bytes);

        ok = n > 0 && buf_add(b, bytes, n);
        s = span_skip(s, 4);
    }
    wipe(bytes, sizeof bytes);
    if (!ok) {
        size_t added = buf_len(b) - before;

        if (b->wiped)
            wipe(b->bytes + b->end - added, added);
        b->end -= added;
        b->broken = true;
    }
    return ok;
}

bool buf_add_hex(struct buf *b, struct span s)
{
    static const char digits[] = "0123456789abcdef";
    size_t before = buf_len(b);

    for (size_t i = 0; i < s.len; i++) {
        char two[2] = {digits[s.ptr[i] >> 4], digits[s.ptr[i] & 15]};

        if (!buf_add(b, two, 2)) {
            b->end = b->start + before;
            return false;
        }
    }
    return true;
}
