/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trust.h - which roots are trusted, looked up one by one.
 *
 * A system's bundle is 140 certificates of which a walk needs one: importing all costs more than the rest of the walk.
 * So the bundle is scanned for the subjects a chain asks for, and only those are imported.
 * Does no I/O: the bytes of the PEM file are lent by the caller and must live as long as the trust.
 */
#ifndef TLSWALK_TRUST_H
#define TLSWALK_TRUST_H

#include <stddef.h>

#include "base/err.h"
#include "base/span.h"

struct trust;

/* Only the first certificate's PEM armour is looked for yet. name is for sentences: "the system's trust store (PATH)", a file name, "nobody".
 * An empty pem trusts nobody. NULL: err (no certificate in the file at all, or memory). */
struct trust *trust_new(struct span pem, const char *name, struct err *err);
void trust_free(struct trust *t);
/* Says that these are the public roots of a system, for which the limits on a certificate's life are stricter (CERT_TOO_LONG). */
void trust_set_public(struct trust *t);
size_t trust_count(const struct trust *t); /* certificates in the bundle; goes through all of it */
const char *trust_name(const struct trust *t); /* NULL: nobody is trusted */

#endif
