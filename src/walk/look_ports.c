/* SPDX-License-Identifier: GPL-3.0-or-later */
/* look_ports.c - which other ports of the host are worth a connection: mail's, and as a last resort that of https. */
#include <stdio.h>

#include "walk/look.h"

#define PORT_WEB 443
#define PORT_FREE 1024      /* below it a port is what it says */
#define OFFSET_STEP 1000    /* mail's ports are below it, so an offset of whole steps can be told from any of them */

static long offset_from(const struct evidence *e, uint16_t usual)
{
    return usual && e->target->port >= PORT_FREE ? e->target->port - usual : 0;
}

/* By how much the host's ports are moved: whole thousands from either port of the service, else whatever fits the mode. */
static long offset_of(const struct evidence *e)
{
    const struct proto *p = e->target->proto;
    long clear = offset_from(e, p->port), tls = offset_from(e, p->port_tls);

    if (clear % OFFSET_STEP == 0)
        return clear;
    if (tls % OFFSET_STEP == 0)
        return tls;
    return e->target->mode == TLS_MODE_IMPLICIT ? tls : clear;
}

uint16_t look_moved_port(const struct evidence *e, uint16_t usual)
{
    long port = usual + offset_of(e);

    return port > 0 && port <= UINT16_MAX ? (uint16_t)port : usual;
}

static bool looked_at(const struct evidence *e, const struct looks *l, uint16_t port)
{
    for (size_t i = 0; l && i < l->count; i++)
        if (l->items[i].ask.port == port)
            return true;
    return port == e->target->port;
}

static bool any_connected(const struct looks *l)
{
    for (size_t i = 0; l && i < l->count; i++)
        if (l->items[i].connected)
            return true;
    return false;
}

static void ask_port(const struct evidence *e, struct look_ask *a, enum look_purpose purpose, const struct proto *p, uint16_t usual,
                     enum tls_mode mode)
{
    *a = (struct look_ask){
        .purpose = purpose,
        .port = look_moved_port(e, usual),
        .mode = mode,
        .proto = p,
        .last = e->connect.connected && purpose == LOOK_MAIL_PORT ? STAGE_CERTIFICATE : STAGE_CONNECT,
    };
    snprintf(a->label, sizeof a->label, "port %u", a->port);
}

/* Where the walk got a certificate, whether the others have the same; where it was not let in at all, whether any other is open. */
static bool next_mail_port(const struct evidence *e, const struct looks *l, struct look_ask *a)
{
    if (e->connect.connected ? !e->chain.count : any_connected(l))
        return false;
    for (const struct proto *const *p = protos; *p; p++) {
        const struct {
            uint16_t usual;
            enum tls_mode mode;
        } doors[] = {{(*p)->port_tls, TLS_MODE_IMPLICIT}, {(*p)->port, TLS_MODE_STARTTLS}};
        for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
            if (!doors[i].usual || looked_at(e, l, look_moved_port(e, doors[i].usual)))
                continue;
            ask_port(e, a, LOOK_MAIL_PORT, *p, doors[i].usual, doors[i].mode);
            snprintf(a->words, sizeof a->words, "port %u of the same address: %s%s", a->port, (*p)->title,
                     doors[i].mode == TLS_MODE_IMPLICIT ? " with TLS at once" : "");
            return true;
        }
    }
    return false;
}

static bool next_web_port(const struct evidence *e, const struct looks *l, struct look_ask *a)
{
    if (e->connect.connected || any_connected(l) || looks_find(l, LOOK_WEB_PORT))
        return false;
    ask_port(e, a, LOOK_WEB_PORT, e->target->proto, PORT_WEB, TLS_MODE_NONE);
    snprintf(a->words, sizeof a->words, "port %u of the same address: does the web's port answer", a->port);
    return true;
}

bool look_next_port(const struct evidence *e, const struct looks *l, struct look_ask *a)
{
    return e->address[0] && (next_mail_port(e, l, a) || next_web_port(e, l, a));
}
