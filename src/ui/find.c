/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/find.h"

#include <string.h>

#include "base/buf.h"
#include "base/text.h"

static unsigned char fold(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + ('a' - 'A')) : c;
}

static bool same_folded(const unsigned char *a, const char *b, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (fold(a[i]) != fold((unsigned char)b[i]))
            return false;
    return true;
}

long find_in(struct span hay, const char *needle)
{
    size_t len = strlen(needle);

    if (!len)
        return 0;
    unsigned char low = fold((unsigned char)needle[0]);
    unsigned char high = low >= 'a' && low <= 'z' ? (unsigned char)(low - ('a' - 'A')) : low;
    for (size_t i = 0; i + len <= hay.len; i++)
        if ((hay.ptr[i] == low || hay.ptr[i] == high) && same_folded(hay.ptr + i, needle, len))
            return (long)i;
    return -1;
}

static bool all_printable_ascii(struct span raw)
{
    for (size_t i = 0; i < raw.len; i++)
        if (raw.ptr[i] < ' ' || raw.ptr[i] > 126)
            return false;
    return true;
}

bool find_visible(struct span raw, const char *needle)
{
    struct buf safe = {0};
    bool found;

    if (all_printable_ascii(raw))
        return find_in(raw, needle) >= 0;
    found = text_safe(&safe, raw) && find_in(buf_span(&safe), needle) >= 0;
    buf_done(&safe);
    return found;
}
