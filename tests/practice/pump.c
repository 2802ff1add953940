/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pump.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define TURNS_MAX 3000000u
#define TIME_MAX_US (3600 * UINT64_C(1000000))

const struct practice_port *pump_port(uint16_t number)
{
    for (const struct practice_port *port = practice_ports; port->proto; port++)
        if (port->port == number)
            return port;
    fail_msg("no practice port %u", number);
    return NULL;
}

static struct span pump_portion(const struct pump *p, struct span all)
{
    return span_head(all, p->cut ? p->cut : all.len);
}

/* The server's port to which the visit goes on this link: all are moved by as much as the one it is led to. NULL: none. */
static const struct practice_port *pump_port_of(const struct pump *p, enum link link)
{
    uint16_t number;
    visit_endpoint(p->visit, link, &number);
    unsigned usual = (unsigned)number - (visit_target(p->visit)->port - p->port->port);
    for (const struct practice_port *port = practice_ports; port->proto; port++)
        if (port->port == usual)
            return port;
    return usual == practice_web.port && practice_has_web(p->fault) ? &practice_web : NULL;
}

static void pump_connect(struct pump *p, enum link link)
{
    const struct practice_port *port = pump_port_of(p, link);
    if (!port || !practice_listens(p->fault)) {
        visit_connect_failed(p->visit, link, ECONNREFUSED, p->now_us);
        return;
    }
    p->conns[link] = practice_conn_new(p->practice, p->fault, port, p->now_us);
    assert_non_null(p->conns[link]);
    p->told_end[link] = false;
    visit_connected(p->visit, link, "192.0.2.7", p->now_us);
}

static void pump_close(struct pump *p, enum link link)
{
    practice_conn_free(p->conns[link]);
    p->conns[link] = NULL;
    visit_closed(p->visit, link, p->now_us);
}

static bool pump_to_server(struct pump *p, enum link link)
{
    struct span bytes = pump_portion(p, visit_send(p->visit, link));
    practice_conn_recv(p->conns[link], bytes, p->now_us);
    visit_sent(p->visit, link, bytes.len, p->now_us);
    return true;
}

static bool pump_to_client(struct pump *p, enum link link)
{
    struct practice_conn *c = p->conns[link];
    struct span bytes = practice_conn_closing(c) == 2 ? (struct span){0} : pump_portion(p, practice_conn_send(c));
    if (bytes.len) {
        visit_recv(p->visit, link, bytes, p->now_us);
        practice_conn_sent(c, bytes.len, p->now_us);
        return true;
    }
    if (!practice_conn_closing(c) || p->told_end[link])
        return false;
    p->told_end[link] = true;
    visit_recv_end(p->visit, link, practice_conn_closing(c) == 2 ? ECONNRESET : 0, p->now_us);
    return true;
}

/* One thing that can be done now; false: nothing. */
static bool pump_link(struct pump *p, enum link link)
{
    unsigned wants = visit_wants(p->visit, link);
    if (wants & VISIT_WANT_CONNECT)
        return pump_connect(p, link), true;
    if (wants & VISIT_WANT_CLOSE)
        return pump_close(p, link), true;
    if (!p->conns[link])
        return false;
    if (wants & VISIT_WANT_SEND)
        return pump_to_server(p, link);
    return (wants & VISIT_WANT_RECV) && pump_to_client(p, link);
}

/* Both sides wait: to the next moment at which one of them wants to be woken. */
static void pump_sleep(struct pump *p)
{
    uint64_t at = visit_deadline_us(p->visit);
    for (int link = 0; link < LINK_COUNT; link++)
        if (p->conns[link] && practice_conn_deadline_us(p->conns[link]) < at)
            at = practice_conn_deadline_us(p->conns[link]);
    assert_true(at < TIME_MAX_US);
    p->now_us = at > p->now_us ? at : p->now_us;
    for (int link = 0; link < LINK_COUNT; link++)
        if (p->conns[link])
            practice_conn_tick(p->conns[link], p->now_us);
    visit_tick(p->visit, p->now_us);
}

void pump_run(struct pump *p, int64_t wall_us)
{
    unsigned turns = 0;
    p->now_us = PUMP_START_US;
    visit_start(p->visit, p->now_us, wall_us);
    for (;;) {
        assert_true(++turns < TURNS_MAX);
        bool main_moved = pump_link(p, LINK_MAIN), probe_moved = pump_link(p, LINK_PROBE);
        if (main_moved || probe_moved)
            continue;
        if (visit_done(p->visit))
            break;
        pump_sleep(p);
    }
    for (int link = 0; link < LINK_COUNT; link++)
        if (p->conns[link])
            pump_close(p, link);
}
