/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A login against a server that says anything. Byte 0 picks the mechanism, the rest is challenges: a length byte and that many
 * bytes each, of which '%' stands for the nonce that we sent, without which SCRAM would never get far. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "sasl/auth.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"SCRAM-SHA-256-PLUS", "SCRAM-SHA-1", "DIGEST-MD5", "CRAM-MD5", "PLAIN",
                                    "LOGIN", "XOAUTH2", "OAUTHBEARER", "EXTERNAL"};

static struct span nonce_of(struct span first)
{
    const unsigned char *at = first.len ? memmem(first.ptr, first.len, ",r=", 3) : NULL;
    return at ? span_skip(first, (size_t)(at + 3 - first.ptr)) : span_str("");
}

static void challenge_make(struct buf *to, struct span from, struct span nonce)
{
    buf_clear(to);
    for (size_t i = 0; i < from.len; i++)
        if (!(from.ptr[i] == '%' ? buf_add_span(to, nonce) : buf_add_char(to, (char)from.ptr[i])))
            abort();
}

static void talk(struct auth *a, struct span in)
{
    struct buf out, first, challenge = {0};
    buf_init_secret(&out, 0);
    buf_init_secret(&first, 0);
    enum auth_step step = auth_step(a, span_str(""), &first);
    while (in.len && step != AUTH_BROKEN) {
        size_t len = in.ptr[0];
        in = span_skip(in, 1);
        challenge_make(&challenge, span_head(in, len), nonce_of(buf_span(&first)));
        in = span_skip(in, len);
        buf_clear(&out);
        step = auth_step(a, buf_span(&challenge), &out);
    }
    if ((step == AUTH_BROKEN) != (*auth_error(a) != '\0') || !text_is_safe(span_str(auth_server_error(a))))
        abort();
    if (auth_server_signature_wrong(a) && auth_server_proven(a))
        abort();
    buf_done(&out);
    buf_done(&first);
    buf_done(&challenge);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct login login = {.user = (char *)"probe"};
    struct err err;

    if (!size)
        return 0;
    if (!secret_set(&login.password, span_str("secret")) || !secret_set(&login.token, span_str("tok123")))
        abort();
    struct auth_setting s = {.mech = mech_by_name(names[data[0] % (sizeof names / sizeof names[0])]), .login = &login,
                             .service = "imap", .host = "mail.example.org", .port = 993,
                             .exporter = span_str("0123456789abcdef0123456789abcdef")};
    struct auth *a = auth_new(&s, &err);
    if (!a)
        abort();
    talk(a, span_of(data + 1, size - 1));
    auth_free(a);
    secret_wipe(&login.password);
    secret_wipe(&login.token);
    return 0;
}
