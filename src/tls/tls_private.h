/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls_private.h - what a session is made of. For the files of this room only.
 *
 * Owner: struct tls owns everything in it but server_ocsp and unnamed, which are lent by whoever made the session.
 */
#ifndef TLSWALK_TLS_PRIVATE_H
#define TLSWALK_TLS_PRIVATE_H

#include "tls/tls.h"

/* GnuTLS's own types, so that no header of the library is needed here. */
struct gnutls_session_int;
struct gnutls_certificate_credentials_st;

#define TLS_IN_MAX 262144   /* bytes received and not yet taken by GnuTLS: sixteen full records */
#define TLS_OUT_MAX 262144  /* bytes waiting to be sent */

struct tls {
    struct gnutls_session_int *session;
    struct gnutls_certificate_credentials_st *credentials; /* client side; a server's belong to its identity */
    bool server;
    struct buf in, out;
    bool head_seen;             /* the first record header was looked at: TLS or not */
    unsigned char head[3];
    size_t head_len;
    bool transport_ended;
    enum tls_step over;         /* TLS_AGAIN while the session lives, then how it ended */
    struct span certs[CHAIN_CERTS_MAX + 1]; /* one more than is kept, so that cutting is noticed */
    size_t cert_count;
    struct span ocsp;
    struct span server_ocsp;
    const struct tls_identity *unnamed; /* server side: for clients that name no server; NULL: the same as for the others */
    struct tls_facts facts;
};

struct tls_identity {
    struct gnutls_certificate_credentials_st *credentials;
    unsigned char *ticket_key; /* GnuTLS's memory; a secret */
    unsigned ticket_key_len;
};

/* tls_facts.c: fills what a finished handshake decided; peer certificates and the OCSP response too. */
void tls_facts_gather(struct tls *t);
/* The peer's certificates and OCSP response alone: they may be there when the handshake fails, too. */
void tls_facts_gather_peer(struct tls *t);
/* Notes one handshake message, in either direction. */
void tls_facts_message(struct tls *t, unsigned type, bool received, size_t len);
/* Remembers a GnuTLS error, the alert behind it, and the transport's end. */
void tls_facts_error(struct tls *t, int code);

#endif
