/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cert_private.h - one certificate, for the files of this room only. */
#ifndef TLSWALK_CERT_PRIVATE_H
#define TLSWALK_CERT_PRIVATE_H

#include "tls/cert.h"
#include "tls/der.h"

/* DER to facts; c is zeroed first. A certificate that cannot be decoded keeps its bytes, fingerprints and a subject of "(unreadable)";
 * c->x509 is then NULL. false: no memory; cert_done is still due. */
bool cert_read(struct cert *c, struct span der);
/* The same for a trusted root that GnuTLS has read already; x509 is lent for the call. Its own signature is believed: checking it
 * costs as much as checking the server's certificate, and nothing hangs on it. */
bool cert_read_trusted(struct cert *c, struct span der, struct gnutls_x509_crt_int *x509);
void cert_done(struct cert *c);
/* GnuTLS's form again, where cert_release had let it go. false: no memory. */
bool cert_hold(struct cert *c);
void cert_release(struct cert *c);
/* Does issuer's key verify the signature of c? Names, dates and flags are not looked at. */
bool cert_signed_by(const struct cert *c, struct gnutls_x509_crt_int *issuer);
/* Could issuer be it, by the key identifiers that both may carry (RFC 5280 4.2.1.1)? true when one of them has none. */
bool cert_key_id_fits(const struct cert *c, struct gnutls_x509_crt_int *issuer);

/* cert_names.c: subjectAltName into c->names and c->ips. false: no memory. */
bool cert_read_names(struct cert *c);
/* cert_text.c: extensions and key in words. false: no memory. */
bool cert_read_key(struct cert *c);
bool cert_read_usage(struct cert *c);
bool cert_read_urls(struct cert *c);

/* A commonName of the subject, for names of the old form: the only one there is. false: none, or several. cap >= 2 */
bool cert_only_cn(const struct cert *c, char *to, size_t cap);

#endif
