/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subjectAltName (RFC 5280 4.2.1.6) as text. */
#include "config.h"

#include <arpa/inet.h>

#include <gnutls/x509-ext.h>
#include <gnutls/x509.h>

#include "base/text.h"
#include "tls/cert_private.h"

#define NAMES_MAX 4096
#define OID_SRV_NAME "1.3.6.1.5.5.7.8.7"    /* RFC 4985 2 */
#define OID_XMPP_ADDRESS "1.3.6.1.5.5.7.8.5" /* RFC 6120 13.7.1.4 */

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

/* The string inside an otherName's value; the value itself where there is none. */
static struct span inner(struct span value)
{
    unsigned char tag;
    struct span element, inside, rest = value;
    return der_next(&rest, &tag, &element, &inside) ? inside : value;
}

static bool add_other(struct cert *c, struct span oid, struct span value)
{
    if (span_is(oid, OID_SRV_NAME))
        return add(&c->names, "srv:", inner(value));
    if (span_is(oid, OID_XMPP_ADDRESS))
        return add(&c->names, "xmpp:", inner(value));
    return add(&c->names, "other:", oid);
}

static bool add_name(struct cert *c, unsigned type, struct span oid, struct span value)
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
    case GNUTLS_SAN_OTHERNAME:
        return add_other(c, oid, value);
    default: /* GnuTLS's enum: registeredID and what may come */
        return add(&c->names, "other:", value);
    }
}

/* The extension is taken apart once; asking the certificate name by name would do so for every name. */
static int read_extension(gnutls_x509_crt_t x509, gnutls_subject_alt_names_t names)
{
    gnutls_datum_t extension;
    int ret = gnutls_x509_crt_get_extension_by_oid2(x509, GNUTLS_X509EXT_OID_SAN, 0, &extension, NULL);
    if (ret < 0)
        return ret;
    ret = gnutls_x509_ext_import_subject_alt_names(&extension, names, 0);
    gnutls_free(extension.data);
    return ret;
}

bool cert_read_names(struct cert *c)
{
    gnutls_subject_alt_names_t names;
    c->names.limit = c->ips.limit = NAMES_MAX;
    if (gnutls_subject_alt_names_init(&names) < 0)
        return false;
    bool ok = read_extension(c->x509, names) != GNUTLS_E_MEMORY_ERROR;
    for (unsigned seq = 0; ok && seq < NAMES_MAX; seq++) {
        gnutls_datum_t value, oid = {NULL, 0};
        unsigned type;
        if (gnutls_subject_alt_names_get(names, seq, &type, &value, &oid) < 0)
            break;
        size_t oid_len = oid.data ? strnlen((const char *)oid.data, oid.size) : 0;
        ok = add_name(c, type, span_of(oid.data, oid_len), span_of(value.data, value.size));
    }
    gnutls_subject_alt_names_deinit(names);
    return ok;
}
