/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/wipe.h"

#define BUF_FIRST_CAP 64

void buf_init(struct buf *b, size_t limit)
{
    *b = (struct buf){.limit = limit};
}

void buf_init_secret(struct buf *b, size_t limit)
{
    *b = (struct buf){.limit = limit, .wiped = true};
}

static void buf_release(struct buf *b)
{
    if (b->wiped)
        wipe(b->bytes, b->cap);
    free(b->bytes);
    b->bytes = NULL;
    b->cap = 0;
}

void buf_done(struct buf *b)
{
    buf_release(b);
    *b = (struct buf){.limit = b->limit, .wiped = b->wiped};
}

void buf_clear(struct buf *b)
{
    if (b->wiped)
        wipe(b->bytes, b->end);
    b->start = b->end = 0;
    b->broken = false;
}

void buf_use(struct buf *b, size_t n)
{
    if (n > buf_len(b))
        n = buf_len(b);
    if (b->wiped && n > 0)
        wipe(b->bytes + b->start, n);
    b->start += n;
    if (b->start == b->end)
        b->start = b->end = 0;
}

/* Moves the unread bytes to the front of their block. */
static void buf_compact(struct buf *b)
{
    size_t len = buf_len(b), old_end = b->end;

    if (b->start == 0)
        return;
    memmove(b->bytes, b->bytes + b->start, len);
    b->start = 0;
    b->end = len;
    if (b->wiped)
        wipe(b->bytes + len, old_end - len);
}

/* A block of at least cap bytes. realloc would leave a secret behind in the block that it frees, so the bytes move by hand. */
static bool buf_grow(struct buf *b, size_t cap)
{
    unsigned char *bytes = malloc(cap);
    size_t len = buf_len(b);

    if (!bytes)
        return false;
    if (len > 0)
        memcpy(bytes, b->bytes + b->start, len);
    buf_release(b);
    b->bytes = bytes;
    b->cap = cap;
    b->start = 0;
    b->end = len;
    return true;
}

/* Room for extra bytes behind the write end. The bound is not looked at here. */
static bool buf_room(struct buf *b, size_t extra)
{
    size_t len = buf_len(b), need, cap;

    if (extra > SIZE_MAX / 2 - len)
        return false;
    need = len + extra;
    if (b->cap - b->end >= extra)
        return true;
    /* Half empty: moving is cheaper than growing, and cannot go on for ever for a reader that lags by a byte. */
    if (need <= b->cap && b->start >= b->cap / 2) {
        buf_compact(b);
        return true;
    }
    cap = b->cap < BUF_FIRST_CAP ? BUF_FIRST_CAP : b->cap * 2;
    return buf_grow(b, cap < need ? need : cap);
}

bool buf_reserve(struct buf *b, size_t extra)
{
    bool ok = buf_room(b, extra);

    b->broken = b->broken || !ok;
    return ok;
}

bool buf_add(struct buf *b, const void *bytes, size_t len)
{
    if (len == 0)
        return true;
    if ((b->limit > 0 && (len > b->limit || buf_len(b) > b->limit - len)) || !buf_room(b, len)) {
        b->broken = true;
        return false;
    }
    memcpy(b->bytes + b->end, bytes, len);
    b->end += len;
    return true;
}

bool buf_add_span(struct buf *b, struct span s)
{
    return buf_add(b, s.ptr, s.len);
}

bool buf_add_str(struct buf *b, const char *s)
{
    return buf_add_span(b, span_str(s));
}

bool buf_add_char(struct buf *b, char c)
{
    return buf_add(b, &c, 1);
}

bool buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list ap;
    bool ok;

    va_start(ap, fmt);
    ok = buf_vaddf(b, fmt, ap);
    va_end(ap);
    return ok;
}

bool buf_vaddf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;
    int len;

    va_copy(again, ap);
    len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    /* One byte more than is counted: vsnprintf ends its text with a NUL. */
    if (len < 0 || (b->limit > 0 && ((size_t)len > b->limit || buf_len(b) > b->limit - (size_t)len)) ||
        !buf_room(b, (size_t)len + 1)) {
        b->broken = true;
        return false;
    }
    vsnprintf((char *)b->bytes + b->end, (size_t)len + 1, fmt, ap);
    b->end += (size_t)len;
    return true;
}

const char *buf_cstr(struct buf *b)
{
    if (!buf_room(b, 1)) {
        b->broken = true;
        return NULL;
    }
    b->bytes[b->end] = '\0';
    return (const char *)b->bytes + b->start;
}

char *buf_take(struct buf *b)
{
    char *taken;

    if (!buf_cstr(b))
        return NULL;
    buf_compact(b);
    taken = (char *)b->bytes;
    taken[b->end] = '\0';
    *b = (struct buf){.limit = b->limit, .wiped = b->wiped};
    return taken;
}
