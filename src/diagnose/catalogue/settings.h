/* SPDX-License-Identifier: GPL-3.0-or-later */
/* settings.h - rows of the catalogue: what was typed in, and the clock of this computer. */
{
    ROW("input-host-invalid", ERROR, CERTAIN, RESOLVE, SETTINGS),
    .seen = "The host name breaks the rules for names, so nothing was asked and nothing was sent: it is empty, has a space, an "
            "underscore, an at sign or a slash in it, a part longer than 63 letters, or letters that no host name may have.",
    .what = "{name} is not a valid host name.",
    .why = "A host name is made of letters, digits and hyphens, in parts joined by dots. A mail address, a web address or a name "
           "with the port behind it is something else.{[ In detail: {detail}.]}",
    .user = "Type only the name of the server, for example imap.example.org, without spaces and without anything before or "
            "after it.",
    .admin = "If the name has letters outside ASCII, publish its ASCII form too, and give that one in the instructions.",
    .say = "There is a slip in the server name; please read it to me letter by letter.",
    REFERENCES("RFC 1123 2.1", "RFC 5890 2.3", "RFC 5891 4"),
},
{
    ROW("config-port-mode-unusual", WARNING, CERTAIN, RESOLVE, SETTINGS),
    .seen = "Port and TLS setting do not belong together by the list of assigned ports: 993, 995 or 465 with STARTTLS or "
            "without TLS, or 143, 110 or 587 with TLS from the first byte. It is told before anything is sent, and nothing is "
            "changed silently. Whether it works all the same is for the walk to show.",
    .what = "{port} does not normally go with {mode}.",
    .why = "Every mail protocol has one port on which encryption begins at once (SSL/TLS) and one on which it is switched on by "
           "STARTTLS. A program set to the other of the two waits for a greeting that never comes, or reads the greeting as "
           "broken encryption.",
    .user = "Choose {other-mode} for {port}{[, or keep {mode} and set {other-port}]}.",
    .admin = "Look at the page or profile that the settings were taken from, and correct the pair there.",
    .say = "That port normally goes with the other security setting; let us change one of the two.",
    REFERENCES("RFC 8314 3", "IANA Service Name and Transport Protocol Port Number Registry"),
},
{
    ROW("config-port-is-server-to-server", WARNING, CERTAIN, RESOLVE, SETTINGS),
    .seen = "A mail program is set to hand in its mail on port 25. This often works inside the institution and fails at home, "
            "where providers block that port. Without a login it is only a note, since whoever looks at a server from outside uses "
            "that port too.",
    .what = "Port 25 is for mail between servers, not for mail programs.",
    .why = "Mail programs hand in their mail on port 465 (SSL/TLS) or 587 (STARTTLS), with a login. Home, hotel and mobile "
           "networks block port 25 because infected computers send through it.",
    .user = "Set port 465 with SSL/TLS, or port 587 with STARTTLS, and switch on authentication for sending.",
    .admin = "Offer 465 and 587 with login, take logins off port 25, and name those ports in the instructions.",
    .say = "Port 25 is for servers talking to each other; your program should use 465 or 587.",
    REFERENCES("RFC 8314 3.3", "RFC 8314 4", "RFC 6409 3.1", "mailcow/mailcow-dockerized#1464"),
},
{
    ROW("local-clock-wrong", ERROR, LIKELY, CERTIFICATE, COMPUTER),
    .seen = "The certificate is not valid yet, or not any more, by the clock of this computer; but something the server sent "
            "with a time in it (its greeting, or a stapled OCSP answer) is more than ten minutes away from that clock, and at "
            "the server's time the certificate is valid. Where both clocks agree it is cert-expired or "
            "cert-not-yet-valid-or-clock-wrong.",
    .what = "The clock of this computer seems to be wrong{[ by {days}]}.",
    .why = "A certificate is valid from one date to another. With a wrong clock every certificate looks too old or too "
           "new.{[ {detail}.]}",
    .user = "Set date, time and time zone, best by switching on automatic time, and try again.",
    .admin = "See that time servers (NTP, UDP port 123) can be reached from the clients' network. A computer that forgets the "
             "date when it is switched off has an empty battery.",
    .say = "The date on your computer is wrong, and that makes every certificate look invalid; please correct it first.",
    REFERENCES("RFC 5280 4.1.2.5", "RFC 5905"),
},
{
    ROW("config-no-encryption", WARNING, CERTAIN, RESOLVE, SETTINGS),
    .seen = "The setting says that no TLS is to be used, and the server is not on this computer itself.",
    .what = "These settings use no encryption at all.",
    .why = "User name, password and mail can be read by everyone on the way, for example in the same wireless network.",
    .user = "Choose SSL/TLS{[ with {tls-port}]}, or STARTTLS.",
    .admin = "Take settings without encryption out of the instructions, and let the server refuse logins before TLS.",
    .say = "Your program is set to send the password unencrypted; let us switch encryption on.",
    REFERENCES("RFC 8314 3", "RFC 8314 4.1"),
},
{
    ROW("client-changes-settings-itself", NOTE, HINT, RESOLVE, SETTINGS),
    .seen = "Nothing on the line: the table says it of the client of this row. Such a program tries other ports, and TLS on and off, by "
            "itself, so its dialog may not show what really ran.",
    .what = "{client} may change port and encryption by itself.",
    .why = "It manages the connection settings automatically, unless that is switched off.",
    .user = "Switch the automatic management of connection settings off, set port and TLS by hand, and test again.",
    .admin = "Say so in the instructions for this program.",
    .say = "That program changes these settings by itself; let us fix them by hand first.",
    REFERENCES("Apple support HT204208"),
},
{
    ROW("client-connects-from-cloud", NOTE, HINT, RESOLVE, SETTINGS),
    .seen = "Nothing on the line: the table says it of the client of this row. The connection comes from servers of the program's maker, "
            "so what works from here may fail for it, and the other way round.",
    .what = "{client} connects from its maker's servers and not from this computer.",
    .why = "A firewall, a VPN, an inside name or a private root that this computer knows means nothing to those servers; they also keep "
           "the password.",
    .user = "For a server that is open to the inside only, use a program that connects from this computer.",
    .admin = "Decide whether those servers may connect and may hold your users' passwords; then allow or refuse them.",
    .say = "That program connects from its maker's servers, not from your computer, so my test says little about it.",
    REFERENCES("Microsoft support: sync your account in Outlook to the Microsoft Cloud"),
},
