/* SPDX-License-Identifier: GPL-3.0-or-later */
/* login_reply.h - what the server's refusal of a login means: codes first (RFC 4954 6, RFC 5530, RFC 2449, RFC 3206), refined by
 * words.
 */
#ifndef TLSWALK_LOGIN_REPLY_H
#define TLSWALK_LOGIN_REPLY_H

#include "diagnose/catalogue.h"
#include "walk/evidence.h"

/* The diagnosis of a login that was refused; NULL: it was not, or nothing in it tells. */
const char *login_reply_code(const struct evidence *e, enum certainty *certainty_r);

#endif
