/* SPDX-License-Identifier: GPL-3.0-or-later */
/* practice_host.h - the practice servers, listening inside this process.
 *
 * Joins practice/ (what they say) to net/serve (the sockets). Listeners are opened server by server, when somebody is
 * about to go there, and keys are made at the first connection, so that a practice table costs nothing while it is only
 * looked at.
 */
#ifndef TLSWALK_PRACTICE_HOST_H
#define TLSWALK_PRACTICE_HOST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "net/loop.h"
#include "practice/practice.h"
#include "tls/trust.h"

struct practice_host;

/* Takes a block of ports: the well-known ones plus 10000, or 11000, 12000 ... where others practise already. NULL: err.
 */
struct practice_host *practice_host_new(struct loop *l, struct err *err);
void practice_host_free(struct practice_host *h);
unsigned practice_host_offset(const struct practice_host *h);

/* The table file of these servers; only: NULL-ended, NULL for all. false: no memory. */
bool practice_host_table(struct practice_host *h, const struct fault *const *only, struct buf *out);
/* Lets the server at this address ("127.0.77.3") listen, if it is one of ours and does not yet. false: err. */
bool practice_host_open(struct practice_host *h, const char *address, struct err *err);
/* What trusts the practice CA; lent. NULL: err. */
const struct trust *practice_host_trust(struct practice_host *h, struct err *err);
struct span practice_host_ca(struct practice_host *h);

#endif
