/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curl.h - rows of symptoms: exit codes of curl, which many scripts and programs use for mail. */
SYMPTOM(CURL, "the server's name was not found",
        SIGNS("6"),
        {"dns-nxdomain", ""},
        {"dns-no-address", ""},
        {"dns-timeout", ""})
SYMPTOM(CURL, "no connection",
        SIGNS("7"),
        {"tcp-refused", ""},
        {"tcp-timeout", ""},
        {"host-unreachable", ""})
SYMPTOM(CURL, "the server's reply makes no sense",
        SIGNS("8"),
        {"reply-not-understood", ""},
        {"wrong-protocol-on-port", ""})
SYMPTOM(CURL, "timed out",
        SIGNS("28"),
        {"tcp-timeout", ""},
        {"banner-timeout", ""},
        {"conversation-timeout", ""})
SYMPTOM(CURL, "the TLS handshake failed",
        SIGNS("35"),
        {"tls-mode-mismatch-implicit-on-starttls", "if it says wrong version number"},
        {"tls-version-too-old", ""},
        {"tls-no-common-cipher", ""},
        {"tls-handshake-failed", ""})
SYMPTOM(CURL, "the server said nothing",
        SIGNS("52"),
        {"greeting-closed", ""})
SYMPTOM(CURL, "nothing more could be received",
        SIGNS("56"),
        {"conversation-closed", ""},
        {"tls-truncated", ""})
SYMPTOM(CURL, "the certificate is not accepted",
        SIGNS("60", "51"),
        {"cert-missing-intermediate", ""},
        {"cert-untrusted-root", ""},
        {"cert-self-signed", ""},
        {"cert-name-mismatch", ""},
        {"cert-expired", ""})
SYMPTOM(CURL, "TLS was demanded, and the server does not do it",
        SIGNS("64"),
        {"starttls-not-offered", ""},
        {"starttls-stripped", ""})
SYMPTOM(CURL, "the login was refused",
        SIGNS("67"),
        {"auth-bad-credentials", ""})
SYMPTOM(CURL, "the login could not be done",
        SIGNS("94"),
        {"auth-mechanism-unsupported", ""},
        {"auth-exchange-broken", ""})
