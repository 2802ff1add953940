/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server's bytes to a reply, and the reply to a feature list. Byte 0 picks the protocol ('0' to '3': the order of list.h),
 * byte 1 what was asked ('A': the greeting, and so on in the order of enum say); the tag is "w1". */
#include <stdint.h>
#include <stdlib.h>

#include "proto/proto.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool true_thing)
{
    if (!true_thing)
        abort();
}

static void require_inside(struct span part, struct span whole)
{
    require(part.len == 0 || (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len));
}

/* The same reply must come out of its own bytes alone, and nothing out of one byte less. */
static void require_exact(const struct proto *p, const struct reply *r, const struct ask *ask)
{
    struct reply again;
    require(p->reply(&again, r->all, ask) == (long)r->all.len);
    require(again.answer == r->answer && again.odd == r->odd && again.last.ptr == r->last.ptr && again.last.len == r->last.len);
    require(p->reply(&again, span_head(r->all, r->all.len - 1), ask) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t count = 0;
    while (protos[count])
        count++;
    if (size < 2)
        return 0;
    const struct proto *p = protos[data[0] % count];
    struct ask ask = {.what = (enum say)((data[1] - 'A') & 0xff) % SAY_COUNT, .tag = p->tagged ? "w1" : NULL};
    struct span in = span_of(data + 2, size - 2);
    struct reply r;
    long n = p->reply(&r, in, &ask);
    if (n <= 0) {
        require(n == 0 || n == -1);
        return 0;
    }
    require((size_t)n <= in.len && r.all.ptr == in.ptr && r.all.len == (size_t)n);
    require_inside(r.first, r.all);
    require_inside(r.last, r.all);
    require_inside(r.resp_code, r.last);
    require_inside(r.text, r.last);
    require_inside(r.challenge, r.last);
    require_exact(p, &r, &ask);
    struct caps caps = {0};
    int got = p->caps(&caps, &r, &ask);
    require(caps.known == (got == 1) && caps.list.count <= PROTO_CAPS_MAX && caps.mechs.count <= PROTO_CAPS_MAX);
    caps_done(&caps);
    return 0;
}
