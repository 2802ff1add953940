/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/cert_make.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509-ext.h>
#include <gnutls/x509.h>

struct made {
    gnutls_x509_crt_t cert;
    gnutls_x509_privkey_t key;
    gnutls_datum_t der;
};

static void must(int ret, const char *what)
{
    if (ret >= 0)
        return;
    fprintf(stderr, "cert_make: %s: %s\n", what, gnutls_strerror(ret));
    abort();
}

#define MUST(call) must(call, #call)

static void make_key(struct made *m, const struct recipe *r)
{
    MUST(gnutls_x509_privkey_init(&m->key));
    if (r->same_key)
        MUST(gnutls_x509_privkey_cpy(m->key, r->same_key->key));
    else if (r->rsa_bits)
        MUST(gnutls_x509_privkey_generate(m->key, GNUTLS_PK_RSA, r->rsa_bits, 0));
    else
        MUST(
            gnutls_x509_privkey_generate(m->key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0));
}

static void set_oid(gnutls_x509_crt_t cert, const char *oid, const char *value)
{
    if (value)
        MUST(gnutls_x509_crt_set_dn_by_oid(cert, oid, 0, value, (unsigned)strlen(value)));
}

static void set_names(gnutls_x509_crt_t cert, const struct recipe *r)
{
    for (size_t i = 0; i < 4 && r->dns[i]; i++)
        MUST(gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_DNSNAME, r->dns[i], (unsigned)strlen(r->dns[i]),
                                                  GNUTLS_FSAN_APPEND));
    if (r->email)
        MUST(gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_RFC822NAME, r->email, (unsigned)strlen(r->email),
                                                  GNUTLS_FSAN_APPEND));
    unsigned char ip[16];
    if (r->ip && inet_pton(AF_INET, r->ip, ip) == 1)
        MUST(gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_IPADDRESS, ip, 4, GNUTLS_FSAN_APPEND));
    else if (r->ip && inet_pton(AF_INET6, r->ip, ip) == 1)
        MUST(gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_IPADDRESS, ip, 16, GNUTLS_FSAN_APPEND));
}

static void set_constraint(gnutls_x509_crt_t cert, const char *domain)
{
    gnutls_x509_name_constraints_t nc;
    gnutls_datum_t name = {(unsigned char *)domain, (unsigned)strlen(domain)};
    MUST(gnutls_x509_name_constraints_init(&nc));
    MUST(gnutls_x509_name_constraints_add_permitted(nc, GNUTLS_SAN_DNSNAME, &name));
    MUST(gnutls_x509_crt_set_name_constraints(cert, nc, 1));
    gnutls_x509_name_constraints_deinit(nc);
}

static void set_extensions(gnutls_x509_crt_t cert, const struct recipe *r)
{
    set_names(cert, r);
    if (r->ca)
        MUST(gnutls_x509_crt_set_basic_constraints(cert, 1, r->path_len - 1));
    unsigned usage = r->key_usage ? r->key_usage : r->ca ? GNUTLS_KEY_KEY_CERT_SIGN | GNUTLS_KEY_CRL_SIGN : 0;
    if (usage)
        MUST(gnutls_x509_crt_set_key_usage(cert, usage));
    if (r->purpose)
        MUST(gnutls_x509_crt_set_key_purpose_oid(cert, r->purpose, 0));
    if (r->aia) {
        gnutls_datum_t url = {(unsigned char *)r->aia, (unsigned)strlen(r->aia)};
        MUST(gnutls_x509_crt_set_authority_info_access(cert, GNUTLS_IA_CAISSUERS_URI, &url));
    }
    if (r->permitted)
        set_constraint(cert, r->permitted);
}

static void set_key_ids(gnutls_x509_crt_t cert, gnutls_x509_privkey_t key, gnutls_x509_privkey_t issuer_key)
{
    unsigned char id[64];
    size_t len = sizeof id;
    MUST(gnutls_x509_privkey_get_key_id(key, 0, id, &len));
    MUST(gnutls_x509_crt_set_subject_key_id(cert, id, len));
    len = sizeof id;
    MUST(gnutls_x509_privkey_get_key_id(issuer_key, 0, id, &len));
    MUST(gnutls_x509_crt_set_authority_key_id(cert, id, len));
}

struct made *make(const struct recipe *r, const struct made *issuer)
{
    static unsigned char serial = 1;
    struct made *m = calloc(1, sizeof *m);
    if (!m)
        abort();
    make_key(m, r);
    if (!issuer)
        issuer = m;
    gnutls_x509_privkey_t signer = r->signed_by ? r->signed_by->key : issuer->key;
    MUST(gnutls_x509_crt_init(&m->cert));
    MUST(gnutls_x509_crt_set_version(m->cert, r->version1 ? 1 : 3));
    unsigned char number[] = {0x40, serial++};
    MUST(gnutls_x509_crt_set_serial(m->cert, number, sizeof number));
    MUST(gnutls_x509_crt_set_activation_time(m->cert, r->not_before ? r->not_before : NOW - DAYS(10)));
    MUST(gnutls_x509_crt_set_expiration_time(m->cert, r->not_after ? r->not_after : NOW + DAYS(90)));
    set_oid(m->cert, GNUTLS_OID_X520_ORGANIZATION_NAME, r->o);
    set_oid(m->cert, GNUTLS_OID_X520_COMMON_NAME, r->cn);
    set_oid(m->cert, GNUTLS_OID_X520_COMMON_NAME, r->cn2);
    MUST(gnutls_x509_crt_set_key(m->cert, m->key));
    if (!r->version1)
        set_extensions(m->cert, r);
    if (!r->version1 && !r->no_key_ids)
        set_key_ids(m->cert, m->key, r->signed_by ? issuer->key : signer);
    MUST(gnutls_x509_crt_sign2(m->cert, issuer->cert, signer, r->sha1 ? GNUTLS_DIG_SHA1 : GNUTLS_DIG_SHA256, 0));
    MUST(gnutls_x509_crt_export2(m->cert, GNUTLS_X509_FMT_DER, &m->der));
    return m;
}

void made_free(struct made *m)
{
    if (!m)
        return;
    gnutls_free(m->der.data);
    gnutls_x509_crt_deinit(m->cert);
    gnutls_x509_privkey_deinit(m->key);
    free(m);
}

struct span made_der(const struct made *m)
{
    return span_of(m->der.data, m->der.size);
}

void made_pem(struct buf *out, const struct made *const *list)
{
    for (; *list; list++) {
        gnutls_datum_t pem;
        MUST(gnutls_x509_crt_export2((*list)->cert, GNUTLS_X509_FMT_PEM, &pem));
        if (!buf_add(out, pem.data, pem.size))
            abort();
        gnutls_free(pem.data);
    }
}

struct tls_identity *made_identity(const struct made *const *list)
{
    struct buf certs = {0};
    gnutls_datum_t key;
    struct err err = {0};
    made_pem(&certs, list);
    MUST(gnutls_x509_privkey_export2(list[0]->key, GNUTLS_X509_FMT_PEM, &key));
    struct tls_identity *id = tls_identity_new(buf_span(&certs), span_of(key.data, key.size), &err);
    if (!id) {
        fprintf(stderr, "cert_make: %s\n", err.text);
        abort();
    }
    gnutls_free(key.data);
    buf_done(&certs);
    return id;
}
