/* SPDX-License-Identifier: GPL-3.0-or-later */
/* programs.h - rows of symptoms: words in the windows of mail programs. Words change from version to version, so a row holds
 * only as much of them as stays. */
SYMPTOM(MOZILLA, "the certificate's issuer is not known to Thunderbird",
        SIGNS("SEC_ERROR_UNKNOWN_ISSUER"),
        {"cert-missing-intermediate", "if other programs are content"},
        {"cert-untrusted-root", "if a private authority issued it"},
        {"cert-intercepted-by-antivirus-or-proxy", "if a virus scanner reads the mail, whose root Thunderbird does not have"})
SYMPTOM(MOZILLA, "the server made its own certificate",
        SIGNS("MOZILLA_PKIX_ERROR_SELF_SIGNED_CERT"),
        {"cert-self-signed", ""},
        {"cert-default-or-snakeoil", "if the installation made it"})
SYMPTOM(MOZILLA, "the certificate is for another name",
        SIGNS("SSL_ERROR_BAD_CERT_DOMAIN"),
        {"cert-name-mismatch", ""},
        {"cert-name-mismatch-provider", "if a provider runs the server"},
        {"cert-no-san", ""})
SYMPTOM(MOZILLA, "the certificate ran out",
        SIGNS("SEC_ERROR_EXPIRED_CERTIFICATE"),
        {"cert-expired", ""},
        {"local-clock-wrong", "if every server is complained of"})
SYMPTOM(MOZILLA, "an issuer's certificate ran out",
        SIGNS("SEC_ERROR_EXPIRED_ISSUER_CERTIFICATE"),
        {"cert-chain-expired-issuer", ""})
SYMPTOM(MOZILLA, "the certificate begins in the future",
        SIGNS("MOZILLA_PKIX_ERROR_NOT_YET_VALID_CERTIFICATE"),
        {"cert-not-yet-valid-or-clock-wrong", ""},
        {"local-clock-wrong", ""})
SYMPTOM(MOZILLA, "the certificate was withdrawn",
        SIGNS("SEC_ERROR_REVOKED_CERTIFICATE"),
        {"cert-revoked", ""})
SYMPTOM(MOZILLA, "something in between made the certificate",
        SIGNS("MOZILLA_PKIX_ERROR_MITM_DETECTED"),
        {"cert-intercepted-by-antivirus-or-proxy", ""})
SYMPTOM(MOZILLA, "the key is too short",
        SIGNS("MOZILLA_PKIX_ERROR_INADEQUATE_KEY_SIZE"),
        {"cert-weak-key", ""})
SYMPTOM(MOZILLA, "the certificate is signed in a broken way",
        SIGNS("SEC_ERROR_CERT_SIGNATURE_ALGORITHM_DISABLED"),
        {"cert-weak-signature", ""})
SYMPTOM(MOZILLA, "the certificate is not for servers",
        SIGNS("SEC_ERROR_INADEQUATE_CERT_TYPE"),
        {"cert-purpose-wrong", ""})
SYMPTOM(MOZILLA, "no version of TLS in common",
        SIGNS("SSL_ERROR_UNSUPPORTED_VERSION", "Peer using unsupported version of security protocol",
              "SSL_ERROR_PROTOCOL_VERSION_ALERT"),
        {"tls-version-too-old", ""})
SYMPTOM(MOZILLA, "no cipher in common",
        SIGNS("SSL_ERROR_NO_CYPHER_OVERLAP"),
        {"tls-no-common-cipher", ""},
        {"tls-version-too-old", ""})
SYMPTOM(MOZILLA, "what came in answer to TLS was plain text",
        SIGNS("SSL_ERROR_RX_RECORD_TOO_LONG"),
        {"tls-mode-mismatch-implicit-on-starttls", ""},
        {"wrong-protocol-on-port", ""})
SYMPTOM(MOZILLA, "a key is too short",
        SIGNS("SSL_ERROR_WEAK_SERVER_EPHEMERAL_DH_KEY", "SSL_ERROR_WEAK_SERVER_CERT_KEY"),
        {"tls-weak-dh", ""},
        {"cert-weak-key", ""})
SYMPTOM(MOZILLA, "the connection was cut while encryption was set up",
        SIGNS("PR_END_OF_FILE_ERROR", "PR_CONNECT_RESET_ERROR"),
        {"tls-handshake-closed", ""},
        {"tls-handshake-reset", ""})
SYMPTOM(MOZILLA, "the server does not offer STARTTLS",
        SIGNS("does not seem to be a STARTTLS capable", "doesn't support STARTTLS", "does not advertise STARTTLS",
              "doesn't advertise STARTTLS"),
        {"starttls-not-offered", ""},
        {"starttls-stripped", "if it is offered from other networks"},
        {"cisco-smtp-fixup", "if the greeting is full of stars"})
SYMPTOM(MOZILLA, "Thunderbird does not trust the certificate",
        SIGNS("add security exception"),
        {"cert-name-mismatch", "wrong site"},
        {"cert-untrusted-root", "unknown identity"},
        {"cert-self-signed", "unknown identity"},
        {"cert-expired", "outdated information"},
        {"cert-missing-intermediate", "unknown identity, and other programs are content"})
SYMPTOM(MOZILLA, "the server did not accept the login",
        SIGNS("Sending of password for user * did not succeed", "Login to server * with username * failed"),
        {"auth-bad-credentials", ""},
        {"auth-oauth-required", "if the provider wants its own sign-in"},
        {"auth-app-password-required", "if two-step sign-in is on"},
        {"mailbox-in-use", "if the text says so (POP3)"})
SYMPTOM(MOZILLA, "the login method in the settings is not offered",
        SIGNS("does not support the selected authentication method", "doesn't support the selected authentication method",
              "does not seem to support encrypted passwords"),
        {"auth-mechanism-unsupported", ""},
        {"auth-encryption-required", "if logins are offered inside TLS only"})
SYMPTOM(MOZILLA, "the connection was refused",
        SIGNS("Could not connect to mail server * refused", "Could not connect to server * refused"),
        {"tcp-refused", ""})
SYMPTOM(MOZILLA, "the server did not answer",
        SIGNS("Connection to server * timed out"),
        {"tcp-timeout", ""},
        {"banner-timeout", "if the connection stands"},
        {"port-blocked", "if another port of the server answers"},
        {"ipv6-broken-ipv4-ok", "if it works at last, after a long wait"})
SYMPTOM(MOZILLA, "nothing on the network told the settings of that address",
        SIGNS("failed to find the settings for your email account", "could not find the settings for your email account"),
        {"dns-no-address", "if the mail domain was typed in place of the server"},
        {"dns-nxdomain", ""},
        {"tcp-timeout", ""})
SYMPTOM(MOZILLA, "too many connections to one mailbox",
        SIGNS("may have exceeded the maximum number of connections to this server",
              "maximum number of connections to this server"),
        {"auth-too-many-connections", ""})
SYMPTOM(APPLE, "the certificate is not accepted",
        SIGNS("Cannot verify server identity"),
        {"cert-name-mismatch", ""},
        {"cert-untrusted-root", ""},
        {"cert-missing-intermediate", "if other programs are content"},
        {"cert-validity-too-long", "if only Apple's programs complain"},
        {"cert-no-san", "if only Apple's programs complain"},
        {"cert-expired", ""})
SYMPTOM(APPLE, "the certificate is not accepted",
        SIGNS("can't verify the identity of the server", "can't verify the identity of", "cannot verify the identity of"),
        {"cert-name-mismatch", ""},
        {"cert-untrusted-root", ""},
        {"cert-missing-intermediate", "if other programs are content"},
        {"cert-validity-too-long", "if only Apple's programs complain"},
        {"cert-no-san", "if only Apple's programs complain"},
        {"cert-expired", ""})
SYMPTOM(APPLE, "the account could not be checked",
        SIGNS("Unable to verify account name or password"),
        {"auth-bad-credentials", ""},
        {"auth-app-password-required", "if two-step sign-in is on"},
        {"client-changes-settings-itself", "if port or TLS are not what was typed in"},
        {"tcp-timeout", ""})
SYMPTOM(APPLE, "encryption could not be set up; Mail offers to go on without it, which must be declined",
        SIGNS("Cannot connect using SSL", "Cannot connect using TLS"),
        {"tls-mode-mismatch-implicit-on-starttls", ""},
        {"tls-mode-mismatch-plain-on-implicit", ""},
        {"starttls-not-offered", ""},
        {"cert-validity-too-long", "if only Apple's programs complain"})
SYMPTOM(APPLE, "no connection, or no TLS",
        SIGNS("Cannot get mail * The connection to the server failed", "The connection to the server failed"),
        {"tcp-timeout", ""},
        {"tcp-refused", ""},
        {"tls-handshake-failed", ""})
SYMPTOM(APPLE, "the server did not accept the login",
        SIGNS("The user name or password for * is incorrect"),
        {"auth-bad-credentials", ""},
        {"auth-app-password-required", "if two-step sign-in is on"})
SYMPTOM(APPLE, "the outgoing server did not take the mail",
        SIGNS("A copy has been placed in your Outbox", "rejected by the server because it does not allow relaying",
              "does not allow relaying"),
        {"auth-required-530", "if no user name is set for sending"},
        {"auth-bad-credentials", "if the password for sending is another one"})
SYMPTOM(SYSTEM, "no chain to a root that Android trusts",
        SIGNS("CertPathValidatorException: Trust anchor for certification path not found",
              "Trust anchor for certification path not found"),
        {"cert-missing-intermediate", "if browsers are content"},
        {"cert-untrusted-root", ""},
        {"cert-self-signed", ""})
SYMPTOM(SYSTEM, "the certificate is not in date, or not trusted",
        SIGNS("Chain validation failed"),
        {"cert-expired", ""},
        {"local-clock-wrong", "if every server is complained of"},
        {"cert-untrusted-root", ""})
SYMPTOM(SYSTEM, "the connection was refused",
        SIGNS("ECONNREFUSED", "Connection refused"),
        {"tcp-refused", ""})
SYMPTOM(SYSTEM, "nothing came back from the address",
        SIGNS("ETIMEDOUT", "Connection timed out", "Operation timed out"),
        {"tcp-timeout", ""},
        {"port-blocked", "if another port of the server answers"},
        {"banned-by-server", "if it works from another network"},
        {"ipv6-broken-ipv4-ok", "if the address has colons in it"})
SYMPTOM(SYSTEM, "no way to the address",
        SIGNS("ENETUNREACH", "EHOSTUNREACH", "No route to host", "Network is unreachable"),
        {"host-unreachable", ""},
        {"ipv6-broken-ipv4-ok", "if the address has colons in it"})
SYMPTOM(SYSTEM, "the connection was cut",
        SIGNS("ECONNRESET", "Connection reset by peer"),
        {"tls-handshake-reset", "if encryption was just beginning"},
        {"greeting-closed", "if nothing was said yet"},
        {"conversation-closed", ""})
SYMPTOM(SYSTEM, "the server's name was not found",
        SIGNS("Name or service not known", "nodename nor servname provided", "Unable to resolve host",
              "No address associated with hostname", "Could not resolve host"),
        {"dns-nxdomain", ""},
        {"dns-no-address", "if the mail domain was typed in place of the server"},
        {"dns-timeout", "if no name is found at all"})
SYMPTOM(SYSTEM, "the name service did not answer",
        SIGNS("Temporary failure in name resolution"),
        {"dns-timeout", ""},
        {"dns-servfail", ""})
SYMPTOM(OUTLOOK, "the certificate is for another name",
        SIGNS("The name on the security certificate is invalid or does not match", "The target principal name is incorrect"),
        {"cert-name-mismatch", ""},
        {"cert-name-mismatch-provider", "if a provider runs the server"})
SYMPTOM(OUTLOOK, "the certificate is not accepted",
        SIGNS("The server you are connected to is using a security certificate that cannot be verified"),
        {"cert-untrusted-root", ""},
        {"cert-name-mismatch", "the target principal name is incorrect"},
        {"cert-self-signed", ""},
        {"cert-expired", ""})
SYMPTOM(OUTLOOK, "port and encryption do not belong together",
        SIGNS("Your server does not support the connection encryption type you have specified"),
        {"config-port-mode-unusual", ""},
        {"tls-mode-mismatch-implicit-on-starttls", "if SSL/TLS is chosen on 143, 110 or 587"},
        {"tls-mode-mismatch-plain-on-implicit", "if STARTTLS is chosen on 993, 995 or 465"},
        {"starttls-not-offered", ""})
