/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chain_private.h - how the parts of chain_check tell each other what they found. For the files of this room only. */
#ifndef TLSWALK_CHAIN_PRIVATE_H
#define TLSWALK_CHAIN_PRIVATE_H

#include "tls/cert.h"

struct gnutls_x509_crt_int;

#define AT_ROOT (-1) /* a trouble of the trust anchor, or of the chain as a whole */

/* Adds one, unless that problem of that certificate is there already. Past CHAIN_TROUBLES_MAX it is dropped. */
void chain_trouble(struct chain *c, enum cert_problem problem, int at, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* path.c: finds the way from the leaf to a trusted root, or as far as it goes; says why it does not arrive.
 * Fills path, root, trusted, gnutls_status. *anchor_r, lent by the trust: the root as GnuTLS has it; NULL: the path leads to none.
 * false: no memory. */
bool path_find(struct chain *c, const struct trust *trust, int64_t now_s, struct gnutls_x509_crt_int **anchor_r);

/* chain_judge.c: what is wrong with the certificates on the path, and with the order in which they were sent. */
void judge_dates(struct chain *c, int64_t now_s, bool public_roots);
void judge_purposes(struct chain *c);
void judge_issuers(struct chain *c);
void judge_strength(struct chain *c);
void judge_order(struct chain *c);
void judge_hints(struct chain *c, const char *host);

/* chain_name.c */
void judge_name(struct chain *c, const char *host);

/* chain_ocsp.c: false: no memory. */
bool judge_ocsp(struct chain *c, struct gnutls_x509_crt_int *anchor, int64_t now_s);

/* subject_hint.c: the security product that an issuer's name gives away, or NULL. */
const char *subject_interceptor(const char *dn);
/* The installer whose default certificate this subject belongs to, or NULL. */
const char *subject_installer(const char *dn);

#endif
