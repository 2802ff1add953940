/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tls_results.c - THE RESULTS OF TLS: one row a meaning. */
#include "diagnose/tls_results.h"

#include <string.h>

#define ERROR(number, name, when, code, reason) {RESULT_ERROR, number, "GNUTLS_E_" name, RESULT_##when, code, reason}
#define ALERT(number, name, when, code, reason) {RESULT_ALERT, number, name, RESULT_##when, code, reason}
#define STATUS(bit, name, when, code, reason) {RESULT_STATUS, bit, "GNUTLS_CERT_" name, RESULT_##when, code, reason}

/* Rows of one number stand together, the likelier first. */
const struct tls_result tls_results[] = {
    ERROR(-8, "UNSUPPORTED_VERSION_PACKET", ALWAYS, "tls-version-too-old", ""),
    ERROR(-9, "UNEXPECTED_PACKET_LENGTH", READ_OUT, "tls-mode-mismatch-implicit-on-starttls", "if text came in place of TLS"),
    ERROR(-9, "UNEXPECTED_PACKET_LENGTH", READ_OUT, "tls-truncated", "if it happens in the middle"),
    ERROR(-12, "FATAL_ALERT_RECEIVED", READ_OUT, "tls-handshake-failed", "the alert says more; it stands beside the number"),
    ERROR(-15, "UNEXPECTED_PACKET", IMPLICIT, "tls-mode-mismatch-implicit-on-starttls", "if TLS was to begin at once"),
    ERROR(-15, "UNEXPECTED_PACKET", STARTTLS, "starttls-accepted-no-tls", "if it happens after STARTTLS"),
    ERROR(-15, "UNEXPECTED_PACKET", READ_OUT, "wrong-protocol-on-port", "if another service is on that port"),
    ERROR(-24, "DECRYPTION_FAILED", READ_OUT, "tls-handshake-failed", "something changes the bytes on the way"),
    ERROR(-43, "CERTIFICATE_ERROR", READ_OUT, "cert-unreadable", "if the certificate cannot be read"),
    ERROR(-43, "CERTIFICATE_ERROR", READ_OUT, "cert-untrusted-root", "if it is not trusted; the status says why"),
    ERROR(-48, "KEY_USAGE_VIOLATION", READ_OUT, "cert-purpose-wrong", ""),
    ERROR(-49, "NO_CERTIFICATE_FOUND", READ_OUT, "cert-unreadable", "the server sent none"),
    ERROR(-53, "PUSH_ERROR", READ_OUT, "tls-handshake-reset", "if encryption was just beginning"),
    ERROR(-53, "PUSH_ERROR", READ_OUT, "conversation-closed", "if it happens in the middle"),
    ERROR(-54, "PULL_ERROR", READ_OUT, "tls-handshake-reset", "if encryption was just beginning"),
    ERROR(-54, "PULL_ERROR", READ_OUT, "conversation-closed", "if it happens in the middle"),
    ERROR(-63, "DH_PRIME_UNACCEPTABLE", ALWAYS, "tls-weak-dh", ""),
    ERROR(-87, "NO_CIPHER_SUITES", READ_OUT, "tls-no-common-cipher", ""),
    ERROR(-89, "PK_SIG_VERIFY_FAILED", READ_OUT, "cert-signature-broken", ""),
    ERROR(-107, "SAFE_RENEGOTIATION_FAILED", ALWAYS, "tls-renegotiation-legacy", ""),
    ERROR(-108, "UNSAFE_RENEGOTIATION_DENIED", ALWAYS, "tls-renegotiation-legacy", ""),
    ERROR(-110, "PREMATURE_TERMINATION", READ_OUT, "tls-handshake-closed", "if it happens while encryption is set up"),
    ERROR(-110, "PREMATURE_TERMINATION", READ_OUT, "tls-truncated", "if it happens later"),
    ERROR(-112, "CERTIFICATE_REQUIRED", READ_OUT, "client-cert-required", ""),
    ERROR(-294, "UNRECOGNIZED_NAME", READ_OUT, "sni-rejected", ""),
    ERROR(-319, "TIMEDOUT", READ_OUT, "tls-handshake-timeout", "if TLS was to begin at once"),
    ERROR(-319, "TIMEDOUT", READ_OUT, "starttls-hangs", "if it happens after STARTTLS"),
    ERROR(-325, "ILLEGAL_PARAMETER", READ_OUT, "tls-handshake-failed", ""),

    ALERT(10, "unexpected_message", READ_OUT, "tls-mode-mismatch-plain-on-implicit", "if a server sent it in place of a greeting"),
    ALERT(10, "unexpected_message", READ_OUT, "tls-handshake-failed", ""),
    ALERT(20, "bad_record_mac", READ_OUT, "tls-handshake-failed", "something changes the bytes on the way"),
    ALERT(40, "handshake_failure", CERT_ASKED, "client-cert-required", "if the server asked for a certificate of the client"),
    ALERT(40, "handshake_failure", NO_CERT_ASKED, "tls-no-common-cipher", ""),
    ALERT(40, "handshake_failure", READ_OUT, "tls-version-too-old", "if one of the two is old"),
    ALERT(42, "bad_certificate", CERT_ASKED, "client-cert-required", "if the server sent it"),
    ALERT(42, "bad_certificate", READ_OUT, "cert-untrusted-root", "in the server's log: the mail program did not take it"),
    ALERT(43, "unsupported_certificate", CERT_ASKED, "client-cert-required", "if the server sent it"),
    ALERT(43, "unsupported_certificate", READ_OUT, "cert-purpose-wrong", "in the server's log: the mail program cannot use it"),
    ALERT(44, "certificate_revoked", CERT_ASKED, "client-cert-required", "if the server sent it"),
    ALERT(44, "certificate_revoked", READ_OUT, "cert-revoked", "in the server's log: the mail program knows it as withdrawn"),
    ALERT(45, "certificate_expired", CERT_ASKED, "client-cert-required", "if the server sent it"),
    ALERT(45, "certificate_expired", READ_OUT, "cert-expired", "in the server's log: the mail program says so"),
    ALERT(45, "certificate_expired", READ_OUT, "local-clock-wrong", "in the server's log, of one computer only"),
    ALERT(46, "certificate_unknown", CERT_ASKED, "client-cert-required", "if the server sent it"),
    ALERT(46, "certificate_unknown", READ_OUT, "cert-untrusted-root", "in the server's log: the mail program did not take it"),
    ALERT(46, "certificate_unknown", READ_OUT, "cert-name-mismatch", "in the server's log: the mail program did not take it"),
    ALERT(48, "unknown_ca", CERT_ASKED, "client-cert-required", "if the server sent it"),
    ALERT(48, "unknown_ca", READ_OUT, "cert-missing-intermediate", "in the server's log: the mail program found no way to a root"),
    ALERT(48, "unknown_ca", READ_OUT, "cert-untrusted-root", "in the server's log: the mail program does not know the issuer"),
    ALERT(50, "decode_error", CERT_ASKED, "client-cert-required", "if the server asked for a certificate; those with GnuTLS say it so"),
    ALERT(50, "decode_error", READ_OUT, "tls-handshake-failed", ""),
    ALERT(70, "protocol_version", ALWAYS, "tls-version-too-old", ""),
    ALERT(71, "insufficient_security", NO_CERT_ASKED, "tls-no-common-cipher", ""),
    ALERT(80, "internal_error", READ_OUT, "tls-handshake-failed", "the fault is inside the server; its log has the reason"),
    ALERT(86, "inappropriate_fallback", READ_OUT, "tls-version-too-old", "a program tried again with an older version"),
    ALERT(109, "missing_extension", READ_OUT, "tls-handshake-failed", ""),
    ALERT(112, "unrecognized_name", ALWAYS, "sni-rejected", ""),
    ALERT(113, "bad_certificate_status_response", READ_OUT, "cert-revoked", "what came about revocation was not accepted"),
    ALERT(116, "certificate_required", ALWAYS, "client-cert-required", ""),
    ALERT(120, "no_application_protocol", ALWAYS, "alpn-rejected", ""),

    STATUS(0x20, "REVOKED", READ_OUT, "cert-revoked", ""),
    STATUS(0x40, "SIGNER_NOT_FOUND", READ_OUT, "cert-self-signed", "if one certificate came, and it is its own issuer"),
    STATUS(0x40, "SIGNER_NOT_FOUND", READ_OUT, "cert-untrusted-root", "if the last one that came is its own issuer"),
    STATUS(0x40, "SIGNER_NOT_FOUND", READ_OUT, "cert-missing-intermediate", "otherwise"),
    STATUS(0x80, "SIGNER_NOT_CA", READ_OUT, "cert-issuer-not-ca", ""),
    STATUS(0x100, "INSECURE_ALGORITHM", READ_OUT, "cert-weak-signature", "if a signature is made with SHA-1 or MD5"),
    STATUS(0x100, "INSECURE_ALGORITHM", READ_OUT, "cert-weak-key", "if a key is too short"),
    STATUS(0x200, "NOT_ACTIVATED", READ_OUT, "cert-not-yet-valid-or-clock-wrong", ""),
    STATUS(0x200, "NOT_ACTIVATED", READ_OUT, "local-clock-wrong", "if every server is complained of"),
    STATUS(0x400, "EXPIRED", READ_OUT, "cert-expired", "if it is the server's own"),
    STATUS(0x400, "EXPIRED", READ_OUT, "cert-chain-expired-issuer", "if it is one above it"),
    STATUS(0x800, "SIGNATURE_FAILURE", READ_OUT, "cert-signature-broken", ""),
    STATUS(0x4000, "UNEXPECTED_OWNER", READ_OUT, "cert-name-mismatch", ""),
    STATUS(0x4000, "UNEXPECTED_OWNER", READ_OUT, "cert-name-mismatch-provider", "if a provider runs the server"),
    STATUS(0x40000, "PURPOSE_MISMATCH", READ_OUT, "cert-purpose-wrong", ""),
    STATUS(0x100000, "INVALID_OCSP_STATUS", READ_OUT, "cert-revoked", ""),
};
const size_t tls_result_count = sizeof tls_results / sizeof tls_results[0];

static bool result_holds(const struct tls_result *r, const struct tls_facts *f, enum tls_mode mode)
{
    switch (r->holds) {
    case RESULT_ALWAYS: return true;
    case RESULT_IMPLICIT: return mode == TLS_MODE_IMPLICIT;
    case RESULT_STARTTLS: return mode != TLS_MODE_IMPLICIT;
    case RESULT_CERT_ASKED: return f->client_cert_asked;
    case RESULT_NO_CERT_ASKED: return !f->client_cert_asked;
    case RESULT_READ_OUT: return false;
    }
    return false;
}

/* An alert says more than the error that it leads to. */
static bool result_came(const struct tls_result *r, const struct tls_facts *f)
{
    switch (r->kind) {
    case RESULT_ALERT: return f->alert == r->number;
    case RESULT_ERROR: return f->alert < 0 && f->error == r->number;
    case RESULT_STATUS: return false; /* chain_check looks for itself, and closer */
    }
    return false;
}

bool tls_result_means(const struct tls_facts *f, enum tls_mode mode, const char *code)
{
    for (size_t i = 0; i < tls_result_count; i++) {
        const struct tls_result *r = &tls_results[i];
        if (result_came(r, f) && result_holds(r, f, mode))
            return strcmp(r->code, code) == 0;
    }
    return false;
}
