/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mech.h - the mechanisms we know, in order of strength, and why one can or cannot be used here. A table, no secrets.
 *
 * The order, strongest first, and its reasons:
 *   EXTERNAL              usable only where a client certificate was given, and then what it was given for
 *   OAUTHBEARER, XOAUTH2  usable only where a token was given: an account that has tokens often refuses passwords
 *   SCRAM-*-PLUS          the password is proven, not sent, and the proof is bound to this very TLS session
 *   SCRAM-*               the password is proven, not sent; the server proves that it knows it too
 *   PLAIN, LOGIN          the password itself, which TLS protects: today's norm, and what mail programs do
 *   USER/PASS             the same in POP3's own words
 *   DIGEST-MD5, CRAM-MD5, APOP   inside TLS they come last: the password stays here, but the server must keep it readable,
 *                         and one that keeps only hashes offers them and refuses everybody, which looks like a wrong
 *                         password. DIGEST-MD5 is historic since RFC 6331, MD5 is broken
 *   LOGIN command         IMAP's own, for servers without a usable SASL mechanism (RFC 9051 6.2.3)
 * Outside TLS only what keeps the secret here may be used: SCRAM, DIGEST-MD5, CRAM-MD5, APOP. Where the operator allows
 * secrets in clear (insecure), the others come after all of those.
 */
#ifndef TLSWALK_MECH_H
#define TLSWALK_MECH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strv.h"
#include "sasl/login.h"

enum mech_form {
    MECH_SASL,   /* GNU SASL's, or the two OAuth ones of our own */
    MECH_NATIVE, /* the protocol's own command: LOGIN (IMAP), USER and APOP (POP3) */
};

struct mech {
    const char *name;      /* "SCRAM-SHA-256-PLUS"; natives: "LOGIN command", "USER/PASS", "APOP" */
    enum mech_form form;
    int strength;          /* higher is tried first */
    bool needs_password, needs_token, needs_client_cert, needs_binding;
    bool sends_secret;     /* the server sees the password or token itself: only inside TLS */
    bool server_first;     /* no initial response */
    bool proves_server;    /* a yes without the server's own proof is no yes */
    bool implemented;      /* false: named and explained only (GSSAPI, NTLM, KERBEROS_V4, ...) */
    const char *native;    /* MECH_NATIVE: its name in struct proto's list: "LOGIN", "USER", "APOP" */
    const char *about;     /* half a sentence for the list: "password proof, bound to this TLS session" */
};

/* Any case; natives also under their command ("USER"), SASL names go before. NULL: never heard of. */
const struct mech *mech_by_name(const char *name);

/* What the choice depends on. */
struct mech_context {
    const struct login *login;  /* NULL: none given */
    bool tls;                   /* the channel is encrypted */
    bool insecure;              /* the operator allows secrets on a line that is not */
    bool binding;               /* channel binding data can be had */
    bool client_cert;           /* we showed a client certificate */
    bool apop;                  /* the greeting carried a timestamp, and TLS has not made it stale */
    bool login_disabled;        /* IMAP LOGINDISABLED */
};
/* One sentence: "" when the mechanism can be used, else why not: "needs a token (--token-file)". */
const char *mech_why_not(const struct mech *m, const struct mech_context *c);

struct mech_offer {
    const struct mech *mech; /* NULL: unknown to tlswalk */
    char name[48];           /* safe text, upper case */
    bool usable;
    char why[160];           /* why it can or cannot be used */
};
#define MECH_OFFERS_MAX 40
/* Server's list (SASL names in upper case) and the protocol's native logins that it allows (NULL-ended list of proto's names, or NULL),
 * judged; strongest first, unknown ones last. *chosen_r: index of the one to use (login->mechanism, else the strongest
 * usable), -1: none. A mechanism that was asked for and is not offered gets an entry that says so. Returns the count. */
size_t mech_judge(const struct strv *offered, const char *const *natives, const struct mech_context *c,
                  struct mech_offer offers[MECH_OFFERS_MAX], int *chosen_r);

#endif
