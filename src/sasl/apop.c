/* SPDX-License-Identifier: GPL-3.0-or-later */
/* apop.c - the digest of POP3's APOP, RFC 1939 7: MD5 over the greeting's timestamp and the password. */
#include "sasl/auth.h"
#include "sasl/scrub_private.h"

bool auth_apop(const char *timestamp, const struct secret *password, auth_md5 *md5, struct buf *out)
{
    struct buf text;
    unsigned char digest[16];
    buf_init_secret(&text, 0);
    scrub_begin();
    bool made = buf_add_str(&text, timestamp) && buf_add_span(&text, secret_span(password)) && md5(buf_span(&text), digest);
    scrub_end();
    buf_done(&text);
    return made && buf_add_hex(out, span_of(digest, sizeof digest));
}
