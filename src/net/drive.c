/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/drive.h"

#include <errno.h>
#include <stdlib.h>

#include "base/text.h"
#include "net/loop_private.h"
#include "net/sock.h"

#define READ_BYTES 16384
#define READS_A_TURN 4 /* 64 KiB, then everybody else has a turn */
#define WRITES_A_TURN 16

struct drive_link {
    struct drive *drive;
    enum link id;
    struct sock *sock; /* NULL: none */
    bool ended;        /* the visit was told of the peer's end */
    bool deaf;         /* writing failed: nothing more can be said */
};

struct drive {
    struct loop *loop;
    struct resolver *resolver;
    struct visit *visit;
    drive_fn *changed, *done;
    void *context;
    struct drive_link links[LINK_COUNT];
    struct resolve *resolve;
    enum link resolve_link;  /* for which it is asked; never for both at once */
    struct loop_timer *timer;
    struct loop_task report; /* changed and done are told from here, so never inside a call of the owner's */
    uint64_t revision;       /* as it was last told */
    bool done_told;
};

static void drive_look(struct drive *d);
static void drive_sock(void *context, unsigned events, int error);

static void drive_end_peer(struct drive_link *k, int error)
{
    k->ended = true;
    visit_recv_end(k->drive->visit, k->id, error, loop_now_us(k->drive->loop));
}

/* What has come, up to a bound. The read end may be the news: an error is only told after the bytes before it. */
static void drive_read(struct drive_link *k)
{
    struct drive *d = k->drive;
    unsigned char bytes[READ_BYTES];
    for (int i = 0; i < READS_A_TURN && k->sock && !k->ended && visit_wants(d->visit, k->id) & VISIT_WANT_RECV; i++) {
        int error = 0;
        long n = sock_read(k->sock, bytes, sizeof bytes, &error);
        if (n > 0)
            visit_recv(d->visit, k->id, span_of(bytes, (size_t)n), loop_now_us(d->loop));
        else if (n == 0)
            drive_end_peer(k, 0);
        else if (error != EAGAIN && error != EWOULDBLOCK)
            drive_end_peer(k, error);
        if (n < (long)sizeof bytes)
            break;
    }
}

/* True when the kernel took something, so that the visit may now want another thing. */
static bool drive_write(struct drive_link *k)
{
    struct drive *d = k->drive;
    bool sent = false;
    for (int i = 0; i < WRITES_A_TURN && visit_wants(d->visit, k->id) & VISIT_WANT_SEND; i++) {
        struct span out = visit_send(d->visit, k->id);
        int error = 0;
        long n = out.len ? sock_write(k->sock, out, &error) : 0;
        if (n < 0) {
            k->deaf = true;
            drive_read(k); /* a server that refuses often says why before it hangs up */
            drive_end_peer(k, error);
            return true;
        }
        if (n == 0)
            return sent;
        visit_sent(d->visit, k->id, (size_t)n, loop_now_us(d->loop));
        sent = true;
    }
    return sent;
}

static void drive_close(struct drive_link *k)
{
    sock_close(k->sock);
    k->sock = NULL;
    visit_closed(k->drive->visit, k->id, loop_now_us(k->drive->loop));
}

static void drive_connect(struct drive_link *k)
{
    struct drive *d = k->drive;
    uint16_t port = 0;
    int error = 0;
    const char *address = visit_endpoint(d->visit, k->id, &port);
    k->ended = k->deaf = false;
    k->sock = sock_connect(d->loop, address, port, drive_sock, k, &error);
    if (!k->sock)
        visit_connect_failed(d->visit, k->id, error, loop_now_us(d->loop));
}

static void drive_tell_name(struct drive *d, const struct resolution *r)
{
    if (d->resolve_link == LINK_MAIN)
        visit_resolved(d->visit, r, loop_now_us(d->loop));
    else
        visit_probe_resolved(d->visit, r, loop_now_us(d->loop));
}

static void drive_resolved(void *context, const struct resolution *r)
{
    struct drive *d = context;
    d->resolve = NULL;
    drive_tell_name(d, r);
    drive_look(d);
}

/* Which services the name's domain has is asked for the visit's own target only. */
static void drive_resolve(struct drive *d, enum link link)
{
    struct err err;
    char service[32];
    target_service(visit_target(d->visit), service, sizeof service);
    d->resolve_link = link;
    d->resolve = resolve_start(d->resolver, visit_name(d->visit, link), link == LINK_MAIN ? service : NULL, drive_resolved, d, &err);
    if (d->resolve)
        return;
    struct resolution none = {.system = {.asked = true, .answered = false, .rcode = -1}, .dns = {.rcode = -1}};
    text_safe_copy(none.system.error_text, sizeof none.system.error_text, span_str(err.text));
    drive_tell_name(d, &none);
}

/* One thing that the link wants and that can be done at once. false: nothing to do but wait. */
static bool drive_link_step(struct drive_link *k)
{
    struct drive *d = k->drive;
    unsigned wants = visit_wants(d->visit, k->id);
    if (wants & VISIT_WANT_CLOSE) {
        drive_close(k);
        return true;
    }
    if (wants & VISIT_WANT_RESOLVE && !d->resolve) {
        drive_resolve(d, k->id);
        return d->resolve == NULL;
    }
    if (wants & VISIT_WANT_CONNECT && !k->sock) {
        drive_connect(k);
        return k->sock == NULL;
    }
    /* Also after the peer's FIN: it may still listen. */
    if (wants & VISIT_WANT_SEND && k->sock && sock_is_connected(k->sock) && !k->deaf)
        return drive_write(k);
    return false;
}

static void drive_wait(struct drive *d)
{
    for (int i = 0; i < LINK_COUNT; i++) {
        struct drive_link *k = &d->links[i];
        unsigned wants = visit_wants(d->visit, k->id);
        if (k->sock)
            sock_want(k->sock, wants & VISIT_WANT_RECV && !k->ended, wants & VISIT_WANT_SEND && !k->deaf);
    }
    if (d->resolve && !(visit_wants(d->visit, d->resolve_link) & VISIT_WANT_RESOLVE)) { /* stopped, or out of time */
        resolve_cancel(d->resolve);
        d->resolve = NULL;
    }
    loop_timer_set(d->timer, visit_deadline_us(d->visit));
}

static bool drive_is_over(const struct drive *d)
{
    if (!visit_done(d->visit))
        return false;
    for (int i = 0; i < LINK_COUNT; i++)
        if (d->links[i].sock)
            return false;
    return true;
}

static void drive_look(struct drive *d)
{
    bool moved = true;
    while (moved) {
        moved = false;
        for (int i = 0; i < LINK_COUNT; i++)
            moved |= drive_link_step(&d->links[i]);
    }
    drive_wait(d);
    if (visit_revision(d->visit) != d->revision || (drive_is_over(d) && !d->done_told))
        loop_later(d->loop, &d->report);
}

static void drive_sock(void *context, unsigned events, int error)
{
    struct drive_link *k = context;
    struct drive *d = k->drive;
    if (events & SOCK_FAILED) {
        sock_close(k->sock);
        k->sock = NULL;
        visit_connect_failed(d->visit, k->id, error, loop_now_us(d->loop));
    } else if (events & SOCK_CONNECTED) {
        visit_connected(d->visit, k->id, sock_local(k->sock), loop_now_us(d->loop));
    } else if (events & SOCK_READABLE) {
        drive_read(k);
    }
    drive_look(d);
}

static void drive_tick(void *context)
{
    struct drive *d = context;
    visit_tick(d->visit, loop_now_us(d->loop));
    drive_look(d);
}

/* The owner may free the drive in either call; done is the last thing that happens here. */
static void drive_report(void *context)
{
    struct drive *d = context;
    bool over = drive_is_over(d) && !d->done_told;
    uint64_t revision = visit_revision(d->visit);
    if (over) {
        d->done_told = true;
        d->revision = revision;
        d->done(d->context, d->visit);
    } else if (revision != d->revision) {
        d->revision = revision;
        d->changed(d->context, d->visit);
    }
}

struct drive *drive_new(struct loop *l, struct resolver *r, struct visit *v, drive_fn *changed, drive_fn *done,
                        void *context, struct err *err)
{
    struct drive *d = calloc(1, sizeof *d);
    if (!d) {
        err_memory(err);
        return NULL;
    }
    d->timer = loop_timer_new(l, drive_tick, d, err);
    if (!d->timer) {
        free(d);
        return NULL;
    }
    d->loop = l;
    d->resolver = r;
    d->visit = v;
    d->changed = changed;
    d->done = done;
    d->context = context;
    d->report = (struct loop_task){.fn = drive_report, .context = d};
    for (int i = 0; i < LINK_COUNT; i++)
        d->links[i] = (struct drive_link){.drive = d, .id = (enum link)i};
    d->revision = visit_revision(v);
    visit_start(v, loop_now_us(l), loop_wall_us());
    drive_look(d);
    return d;
}

void drive_poke(struct drive *d)
{
    drive_look(d);
}

void drive_free(struct drive *d)
{
    if (!d)
        return;
    for (int i = 0; i < LINK_COUNT; i++)
        sock_close(d->links[i].sock);
    resolve_cancel(d->resolve);
    loop_timer_free(d->timer);
    loop_never(d->loop, &d->report);
    free(d);
}
