/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tls/cert.h"

#include <stdio.h>
#include <stdlib.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>

#include "base/text.h"
#include "tls/cert_private.h"

#define SERIAL_MAX 64 /* bytes shown; RFC 5280 4.1.2.2 allows 20 */
#define KEY_ID_MAX 64

static void hex(char *to, size_t cap, struct span bytes, const char *digits)
{
    size_t n = 0;
    for (size_t i = 0; i < bytes.len && n + 2 < cap; i++) {
        to[n++] = digits[bytes.ptr[i] >> 4];
        to[n++] = digits[bytes.ptr[i] & 15];
    }
    to[n] = '\0';
}

static const char lower[] = "0123456789abcdef";

static bool read_prints(struct cert *c, struct span spki)
{
    unsigned char digest[32];
    if (gnutls_hash_fast(GNUTLS_DIG_SHA256, c->der, c->der_len, digest) == 0)
        hex(c->sha256, sizeof c->sha256, span_of(digest, 32), lower);
    if (gnutls_hash_fast(GNUTLS_DIG_SHA1, c->der, c->der_len, digest) == 0)
        hex(c->sha1, sizeof c->sha1, span_of(digest, 20), lower);
    if (!spki.len || gnutls_hash_fast(GNUTLS_DIG_SHA256, spki.ptr, spki.len, digest) != 0)
        return true;
    hex(c->spki_sha256, sizeof c->spki_sha256, span_of(digest, 32), lower);
    struct buf pin;
    buf_init(&pin, 0);
    const char *text = buf_add_base64(&pin, span_of(digest, 32)) ? buf_cstr(&pin) : NULL;
    if (text)
        snprintf(c->spki_pin, sizeof c->spki_pin, "%s", text);
    buf_done(&pin);
    return text != NULL;
}

/* A datum of GnuTLS to safe text; it is freed. NULL: no memory. */
static char *take_text(int ret, gnutls_datum_t *d)
{
    if (ret == GNUTLS_E_MEMORY_ERROR)
        return NULL;
    if (ret < 0)
        return strdup("");
    char *text = text_safe_dup(span_of(d->data, d->size));
    gnutls_free(d->data);
    return text;
}

typedef int (*dn_by_oid)(gnutls_x509_crt_t, const char *, unsigned, unsigned, void *, size_t *);

/* CN, else O, else the whole name. */
static char *short_name(gnutls_x509_crt_t x509, dn_by_oid get, const char *whole)
{
    static const char *const oids[] = {GNUTLS_OID_X520_COMMON_NAME, GNUTLS_OID_X520_ORGANIZATION_NAME};
    char name[256];
    for (size_t i = 0; i < 2; i++) {
        size_t len = sizeof name;
        if (get(x509, oids[i], 0, 0, name, &len) >= 0 && len > 0)
            return text_safe_dup(span_of(name, len));
    }
    return strdup(whole);
}

static bool read_identity(struct cert *c)
{
    gnutls_datum_t d;
    int ret = gnutls_x509_crt_get_dn3(c->x509, &d, 0);
    c->subject = take_text(ret, &d);
    ret = gnutls_x509_crt_get_issuer_dn3(c->x509, &d, 0);
    c->issuer = take_text(ret, &d);
    if (!c->subject || !c->issuer)
        return false;
    c->subject_cn = short_name(c->x509, gnutls_x509_crt_get_dn_by_oid, c->subject);
    c->issuer_cn = short_name(c->x509, gnutls_x509_crt_get_issuer_dn_by_oid, c->issuer);
    unsigned char serial[SERIAL_MAX];
    char text[2 * SERIAL_MAX + 1] = "";
    size_t len = sizeof serial;
    if (gnutls_x509_crt_get_serial(c->x509, serial, &len) >= 0)
        hex(text, sizeof text, span_of(serial, len), "0123456789ABCDEF");
    c->serial = strdup(text);
    c->not_before = gnutls_x509_crt_get_activation_time(c->x509);
    c->not_after = gnutls_x509_crt_get_expiration_time(c->x509);
    return c->subject_cn && c->issuer_cn && c->serial;
}

static bool read_unreadable(struct cert *c)
{
    char **texts[] = {&c->subject, &c->issuer, &c->subject_cn, &c->issuer_cn, &c->serial, &c->key, &c->signature};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (!(*texts[i] = strdup(i < 4 ? "(unreadable)" : "")))
            return false;
    c->path_len = -1;
    return read_prints(c, (struct span){0});
}

static bool keep_bytes(struct cert *c, struct span der)
{
    *c = (struct cert){0};
    c->der = malloc(der.len ? der.len : 1);
    if (!c->der)
        return false;
    memcpy(c->der, der.ptr, der.len);
    c->der_len = der.len;
    return true;
}

static bool read_facts(struct cert *c, const struct der_cert *parts)
{
    return read_prints(c, parts->spki) && read_identity(c) && cert_read_names(c) && cert_read_key(c) &&
           cert_read_usage(c) && cert_read_urls(c);
}

static bool names_itself(const struct der_cert *parts)
{
    return parts->issuer.len == parts->subject.len &&
           memcmp(parts->issuer.ptr, parts->subject.ptr, parts->issuer.len) == 0;
}

bool cert_read(struct cert *c, struct span der)
{
    struct der_cert parts;
    if (!keep_bytes(c, der))
        return false;
    if (!der_cert_read(der, &parts))
        return read_unreadable(c);
    if (!cert_hold(c))
        return false;
    if (!c->x509)
        return read_unreadable(c);
    c->self_issued = names_itself(&parts);
    c->self_signed = c->self_issued && cert_signed_by(c, c->x509);
    return read_facts(c, &parts);
}

bool cert_read_trusted(struct cert *c, struct span der, struct gnutls_x509_crt_int *x509)
{
    struct der_cert parts;
    if (!keep_bytes(c, der) || !der_cert_read(der, &parts))
        return false;
    c->self_issued = c->self_signed = names_itself(&parts);
    c->x509 = x509;
    bool ok = read_facts(c, &parts);
    c->x509 = NULL;
    return ok;
}

void cert_done(struct cert *c)
{
    char *texts[] = {c->subject,   c->issuer,    c->subject_cn,     c->issuer_cn, c->serial, c->key,
                     c->signature, c->key_usage, c->aia_issuer_url, c->ocsp_url,  c->crl_url};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        free(texts[i]);
    strv_done(&c->names);
    strv_done(&c->ips);
    strv_done(&c->purposes);
    cert_release(c);
    free(c->der);
    *c = (struct cert){0};
}

bool cert_hold(struct cert *c)
{
    if (c->x509)
        return true;
    gnutls_x509_crt_t x509;
    if (gnutls_x509_crt_init(&x509) < 0)
        return false;
    gnutls_datum_t der = {c->der, (unsigned)c->der_len};
    int ret = gnutls_x509_crt_import(x509, &der, GNUTLS_X509_FMT_DER);
    if (ret >= 0)
        c->x509 = x509;
    else
        gnutls_x509_crt_deinit(x509);
    return ret != GNUTLS_E_MEMORY_ERROR;
}

void cert_release(struct cert *c)
{
    if (c->x509)
        gnutls_x509_crt_deinit(c->x509);
    c->x509 = NULL;
}

/* Through the bare key: GnuTLS's check through the issuer's certificate would look at the clock. */
static bool verifies(gnutls_x509_crt_t issuer, gnutls_sign_algorithm_t algorithm, const gnutls_datum_t *tbs,
                     const gnutls_datum_t *signature)
{
    gnutls_pubkey_t key;
    if (gnutls_pubkey_init(&key) < 0)
        return false;
    /* A weak hash is told as such; it does not make the signature a wrong one. */
    bool ok = gnutls_pubkey_import_x509(key, issuer, 0) >= 0 &&
              gnutls_pubkey_verify_data2(
                  key, algorithm, GNUTLS_VERIFY_ALLOW_BROKEN | GNUTLS_VERIFY_ALLOW_SIGN_WITH_SHA1, tbs, signature) >= 0;
    gnutls_pubkey_deinit(key);
    return ok;
}

bool cert_signed_by(const struct cert *c, struct gnutls_x509_crt_int *issuer)
{
    struct der_cert parts;
    int algorithm = c->x509 && issuer ? gnutls_x509_crt_get_signature_algorithm(c->x509) : -1;
    if (algorithm < 0 || !der_cert_read(span_of(c->der, c->der_len), &parts))
        return false;
    unsigned char bytes[2048]; /* RSA-16384, the longest that GnuTLS verifies */
    size_t len = sizeof bytes;
    if (gnutls_x509_crt_get_signature(c->x509, (char *)bytes, &len) < 0)
        return false;
    gnutls_datum_t signature = {bytes, (unsigned)len};
    gnutls_datum_t tbs = {(unsigned char *)parts.tbs.ptr, (unsigned)parts.tbs.len};
    return verifies(issuer, (gnutls_sign_algorithm_t)algorithm, &tbs, &signature);
}

bool cert_key_id_fits(const struct cert *c, struct gnutls_x509_crt_int *issuer)
{
    unsigned char wanted[KEY_ID_MAX], own[KEY_ID_MAX];
    size_t wanted_len = sizeof wanted, own_len = sizeof own;
    if (gnutls_x509_crt_get_authority_key_id(c->x509, wanted, &wanted_len, NULL) < 0 ||
        gnutls_x509_crt_get_subject_key_id(issuer, own, &own_len, NULL) < 0)
        return true;
    return wanted_len == own_len && memcmp(wanted, own, own_len) == 0;
}

bool cert_only_cn(const struct cert *c, char *to, size_t cap)
{
    char second[2];
    size_t len = cap - 1, second_len = sizeof second;
    if (!c->x509 || gnutls_x509_crt_get_dn_by_oid(c->x509, GNUTLS_OID_X520_COMMON_NAME, 0, 0, to, &len) < 0)
        return false;
    to[len] = '\0';
    return strlen(to) == len && gnutls_x509_crt_get_dn_by_oid(c->x509, GNUTLS_OID_X520_COMMON_NAME, 1, 0, second,
                                                              &second_len) == GNUTLS_E_REQUESTED_DATA_NOT_AVAILABLE;
}

bool cert_pem(const struct cert *c, struct buf *out)
{
    struct buf text;
    buf_init(&text, 0);
    bool ok = buf_add_base64(&text, span_of(c->der, c->der_len)) && buf_add_str(out, "-----BEGIN CERTIFICATE-----\n");
    for (struct span rest = buf_span(&text); ok && rest.len; rest = span_skip(rest, 64)) /* RFC 7468 2 */
        ok = buf_add_span(out, span_head(rest, 64)) && buf_add_char(out, '\n');
    buf_done(&text);
    return ok && buf_add_str(out, "-----END CERTIFICATE-----\n");
}
