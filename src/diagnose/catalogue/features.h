/* SPDX-License-Identifier: GPL-3.0-or-later */
/* features.h - rows of the catalogue: the server's feature list, before and inside TLS. */
{
    ROW("ehlo-rejected", WARNING, CERTAIN, CAPABILITIES, SERVER),
    .seen = "EHLO was refused. Where HELO was taken in its place the conversation can go on, without encryption and without login. "
            "A 501 means that the name in our EHLO was not liked.",
    .what = "{host} does not take EHLO, the greeting of today's mail programs{[: {reply}]}.",
    .why = "The server is very old, or a filter on the way removes what it does not know. Without EHLO there is neither STARTTLS "
           "nor login.",
    .user = "Use another port: 465 with SSL/TLS, or 587 with STARTTLS.",
    .admin = "Look for SMTP inspection on the firewall, and update the server.",
    .say = "That mail server is very old, or filtered; we need another port.",
    REFERENCES("RFC 5321 4.1.1.1", "RFC 5321 4.3.2"),
},
{
    ROW("capabilities-malformed", WARNING, CERTAIN, CAPABILITIES, SERVER),
    .seen = "The feature list breaks the rules: STARTTLS stands in the first line of the EHLO reply, where the name of the server "
            "belongs, or lines are out of form, or there are far too many. Strict programs then overlook STARTTLS.",
    .what = "The feature list of {host} is out of order{[: {detail}]}.",
    .why = "A program in front of the server, or a banner put together by hand, writes the list wrongly. Some mail programs then "
           "do not see that encryption is offered.",
    .user = "Use the port with SSL/TLS instead{[, {tls-port}]}.",
    .admin = "Correct the banner or the proxy that writes the list.",
    .say = "The server's feature list is out of order, so some programs overlook the encryption.",
    REFERENCES("RFC 5321 4.1.1.1", "RFC 9051 7.2.2", "Cisco support note 212587"),
},
{
    ROW("capability-command-missing", NOTE, CERTAIN, CAPABILITIES, SERVER),
    .seen = "The command that asks for the feature list was refused. The walk goes on and tries.",
    .what = "{host} cannot list its features{[: {reply}]}.",
    .why = "The server is old, or the command is switched off.",
    .user = "Nothing.",
    .admin = "Update the server, or allow the command.",
    .say = "That is an old server, it cannot list its features; that alone is no fault.",
    REFERENCES("RFC 2449 5", "RFC 9051 6.1.1"),
},
{
    ROW("auth-plaintext-offered", WARNING, CERTAIN, CAPABILITIES, SERVER),
    .seen = "Before TLS the server offers logins that send the password readably: PLAIN or LOGIN, USER in POP3, or IMAP without "
            "LOGINDISABLED. On this computer itself (loopback) nobody can listen, and it is only a note.",
    .what = "{host} would take a password on {port} before encryption has begun.",
    .why = "A mail program that is set wrongly, or tricked, sends the password so that everybody on the way can read it.",
    .user = "See that the program is set to SSL/TLS or STARTTLS, and never to \"if available\".",
    .admin = "Allow logins inside TLS only: Postfix smtpd_tls_auth_only = yes; Dovecot auth_allow_cleartext = no, in older versions "
             "disable_plaintext_auth = yes.",
    .say = "The server would accept your password unencrypted; let us make sure that your program does not do that.",
    REFERENCES("RFC 4954 4", "RFC 2595 2.3", "RFC 9051 11.7", "postalserver/postal#3617"),
},
{
    ROW("auth-not-offered-before-tls", NOTE, CERTAIN, CAPABILITIES, NOBODY),
    .seen = "No login is offered before TLS, and there is one inside it. This is as it should be.",
    .what = "{host} allows logins after encryption only, which is right.",
    .why = "A mail program set to use no encryption cannot log in here and says that no authentication is supported.",
    .user = "Set the program to SSL/TLS or STARTTLS.",
    .admin = "Nothing.",
    .say = "Login is only allowed after encryption, and that is right; your program must have SSL/TLS or STARTTLS switched on.",
    REFERENCES("RFC 4954 4", "RFC 9051 11.7", "apache/james-project#810"),
},
{
    ROW("caps-changed-after-tls", NOTE, CERTAIN, RECHECK, SERVER),
    .seen = "The feature lists before and inside TLS differ. Additions, and STARTTLS leaving, are normal. It is a warning when a "
            "login mechanism was there before and is gone inside TLS.",
    .what = "Inside TLS, {host} shows another feature list than before.",
    .why = "Before encryption anybody on the way could have changed the list; what counts is the one inside TLS.{[ {detail}.]}",
    .user = "Nothing.",
    .admin = "Nothing, unless a login mechanism vanished: then see why it is not offered inside TLS.",
    .say = "After encryption the server shows its real feature list.",
    REFERENCES("RFC 3207 4.2", "RFC 9051 6.2.1"),
},
{
    ROW("starttls-offered-inside-tls", WARNING, CERTAIN, RECHECK, SERVER),
    .seen = "The feature list inside TLS still has STARTTLS in it, which the rules forbid.",
    .what = "{host} still offers STARTTLS inside TLS.",
    .why = "TLS ends at a device in front of the server, and the server behind it does not know that the line is encrypted. It "
           "may then refuse logins, or write wrong records.",
    .user = "Nothing.",
    .admin = "Tell the server behind the TLS device which connections are encrypted (PROXY protocol, trusted networks).",
    .say = "The server does not know that the line is already encrypted; that is for its administrators.",
    REFERENCES("RFC 3207 4.2", "RFC 2595 4", "RFC 9051 6.2.1"),
},
