/* SPDX-License-Identifier: GPL-3.0-or-later */
/* identity_private.h - the certificates that the practice servers show: a root, an intermediate, and a chain for each server.
 *
 * All made when they are first needed. Dates count from the wall clock given at the start.
 */
#ifndef TLSWALK_PRACTICE_IDENTITY_PRIVATE_H
#define TLSWALK_PRACTICE_IDENTITY_PRIVATE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "practice/fault_private.h"
#include "tls/tls.h"

struct identities;

struct identities *identities_new(int64_t now_s);
void identities_free(struct identities *all);
/* The intermediate's certificate, appended. false: no memory. */
bool identities_intermediate_der(struct identities *all, struct buf *out);
/* Where a server's web page is; certificates made from then on name it as their issuer's address. */
void identities_set_web_port(struct identities *all, unsigned port);
/* The root's certificate, PEM; lent. Empty: no memory. */
struct span identities_root_pem(struct identities *all);
/* second: the fault's second certificate. Lent until identities_free. NULL: err. *staple_r: the OCSP response it staples, empty when none; lent likewise. */
const struct tls_identity *identities_of(struct identities *all, const struct fault *f, bool second, struct span *staple_r,
                                         struct err *err);

#endif
