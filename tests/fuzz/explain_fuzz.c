/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A login's messages in words: byte 0 picks mechanism, byte 1 the side and the turn; the rest is the message. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "sasl/auth.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"SCRAM-SHA-256-PLUS", "DIGEST-MD5", "CRAM-MD5", "PLAIN", "LOGIN",
                                    "XOAUTH2", "OAUTHBEARER", "EXTERNAL", "X-OURS"};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf out = {0};

    if (size < 2)
        return 0;
    auth_explain(names[data[0] % (sizeof names / sizeof names[0])], data[1] & 1, data[1] >> 1, span_of(data + 2, size - 2), &out);
    /* One byte of a message becomes at most 8 of text ("<U+001B>"), and messages are cut before that. */
    if (!buf_len(&out) || buf_len(&out) > 8 * 2000 + 100 || !text_is_safe(buf_span(&out)))
        abort();
    buf_done(&out);
    return 0;
}
