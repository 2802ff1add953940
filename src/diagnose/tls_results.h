/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls_results.h - what a result of TLS means: an error of GnuTLS, an alert of the other side (RFC 8446 6, the IANA registry of
 * TLS alerts), a bit of a certificate's status. A table, for the rules and for `tlswalk explain`; the numbers are GnuTLS's and
 * the registry's, and do not change.
 */
#ifndef TLSWALK_TLS_RESULTS_H
#define TLSWALK_TLS_RESULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "table/target.h"
#include "tls/tls.h"

enum tls_result_kind { RESULT_ERROR, RESULT_ALERT, RESULT_STATUS };

/* When the row holds for a rule. READ_OUT: it is for the reader of a log only; the evidence decides otherwise. */
enum tls_result_case { RESULT_ALWAYS, RESULT_IMPLICIT, RESULT_STARTTLS, RESULT_CERT_ASKED, RESULT_NO_CERT_ASKED, RESULT_READ_OUT };

struct tls_result {
    enum tls_result_kind kind;
    int number;             /* -15; 40; 0x40 */
    const char *name;       /* "GNUTLS_E_UNEXPECTED_PACKET", "handshake_failure", "GNUTLS_CERT_SIGNER_NOT_FOUND" */
    enum tls_result_case holds;
    const char *code;       /* of the diagnosis */
    const char *reason;     /* what speaks for it; "" */
};

extern const struct tls_result tls_results[];
extern const size_t tls_result_count;

/* A handshake that failed with these facts means this diagnosis: the first row for its alert or its error that holds is it. */
bool tls_result_means(const struct tls_facts *f, enum tls_mode mode, const char *code);

#endif
