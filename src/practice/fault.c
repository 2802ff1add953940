/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fault.c - THE FAULTS: one row a practice server, in the order in which a visit meets them. */
#include "practice/fault_private.h"

#include <stdio.h>
#include <string.h>

struct fault_row {
    struct fault fault; /* first: a pointer to it is a pointer to the row */
    struct behaviour how;
};

/* Clients that meet the fault: one that always begins with STARTTLS, one that always begins with TLS, both of them; and one
 * that begins with TLS to fetch and with STARTTLS to send, for faults that show either way. */
#define STARTTLS "any-starttls"
#define IMPLICIT "outlook-express"
#define BOTH IMPLICIT " " STARTTLS
#define EITHER "thunderbird-2"
#define ALL "imap pop3 smtp"

#define ASKED(asks, name, title, code, clients, protocols, note, ...) \
    &((const struct fault_row){{name, title, note, code, clients, protocols, asks}, {__VA_ARGS__}}).fault
#define FAULT(name, title, code, clients, protocols, note, ...) ASKED(0, name, title, code, clients, protocols, note, __VA_ARGS__)
/* Most faults are named after their diagnosis. */
#define DIAGNOSIS(code, title, clients, protocols, note, ...) FAULT(code, title, code, clients, protocols, note, __VA_ARGS__)
/* The answer to every login, by protocol. */
#define LOGIN(imap_, pop3_, smtp_) .login = {.imap = imap_, .pop3 = pop3_, .smtp = smtp_}
#define GREETING(imap_, pop3_, smtp_) .greeting = {.imap = imap_, .pop3 = pop3_, .smtp = smtp_}
#define REFUSAL(imap_, pop3_, smtp_) .refusal = {.imap = imap_, .pop3 = pop3_, .smtp = smtp_}

#define SECONDS(n) ((n) * UINT64_C(1000000))

const struct fault *const practice_faults[] = {
    FAULT("good", "All is well", NULL, NULL, ALL, "Nothing is wrong here: this is how a sound server looks, step by step.", 0),

    /* Connection and greeting. */
    DIAGNOSIS("tcp-refused", "Nothing listens there", EITHER, ALL,
              "The computer answers at once that nobody listens on the port.", .opening = OPENING_REFUSES),
    DIAGNOSIS("banner-timeout", "Takes the call, says nothing", STARTTLS, ALL,
              "The connection opens and then stays silent; only the time-out ends it.", .opening = OPENING_SILENT),
    DIAGNOSIS("banner-delayed", "Makes every client wait", EITHER, ALL,
              "The greeting comes after six seconds, as if to tire out senders of mass mail.", .greeting_delay_us = SECONDS(6)),
    ASKED(PRACTICE_ASKS_COMPARE, "captive-portal", "Sign in to the network first", "captive-portal", EITHER, ALL,
          "A guest network answers in place of the server, with a certificate of its own; its web page says what it wants: compare.",
          .paper = PAPER_SELF_SIGNED, .web = WEB_PORTAL),
    DIAGNOSIS("greeting-closed", "Hangs up at once", STARTTLS, ALL, "The server ends the connection before its first word.",
              .opening = OPENING_CLOSES),
    DIAGNOSIS("greeting-rejected-554", "Refuses at the door", EITHER, "smtp", "The greeting itself is a refusal: 554.",
              GREETING(NULL, NULL, "554 5.7.1 {host} no service for your address")),
    DIAGNOSIS("greeting-blocklisted", "Your address is on a list", EITHER, "smtp",
              "The greeting refuses the client's address and names the list it stands on.",
              GREETING(NULL, NULL, "554 5.7.1 Service unavailable; client blocked using zen.spamhaus.org (PBL)")),
    DIAGNOSIS("greeting-521-no-mail", "Never takes mail", EITHER, "smtp",
              "521 says that this computer is no mail server at all.",
              GREETING(NULL, NULL, "521 5.3.2 {host} does not accept mail")),
    DIAGNOSIS("greeting-refused-access", "Not for you", EITHER, "imap pop3",
              "The greeting refuses this client, and says no more.",
              GREETING("* BYE {host} access denied", "-ERR {host} access denied", NULL), .hangs_up = true),
    DIAGNOSIS("greeting-421-busy", "Too busy", EITHER, ALL, "The server has too many connections, says so, and closes.",
              GREETING("* BYE [UNAVAILABLE] {host} too many connections, try again later",
                       "-ERR [SYS/TEMP] {host} too many connections, try again later",
                       "421 4.7.0 {host} too many connections, try again later"),
              .hangs_up = true),
    DIAGNOSIS("greylisting", "Come back in five minutes", EITHER, "smtp",
              "The server lets nobody in whom it has not turned away once before.",
              GREETING(NULL, NULL, "451 4.7.1 {host} Greylisting in action, please come back in 300 seconds"), .hangs_up = true),
    DIAGNOSIS("wrong-protocol-on-port", "Another service answers", STARTTLS, ALL,
              "An SSH server stands where the mail server was expected.",
              GREETING("SSH-2.0-OpenSSH_9.2", "SSH-2.0-OpenSSH_9.2", "SSH-2.0-OpenSSH_9.2")),
    FAULT("flood", "A greeting without end", "reply-not-understood", STARTTLS, ALL,
          "The server never finishes its first reply; a bound ends it, not the memory.", .opening = OPENING_FLOODS,
          GREETING("* OK on and on and ", "+OK on and on and ", "220-{host} and on and on\r\n")),
    DIAGNOSIS("imap-preauth", "Already logged in, it says", STARTTLS, "imap",
              "The greeting claims a login before TLS, which makes STARTTLS impossible.",
              GREETING("* PREAUTH [CAPABILITY IMAP4rev1] {host} logged in as somebody", NULL, NULL)),
    DIAGNOSIS("cisco-smtp-fixup", "A firewall rewrites the talk", STARTTLS, "smtp",
              "A packet filter has masked the greeting and the STARTTLS keyword.",
              GREETING(NULL, NULL, "220 ****************************************"), .offer = OFFER_MASKED,
              REFUSAL(NULL, NULL, "500 5.5.1 Command unrecognized: \"XXXXXXXA\"")),

    /* The two settings that are mixed up most often. */
    DIAGNOSIS("tls-mode-mismatch-plain-on-implicit", "STARTTLS where TLS begins at once", STARTTLS, ALL,
              "The ports of the STARTTLS settings speak TLS from the first byte, so no greeting comes.", .swapped = true),
    DIAGNOSIS("tls-mode-mismatch-implicit-on-starttls", "TLS where STARTTLS is needed", IMPLICIT, ALL,
              "The ports of the SSL settings greet in clear text; a ClientHello is no command there.", .swapped = true),

    /* Features. */
    DIAGNOSIS("ehlo-rejected", "Knows no EHLO", IMPLICIT, "smtp", "EHLO is refused and HELO taken, so nothing can be listed.",
              .listing = LISTING_UNKNOWN),
    DIAGNOSIS("capability-command-missing", "Lists no features", BOTH, "pop3",
              "CAPA is unknown; the visit goes on without it.",
              .listing = LISTING_UNKNOWN),
    DIAGNOSIS("capabilities-malformed", "The list is out of order", STARTTLS, "smtp",
              "STARTTLS stands in the first line, where strict programs overlook it.", .offer = OFFER_FIRST),
    DIAGNOSIS("reply-not-understood", "Speaks in tongues", BOTH, ALL,
              "The answer to the feature command is in no protocol's words.",
              .listing = LISTING_NONSENSE),
    DIAGNOSIS("conversation-timeout", "Falls silent", BOTH, ALL,
              "The greeting is fine, the first command is never answered.",
              .listing = LISTING_SILENT),
    DIAGNOSIS("conversation-closed", "Hangs up in the middle", BOTH, ALL,
              "The first command is answered by the end of the connection.",
              .listing = LISTING_CLOSES),
    DIAGNOSIS("auth-plaintext-offered", "Would take passwords in clear", STARTTLS, ALL,
              "Logins with the password itself are listed before TLS; only the client's setting protects it.",
              .mechs_before = "PLAIN LOGIN"),
    DIAGNOSIS("caps-changed-after-tls", "A login method vanishes in TLS", STARTTLS, ALL,
              "SCRAM is listed before TLS and gone inside it.", .mechs_before = "SCRAM-SHA-256", .mechs_after = "PLAIN"),
    DIAGNOSIS("starttls-offered-inside-tls", "Does not know that TLS is up", STARTTLS, ALL,
              "STARTTLS is still listed inside TLS: something in front of the server took TLS off.", .offer = OFFER_ALWAYS),

    /* STARTTLS. */
    DIAGNOSIS("starttls-not-offered", "No encryption offered", STARTTLS, ALL,
              "STARTTLS is not listed, and the command is unknown.",
              .offer = OFFER_NEVER, REFUSAL("BAD unknown command", "-ERR unknown command", "502 5.5.1 Command not implemented")),
    DIAGNOSIS("starttls-stripped", "The offer was taken out", STARTTLS, ALL,
              "STARTTLS is not listed, yet the command works: somebody on the way removed the offer.", .offer = OFFER_NEVER),
    DIAGNOSIS("starttls-refused-454", "Offered, but cannot start", STARTTLS, "imap smtp",
              "STARTTLS is listed and then refused for now: the server has trouble with its key or certificate.",
              REFUSAL("NO TLS not available due to local problem", NULL, "454 4.7.0 TLS not available due to local problem")),
    DIAGNOSIS("starttls-refused-other", "Offered, but refused", STARTTLS, ALL,
              "STARTTLS is listed, and the command is not understood.",
              REFUSAL("BAD internal error", "-ERR command refused", "503 5.5.1 Error: send EHLO first")),
    FAULT("sending-needs-login", "Wants a login before all else", "auth-required-530", STARTTLS, "smtp",
          "Every command but the login is answered with 530, even STARTTLS.",
          REFUSAL(NULL, NULL, "530 5.7.1 Client was not authenticated")),
    DIAGNOSIS("starttls-accepted-no-tls", "Says yes and does not do it", STARTTLS, ALL,
              "After the go-ahead the server answers the ClientHello in clear text.", .handshake = HANDSHAKE_PLAIN),
    DIAGNOSIS("starttls-hangs", "Says yes and falls silent", STARTTLS, ALL, "After the go-ahead nothing comes back any more.",
              .handshake = HANDSHAKE_HANGS),
    DIAGNOSIS("response-injection", "Words slipped in before TLS", STARTTLS, ALL,
              "Text waits behind the go-ahead to be taken for the server's protected words.", .injects = true),
    ASKED(PRACTICE_ASKS_INJECTION, "starttls-command-injection", "Remembers what came before TLS", "starttls-command-injection",
          STARTTLS, ALL, "A command sent in one piece with STARTTLS is answered inside TLS; the test for it is a connection of its own.",
          .keeps_input = true),

    /* The handshake. */
    DIAGNOSIS("tls-version-too-old", "Only TLS 1.0", EITHER, ALL, "The server speaks nothing newer than TLS 1.0.",
              .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.0"),
    ASKED(PRACTICE_ASKS_COMPARE, "tls-client-too-old", "Too new for old programs", "tls-client-too-old", EITHER, ALL,
          "The server takes TLS 1.2 and newer, as it should; the program of this row speaks 1.0 at most: compare to see it."),
    DIAGNOSIS("tls-no-common-cipher", "No cipher in common", EITHER, ALL,
              "The server knows only a cipher that nobody uses any more.",
              .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+ARCFOUR-128"),
    DIAGNOSIS("tls-weak-cipher", "A weak cipher", EITHER, ALL, "The server insists on CBC with SHA-1.",
              .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-CBC:-MAC-ALL:+SHA1"),
    DIAGNOSIS("tls-renegotiation-legacy", "TLS without the repair of 2010", EITHER, ALL,
              "The server lacks the extension that protects renegotiation.",
              .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION"),
    DIAGNOSIS("sni-rejected", "Does not know its own name", EITHER, ALL,
              "The server refuses the name that the client asks for.",
              .handshake = HANDSHAKE_NO_NAME),
    ASKED(PRACTICE_ASKS_COMPARE, "sni-required", "Knows you only by its name", "sni-required", IMPLICIT, ALL,
          "Without the server's name in the first TLS message another certificate comes: compare to see it.",
          .second = SECOND_UNNAMED, .second_paper = PAPER_OTHER_NAME),
    DIAGNOSIS("tls-handshake-closed", "Hangs up during the handshake", IMPLICIT, ALL,
              "The server closes the connection when it has read the ClientHello.", .handshake = HANDSHAKE_CLOSES),
    DIAGNOSIS("tls-handshake-reset", "Cut off during the handshake", EITHER, ALL,
              "The connection is reset the moment the ClientHello has passed.", .handshake = HANDSHAKE_RESETS),
    DIAGNOSIS("tls-handshake-timeout", "The handshake gets stuck", IMPLICIT, ALL, "Nothing comes back after the ClientHello.",
              .handshake = HANDSHAKE_HANGS),
    DIAGNOSIS("client-cert-required", "Wants a certificate from you", EITHER, ALL,
              "The handshake seems to work, then the server demands a client certificate.", .wants_client_cert = true),
    FAULT("tls-truncated", "Cut off inside TLS", "conversation-closed", EITHER, ALL,
              "The connection ends in the middle of a reply, without the close_notify that TLS asks for.",
              .listing = LISTING_TRUNCATES),

    /* Certificates. */
    DIAGNOSIS("cert-expired", "Certificate ran out", EITHER, ALL,
              "The certificate ended three days ago.", .paper = PAPER_EXPIRED),
    FAULT("cert-not-yet-valid", "Certificate of the future", "cert-not-yet-valid-or-clock-wrong", EITHER, ALL,
          "The certificate begins in three days, or this computer's clock is behind.", .paper = PAPER_NOT_YET_VALID),
    DIAGNOSIS("cert-name-mismatch", "Certificate for another name", EITHER, ALL, "The certificate is for www.example.test.",
              .paper = PAPER_OTHER_NAME),
    DIAGNOSIS("cert-name-wildcard-depth", "The wildcard is too short", EITHER, ALL,
              "A certificate for *.practice.test does not cover a name two labels below.", .paper = PAPER_WILDCARD,
              .label = "mail"),
    DIAGNOSIS("cert-no-san", "The old form of a certificate", EITHER, ALL,
              "The name stands in the common name only, which today's programs ignore.", .paper = PAPER_NO_SAN),
    DIAGNOSIS("cert-self-signed", "Vouches for itself", EITHER, ALL,
              "The server made its own certificate.", .paper = PAPER_SELF_SIGNED),
    DIAGNOSIS("cert-default-or-snakeoil", "The installer's certificate", EITHER, ALL,
              "The certificate is the one that the server software made when it was installed.", .paper = PAPER_SNAKEOIL),
    DIAGNOSIS("cert-untrusted-root", "Unknown issuer", EITHER, ALL, "The chain is complete, but nobody trusts its root.",
              .paper = PAPER_UNTRUSTED_ROOT),
    DIAGNOSIS("cert-missing-intermediate", "A link of the chain is missing", EITHER, ALL,
              "The server sends its own certificate and forgets the one in the middle; a comparison fetches that.", .paper = PAPER_NO_INTERMEDIATE,
              .web = WEB_ISSUER),
    DIAGNOSIS("cert-chain-disorder", "The chain is out of order", EITHER, ALL,
              "A certificate that belongs to nothing is sent in between.",
              .paper = PAPER_DISORDER),
    DIAGNOSIS("cert-chain-expired-issuer", "An issuer ran out", EITHER, ALL,
              "The server's certificate is in date, the one above it is not.", .paper = PAPER_ISSUER_EXPIRED),
    DIAGNOSIS("cert-issuer-not-ca", "Signed by who may not sign", EITHER, ALL,
              "A server's certificate was used as if it were an authority's.",
              .paper = PAPER_ISSUER_NOT_CA),
    FAULT("cert-intercepted", "A security program in between", "cert-intercepted-by-antivirus-or-proxy", EITHER, ALL,
          "The certificate was made by a program that reads along on this computer.", .paper = PAPER_INTERCEPTED),
    DIAGNOSIS("cert-weak-key", "The key is too short", EITHER, ALL,
              "The certificate has an RSA key of 1024 bits.", .paper = PAPER_WEAK_KEY),
    DIAGNOSIS("cert-weak-signature", "Signed in a broken way", EITHER, ALL, "The certificate is signed with SHA-1.",
              .paper = PAPER_WEAK_SIGNATURE),
    DIAGNOSIS("cert-purpose-wrong", "Meant for something else", EITHER, ALL, "The certificate is for clients, not for servers.",
              .paper = PAPER_WRONG_PURPOSE),
    DIAGNOSIS("cert-revoked", "Certificate was withdrawn", EITHER, ALL,
              "The server itself sends along that its issuer has withdrawn the certificate.", .paper = PAPER_REVOKED),
    DIAGNOSIS("cert-expires-soon", "Runs out in days", EITHER, ALL, "The certificate ends in five days; nobody has renewed it.",
              .paper = PAPER_EXPIRES_SOON),
    ASKED(PRACTICE_ASKS_COMPARE, "cert-inconsistent", "The old certificate at another door", "cert-inconsistent", STARTTLS, ALL,
          "This port has the new certificate, the ports with SSL/TLS still show the old one: compare the ports.",
          .second = SECOND_AT_IMPLICIT, .second_paper = PAPER_EXPIRED),
    DIAGNOSIS("cert-validity-too-long", "Valid for too long", EITHER, ALL,
              "The certificate is valid for four years, which Apple's programs refuse.",
              .paper = PAPER_TOO_LONG),

    /* Logging in. */
    DIAGNOSIS("auth-bad-credentials", "Password not accepted", EITHER, ALL, "Every login is refused as wrong.",
              LOGIN("NO [AUTHENTICATIONFAILED] Authentication failed.", "-ERR [AUTH] Authentication failed.",
                    "535 5.7.8 Error: authentication failed")),
    DIAGNOSIS("auth-app-password-required", "Wants an app password", EITHER, ALL,
              "The password is right for the web, but programs need one of their own.",
              LOGIN("NO [ALERT] Application-specific password required", "-ERR [AUTH] Application-specific password required",
                    "534 5.7.9 Application-specific password required. InvalidSecondFactor")),
    DIAGNOSIS("auth-oauth-required", "Takes no passwords", EITHER, ALL,
              "Only logins with a token from the provider's own window are listed.",
              .mechs_after = "OAUTHBEARER XOAUTH2"),
    FAULT("auth-basic-disabled", "Lists passwords, takes none", "auth-oauth-required", EITHER, "smtp",
          "Password logins are listed and refused, and the words say why.",
          LOGIN(NULL, NULL, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled.")),
    DIAGNOSIS("auth-smtp-disabled-for-account", "Sending is switched off", EITHER, "smtp",
              "The account is in order, but this way of sending is switched off for it.",
              LOGIN(NULL, NULL, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.")),
    DIAGNOSIS("auth-protocol-disabled-for-account", "The mailbox has no IMAP or POP3", EITHER, "imap pop3",
              "The account is in order, but this protocol is switched off for it.",
              LOGIN("NO [ALERT] Your account is not enabled for IMAP use",
                    "-ERR [AUTH] Your account is not enabled for POP use", NULL)),
    DIAGNOSIS("auth-web-login-required", "Wants to see you in the browser", EITHER, "imap smtp",
              "The provider has doubts and asks for a login on its web page first.",
              LOGIN("NO [WEBALERT https://login.practice.test/] Web login required.", NULL,
                    "534 5.7.14 Please log in via your web browser and then try again.")),
    DIAGNOSIS("auth-account-locked", "The account is locked", EITHER, ALL, "Too many wrong tries have locked the account.",
              LOGIN("NO [CONTACTADMIN] Your account is locked", "-ERR [AUTH] Your account is locked",
                    "535 5.7.8 Your account is locked")),
    DIAGNOSIS("auth-account-disabled", "The account is switched off", EITHER, ALL, "The account exists and may not be used.",
              LOGIN("NO [CONTACTADMIN] Your account is disabled", "-ERR [AUTH] Your account is disabled",
                    "525 5.7.13 User account disabled")),
    DIAGNOSIS("auth-password-expired", "The password ran out", EITHER, ALL, "The password was right until it expired.",
              LOGIN("NO [EXPIRED] Your password has expired", "-ERR [AUTH] Your password has expired",
                    "535 5.7.8 Your password has expired")),
    DIAGNOSIS("auth-too-many-attempts", "Tried too often", EITHER, ALL,
              "There were too many failed logins; the server wants a pause.",
              LOGIN("* BYE Too many failed logins, try again later", "-ERR [SYS/TEMP] Too many failed logins, try again later",
                    "421 4.7.0 Too many failed logins, try again later"),
              .login_hangs_up = true),
    DIAGNOSIS("auth-too-many-connections", "Too many programs at once", EITHER, "imap pop3",
              "The password is right; too many programs have this mailbox open.",
              LOGIN("NO [LIMIT] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)",
                    "-ERR [SYS/TEMP] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=3)", NULL)),
    DIAGNOSIS("auth-quota-throttled", "Used up for today", EITHER, "imap", "The provider has slowed this mailbox down.",
              LOGIN("NO [OVERQUOTA] Account exceeded command or bandwidth limits", NULL, NULL)),
    DIAGNOSIS("auth-backend-down", "Cannot look up passwords", EITHER, ALL,
              "The server cannot reach what knows the passwords; a new password would not help.",
              LOGIN("NO [UNAVAILABLE] Temporary authentication failure", "-ERR [SYS/TEMP] Temporary authentication failure",
                    "454 4.7.0 Temporary authentication failure")),
    DIAGNOSIS("auth-authorization-failed", "May not act for another", EITHER, "imap",
              "The login is right, acting for somebody else is not.",
              LOGIN("NO [AUTHORIZATIONFAILED] Not allowed to act as that user", NULL, NULL)),
    FAULT("mailbox-not-connected", "Logged in, and no mailbox", "auth-ok-but-not-connected", EITHER, "imap",
          "The login is accepted for a mailbox that cannot be opened, and the next command says so.",
          .use = "BAD User is authenticated but not connected."),
    DIAGNOSIS("mailbox-in-use", "Somebody is in the mailbox", EITHER, "pop3", "Another program has the mailbox locked.",
              LOGIN(NULL, "-ERR [IN-USE] Mailbox is locked by another session", NULL)),
    DIAGNOSIS("login-delay", "Asked too soon", EITHER, "pop3", "The server wants a pause between two looks into the mailbox.",
              LOGIN(NULL, "-ERR [LOGIN-DELAY] Wait ten minutes between logins", NULL)),
    DIAGNOSIS("auth-encryption-required", "Believes the line is in clear", EITHER, ALL,
              "The login is refused for want of encryption, inside TLS: something in front of the server took TLS off.",
              LOGIN("NO [PRIVACYREQUIRED] Encryption required for this login", "-ERR [AUTH] plaintext authentication disallowed",
                    "538 5.7.11 Encryption required for requested authentication mechanism")),
    DIAGNOSIS("auth-command-not-advertised", "Takes no logins", EITHER, "smtp",
              "Nothing is listed to log in with: this port is not for users.",
              .mechs_after = ""),
    DIAGNOSIS("auth-mechanism-unsupported", "No login method in common", EITHER, ALL,
              "Only methods are listed that need a Windows domain or a Kerberos ticket.", .mechs_after = "GSSAPI NTLM"),
    DIAGNOSIS("auth-mechanism-too-weak", "Wants a stronger login", EITHER, "smtp",
              "The method is known and forbidden for this account.",
              LOGIN(NULL, NULL, "534 5.7.9 Authentication mechanism is too weak")),
    DIAGNOSIS("auth-transition-needed", "Has to learn your password anew", EITHER, "smtp",
              "The server needs one login in the ordinary way before it can do the better one.",
              LOGIN(NULL, NULL, "432 4.7.12 A password transition is needed")),
    DIAGNOSIS("auth-channel-binding-mismatch", "TLS ends before the server", EITHER, ALL,
              "Client and server see two different TLS sessions: somebody stands in the middle.", .rebinds = true,
              .mechs_after = "SCRAM-SHA-256-PLUS SCRAM-SHA-256"),
    DIAGNOSIS("auth-server-signature-wrong", "Pretends to know the password", EITHER, ALL,
              "The server says yes, and cannot prove that it knows the password.", .lies = true, .mechs_after = "SCRAM-SHA-256"),
    DIAGNOSIS("auth-exchange-broken", "Loses the thread of the login", EITHER, ALL,
              "The server's challenge is no message of the method.",
              .babbles = true, .mechs_after = "SCRAM-SHA-256"),

    /* Odd, and yet all right. */
    FAULT("odd-split", "Every byte on its own", NULL, EITHER, ALL,
          "Every reply arrives a byte at a time; nothing is wrong with that.",
          .pace = PACE_SPLIT),
    FAULT("odd-slow", "Takes its time", NULL, EITHER, ALL, "Every reply drips in; nothing is wrong with that.", .pace = PACE_DRIP),
    FAULT("odd-hostile-text", "Words that play tricks", NULL, EITHER, ALL,
          "The greeting tries to move the cursor, to hide and to turn text round; it is shown, not obeyed.",
          GREETING("* OK \033[2J\033]0;owned\a{nul}\xe2\x80\xae{host}\xe2\x80\xac\xff ready",
                   "+OK \033[2J\033]0;owned\a{nul}\xe2\x80\xae{host}\xe2\x80\xac\xff ready",
                   "220 {host} \033[2J\033]0;owned\a{nul}\xe2\x80\xae" "ESMTP\xe2\x80\xac\xff ready")),
    FAULT("odd-many-lines", "A greeting of many lines", NULL, STARTTLS, "smtp",
          "The greeting has several lines and the word STARTTLS in its text; only the last line counts.",
          GREETING(NULL, NULL, "220-{host} ESMTP\r\n220-Use STARTTLS, please.\r\n220 {host} ready")),
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

bool practice_has_web(const struct fault *f)
{
    return fault_behaviour(f)->web != WEB_NONE;
}

bool practice_listens(const struct fault *f)
{
    return fault_behaviour(f)->opening != OPENING_REFUSES;
}
