/* SPDX-License-Identifier: GPL-3.0-or-later */
/* login_reply.c - see login_reply.h */
#include "config.h"

#include "diagnose/login_reply.h"

#include <string.h>

#include "diagnose/reply_codes.h"
#include "diagnose/reply_texts.h"

/* What the server said inside a SCRAM exchange; RFC 5802 7. */
static const char *mechanism_error(const char *error)
{
    if (strcmp(error, "channel-bindings-dont-match") == 0 || strcmp(error, "server-does-support-channel-binding") == 0)
        return "auth-channel-binding-mismatch";
    if (strcmp(error, "invalid-proof") == 0 || strcmp(error, "unknown-user") == 0)
        return "auth-bad-credentials";
    return NULL;
}

/* What does not depend on the words of the final answer. */
static const char *exchange_code(const struct evidence *e)
{
    if (e->auth.server_signature_wrong)
        return "auth-server-signature-wrong";
    const char *code = mechanism_error(e->auth.server_error);
    if (code)
        return code;
    if (e->auth.oauth_refused)
        return "auth-oauth-token-rejected";
    return *e->auth.broken ? "auth-exchange-broken" : NULL;
}

/* Codes beat words; words refine what a code said, and stand alone where it said nothing. */
static const char *answer_code(const struct evidence *e, enum certainty *certainty_r)
{
    const struct heard *h = &e->auth.reply;
    if (e->tls.facts.client_cert_asked && strcasestr(h->line, "certificate"))
        return "client-cert-required"; /* asked for in the handshake, and missed only now */
    enum certainty by_code = LIKELY;
    const char *code = reply_code_diagnosis(h, SAID_AT_LOGIN, &by_code);
    const char *text = reply_text_code(h, SAID_AT_LOGIN, 0, certainty_r);
    const char *meant = text ? text : code;
    if (!text || (by_code == CERTAIN && code && strcmp(code, text) == 0))
        *certainty_r = by_code;
    bool password_refused = !meant || strcmp(meant, "auth-bad-credentials") == 0;
    if (password_refused && provider_wants_other_login(e->target->ascii)) {
        *certainty_r = LIKELY;
        return "auth-app-password-or-oauth-required";
    }
    return meant ? meant : "auth-bad-credentials";
}

const char *login_reply_code(const struct evidence *e, enum certainty *certainty_r)
{
    if (e->auth.result != AUTH_REJECTED)
        return NULL;
    *certainty_r = CERTAIN;
    const char *code = exchange_code(e);
    if (code)
        return code;
    return e->auth.reply.present ? answer_code(e, certainty_r) : NULL;
}
