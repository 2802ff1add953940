/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forge_private.h - what a forged certificate is made of. */
#ifndef TLSWALK_FORGE_PRIVATE_H
#define TLSWALK_FORGE_PRIVATE_H

#include <gnutls/x509.h>

#include "tls/forge.h"

struct forged {
    gnutls_x509_crt_t cert;
    gnutls_x509_privkey_t key;
};

#endif
