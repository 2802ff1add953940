/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hello.c - the ClientHello of hello.h, written out; RFC 8446 4.1.2, RFC 5246 7.4.1.2, RFC 6101 5.6.1.2. */
#include "config.h"

#include "tls/hello.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#define TLS10 0x0301
#define TLS12 0x0303
#define TLS13 0x0304

/* Lengths are written when what they count is there. */
struct mark {
    size_t at;
    unsigned width;
};

static bool put(struct buf *b, unsigned width, size_t value)
{
    unsigned char bytes[4];

    for (unsigned i = 0; i < width; i++)
        bytes[i] = (unsigned char)(value >> (8 * (width - 1 - i)));
    return buf_add(b, bytes, width);
}

static struct mark open_length(struct buf *b, unsigned width)
{
    put(b, width, 0);
    return (struct mark){buf_len(b), width};
}

static void close_length(struct buf *b, struct mark m)
{
    if (b->broken)
        return;
    size_t len = buf_len(b) - m.at;
    unsigned char *to = b->bytes + b->start + m.at - m.width;

    for (unsigned i = 0; i < m.width; i++)
        to[i] = (unsigned char)(len >> (8 * (m.width - 1 - i)));
}

static bool put_random(struct buf *b, size_t len)
{
    unsigned char bytes[32];

    return gnutls_rnd(GNUTLS_RND_NONCE, bytes, len) == 0 && buf_add(b, bytes, len);
}

static void put_list(struct buf *b, const uint16_t *list, size_t count)
{
    struct mark m = open_length(b, 2);

    for (size_t i = 0; i < count; i++)
        put(b, 2, list[i]);
    close_length(b, m);
}

static struct mark open_extension(struct buf *b, unsigned type)
{
    put(b, 2, type);
    return open_length(b, 2);
}

/* RFC 6066 3 */
static void put_name(struct buf *b, const char *name)
{
    struct mark ext = open_extension(b, 0), list = open_length(b, 2);

    put(b, 1, 0);
    struct mark host = open_length(b, 2);
    buf_add_str(b, name);
    close_length(b, host);
    close_length(b, list);
    close_length(b, ext);
}

static void put_groups(struct buf *b, const struct hello *h)
{
    struct mark ext = open_extension(b, 10);

    put_list(b, h->groups, h->group_count);
    close_length(b, ext);
    ext = open_extension(b, 11); /* points uncompressed, RFC 8422 5.1.2 */
    put(b, 2, 0x0100);
    close_length(b, ext);
}

/* Every scheme there is: what a server signs with is judged elsewhere, and must not hide what else it would take. */
static void put_signatures(struct buf *b)
{
    static const uint16_t schemes[] = {
        0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x081a, 0x081b, 0x081c, 0x0809, 0x080a, 0x080b, 0x0804, 0x0805,
        0x0806, 0x0401, 0x0501, 0x0601, 0x0303, 0x0301, 0x0402, 0x0502, 0x0602, 0x0302, 0x0203, 0x0201, 0x0202,
    };
    struct mark ext = open_extension(b, 13);

    put_list(b, schemes, sizeof schemes / sizeof *schemes);
    close_length(b, ext);
}

/* RFC 8446 4.2.1, 4.2.8, 4.2.9 */
static void put_tls13(struct buf *b)
{
    struct mark ext = open_extension(b, 43);
    put(b, 1, 2);
    put(b, 2, TLS13);
    close_length(b, ext);
    ext = open_extension(b, 45);
    put(b, 2, 0x0101);
    close_length(b, ext);
    ext = open_extension(b, 51); /* no key: "in order to request group selection from the server" */
    put(b, 2, 0);
    close_length(b, ext);
}

static void put_extensions(struct buf *b, const struct hello *h)
{
    struct mark all = open_length(b, 2);

    if (h->sni)
        put_name(b, h->sni);
    if (h->group_count)
        put_groups(b, h);
    if (h->version >= TLS12)
        put_signatures(b);
    if (h->version == TLS13) {
        put_tls13(b);
    } else {
        close_length(b, open_extension(b, 23)); /* extended master secret */
        struct mark ext = open_extension(b, 0xff01);
        put(b, 1, 0);
        close_length(b, ext);
    }
    close_length(b, all);
}

bool hello_write(struct buf *out, const struct hello *h)
{
    bool random = true;

    put(out, 1, 22);
    put(out, 2, h->version == 0x0300 ? 0x0300 : TLS10); /* RFC 8446 5.1 */
    struct mark record = open_length(out, 2);
    put(out, 1, 1);
    struct mark message = open_length(out, 3);
    put(out, 2, h->version > TLS12 ? TLS12 : h->version);
    random = put_random(out, 32);
    put(out, 1, h->version == TLS13 ? 32 : 0); /* a session's name that means nothing, RFC 8446 D.4 */
    if (h->version == TLS13)
        random = put_random(out, 32) && random;
    put_list(out, h->suites, h->suite_count);
    put(out, 2, 0x0100); /* no compression */
    if (h->version >= TLS10)
        put_extensions(out, h);
    close_length(out, message);
    close_length(out, record);
    return random && !out->broken;
}

/* ---- groups ---- */

static const struct {
    uint16_t id;
    const char *name;
    unsigned bits;
    bool tls12, tls13;
} groups[] = {
    {29, "X25519", 255, true, true},
    {23, "SECP256R1", 256, true, true},
    {24, "SECP384R1", 384, true, true},
    {25, "SECP521R1", 521, true, true},
    {30, "X448", 448, true, true},
    {0x11ec, "X25519MLKEM768", 255, false, true},
    {0x11eb, "SECP256R1MLKEM768", 256, false, true},
    {0x11ed, "SECP384R1MLKEM1024", 384, false, true},
    {256, "FFDHE2048", 2048, true, true},
    {257, "FFDHE3072", 3072, true, true},
    {258, "FFDHE4096", 4096, true, true},
    {259, "FFDHE6144", 6144, true, true},
    {260, "FFDHE8192", 8192, true, true},
    {26, "BRAINPOOLP256R1", 256, true, false},
    {27, "BRAINPOOLP384R1", 384, true, false},
    {28, "BRAINPOOLP512R1", 512, true, false},
    {22, "SECP256K1", 256, true, false},
    {21, "SECP224R1", 224, true, false},
    {19, "SECP192R1", 192, true, false},
    {18, "SECP192K1", 192, true, false},
    {16, "SECP160R1", 160, true, false},
};
#define GROUP_COUNT (sizeof groups / sizeof *groups)
_Static_assert(GROUP_COUNT <= HELLO_GROUPS_MAX, "callers' arrays are too small");

const char *hello_group_name(uint16_t group)
{
    for (size_t i = 0; i < GROUP_COUNT; i++)
        if (groups[i].id == group)
            return groups[i].name;
    return NULL;
}

unsigned hello_group_bits(uint16_t group)
{
    for (size_t i = 0; i < GROUP_COUNT; i++)
        if (groups[i].id == group)
            return groups[i].bits;
    return 0;
}

size_t hello_groups_of(uint16_t version, uint16_t *ids)
{
    size_t count = 0;

    for (size_t i = 0; i < GROUP_COUNT; i++)
        if (version == TLS13 ? groups[i].tls13 : groups[i].tls12)
            ids[count++] = groups[i].id;
    return count;
}
