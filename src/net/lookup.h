/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lookup.h - what the system says about a name: getaddrinfo, off the loop's thread.
 *
 * Threads of our own rather than libuv's pool: libuv joins its threads at exit, so that leaving the program while the
 * name service is silent would take as long as the name service. A look-up that nobody waits for any more ends unheard.
 */
#ifndef TLSWALK_LOOKUP_H
#define TLSWALK_LOOKUP_H

#include "net/loop.h"
#include "walk/evidence.h"

struct lookups;
struct lookups *lookups_new(struct loop *l, struct err *err);
void lookups_free(struct lookups *s);

struct lookup_answer {
    struct answer_set set; /* took_us is left to the caller */
    char canonical[256];   /* "" when the system names none other than the name asked for */
};
struct lookup;
typedef void lookup_fn(void *context, const struct lookup_answer *a);
/* Answers once, later, from the loop, unless cancelled. NULL: no memory, or no thread to be had. */
struct lookup *lookup_start(struct lookups *s, const char *host, lookup_fn *fn, void *context);
void lookup_cancel(struct lookup *k);

#endif
