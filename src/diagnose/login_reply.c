/* SPDX-License-Identifier: GPL-3.0-or-later */
/* login_reply.c - THE CODES: one row a reply code. */
#include "diagnose/login_reply.h"

#include <string.h>
#include <strings.h>

#include "diagnose/reply_texts.h"

/* Basic and enhanced codes of SMTP, and the bracketed ones of IMAP and POP3. 0 and NULL: any. */
struct login_reply {
    int code;
    int subject, detail;   /* of the enhanced code x.subject.detail */
    const char *resp_code; /* its first word */
    const char *diagnosis;
    enum certainty certainty;
};

/* The more particular row first. */
static const struct login_reply login_replies[] = {
    {.subject = 7, .detail = 13, .diagnosis = "auth-account-disabled", .certainty = CERTAIN},
    {.subject = 7, .detail = 10, .diagnosis = "auth-encryption-required", .certainty = CERTAIN},
    {.subject = 7, .detail = 11, .diagnosis = "auth-encryption-required", .certainty = CERTAIN},
    {.code = 421, .diagnosis = "auth-too-many-attempts", .certainty = CERTAIN},
    {.code = 432, .diagnosis = "auth-transition-needed", .certainty = CERTAIN},
    {.code = 435, .diagnosis = "auth-backend-down", .certainty = CERTAIN},
    {.code = 450, .diagnosis = "auth-too-many-attempts", .certainty = CERTAIN},
    {.code = 451, .diagnosis = "auth-backend-down", .certainty = LIKELY},
    {.code = 454, .diagnosis = "auth-backend-down", .certainty = CERTAIN},
    {.code = 500, .diagnosis = "auth-command-not-advertised", .certainty = LIKELY},
    {.code = 501, .diagnosis = "auth-exchange-broken", .certainty = LIKELY},
    {.code = 502, .diagnosis = "auth-command-not-advertised", .certainty = CERTAIN},
    {.code = 503, .diagnosis = "auth-command-not-advertised", .certainty = CERTAIN},
    {.code = 504, .diagnosis = "auth-mechanism-unsupported", .certainty = CERTAIN},
    {.code = 523, .diagnosis = "auth-encryption-required", .certainty = CERTAIN},
    {.code = 524, .diagnosis = "auth-encryption-required", .certainty = CERTAIN},
    {.code = 525, .diagnosis = "auth-account-disabled", .certainty = CERTAIN},
    {.code = 534, .diagnosis = "auth-mechanism-too-weak", .certainty = CERTAIN},
    {.code = 535, .diagnosis = "auth-bad-credentials", .certainty = CERTAIN},
    {.code = 538, .diagnosis = "auth-encryption-required", .certainty = CERTAIN},
    {.resp_code = "AUTHENTICATIONFAILED", .diagnosis = "auth-bad-credentials", .certainty = CERTAIN},
    {.resp_code = "AUTHORIZATIONFAILED", .diagnosis = "auth-authorization-failed", .certainty = CERTAIN},
    {.resp_code = "EXPIRED", .diagnosis = "auth-password-expired", .certainty = CERTAIN},
    {.resp_code = "PRIVACYREQUIRED", .diagnosis = "auth-encryption-required", .certainty = CERTAIN},
    {.resp_code = "CONTACTADMIN", .diagnosis = "auth-account-disabled", .certainty = LIKELY},
    {.resp_code = "UNAVAILABLE", .diagnosis = "auth-backend-down", .certainty = CERTAIN},
    {.resp_code = "LIMIT", .diagnosis = "auth-too-many-connections", .certainty = LIKELY},
    {.resp_code = "INUSE", .diagnosis = "mailbox-in-use", .certainty = CERTAIN},
    {.resp_code = "OVERQUOTA", .diagnosis = "auth-quota-throttled", .certainty = CERTAIN},
    {.resp_code = "IN-USE", .diagnosis = "mailbox-in-use", .certainty = CERTAIN},
    {.resp_code = "LOGIN-DELAY", .diagnosis = "login-delay", .certainty = CERTAIN},
    {.resp_code = "SYS/TEMP", .diagnosis = "auth-backend-down", .certainty = CERTAIN},
    {.resp_code = "SYS/PERM", .diagnosis = "auth-account-disabled", .certainty = LIKELY},
    {.resp_code = "AUTH", .diagnosis = "auth-bad-credentials", .certainty = CERTAIN},
};

static bool first_word_is(const char *words, const char *word)
{
    size_t n = strcspn(words, " ");
    return strlen(word) == n && strncasecmp(words, word, n) == 0;
}

static bool reply_fits(const struct login_reply *row, const struct heard *h)
{
    if (row->resp_code)
        return first_word_is(h->resp_code, row->resp_code);
    if (row->subject)
        return h->enhanced[0] && h->enhanced[1] == row->subject && h->enhanced[2] == row->detail;
    return h->code == row->code;
}

static const struct login_reply *reply_row(const struct heard *h)
{
    for (size_t i = 0; h->present && i < sizeof login_replies / sizeof login_replies[0]; i++)
        if (reply_fits(&login_replies[i], h))
            return &login_replies[i];
    return NULL;
}

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
    const struct login_reply *row = reply_row(h);
    const char *text = reply_text_code(h, SAID_AT_LOGIN, certainty_r);
    if (text) {
        if (row && strcmp(row->diagnosis, text) == 0)
            *certainty_r = row->certainty;
        return text;
    }
    bool password_refused = !row || strcmp(row->diagnosis, "auth-bad-credentials") == 0;
    if (password_refused && provider_wants_other_login(e->target->ascii)) {
        *certainty_r = LIKELY;
        return "auth-app-password-or-oauth-required";
    }
    *certainty_r = row ? row->certainty : LIKELY;
    return row ? row->diagnosis : "auth-bad-credentials";
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
