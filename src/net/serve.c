/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "net/serve.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "net/endpoint.h"
#include "net/loop_private.h"
#include "net/sock.h"

#define ACCEPTS_A_TURN 16
#define SERVED_MAX 1000 /* connections open at once; later ones wait in the kernel's queue */
#define READ_BYTES 16384
#define WRITES_A_TURN 16

struct serve_listener {
    struct serve *serve;
    struct serve_listener *next;
    int fd;
    struct loop_poll *poll;
    void *context; /* of whose making the connections are */
};

struct served {
    struct serve *serve;
    struct served *next, **at; /* list of the open ones */
    struct sock *sock;
    void *conn;
    struct loop_timer *timer;
    bool ended; /* the client has ended its side */
};

struct serve {
    struct loop *loop;
    const struct serve_ops *ops;
    struct serve_listener *listeners;
    struct served *open;
    size_t open_count;
};

static void serve_listen_all(struct serve *s, bool listen)
{
    for (struct serve_listener *l = s->listeners; l; l = l->next)
        loop_poll_set(l->poll, listen ? LOOP_READ : 0);
}

static void served_close(struct served *c, bool abort)
{
    struct serve *s = c->serve;
    *c->at = c->next;
    if (c->next)
        c->next->at = c->at;
    s->open_count--;
    s->ops->free(c->conn);
    loop_timer_free(c->timer);
    if (abort)
        sock_abort(c->sock);
    else
        sock_close(c->sock);
    free(c);
    serve_listen_all(s, true); /* there is room again */
}

/* Sends what can be sent. false: the connection is broken. */
static bool served_write(struct served *c)
{
    const struct serve_ops *ops = c->serve->ops;
    for (int i = 0; i < WRITES_A_TURN; i++) {
        struct span out = ops->send(c->conn);
        int error = 0;
        long n = out.len ? sock_write(c->sock, out, &error) : 0;
        if (n < 0)
            return false;
        if (n == 0)
            return true;
        ops->sent(c->conn, (size_t)n, loop_now_us(c->serve->loop));
    }
    return true;
}

/* After anything happened: send, close if it is time, else say what is waited for. */
static void served_look(struct served *c)
{
    const struct serve_ops *ops = c->serve->ops;
    if (ops->closing(c->conn) == 2 || !served_write(c)) {
        served_close(c, true);
        return;
    }
    bool more = ops->send(c->conn).len > 0;
    int closing = ops->closing(c->conn);
    if (closing == 2 || (closing == 1 && !more)) {
        served_close(c, closing == 2);
        return;
    }
    sock_want(c->sock, !c->ended, more);
    loop_timer_set(c->timer, ops->deadline_us(c->conn));
}

static void served_read(struct served *c)
{
    const struct serve_ops *ops = c->serve->ops;
    unsigned char bytes[READ_BYTES];
    int error = 0;
    long n = sock_read(c->sock, bytes, sizeof bytes, &error);
    uint64_t now = loop_now_us(c->serve->loop);
    if (n > 0) {
        ops->recv(c->conn, span_of(bytes, (size_t)n), now);
    } else if (n == 0 || (error != EAGAIN && error != EWOULDBLOCK)) {
        c->ended = true;
        ops->recv_end(c->conn, now);
    }
}

static void served_ready(void *context, unsigned events, int error)
{
    struct served *c = context;
    (void)error;
    if (events & SOCK_READABLE && !c->ended)
        served_read(c);
    served_look(c);
}

static void served_tick(void *context)
{
    struct served *c = context;
    c->serve->ops->tick(c->conn, loop_now_us(c->serve->loop));
    served_look(c);
}

/* Takes over fd. Without memory the client is simply hung up on. */
static void served_new(struct serve *s, void *listener, int fd)
{
    struct err err;
    int error;
    struct served *c = calloc(1, sizeof *c);
    if (!c) {
        close(fd);
        return;
    }
    c->serve = s;
    c->sock = sock_adopt(s->loop, fd, served_ready, c, &error);
    c->timer = loop_timer_new(s->loop, served_tick, c, &err);
    c->conn = c->sock && c->timer ? s->ops->open(listener, loop_now_us(s->loop)) : NULL;
    if (!c->conn) {
        loop_timer_free(c->timer);
        sock_close(c->sock);
        free(c);
        return;
    }
    c->next = s->open;
    c->at = &s->open;
    if (c->next)
        c->next->at = &c->next;
    s->open = c;
    s->open_count++;
    served_look(c);
}

static void serve_accept(void *context, unsigned events)
{
    struct serve_listener *l = context;
    struct serve *s = l->serve;
    (void)events;
    for (int i = 0; i < ACCEPTS_A_TURN; i++) {
        int fd = s->open_count < SERVED_MAX ? accept4(l->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC) : -1;
        if (fd < 0) {
            /* Full, or no descriptors left: the next connection that closes makes room. */
            if (s->open_count > 0 && (s->open_count == SERVED_MAX || errno == EMFILE || errno == ENFILE))
                serve_listen_all(s, false);
            return;
        }
        served_new(s, l->context, fd);
    }
}

struct serve *serve_new(struct loop *l, const struct serve_ops *ops, struct err *err)
{
    struct serve *s = calloc(1, sizeof *s);
    if (!s) {
        err_memory(err);
        return NULL;
    }
    s->loop = l;
    s->ops = ops;
    return s;
}

/* A bound, listening socket, or -1 and errno. */
static int serve_bind(const struct endpoint *e)
{
    int on = 1;
    int fd = socket(e->addr.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
        bind(fd, (const struct sockaddr *)&e->addr, e->len) == 0 && listen(fd, 128) == 0)
        return fd;
    int error = errno;
    close(fd);
    errno = error;
    return -1;
}

static bool serve_add(struct serve *s, int fd, void *listener, int *error_r)
{
    struct serve_listener *l = calloc(1, sizeof *l);
    if (!l) {
        *error_r = ENOMEM;
        return false;
    }
    l->poll = loop_poll_new(s->loop, fd, serve_accept, l, error_r);
    if (!l->poll) {
        free(l);
        return false;
    }
    l->serve = s;
    l->fd = fd;
    l->context = listener;
    l->next = s->listeners;
    s->listeners = l;
    loop_poll_set(l->poll, LOOP_READ);
    return true;
}

bool serve_listen(struct serve *s, const char *address, uint16_t port, void *listener, uint16_t *port_r,
                  struct err *err)
{
    struct endpoint e;
    if (!endpoint_parse(address, port, &e) || !endpoint_is_loopback(&e)) {
        err_set(err, ERR_INPUT, EADDRNOTAVAIL, "%s is not a loopback address, and practice servers listen on no other",
                address);
        return false;
    }
    int error = 0;
    int fd = serve_bind(&e);
    if (fd < 0)
        error = errno;
    else if (!serve_add(s, fd, listener, &error))
        close(fd);
    if (error) {
        err_set(err, ERR_SYSTEM, error, "cannot listen on %s port %u: %s", address, port, strerror(error));
        return false;
    }
    if (port_r) {
        e.len = sizeof e.addr;
        *port_r = getsockname(fd, (struct sockaddr *)&e.addr, &e.len) == 0 ? endpoint_port(&e) : port;
    }
    return true;
}

size_t serve_open_count(const struct serve *s)
{
    return s->open_count;
}

void serve_free(struct serve *s)
{
    if (!s)
        return;
    while (s->open)
        served_close(s->open, true);
    while (s->listeners) {
        struct serve_listener *l = s->listeners;
        s->listeners = l->next;
        loop_poll_free(l->poll);
        close(l->fd);
        free(l);
    }
    free(s);
}
