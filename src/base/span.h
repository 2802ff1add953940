/* SPDX-License-Identifier: GPL-3.0-or-later */
/* span.h - a read-only view of somebody's bytes.
 *
 * Owner: never; a span is lent, it lives as long as what it points into.
 * Units: len is bytes. A span need not end with NUL and may hold any byte.
 */
#ifndef TLSWALK_SPAN_H
#define TLSWALK_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

struct span {
    const unsigned char *ptr;
    size_t len;
};

static inline struct span span_of(const void *ptr, size_t len)
{
    return (struct span){ptr, len};
}

/* The characters of a C string, without the NUL; NULL gives an empty span. */
static inline struct span span_str(const char *s)
{
    return (struct span){(const unsigned char *)s, s ? strlen(s) : 0};
}

static inline bool span_is(struct span a, const char *s)
{
    size_t n = strlen(s);
    return a.len == n && (n == 0 || memcmp(a.ptr, s, n) == 0);
}

/* ASCII case is ignored; protocol words only, never names in other scripts. */
static inline bool span_is_nocase(struct span a, const char *s)
{
    size_t n = strlen(s);
    return a.len == n && (n == 0 || strncasecmp((const char *)a.ptr, s, n) == 0);
}

static inline bool span_starts(struct span a, const char *s)
{
    size_t n = strlen(s);
    return a.len >= n && (n == 0 || memcmp(a.ptr, s, n) == 0);
}

static inline bool span_starts_nocase(struct span a, const char *s)
{
    size_t n = strlen(s);
    return a.len >= n && (n == 0 || strncasecmp((const char *)a.ptr, s, n) == 0);
}

/* What is left after the first n bytes; empty when n reaches past the end. */
static inline struct span span_skip(struct span a, size_t n)
{
    if (n > a.len)
        n = a.len;
    return (struct span){n > 0 ? a.ptr + n : a.ptr, a.len - n};
}

static inline struct span span_head(struct span a, size_t n)
{
    return (struct span){a.ptr, n < a.len ? n : a.len};
}

/* Without spaces and tabs at both ends. */
static inline struct span span_trim(struct span a)
{
    while (a.len && (a.ptr[0] == ' ' || a.ptr[0] == '\t'))
        a.ptr++, a.len--;
    while (a.len && (a.ptr[a.len - 1] == ' ' || a.ptr[a.len - 1] == '\t'))
        a.len--;
    return a;
}

#endif
