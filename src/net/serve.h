/* SPDX-License-Identifier: GPL-3.0-or-later */
/* serve.h - listens on loopback and pumps connections of somebody's making (the practice servers').
 * Refuses to bind to anything that is not loopback.
 */
#ifndef TLSWALK_SERVE_H
#define TLSWALK_SERVE_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "net/loop.h"

/* What a served connection is, from the outside. Same meaning as practice.h's functions. */
struct serve_ops {
    void *(*open)(void *listener, uint64_t now_us);
    void (*free)(void *conn);
    void (*recv)(void *conn, struct span bytes, uint64_t now_us);
    void (*recv_end)(void *conn, uint64_t now_us);
    struct span (*send)(const void *conn);
    void (*sent)(void *conn, size_t len, uint64_t now_us);
    int (*closing)(const void *conn);
    uint64_t (*deadline_us)(const void *conn);
    void (*tick)(void *conn, uint64_t now_us);
};

struct serve;
struct serve *serve_new(struct loop *l, const struct serve_ops *ops, struct err *err);
/* Listens; listener is passed to ops->open. port 0: any, *port_r tells. false: err (code is errno: EADDRINUSE ...). */
bool serve_listen(struct serve *s, const char *address, uint16_t port, void *listener, uint16_t *port_r,
                  struct err *err);
size_t serve_open_count(const struct serve *s);
void serve_free(struct serve *s);

#endif
