/* SPDX-License-Identifier: GPL-3.0-or-later */
/* channel.h - one connection as the engine sees it: plain bytes on our side, wire bytes on the other, TLS between or not.
 *
 * Private to walk/. Knows bytes and tls/tls.h; not stages, protocols or the transcript.
 * Owner: whoever holds the struct; channel_done wipes and releases.
 */
#ifndef TLSWALK_CHANNEL_H
#define TLSWALK_CHANNEL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "tls/tls.h"

/* Unread plain bytes at which the channel stops asking for more: one reply of the largest size and a little. */
#define CHANNEL_IN_MAX (PROTO_REPLY_MAX + PROTO_LINE_MAX)
#define CHANNEL_OUT_MAX (1u << 20)

enum channel_life { CHANNEL_IDLE, CHANNEL_CONNECTING, CHANNEL_OPEN, CHANNEL_CLOSING, CHANNEL_CLOSED };

struct channel {
    enum channel_life life;
    struct buf in;       /* plain bytes received and not used up */
    struct buf out;      /* wire bytes to send; wiped, for a login may pass through in clear */
    struct tls *tls;     /* NULL: none begun */
    bool secured;        /* the handshake is complete: plain bytes go through TLS */
    bool peer_ended;     /* nothing more will be received */
    int peer_error;      /* errno of that end; 0: FIN */
};

void channel_init(struct channel *c);
void channel_done(struct channel *c);

/* Wire bytes in. false: no memory, or past every bound: the channel is dead. */
bool channel_recv(struct channel *c, struct span wire);
void channel_recv_end(struct channel *c, int error);
/* After bytes of c->in were used up: what TLS still holds back for lack of room. */
void channel_more(struct channel *c);
/* Plain bytes out. false: as above, or TLS refused. */
bool channel_say(struct channel *c, struct span plain);
/* Begins TLS as a client. Plain bytes must not be waiting in c->in. */
bool channel_start_tls(struct channel *c, const struct tls_options *o, struct err *err);
enum tls_step channel_handshake(struct channel *c);
/* Says what is polite (close_notify) and asks for the end of the connection. */
void channel_close(struct channel *c);
bool channel_wants_recv(const struct channel *c);

#endif
