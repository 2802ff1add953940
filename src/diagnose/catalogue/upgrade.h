/* SPDX-License-Identifier: GPL-3.0-or-later */
/* upgrade.h - rows of the catalogue: from clear text to TLS by STARTTLS. */
{
    ROW("starttls-not-offered", ERROR, CERTAIN, STARTTLS, SERVER),
    .seen = "The feature list is in good order and has no STARTTLS in it; the command, tried all the same, was refused. Where the "
            "command is taken it is starttls-stripped, with marks of SMTP inspection cisco-smtp-fixup. With the setting \"if "
            "available\" it is a warning.",
    .what = "{host} does not offer encryption on {port}.",
    .why = "STARTTLS is not switched on for this port of the server.{[ It said: {reply}.]}",
    .user = "Choose SSL/TLS{[ on {tls-port}]}.",
    .admin = "Switch STARTTLS on, and offer the port with SSL/TLS too.",
    .say = "The server does not offer encryption on this port; let us use the one with SSL/TLS.",
    REFERENCES("RFC 8314 4", "RFC 3207 4", "postalserver/postal#745"),
},
{
    ROW("starttls-stripped", ERROR, LIKELY, STARTTLS, NETWORK),
    .seen = "STARTTLS is missing from the list, but the server took the command; or another address of the same name lists it, "
            "which makes it certain. A server that merely forgets to list it is the other reading. One look from one place "
            "cannot tell who removed it.",
    .what = "Something removed the offer of encryption from the feature list of {host}.",
    .why = "A device on the way, at a firewall or a provider, takes STARTTLS out of the list so that the conversation stays "
           "readable. Mail programs that are set to \"if available\" then send the password in clear.",
    .user = "Use the port with SSL/TLS{[, {tls-port}]}, a VPN, or another network. Do not switch encryption off.",
    .admin = "Look for mail inspection on the firewall and ask the provider; prefer ports with SSL/TLS.",
    .say = "Something between you and the server hides the encryption; please do not send the password this way.",
    REFERENCES("RFC 3207 6", "RFC 7457 2.1", "RFC 8314 4.1"),
},
{
    ROW("starttls-refused-454", ERROR, CERTAIN, STARTTLS, SERVER),
    .seen = "STARTTLS is offered, and refused for now: SMTP 454, IMAP NO, or a reply that speaks of a temporary fault.",
    .what = "{host} offers encryption but cannot start it{[: {reply}]}.",
    .why = "Usually its certificate or key is missing, unreadable, or the two do not fit together; sometimes too many TLS sessions "
           "were started in a short time.",
    .user = "Wait a little and try again, or use the port with SSL/TLS{[, {tls-port}]}.",
    .admin = "Read the server's log of this minute; check path, owner and order of certificate and key, and that they belong "
             "together.",
    .say = "The server offers encryption but cannot start it at the moment; its administrators need to know.",
    REFERENCES("RFC 3207 4", "plesk/letsencrypt-plesk#97", "hardware/mailserver#236"),
},
{
    ROW("starttls-refused-other", ERROR, CERTAIN, STARTTLS, SERVER),
    .seen = "STARTTLS is offered, and refused for good or as a wrong command (501, 502, 503, BAD, -ERR).",
    .what = "{host} refused to start encryption{[: {reply}]}.",
    .why = "TLS is not set up although it is listed, or a filter on the way changes commands.",
    .user = "Use the port with SSL/TLS{[, {tls-port}]}.",
    .admin = "Look for a filter that edits commands, and at the TLS settings of this port.",
    .say = "The server refused to start encryption; let us use the port with SSL/TLS.",
    REFERENCES("RFC 3207 4", "RFC 9051 6.2.1", "RFC 2595 4", "namshi/docker-smtp#55"),
},
{
    ROW("starttls-accepted-no-tls", ERROR, CERTAIN, STARTTLS, SERVER),
    .seen = "STARTTLS was answered with yes, and then came plain text, or the end of the connection, in place of TLS.",
    .what = "{host} agreed to start encryption and then did not.",
    .why = "A device on the way lets the command through and not the encryption, or the service behind has no TLS.",
    .user = "Use the port with SSL/TLS{[, {tls-port}]}.",
    .admin = "Look for mail inspection on the way, and whether the right service with TLS stands behind the proxy.",
    .say = "The server said yes to encryption and then did not do it.",
    REFERENCES("RFC 3207 4"),
},
{
    ROW("starttls-hangs", ERROR, LIKELY, STARTTLS, NETWORK),
    .seen = "STARTTLS was answered with yes, our first TLS message went out, and nothing came back. Large packets lost on the way "
            "and a firewall that inspects mail look the same; compare with the port for SSL/TLS.",
    .what = "Encryption with {host} begins and then gets stuck.",
    .why = "A firewall that inspects mail holds the encrypted data back, or large packets are lost on the way.",
    .user = "Use the port with SSL/TLS{[, {tls-port}]}, or another network.",
    .admin = "Switch mail inspection off; check that packets of full size, and the ICMP messages about size, come through.",
    .say = "The encryption starts and gets stuck on the way; let us try another port or network.",
    REFERENCES("RFC 3207 4", "RFC 8899"),
},
{
    ROW("response-injection", ERROR, CERTAIN, STARTTLS, NETWORK),
    .seen = "Bytes were waiting behind the reply to STARTTLS when it was read. A server in good order sends none until TLS has "
            "begun. They were thrown away, the connection was closed, and no password was sent.",
    .what = "Extra text was slipped in before encryption on {port} of {host}.",
    .why = "Somebody on the way, or a broken server, added bytes that a careless program would take for protected ones.{[ They "
           "read: {detail}.]}",
    .user = "Do not log in over this connection. Try from another network, and report it.",
    .admin = "Look at proxies and filters on the way, and see that mail programs are of a version that refuses this.",
    .say = "Extra text was slipped in before encryption; we stop here for safety.",
    REFERENCES("RFC 3207 4.2", "CVE-2021-22947", "CVE-2020-14954", "CVE-2020-15685", "CVE-2021-38371"),
},
{
    ROW("starttls-command-injection", ERROR, CERTAIN, STARTTLS, SERVER),
    .seen = "Only told when the test was asked for (--test-injection). A harmless command was sent in clear, in one piece with the "
            "upgrade command; a server in good order forgets it when TLS begins, or refuses the upgrade. Here it was answered "
            "inside TLS: unasked, or as one reply more than commands were said there. Words that wait behind the server's own "
            "reply are response-injection instead.",
    .what = "{host} obeys inside TLS what was said to it before TLS began.",
    .why = "The server keeps what has already come in when it starts TLS, and then takes it for protected speech.{[ It answered "
           "\"{detail}\", sent in clear.]} Somebody on the way can put commands in front of the user's own, and so have "
           "passwords or mail delivered to another place.",
    .user = "Use the port with SSL/TLS{[, {tls-port}]}, where nothing can be said before TLS.",
    .admin = "Update the server or the proxy in front of it: Postfix before 2.7.3, Dovecot's submission service before 2.3.14.1, "
             "and others had this fault. The input buffer must be emptied when TLS starts.",
    .say = "The server mixes unprotected commands into the protected conversation; please use the port with SSL/TLS.",
    REFERENCES("RFC 3207 4.2", "RFC 9051 6.2.1", "CERT VU#555316", "CVE-2011-0411", "CVE-2021-33515", "CVE-2021-38542"),
},
