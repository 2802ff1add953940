/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "practice_host.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "net/serve.h"

#define ADDRESS_MAX 16
/* Mail's ports are below 1000, so blocks do not overlap; above the last one the system's own ports for connections
 * begin. */
#define OFFSET_FIRST 10000
#define OFFSET_STEP 1000
#define OFFSET_LAST 31000

/* What a listener stands for. */
struct practice_place {
    struct practice *practice;
    const struct fault *fault;
    const struct practice_port *port;
};

struct practice_host {
    struct practice *practice;
    struct serve *serve;
    struct trust *trust; /* NULL before it is asked for */
    unsigned offset;
    size_t fault_count, port_count;
    struct practice_place *places; /* fault_count * (port_count + 1): the last one is the web page's */
    bool *open;                    /* by fault */
};

/* ---- serve.h's view of a practice connection ---- */

static void *practice_serve_open(void *listener, uint64_t now_us)
{
    const struct practice_place *place = listener;
    return practice_conn_new(place->practice, place->fault, place->port, now_us);
}

static void practice_serve_free(void *conn)
{
    practice_conn_free(conn);
}

static void practice_serve_recv(void *conn, struct span bytes, uint64_t now_us)
{
    practice_conn_recv(conn, bytes, now_us);
}

static void practice_serve_recv_end(void *conn, uint64_t now_us)
{
    practice_conn_recv_end(conn, now_us);
}

static struct span practice_serve_send(const void *conn)
{
    return practice_conn_send(conn);
}

static void practice_serve_sent(void *conn, size_t len, uint64_t now_us)
{
    practice_conn_sent(conn, len, now_us);
}

static int practice_serve_closing(const void *conn)
{
    return practice_conn_closing(conn);
}

static uint64_t practice_serve_deadline_us(const void *conn)
{
    return practice_conn_deadline_us(conn);
}

static void practice_serve_tick(void *conn, uint64_t now_us)
{
    practice_conn_tick(conn, now_us);
}

static const struct serve_ops practice_serve = {
    .open = practice_serve_open,
    .free = practice_serve_free,
    .recv = practice_serve_recv,
    .recv_end = practice_serve_recv_end,
    .send = practice_serve_send,
    .sent = practice_serve_sent,
    .closing = practice_serve_closing,
    .deadline_us = practice_serve_deadline_us,
    .tick = practice_serve_tick,
};

/* ---- places ---- */

static struct practice_place *practice_host_place(struct practice_host *h, size_t fault, size_t port)
{
    return &h->places[fault * (h->port_count + 1) + port];
}

static bool practice_host_listen(struct practice_host *h, size_t fault, size_t port, struct err *err)
{
    struct practice_place *place = practice_host_place(h, fault, port);
    char address[ADDRESS_MAX];
    practice_address(fault, address, sizeof address);
    return serve_listen(h->serve, address, (uint16_t)(place->port->port + h->offset), place, NULL, err);
}

/* The first server's first port stands for the whole block: whoever holds it, holds the others. */
static bool practice_host_reserve(struct practice_host *h, struct err *err)
{
    for (h->offset = OFFSET_FIRST; h->offset <= OFFSET_LAST; h->offset += OFFSET_STEP) {
        if (practice_host_listen(h, 0, 0, err)) {
            practice_set_offset(h->practice, h->offset);
            return true;
        }
        if (err->code != EADDRINUSE)
            return false;
    }
    return false;
}

static bool practice_host_fill(struct practice_host *h)
{
    while (practice_faults[h->fault_count])
        h->fault_count++;
    while (practice_ports[h->port_count].proto)
        h->port_count++;
    h->places = calloc(h->fault_count * (h->port_count + 1), sizeof *h->places);
    h->open = calloc(h->fault_count, sizeof *h->open);
    if (!h->places || !h->open)
        return false;
    for (size_t f = 0; f < h->fault_count; f++)
        for (size_t p = 0; p <= h->port_count; p++)
            *practice_host_place(h, f, p) = (struct practice_place){
                h->practice, practice_faults[f], p < h->port_count ? &practice_ports[p] : &practice_web};
    return true;
}

struct practice_host *practice_host_new(struct loop *l, struct err *err)
{
    struct practice_host *h = calloc(1, sizeof *h);
    if (!h) {
        err_memory(err);
        return NULL;
    }
    h->practice = practice_new(loop_wall_us(), err);
    h->serve = h->practice ? serve_new(l, &practice_serve, err) : NULL;
    bool good = h->serve != NULL;
    if (good && !(good = practice_host_fill(h)))
        err_memory(err);
    if (good && practice_host_reserve(h, err))
        return h;
    practice_host_free(h);
    return NULL;
}

void practice_host_free(struct practice_host *h)
{
    if (!h)
        return;
    serve_free(h->serve);
    trust_free(h->trust);
    practice_free(h->practice);
    free(h->places);
    free(h->open);
    free(h);
}

unsigned practice_host_offset(const struct practice_host *h)
{
    return h->offset;
}

bool practice_host_table(struct practice_host *h, const struct fault *const *only, struct buf *out)
{
    return practice_table(h->offset, only, out);
}

bool practice_host_open(struct practice_host *h, const char *address, struct err *err)
{
    size_t fault = 0;
    char own[ADDRESS_MAX];
    for (; fault < h->fault_count; fault++) {
        practice_address(fault, own, sizeof own);
        if (!strcmp(own, address))
            break;
    }
    if (fault == h->fault_count || h->open[fault] || !practice_listens(practice_faults[fault]))
        return true;
    for (size_t port = fault == 0; port < h->port_count; port++) /* the reserved place listens already */
        if (!practice_host_listen(h, fault, port, err))
            return false;
    if (practice_has_web(practice_faults[fault]) && !practice_host_listen(h, fault, h->port_count, err))
        return false;
    h->open[fault] = true;
    return true;
}

const struct trust *practice_host_trust(struct practice_host *h, struct err *err)
{
    struct span ca = h->trust ? (struct span){0} : practice_ca_pem(h->practice);
    if (!h->trust && !ca.len)
        err_memory(err);
    else if (!h->trust)
        h->trust = trust_new(ca, "the practice CA", err);
    return h->trust;
}

struct span practice_host_ca(struct practice_host *h)
{
    return practice_ca_pem(h->practice);
}
