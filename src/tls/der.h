/* SPDX-License-Identifier: GPL-3.0-or-later */
/* der.h - where the parts of a certificate lie in its bytes.
 *
 * GnuTLS gives a certificate's fields, not the bytes they stand in. The bytes are needed to compare names of a whole trust
 * bundle without importing it, to hash the public key as a TLSA record does, and to check one signature by itself.
 * Rules: X.690 8.1, 10.1 (definite lengths); RFC 5280 4.1. Does not look into what it finds.
 */
#ifndef TLSWALK_DER_H
#define TLSWALK_DER_H

#include <stdbool.h>

#include "base/span.h"

/* Spans point into the certificate's bytes; each is a whole element, tag and length included. */
struct der_cert {
    struct span whole;   /* the certificate, without what may stand behind it */
    struct span tbs;     /* what the issuer signed */
    struct span issuer, subject;
    struct span spki;    /* subjectPublicKeyInfo */
};

/* Cuts the next element off *in. inside_r (may be NULL) gets its content. false: *in is empty or not DER, and unchanged. */
bool der_next(struct span *in, unsigned char *tag_r, struct span *element_r, struct span *inside_r);
/* false: not laid out as a certificate; *c is then undefined. */
bool der_cert_read(struct span bytes, struct der_cert *c);

#endif
