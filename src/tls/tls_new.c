/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls_new.c - how a session is made: GnuTLS joined to two buffers, and what it is told before the first byte. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "base/text.h"
#include "tls/tls_private.h"

/* Small groups are graded afterwards (weak_dh), not refused. */
#define DH_BITS_MIN 512

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

static int on_message(gnutls_session_t session, unsigned type, unsigned when, unsigned incoming,
                      const gnutls_datum_t *msg)
{
    (void)when;
    tls_facts_message(gnutls_session_get_ptr(session), type, incoming != 0, msg ? msg->size : 0);
    return 0;
}

/* As many as there is room for: a list may be long. */
static void keep_ca_names(struct tls_facts *f, const gnutls_datum_t *names, size_t count)
{
    size_t len = 0;
    for (size_t i = 0; i < count; i++) {
        char name[256], safe[256];
        size_t cap = sizeof name;
        if (gnutls_x509_rdn_get(&names[i], name, &cap) < 0)
            continue;
        text_safe_copy(safe, sizeof safe, span_str(name));
        if (len + strlen(safe) + 3 > sizeof f->client_cas)
            return;
        len += (size_t)snprintf(f->client_cas + len, sizeof f->client_cas - len, "%s%s", len ? "; " : "", safe);
    }
}

/* The server asks for a client certificate. There is none; that it asked is the fact. */
static int on_certificate_request(gnutls_session_t session, const gnutls_datum_t *ca_names, int ca_count,
                                  const gnutls_pk_algorithm_t *algorithms, int algorithm_count, gnutls_pcert_st **certs,
                                  unsigned *cert_count, gnutls_privkey_t *key)
{
    (void)algorithms, (void)algorithm_count;
    struct tls *t = gnutls_session_get_ptr(session);
    t->facts.client_cert_asked = true;
    t->facts.client_ca_count = ca_count > 0 ? (size_t)ca_count : 0;
    keep_ca_names(&t->facts, ca_names, t->facts.client_ca_count);
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

static bool set_resume(struct tls *t, const struct tls_options *o, struct err *err)
{
    int ret = o->resume.len ? gnutls_session_set_data(t->session, o->resume.ptr, o->resume.len) : 0;
    if (ret < 0)
        err_set(err, ERR_LIBRARY, ret, "GnuTLS could not take up the earlier session: %s", gnutls_strerror(ret));
    return ret >= 0;
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
    if (!set_priority(t, o->priority ? o->priority : TLS_PRIORITY_DEFAULT, err) || !set_names(t, o, err) ||
        !set_client_credentials(t, err) || !set_resume(t, o, err)) {
        tls_free(t);
        return NULL;
    }
    gnutls_dh_set_prime_bits(t->session, DH_BITS_MIN); /* after the priority, which has an opinion too */
    return t;
}

/* The client's first message is read, the server's certificate not chosen yet. */
static int on_client_hello(gnutls_session_t session)
{
    const struct tls *t = gnutls_session_get_ptr(session);
    char name[256];
    size_t len = sizeof name;
    unsigned type;
    if (gnutls_server_name_get(session, name, &len, &type, 0) != GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE)
        return 0;
    return gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, t->unnamed->credentials);
}

struct tls *tls_server_new(const struct tls_server_options *o, struct err *err)
{
    struct tls *t = session_new(GNUTLS_SERVER, err);
    if (!t)
        return NULL;
    t->server_ocsp = o->ocsp_response;
    int ret = gnutls_credentials_set(t->session, GNUTLS_CRD_CERTIFICATE, o->identity->credentials);
    if (ret >= 0 && o->tickets) {
        gnutls_datum_t key = {o->identity->ticket_key, o->identity->ticket_key_len};
        ret = gnutls_session_ticket_enable_server(t->session, &key);
    }
    if (ret < 0)
        err_set(err, ERR_LIBRARY, ret, "GnuTLS could not prepare the session: %s", gnutls_strerror(ret));
    if (ret < 0 || !set_priority(t, o->priority ? o->priority : "NORMAL", err)) {
        tls_free(t);
        return NULL;
    }
    t->unnamed = o->unnamed;
    if (o->unnamed)
        gnutls_handshake_set_post_client_hello_function(t->session, on_client_hello);
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
