/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trust_private.h - how the path finder asks for roots. For the files of this room only.
 *
 * The bundle is decoded at the first question, once, into an index of subjects; a root is imported when a path ends at it,
 * and stays imported. So a sweep of a thousand walks decodes once, and a single walk imports one root of the bundle.
 * The index changes behind a const trust: it is a memory of answers, not a part of what is trusted.
 */
#ifndef TLSWALK_TRUST_PRIVATE_H
#define TLSWALK_TRUST_PRIVATE_H

#include <stdbool.h>

#include "tls/trust.h"

struct gnutls_x509_crt_int;

/* One certificate of the bundle. */
struct anchor {
    struct span der, subject;
    struct gnutls_x509_crt_int *x509; /* NULL until anchor_import */
};

/* Decodes the bundle, if that was not done yet. false: no memory. */
bool trust_ready(const struct trust *t);
/* The next anchor with that subject, from *at on (begin with 0). NULL: no more. Only after trust_ready. */
struct anchor *trust_by_subject(const struct trust *t, struct span subject, size_t *at);
/* The anchor that is exactly this certificate, or NULL. Only after trust_ready. */
struct anchor *trust_by_cert(const struct trust *t, struct span der, struct span subject);
/* 0, or a GnuTLS error: the certificate cannot be used. */
int anchor_import(struct anchor *a);
bool trust_is_public(const struct trust *t);

#endif
