/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mech.c - the table of mechanisms, and whether one can be used here. The order and its reasons: mech.h. */
#include "sasl/mech.h"

#include <string.h>
#include <strings.h>

#include "sasl/mech_private.h"

/* In order of strength; a name appears once in each form. */
const struct mech mechs[] = {
    {.name = "EXTERNAL", .strength = 130, .needs_client_cert = true, .implemented = true,
     .about = "the client certificate of the TLS handshake is the proof"},
    {.name = "OAUTHBEARER", .strength = 120, .needs_token = true, .sends_secret = true, .implemented = true,
     .about = "access token in place of a password (RFC 7628)"},
    {.name = "XOAUTH2", .strength = 115, .needs_token = true, .sends_secret = true, .implemented = true,
     .about = "access token in place of a password, as Google and Microsoft began it"},
    {.name = "SCRAM-SHA-256-PLUS", .strength = 100, .needs_password = true, .needs_binding = true,
     .proves_server = true, .implemented = true,
     .about = "proof of the password by both sides, bound to this TLS session"},
    {.name = "SCRAM-SHA-1-PLUS", .strength = 95, .needs_password = true, .needs_binding = true,
     .proves_server = true, .implemented = true,
     .about = "proof of the password by both sides, bound to this TLS session; older hash"},
    {.name = "SCRAM-SHA-256", .strength = 90, .needs_password = true, .proves_server = true, .implemented = true,
     .about = "proof of the password by both sides; the password is not sent"},
    {.name = "SCRAM-SHA-1", .strength = 85, .needs_password = true, .proves_server = true, .implemented = true,
     .about = "proof of the password by both sides, older hash; the password is not sent"},
    {.name = "PLAIN", .strength = 60, .needs_password = true, .sends_secret = true, .implemented = true,
     .about = "sends the password itself, so TLS is its only protection; the usual way today"},
    {.name = "LOGIN", .strength = 55, .needs_password = true, .sends_secret = true, .server_first = true,
     .implemented = true, .about = "sends the password itself, in two turns; never a standard, kept for old clients"},
    {.name = "USER/PASS", .form = MECH_NATIVE, .native = "USER", .strength = 50, .needs_password = true,
     .sends_secret = true, .implemented = true, .about = "POP3's own commands; they send the password itself"},
    {.name = "DIGEST-MD5", .strength = 35, .needs_password = true, .server_first = true, .proves_server = true,
     .implemented = true, .about = "proof of the password by MD5; historic (RFC 6331), the server keeps a readable password"},
    {.name = "CRAM-MD5", .strength = 30, .needs_password = true, .server_first = true, .implemented = true,
     .about = "proof of the password by MD5; weak, and the server keeps a readable password"},
    {.name = "APOP", .form = MECH_NATIVE, .native = "APOP", .strength = 25, .needs_password = true,
     .implemented = true, .about = "POP3's proof of the password by MD5; broken, the password can be worked out from it"},
    {.name = "LOGIN command", .form = MECH_NATIVE, .native = "LOGIN", .strength = 10, .needs_password = true,
     .sends_secret = true, .implemented = true,
     .about = "IMAP's own command; sends the password itself, for servers without a SASL mechanism"},

    /* Named and explained only. */
    {.name = "SCRAM-SHA-512-PLUS", .needs_binding = true, .about = "like SCRAM-SHA-256-PLUS with a longer hash"},
    {.name = "SCRAM-SHA-512", .about = "like SCRAM-SHA-256 with a longer hash"},
    {.name = "SCRAM-SHA3-512-PLUS", .about = "like SCRAM-SHA-256-PLUS with another hash"},
    {.name = "SCRAM-SHA3-512", .about = "like SCRAM-SHA-256 with another hash"},
    {.name = "SCRAM-SHA-384", .about = "like SCRAM-SHA-256 with a longer hash; not registered"},
    {.name = "SCRAM-SHA-224", .about = "like SCRAM-SHA-256 with a shorter hash; not registered"},
    {.name = "GSSAPI", .about = "Kerberos ticket of the desktop's sign-in (RFC 4752)"},
    {.name = "GS2-KRB5-PLUS", .about = "Kerberos ticket, bound to the TLS session (RFC 5801)"},
    {.name = "GS2-KRB5", .about = "Kerberos ticket (RFC 5801)"},
    {.name = "GSS-SPNEGO", .about = "Kerberos or NTLM as Windows negotiates them"},
    {.name = "NTLM", .about = "Windows sign-in, \"secure password authentication\" in Outlook"},
    {.name = "KERBEROS_V4", .about = "Kerberos 4, withdrawn"},
    {.name = "SRP", .about = "proof of the password by both sides; a draft that servers hardly have"},
    {.name = "SECURID", .about = "one-time code of a SecurID token (RFC 2808)"},
    {.name = "OTP", .about = "one-time passwords from a printed list (RFC 2444)"},
    {.name = "SKEY", .about = "one-time passwords from a printed list, the older form"},
    {.name = "ANONYMOUS", .about = "no account at all (RFC 4505)"},
    {.name = "SAML20", .about = "sign-in in a browser window (RFC 6595)"},
    {.name = "OPENID20", .about = "sign-in in a browser window (RFC 6616)"},
    {.name = "PLAIN-CLIENTTOKEN", .about = "Google's own"},
    {.name = "XYMCOOKIE", .about = "Yahoo's own"},
};
const size_t mech_count = sizeof mechs / sizeof mechs[0];

const struct mech *mech_by_name(const char *name)
{
    for (size_t i = 0; i < mech_count; i++)
        if (strcasecmp(mechs[i].name, name) == 0)
            return &mechs[i];
    for (size_t i = 0; i < mech_count; i++)
        if (mechs[i].native && strcasecmp(mechs[i].native, name) == 0)
            return &mechs[i];
    return NULL;
}

static const char *mech_lacks_login(const struct mech *m, const struct login *l)
{
    if (!l)
        return "no login was given (--user)";
    if (m->needs_token && !secret_given(&l->token))
        return "needs a token (--token-file)";
    if (m->needs_password && !secret_given(&l->password))
        return "needs a password (--password-file)";
    if ((m->needs_token || m->needs_password) && !l->user)
        return "needs a user name (--user)";
    return "";
}

static const char *mech_lacks_channel(const struct mech *m, const struct mech_context *c)
{
    if (m->needs_client_cert && !c->client_cert)
        return "needs a client certificate, and none was shown in the handshake";
    if (m->needs_binding && !c->tls)
        return "is bound to a TLS session, and this line is not encrypted";
    if (m->needs_binding && !c->binding)
        return "needs channel binding data, which this TLS session does not give";
    if (m->sends_secret && !c->tls && !c->insecure)
        return m->needs_token ? "sends the token itself, and this line is not encrypted"
                              : "sends the password itself, and this line is not encrypted";
    return "";
}

static const char *mech_lacks_server(const struct mech *m, const struct mech_context *c)
{
    if (m->form == MECH_NATIVE && strcmp(m->native, "APOP") == 0 && !c->apop)
        return "needs a greeting with a timestamp inside this channel";
    if (m->form == MECH_NATIVE && strcmp(m->native, "LOGIN") == 0 && c->login_disabled)
        return "the server forbids it here (LOGINDISABLED)";
    return "";
}

const char *mech_why_not(const struct mech *m, const struct mech_context *c)
{
    if (!m->implemented)
        return "tlswalk knows it by name only";
    const char *why = mech_lacks_server(m, c);
    if (!*why)
        why = mech_lacks_channel(m, c);
    if (!*why)
        why = mech_lacks_login(m, c->login);
    return why;
}
