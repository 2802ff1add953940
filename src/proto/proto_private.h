/* SPDX-License-Identifier: GPL-3.0-or-later */
/* proto_private.h - what the protocols share among themselves. Private to proto/. */
#ifndef TLSWALK_PROTO_PRIVATE_H
#define TLSWALK_PROTO_PRIVATE_H

#include "proto/proto.h"

#define PROTO_ROW(x) extern const struct proto proto_##x;
#include "proto/list.h"
#undef PROTO_ROW

/* A list being read: filled in fresh, and put in c's place only when it is whole. */
void caps_begin(struct caps *fresh, const struct caps *c);
/* One entry of the list, as the server wrote it. false: no memory. */
bool caps_add(struct caps *fresh, struct span entry);
/* A SASL mechanism in any case; what is no mechanism name (RFC 4422 3.1) is noted and left out. */
bool caps_add_mech(struct caps *fresh, struct span name);
bool caps_add_mechs(struct caps *fresh, struct span names); /* with spaces between */
/* ok: fresh takes c's place. Otherwise c stays as it was. Gives what struct proto's caps gives: 1 or -1. */
int caps_settle(struct caps *c, struct caps *fresh, bool ok);

/* What may stand on a line of ours: no CR, LF or NUL. */
bool words_fit(struct span s);
/* The same, not empty and without spaces: one argument. */
bool word_fits(struct span s);
/* The say_ functions check their words before they add the first byte; after that only memory can be missing. */

bool mechanism_fits(const struct words *w);
/* "AUTH PLAIN", or whatever verb is, with the initial response where there is one, and CRLF. */
bool say_mechanism(struct buf *out, const char *verb, const struct words *w);
/* The line of SAY_RESPONSE or SAY_CANCEL; alike in all protocols with base64 in lines. */
bool say_response(struct buf *out, const struct words *w);
/* One line of ours: s and CRLF. */
bool say_line(struct buf *out, const char *s);
/* verb, a space, argument, CRLF. The argument may be a secret: no copy of it is made. */
bool say_argument(struct buf *out, const char *verb, struct span argument);

#endif
