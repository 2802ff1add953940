/* SPDX-License-Identifier: GPL-3.0-or-later */
/* auth.h - one SASL exchange: bytes in, bytes out. The only door to GNU SASL.
 *
 * XOAUTH2 and OAUTHBEARER (RFC 7628) are written here, GNU SASL has them not.
 * The login is lent and must outlive the exchange. Every buffer that held a secret is wiped.
 * No I/O, no base64: the protocol wraps.
 */
#ifndef TLSWALK_AUTH_H
#define TLSWALK_AUTH_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/span.h"
#include "sasl/login.h"
#include "sasl/mech.h"

struct auth;

struct auth_setting {
    const struct mech *mech;
    const struct login *login;
    const char *service;       /* "imap", "pop", "smtp" */
    const char *host;          /* ASCII */
    unsigned port;
    struct span exporter;      /* tls-exporter data, empty: none */
    struct span unique;        /* tls-unique data, empty: none */
    const char *apop_timestamp;/* MECH_NATIVE APOP */
};

/* NULL: err. */
struct auth *auth_new(const struct auth_setting *s, struct err *err);
void auth_free(struct auth *a); /* wipes */

enum auth_step {
    AUTH_MORE,   /* out is to be sent and a challenge is expected */
    AUTH_READY,  /* out is to be sent; the mechanism is content if the server now says yes */
    AUTH_BROKEN, /* the challenge does not fit, or the server could not prove itself: cancel; auth_error says why */
};
/* First step: challenge empty. out (raw bytes, a secret buffer) is appended to. */
enum auth_step auth_step(struct auth *a, struct span challenge, struct buf *out);
/* After the server's yes: false when the mechanism required a proof of the server that never came or was wrong (SCRAM v=). */
bool auth_server_proven(const struct auth *a);
/* SMTP-style empty or data-bearing last challenge is taken by auth_step too. */
const char *auth_error(const struct auth *a);
bool auth_server_signature_wrong(const struct auth *a);

/* One message of an exchange in words, for the transcript; secrets masked, lengths not told:
 * "user probe, password masked"; "server nonce k7Qm..., salt 16 bytes, 4096 rounds"; JSON of an OAuth refusal as it is. Safe text. */
void auth_explain(const char *mech, bool from_server, unsigned nth, struct span message, struct buf *out);
/* The JSON refusal of XOAUTH2 / OAUTHBEARER: fields as safe text, "" when absent. */
struct oauth_refusal {
    char status[64], scope[160], schemes[64], hint[200];
};
bool oauth_refusal_read(struct span json, struct oauth_refusal *r);

/* APOP digest (RFC 1939 7): hex into out (a secret buffer). */
bool auth_apop(const char *timestamp, const struct secret *password, struct buf *out);

const char *auth_library_version(void);

#endif
