/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.c - see digest.h. */
#include "tls/digest.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

bool tls_md5(struct span text, unsigned char digest_r[16])
{
    return gnutls_hash_fast(GNUTLS_DIG_MD5, text.ptr, text.len, digest_r) == 0;
}
