/* SPDX-License-Identifier: GPL-3.0-or-later */
/* greeting.h - rows of the catalogue: the server's first words. */
{
    ROW("banner-timeout", ERROR, CERTAIN, BANNER, SERVER),
    .seen = "The connection stands and the server has not said a complete line. That none came is certain; why is not. A port on "
            "which TLS begins at once looks like this too; a second connection that speaks TLS tells that apart "
            "(tls-mode-mismatch-plain-on-implicit).",
    .what = "{host} accepts the connection on {port} but says nothing.",
    .why = "The server is overloaded, or waits for something else: a proxy in front of it, a firewall that answers for it, or "
           "mail scanning on this computer that cannot get through itself.",
    .user = "Check port and TLS setting, and switch mail scanning off once to compare.",
    .admin = "Look at process limits and delays on purpose, and whether the listener expects the PROXY protocol of a load "
             "balancer.",
    .say = "The line opens, but the server stays silent.",
    REFERENCES("RFC 5321 4.5.3.2.1", "Outlook error 0x800CCC19"),
},
{
    ROW("banner-delayed", NOTE, CERTAIN, BANNER, SERVER),
    .seen = "The greeting came, five seconds or more after the connection stood.",
    .what = "{host} took {took} to greet.",
    .why = "The server waits on purpose to keep away mass mailers, or it looks up the name of this client first.",
    .user = "If the program gives up, raise its time-out.",
    .admin = "Take the delay off the ports that users log in on, and see that reverse look-ups are answered quickly.",
    .say = "The server takes its time before it says hello; older programs may give up.",
    REFERENCES("RFC 5321 4.5.3.2.1", "RFC 1413"),
},
{
    ROW("greeting-closed", ERROR, CERTAIN, BANNER, SERVER),
    .seen = "The connection stood, and the server ended it before it had said anything, though it is the one to speak first.",
    .what = "{host} hung up on {port} before it said a word.",
    .why = "The server, or a device in front of it, turned this client away: an access list, a limit of connections for one "
           "address, a load balancer without a working server behind it.",
    .user = "Try from another network to compare.",
    .admin = "Look in the server's log for this client's address and this minute: access lists, limits, a PROXY protocol header "
             "that is expected and not sent.",
    .say = "The server hangs up at once, before a single word.",
    REFERENCES("RFC 5321 3.1", "Outlook error 0x800CCC0F"),
},
{
    ROW("greeting-rejected-554", ERROR, CERTAIN, BANNER, SERVER),
    .seen = "An SMTP server greeted with a refusal that is meant to last (554, or another code beginning with 5). A refusal that "
            "names a block list is greeting-blocklisted, 521 is greeting-521-no-mail, 4xx is greeting-421-busy.",
    .what = "{host} refuses to talk to this client{[: {reply}]}.",
    .why = "An access rule of the server keeps this address out.",
    .user = "For sending, use port 465 or 587 with a login instead of port 25.",
    .admin = "Look at access lists and at rules that want a name for the client's address.",
    .say = "The server refuses connections from where you are.",
    REFERENCES("RFC 5321 3.1", "RFC 5321 4.2.3"),
},
{
    ROW("greeting-blocklisted", ERROR, LIKELY, BANNER, SERVER),
    .seen = "The server refused at the greeting, and its words name a block list. On port 25 this is normal for home lines; on "
            "587 or 465 before any login it is a fault of the server's settings. Words such as \"open resolver\" mean that the "
            "server's own way of asking the list is broken.",
    .what = "{host} refuses this client because its address is on a block list{[: {reply}]}.",
    .why = "Addresses of home and mobile lines are on lists of those that should not hand in mail directly. A login is meant to "
           "come before such a check.",
    .user = "Use port 465 (SSL/TLS) or 587 (STARTTLS) with user name and password.",
    .admin = "Do not ask block lists on the ports for logins. If the reply speaks of an open or public resolver, let the server "
             "use a resolver of its own.",
    .say = "Home connections may not send mail directly; your program must log in on port 465 or 587.",
    REFERENCES("RFC 5321 3.1", "haraka/Haraka#1241", "mailcow/mailcow-dockerized#1464", "simple-login/app#2675"),
},
{
    ROW("greeting-421-busy", ERROR, CERTAIN, BANNER, SERVER),
    .seen = "The greeting is a refusal for now: 421 or another 4xx, or words and codes that speak of load or of too many "
            "connections.",
    .what = "{host} has no room for this connection now{[: {reply}]}.",
    .why = "Too many connections at once, in all or from this address, or too much load.",
    .user = "Wait some minutes; close programs and devices that use the same mailbox.",
    .admin = "Look at the load and at limits by address; many users may share one address behind NAT.",
    .say = "The server is too busy at the moment; please try again in a few minutes.",
    REFERENCES("RFC 5321 4.2.3", "RFC 5530 3"),
},
{
    ROW("greeting-521-no-mail", ERROR, CERTAIN, BANNER, SETTINGS),
    .seen = "The greeting is 521, by which a host says that it never takes mail.",
    .what = "{host} says that it never takes mail{[: {reply}]}.",
    .why = "The name leads to a computer that is no mail server.",
    .user = "Use the server name from the instructions.",
    .admin = "Point the mail records and the instructions to the mail server.",
    .say = "That computer never takes mail; the server name must be another one.",
    REFERENCES("RFC 7504 3"),
},
{
    ROW("greeting-refused-access", ERROR, CERTAIN, BANNER, SERVER),
    .seen = "The greeting itself is a refusal (IMAP BYE, POP3 -ERR) that does not speak of load.",
    .what = "{host} refuses this client{[: {reply}]}.",
    .why = "A rule of the service keeps this address, country or time of day out.",
    .user = "Ask the help desk whether access from where you are is allowed.",
    .admin = "Look at allow lists and filters by time or country, and at the service's log.",
    .say = "The service refuses connections from where you are.",
    REFERENCES("RFC 9051 7.1.5", "RFC 1939 3"),
},
{
    ROW("imap-preauth", ERROR, CERTAIN, BANNER, SERVER),
    .seen = "The IMAP greeting is PREAUTH, which says that the client is logged in already. In clear text this makes STARTTLS "
            "impossible and is a known attack. Inside TLS, with a client certificate, it is in order.",
    .what = "{host} claims that we are already logged in, before encryption has begun.",
    .why = "After such a greeting encryption can no longer be switched on. A server that is set up badly does this, or somebody in "
           "between who wants to read along.",
    .user = "Do not go on. Use SSL/TLS on port 993, or try from another network.",
    .admin = "Never greet with PREAUTH on port 143; find out who answers there.",
    .say = "Something claims that you are already logged in before encryption began; we stop here for safety.",
    REFERENCES("RFC 9051 7.1.4", "CVE-2014-2567", "CVE-2020-12398", "CVE-2020-14093"),
},
{
    ROW("wrong-protocol-on-port", ERROR, CERTAIN, BANNER, SETTINGS),
    .seen = "The first bytes from the server belong to another protocol. It is likely only, where they fit none that is known.",
    .what = "On {port} of {host} answers {speaker}, not {proto}.",
    .why = "The port or the protocol of the setting is not the one meant, or the port is forwarded to the wrong service.",
    .user = "Correct the port number or the kind of account{[; {detail}]}.",
    .admin = "Look at port forwarding, and at multiplexers that share one port among several services.",
    .say = "Another kind of service answers on that port; let us check the port number.",
    REFERENCES("IANA Service Name and Transport Protocol Port Number Registry", "RFC 2033 4.1"),
},
{
    ROW("tls-mode-mismatch-plain-on-implicit", ERROR, LIKELY, BANNER, SETTINGS),
    .seen = "The setting is STARTTLS or no encryption, and the server waits for TLS at once: it stays silent on a port that is "
            "meant for TLS from the first byte. It is certain when the server sends a TLS alert, or answers TLS on a second "
            "connection made to find out.",
    .what = "{host} expects encryption from the first byte on {port}, and the setting is {mode}.",
    .why = "On such a port the server says nothing until TLS has begun; a program set to {mode} waits for a greeting until it "
           "gives up.",
    .user = "Choose SSL/TLS instead of {mode}{[, or keep {mode} and use {other-port}]}.",
    .admin = "Name port and setting as a pair in the instructions: SSL/TLS with 993, 995, 465; STARTTLS with 143, 110, 587.",
    .say = "That port is encrypted from the start; please choose SSL/TLS instead of {mode}.",
    REFERENCES("RFC 8314 3", "Outlook error 0x800CCC1A"),
},
{
    ROW("cisco-smtp-fixup", ERROR, LIKELY, CAPABILITIES, NETWORK),
    .seen = "An SMTP greeting made of asterisks, or keywords in the feature list turned into the letter X: the marks of a firewall "
            "that inspects SMTP. It is a warning where encryption came about all the same.",
    .what = "A firewall on the way to {host} rewrites the mail conversation.",
    .why = "Firewalls that inspect SMTP mask the greeting and remove features they do not know, STARTTLS among them. Encryption on "
           "that port is then impossible or unreliable.",
    .user = "Use port 465 with SSL/TLS, or port 587, or another network.",
    .admin = "Switch off SMTP and ESMTP inspection on the firewall (Cisco PIX, ASA, FTD), or allow TLS in its policy.",
    .say = "A firewall rewrites the mail conversation and spoils the encryption; let us use port 465.",
    REFERENCES("Cisco document 113423", "nodemailer/nodemailer#1081", "RFC 3207 6"),
},
{
    ROW("greylisting", WARNING, CERTAIN, BANNER, SERVER),
    .seen = "A temporary refusal (4xx) whose words say that the server greylists. It is usual in answer to a recipient (450, 451), which no "
            "walk names: there the text of a bounce or a log tells it. Some servers do it at the greeting or at EHLO, where it shows "
            "here.",
    .what = "{host} asks senders it does not know to come back in some minutes{[: {reply}]}.",
    .why = "Greylisting: programs that send unwanted mail rarely come back, mail servers do.",
    .user = "Wait some minutes and send again; or send by port 465 or 587 with a login.",
    .admin = "Leave out clients that have logged in, and all of ports 465 and 587.",
    .say = "The server asks senders it does not know to try again in a few minutes.",
    REFERENCES("RFC 6647 2", "RFC 6647 5"),
},
{
    ROW("transparent-smtp-proxy", WARNING, LIKELY, BANNER, NETWORK),
    .seen = "Only told after a comparison (--compare). The greeting names another organisation than the server asked for, and no "
            "certificate vouches for it; another port of the same address greets under another name, with a certificate that "
            "passed. A provider that serves under its own name greets alike on all ports.",
    .what = "{speaker} answers in place of {host} on {port}.",
    .why = "This network catches connections for sending mail and answers them itself, as some hotels and providers do.",
    .user = "Use {other-port}, which is not caught, or a VPN.",
    .admin = "Have mail programs use port 465; ask those who run this network to let port 587 through.",
    .say = "This network catches your outgoing mail connection and answers itself; let us use another port.",
    REFERENCES("RFC 5068 3.1", "RFC 8314 6"),
},
{
    ROW("local-mail-proxy", WARNING, LIKELY, CONNECT, COMPUTER),
    .seen = "Only told after a comparison (--compare). The connection to this port stood at once, and one to another port of the same "
            "address took many times longer, so the first never left this computer or this building. A load balancer that "
            "answers for one port only looks the same.",
    .what = "Something close by answers in place of {host} on {port}.",
    .why = "A security program on this computer, or a gateway of this network, takes the connections of mail programs to look into "
           "them, and connects further itself.",
    .user = "Switch the scanning of mail in the security program off for a moment, and compare.",
    .admin = "Exclude the mail servers from the security program's mail scanning.",
    .say = "A security program on your computer sits between you and the mail server; please switch its mail scanning off and try again.",
    REFERENCES("RFC 8314 6", "Avast support article AVKB91"),
},
