/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No word that a user types may become a command of its own. Byte 0 picks the protocol and byte 1 the command, as in
 * reply_fuzz.c; then come the user and the secret, with a TAB between; the one is also the name we give, the mechanism and
 * the response, the other the initial response. */
#include <stdint.h>
#include <stdlib.h>

#include "proto/proto.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t count_of(struct span s, unsigned char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] == c;
    return n;
}

static void require_one_line(struct span out, size_t literals)
{
    if (out.len < 2 || out.ptr[out.len - 2] != '\r' || out.ptr[out.len - 1] != '\n')
        abort();
    if (count_of(out, '\n') > 1 + literals || count_of(out, '\r') > 1 + literals || count_of(out, '\0'))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count = 0;
    while (protos[count])
        count++;
    if (size < 2)
        return 0;
    const struct proto *p = protos[data[0] % count];
    enum say what = (enum say)((data[1] - 'A') & 0xff) % SAY_COUNT;
    struct span in = span_of(data + 2, size - 2);
    const unsigned char *tab = in.len ? memchr(in.ptr, '\t', in.len) : NULL;
    struct words w = {.tag = "w1", .user = span_head(in, tab ? (size_t)(tab - in.ptr) : in.len)};
    char *name = strndup((const char *)w.user.ptr, w.user.len);
    w.secret = w.initial = span_skip(in, w.user.len + 1);
    w.has_initial = tab != NULL;
    w.response = w.user;
    w.self = w.mechanism = name;
    w.literal_plus = size & 1;
    struct buf out = {0};
    if (p->say(&out, what, &w))
        require_one_line(buf_span(&out), what == SAY_LOGIN ? 2 : 0);
    else if (buf_len(&out))
        abort();
    buf_done(&out);
    free(name);
    return 0;
}
