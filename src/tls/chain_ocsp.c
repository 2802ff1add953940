/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chain_ocsp.c - a stapled OCSP response (RFC 6960, RFC 6066 8): is it for this certificate, and what does it say? */
#include "config.h"

#include <gnutls/ocsp.h>
#include <gnutls/x509.h>

#include "base/text.h"
#include "tls/chain_private.h"

/* Signed by the issuer, or by a responder whom the issuer certified for that (RFC 6960 4.2.2.2). */
static int signature_ok(gnutls_ocsp_resp_t response, gnutls_x509_crt_t issuer, bool *ok_r)
{
    gnutls_x509_trust_list_t issuers;
    unsigned status = 1;
    *ok_r = false;
    int ret = gnutls_x509_trust_list_init(&issuers, 1);
    if (ret < 0)
        return ret;
    ret = gnutls_x509_trust_list_add_cas(issuers, &issuer, 1, 0);
    if (ret >= 0)
        ret = gnutls_ocsp_resp_verify(response, issuers, &status, GNUTLS_VERIFY_DISABLE_TIME_CHECKS);
    *ok_r = ret >= 0 && status == 0;
    gnutls_x509_trust_list_deinit(issuers, 0); /* the issuer stays whose it is */
    return ret;
}

static void tell_revoked(struct chain *c, int64_t when)
{
    char date[32];
    text_time(date, sizeof date, when);
    if (when > 0)
        chain_trouble(c, CERT_REVOKED, 0,
                      "the response that the server itself sent along (OCSP) says it was withdrawn on %s", date);
    else
        chain_trouble(c, CERT_REVOKED, 0,
                      "the response that the server itself sent along (OCSP) says it was withdrawn");
}

static int read_answer(struct chain *c, gnutls_ocsp_resp_t response, gnutls_x509_crt_t issuer, int64_t now)
{
    unsigned status;
    time_t this_update, next_update, revoked;
    bool ok;
    if (gnutls_ocsp_resp_get_status(response) != GNUTLS_OCSP_RESP_SUCCESSFUL ||
        gnutls_ocsp_resp_check_crt(response, 0, c->certs[0].x509) < 0 ||
        gnutls_ocsp_resp_get_single(response, 0, NULL, NULL, NULL, NULL, &status, &this_update, &next_update, &revoked,
                                    NULL) < 0)
        return 0;
    time_t produced = gnutls_ocsp_resp_get_produced(response);
    c->ocsp_produced = produced > 0 ? produced : 0;
    int ret = signature_ok(response, issuer, &ok);
    if (ret == GNUTLS_E_MEMORY_ERROR || !ok)
        return ret;
    if (status == GNUTLS_OCSP_CERT_REVOKED)
        tell_revoked(c, revoked);
    c->ocsp_good =
        status == GNUTLS_OCSP_CERT_GOOD && this_update <= now && (next_update == (time_t)-1 || next_update >= now);
    return 0;
}

bool judge_ocsp(struct chain *c, struct gnutls_x509_crt_int *anchor, int64_t now_s)
{
    gnutls_x509_crt_t issuer = c->path_count > 1 ? c->certs[c->path[1]].x509 : anchor;
    if (!c->ocsp_len || !issuer || c->path_count == 0)
        return true;
    gnutls_ocsp_resp_t response;
    if (gnutls_ocsp_resp_init(&response) < 0)
        return false;
    gnutls_datum_t der = {c->ocsp, (unsigned)c->ocsp_len};
    int ret = gnutls_ocsp_resp_import(response, &der);
    if (ret >= 0)
        ret = read_answer(c, response, issuer, now_s);
    gnutls_ocsp_resp_deinit(response);
    return ret != GNUTLS_E_MEMORY_ERROR;
}
