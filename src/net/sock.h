/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sock.h - one TCP connection, non-blocking: connect or adopt, read, write, close.
 *
 * Every socket is close-on-exec and TCP_NODELAY; delayed acknowledgements are switched off again after each read (the
 * kernel forgets), since a dialogue of short lines would else wait 40 ms for each of them.
 * Owner: whoever made it; sock_close releases it at once, also inside its own callback.
 */
#ifndef TLSWALK_SOCK_H
#define TLSWALK_SOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "net/loop.h"

struct sock;

enum sock_event {
    SOCK_CONNECTED = 1, /* say sock_want now */
    SOCK_FAILED = 2,    /* connecting came to nothing: error is the errno. Only sock_close may follow */
    SOCK_READABLE = 4,  /* bytes, the end or an error can be read */
    SOCK_WRITABLE = 8,
};
/* events: one or more of enum sock_event. */
typedef void sock_fn(void *context, unsigned events, int error);

/* address is numeric (endpoint.h). NULL: *error_r is the errno: ENETUNREACH, EACCES, EADDRNOTAVAIL, EINVAL for a bad
 * address ... */
struct sock *sock_connect(struct loop *l, const char *address, uint16_t port, sock_fn *fn, void *context, int *error_r);
/* Takes over a connected descriptor, also when it fails (fd is then closed). */
struct sock *sock_adopt(struct loop *l, int fd, sock_fn *fn, void *context, int *error_r);
void sock_close(struct sock *s);
/* The same with RST instead of FIN. */
void sock_abort(struct sock *s);

/* Which of SOCK_READABLE and SOCK_WRITABLE are to be told; ignored while connecting. */
void sock_want(struct sock *s, bool read, bool write);
/* n > 0: bytes read; 0: the peer said FIN; -1: *error_r is EAGAIN (later), ECONNRESET ... */
long sock_read(struct sock *s, void *to, size_t cap, int *error_r);
/* n >= 0: bytes taken by the kernel; -1: *error_r, EPIPE, ECONNRESET ... EAGAIN is n = 0. */
long sock_write(struct sock *s, struct span bytes, int *error_r);
bool sock_is_connected(const struct sock *s);
/* Our own end's address; "" before the connection stands. */
const char *sock_local(const struct sock *s);

#endif
