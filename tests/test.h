/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test.h - what the tests of parsers share: bytes placed where one byte read too far stops the program.
 *
 * Knows: memory pages. Not: the test framework, nor what is parsed.
 * Errors: without memory the program ends; a test has no use for less.
 */
#ifndef TLSWALK_TEST_H
#define TLSWALK_TEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/* Room in front of a page that may not be touched. */
struct guard {
    unsigned char *map;
    size_t map_len;
    size_t room;
};

struct guard guard_open(size_t room);
void guard_close(struct guard *g);
/* A copy of s that ends at the guarded page; lent until the next call. s.len must not pass the room. */
struct span guard_put(struct guard *g, struct span s);

/* Shows every head of s in turn, from no byte to all of them, each at the end of a guarded page. */
void feed_heads(struct span s, void (*look)(struct span head, void *user), void *user);

#endif
