/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scrub.c - see scrub_private.h. */
#include "sasl/scrub_private.h"

#include <dlfcn.h>
#include <malloc.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/wipe.h"

#define SCRUB_STACK 16384 /* bytes; GNU SASL was seen to use under 3 kB, the dynamic linker adds to that at a first call */

/* Of the calling thread: freed memory is overwritten while it is not 0. */
static _Thread_local unsigned scrub_depth;

static __attribute__((noinline)) void scrub_stack(void)
{
    unsigned char below[SCRUB_STACK];
    wipe(below, sizeof below);
}

void scrub_begin(void)
{
    scrub_depth++;
}

void scrub_end(void)
{
    scrub_stack();
    scrub_depth--;
}

/* Sanitizers bring an allocator of their own. clang says so only through __has_feature. */
#ifdef __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SCRUB_FOREIGN_ALLOCATOR
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SCRUB_FOREIGN_ALLOCATOR
#endif

#ifndef SCRUB_FOREIGN_ALLOCATOR

typedef void free_function(void *p);
typedef void *realloc_function(void *p, size_t size);

/* Found when first called, which is before main: constructors of libraries free too. */
static _Atomic(free_function *) next_free;
static _Atomic(realloc_function *) next_realloc;

void free(void *p)
{
    free_function *next = atomic_load_explicit(&next_free, memory_order_relaxed);
    if (!next) {
        next = (free_function *)dlsym(RTLD_NEXT, "free");
        atomic_store_explicit(&next_free, next, memory_order_relaxed);
    }
    if (p && scrub_depth)
        wipe(p, malloc_usable_size(p));
    next(p);
}

/* The allocator's own. */
static void *realloc_plain(void *p, size_t size)
{
    realloc_function *next = atomic_load_explicit(&next_realloc, memory_order_relaxed);
    if (!next) {
        next = (realloc_function *)dlsym(RTLD_NEXT, "realloc");
        atomic_store_explicit(&next_realloc, next, memory_order_relaxed);
    }
    return next(p, size);
}

void *realloc(void *p, size_t size)
{
    if (!p || !size || !scrub_depth)
        return realloc_plain(p, size);
    size_t had = malloc_usable_size(p);
    void *moved = realloc_plain(NULL, size);
    if (!moved)
        return NULL;
    memcpy(moved, p, had < size ? had : size);
    free(p);
    return moved;
}

bool scrub_reaches_heap(void)
{
    return true;
}

#else

bool scrub_reaches_heap(void)
{
    return false;
}

#endif
