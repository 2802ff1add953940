/* SPDX-License-Identifier: GPL-3.0-or-later */
/* buf.h - growable bytes with a read end and a write end, and a bound.
 *
 * Knows: nothing of what the bytes mean.
 * Owner: the struct owns its bytes; buf_done releases them. A zeroed struct buf is an empty, unbounded one.
 * Errors: functions that may need memory return false when there is none or the bound would be passed;
 *         the buffer is then unchanged and `broken` is set, so that a writer may check once at the end.
 */
#ifndef TLSWALK_BUF_H
#define TLSWALK_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

struct buf {
    unsigned char *bytes;
    size_t start;  /* read end: bytes before it are used up */
    size_t end;    /* write end */
    size_t cap;
    size_t limit;  /* most bytes that may be unread at once; 0: no bound */
    bool wiped;    /* bytes are overwritten when used up, on growth and at buf_done: for secrets */
    bool broken;   /* an addition was refused since the last buf_clear */
};

void buf_init(struct buf *b, size_t limit);
void buf_init_secret(struct buf *b, size_t limit);
void buf_done(struct buf *b);
void buf_clear(struct buf *b);

/* Unread bytes; lent until the next call that changes b. */
static inline struct span buf_span(const struct buf *b)
{
    return (struct span){b->bytes ? b->bytes + b->start : NULL, b->end - b->start};
}

static inline size_t buf_len(const struct buf *b)
{
    return b->end - b->start;
}

/* Marks the first n unread bytes as used; n must not pass buf_len. */
void buf_use(struct buf *b, size_t n);

/* Room for extra more bytes: adding them then needs no memory. */
bool buf_reserve(struct buf *b, size_t extra);
bool buf_add(struct buf *b, const void *bytes, size_t len);
bool buf_add_span(struct buf *b, struct span s);
bool buf_add_str(struct buf *b, const char *s);
bool buf_add_char(struct buf *b, char c);
bool buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
bool buf_vaddf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));

/* The unread bytes as a C string: a NUL stands behind them and is not counted. NULL only when out of memory. */
const char *buf_cstr(struct buf *b);

/* Hands the unread bytes over as a malloc'ed, NUL-terminated string and empties b. NULL when out of memory. */
char *buf_take(struct buf *b);

/* Standard base64 without line breaks (RFC 4648 4). */
bool buf_add_base64(struct buf *b, struct span s);
/* Strict: no foreign characters, no line breaks, `=` only at the end (RFC 4954 4). false: not base64 or no memory. */
bool buf_add_unbase64(struct buf *b, struct span s);
bool buf_add_hex(struct buf *b, struct span s);

#endif
