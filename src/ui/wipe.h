/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe.h - overwriting what the compiler thinks nobody reads again. */
#ifndef TLSWALK_WIPE_H
#define TLSWALK_WIPE_H

#include <stddef.h>

static inline void wipe(void *bytes, size_t len)
{
    volatile unsigned char *b = bytes;

    while (len--)
        *b++ = 0;
}

#endif
