/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/sock.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/endpoint.h"
#include "net/loop_private.h"

struct sock {
    int fd;
    struct loop_poll *poll;
    sock_fn *fn;
    void *context;
    bool connected;
    int late_error; /* found while asking whether the connection stands; told by the read that comes to the end */
    char local[64];
};

static void sock_set(int fd, int level, int option, int value)
{
    /* These make the connection quicker, not right: a refusal is nothing to tell. */
    (void)setsockopt(fd, level, option, &value, sizeof value);
}

static void sock_note_local(struct sock *s)
{
    struct sockaddr_storage addr;
    socklen_t len = sizeof addr;
    if (getsockname(s->fd, (struct sockaddr *)&addr, &len) == 0)
        endpoint_format((struct sockaddr *)&addr, s->local, sizeof s->local);
}

static void sock_connect_ended(struct sock *s)
{
    int error = 0;
    socklen_t len = sizeof error;
    if (getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &len) < 0)
        error = errno;
    if (error == ECONNRESET) { /* it stood, and was cut before we looked: a refusal is ECONNREFUSED */
        s->late_error = error;
        error = 0;
    }
    if (error) {
        loop_poll_set(s->poll, 0);
        s->fn(s->context, SOCK_FAILED, error);
        return;
    }
    s->connected = true;
    sock_note_local(s);
    s->fn(s->context, SOCK_CONNECTED, 0);
}

static void sock_ready(void *context, unsigned events)
{
    struct sock *s = context;
    if (!s->connected) {
        sock_connect_ended(s);
        return;
    }
    unsigned ready = 0;
    if (events & (LOOP_READ | LOOP_BROKEN)) /* reading tells what broke, after what came before it */
        ready |= SOCK_READABLE;
    if (events & LOOP_WRITE)
        ready |= SOCK_WRITABLE;
    s->fn(s->context, ready, 0);
}

static struct sock *sock_new(struct loop *l, int fd, sock_fn *fn, void *context, int *error_r)
{
    struct sock *s = calloc(1, sizeof *s);
    if (!s) {
        *error_r = ENOMEM;
        return NULL;
    }
    s->poll = loop_poll_new(l, fd, sock_ready, s, error_r);
    if (!s->poll) {
        free(s);
        return NULL;
    }
    s->fd = fd;
    s->fn = fn;
    s->context = context;
    sock_set(fd, IPPROTO_TCP, TCP_NODELAY, 1);
    return s;
}

struct sock *sock_connect(struct loop *l, const char *address, uint16_t port, sock_fn *fn, void *context, int *error_r)
{
    struct endpoint peer;
    if (!endpoint_parse(address, port, &peer)) {
        *error_r = EINVAL;
        return NULL;
    }
    int fd = socket(peer.addr.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP);
    if (fd < 0) {
        *error_r = errno;
        return NULL;
    }
    if (connect(fd, (struct sockaddr *)&peer.addr, peer.len) < 0 && errno != EINPROGRESS) {
        *error_r = errno;
        close(fd);
        return NULL;
    }
    struct sock *s = sock_new(l, fd, fn, context, error_r);
    if (!s) {
        close(fd);
        return NULL;
    }
    loop_poll_set(s->poll, LOOP_WRITE);
    return s;
}

struct sock *sock_adopt(struct loop *l, int fd, sock_fn *fn, void *context, int *error_r)
{
    struct sock *s = sock_new(l, fd, fn, context, error_r);
    if (!s) {
        close(fd);
        return NULL;
    }
    s->connected = true;
    sock_note_local(s);
    return s;
}

void sock_close(struct sock *s)
{
    if (!s)
        return;
    loop_poll_free(s->poll);
    close(s->fd);
    free(s);
}

void sock_abort(struct sock *s)
{
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    (void)setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    sock_close(s);
}

void sock_want(struct sock *s, bool read, bool write)
{
    if (s->connected)
        loop_poll_set(s->poll, (read ? LOOP_READ : 0u) | (write ? LOOP_WRITE : 0u));
}

long sock_read(struct sock *s, void *to, size_t cap, int *error_r)
{
    ssize_t n;
    do
        n = recv(s->fd, to, cap, 0);
    while (n < 0 && errno == EINTR);
    if (n == 0 && s->late_error) {
        *error_r = s->late_error;
        return -1;
    }
    if (n < 0)
        *error_r = errno;
    else
        sock_set(s->fd, IPPROTO_TCP, TCP_QUICKACK, 1);
    return n;
}

long sock_write(struct sock *s, struct span bytes, int *error_r)
{
    ssize_t n;
    do
        n = send(s->fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);
    while (n < 0 && errno == EINTR);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        return 0;
    if (n < 0)
        *error_r = errno;
    return n;
}

bool sock_is_connected(const struct sock *s)
{
    return s->connected;
}

const char *sock_local(const struct sock *s)
{
    return s->local;
}
