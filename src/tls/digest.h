/* SPDX-License-Identifier: GPL-3.0-or-later */
/* digest.h - hashes for rooms that have no door to GnuTLS. */
#ifndef TLSWALK_DIGEST_H
#define TLSWALK_DIGEST_H

#include <stdbool.h>

#include "base/span.h"

/* For APOP (RFC 1939 7) only. false: the library refuses MD5 (a FIPS system). Leaves no copy of text behind on the heap. */
bool tls_md5(struct span text, unsigned char digest_r[16]);

#endif
