/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scram_private.h - reading SCRAM messages (RFC 5802 7) for what GNU SASL does not tell. Spans point into the message. */
#ifndef TLSWALK_SCRAM_PRIVATE_H
#define TLSWALK_SCRAM_PRIVATE_H

#include "base/span.h"
#include "sasl/mech.h"

bool scram_is(const char *mech);
/* The first attribute of that letter: "i=4096". false: there is none. */
bool scram_field(struct span message, char letter, struct span *value_r);
/* The gs2 header's flag ("n", "y", "p=tls-exporter") is cut off, and the authorization id ("a=..."): the rest is fields. */
bool scram_header(struct span *message, struct span *flag_r, struct span *authzid_r);
/* Hash rounds, i=: decimal, no leading zero (posit-number). ULONG_MAX when it does not fit; false: no such number. */
bool scram_rounds(struct span message, unsigned long *rounds_r);

#endif
