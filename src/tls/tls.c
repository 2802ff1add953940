/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tls/tls.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>

#include "base/text.h"
#include "tls/tls_private.h"

/* Small groups are graded afterwards (weak_dh), not refused. */
#define DH_BITS_MIN 512

#define READ_CHUNK 16384 /* the most that one record holds; RFC 8446 5.1 */

static ssize_t push(gnutls_transport_ptr_t ptr, const void *bytes, size_t len)
{
    struct tls *t = ptr;
    if (!buf_add(&t->out, bytes, len)) {
        gnutls_transport_set_errno(t->session, ENOMEM);
        return -1;
    }
    return (ssize_t)len;
}

static ssize_t pull(gnutls_transport_ptr_t ptr, void *bytes, size_t cap)
{
    struct tls *t = ptr;
    size_t len = buf_len(&t->in);
    if (len == 0) {
        if (t->transport_ended && t->facts.transport_error == 0)
            return 0;
        gnutls_transport_set_errno(t->session, t->transport_ended ? t->facts.transport_error : EAGAIN);
        return -1;
    }
    if (len > cap)
        len = cap;
    memcpy(bytes, buf_span(&t->in).ptr, len);
    buf_use(&t->in, len);
    return (ssize_t)len;
}

/* GnuTLS asks before it reads when it may not wait; without this it would poll a file descriptor that is none. */
static int pull_timeout(gnutls_transport_ptr_t ptr, unsigned ms)
{
    (void)ms;
    const struct tls *t = ptr;
    return buf_len(&t->in) > 0 || t->transport_ended;
}

static int on_message(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming, const gnutls_datum_t *msg)
{
    (void)when;
    tls_facts_message(gnutls_session_get_ptr(session), type, incoming != 0, msg ? msg->size : 0);
    return 0;
}

/* The server asks for a client certificate. There is none; that it asked is the fact. */
static int on_certificate_request(gnutls_session_t session, const gnutls_datum_t *ca_names, int ca_count,
                                  const gnutls_pk_algorithm_t *algorithms, int algorithm_count, gnutls_pcert_st **certs,
                                  unsigned *cert_count, gnutls_privkey_t *key)
{
    (void)ca_names, (void)ca_count, (void)algorithms, (void)algorithm_count;
    struct tls *t = gnutls_session_get_ptr(session);
    t->facts.client_cert_asked = true;
    *certs = NULL;
    *cert_count = 0;
    *key = NULL;
    return 0;
}

static struct tls *session_new(unsigned flags, struct err *err)
{
    struct tls *t = calloc(1, sizeof *t);
    if (!t) {
        err_memory(err);
        return NULL;
    }
    t->server = flags & GNUTLS_SERVER;
    t->facts.alert = -1;
    buf_init(&t->in, TLS_IN_MAX);
    buf_init(&t->out, TLS_OUT_MAX);
    int ret = gnutls_init(&t->session, flags | GNUTLS_NONBLOCK);
    if (ret < 0) {
        err_set(err, ERR_LIBRARY, ret, "GnuTLS could not start a session: %s", gnutls_strerror(ret));
        t->session = NULL;
        tls_free(t);
        return NULL;
    }
    gnutls_session_set_ptr(t->session, t);
    gnutls_transport_set_ptr(t->session, t);
    gnutls_transport_set_push_function(t->session, push);
    gnutls_transport_set_pull_function(t->session, pull);
    gnutls_transport_set_pull_timeout_function(t->session, pull_timeout);
    gnutls_handshake_set_timeout(t->session, GNUTLS_INDEFINITE_TIMEOUT);
    gnutls_handshake_set_hook_function(t->session, GNUTLS_HANDSHAKE_ANY, GNUTLS_HOOK_POST, on_message);
    return t;
}

static bool set_priority(struct tls *t, const char *priority, struct err *err)
{
    const char *at = priority;
    int ret = gnutls_priority_set_direct(t->session, priority, &at);
    if (ret == GNUTLS_E_MEMORY_ERROR) {
        err_memory(err);
        return false;
    }
    if (ret < 0) {
        char shown[200];
        text_safe_copy(shown, sizeof shown, span_str(at ? at : priority));
        err_set(err, ERR_INPUT, ret, "the TLS priority string is not understood by GnuTLS from here on: '%s'", shown);
        return false;
    }
    return true;
}

static bool set_names(struct tls *t, const struct tls_options *o, struct err *err)
{
    if (o->sni) {
        int ret = gnutls_server_name_set(t->session, GNUTLS_NAME_DNS, o->sni, strlen(o->sni));
        if (ret < 0) {
            err_set(err, ERR_INPUT, ret, "the server name for TLS (SNI) cannot be sent: %s", gnutls_strerror(ret));
            return false;
        }
        text_safe_copy(t->facts.sni, sizeof t->facts.sni, span_str(o->sni));
    }
    if (o->alpn) {
        gnutls_datum_t id = {(unsigned char *)o->alpn, (unsigned)strlen(o->alpn)};
        int ret = gnutls_alpn_set_protocols(t->session, &id, 1, 0);
        if (ret < 0) {
            err_set(err, ERR_INPUT, ret, "the protocol name for TLS (ALPN) cannot be sent: %s", gnutls_strerror(ret));
            return false;
        }
    }
    return true;
}

static bool set_client_credentials(struct tls *t, struct err *err)
{
    int ret = gnutls_certificate_allocate_credentials(&t->credentials);
    if (ret < 0)
        t->credentials = NULL;
    else {
        gnutls_certificate_set_retrieve_function2(t->credentials, on_certificate_request);
        ret = gnutls_credentials_set(t->session, GNUTLS_CRD_CERTIFICATE, t->credentials);
    }
    if (ret < 0)
        err_set(err, ERR_LIBRARY, ret, "GnuTLS could not prepare the session: %s", gnutls_strerror(ret));
    return ret >= 0;
}

struct tls *tls_client_new(const struct tls_options *o, struct err *err)
{
    struct tls *t = session_new(GNUTLS_CLIENT, err);
    if (!t)
        return NULL;
    if (!set_priority(t, o->priority ? o->priority : TLS_PRIORITY_DEFAULT, err) || !set_names(t, o, err) || !set_client_credentials(t, err)) {
        tls_free(t);
        return NULL;
    }
    gnutls_dh_set_prime_bits(t->session, DH_BITS_MIN); /* after the priority, which has an opinion too */
    return t;
}

struct tls *tls_server_new(const struct tls_server_options *o, struct err *err)
{
    struct tls *t = session_new(GNUTLS_SERVER, err);
    if (!t)
        return NULL;
    t->server_ocsp = o->ocsp_response;
    int ret = gnutls_credentials_set(t->session, GNUTLS_CRD_CERTIFICATE, o->identity->credentials);
    if (ret < 0)
        err_set(err, ERR_LIBRARY, ret, "GnuTLS could not prepare the session: %s", gnutls_strerror(ret));
    if (ret < 0 || !set_priority(t, o->priority ? o->priority : "NORMAL", err)) {
        tls_free(t);
        return NULL;
    }
    if (o->require_client_cert)
        gnutls_certificate_server_set_request(t->session, GNUTLS_CERT_REQUIRE);
    else if (o->request_client_cert)
        gnutls_certificate_server_set_request(t->session, GNUTLS_CERT_REQUEST);
    return t;
}

void tls_free(struct tls *t)
{
    if (!t)
        return;
    if (t->session)
        gnutls_deinit(t->session);
    if (t->credentials)
        gnutls_certificate_free_credentials(t->credentials);
    buf_done(&t->in);
    buf_done(&t->out);
    free(t);
}

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
        tls_facts_gather_peer(t); /* a certificate already shown may be the reason */
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
