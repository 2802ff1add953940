/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree.c - THE QUESTIONS: one row a question. */
#include "diagnose/tree.h"

#define CODES(...) (const char *const[]){__VA_ARGS__, NULL}

static const struct tree_question no_answer[] = {
    {"Does the program say that it cannot find the server?",
     CODES("dns-nxdomain", "dns-no-address", "input-host-invalid", "dns-timeout", "dns-servfail", "dns-bogus", "dns-family-missing")},
    {"Does it give up at once?", CODES("tcp-refused", "host-unreachable", "tcp-blocked-locally")},
    {"Does it wait half a minute or longer, and then give up?", CODES("tcp-timeout", "port-blocked", "banned-by-server", "nat-hairpin")},
    {"Does it work on another network, for example through a phone?",
     CODES("port-blocked", "all-mail-ports-blocked", "banned-by-server", "captive-portal", "dns-answer-hijacked")},
    {"Does it work in the end, after a long wait, or only now and then?",
     CODES("ipv6-broken-ipv4-ok", "ipv4-broken-ipv6-ok", "one-address-dead", "dns-split-horizon", "dns-hosts-file-override")},
    {"Does the connection open, and then nothing comes?",
     CODES("tls-mode-mismatch-plain-on-implicit", "banner-timeout", "local-mail-proxy")},
    {"Does the server hang up, or refuse in words, before anything was asked of it?",
     CODES("greeting-closed", "greeting-421-busy", "greeting-blocklisted", "greeting-rejected-554", "greeting-refused-access",
           "greeting-521-no-mail", "greylisting", "wrong-protocol-on-port")},
    {NULL, NULL},
};

static const struct tree_question no_tls[] = {
    {"Is SSL/TLS chosen on 143, 110 or 587, or STARTTLS on 993, 995 or 465?",
     CODES("tls-mode-mismatch-implicit-on-starttls", "tls-mode-mismatch-plain-on-implicit", "config-port-mode-unusual")},
    {"Does the program say that the server does not support STARTTLS?",
     CODES("starttls-not-offered", "starttls-stripped", "cisco-smtp-fixup", "capabilities-malformed", "ehlo-rejected")},
    {"Does the server refuse to begin, or say yes and not do it?",
     CODES("starttls-refused-454", "starttls-refused-other", "starttls-accepted-no-tls", "imap-preauth", "response-injection")},
    {"Does it get stuck or break off while encryption begins?",
     CODES("starttls-hangs", "tls-handshake-timeout", "tls-handshake-closed", "tls-handshake-reset", "tls-clienthello-too-large",
           "tls-truncated")},
    {"Is the program, or the server, many years old?",
     CODES("tls-version-too-old", "tls-no-common-cipher", "tls-weak-dh", "tls-renegotiation-legacy")},
    {"Does the server ask for a certificate of the user, or dislike the name that is asked for?",
     CODES("client-cert-required", "sni-rejected", "alpn-rejected", "tls-handshake-failed")},
    {"Does it happen later, in the middle of the talk?",
     CODES("conversation-closed", "conversation-timeout", "reply-not-understood", "local-mail-proxy")},
    {NULL, NULL},
};

static const struct tree_question no_trust[] = {
    {"Do programs complain of every server?", CODES("local-clock-wrong", "cert-intercepted-by-antivirus-or-proxy", "captive-portal")},
    {"Do only some programs complain?",
     CODES("cert-missing-intermediate", "cert-chain-expired-issuer", "cert-no-san", "cert-validity-too-long", "cert-chain-disorder")},
    {"Does it say that a date has passed, or not come yet?",
     CODES("cert-expired", "cert-chain-expired-issuer", "cert-not-yet-valid-or-clock-wrong", "local-clock-wrong")},
    {"Does it say that the name is another one?",
     CODES("cert-name-mismatch", "cert-name-mismatch-provider", "cert-name-wildcard-depth", "cert-ip-literal")},
    {"Does it say that the issuer is not known?",
     CODES("cert-untrusted-root", "cert-self-signed", "cert-default-or-snakeoil", "cert-missing-intermediate",
           "cert-intercepted-by-antivirus-or-proxy")},
    {"Does it say that the certificate is weak, withdrawn, broken or for another use?",
     CODES("cert-weak-key", "cert-weak-signature", "cert-revoked", "cert-purpose-wrong", "cert-issuer-not-ca", "cert-signature-broken",
           "cert-unreadable")},
    {NULL, NULL},
};

static const struct tree_question no_login[] = {
    {"Does the same password work in webmail?",
     CODES("auth-app-password-required", "auth-oauth-required", "auth-app-password-or-oauth-required",
           "auth-protocol-disabled-for-account", "auth-smtp-disabled-for-account", "auth-username-form", "auth-password-encoding")},
    {"Is it refused in webmail too?",
     CODES("auth-bad-credentials", "auth-password-expired", "auth-account-locked", "auth-account-disabled", "auth-web-login-required")},
    {"Did it work a while ago, and does it work again later?",
     CODES("auth-too-many-connections", "auth-too-many-attempts", "auth-backend-down", "auth-quota-throttled", "mailbox-in-use", "login-delay",
           "banned-by-server")},
    {"Does fetching work, and sending does not?",
     CODES("auth-required-530", "config-port-is-server-to-server", "port-blocked", "auth-command-not-advertised",
           "auth-smtp-disabled-for-account", "greylisting")},
    {"Does the program speak of a login method, of SPA, or of encryption?",
     CODES("auth-mechanism-unsupported", "auth-encryption-required", "auth-mechanism-too-weak", "auth-transition-needed",
           "auth-exchange-broken")},
    {"Did a sign-in window of the provider appear?", CODES("auth-oauth-token-rejected", "auth-web-login-required")},
    {"Is the login accepted, and no mail to be seen?", CODES("auth-ok-but-not-connected", "auth-authorization-failed")},
    {"Does tlswalk say that the server cannot prove itself, or that the connection ends before it?",
     CODES("auth-server-signature-wrong", "auth-channel-binding-mismatch")},
    {NULL, NULL},
};

const struct tree_branch tree[] = {
    {"No answer", "The program cannot find or reach the server, or gets no word from it.", no_answer},
    {"An answer, but no TLS", "The server is there, and encryption does not begin.", no_tls},
    {"TLS, but no trust", "The program asks whether the certificate is to be trusted, or refuses it.", no_trust},
    {"Trust, but no login", "Everything is encrypted and trusted, and user name or password is asked for again and again.", no_login},
    {NULL, NULL, NULL},
};
