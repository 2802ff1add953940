/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server's certificates and OCSP response to facts and a judgement.
 *
 * Input: an octet of flags, then blocks of two octets of length and as many bytes: certificates, leaf first. Flag 1: the last block
 * is an OCSP response. Flag 2: the last certificate is trusted.
 */
#include <stdint.h>
#include <stdlib.h>

#include "tls/cert.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define BLOCKS_MAX 20
#define NOW 1795600000 /* 2026-11-25 */

static size_t read_blocks(struct span in, struct span *blocks)
{
    size_t count = 0;
    while (in.len >= 2 && count < BLOCKS_MAX) {
        size_t len = (size_t)in.ptr[0] << 8 | in.ptr[1];
        blocks[count++] = span_head(span_skip(in, 2), len);
        in = span_skip(in, 2 + len);
    }
    return count;
}

/* Whatever was sent: no judgement without a reason, every reason in its place. */
static void look(const struct chain *c)
{
    if (!c->checked || c->count > CHAIN_CERTS_MAX || c->bytes > CHAIN_BYTES_MAX || c->path_count > c->count)
        abort();
    if (c->count && !chain_passed(c) && c->trouble_count == 0)
        abort();
    for (size_t i = 0; i < c->trouble_count; i++)
        if (c->troubles[i].at >= (int)c->count || !c->troubles[i].detail[0])
            abort();
    for (size_t i = 0; i < c->count; i++)
        if (!c->certs[i].subject || !c->certs[i].key || c->certs[i].x509)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span blocks[BLOCKS_MAX], ocsp = {0};
    struct chain chain;
    struct buf pem = {0};
    struct err err;
    if (size == 0)
        return 0;
    size_t count = read_blocks(span_of(data + 1, size - 1), blocks);
    if (data[0] & 1 && count)
        ocsp = blocks[--count];
    if (!chain_read(&chain, blocks, count) || !chain_staple(&chain, ocsp))
        abort();
    if (data[0] & 2 && chain.count && !cert_pem(&chain.certs[chain.count - 1], &pem))
        abort();
    struct trust *trust = trust_new(buf_span(&pem), "the last one", &err);
    if (!trust || !chain_check(&chain, trust, "mail.example.test", NOW))
        abort();
    look(&chain);
    trust_free(trust);
    chain_done(&chain);
    buf_done(&pem);
    return 0;
}
