/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/wipe.h"

#include <string.h>

void wipe(void *bytes, size_t len)
{
    if (len == 0)
        return;
#ifdef HAVE_EXPLICIT_BZERO
    explicit_bzero(bytes, len);
#else
    memset(bytes, 0, len);
    __asm__ volatile("" : : "r"(bytes) : "memory");
#endif
}
