/* SPDX-License-Identifier: GPL-3.0-or-later */
/* drive.h - the pump: asks visit_wants, does it, tells the visit, keeps its timer.
 *
 * Any number of drives may run on one loop. Sockets: TCP_NODELAY, TCP_QUICKACK after each read, close-on-exec.
 * Reads are bounded a turn, so that a flood never starves the screen.
 */
#ifndef TLSWALK_DRIVE_H
#define TLSWALK_DRIVE_H

#include "base/err.h"
#include "net/loop.h"
#include "net/resolve.h"
#include "walk/visit.h"

struct drive;
typedef void drive_fn(void *context, struct visit *v);

/* Starts the visit (visit_start) and carries it to its end. changed: after anything happened, at most once a loop turn.
 * done: once, when visit_done and all its sockets are closed. The visit is lent until drive_free. NULL: err. */
struct drive *drive_new(struct loop *l, struct resolver *r, struct visit *v, drive_fn *changed, drive_fn *done,
                        void *context, struct err *err);
/* After the operator did something to the visit (visit_go ...): look again. */
void drive_poke(struct drive *d);
/* Closes what is open at once; done is not called. Free this before the visit. */
void drive_free(struct drive *d);

#endif
