/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mech.h - the mechanisms we know, in order of strength, and why one can or cannot be used here. A table, no secrets. */
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
    bool sends_password;   /* the server sees the password itself: only inside TLS */
    bool server_first;     /* no initial response */
    bool implemented;      /* false: named and explained only (GSSAPI, NTLM, KERBEROS_V4, ...) */
    const char *about;     /* half a sentence for the list: "password proof, bound to this TLS session" */
};

const struct mech *mech_by_name(const char *name); /* NULL: never heard of */

/* What the choice depends on. */
struct mech_context {
    const struct login *login;  /* NULL: none given */
    bool tls;                   /* the channel is encrypted */
    bool binding;               /* channel binding data can be had */
    bool plus_offered;
    bool apop;                  /* the greeting carried a timestamp, and TLS has not made it stale */
    bool login_disabled;
};
/* One sentence: "" when the mechanism can be used, else why not: "needs a token (--token-file)", "sends the password in clear ...". */
const char *mech_why_not(const struct mech *m, const struct mech_context *c);

struct mech_offer {
    const struct mech *mech; /* NULL: unknown to tlswalk */
    char name[48];           /* safe text, upper case */
    bool usable;
    char why[160];           /* why it can or cannot be used */
};
#define MECH_OFFERS_MAX 40
/* Server's list (SASL names) and the protocol's native logins that it allows, judged; strongest first.
 * *chosen_r: index of the one to use (login->mechanism, else the strongest usable), -1: none. Returns the count. */
size_t mech_judge(const struct strv *offered, const char *const *natives, const struct mech_context *c,
                  struct mech_offer offers[MECH_OFFERS_MAX], int *chosen_r);

#endif
