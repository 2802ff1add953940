/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chain_complete.c - a chain that lacks its issuer, with what the issuer publishes put in its place (RFC 5280 4.2.2.1). */
#include "config.h"

#include <gnutls/pkcs7.h>
#include <gnutls/x509.h>

#include "tls/cert.h"

/* Certificates as DER, owned by GnuTLS. */
struct found {
    gnutls_datum_t ders[CHAIN_CERTS_MAX];
    size_t count;
};

static void found_done(struct found *f)
{
    for (size_t i = 0; i < f->count; i++)
        gnutls_free(f->ders[i].data);
}

/* false: it is no certificate of that form. */
static bool found_one(struct found *f, const gnutls_datum_t *bytes, gnutls_x509_crt_fmt_t form)
{
    gnutls_x509_crt_t cert;
    if (gnutls_x509_crt_init(&cert) < 0)
        return false;
    bool ok = gnutls_x509_crt_import(cert, bytes, form) >= 0 && gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_DER, &f->ders[0]) >= 0;
    f->count = ok;
    gnutls_x509_crt_deinit(cert);
    return ok;
}

static bool found_pkcs7(struct found *f, const gnutls_datum_t *bytes, gnutls_x509_crt_fmt_t form)
{
    gnutls_pkcs7_t set;
    if (gnutls_pkcs7_init(&set) < 0)
        return false;
    int count = gnutls_pkcs7_import(set, bytes, form) >= 0 ? gnutls_pkcs7_get_crt_count(set) : 0;
    for (int i = 0; i < count && f->count < CHAIN_CERTS_MAX; i++)
        if (gnutls_pkcs7_get_crt_raw2(set, (unsigned)i, &f->ders[f->count]) >= 0)
            f->count++;
    gnutls_pkcs7_deinit(set);
    return f->count > 0;
}

static void found_read(struct found *f, struct span bytes)
{
    const gnutls_datum_t all = {(unsigned char *)bytes.ptr, (unsigned)bytes.len};
    if (bytes.len && !found_one(f, &all, GNUTLS_X509_FMT_DER) && !found_pkcs7(f, &all, GNUTLS_X509_FMT_DER) &&
        !found_one(f, &all, GNUTLS_X509_FMT_PEM))
        found_pkcs7(f, &all, GNUTLS_X509_FMT_PEM);
}

bool chain_complete(struct chain *full_r, const struct chain *c, struct span found, const struct trust *trust, const char *host,
                    int64_t now_s, bool *readable_r)
{
    struct span ders[CHAIN_CERTS_MAX];
    size_t count = 0;
    struct found f = {0};
    found_read(&f, found);
    *readable_r = f.count > 0 && c->count < CHAIN_CERTS_MAX;
    for (size_t i = 0; i < c->count; i++)
        ders[count++] = span_of(c->certs[i].der, c->certs[i].der_len);
    for (size_t i = 0; i < f.count && count < CHAIN_CERTS_MAX; i++)
        ders[count++] = span_of(f.ders[i].data, f.ders[i].size);
    bool ok = chain_read(full_r, ders, count) && chain_check(full_r, trust, host, now_s);
    found_done(&f);
    return ok;
}
