/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exchange.h - a whole exchange in memory: our side against the server's side of GNU SASL (sasl/verify.h). */
#ifndef TLSWALK_TEST_EXCHANGE_H
#define TLSWALK_TEST_EXCHANGE_H

#include "sasl/auth.h"
#include "sasl/verify.h"

struct exchange {
    const char *mech;
    const char *password, *token;  /* what the server knows */
    const char *exporter, *unique; /* what the server's TLS session gives; NULL: none */
    const char *our_exporter, *our_unique;
    const char *authzid;
    const char *forged;            /* the server's last message is this instead */
    /* What came of it. */
    bool begun;                    /* auth_new made one */
    enum auth_step ours;
    enum verify_step theirs;
    bool proven, signature_wrong;
    char server_error[64], error[600];
};

/* We are always probe, secret, tok123. false: no memory. */
bool exchange_run(struct exchange *x);

#endif
