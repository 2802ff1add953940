/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key, signature, usage and addresses of a certificate in words. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include <gnutls/abstract.h>
#include <gnutls/x509.h>

#include "base/text.h"
#include "tls/cert_private.h"

#define RSA_BITS_MIN 2048 /* RFC 9325 4.5 */
#define EC_BITS_MIN 224
#define PURPOSES_MAX 64
#define URL_MAX 2048

static const char *curve_name(gnutls_x509_crt_t x509)
{
    gnutls_ecc_curve_t curve;
    if (gnutls_x509_crt_get_pk_ecc_raw(x509, &curve, NULL, NULL) < 0)
        return NULL;
    switch (curve) {
    case GNUTLS_ECC_CURVE_SECP192R1:
        return "EC-P192";
    case GNUTLS_ECC_CURVE_SECP224R1:
        return "EC-P224";
    case GNUTLS_ECC_CURVE_SECP256R1:
        return "EC-P256";
    case GNUTLS_ECC_CURVE_SECP384R1:
        return "EC-P384";
    case GNUTLS_ECC_CURVE_SECP521R1:
        return "EC-P521";
    default: /* GnuTLS's enum */
        return gnutls_ecc_curve_get_name(curve);
    }
}

static bool is_rsa_like(int algorithm)
{
    return algorithm == GNUTLS_PK_RSA || algorithm == GNUTLS_PK_RSA_PSS || algorithm == GNUTLS_PK_DSA;
}

static bool read_signature(struct cert *c)
{
    int algorithm = gnutls_x509_crt_get_signature_algorithm(c->x509);
    const char *name = algorithm > 0 ? gnutls_sign_get_name((gnutls_sign_algorithm_t)algorithm) : NULL;
    gnutls_digest_algorithm_t hash =
        algorithm > 0 ? gnutls_sign_get_hash_algorithm((gnutls_sign_algorithm_t)algorithm) : GNUTLS_DIG_UNKNOWN;
    c->signature = strdup(name ? name : "unknown");
    c->weak_signature =
        !c->self_signed && (hash == GNUTLS_DIG_SHA1 || hash == GNUTLS_DIG_MD5 || hash == GNUTLS_DIG_MD2);
    return c->signature != NULL;
}

bool cert_read_key(struct cert *c)
{
    int algorithm = gnutls_x509_crt_get_pk_algorithm(c->x509, &c->key_bits);
    const char *name = algorithm == GNUTLS_PK_ECDSA ? curve_name(c->x509) : NULL;
    if (!name)
        name = algorithm > 0 ? gnutls_pk_get_name((gnutls_pk_algorithm_t)algorithm) : "unknown";
    char text[80];
    if (is_rsa_like(algorithm))
        snprintf(text, sizeof text, "%s-%u", name, c->key_bits);
    else
        snprintf(text, sizeof text, "%s", name);
    c->weak_key =
        is_rsa_like(algorithm) ? c->key_bits < RSA_BITS_MIN : algorithm == GNUTLS_PK_ECDSA && c->key_bits < EC_BITS_MIN;
    c->key = strdup(text);
    return c->key && read_signature(c);
}

static bool read_key_usage(struct cert *c)
{
    static const struct {
        unsigned bit;
        const char *name;
    } usages[] = {
        /* RFC 5280 4.2.1.3 */
        {GNUTLS_KEY_DIGITAL_SIGNATURE, "digitalSignature"},
        {GNUTLS_KEY_NON_REPUDIATION, "nonRepudiation"},
        {GNUTLS_KEY_KEY_ENCIPHERMENT, "keyEncipherment"},
        {GNUTLS_KEY_DATA_ENCIPHERMENT, "dataEncipherment"},
        {GNUTLS_KEY_KEY_AGREEMENT, "keyAgreement"},
        {GNUTLS_KEY_KEY_CERT_SIGN, "keyCertSign"},
        {GNUTLS_KEY_CRL_SIGN, "cRLSign"},
        {GNUTLS_KEY_ENCIPHER_ONLY, "encipherOnly"},
        {GNUTLS_KEY_DECIPHER_ONLY, "decipherOnly"},
    };
    unsigned bits;
    if (gnutls_x509_crt_get_key_usage(c->x509, &bits, NULL) < 0)
        return true;
    struct buf text;
    buf_init(&text, 0);
    bool ok = true;
    for (size_t i = 0; ok && i < sizeof usages / sizeof usages[0]; i++)
        if (bits & usages[i].bit)
            ok = buf_addf(&text, "%s%s", buf_len(&text) ? ", " : "", usages[i].name);
    c->key_usage = buf_take(&text);
    buf_done(&text);
    return ok && c->key_usage;
}

/* RFC 5280 4.2.1.12; the others stay as numbers. */
static const char *purpose_name(const char *oid)
{
    static const char *const names[][2] = {
        {GNUTLS_KP_TLS_WWW_SERVER, "serverAuth"},  {GNUTLS_KP_TLS_WWW_CLIENT, "clientAuth"},
        {GNUTLS_KP_CODE_SIGNING, "codeSigning"},   {GNUTLS_KP_EMAIL_PROTECTION, "emailProtection"},
        {GNUTLS_KP_TIME_STAMPING, "timeStamping"}, {GNUTLS_KP_OCSP_SIGNING, "OCSPSigning"},
        {GNUTLS_KP_ANY, "anyExtendedKeyUsage"},
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(names[i][0], oid) == 0)
            return names[i][1];
    return oid;
}

bool cert_read_usage(struct cert *c)
{
    unsigned is_ca = 0;
    c->path_len = -1;
    if (gnutls_x509_crt_get_basic_constraints(c->x509, NULL, &is_ca, &c->path_len) >= 0)
        c->is_ca = is_ca != 0;
    if (!read_key_usage(c))
        return false;
    for (unsigned i = 0; i < PURPOSES_MAX; i++) {
        char oid[128];
        size_t len = sizeof oid;
        int ret = gnutls_x509_crt_get_key_purpose_oid(c->x509, i, oid, &len, NULL);
        if (ret < 0)
            return ret != GNUTLS_E_MEMORY_ERROR;
        if (!strv_add_str(&c->purposes, purpose_name(oid)))
            return false;
    }
    return true;
}

static bool read_access_url(struct cert *c, int what, char **url_r)
{
    gnutls_datum_t d;
    for (unsigned seq = 0; seq < 16; seq++) {
        int ret = gnutls_x509_crt_get_authority_info_access(c->x509, seq, what, &d, NULL);
        if (ret == GNUTLS_E_UNKNOWN_ALGORITHM) /* this one is of another kind: look on */
            continue;
        if (ret < 0)
            return ret != GNUTLS_E_MEMORY_ERROR;
        *url_r = text_safe_dup(span_of(d.data, d.size < URL_MAX ? d.size : URL_MAX));
        gnutls_free(d.data);
        return *url_r != NULL;
    }
    return true;
}

bool cert_read_urls(struct cert *c)
{
    if (!read_access_url(c, GNUTLS_IA_CAISSUERS_URI, &c->aia_issuer_url) ||
        !read_access_url(c, GNUTLS_IA_OCSP_URI, &c->ocsp_url))
        return false;
    char url[URL_MAX];
    size_t len = sizeof url;
    if (gnutls_x509_crt_get_crl_dist_points(c->x509, 0, url, &len, NULL, NULL) < 0)
        return true;
    c->crl_url = text_safe_dup(span_of(url, len));
    return c->crl_url != NULL;
}
