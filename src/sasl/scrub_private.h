/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scrub_private.h - nothing that a library frees or leaves on the stack keeps a secret.
 *
 * GNU SASL and libidn copy a password many times and free the copies as they are. Between scrub_begin and scrub_end,
 * in the calling thread, what is freed or moved by realloc is overwritten first, whoever frees it; scrub_end also
 * overwrites the stack below its caller. Pairs may nest. Put them around every call into the library, not around
 * an exchange: what is open while the program does other things makes those things slow.
 *
 * How: scrub.c defines free and realloc for the whole program and goes on to those of the C library, or of whatever
 * allocator is preloaded. The other ways were: the library's own allocator hooks (there are none), mallopt(M_PERTURB)
 * (its fill skips the blocks that go to the thread's cache), wiping the library's properties (misses its temporaries and
 * libidn's). Where a sanitizer owns the allocator only the stack is overwritten.
 */
#ifndef TLSWALK_SCRUB_PRIVATE_H
#define TLSWALK_SCRUB_PRIVATE_H

#include <stdbool.h>

void scrub_begin(void);
void scrub_end(void);
/* False where freed memory cannot be overwritten in this build. */
bool scrub_reaches_heap(void);

#endif
