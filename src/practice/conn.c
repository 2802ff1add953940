/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conn.c - one client's connection: its buffers, its TLS, its pace, its end. */
#include "practice/conn_private.h"

#include <stdlib.h>
#include <string.h>

#include "practice/identity_private.h"
#include "practice/practice_private.h"

#define IDLE_US (300 * UINT64_C(1000000))
#define DRIP_US (20 * UINT64_C(1000))  /* a line of 80 bytes takes 1.6 s */
#define SAY_MAX 262144                 /* bytes a client may leave unread before it is dropped */
#define FLOOD_BYTES 16384              /* of the endless greeting, at a time */
#define LEAVE_CLOSE 1
#define LEAVE_RESET 2

static void conn_end(struct practice_conn *c, int how)
{
    if (!c->closing)
        c->closing = how;
}

/* What was half said must not look like the whole, so nothing more of it is sent. */
void conn_drop(struct practice_conn *c)
{
    c->closing = LEAVE_RESET;
}

/* What a client wrote before TLS must not be obeyed inside it; what it wrote after its QUIT is of no interest. */
static void conn_forget_input(struct practice_conn *c)
{
    buf_clear(&c->in);
    c->literals = 0;
}

/* Which certificates this connection shows. false: no memory. */
static bool conn_identity(struct practice_conn *c, struct tls_server_options *o)
{
    struct identities *all = practice_identities(c->practice);
    struct span staple;
    struct err err;
    bool second = c->how->second == SECOND_AT_IMPLICIT && c->port->implicit;
    o->identity = identities_of(all, c->fault, second, &o->ocsp_response, &err);
    if (c->how->second == SECOND_UNNAMED)
        o->unnamed = identities_of(all, c->fault, true, &staple, &err);
    return o->identity && (o->unnamed || c->how->second != SECOND_UNNAMED);
}

static bool conn_starts_tls(struct practice_conn *c)
{
    struct err err;
    struct tls_server_options o = {
        .priority = c->how->priority ? c->how->priority : PRACTICE_PRIORITY, .require_client_cert = c->how->wants_client_cert, .tickets = true};
    bool identified = conn_identity(c, &o);
    c->upgrading = false;
    if (!c->how->keeps_input)
        conn_forget_input(c);
    c->tls = identified ? tls_server_new(&o, &err) : NULL;
    if (!c->tls)
        conn_drop(c);
    return c->tls != NULL;
}

/* The next bytes that may leave now. */
static struct span conn_portion(const struct practice_conn *c)
{
    struct span all = buf_span(&c->say);
    if (c->how->pace == PACE_AT_ONCE)
        return all;
    bool sending = buf_len(&c->wire) || (c->tls && tls_pending(c->tls).len);
    return span_head(all, sending ? 0 : 1);
}

/* The greeting that never ends: more of it as soon as the last has left. */
static void conn_flood(struct practice_conn *c)
{
    const char *more = c->how->opening == OPENING_FLOODS ? conn_phrase(c, &c->how->greeting) : NULL;
    if (!more || buf_len(&c->say) || buf_len(&c->wire) || (c->tls && (!c->secured || tls_pending(c->tls).len)))
        return;
    while (!c->closing && buf_len(&c->say) < FLOOD_BYTES)
        conn_say(c, more);
}

static void conn_greet(struct practice_conn *c)
{
    const char *own = conn_phrase(c, &c->how->greeting);
    if (c->how->opening != OPENING_GREETS)
        return;
    if (own)
        conn_say_line(c, own);
    else
        c->talk->greet(c);
    if (c->how->hangs_up)
        conn_leave(c);
}

/* Moves what is to be said towards the wire, and does what was waiting for it to be said. */
static void conn_speak(struct practice_conn *c)
{
    conn_flood(c);
    while (!c->closing && buf_len(&c->say) && c->now_us >= c->speak_at_us && (!c->tls || c->secured)) {
        struct span portion = conn_portion(c);
        if (!portion.len)
            return;
        bool ok = c->tls ? tls_write(c->tls, portion) == TLS_DONE : buf_add_span(&c->wire, portion);
        if (!ok) {
            conn_drop(c);
            return;
        }
        buf_use(&c->say, portion.len);
        if (c->how->pace == PACE_DRIP)
            c->speak_at_us = c->now_us + DRIP_US;
    }
    if (c->closing || buf_len(&c->say))
        return;
    if (c->upgrading && !conn_starts_tls(c))
        return;
    if (c->leaving) {
        if (c->secured && c->how->listing != LISTING_TRUNCATES)
            tls_bye(c->tls);
        conn_end(c, LEAVE_CLOSE);
    }
}

void conn_upgrade(struct practice_conn *c)
{
    c->upgrading = true;
}

void conn_leave(struct practice_conn *c)
{
    c->leaving = true;
}

static struct span conn_strip(struct span line)
{
    if (line.len && line.ptr[line.len - 1] == '\n')
        line.len--;
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* Obeys the whole commands in `in`. */
static void conn_obey(struct practice_conn *c)
{
    while (!c->closing && !c->leaving && !c->upgrading) {
        struct span in = buf_span(&c->in);
        size_t len = c->exchange.running ? conn_line(c, in) : c->talk->command(c, in);
        if (!len) {
            if (in.len >= CONN_COMMAND_MAX) {
                c->talk->too_long(c);
                conn_leave(c);
            }
            return;
        }
        struct span line = conn_strip(span_head(in, len));
        if (c->exchange.running)
            exchange_answer(c, line);
        else
            c->talk->obey(c, line);
        buf_use(&c->in, len);
        c->literals = 0;
    }
    if (c->leaving || (c->upgrading && !c->how->keeps_input))
        conn_forget_input(c);
}

static void conn_hear_clear(struct practice_conn *c, struct span bytes)
{
    while (bytes.len && !c->closing && !c->leaving && !c->upgrading) {
        size_t room = CONN_COMMAND_MAX - buf_len(&c->in);
        struct span piece = span_head(bytes, room);
        if (!buf_add_span(&c->in, piece)) {
            conn_drop(c);
            return;
        }
        bytes = span_skip(bytes, piece.len);
        conn_obey(c);
    }
    /* Within one command's bound, or a client could fill our memory. */
    if (c->upgrading && c->how->keeps_input && !buf_add_span(&c->in, span_head(bytes, CONN_COMMAND_MAX - buf_len(&c->in))))
        conn_drop(c);
}

static void conn_shake_hands(struct practice_conn *c)
{
    switch (tls_handshake(c->tls)) {
    case TLS_DONE:
        c->secured = true;
        if (c->port->implicit != c->how->swapped)
            conn_greet(c);
        return;
    case TLS_AGAIN:
        return;
    case TLS_CLOSED:
    case TLS_FAILED:
        conn_end(c, LEAVE_CLOSE); /* its alert is sent before */
        return;
    }
}

static void conn_hear_tls(struct practice_conn *c, struct span bytes)
{
    if (!tls_feed(c->tls, bytes)) {
        conn_end(c, LEAVE_CLOSE);
        return;
    }
    if (!c->secured)
        conn_shake_hands(c);
    while (c->secured && !c->closing && !c->leaving) {
        enum tls_step step = tls_read(c->tls, &c->in);
        conn_obey(c);
        if (step == TLS_AGAIN)
            return;
        if (step != TLS_DONE)
            conn_end(c, LEAVE_CLOSE);
    }
}

/* The fatal alert unrecognized_name; RFC 8446 6, RFC 6066 3. */
static const unsigned char alert_no_name[] = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x70};

/* The client begins TLS with a server that will not. */
static void conn_spoil_handshake(struct practice_conn *c)
{
    switch (c->how->handshake) {
    case HANDSHAKE_WORKS:
    case HANDSHAKE_HANGS:
        return;
    case HANDSHAKE_CLOSES:
        conn_end(c, LEAVE_CLOSE);
        return;
    case HANDSHAKE_RESETS:
        conn_end(c, LEAVE_RESET);
        return;
    case HANDSHAKE_NO_NAME:
        if (!buf_add(&c->wire, alert_no_name, sizeof(alert_no_name)))
            conn_drop(c);
        conn_end(c, LEAVE_CLOSE);
        return;
    case HANDSHAKE_PLAIN:
        if (!buf_add_str(&c->wire, "500 5.5.1 Command unrecognized\r\n"))
            conn_drop(c);
        conn_end(c, LEAVE_CLOSE);
        return;
    }
}

static const struct talk *conn_talk(const struct proto *proto)
{
    const struct talk *talks[] = {&talk_imap, &talk_pop3, &talk_smtp};
    for (size_t i = 0; proto && i < sizeof(talks) / sizeof(*talks); i++)
        if (strcmp(talks[i]->service, proto->sasl_service) == 0)
            return talks[i];
    return proto ? &talk_smtp : &talk_web;
}

/* What happens before the client has said a word. */
static void conn_open(struct practice_conn *c)
{
    switch (c->how->opening) {
    case OPENING_GREETS:
    case OPENING_FLOODS:
        if (c->port->implicit != c->how->swapped)
            conn_starts_tls(c);
        else
            conn_greet(c);
        conn_speak(c);
        return;
    case OPENING_SILENT:
        return;
    case OPENING_CLOSES:
        conn_end(c, LEAVE_CLOSE);
        return;
    case OPENING_REFUSES:
        conn_end(c, LEAVE_RESET);
        return;
    }
}

struct practice_conn *practice_conn_new(struct practice *p, const struct fault *f, const struct practice_port *port,
                                        uint64_t now_us)
{
    struct practice_conn *c = calloc(1, sizeof(*c));
    if (!c)
        return NULL;
    c->practice = p;
    c->fault = f;
    c->how = fault_behaviour(f);
    c->port = port;
    c->talk = conn_talk(port->proto);
    fault_host(f, c->host, sizeof(c->host));
    buf_init_secret(&c->in, CONN_COMMAND_MAX);
    buf_init(&c->say, SAY_MAX);
    buf_init(&c->wire, SAY_MAX);
    c->now_us = now_us;
    c->idle_at_us = now_us + IDLE_US;
    c->speak_at_us = now_us + c->how->greeting_delay_us;
    conn_open(c);
    return c;
}

void practice_conn_free(struct practice_conn *c)
{
    if (!c)
        return;
    exchange_done(&c->exchange);
    tls_free(c->tls);
    buf_done(&c->in);
    buf_done(&c->say);
    buf_done(&c->wire);
    free(c);
}

void practice_conn_recv(struct practice_conn *c, struct span bytes, uint64_t now_us)
{
    c->now_us = now_us;
    c->idle_at_us = now_us + IDLE_US;
    if (c->closing || c->how->opening == OPENING_SILENT)
        return;
    if (c->tls && c->how->handshake != HANDSHAKE_WORKS)
        conn_spoil_handshake(c);
    else if (c->tls)
        conn_hear_tls(c, bytes);
    else
        conn_hear_clear(c, bytes);
    conn_speak(c);
}

void practice_conn_recv_end(struct practice_conn *c, uint64_t now_us)
{
    c->now_us = now_us;
    if (c->tls)
        tls_feed_end(c->tls, 0);
    conn_end(c, LEAVE_CLOSE);
}

struct span practice_conn_send(const struct practice_conn *c)
{
    struct span all = buf_span(&c->wire);
    if (!all.len && c->tls)
        all = tls_pending(c->tls);
    return c->how->pace == PACE_SPLIT ? span_head(all, 1) : all;
}

void practice_conn_sent(struct practice_conn *c, size_t len, uint64_t now_us)
{
    c->now_us = now_us;
    if (buf_len(&c->wire))
        buf_use(&c->wire, len);
    else if (c->tls)
        tls_sent(c->tls, len);
    conn_speak(c);
}

int practice_conn_closing(const struct practice_conn *c)
{
    return c->closing;
}

uint64_t practice_conn_deadline_us(const struct practice_conn *c)
{
    if (c->closing)
        return UINT64_MAX;
    bool waits = buf_len(&c->say) && c->speak_at_us > c->now_us;
    return waits && c->speak_at_us < c->idle_at_us ? c->speak_at_us : c->idle_at_us;
}

void practice_conn_tick(struct practice_conn *c, uint64_t now_us)
{
    c->now_us = now_us;
    if (now_us >= c->idle_at_us)
        conn_end(c, LEAVE_CLOSE);
    conn_speak(c);
}
