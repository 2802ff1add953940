/* SPDX-License-Identifier: GPL-3.0-or-later */
/* handshake.h - rows of the catalogue: setting up TLS. */
{
    ROW("tls-mode-mismatch-implicit-on-starttls", ERROR, CERTAIN, HANDSHAKE, SETTINGS),
    .seen = "The setting is SSL/TLS, and the server answered our first TLS message in plain text that fits the protocol. Programs "
            "built on OpenSSL show this as \"wrong version number\".",
    .what = "{host} begins unencrypted on {port}, and the setting is SSL/TLS.",
    .why = "On such a port encryption is switched on by STARTTLS after the greeting. A program set to SSL/TLS takes the greeting "
           "for broken encryption.",
    .user = "Choose STARTTLS instead of SSL/TLS{[, or keep SSL/TLS and use {other-port}]}.",
    .admin = "Name port and setting as a pair in the instructions: STARTTLS with 143, 110, 587; SSL/TLS with 993, 995, 465.",
    .say = "That port starts unencrypted; please choose STARTTLS instead of SSL/TLS.",
    REFERENCES("RFC 8314 3", "nodemailer/nodemailer#1154", "docusealco/docuseal#425", "Outlook error 0x800CCC1A"),
},
{
    ROW("tls-version-too-old", ERROR, CERTAIN, HANDSHAKE, SERVER),
    .seen = "The server chose TLS 1.0 or 1.1 (or SSL 3), or it has no version in common with the ones offered.",
    .what = "{host} speaks only {version} of encryption.",
    .why = "TLS before 1.2 has known weaknesses and is withdrawn. Today's programs refuse it and speak of a connection that is not "
           "secure.",
    .user = "There is no safe way around it; report it.",
    .admin = "Switch on TLS 1.2 and 1.3, and switch off what is older.",
    .say = "The server only speaks an outdated kind of encryption that new programs refuse.",
    REFERENCES("RFC 8996", "RFC 9325 3.1.1"),
},
{
    ROW("tls-no-common-cipher", ERROR, CERTAIN, HANDSHAKE, SERVER),
    .seen = "The server ended the set-up of TLS with the alert handshake_failure (40) or insufficient_security (71) and had not "
            "asked for a certificate. If it had, client-cert-required is the better reading.",
    .what = "{host} and the program have no cipher in common.",
    .why = "The server allows only ciphers that are too old, its kind of key does not fit those that are offered, or it has no "
           "certificate at all because it could not load one.",
    .user = "Update the mail program.",
    .admin = "See in the log whether certificate and key were loaded; allow the ciphers of today's recommendations; add an RSA "
             "certificate where old programs must be served.",
    .say = "The server and the program cannot agree on how to encrypt.",
    REFERENCES("RFC 8446 6.2", "RFC 5246 7.2.2", "RFC 9325 4.2"),
},
{
    ROW("tls-weak-cipher", WARNING, CERTAIN, HANDSHAKE, SERVER),
    .seen = "TLS came about with a cipher that is advised against: key exchange by plain RSA, CBC with SHA-1, RC4, 3DES or none at "
            "all.",
    .what = "The encryption with {host} works but is weak{[: {detail}]}.",
    .why = "Nothing better was found in common; recorded traffic may be read later, or altered.",
    .user = "Nothing.",
    .admin = "Allow ciphers with ECDHE and AES-GCM or ChaCha20-Poly1305, and TLS 1.3.",
    .say = "The encryption works but is out of date; that is for the server's administrators.",
    REFERENCES("RFC 9325 4.1", "RFC 9325 4.2"),
},
{
    ROW("tls-weak-dh", WARNING, CERTAIN, HANDSHAKE, SERVER),
    .seen = "The Diffie-Hellman group is under 2048 bits. It is an error where the library refused it altogether.",
    .what = "{host} uses a key exchange that is too short{[: {detail}]}.",
    .why = "Short groups can be broken with a large but known effort.",
    .user = "Nothing.",
    .admin = "Use elliptic curves, or the groups of RFC 7919; throw away old dhparam files.",
    .say = "The server's key exchange is too weak; that is for its administrators.",
    REFERENCES("RFC 9325 4.5", "RFC 7919"),
},
{
    ROW("tls-renegotiation-legacy", WARNING, CERTAIN, HANDSHAKE, SERVER),
    .seen = "In TLS 1.2 or older the server does not know safe renegotiation (RFC 5746).",
    .what = "{host} has an old, unsafe form of TLS renegotiation.",
    .why = "The TLS software of the server is from before 2010, or has the protection switched off.",
    .user = "Nothing.",
    .admin = "Update the TLS library of the server or of the device in front of it.",
    .say = "The server's encryption software is very old; that is for its administrators.",
    REFERENCES("RFC 5746", "RFC 9325 3.5"),
},
{
    ROW("sni-rejected", ERROR, CERTAIN, HANDSHAKE, SETTINGS),
    .seen = "The server ended the set-up of TLS with the alert unrecognized_name (112).",
    .what = "The server at {address} does not know itself by the name {host}.",
    .why = "The name leads to a server that has no certificate for it and refuses to show another.",
    .user = "Use the server name from the instructions.",
    .admin = "Add the name to the server's list of certificates.",
    .say = "The server does not know itself by that name; please check the server name.",
    REFERENCES("RFC 6066 3"),
},
{
    ROW("alpn-rejected", ERROR, CERTAIN, HANDSHAKE, SERVER),
    .seen = "The server ended the set-up of TLS with the alert no_application_protocol (120).",
    .what = "{host} does not take the protocol name offered in TLS (ALPN).",
    .why = "The server accepts only protocol names it knows; a web server may be listening on a mail port.",
    .user = "Nothing in the settings; try another program meanwhile.",
    .admin = "Let the mail ports ignore unknown protocol names, or add the name of this protocol.",
    .say = "The server does not accept the way your program names the protocol; that is for its administrators.",
    REFERENCES("RFC 7301 3.2", "chatmail/core#5894"),
},
{
    ROW("client-cert-required", ERROR, CERTAIN, HANDSHAKE, SERVER),
    .seen = "The server asked for a certificate of ours, and then ended with the alert certificate_required (116), which is certain, "
            "or said in its next reply that it misses one, which is certain too, or with another alert about certificates or a "
            "failed handshake, which is likely. In TLS 1.3 this shows only after the handshake, in place of the greeting.",
    .what = "{host} wants a certificate from the mail program.",
    .why = "The server lets in only those who prove themselves by a certificate of their own.",
    .user = "Install the personal certificate that the administrator hands out; else ask for another port.",
    .admin = "If this is not wanted, ask for client certificates optionally or not at all.",
    .say = "The server wants a certificate from your computer, not only a password.",
    REFERENCES("RFC 8446 4.3.2", "RFC 8446 6.2", "RFC 8314 4.2"),
},
{
    ROW("tls-handshake-reset", ERROR, LIKELY, HANDSHAKE, NETWORK),
    .seen = "The connection was reset while TLS was being set up, though connecting had worked.",
    .what = "The connection to {host} was cut the moment encryption began.",
    .why = "A filter on the way cuts encrypted connections it does not allow; a server that crashes or cannot load its key looks "
           "the same.",
    .user = "Try from another network.",
    .admin = "Look in the server's log for a crash or a key that could not be loaded; ask the network for TLS inspection or "
             "filtering by name.",
    .say = "The connection is cut the moment encryption begins, often by a filter in the network.",
    REFERENCES("RFC 9293 3.5.2", "chatmail/core#8674"),
},
{
    ROW("tls-handshake-closed", ERROR, CERTAIN, HANDSHAKE, SERVER),
    .seen = "The server ended the connection while TLS was being set up and gave no reason (no alert). That it did is certain; why "
            "it did can be told from its log only.",
    .what = "{host} hung up while encryption was being set up.",
    .why = "The server could not load its certificate or key, does not accept the name or ciphers offered, or limits connections "
           "by address.",
    .user = "Try from another network to compare, and report it.",
    .admin = "Read the TLS lines of the server's log for this minute; check that certificate and key are loaded.",
    .say = "The server hung up while encryption was being set up.",
    REFERENCES("RFC 8446 6.1", "sovereign/sovereign#31", "Outlook error 0x800CCC0F"),
},
{
    ROW("tls-handshake-timeout", ERROR, CERTAIN, HANDSHAKE, NETWORK),
    .seen = "Our first TLS message went out, and the set-up was not finished in time. After STARTTLS, with no answer at all, it is "
            "starttls-hangs.",
    .what = "Encryption with {host} does not get going on {port}.",
    .why = "The server is overloaded, no TLS service stands behind the port, or large packets are lost on the way.",
    .user = "Try from another network.",
    .admin = "See that a TLS service answers on this port, and that packets of full size come through.",
    .say = "The encryption does not get going; there is no answer.",
    REFERENCES("RFC 8446 4", "Outlook error 0x800CCC19"),
},
{
    ROW("tls-handshake-failed", ERROR, CERTAIN, HANDSHAKE, SERVER),
    .seen = "TLS could not be set up, for a reason that none of the other codes describes; what the server and the TLS library said "
            "stands with the evidence.",
    .what = "Encryption with {host} could not be set up{[: {detail}]}.",
    .why = "The server reported a fault of its own, or sent something that the rules of TLS do not allow.",
    .user = "Try again later, and report it.",
    .admin = "Look in the server's log for this minute; the alert named in the evidence tells where to begin.",
    .say = "The encryption could not be set up; I am passing this on to the administrators.",
    REFERENCES("RFC 8446 6.2"),
},
{
    ROW("tls-truncated", WARNING, CERTAIN, HANDSHAKE, SERVER),
    .seen = "The encrypted connection ended without the closing message of TLS, in the middle of the conversation. After the "
            "goodbye it is only a note.",
    .what = "The encrypted connection to {host} was cut short.",
    .why = "The server crashed, a device in front of it lost patience, or somebody cut the line.",
    .user = "Try again.",
    .admin = "Look for crashes in the server's log, and for short timers on proxies and firewalls.",
    .say = "The encrypted connection was cut in the middle; please try again.",
    REFERENCES("RFC 8446 6.1", "RFC 8314 3.4"),
},
{
    ROW("conversation-closed", ERROR, CERTAIN, CAPABILITIES, SERVER),
    .seen = "After its greeting the server ended the connection, or announced that it would, where a reply was due.",
    .what = "{host} ended the conversation too early.",
    .why = "The server turned this client away after all, was restarted, or a device on the way cut the line.{[ Its last words "
           "were {reply}.]}",
    .user = "Try again in a few minutes, then from another network.",
    .admin = "Look in the server's log for this client's address and this minute.",
    .say = "The server ended the conversation before it was finished.",
    REFERENCES("RFC 5321 3.8", "RFC 9051 7.1.5"),
},
{
    ROW("conversation-timeout", ERROR, CERTAIN, CAPABILITIES, SERVER),
    .seen = "After its greeting the server did not answer a command in time.",
    .what = "{host} stopped answering in the middle of the conversation.",
    .why = "The server is overloaded or waits for something behind it, or a device on the way lost the connection.",
    .user = "Try again in a few minutes, then from another network.",
    .admin = "Look at the server's load, and at services it depends on.",
    .say = "The server stopped answering in the middle of the conversation.",
    REFERENCES("RFC 5321 4.5.3.2"),
},
{
    ROW("reply-not-understood", ERROR, CERTAIN, CAPABILITIES, SERVER),
    .seen = "A reply came that fits no form the protocol knows.",
    .what = "{host} sent a reply that is not {proto}{[: {reply}]}.",
    .why = "Something in between changes the conversation, or the server is broken.",
    .user = "Try from another network, and report it.",
    .admin = "Compare the transcript with the rules of the protocol; look for proxies and filters.",
    .say = "The server's answer makes no sense; I am passing this on to the administrators.",
    REFERENCES("RFC 5321 4.2", "RFC 9051 7", "RFC 1939 3"),
},
{
    ROW("tls-clienthello-too-large", ERROR, LIKELY, HANDSHAKE, NETWORK),
    .seen = "Only told after a comparison (--compare). Our first TLS message was not answered, or the connection was cut; a smaller one "
            "was answered, and no other way of asking was. Where a name filter is at work, leaving the server's name out helps "
            "too; then it is not told.",
    .what = "Encryption with {host} only begins when the first message is a small one.",
    .why = "A device on the way, or an old server, cannot take a first TLS message of the size that newer programs send, above all "
           "those with key exchange safe from quantum computers.",
    .user = "Try another network; if it is the same everywhere, report it.",
    .admin = "Update firewall, load balancer and TLS proxy; they must put together a first message that comes in several packets.",
    .say = "A device on the way cannot handle the larger greeting of newer programs; please try another network.",
    REFERENCES("RFC 8446 4.1.2", "RFC 9293 3.7.1"),
},
{
    ROW("sni-required", NOTE, CERTAIN, HANDSHAKE, SERVER),
    .seen = "Only told after a comparison (--compare). With the server's name in the first TLS message the right certificate came; "
            "without it another one that does not pass, or a refusal.",
    .what = "{host} shows its right certificate only to programs that name it.",
    .why = "Several names share one address, and the server picks the certificate by the name asked for. Very old programs send "
           "none, nor does one that is given the address as a number.",
    .user = "Enter the server's name and not its number; update the mail program.",
    .admin = "Make the certificate of the mail server's main name the default one.",
    .say = "Very old programs get the wrong certificate there; please enter the server's name, not a number.",
    REFERENCES("RFC 6066 3", "RFC 9325 3.7"),
},
{
    ROW("tls-client-too-old", ERROR, CERTAIN, HANDSHAKE, COMPUTER),
    .seen = "Only told after a comparison (--compare), for a row of the table whose program speaks no newer TLS than its key tls says. The "
            "walk itself succeeded with a newer version; with no newer one than the program's, the server ended the set-up.",
    .what = "The mail program is too old for {host}.",
    .why = "The server takes only newer versions of TLS, as it should, and this program speaks {version} at most.",
    .user = "Use a newer mail program.",
    .admin = "Nothing on the server; where the program must stay, put a TLS proxy such as stunnel on the same computer.",
    .say = "Your mail program is too old for today's encryption; you need a newer one.",
    REFERENCES("RFC 8996", "RFC 9325 3.1.1", "Outlook Express error 0x800CCC0B"),
},
