/* SPDX-License-Identifier: GPL-3.0-or-later */
/* auth.h - one SASL exchange: bytes in, bytes out. The only door to GNU SASL.
 *
 * XOAUTH2 and OAUTHBEARER (RFC 7628) are written here, GNU SASL has them not. The protocols' own logins (MECH_NATIVE)
 * are no exchange: their commands take the password from the login, APOP takes its digest from auth_apop.
 * The login and the mech are lent and must outlive the exchange; the rest of the setting is copied.
 * Secrets: what GNU SASL copies is wiped when it lets go of it, which it has when auth_free returns; every buffer that
 * held a secret is wiped. The answers appended to `out` are the caller's: use buf_init_secret.
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

/* Bytes of one challenge that are taken: what fits a base64 line of 12288 octets, RFC 4954 4. */
#define AUTH_CHALLENGE_MAX 9216
/* Most hash rounds that a server may ask of SCRAM: this many took 0.4 s. RFC 7677 4 asks for 4096 or more, and careful
 * administrators are told to take up to 600000. */
#define AUTH_ROUNDS_MAX 600000

struct auth;

struct auth_setting {
    const struct mech *mech;
    const struct login *login;
    const char *service;       /* "imap", "pop", "smtp" */
    const char *host;          /* ASCII */
    unsigned port;
    struct span exporter;      /* tls-exporter data (RFC 9266), empty: none */
    struct span unique;        /* tls-unique data (RFC 5929), TLS 1.2 only, where it goes before the exporter; empty: none */
};

/* NULL: err. */
struct auth *auth_new(const struct auth_setting *s, struct err *err);
void auth_free(struct auth *a); /* wipes */

enum auth_step {
    AUTH_MORE,   /* out is to be sent and a challenge is expected */
    AUTH_READY,  /* out is to be sent; the mechanism is content if the server now says yes */
    AUTH_BROKEN, /* the challenge does not fit, or the server could not prove itself: cancel; auth_error says why */
};
/* The first step takes an empty challenge and makes the initial response; with mech->server_first it makes none and the
 * server's first challenge belongs to the second step. Raw bytes, appended to out, which is a secret buffer.
 * A last challenge that only carries the server's proof, or data that came with the server's yes, is a step like any
 * other: its answer is empty. */
enum auth_step auth_step(struct auth *a, struct span challenge, struct buf *out);
/* After the server's yes: false when the mechanism required a proof of the server that never came or was wrong
 * (SCRAM v=, DIGEST-MD5 rspauth). */
bool auth_server_proven(const struct auth *a);
bool auth_server_signature_wrong(const struct auth *a);
/* The error that the server gave inside the mechanism (SCRAM e=, RFC 5802 7), safe text: "channel-bindings-dont-match";
 * "" when it gave none. The step that took it is AUTH_READY with an empty answer: the server's own refusal follows. */
const char *auth_server_error(const struct auth *a);
/* Why, after AUTH_BROKEN, to stand behind "the exchange is cancelled: "; else "". Safe text. */
const char *auth_error(const struct auth *a);

/* One message of an exchange in words, for the transcript; secrets masked, lengths not told:
 * "user probe, password masked"; "server nonce k7Qm..., salt 16 bytes, 4096 rounds"; JSON of an OAuth refusal as it is.
 * nth counts the messages of that side from 0. Safe text. */
void auth_explain(const char *mech, bool from_server, unsigned nth, struct span message, struct buf *out);

/* The JSON refusal of XOAUTH2 / OAUTHBEARER (RFC 7628 3.2.2): members as safe text, "" when absent.
 * hint: "openid-configuration", or else "error_description". false: not one JSON object; r is then empty. */
struct oauth_refusal {
    char status[64], scope[160], schemes[64], hint[200];
};
bool oauth_refusal_read(struct span json, struct oauth_refusal *r);

/* MD5 belongs to another room's library, so it is handed in: tls_md5 of tls/digest.h. */
typedef bool auth_md5(struct span text, unsigned char digest_r[16]);
/* APOP digest (RFC 1939 7): hex into out (a secret buffer). false: no memory, or there is no MD5 (a FIPS system). */
bool auth_apop(const char *timestamp, const struct secret *password, auth_md5 *md5, struct buf *out);

/* "2.2.0", or "missing"; lent for ever. */
const char *auth_library_version(void);

#endif
