/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subjectAltName (RFC 5280 4.2.1.6) as text. */
#include "config.h"

#include <arpa/inet.h>
#include <stdlib.h>

#include <gnutls/x509.h>

#include "base/text.h"
#include "tls/cert_private.h"

#define NAMES_MAX 4096
#define NAME_ROOM 256 /* a host name and its NUL fit */

static bool add(struct strv *names, const char *type, struct span value)
{
    struct buf text;
    buf_init(&text, 0);
    bool ok = buf_add_str(&text, type) && text_safe(&text, value) && strv_add(names, buf_span(&text));
    buf_done(&text);
    return ok;
}

static bool add_ip(struct cert *c, struct span value)
{
    char text[INET6_ADDRSTRLEN];
    int family = value.len == 4 ? AF_INET : AF_INET6;
    if ((value.len != 4 && value.len != 16) || !inet_ntop(family, value.ptr, text, sizeof text))
        return add(&c->names, "ip:", value);
    return strv_add_str(&c->names, text) && strv_add_str(&c->ips, text);
}

static bool add_other(struct cert *c, unsigned seq)
{
    char oid[128] = "";
    size_t len = sizeof oid;
    gnutls_x509_crt_get_subject_alt_othername_oid(c->x509, seq, oid, &len);
    return add(&c->names, "other:", span_str(oid));
}

static bool add_name(struct cert *c, unsigned seq, int type, struct span value)
{
    c->has_san = true;
    switch (type) {
    case GNUTLS_SAN_DNSNAME:
        c->has_dns_name = true;
        return add(&c->names, "", value);
    case GNUTLS_SAN_IPADDRESS:
        return add_ip(c, value);
    case GNUTLS_SAN_RFC822NAME:
        return add(&c->names, "email:", value);
    case GNUTLS_SAN_URI:
        return add(&c->names, "uri:", value);
    case GNUTLS_SAN_DN:
        return add(&c->names, "dn:", value);
    case GNUTLS_SAN_OTHERNAME_SRV: /* RFC 4985 2; GnuTLS takes these two out of their wrapping */
        return add(&c->names, "srv:", value);
    case GNUTLS_SAN_OTHERNAME_XMPP: /* RFC 6120 13.7.1.4 */
        return add(&c->names, "xmpp:", value);
    case GNUTLS_SAN_OTHERNAME:
        return add_other(c, seq);
    default: /* GnuTLS's enum: registeredID and what may come */
        return add(&c->names, "other:", value);
    }
}

/* A block that grows to the longest name. */
struct block {
    unsigned char *bytes;
    size_t cap, len;
};

/* The kind of the seq-th name and its bytes in b, or a negative error. */
static int read_name(const struct cert *c, unsigned seq, struct block *b)
{
    b->len = b->cap;
    int type = gnutls_x509_crt_get_subject_alt_name(c->x509, seq, b->bytes, &b->len, NULL);
    if (type != GNUTLS_E_SHORT_MEMORY_BUFFER || b->len > CHAIN_BYTES_MAX)
        return type;
    size_t cap = b->len + NAME_ROOM;
    unsigned char *bytes = realloc(b->bytes, cap);
    if (!bytes)
        return GNUTLS_E_MEMORY_ERROR;
    *b = (struct block){bytes, cap, cap};
    return gnutls_x509_crt_get_subject_alt_name(c->x509, seq, b->bytes, &b->len, NULL);
}

bool cert_read_names(struct cert *c)
{
    struct block b = {.bytes = malloc(NAME_ROOM), .cap = NAME_ROOM};
    int type = b.bytes ? 0 : GNUTLS_E_MEMORY_ERROR;
    c->names.limit = c->ips.limit = NAMES_MAX;
    for (unsigned seq = 0; type >= 0 && seq < NAMES_MAX; seq++) {
        type = read_name(c, seq, &b);
        if (type >= 0 && !add_name(c, seq, type, span_of(b.bytes, b.len)))
            type = GNUTLS_E_MEMORY_ERROR;
    }
    free(b.bytes);
    return type != GNUTLS_E_MEMORY_ERROR;
}
