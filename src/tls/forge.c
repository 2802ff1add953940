/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forge.c - certificates made to measure, with GnuTLS. */
#include "tls/forge.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>

#include "tls/forge_private.h"

#define SERIAL_BYTES 16 /* RFC 5280 4.1.2.2 allows 20; 64 random bits are asked of public CAs */
#define KEY_ID_BYTES 64

static int forge_key(struct forged *f, enum forge_key kind)
{
    int rc = gnutls_x509_privkey_init(&f->key);
    if (rc < 0)
        return rc;
    switch (kind) {
    case FORGE_EC_P256:
        return gnutls_x509_privkey_generate(f->key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0);
    case FORGE_RSA_2048:
        return gnutls_x509_privkey_generate(f->key, GNUTLS_PK_RSA, 2048, 0);
    case FORGE_RSA_1024:
        return gnutls_x509_privkey_generate(f->key, GNUTLS_PK_RSA, 1024, 0);
    }
    return GNUTLS_E_INVALID_REQUEST;
}

static int forge_serial(gnutls_x509_crt_t cert)
{
    unsigned char serial[SERIAL_BYTES];
    int rc = gnutls_rnd(GNUTLS_RND_NONCE, serial, sizeof(serial));
    if (rc < 0)
        return rc;
    serial[0] = (serial[0] & 0x7f) | 0x40; /* positive, and never shorter by a leading zero */
    return gnutls_x509_crt_set_serial(cert, serial, sizeof(serial));
}

static int forge_subject(gnutls_x509_crt_t cert, const struct forge_recipe *r)
{
    int rc = 0;
    if (r->organization)
        rc = gnutls_x509_crt_set_dn_by_oid(cert, GNUTLS_OID_X520_ORGANIZATION_NAME, 0, r->organization,
                                           (unsigned)strlen(r->organization));
    if (rc >= 0 && r->cn)
        rc = gnutls_x509_crt_set_dn_by_oid(cert, GNUTLS_OID_X520_COMMON_NAME, 0, r->cn, (unsigned)strlen(r->cn));
    for (size_t i = 0; rc >= 0 && r->dns_names && r->dns_names[i]; i++)
        rc = gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_DNSNAME, r->dns_names[i],
                                                  (unsigned)strlen(r->dns_names[i]), i ? GNUTLS_FSAN_APPEND : GNUTLS_FSAN_SET);
    if (rc >= 0 && r->issuer_url) {
        gnutls_datum_t url = {(unsigned char *)r->issuer_url, (unsigned)strlen(r->issuer_url)};
        rc = gnutls_x509_crt_set_authority_info_access(cert, GNUTLS_IA_CAISSUERS_URI, &url);
    }
    return rc;
}

static int forge_purpose(gnutls_x509_crt_t cert, const struct forge_recipe *r)
{
    if (r->is_ca) {
        int rc = gnutls_x509_crt_set_basic_constraints(cert, 1, -1);
        return rc < 0 ? rc : gnutls_x509_crt_set_key_usage(cert, GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN);
    }
    unsigned usage = GNUTLS_KEY_DIGITAL_SIGNATURE;
    if (r->key != FORGE_EC_P256)
        usage |= GNUTLS_KEY_KEY_ENCIPHERMENT;
    int rc = gnutls_x509_crt_set_basic_constraints(cert, 0, -1);
    if (rc >= 0)
        rc = gnutls_x509_crt_set_key_usage(cert, usage);
    if (rc < 0)
        return rc;
    switch (r->purpose) {
    case FORGE_FOR_SERVERS:
        return gnutls_x509_crt_set_key_purpose_oid(cert, GNUTLS_KP_TLS_WWW_SERVER, 0);
    case FORGE_FOR_CLIENTS:
        return gnutls_x509_crt_set_key_purpose_oid(cert, GNUTLS_KP_TLS_WWW_CLIENT, 0);
    case FORGE_FOR_ANYTHING:
        break;
    }
    return 0;
}

/* So that whoever builds the path finds the issuer by key and not only by name. */
static int forge_key_ids(gnutls_x509_crt_t cert, gnutls_x509_crt_t issuer)
{
    unsigned char id[KEY_ID_BYTES];
    size_t len = sizeof(id);
    int rc = gnutls_x509_crt_get_key_id(cert, 0, id, &len);
    if (rc >= 0)
        rc = gnutls_x509_crt_set_subject_key_id(cert, id, len);
    len = sizeof(id);
    if (rc >= 0)
        rc = gnutls_x509_crt_get_key_id(issuer, 0, id, &len);
    return rc < 0 ? rc : gnutls_x509_crt_set_authority_key_id(cert, id, len);
}

static int forge_cert(struct forged *f, const struct forge_recipe *r, const struct forged *issuer)
{
    int rc = gnutls_x509_crt_init(&f->cert);
    if (rc >= 0)
        rc = gnutls_x509_crt_set_version(f->cert, 3);
    if (rc >= 0)
        rc = forge_serial(f->cert);
    if (rc >= 0)
        rc = gnutls_x509_crt_set_activation_time(f->cert, (time_t)r->not_before);
    if (rc >= 0)
        rc = gnutls_x509_crt_set_expiration_time(f->cert, (time_t)r->not_after);
    if (rc >= 0)
        rc = forge_subject(f->cert, r);
    if (rc >= 0)
        rc = gnutls_x509_crt_set_key(f->cert, f->key);
    if (rc >= 0)
        rc = forge_purpose(f->cert, r);
    if (rc >= 0)
        rc = forge_key_ids(f->cert, issuer->cert);
    if (rc >= 0)
        rc = gnutls_x509_crt_sign2(f->cert, issuer->cert, issuer->key,
                                   r->hash == FORGE_SHA1 ? GNUTLS_DIG_SHA1 : GNUTLS_DIG_SHA256, 0);
    return rc;
}

struct forged *forge_new(const struct forge_recipe *r, const struct forged *issuer, struct err *err)
{
    struct forged *f = calloc(1, sizeof(*f));
    if (!f) {
        err_memory(err);
        return NULL;
    }
    int rc = forge_key(f, r->key);
    if (rc >= 0)
        rc = forge_cert(f, r, issuer ? issuer : f);
    if (rc < 0) {
        if (rc == GNUTLS_E_MEMORY_ERROR)
            err_memory(err);
        else
            err_set(err, ERR_LIBRARY, rc, "the practice certificate for '%s' could not be made: %s", r->cn ? r->cn : "",
                    gnutls_strerror(rc));
        forge_free(f);
        return NULL;
    }
    return f;
}

void forge_free(struct forged *f)
{
    if (!f)
        return;
    if (f->cert)
        gnutls_x509_crt_deinit(f->cert);
    if (f->key)
        gnutls_x509_privkey_deinit(f->key);
    free(f);
}

static bool forge_export(const struct forged *f, gnutls_x509_crt_fmt_t form, struct buf *out)
{
    gnutls_datum_t bytes;
    if (gnutls_x509_crt_export2(f->cert, form, &bytes) < 0)
        return false;
    bool ok = buf_add(out, bytes.data, bytes.size);
    gnutls_free(bytes.data);
    return ok;
}

bool forge_cert_pem(const struct forged *f, struct buf *out)
{
    return forge_export(f, GNUTLS_X509_FMT_PEM, out);
}

bool forge_cert_der(const struct forged *f, struct buf *out)
{
    return forge_export(f, GNUTLS_X509_FMT_DER, out);
}

bool forge_key_pem(const struct forged *f, struct buf *out)
{
    gnutls_datum_t pem;
    if (gnutls_x509_privkey_export2(f->key, GNUTLS_X509_FMT_PEM, &pem) < 0)
        return false;
    bool ok = buf_add(out, pem.data, pem.size);
    gnutls_memset(pem.data, 0, pem.size);
    gnutls_free(pem.data);
    return ok;
}
