/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outlook.h - rows of symptoms: error numbers of Outlook, Outlook Express and Windows Mail. */
SYMPTOM(OUTLOOK, "the content of the server's certificate is not accepted",
        SIGNS("0x800CCC01"),
        {"cert-name-mismatch", "if the name typed in is not the one in the certificate"},
        {"cert-untrusted-root", "if its issuer is not known to Windows"})
SYMPTOM(OUTLOOK, "the date of the server's certificate is not accepted",
        SIGNS("0x800CCC02"),
        {"cert-expired", ""},
        {"cert-not-yet-valid-or-clock-wrong", "if it begins in the future"},
        {"local-clock-wrong", "if every server is complained of"})
SYMPTOM(OUTLOOK, "the server is busy",
        SIGNS("0x800CCC0B"),
        {"greeting-421-busy", "if it says 421 or too many connections"},
        {"tls-client-too-old", "if an old program gets it after choosing SSL"})
SYMPTOM(OUTLOOK, "the server's name was not found",
        SIGNS("0x800CCC0D"),
        {"dns-nxdomain", "if the name is mistyped or gone"},
        {"dns-no-address", "if the mail domain was typed in place of the server"},
        {"dns-timeout", "if no name at all is found"},
        {"dns-servfail", "if other names are found"},
        {"input-host-invalid", "if there is a blank, a port or an address of a web page in the field"})
SYMPTOM(OUTLOOK, "the connection to the server failed",
        SIGNS("0x800CCC0E"),
        {"tcp-refused", "if the answer comes at once"},
        {"tcp-timeout", "if it takes half a minute"},
        {"port-blocked", "if another port of the same server answers"},
        {"host-unreachable", "if there is no network, or a VPN is half up"},
        {"config-port-mode-unusual", "if port and encryption do not belong together"})
SYMPTOM(OUTLOOK, "the connection was dropped",
        SIGNS("0x800CCC0F"),
        {"greeting-closed", "if it happens before any word of the server"},
        {"tls-handshake-closed", "if it happens when encryption begins"},
        {"conversation-closed", "if it happens in the middle"},
        {"local-mail-proxy", "if a virus scanner reads the mail on this computer"})
SYMPTOM(OUTLOOK, "the account was not recognized",
        SIGNS("0x800CCC16"),
        {"auth-bad-credentials", ""},
        {"auth-username-form", "if the name has to be the whole address, or must not be"})
SYMPTOM(OUTLOOK, "the secure login (SPA) failed",
        SIGNS("0x800CCC18"),
        {"auth-mechanism-unsupported", "the box \"Secure Password Authentication\" is ticked and the server does not offer it"})
SYMPTOM(OUTLOOK, "the server did not answer in time",
        SIGNS("0x800CCC19"),
        {"banner-timeout", "if it stays silent from the beginning: port or encryption may be the wrong one"},
        {"tls-mode-mismatch-plain-on-implicit", "if the port is 993, 995 or 465 and SSL/TLS is not chosen"},
        {"starttls-hangs", "if it happens after STARTTLS"},
        {"conversation-timeout", "if it happens later"},
        {"local-mail-proxy", "if a virus scanner reads the mail on this computer"})
SYMPTOM(OUTLOOK, "the encrypted connection could not be made",
        SIGNS("0x800CCC1A"),
        {"tls-mode-mismatch-implicit-on-starttls", "if SSL/TLS is chosen on 143, 110 or 587"},
        {"tls-mode-mismatch-plain-on-implicit", "if it is not chosen on 993, 995 or 465"},
        {"tls-version-too-old", "if server and program speak different versions of TLS"},
        {"cert-expired", ""},
        {"cert-name-mismatch", ""},
        {"cert-untrusted-root", ""})
SYMPTOM(OUTLOOK, "the SMTP server is not available",
        SIGNS("0x800CCC67"),
        {"greeting-421-busy", "421: it is busy"},
        {"greeting-blocklisted", "if the reply names a list"})
SYMPTOM(OUTLOOK, "the sender was refused",
        SIGNS("0x800CCC78"),
        {"auth-required-530", "if \"my outgoing server requires authentication\" is not ticked"})
SYMPTOM(OUTLOOK, "a recipient was refused",
        SIGNS("0x800CCC79"),
        {"auth-required-530", "if \"my outgoing server requires authentication\" is not ticked"},
        {"greylisting", "if the reply says to try again in some minutes"},
        {"config-port-is-server-to-server", "if the port is 25"})
SYMPTOM(OUTLOOK, "the server does not do the encryption that was chosen",
        SIGNS("0x800CCC7D"),
        {"starttls-not-offered", ""},
        {"starttls-stripped", "if it is offered from other networks"},
        {"config-port-mode-unusual", "if port and encryption do not belong together"})
SYMPTOM(OUTLOOK, "no login method that both sides know",
        SIGNS("0x800CCC80"),
        {"auth-mechanism-unsupported", ""},
        {"auth-encryption-required", "if logins are offered inside TLS only"},
        {"auth-command-not-advertised", "if the port takes no logins"})
SYMPTOM(OUTLOOK, "the POP3 server answered with an error",
        SIGNS("0x800CCC90"),
        {"auth-bad-credentials", ""},
        {"mailbox-in-use", "if another program has the mailbox open"})
SYMPTOM(OUTLOOK, "the user name was refused (POP3)",
        SIGNS("0x800CCC91"),
        {"auth-bad-credentials", ""},
        {"auth-username-form", "if the name has to be the whole address, or must not be"})
SYMPTOM(OUTLOOK, "the password was refused (POP3)",
        SIGNS("0x800CCC92"),
        {"auth-bad-credentials", ""},
        {"auth-app-password-required", "if two-step sign-in is on"},
        {"auth-oauth-required", "if the provider takes no passwords from mail programs"})
SYMPTOM(OUTLOOK, "the IMAP server closed the connection",
        SIGNS("0x800CCCDD"),
        {"conversation-closed", ""},
        {"auth-too-many-connections", "if many devices watch the mailbox"},
        {"local-mail-proxy", "if a virus scanner reads the mail on this computer"})
SYMPTOM(OUTLOOK, "no connection to the incoming server (POP3)",
        SIGNS("0x80042108"),
        {"tcp-refused", ""},
        {"tcp-timeout", ""},
        {"dns-nxdomain", "if the name is mistyped"},
        {"tcp-blocked-locally", "if a firewall on this computer asks about the program"})
SYMPTOM(OUTLOOK, "no connection to the outgoing server (SMTP)",
        SIGNS("0x80042109"),
        {"tcp-refused", ""},
        {"tcp-timeout", ""},
        {"port-blocked", "if the port is 25"},
        {"config-port-is-server-to-server", "if the port is 25"})
SYMPTOM(OUTLOOK, "the incoming server did not answer in time (POP3)",
        SIGNS("0x8004210A"),
        {"conversation-timeout", ""},
        {"banner-timeout", "if it stays silent from the beginning"},
        {"local-mail-proxy", "if a virus scanner reads the mail on this computer"})
SYMPTOM(OUTLOOK, "the server did not answer in time",
        SIGNS("0x8004210B"),
        {"conversation-timeout", ""},
        {"banner-timeout", "if it stays silent from the beginning"},
        {"port-blocked", "if the port is 25"},
        {"local-mail-proxy", "if a virus scanner reads the mail on this computer"})
