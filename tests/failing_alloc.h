/* SPDX-License-Identifier: GPL-3.0-or-later */
/* failing_alloc.h - what happens when memory runs out, tried at every allocation in turn.
 *
 * How to use: add $(FAILING_ALLOC) to the test's SOURCES and $(FAILING_ALLOC_LINK) to its LDFLAGS: malloc, calloc,
 * realloc, strdup and strndup of our own objects then pass through here (the linker's --wrap; libraries are not touched).
 * Write the thing under test as a function that builds, checks and releases everything it made, and hand it to
 * failing_alloc_each. A crash, or a leak under ASan, is the finding; so is a success that should have been none.
 */
#ifndef TLSWALK_FAILING_ALLOC_H
#define TLSWALK_FAILING_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/* The nth allocation from now fails, once; the others succeed. 0: none fails. */
void failing_alloc_at(size_t nth);
/* Ends it. true: the failing allocation was reached. */
bool failing_alloc_off(void);

/* Calls op with its 1st, 2nd, ... allocation failing, until it runs to its end without reaching the failing one, and returns
 * how many allocations it made then; 0 also when op fails without lack of memory. op: true for success.
 * *unnoticed_r, where given: how often op succeeded although an allocation had failed. */
size_t failing_alloc_each(bool (*op)(void *user), void *user, size_t *unnoticed_r);

#endif
