/* SPDX-License-Identifier: GPL-3.0-or-later */
/* channel.c - see channel.h */
#include "walk/channel.h"

#include "proto/proto.h"

void channel_init(struct channel *c)
{
    *c = (struct channel){0};
    buf_init(&c->in, CHANNEL_IN_MAX);
    buf_init_secret(&c->out, CHANNEL_OUT_MAX);
}

void channel_done(struct channel *c)
{
    buf_done(&c->in);
    buf_done(&c->out);
    tls_free(c->tls);
    c->tls = NULL;
}

/* What TLS wants on the wire joins what we want there. */
static bool channel_flush_tls(struct channel *c)
{
    struct span wire = tls_pending(c->tls);
    size_t n = wire.len;

    if (n && !buf_add_span(&c->out, wire))
        return false;
    tls_sent(c->tls, n);
    return true;
}

static bool channel_decrypt(struct channel *c)
{
    enum tls_step step;

    do
        step = tls_read(c->tls, &c->in); /* an end that follows data is told at the next call */
    while (step == TLS_DONE);
    bool flushed = channel_flush_tls(c); /* alerts, key updates */

    switch (step) {
    case TLS_AGAIN:
    case TLS_DONE:
        return flushed;
    case TLS_CLOSED:
    case TLS_FAILED:
        c->peer_ended = true;
        c->peer_error = tls_facts(c->tls)->transport_error;
        return true;
    }
    return flushed;
}

bool channel_recv(struct channel *c, struct span wire)
{
    if (c->peer_ended)
        return true; /* after the end nothing counts */
    if (!c->tls)
        return buf_add_span(&c->in, wire);
    if (!tls_feed(c->tls, wire))
        return false;
    return c->secured ? channel_decrypt(c) : true;
}

void channel_recv_end(struct channel *c, int error)
{
    if (c->tls) {
        tls_feed_end(c->tls, error);
        if (c->secured)
            channel_decrypt(c);
    }
    if (!c->peer_ended) {
        c->peer_ended = true;
        c->peer_error = error;
    }
}

void channel_more(struct channel *c)
{
    if (c->secured && !c->peer_ended)
        channel_decrypt(c);
}

bool channel_say(struct channel *c, struct span plain)
{
    if (!c->tls)
        return buf_add_span(&c->out, plain);
    return tls_write(c->tls, plain) == TLS_DONE && channel_flush_tls(c);
}

bool channel_start_tls(struct channel *c, const struct tls_options *o, struct err *err)
{
    c->tls = tls_client_new(o, err);
    return c->tls != NULL;
}

enum tls_step channel_handshake(struct channel *c)
{
    enum tls_step step = tls_handshake(c->tls);

    if (!channel_flush_tls(c))
        return TLS_FAILED;
    if (step == TLS_DONE) {
        c->secured = true;
        /* Application data may ride behind the peer's last handshake message. */
        if (!channel_decrypt(c))
            return TLS_FAILED;
    }
    return step;
}

void channel_close(struct channel *c)
{
    if (c->life == CHANNEL_IDLE) {
        c->life = CHANNEL_CLOSED;
        return;
    }
    if (c->life == CHANNEL_CLOSING || c->life == CHANNEL_CLOSED)
        return;
    if (c->secured && !c->peer_ended) {
        tls_bye(c->tls);
        channel_flush_tls(c);
    }
    c->life = CHANNEL_CLOSING;
}

bool channel_wants_recv(const struct channel *c)
{
    /* One byte past the largest reply, or nobody would notice that it is too large. */
    return c->life == CHANNEL_OPEN && !c->peer_ended && buf_len(&c->in) <= PROTO_REPLY_MAX;
}
