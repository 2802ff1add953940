/* SPDX-License-Identifier: GPL-3.0-or-later */
/* windows.h - rows of symptoms: numbers of Windows itself, that its mail programs pass on: sockets (Winsock), web library, TLS
 * (Schannel) and certificates. */
SYMPTOM(WINSOCK, "connection timed out",
        SIGNS("10060"),
        {"tcp-timeout", ""},
        {"port-blocked", "if another port of the same server answers"},
        {"banned-by-server", "if it worked before, and works from another network"})
SYMPTOM(WINSOCK, "connection refused",
        SIGNS("10061"),
        {"tcp-refused", ""})
SYMPTOM(WINSOCK, "connection reset",
        SIGNS("10054"),
        {"tls-handshake-reset", "if encryption was just beginning"},
        {"greeting-closed", "if nothing was said yet"},
        {"conversation-closed", "if it happened in the middle"})
SYMPTOM(WINSOCK, "network or host unreachable",
        SIGNS("10051", "10065"),
        {"host-unreachable", ""})
SYMPTOM(WINSOCK, "permission denied",
        SIGNS("10013"),
        {"tcp-blocked-locally", ""})
SYMPTOM(WINSOCK, "host not found",
        SIGNS("11001"),
        {"dns-nxdomain", ""},
        {"input-host-invalid", "if the field holds more than a name"})
SYMPTOM(WINSOCK, "the name could not be resolved",
        SIGNS("11002", "11004"),
        {"dns-servfail", ""},
        {"dns-timeout", ""},
        {"dns-no-address", "11004: the name is there, its address is not"})
SYMPTOM(WININET, "the server's name was not found",
        SIGNS("0x80072EE7"),
        {"dns-nxdomain", ""},
        {"dns-no-address", ""},
        {"dns-timeout", ""})
SYMPTOM(WININET, "no connection",
        SIGNS("0x80072EFD"),
        {"tcp-refused", ""},
        {"tcp-timeout", ""},
        {"host-unreachable", ""})
SYMPTOM(WININET, "timed out",
        SIGNS("0x80072EE2"),
        {"tcp-timeout", ""},
        {"conversation-timeout", ""})
SYMPTOM(WININET, "the certificate's date is wrong",
        SIGNS("0x80072F05"),
        {"cert-expired", ""},
        {"cert-not-yet-valid-or-clock-wrong", ""},
        {"local-clock-wrong", "if every server is complained of"})
SYMPTOM(WININET, "the certificate is for another name",
        SIGNS("0x80072F06"),
        {"cert-name-mismatch", ""},
        {"cert-name-mismatch-provider", ""})
SYMPTOM(WININET, "the certificate's issuer is not trusted",
        SIGNS("0x80072F0D"),
        {"cert-untrusted-root", ""},
        {"cert-missing-intermediate", ""},
        {"cert-self-signed", ""})
SYMPTOM(SCHANNEL, "what came is not TLS",
        SIGNS("0x80090308"),
        {"tls-mode-mismatch-implicit-on-starttls", "if SSL/TLS is chosen on 143, 110 or 587"},
        {"starttls-accepted-no-tls", ""})
SYMPTOM(SCHANNEL, "the certificate is for another name",
        SIGNS("0x80090322"),
        {"cert-name-mismatch", ""},
        {"cert-name-mismatch-provider", ""})
SYMPTOM(SCHANNEL, "the certificate leads to a root that is not trusted",
        SIGNS("0x80090325", "0x800B0109"),
        {"cert-untrusted-root", ""},
        {"cert-self-signed", ""},
        {"cert-intercepted-by-antivirus-or-proxy", "if a product name is its issuer"})
SYMPTOM(SCHANNEL, "a TLS message out of order",
        SIGNS("0x80090326"),
        {"tls-handshake-failed", ""},
        {"tls-version-too-old", ""})
SYMPTOM(SCHANNEL, "the certificate's date is wrong",
        SIGNS("0x80090328", "0x800B0101"),
        {"cert-expired", ""},
        {"cert-chain-expired-issuer", ""},
        {"local-clock-wrong", "if every server is complained of"})
SYMPTOM(SCHANNEL, "no common algorithm",
        SIGNS("0x80090331"),
        {"tls-no-common-cipher", ""},
        {"tls-version-too-old", ""})
SYMPTOM(SCHANNEL, "no chain to a trusted root",
        SIGNS("0x800B010A"),
        {"cert-missing-intermediate", ""},
        {"cert-untrusted-root", ""})
SYMPTOM(SCHANNEL, "the certificate was revoked",
        SIGNS("0x800B010C"),
        {"cert-revoked", ""})
SYMPTOM(SCHANNEL, "the certificate is for another name",
        SIGNS("0x800B010F"),
        {"cert-name-mismatch", ""},
        {"cert-name-mismatch-provider", ""})
