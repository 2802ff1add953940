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

/* 64 and the value of a letter; 0 for a foreign character, so that four can be tested at once. */
static const unsigned char base64_values[256] = {
    ['A'] = 64,  ['B'] = 65,  ['C'] = 66,  ['D'] = 67,  ['E'] = 68,  ['F'] = 69,  ['G'] = 70,  ['H'] = 71,
    ['I'] = 72,  ['J'] = 73,  ['K'] = 74,  ['L'] = 75,  ['M'] = 76,  ['N'] = 77,  ['O'] = 78,  ['P'] = 79,
    ['Q'] = 80,  ['R'] = 81,  ['S'] = 82,  ['T'] = 83,  ['U'] = 84,  ['V'] = 85,  ['W'] = 86,  ['X'] = 87,
    ['Y'] = 88,  ['Z'] = 89,  ['a'] = 90,  ['b'] = 91,  ['c'] = 92,  ['d'] = 93,  ['e'] = 94,  ['f'] = 95,
    ['g'] = 96,  ['h'] = 97,  ['i'] = 98,  ['j'] = 99,  ['k'] = 100, ['l'] = 101, ['m'] = 102, ['n'] = 103,
    ['o'] = 104, ['p'] = 105, ['q'] = 106, ['r'] = 107, ['s'] = 108, ['t'] = 109, ['u'] = 110, ['v'] = 111,
    ['w'] = 112, ['x'] = 113, ['y'] = 114, ['z'] = 115, ['0'] = 116, ['1'] = 117, ['2'] = 118, ['3'] = 119,
    ['4'] = 120, ['5'] = 121, ['6'] = 122, ['7'] = 123, ['8'] = 124, ['9'] = 125, ['+'] = 126, ['/'] = 127,
};

/* Four letters to three bytes. false: one of them is foreign. */
static inline bool base64_group(const unsigned char four[4], unsigned char bytes_r[3])
{
    unsigned a = base64_values[four[0]], b = base64_values[four[1]], c = base64_values[four[2]], d = base64_values[four[3]];
    unsigned group = (a & 63) << 18 | (b & 63) << 12 | (c & 63) << 6 | (d & 63);

    bytes_r[0] = (unsigned char)(group >> 16);
    bytes_r[1] = (unsigned char)(group >> 8);
    bytes_r[2] = (unsigned char)group;
    return a & b & c & d & 64;
}

/* The last group, which may be padded. 0: not base64. Bits that padding leaves over must be zero (RFC 4648 3.5). */
static size_t base64_last(const unsigned char four[4], unsigned char bytes_r[3])
{
    unsigned char filled[4] = {four[0], four[1], four[2], four[3]};
    size_t pad = four[3] != '=' ? 0 : four[2] != '=' ? 1 : 2;

    for (size_t i = 4 - pad; i < 4; i++)
        filled[i] = 'A';
    if (!base64_group(filled, bytes_r))
        return 0;
    for (size_t i = 3 - pad; i < 3; i++)
        if (bytes_r[i])
            return 0;
    return 3 - pad;
}

#define UNBASE64_PIECE 768 /* bytes added at once: room is made, and the bound looked at, once a piece */

bool buf_add_unbase64(struct buf *b, struct span s)
{
    size_t before = buf_len(b);
    unsigned char bytes[UNBASE64_PIECE];
    bool ok = s.len % 4 == 0;

    while (ok && s.len > 0) {
        size_t n = 0;

        for (; ok && s.len > 4 && n < sizeof bytes - 3; s = span_skip(s, 4), n += 3)
            ok = base64_group(s.ptr, bytes + n);
        if (ok && s.len == 4) {
            size_t last = base64_last(s.ptr, bytes + n);

            ok = last > 0;
            n += last;
            s = span_skip(s, 4);
        }
        ok = ok && buf_add(b, bytes, n);
    }
    wipe(bytes, sizeof bytes);
    if (!ok) {
        size_t added = buf_len(b) - before;

        if (b->wiped && added > 0) /* where nothing was ever added there is no pointer to add to */
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
