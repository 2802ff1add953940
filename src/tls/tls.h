/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls.h - a TLS session between two buffers. With cert.h and trust.h the only door to GnuTLS.
 *
 * Does no I/O: received bytes are fed in, bytes to send are taken out. Client and server side (the practice
 * servers and the tests use the latter). No clock: whoever drives it owns the time-outs.
 * Verification is recorded, not enforced: the handshake goes on with any certificate, chain_check judges afterwards.
 */
#ifndef TLSWALK_TLS_H
#define TLSWALK_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "tls/cert.h"

struct tls;

#define TLS_PRIORITY_DEFAULT "NORMAL:+VERS-TLS1.1:+VERS-TLS1.0" /* permissive: what the server speaks is graded afterwards */

struct tls_options {
    const char *sni;       /* NULL: none is sent */
    const char *priority;  /* NULL: TLS_PRIORITY_DEFAULT */
    const char *alpn;      /* NULL: none is sent */
    struct span resume;    /* what tls_session_data gave: that session is to be resumed; empty: a new one */
};

struct tls_identity;       /* server side: certificate chain and key */
/* PEM in, leaf first. NULL: err. */
struct tls_identity *tls_identity_new(struct span cert_pem, struct span key_pem, struct err *err);
void tls_identity_free(struct tls_identity *id);
/* Client certificates are asked for by these authorities' names, PEM. false: err. */
bool tls_identity_client_ca(struct tls_identity *id, struct span pem, struct err *err);

struct tls_server_options {
    const struct tls_identity *identity; /* lent; must outlive the session */
    const char *priority;                /* NULL: NORMAL */
    bool require_client_cert;
    bool request_client_cert;
    bool tickets;                        /* sessions can be resumed; by all that share the identity */
    struct span ocsp_response;           /* DER, empty: none stapled */
    const struct tls_identity *unnamed;  /* shown to a client that names no server; NULL: the same; lent likewise */
};

struct tls *tls_client_new(const struct tls_options *o, struct err *err);
struct tls *tls_server_new(const struct tls_server_options *o, struct err *err);
void tls_free(struct tls *t);

/* Ciphertext in: all of it is taken (bounded by the peer's record sizes and TLS_IN_MAX; more is an error state). */
bool tls_feed(struct tls *t, struct span received);
/* The transport ended: 0 for FIN, else errno (ECONNRESET). */
void tls_feed_end(struct tls *t, int error);
/* Ciphertext out: lent until the next call on t. */
struct span tls_pending(const struct tls *t);
void tls_sent(struct tls *t, size_t len);

enum tls_step {
    TLS_AGAIN,  /* more bytes from the peer are needed */
    TLS_DONE,   /* handshake: complete; read: bytes were added; write: taken; bye: said */
    TLS_CLOSED, /* read: close_notify came, or the transport ended (facts.truncated tells which) */
    TLS_FAILED, /* dead; facts.error says why. An alert for the peer may still be pending */
};
enum tls_step tls_handshake(struct tls *t);
/* Appends decrypted bytes to plain (all that are ready, up to plain's limit). */
enum tls_step tls_read(struct tls *t, struct buf *plain);
enum tls_step tls_write(struct tls *t, struct span plain);
/* Sends close_notify; does not wait for the peer's (RFC 8314 3.4). */
enum tls_step tls_bye(struct tls *t);

#define TLS_NOTES_MAX 24

struct tls_facts {
    bool started, complete;    /* a ClientHello went out; the handshake is finished */
    bool server_hello;         /* the peer answered with TLS at all */
    char version[16];          /* "TLS1.3" */
    char cipher[40];           /* "AES-256-GCM" */
    char suite[64];            /* IANA name where GnuTLS knows it */
    char group[40];            /* "X25519", "SECP256R1", "FFDHE2048" */
    char signature[48];        /* "ECDSA-SECP256R1-SHA256" */
    char kx[32];               /* "ECDHE-ECDSA", "RSA" ...; TLS 1.3: from the group */
    char mac[24];
    int version_number;        /* 0x0301 .. 0x0304; 0: unknown */
    int dh_bits;               /* of a finite-field exchange, 0 otherwise */
    bool weak_cipher;          /* static RSA, CBC with SHA-1, RC4, 3DES, NULL; RFC 9325 4.1 */
    bool weak_dh;              /* under 2048 bits */
    char alpn[32];             /* chosen, "" when none */
    char sni[256];             /* sent, "" when none */
    bool ocsp_stapled;
    bool resumed;
    bool extended_master_secret;
    bool safe_renegotiation;
    bool client_cert_asked;
    size_t client_ca_count;    /* names of authorities that the server would take one from */
    char client_cas[400];      /* the first of them, "; " between them */
    int error;                 /* GnuTLS error code (negative), 0: none */
    char error_text[160];      /* gnutls_strerror */
    int alert;                 /* fatal alert received from the peer: RFC 8446 6; -1: none */
    char alert_text[64];
    int transport_error;       /* errno of the transport's end; 0: FIN or none */
    bool transport_ended;
    bool truncated;            /* the transport ended without close_notify */
    bool plaintext_peer;       /* the peer answered in something that is not TLS */
    unsigned char plain_bytes[256]; /* and these were its first bytes */
    size_t plain_len;
    size_t hello_bytes;        /* length of our ClientHello record */
    char notes[TLS_NOTES_MAX][80]; /* handshake messages in order, for the transcript: "ServerHello", "Certificate (2104 bytes)" */
    size_t note_count;
};
const struct tls_facts *tls_facts(const struct tls *t);

/* The peer's certificates as DER, leaf first; lent until tls_free. *count_r is 0 when it sent none. After a handshake that
 * failed they are what had been shown by then: a key that its certificate does not allow to sign ends TLS 1.2 there. */
const struct span *tls_peer_certs(const struct tls *t, size_t *count_r);
/* A stapled OCSP response, DER; empty when none. */
struct span tls_peer_ocsp(const struct tls *t);
/* Channel binding tls-exporter (RFC 9266), 32 octets; tls-unique for TLS 1.2 with extended master secret. false: not to be had. */
bool tls_binding_exporter(const struct tls *t, unsigned char out[32]);
bool tls_binding_unique(const struct tls *t, struct buf *out);

/* Appends what a later session needs to resume this one: a secret, for a buf that is wiped. *ticket_r: the server gave a ticket
 * (RFC 5077, RFC 8446 4.6.1). false: there is nothing to resume, or no memory (out->broken). */
bool tls_session_data(const struct tls *t, struct buf *out, bool *ticket_r);

/* "3.7.9" */
const char *tls_library_version(void);

#endif
