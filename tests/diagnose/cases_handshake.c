/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases_handshake.c - setting up TLS. */
#include "case.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void alert(struct box *b, int number, const char *text)
{
    case_fail(b, STAGE_HANDSHAKE);
    b->e.tls.facts.alert = number;
    b->e.tls.facts.error = -12;
    snprintf(b->e.tls.facts.alert_text, sizeof b->e.tls.facts.alert_text, "%s", text);
}

static void alert_40(struct box *b)
{
    alert(b, 40, "Handshake failed");
}

static void alert_71(struct box *b)
{
    alert(b, 71, "Insufficient security");
}

static void alert_40_after_request(struct box *b)
{
    alert_40(b);
    b->e.tls.facts.client_cert_asked = true;
}

static void alert_42(struct box *b)
{
    alert(b, 42, "Certificate is bad");
    b->e.tls.facts.client_cert_asked = true;
}

static void alert_50(struct box *b)
{
    alert(b, 50, "Decode error");
    b->e.tls.facts.client_cert_asked = true;
}

static void alert_42_unasked(struct box *b)
{
    alert(b, 42, "Certificate is bad");
}

static void alert_70(struct box *b)
{
    alert(b, 70, "Error in protocol version");
}

static void alert_80(struct box *b)
{
    alert(b, 80, "Internal error");
}

static void alert_112(struct box *b)
{
    alert(b, 112, "Unrecognized name");
}

static void alert_120(struct box *b)
{
    alert(b, 120, "No supported application protocol could be negotiated");
}

/* TLS 1.3: the handshake succeeds, and the refusal comes in place of the greeting. */
static void alert_116_after_handshake(struct box *b)
{
    case_fail(b, STAGE_BANNER);
    b->e.tls.facts.client_cert_asked = true;
    b->e.tls.facts.alert = 116;
    b->e.banner.end.closed = true;
}

static void asked_and_content(struct box *b)
{
    b->e.tls.facts.client_cert_asked = true;
}

/* Real replies of Postfix and Dovecot. */
static void missed_in_greeting(struct box *b)
{
    case_fail(b, STAGE_BANNER);
    b->e.tls.facts.client_cert_asked = true;
    greet(b, "421 4.7.1 mail.example.org Error: No client certificate presented\r\n");
}

static void missed_after_upgrade(struct box *b)
{
    case_fail(b, STAGE_RECHECK);
    b->e.after.known = false;
    b->e.tls.facts.client_cert_asked = true;
    hear(b, &b->e.caps_after_reply, SAY_CAPS, "421 4.7.1 mail.example.org Error: No client certificate presented\r\n");
}

static void missed_at_login(struct box *b)
{
    case_fail(b, STAGE_AUTH);
    b->e.tls.facts.client_cert_asked = true;
    b->e.login_given = true;
    b->e.auth.result = AUTH_REJECTED;
    hear(b, &b->e.auth.reply, SAY_AUTH, "w2 NO [ALERT] Client didn't present valid SSL certificate\r\n");
}

/* Some other server's complaint about a certificate, where none was asked for. */
static void unasked_at_login(struct box *b)
{
    missed_at_login(b);
    b->e.tls.facts.client_cert_asked = false;
}

static void library_error(struct box *b, int error)
{
    case_fail(b, STAGE_HANDSHAKE);
    b->e.tls.facts.error = error;
    snprintf(b->e.tls.facts.error_text, sizeof b->e.tls.facts.error_text, "library error %d", error);
}

/* The certificate that ended the handshake was shown, and is judged. */
static void key_usage_violated(struct box *b)
{
    library_error(b, -48);
    b->e.chain.checked = true;
    trouble(b, CERT_PURPOSE, 0, "its key is for keyEncipherment only");
}

static void old_version_packet(struct box *b)
{
    library_error(b, -8);
}

static void tls_10(struct box *b)
{
    b->e.tls.facts.version_number = 0x0301;
    strcpy(b->e.tls.facts.version, "TLS1.0");
}

static void tls_12(struct box *b)
{
    b->e.tls.facts.version_number = 0x0303;
    strcpy(b->e.tls.facts.version, "TLS1.2");
}

static void tls_12_legacy(struct box *b)
{
    tls_12(b);
    b->e.tls.facts.safe_renegotiation = false;
}

/* TLS 1.3 has no renegotiation to be safe or unsafe. */
static void tls_13_no_extension(struct box *b)
{
    b->e.tls.facts.safe_renegotiation = false;
}

static void renegotiation_refused(struct box *b)
{
    library_error(b, -107);
}

static void weak_cipher(struct box *b)
{
    tls_12(b);
    b->e.tls.facts.weak_cipher = true;
    strcpy(b->e.tls.facts.suite, "TLS_RSA_WITH_AES_128_CBC_SHA");
}

static void weak_dh(struct box *b)
{
    tls_12(b);
    b->e.tls.facts.weak_dh = true;
    b->e.tls.facts.dh_bits = 1024;
}

static void dh_unacceptable(struct box *b)
{
    library_error(b, -63);
}

static void reset(struct box *b)
{
    library_error(b, -54);
    b->e.tls.facts.transport_ended = true;
    b->e.tls.facts.transport_error = b->e.tls.end.error = ECONNRESET;
}

static void closed(struct box *b)
{
    library_error(b, -110);
    b->e.tls.facts.transport_ended = b->e.tls.end.closed = true;
}

static void timed_out(struct box *b)
{
    case_fail(b, STAGE_HANDSHAKE);
    b->e.tls.end.timed_out = true;
}

static void plain(struct box *b, const char *bytes)
{
    library_error(b, -15);
    b->e.tls.facts.plaintext_peer = true;
    b->e.tls.facts.plain_len = strlen(bytes);
    memcpy(b->e.tls.facts.plain_bytes, bytes, strlen(bytes));
    b->e.banner.speaker = sniff(span_str(bytes));
}

static void imap_greeting(struct box *b)
{
    plain(b, "* OK ready\r\n");
}

static void smtp_error(struct box *b)
{
    plain(b, "500 5.5.1 command unrecognized\r\n");
}

/* Exim, when it has no room: before it begins TLS. */
static void smtp_busy(struct box *b)
{
    plain(b, "421 Too many concurrent SMTP connections; please try again later.\r\n");
}

static void handshaking(struct box *b)
{
    case_running(b, STAGE_HANDSHAKE);
    b->e.tls.secured = false;
}

static void withdrawn_library_error(struct box *b)
{
    library_error(b, -9);
}

const struct rule_case handshake_cases[] = {
    {"an IMAP greeting in answer to TLS", "imaps://mail.example.org:143", NULL, imap_greeting,
     "only tls-mode-mismatch-implicit-on-starttls=error/certain config-port-mode-unusual", "wrong-protocol-on-port tls-handshake-failed"},
    {"an SMTP error in answer to TLS", "submissions://mail.example.org:10587", NULL, smtp_error,
     "only tls-mode-mismatch-implicit-on-starttls=error/likely", NULL},
    {"421 in place of TLS", "submissions://mail.example.org", NULL, smtp_busy, "only greeting-421-busy=error/certain",
     "tls-mode-mismatch-implicit-on-starttls tls-handshake-failed"},
    {"alert 40", "imaps://mail.example.org", NULL, alert_40, "only tls-no-common-cipher=error/certain", "client-cert-required tls-handshake-failed"},
    {"alert 71", "imaps://mail.example.org", NULL, alert_71, "only tls-no-common-cipher=error/certain", "tls-version-too-old"},
    {"alert 40 after a request for a certificate", "imaps://mail.example.org", NULL, alert_40_after_request,
     "only client-cert-required=error/likely", "tls-no-common-cipher"},
    {"alert 42 after a request for a certificate", "imaps://mail.example.org", NULL, alert_42, "only client-cert-required=error/likely", NULL},
    {"alert 42 without a request", "imaps://mail.example.org", NULL, alert_42_unasked, "only tls-handshake-failed=error/certain",
     "client-cert-required"},
    {"alert 116 in place of the greeting", "imaps://mail.example.org", NULL, alert_116_after_handshake,
     "only client-cert-required=error/certain", "greeting-closed"},
    {"a certificate missed in the greeting", "submissions://mail.example.org", NULL, missed_in_greeting,
     "only client-cert-required=error/certain", "greeting-421-busy"},
    {"a certificate missed after the upgrade", "submission://mail.example.org", NULL, missed_after_upgrade,
     "only client-cert-required=error/certain", "conversation-closed"},
    {"a certificate missed at the login", "imaps://mail.example.org", NULL, missed_at_login, "only client-cert-required=error/certain",
     "auth-bad-credentials"},
    {"words about a certificate, and none asked for", "imaps://mail.example.org", NULL, unasked_at_login, "auth-bad-credentials",
     "client-cert-required"},
    {"alert 50 after a request for a certificate", "imaps://mail.example.org", NULL, alert_50, "only client-cert-required=error/likely",
     "tls-handshake-failed"},
    {"a certificate asked for, and none needed", "imaps://mail.example.org", NULL, asked_and_content, "only", "client-cert-required"},
    {"alert 70", "imaps://mail.example.org", NULL, alert_70, "only tls-version-too-old=error/certain", "tls-no-common-cipher sni-rejected"},
    {"a version packet of old", "imaps://mail.example.org", NULL, old_version_packet, "only tls-version-too-old=error/certain", NULL},
    {"TLS 1.0", "imaps://mail.example.org", NULL, tls_10, "only tls-version-too-old=error/certain", "tls-renegotiation-legacy"},
    {"TLS 1.2", "imaps://mail.example.org", NULL, tls_12, "only", "tls-version-too-old"},
    {"alert 80", "imaps://mail.example.org", NULL, alert_80, "only tls-handshake-failed=error/certain", "tls-handshake-closed"},
    {"alert 112", "imaps://mail.example.org", NULL, alert_112, "only sni-rejected=error/certain", "alpn-rejected"},
    {"alert 120", "imaps://mail.example.org", NULL, alert_120, "only alpn-rejected=error/certain", "sni-rejected"},
    {"TLS 1.2 without safe renegotiation", "imaps://mail.example.org", NULL, tls_12_legacy, "only tls-renegotiation-legacy=warning/certain", NULL},
    {"TLS 1.3 without the extension", "imaps://mail.example.org", NULL, tls_13_no_extension, "only", "tls-renegotiation-legacy"},
    {"safe renegotiation demanded and refused", "imaps://mail.example.org", NULL, renegotiation_refused,
     "only tls-renegotiation-legacy=error/certain", "tls-handshake-failed"},
    {"static RSA", "imaps://mail.example.org", NULL, weak_cipher, "only tls-weak-cipher=warning/certain", "tls-weak-dh"},
    {"a short group", "imaps://mail.example.org", NULL, weak_dh, "only tls-weak-dh=warning/certain", "tls-weak-cipher"},
    {"a group that the library refuses", "imaps://mail.example.org", NULL, dh_unacceptable, "only tls-weak-dh=error/certain",
     "tls-handshake-failed"},
    {"a key that may not sign", "imaps://mail.example.org", NULL, key_usage_violated, "only cert-purpose-wrong=error/certain",
     "tls-handshake-failed"},
    {"reset", "imaps://mail.example.org", NULL, reset, "only tls-handshake-reset=error/likely", "tls-handshake-closed"},
    {"closed", "imaps://mail.example.org", NULL, closed, "only tls-handshake-closed=error/certain", "tls-handshake-reset starttls-accepted-no-tls"},
    {"no answer to TLS", "imaps://mail.example.org", NULL, timed_out, "only tls-handshake-timeout=error/certain", "starttls-hangs"},
    {"something the rules of TLS do not allow", "imaps://mail.example.org", NULL, withdrawn_library_error,
     "only tls-handshake-failed=error/certain", "tls-handshake-timeout"},
    {"TLS is being set up", "imaps://mail.example.org", NULL, handshaking, "only", "tls-handshake-timeout tls-handshake-failed"},
    {NULL},
};
