/* SPDX-License-Identifier: GPL-3.0-or-later */
/* openssl.h - rows of symptoms: what OpenSSL says of a certificate (verify return code, x509_vfy.h), and its errors during the
 * handshake. Programs in Python, PHP, Perl, Ruby and Node.js pass these texts on. */
SYMPTOM(OPENSSL, "the certificate is in order",
        SIGNS("0", "verify return code: 0 (ok)"),
        {NULL, NULL})
SYMPTOM(OPENSSL, "a certificate of the chain is missing",
        SIGNS("2", "unable to get issuer certificate"),
        {"cert-missing-intermediate", ""})
SYMPTOM(OPENSSL, "a signature in the chain is wrong",
        SIGNS("7", "certificate signature failure"),
        {"cert-signature-broken", ""})
SYMPTOM(OPENSSL, "the certificate begins in the future",
        SIGNS("9", "certificate is not yet valid"),
        {"cert-not-yet-valid-or-clock-wrong", ""},
        {"local-clock-wrong", "if every server is complained of"})
SYMPTOM(OPENSSL, "a certificate ran out",
        SIGNS("10", "certificate has expired"),
        {"cert-expired", "if it is the server's own (depth 0)"},
        {"cert-chain-expired-issuer", "if it is one above it (depth 1 and up)"},
        {"local-clock-wrong", "if every server is complained of"})
SYMPTOM(OPENSSL, "the server made its own certificate",
        SIGNS("18", "self-signed certificate", "self signed certificate", "DEPTH_ZERO_SELF_SIGNED_CERT"),
        {"cert-self-signed", ""},
        {"cert-default-or-snakeoil", "if the installation made it"})
SYMPTOM(OPENSSL, "the chain leads to a root that is not trusted",
        SIGNS("19", "self-signed certificate in certificate chain", "self signed certificate in certificate chain",
              "SELF_SIGNED_CERT_IN_CHAIN"),
        {"cert-untrusted-root", ""},
        {"cert-intercepted-by-antivirus-or-proxy", "if a product name is its issuer"})
SYMPTOM(OPENSSL, "the issuer of a certificate was not found",
        SIGNS("20", "unable to get local issuer certificate", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY"),
        {"cert-missing-intermediate", "if browsers are content"},
        {"cert-untrusted-root", "if the chain is complete up to a private root"})
SYMPTOM(OPENSSL, "only the server's own certificate was sent, and its issuer is not known",
        SIGNS("21", "unable to verify the first certificate", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"),
        {"cert-missing-intermediate", ""},
        {"cert-untrusted-root", "if a private authority issued it"})
SYMPTOM(OPENSSL, "the certificate was withdrawn",
        SIGNS("23", "certificate revoked"),
        {"cert-revoked", ""})
SYMPTOM(OPENSSL, "an issuer is no certificate authority",
        SIGNS("24", "79", "invalid CA certificate"),
        {"cert-issuer-not-ca", ""})
SYMPTOM(OPENSSL, "the certificate is not for servers",
        SIGNS("26", "unsupported certificate purpose", "unsuitable certificate purpose"),
        {"cert-purpose-wrong", ""})
SYMPTOM(OPENSSL, "the certificate is for another name",
        SIGNS("62", "hostname mismatch", "ERR_TLS_CERT_ALTNAME_INVALID",
              "Hostname/IP does not match certificate's altnames"),
        {"cert-name-mismatch", ""},
        {"cert-name-mismatch-provider", "if a provider runs the server"},
        {"cert-no-san", ""})
SYMPTOM(OPENSSL, "the certificate is not for that address",
        SIGNS("64", "IP address mismatch"),
        {"cert-ip-literal", ""})
SYMPTOM(OPENSSL, "a key is too short",
        SIGNS("66", "67", "EE certificate key too weak", "CA certificate key too weak", "ee key too small"),
        {"cert-weak-key", ""})
SYMPTOM(OPENSSL, "a signature is made in a broken way",
        SIGNS("68", "CA signature digest algorithm too weak", "ca md too weak"),
        {"cert-weak-signature", ""})
SYMPTOM(OPENSSL, "what came in answer to the first TLS message was no TLS",
        SIGNS("wrong version number", "unknown protocol"),
        {"tls-mode-mismatch-implicit-on-starttls", "if SSL/TLS is chosen on 143, 110, 587 or 25"},
        {"starttls-accepted-no-tls", "if it happens after STARTTLS"},
        {"wrong-protocol-on-port", "if another service is on that port"},
        {"tls-version-too-old", "rarely, and with very old versions of OpenSSL"})
SYMPTOM(OPENSSL, "no version of TLS in common",
        SIGNS("unsupported protocol", "no protocols available"),
        {"tls-version-too-old", ""})
SYMPTOM(OPENSSL, "nothing in common to encrypt with",
        SIGNS("no shared cipher", "sslv3 alert handshake failure", "ssl/tls alert handshake failure"),
        {"tls-no-common-cipher", ""},
        {"client-cert-required", "if the server asks for a certificate of the client"},
        {"tls-version-too-old", ""})
SYMPTOM(OPENSSL, "the server's Diffie-Hellman group is too small",
        SIGNS("dh key too small"),
        {"tls-weak-dh", ""})
SYMPTOM(OPENSSL, "the server has the old form of renegotiation",
        SIGNS("unsafe legacy renegotiation disabled"),
        {"tls-renegotiation-legacy", ""})
SYMPTOM(OPENSSL, "the connection ended without TLS' own goodbye",
        SIGNS("unexpected eof while reading"),
        {"tls-truncated", "if it happens in the middle"},
        {"tls-handshake-closed", "if it happens while encryption is set up"})
SYMPTOM(OPENSSL, "the certificate is not accepted; the text behind it says why",
        SIGNS("certificate verify failed", "CERTIFICATE_VERIFY_FAILED"),
        {"cert-missing-intermediate", "unable to get local issuer certificate"},
        {"cert-expired", "certificate has expired"},
        {"cert-name-mismatch", "hostname mismatch"},
        {"cert-self-signed", "self-signed certificate"},
        {"cert-untrusted-root", "self-signed certificate in certificate chain"})
