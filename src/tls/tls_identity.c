/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server's certificate chain and key. */
#include "config.h"

#include <stdlib.h>

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "tls/tls_private.h"

static int give_ocsp(gnutls_session_t session, void *ptr, gnutls_datum_t *response)
{
    (void)ptr;
    const struct tls *t = gnutls_session_get_ptr(session);
    if (t->server_ocsp.len == 0)
        return GNUTLS_E_NO_CERTIFICATE_STATUS;
    response->data = gnutls_malloc(t->server_ocsp.len);
    if (!response->data)
        return GNUTLS_E_MEMORY_ERROR;
    memcpy(response->data, t->server_ocsp.ptr, t->server_ocsp.len);
    response->size = (unsigned)t->server_ocsp.len;
    return 0;
}

static gnutls_datum_t datum(struct span s)
{
    return (gnutls_datum_t){(unsigned char *)s.ptr, (unsigned)s.len};
}

static void pcerts_free(gnutls_pcert_st *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        gnutls_pcert_deinit(&list[i]);
    free(list);
}

/* Certificates one by one, in the order given: a practice server may have to send them in a wrong one. */
static int pcerts_read(struct span pem, gnutls_pcert_st **list_r, size_t *count_r)
{
    gnutls_datum_t data = datum(pem);
    gnutls_x509_crt_t *certs = NULL;
    unsigned count = 0;
    int ret = gnutls_x509_crt_list_import2(&certs, &count, &data, GNUTLS_X509_FMT_PEM, 0);
    if (ret < 0)
        return ret;
    *count_r = 0;
    *list_r = calloc(count, sizeof **list_r);
    if (!*list_r)
        ret = GNUTLS_E_MEMORY_ERROR;
    for (unsigned i = 0; i < count; i++) {
        if (ret >= 0)
            ret = gnutls_pcert_import_x509(&(*list_r)[i], certs[i], 0);
        if (ret >= 0)
            (*count_r)++;
        gnutls_x509_crt_deinit(certs[i]);
    }
    gnutls_free(certs);
    if (ret < 0 && *list_r)
        pcerts_free(*list_r, *count_r);
    return ret;
}

static int key_read(struct span pem, gnutls_privkey_t *key_r)
{
    gnutls_datum_t data = datum(pem);
    int ret = gnutls_privkey_init(key_r);
    if (ret < 0)
        return ret;
    ret = gnutls_privkey_import_x509_raw(*key_r, &data, GNUTLS_X509_FMT_PEM, NULL, 0);
    if (ret < 0)
        gnutls_privkey_deinit(*key_r);
    return ret;
}

static int credentials_fill(gnutls_certificate_credentials_t credentials, struct span cert_pem, struct span key_pem)
{
    gnutls_privkey_t key;
    gnutls_pcert_st *list;
    size_t count;
    int ret = key_read(key_pem, &key);
    if (ret < 0)
        return ret;
    ret = pcerts_read(cert_pem, &list, &count);
    if (ret < 0) {
        gnutls_privkey_deinit(key);
        return ret;
    }
    ret = gnutls_certificate_set_key(credentials, NULL, 0, list, (int)count, key);
    if (ret < 0) {
        gnutls_privkey_deinit(key);
        pcerts_free(list, count);
        return ret;
    }
    free(list); /* the certificates in it and the key belong to the credentials now */
    gnutls_certificate_set_ocsp_status_request_function(credentials, give_ocsp, NULL);
    return 0;
}

static int make_ticket_key(struct tls_identity *id)
{
    gnutls_datum_t key;
    int ret = gnutls_session_ticket_key_generate(&key);
    if (ret < 0)
        return ret;
    id->ticket_key = key.data;
    id->ticket_key_len = key.size;
    return 0;
}

struct tls_identity *tls_identity_new(struct span cert_pem, struct span key_pem, struct err *err)
{
    struct tls_identity *id = calloc(1, sizeof *id);
    int ret = id ? gnutls_certificate_allocate_credentials(&id->credentials) : GNUTLS_E_MEMORY_ERROR;
    if (ret >= 0) {
        ret = credentials_fill(id->credentials, cert_pem, key_pem);
        if (ret >= 0)
            ret = make_ticket_key(id);
        if (ret < 0)
            gnutls_certificate_free_credentials(id->credentials);
    }
    if (ret >= 0)
        return id;
    free(id);
    if (ret == GNUTLS_E_MEMORY_ERROR)
        err_memory(err);
    else
        err_set(err, ERR_LIBRARY, ret, "the server's certificate and key cannot be used: %s", gnutls_strerror(ret));
    return NULL;
}

void tls_identity_free(struct tls_identity *id)
{
    if (!id)
        return;
    gnutls_certificate_free_credentials(id->credentials);
    gnutls_memset(id->ticket_key, 0, id->ticket_key_len);
    gnutls_free(id->ticket_key);
    free(id);
}

bool tls_identity_client_ca(struct tls_identity *id, struct span pem, struct err *err)
{
    gnutls_datum_t data = datum(pem);
    int ret = gnutls_certificate_set_x509_trust_mem(id->credentials, &data, GNUTLS_X509_FMT_PEM);
    if (ret < 0)
        err_set(err, ERR_LIBRARY, ret, "the authorities of client certificates cannot be used: %s", gnutls_strerror(ret));
    return ret >= 0;
}
