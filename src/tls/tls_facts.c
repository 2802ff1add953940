/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a handshake decided, in words and numbers; and why it failed. */
#include "config.h"

#include <stdio.h>

#include <gnutls/gnutls.h>

#include "base/text.h"
#include "tls/tls_private.h"

#define WEAK_DH_BITS 2048 /* RFC 9325 4.5 */

static void copy_name(char *to, size_t cap, const char *name)
{
    snprintf(to, cap, "%s", name ? name : "");
}

/* RFC 5246 A.4, RFC 8446 B.3 spell them so. */
static const char *message_name(unsigned type)
{
    static const struct {
        unsigned type;
        const char *name;
    } names[] = {
        {GNUTLS_HANDSHAKE_HELLO_REQUEST, "HelloRequest"},
        {GNUTLS_HANDSHAKE_CLIENT_HELLO, "ClientHello"},
        {GNUTLS_HANDSHAKE_SERVER_HELLO, "ServerHello"},
        {GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST, "HelloRetryRequest"},
        {GNUTLS_HANDSHAKE_NEW_SESSION_TICKET, "NewSessionTicket"},
        {GNUTLS_HANDSHAKE_END_OF_EARLY_DATA, "EndOfEarlyData"},
        {GNUTLS_HANDSHAKE_ENCRYPTED_EXTENSIONS, "EncryptedExtensions"},
        {GNUTLS_HANDSHAKE_CERTIFICATE_PKT, "Certificate"},
        {GNUTLS_HANDSHAKE_SERVER_KEY_EXCHANGE, "ServerKeyExchange"},
        {GNUTLS_HANDSHAKE_CERTIFICATE_REQUEST, "CertificateRequest"},
        {GNUTLS_HANDSHAKE_SERVER_HELLO_DONE, "ServerHelloDone"},
        {GNUTLS_HANDSHAKE_CERTIFICATE_VERIFY, "CertificateVerify"},
        {GNUTLS_HANDSHAKE_CLIENT_KEY_EXCHANGE, "ClientKeyExchange"},
        {GNUTLS_HANDSHAKE_FINISHED, "Finished"},
        {GNUTLS_HANDSHAKE_CERTIFICATE_STATUS, "CertificateStatus"},
        {GNUTLS_HANDSHAKE_KEY_UPDATE, "KeyUpdate"},
        {GNUTLS_HANDSHAKE_CHANGE_CIPHER_SPEC, "ChangeCipherSpec"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (names[i].type == type)
            return names[i].name;
    return NULL;
}

void tls_facts_message(struct tls *t, unsigned type, bool received, size_t len)
{
    struct tls_facts *f = &t->facts;
    if (received && (type == GNUTLS_HANDSHAKE_SERVER_HELLO || type == GNUTLS_HANDSHAKE_HELLO_RETRY_REQUEST))
        f->server_hello = true;
    if (f->note_count == TLS_NOTES_MAX)
        return;
    char other[32];
    const char *name = message_name(type);
    if (!name) {
        snprintf(other, sizeof other, "handshake message %u", type);
        name = other;
    }
    snprintf(f->notes[f->note_count++], sizeof f->notes[0], "%s (%zu bytes)%s", name, len, received ? "" : ", sent");
}

void tls_facts_error(struct tls *t, int code)
{
    struct tls_facts *f = &t->facts;
    f->error = code;
    copy_name(f->error_text, sizeof f->error_text, gnutls_strerror(code));
    if (code == GNUTLS_E_FATAL_ALERT_RECEIVED || code == GNUTLS_E_WARNING_ALERT_RECEIVED) {
        f->alert = (int)gnutls_alert_get(t->session);
        copy_name(f->alert_text, sizeof f->alert_text, gnutls_alert_get_name((gnutls_alert_description_t)f->alert));
    }
    if (code == GNUTLS_E_PREMATURE_TERMINATION || (code == GNUTLS_E_PULL_ERROR && t->transport_ended))
        f->truncated = true;
}

static int version_number(gnutls_protocol_t version)
{
    switch (version) {
    case GNUTLS_TLS1_0:
        return 0x0301;
    case GNUTLS_TLS1_1:
        return 0x0302;
    case GNUTLS_TLS1_2:
        return 0x0303;
    case GNUTLS_TLS1_3:
        return 0x0304;
    default: /* GnuTLS's enum; SSL 3 and DTLS are not ours */
        return version == GNUTLS_SSL3 ? 0x0300 : 0;
    }
}

/* RFC 9325 4.1, 4.2: static RSA, CBC with a SHA-1 or MD5 MAC, RC4, 3DES, no encryption. */
static bool cipher_is_weak(gnutls_kx_algorithm_t kx, gnutls_cipher_algorithm_t cipher, gnutls_mac_algorithm_t mac)
{
    return kx == GNUTLS_KX_RSA || kx == GNUTLS_KX_ANON_DH || kx == GNUTLS_KX_ANON_ECDH || mac == GNUTLS_MAC_SHA1 ||
           mac == GNUTLS_MAC_MD5 || cipher == GNUTLS_CIPHER_NULL || cipher == GNUTLS_CIPHER_ARCFOUR_128 ||
           cipher == GNUTLS_CIPHER_3DES_CBC;
}

static void gather_exchange(struct tls *t)
{
    struct tls_facts *f = &t->facts;
    gnutls_session_t s = t->session;
    gnutls_kx_algorithm_t kx = gnutls_kx_get(s);
    gnutls_group_t group = gnutls_group_get(s);
    copy_name(f->group, sizeof f->group, group == GNUTLS_GROUP_INVALID ? "" : gnutls_group_get_name(group));
    bool finite = strncmp(f->group, "FFDHE", 5) == 0 || kx == GNUTLS_KX_DHE_RSA || kx == GNUTLS_KX_DHE_DSS;
    if (f->version_number >= 0x0304)
        copy_name(f->kx, sizeof f->kx, finite ? "DHE" : "ECDHE");
    else
        copy_name(f->kx, sizeof f->kx, gnutls_kx_get_name(kx));
    if (finite) {
        int bits = gnutls_dh_get_prime_bits(s);
        if (bits <= 0 && group != GNUTLS_GROUP_INVALID)
            sscanf(f->group, "FFDHE%d", &bits);
        f->dh_bits = bits > 0 ? bits : 0;
        f->weak_dh = f->dh_bits > 0 && f->dh_bits < WEAK_DH_BITS;
    }
    int sign = t->server ? gnutls_sign_algorithm_get_client(s) : gnutls_sign_algorithm_get(s);
    copy_name(f->signature, sizeof f->signature, sign > 0 ? gnutls_sign_get_name((gnutls_sign_algorithm_t)sign) : "");
    f->weak_cipher = cipher_is_weak(kx, gnutls_cipher_get(s), gnutls_mac_get(s));
}

void tls_facts_gather_peer(struct tls *t)
{
    unsigned count = 0;
    const gnutls_datum_t *list = gnutls_certificate_get_peers(t->session, &count);
    for (unsigned i = 0; list && i < count && t->cert_count < sizeof t->certs / sizeof t->certs[0]; i++)
        t->certs[t->cert_count++] = span_of(list[i].data, list[i].size);
    gnutls_datum_t response;
    if (!t->server && gnutls_ocsp_status_request_get2(t->session, 0, &response) >= 0) {
        t->ocsp = span_of(response.data, response.size);
        t->facts.ocsp_stapled = response.size > 0;
    }
}

void tls_facts_gather(struct tls *t)
{
    struct tls_facts *f = &t->facts;
    gnutls_session_t s = t->session;
    gnutls_protocol_t version = gnutls_protocol_get_version(s);
    f->version_number = version_number(version);
    copy_name(f->version, sizeof f->version, gnutls_protocol_get_name(version));
    copy_name(f->cipher, sizeof f->cipher, gnutls_cipher_get_name(gnutls_cipher_get(s)));
    copy_name(f->mac, sizeof f->mac, gnutls_mac_get_name(gnutls_mac_get(s)));
    copy_name(f->suite, sizeof f->suite, gnutls_ciphersuite_get(s));
    gather_exchange(t);
    gnutls_datum_t alpn;
    if (gnutls_alpn_get_selected_protocol(s, &alpn) >= 0)
        text_safe_copy(f->alpn, sizeof f->alpn, span_of(alpn.data, alpn.size));
    f->resumed = gnutls_session_is_resumed(s) != 0;
    f->extended_master_secret = f->version_number >= 0x0304 || gnutls_session_ext_master_secret_status(s) != 0;
    f->safe_renegotiation = f->version_number >= 0x0304 || gnutls_safe_renegotiation_status(s) != 0;
    tls_facts_gather_peer(t);
}

static bool binding(const struct tls *t, gnutls_channel_binding_t type, gnutls_datum_t *data)
{
    /* Without the extended master secret two sessions can be made to share one (RFC 7627 1, RFC 9266 4.2). */
    return t->facts.complete && t->facts.extended_master_secret &&
           gnutls_session_channel_binding(t->session, type, data) >= 0;
}

bool tls_binding_exporter(const struct tls *t, unsigned char out[32])
{
    gnutls_datum_t data;
    if (!binding(t, GNUTLS_CB_TLS_EXPORTER, &data))
        return false;
    bool ok = data.size == 32;
    if (ok)
        memcpy(out, data.data, 32);
    gnutls_free(data.data);
    return ok;
}

bool tls_binding_unique(const struct tls *t, struct buf *out)
{
    gnutls_datum_t data;
    if (t->facts.version_number >= 0x0304 || !binding(t, GNUTLS_CB_TLS_UNIQUE, &data))
        return false;
    bool ok = buf_add(out, data.data, data.size);
    gnutls_free(data.data);
    return ok;
}

bool tls_session_data(const struct tls *t, struct buf *out, bool *ticket_r)
{
    gnutls_datum_t data;

    *ticket_r = (gnutls_session_get_flags(t->session) & GNUTLS_SFLAGS_SESSION_TICKET) != 0;
    /* TLS 1.3 has no session before its ticket, and GnuTLS would wait for one. */
    if (!t->facts.complete || (t->facts.version_number >= 0x0304 && !*ticket_r) || gnutls_session_get_data2(t->session, &data) < 0)
        return false;
    bool ok = buf_add(out, data.data, data.size);
    gnutls_memset(data.data, 0, data.size);
    gnutls_free(data.data);
    return ok;
}
