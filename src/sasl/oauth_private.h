/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oauth_private.h - the two mechanisms that carry an OAuth access token.
 *
 * OAUTHBEARER: RFC 7628. XOAUTH2 has no RFC: "user=" name ^A "auth=Bearer " token ^A ^A.
 * Both: one message; a refusal comes as a challenge that holds JSON and wants a dummy answer before the final no.
 */
#ifndef TLSWALK_OAUTH_PRIVATE_H
#define TLSWALK_OAUTH_PRIVATE_H

#include "sasl/auth.h"

enum oauth_turn { OAUTH_BEGIN, OAUTH_SENT, OAUTH_REFUSED };

bool oauth_is(const struct mech *m);
/* The name and the token can be written in these mechanisms: no control characters, which would end a field. */
bool oauth_fits(const struct login *l);
/* The token message. false: no memory. */
bool oauth_say(struct buf *out, const struct mech *m, const struct login *l, const char *host, unsigned port);
/* The dummy answer to a refusal. */
bool oauth_say_refused(struct buf *out, const struct mech *m);

#endif
