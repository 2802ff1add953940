/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify.h - the server's side of one SASL exchange: for the practice servers and for tests of auth.h.
 *
 * One account. GNU SASL checks the mechanisms it has; XOAUTH2 and OAUTHBEARER (RFC 7628 3.2) are checked here.
 * No I/O, no base64: the protocol wraps. Owner: the setting's strings are lent and must outlive the exchange.
 */
#ifndef TLSWALK_VERIFY_H
#define TLSWALK_VERIFY_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"

struct verify;

struct verify_setting {
    const char *mech;      /* upper case */
    const char *service;   /* "imap", "pop", "smtp" */
    const char *host;      /* its own name */
    const char *user, *password, *token; /* the account */
    bool plus_offered;     /* -PLUS is in the list: a client that claims not to have seen it must fail (RFC 5802 6) */
    struct span exporter;  /* tls-exporter data, empty: none */
    struct span unique;    /* tls-unique data, empty: none */
};

/* NULL with err->kind ERR_NONE: the mechanism is not known here. */
struct verify *verify_new(const struct verify_setting *s, struct err *err);
void verify_free(struct verify *v); /* wipes */
/* The client may not send an initial response: the first step is taken with an empty one, and gives the first challenge. */
bool verify_speaks_first(const struct verify *v);

enum verify_step {
    VERIFY_MORE,   /* out holds the next challenge */
    VERIFY_YES,    /* proven. out may hold a last word: send it as a challenge that is answered by an empty response */
    VERIFY_NO,     /* not this user with this secret; out may hold a last word (SCRAM e=), to be sent likewise before the refusal */
    VERIFY_BROKEN, /* what came is no message of the mechanism, or there is no memory */
};
/* response: what the client sent; out: appended to. */
enum verify_step verify_step(struct verify *v, struct span response, struct buf *out);
/* The same bytes, compared in a time that does not depend on where they differ. */
bool verify_same(struct span a, const char *b);

#endif
