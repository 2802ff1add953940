/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tls/tls.h"

#include <gnutls/gnutls.h>

#include "tls/tls_private.h"

#define READ_CHUNK 16384 /* the most that one record holds; RFC 8446 5.1 */

/* True when the bytes may begin a TLS record: content type 20 to 23, major version 3 (RFC 8446 5.1). */
static bool may_be_tls(const unsigned char *head, size_t len)
{
    return len < 1 || (head[0] >= 0x14 && head[0] <= 0x17 && (len < 2 || (head[1] == 3 && (len < 3 || head[2] <= 4))));
}

/* Looks at the first three bytes the peer sends, and keeps what follows when they cannot be TLS. */
static void look_at_head(struct tls *t, struct span received)
{
    struct tls_facts *f = &t->facts;
    if (!t->head_seen) {
        struct span more = span_head(received, sizeof t->head - t->head_len);
        memcpy(t->head + t->head_len, more.ptr, more.len);
        t->head_len += more.len;
        f->plaintext_peer = !may_be_tls(t->head, t->head_len);
        t->head_seen = f->plaintext_peer || t->head_len == sizeof t->head;
        if (!f->plaintext_peer)
            return;
        memcpy(f->plain_bytes, t->head, t->head_len);
        f->plain_len = t->head_len;
        received = span_skip(received, more.len);
    }
    if (f->plaintext_peer) {
        struct span kept = span_head(received, sizeof f->plain_bytes - f->plain_len);
        memcpy(f->plain_bytes + f->plain_len, kept.ptr, kept.len);
        f->plain_len += kept.len;
    }
}

static enum tls_step fail(struct tls *t, int code)
{
    tls_facts_error(t, code);
    t->over = TLS_FAILED;
    return TLS_FAILED;
}

bool tls_feed(struct tls *t, struct span received)
{
    if (received.len == 0)
        return true;
    look_at_head(t, received);
    if (t->over != TLS_AGAIN)
        return true; /* nobody will read it any more */
    if (buf_add_span(&t->in, received))
        return true;
    fail(t, GNUTLS_E_MEMORY_ERROR);
    return false;
}

void tls_feed_end(struct tls *t, int error)
{
    t->transport_ended = true;
    t->facts.transport_ended = true;
    t->facts.transport_error = error;
}

struct span tls_pending(const struct tls *t)
{
    return buf_span(&t->out);
}

void tls_sent(struct tls *t, size_t len)
{
    buf_use(&t->out, len);
}

enum tls_step tls_handshake(struct tls *t)
{
    struct tls_facts *f = &t->facts;
    if (t->over != TLS_AGAIN)
        return TLS_FAILED;
    if (f->complete)
        return TLS_DONE;
    if (f->plaintext_peer)
        return fail(t, GNUTLS_E_UNEXPECTED_PACKET);
    bool first = !f->started;
    int ret;
    do {
        size_t before = buf_len(&t->in);
        f->started = true;
        ret = gnutls_handshake(t->session);
        if (first && !t->server)
            f->hello_bytes = buf_len(&t->out);
        first = false;
        if (ret == GNUTLS_E_AGAIN && buf_len(&t->in) == before)
            return TLS_AGAIN;
    } while (ret < 0 && !gnutls_error_is_fatal(ret)); /* warning alerts, interruptions: each has used up bytes */
    if (ret < 0) {
        if (!t->transport_ended)
            gnutls_alert_send_appropriate(t->session, ret); /* the peer shall know why; RFC 8446 6.2 */
        tls_facts_gather_peer(t);                           /* a certificate already shown may be the reason */
        return fail(t, ret);
    }
    f->complete = true;
    tls_facts_gather(t);
    return TLS_DONE;
}

/* The transport's end, or a close_notify, before anything else went wrong. */
static enum tls_step closed(struct tls *t, bool truncated)
{
    t->facts.truncated = truncated;
    t->over = TLS_CLOSED;
    return TLS_CLOSED;
}

/* What a return value of gnutls_record_recv means that is no data; TLS_AGAIN when the session goes on. */
static enum tls_step read_ended(struct tls *t, ssize_t ret)
{
    if (ret == 0)
        return closed(t, false);
    if (ret == GNUTLS_E_PREMATURE_TERMINATION || (ret == GNUTLS_E_PULL_ERROR && t->transport_ended)) {
        tls_facts_error(t, (int)ret);
        return closed(t, true);
    }
    if (ret == GNUTLS_E_REHANDSHAKE) { /* a wish to renegotiate (RFC 5246 7.4.1.1); declined, the session goes on */
        ret = gnutls_alert_send(t->session, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
        return ret < 0 && gnutls_error_is_fatal((int)ret) ? fail(t, (int)ret) : TLS_AGAIN;
    }
    return gnutls_error_is_fatal((int)ret) ? fail(t, (int)ret) : TLS_AGAIN;
}

enum tls_step tls_read(struct tls *t, struct buf *plain)
{
    unsigned char chunk[READ_CHUNK];
    size_t used = 0;
    while (t->over == TLS_AGAIN) {
        size_t room = plain->limit ? plain->limit - buf_len(plain) : sizeof chunk;
        if (room == 0)
            break;
        size_t before = buf_len(&t->in);
        ssize_t ret = gnutls_record_recv(t->session, chunk, room < sizeof chunk ? room : sizeof chunk);
        if (ret > 0) {
            if ((size_t)ret > used)
                used = (size_t)ret;
            if (!buf_add(plain, chunk, (size_t)ret))
                fail(t, GNUTLS_E_MEMORY_ERROR);
            continue;
        }
        /* GnuTLS asks to be called again also after a ticket or key update that data may follow. */
        if (read_ended(t, ret) == TLS_AGAIN && buf_len(&t->in) == before)
            break;
    }
    gnutls_memset(chunk, 0, used);
    if (used)
        return TLS_DONE; /* an end that was met as well is told at the next call */
    return t->over;
}

enum tls_step tls_write(struct tls *t, struct span plain)
{
    if (t->over == TLS_FAILED)
        return TLS_FAILED;
    while (plain.len) {
        ssize_t ret = gnutls_record_send(t->session, plain.ptr, plain.len);
        if (ret < 0)
            return fail(t, (int)ret); /* push never asks to wait */
        plain = span_skip(plain, (size_t)ret);
    }
    return TLS_DONE;
}

enum tls_step tls_bye(struct tls *t)
{
    if (t->over == TLS_FAILED || !t->facts.complete)
        return TLS_FAILED;
    int ret = gnutls_bye(t->session, GNUTLS_SHUT_WR);
    return ret < 0 ? fail(t, ret) : TLS_DONE;
}

const struct tls_facts *tls_facts(const struct tls *t)
{
    return &t->facts;
}

const struct span *tls_peer_certs(const struct tls *t, size_t *count_r)
{
    *count_r = t->cert_count;
    return t->certs;
}

struct span tls_peer_ocsp(const struct tls *t)
{
    return t->ocsp;
}

const char *tls_library_version(void)
{
    return gnutls_check_version(NULL);
}
