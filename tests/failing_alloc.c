/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "failing_alloc.h"

#include <string.h>

/* Names are the linker's. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *s);
char *__real_strndup(const char *s, size_t n);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *s);
char *__wrap_strndup(const char *s, size_t n);

static size_t countdown; /* allocations until the failing one, itself included; 0: none fails */
static bool reached;

static bool fails_now(void)
{
    if (countdown == 0 || --countdown > 0)
        return false;
    reached = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *s)
{
    return fails_now() ? NULL : __real_strdup(s);
}

char *__wrap_strndup(const char *s, size_t n)
{
    return fails_now() ? NULL : __real_strndup(s, n);
}

void failing_alloc_at(size_t nth)
{
    countdown = nth;
    reached = false;
}

bool failing_alloc_off(void)
{
    countdown = 0;
    return reached;
}

size_t failing_alloc_each(bool (*op)(void *user), void *user, size_t *unnoticed_r)
{
    size_t unnoticed = 0, nth = 1;

    for (;; nth++) {
        bool ok;

        failing_alloc_at(nth);
        ok = op(user);
        if (!failing_alloc_off()) {
            if (unnoticed_r)
                *unnoticed_r = unnoticed;
            return ok ? nth - 1 : 0;
        }
        unnoticed += ok;
    }
}
