/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fault.c - THE FAULTS: one row a practice server. */
#include "practice/fault_private.h"

#include <stdio.h>
#include <string.h>

struct fault_row {
    struct fault fault; /* first: a pointer to it is a pointer to the row */
    struct behaviour how;
};

/* Which clients meet the fault: those that begin with STARTTLS, those that begin with TLS, or both. */
#define STARTTLS "any-starttls"
#define IMPLICIT "any-ssl"
#define BOTH "any-ssl any-starttls"
#define ALL "imap pop3 smtp"

#define FAULT(name, title, code, clients, protocols, note, ...) \
    &((const struct fault_row){{name, title, note, code, clients, protocols}, {__VA_ARGS__}}).fault
/* Most faults are named after their diagnosis. */
#define DIAGNOSIS(code, title, clients, protocols, note, ...) FAULT(code, title, code, clients, protocols, note, __VA_ARGS__)

#define SECONDS * UINT64_C(1000000)

const struct fault *const practice_faults[] = {
    FAULT("good", "All is well", NULL, NULL, ALL, "Nothing is wrong here: this is how a sound server looks, step by step.", 0),

    /* Connecting and greeting. */
    DIAGNOSIS("tcp-refused", "Nothing listens there", BOTH, ALL,
              "The computer answers at once that nobody listens on the port.", .opening = OPENING_REFUSES),
    DIAGNOSIS("banner-timeout", "Takes the call, says nothing", STARTTLS, ALL,
              "The connection opens and then stays silent; only the time-out ends it.", .opening = OPENING_SILENT),
    DIAGNOSIS("greeting-closed", "Hangs up at once", STARTTLS, ALL, "The server closes the connection before its first word.",
              .opening = OPENING_CLOSES),
    DIAGNOSIS("greeting-rejected-554", "Refuses at the door", BOTH, "smtp",
              "The greeting itself is a refusal, 554, and names the reason in words.",
              .greeting = {.smtp = "554 5.7.1 {host} no service for your address"}),
    DIAGNOSIS("greeting-421-busy", "Too busy", BOTH, ALL, "The server says that it has too many connections, and closes.",
              .greeting = {.imap = "* BYE [UNAVAILABLE] {host} too many connections, try again later",
                           .pop3 = "-ERR [SYS/TEMP] {host} too many connections, try again later",
                           .smtp = "421 4.7.0 {host} too many connections, try again later"},
              .hangs_up = true),
    DIAGNOSIS("wrong-protocol-on-port", "Another service answers", STARTTLS, ALL,
              "An SSH server stands where the mail server was expected.",
              .greeting = {.imap = "SSH-2.0-OpenSSH_9.2", .pop3 = "SSH-2.0-OpenSSH_9.2", .smtp = "SSH-2.0-OpenSSH_9.2"}),
    DIAGNOSIS("imap-preauth", "Already logged in, it says", STARTTLS, "imap",
              "The greeting claims a login before TLS, which makes STARTTLS impossible.",
              .greeting = {.imap = "* PREAUTH [CAPABILITY IMAP4rev1] {host} logged in as somebody"}),
    DIAGNOSIS("cisco-smtp-fixup", "A firewall rewrites the talk", STARTTLS, "smtp",
              "A packet filter has masked the greeting and the STARTTLS keyword.",
              .greeting = {.smtp = "220 ************************************************************"}, .offer = OFFER_MASKED,
              .refusal = {.smtp = "500 5.5.1 Command unrecognized: \"XXXXXXXA\""}),

    /* The two settings that are mixed up most often. */
    DIAGNOSIS("tls-mode-mismatch-plain-on-implicit", "STARTTLS where TLS begins at once", STARTTLS, ALL,
              "The ports of the STARTTLS settings speak TLS from the first byte, so the greeting never comes.", .swapped = true),
    DIAGNOSIS("tls-mode-mismatch-implicit-on-starttls", "TLS where STARTTLS is needed", IMPLICIT, ALL,
              "The ports of the SSL settings greet in clear text; the ClientHello is no command there.", .swapped = true),

    /* STARTTLS. */
    DIAGNOSIS("starttls-not-offered", "No encryption offered", STARTTLS, ALL, "STARTTLS is not listed, and the command is unknown.",
              .offer = OFFER_NEVER,
              .refusal = {.imap = "BAD unknown command", .pop3 = "-ERR unknown command", .smtp = "502 5.5.1 Command not implemented"}),
    DIAGNOSIS("starttls-stripped", "The offer was taken out", STARTTLS, ALL,
              "STARTTLS is not listed, yet the command works: somebody on the way removed the offer.", .offer = OFFER_NEVER),
    DIAGNOSIS("starttls-refused-454", "Offered, but cannot start", STARTTLS, "smtp",
              "STARTTLS is listed and then refused with 454: the server has trouble with its key or certificate.",
              .refusal = {.smtp = "454 4.7.0 TLS not available due to local problem"}),
    DIAGNOSIS("starttls-refused-other", "Offered, but refused", STARTTLS, ALL, "STARTTLS is listed, and the command is not understood.",
              .refusal = {.imap = "BAD internal error", .pop3 = "-ERR command refused", .smtp = "503 5.5.1 Error: send EHLO first"}),
    DIAGNOSIS("starttls-accepted-no-tls", "Says yes and does not do it", STARTTLS, ALL,
              "After the go-ahead the server answers the ClientHello in clear text.", .handshake = HANDSHAKE_PLAIN),
    DIAGNOSIS("starttls-hangs", "Says yes and falls silent", STARTTLS, ALL, "After the go-ahead nothing comes back any more.",
              .handshake = HANDSHAKE_HANGS),
    DIAGNOSIS("response-injection", "Words slipped in before TLS", STARTTLS, ALL,
              "Text waits behind the go-ahead to be taken for the server's protected words.", .upgrade = UPGRADE_INJECTED),

    /* The handshake. */
    DIAGNOSIS("tls-version-too-old", "Only TLS 1.0", BOTH, ALL, "The server speaks nothing newer than TLS 1.0.",
              .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.0"),
    DIAGNOSIS("tls-handshake-closed", "Hangs up during the handshake", IMPLICIT, ALL,
              "The server closes the connection when it has read the ClientHello.", .handshake = HANDSHAKE_CLOSES),
    DIAGNOSIS("tls-handshake-reset", "Cut off during the handshake", BOTH, ALL,
              "The connection is reset the moment the ClientHello has passed.", .handshake = HANDSHAKE_RESETS),
    DIAGNOSIS("client-cert-required", "Wants a certificate from you", BOTH, ALL,
              "The handshake seems to work, then the server demands a client certificate.", .wants_client_cert = true),

    /* Certificates. */
    DIAGNOSIS("cert-expired", "Certificate ran out", BOTH, ALL, "The certificate ended three days ago.", .paper = PAPER_EXPIRED),
    DIAGNOSIS("cert-name-mismatch", "Certificate for another name", BOTH, ALL, "The certificate is for www.example.test.",
              .paper = PAPER_OTHER_NAME),
    DIAGNOSIS("cert-self-signed", "Vouches for itself", BOTH, ALL, "The server made its own certificate.", .paper = PAPER_SELF_SIGNED),
    DIAGNOSIS("cert-untrusted-root", "Unknown issuer", BOTH, ALL, "The chain is complete, but nobody trusts its root.",
              .paper = PAPER_UNTRUSTED_ROOT),
    DIAGNOSIS("cert-missing-intermediate", "A link of the chain is missing", BOTH, ALL,
              "The server sends its own certificate and forgets the one in the middle.", .paper = PAPER_NO_INTERMEDIATE),

    /* Logging in. */
    DIAGNOSIS("auth-bad-credentials", "Password not accepted", BOTH, ALL, "Every login is refused as wrong.",
              .login = {.imap = "NO [AUTHENTICATIONFAILED] Authentication failed.",
                        .pop3 = "-ERR [AUTH] Authentication failed.",
                        .smtp = "535 5.7.8 Error: authentication failed"}),

    /* Odd, and yet all right. */
    FAULT("split", "Every byte on its own", NULL, BOTH, ALL,
          "Every reply arrives a byte at a time; nothing is wrong with that.", .pace = PACE_SPLIT),
    NULL,
};

_Static_assert(sizeof(practice_faults) / sizeof(*practice_faults) <= PRACTICE_FAULTS_MAX, "certificates are kept by index");

const struct behaviour *fault_behaviour(const struct fault *f)
{
    return &((const struct fault_row *)f)->how;
}

size_t fault_index(const struct fault *f)
{
    size_t i = 0;
    while (practice_faults[i] != f)
        i++;
    return i;
}

void fault_host(const struct fault *f, char *to, size_t cap)
{
    const char *label = fault_behaviour(f)->label;
    snprintf(to, cap, "%s%s%s." PRACTICE_DOMAIN, label ? label : "", label ? "." : "", f->name);
}

const struct fault *practice_fault(const char *name)
{
    for (size_t i = 0; practice_faults[i]; i++)
        if (strcmp(practice_faults[i]->name, name) == 0)
            return practice_faults[i];
    return NULL;
}

bool practice_listens(const struct fault *f)
{
    return fault_behaviour(f)->opening != OPENING_REFUSES;
}
