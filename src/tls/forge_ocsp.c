/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forge_ocsp.c - an OCSP response (RFC 6960 4.2.1), written out in DER because GnuTLS reads them only. */
#include "tls/forge.h"

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tls/forge_private.h"

#define DAY INT64_C(86400)
#define NAME_MAX_DER 1024
#define SERIAL_MAX_DER 32

enum {
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_OCTET_STRING = 0x04,
    DER_OID = 0x06,
    DER_ENUMERATED = 0x0a,
    DER_TIME = 0x18,     /* GeneralizedTime */
    DER_SEQUENCE = 0x30,
    DER_STATUS_GOOD = 0x80,
    DER_EXPLICIT_0 = 0xa0,
    DER_EXPLICIT_1 = 0xa1, /* also the status "revoked" */
};

static const unsigned char sha1_algorithm[] = {0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00};
static const unsigned char ecdsa_sha256_algorithm[] = {0x30, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02};
static const unsigned char basic_response_oid[] = {0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x30, 0x01, 0x01};

/* Appends one element. What does not fit marks out as broken, so that the end may tell. */
static void der_add(struct buf *out, unsigned char tag, struct span content)
{
    buf_add_char(out, (char)tag);
    if (content.len >= 0x100) {
        buf_add_char(out, (char)0x82);
        buf_add_char(out, (char)(content.len >> 8));
    } else if (content.len >= 0x80)
        buf_add_char(out, (char)0x81);
    buf_add_char(out, (char)content.len);
    buf_add_span(out, content);
}

/* The same around what inside holds, which is emptied. A part that is broken breaks the whole. */
static void der_wrap(struct buf *out, unsigned char tag, struct buf *inside)
{
    der_add(out, tag, buf_span(inside));
    out->broken |= inside->broken;
    buf_done(inside);
}

static void der_add_time(struct buf *out, int64_t unix_s)
{
    char text[16];
    struct tm tm;
    time_t t = (time_t)unix_s;
    if (!gmtime_r(&t, &tm) || strftime(text, sizeof(text), "%Y%m%d%H%M%SZ", &tm) != 15)
        out->broken = true;
    else
        der_add(out, DER_TIME, span_of(text, 15));
}

static void der_add_sha1(struct buf *out, struct span of)
{
    unsigned char digest[20];
    if (gnutls_hash_fast(GNUTLS_DIG_SHA1, of.ptr, of.len, digest) < 0)
        out->broken = true;
    der_add(out, DER_OCTET_STRING, span_of(digest, sizeof(digest)));
}

/* The issuer's key as it stands in the BIT STRING of its certificate: an uncompressed point. */
static bool issuer_point(const struct forged *issuer, unsigned char point[65])
{
    gnutls_datum_t x, y;
    gnutls_ecc_curve_t curve;
    if (gnutls_x509_crt_get_pk_ecc_raw(issuer->cert, &curve, &x, &y) < 0)
        return false;
    bool fits = x.size <= 33 && y.size <= 33; /* a leading zero may stand in front */
    memset(point, 0, 65);
    point[0] = 0x04;
    for (size_t i = 0; fits && i < 32; i++) {
        point[32 - i] = i < x.size ? x.data[x.size - 1 - i] : 0;
        point[64 - i] = i < y.size ? y.data[y.size - 1 - i] : 0;
    }
    gnutls_free(x.data);
    gnutls_free(y.data);
    return fits;
}

static void add_cert_id(struct buf *out, const struct forged *cert, const struct forged *issuer, struct span issuer_name)
{
    unsigned char serial[SERIAL_MAX_DER], point[65];
    size_t serial_len = sizeof(serial);
    struct buf id = {0};
    if (gnutls_x509_crt_get_serial(cert->cert, serial, &serial_len) < 0 || !issuer_point(issuer, point)) {
        out->broken = true;
        return;
    }
    buf_add(&id, sha1_algorithm, sizeof(sha1_algorithm));
    der_add_sha1(&id, issuer_name);
    der_add_sha1(&id, span_of(point, sizeof(point)));
    der_add(&id, DER_INTEGER, span_of(serial, serial_len));
    der_wrap(out, DER_SEQUENCE, &id);
}

/* SingleResponse. */
static void add_answer(struct buf *out, const struct forged *cert, const struct forged *issuer, struct span issuer_name, bool revoked,
                       int64_t now_s)
{
    struct buf answer = {0}, status = {0}, next = {0};
    add_cert_id(&answer, cert, issuer, issuer_name);
    if (revoked)
        der_add_time(&status, now_s - DAY);
    der_wrap(&answer, revoked ? DER_EXPLICIT_1 : DER_STATUS_GOOD, &status);
    der_add_time(&answer, now_s - 3600);
    der_add_time(&next, now_s + 7 * DAY);
    der_wrap(&answer, DER_EXPLICIT_0, &next);
    der_wrap(out, DER_SEQUENCE, &answer);
}

/* ResponseData: what is signed. */
static void add_data(struct buf *out, const struct forged *cert, const struct forged *issuer, bool revoked, int64_t now_s)
{
    unsigned char name[NAME_MAX_DER];
    size_t name_len = sizeof(name);
    struct buf data = {0}, answers = {0};
    gnutls_datum_t raw = {0};
    if (gnutls_x509_crt_get_raw_dn(issuer->cert, &raw) < 0 || raw.size > name_len) {
        gnutls_free(raw.data);
        out->broken = true;
        return;
    }
    memcpy(name, raw.data, raw.size);
    name_len = raw.size;
    gnutls_free(raw.data);
    struct span issuer_name = span_of(name, name_len);
    der_add(&data, DER_EXPLICIT_1, issuer_name);
    der_add_time(&data, now_s - 3600);
    add_answer(&answers, cert, issuer, issuer_name, revoked, now_s);
    der_wrap(&data, DER_SEQUENCE, &answers);
    der_wrap(out, DER_SEQUENCE, &data);
}

static void add_signature(struct buf *out, const struct forged *issuer, struct span data)
{
    gnutls_privkey_t key = NULL;
    gnutls_datum_t text = {(unsigned char *)data.ptr, (unsigned)data.len}, signature = {0};
    struct buf bits = {0};
    int rc = gnutls_privkey_init(&key);
    if (rc >= 0)
        rc = gnutls_privkey_import_x509(key, issuer->key, 0);
    if (rc >= 0)
        rc = gnutls_privkey_sign_data(key, GNUTLS_DIG_SHA256, 0, &text, &signature);
    buf_add_char(&bits, 0); /* no bits unused */
    buf_add(&bits, signature.data, signature.size);
    buf_add(out, ecdsa_sha256_algorithm, sizeof(ecdsa_sha256_algorithm));
    der_wrap(out, DER_BIT_STRING, &bits);
    out->broken |= rc < 0;
    gnutls_free(signature.data);
    if (key)
        gnutls_privkey_deinit(key);
}

bool forge_ocsp(const struct forged *cert, const struct forged *issuer, bool revoked, int64_t now_s, struct buf *out)
{
    struct buf basic = {0}, typed = {0}, response = {0}, tagged = {0}, whole = {0};
    add_data(&basic, cert, issuer, revoked, now_s);
    if (!basic.broken) {
        struct buf data = {0};
        buf_add_span(&data, buf_span(&basic));
        add_signature(&basic, issuer, buf_span(&data));
        basic.broken |= data.broken;
        buf_done(&data);
    }
    der_wrap(&response, DER_SEQUENCE, &basic);
    der_add(&typed, DER_OID, span_of(basic_response_oid, sizeof(basic_response_oid)));
    der_wrap(&typed, DER_OCTET_STRING, &response);
    der_wrap(&tagged, DER_SEQUENCE, &typed);
    der_add(&whole, DER_ENUMERATED, span_of("", 1)); /* successful */
    der_wrap(&whole, DER_EXPLICIT_0, &tagged);
    der_wrap(out, DER_SEQUENCE, &whole);
    return !out->broken;
}
