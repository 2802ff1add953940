/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe.c - see wipe_private.h. */
#include "sasl/wipe_private.h"

#include <stdlib.h>
#include <string.h>

#define WIPE_STACK 32768 /* bytes; GNU SASL's deepest call chain was seen to use 9 kB */

/* Of the calling thread: freed memory is overwritten while it is not 0. */
static _Thread_local unsigned wipe_depth;

static __attribute__((noinline)) void wipe_stack(void)
{
    unsigned char below[WIPE_STACK];
    explicit_bzero(below, sizeof below);
}

void wipe_begin(void)
{
    wipe_depth++;
}

void wipe_end(void)
{
    wipe_stack();
    wipe_depth--;
}

/* Sanitizers bring an allocator of their own. clang says so only through __has_feature. */
#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define WIPE_FOREIGN_ALLOCATOR
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WIPE_FOREIGN_ALLOCATOR
#endif

#if defined(__GLIBC__) && !defined(WIPE_FOREIGN_ALLOCATOR)

#include <errno.h>
#include <malloc.h>

extern void __libc_free(void *p);
extern void *__libc_realloc(void *p, size_t size);

void free(void *p)
{
    if (p && wipe_depth)
        explicit_bzero(p, malloc_usable_size(p));
    __libc_free(p);
}

void *realloc(void *p, size_t size)
{
    if (!p || !size || !wipe_depth)
        return __libc_realloc(p, size);
    size_t had = malloc_usable_size(p);
    void *moved = malloc(size);
    if (!moved)
        return NULL;
    memcpy(moved, p, had < size ? had : size);
    free(p);
    return moved;
}

bool wipe_reaches_heap(void)
{
    return true;
}

#else

bool wipe_reaches_heap(void)
{
    return false;
}

#endif
