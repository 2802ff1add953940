/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reply_texts.c - THE WORDS: one row a pattern. */
#include "config.h"

#include "diagnose/reply_texts.h"

#include <string.h>
#include <strings.h>

#define PARTS_MAX 2

struct reply_text {
    enum said_at at;
    const char *parts[PARTS_MAX]; /* all of them, in any order and case */
    const char *code;
    enum certainty certainty;
};

/* The more particular row first. */
static const struct reply_text reply_texts[] = {
    {SAID_AT_LOGIN, {"5.7.9", "application-specific password"}, "auth-app-password-required", CERTAIN},
    {SAID_AT_LOGIN, {"application-specific password required"}, "auth-app-password-required", CERTAIN},
    {SAID_AT_LOGIN, {"InvalidSecondFactor"}, "auth-app-password-required", CERTAIN},
    {SAID_AT_LOGIN, {"SmtpClientAuthentication is disabled"}, "auth-smtp-disabled-for-account", CERTAIN},
    {SAID_AT_LOGIN, {"5.7.139", "basic authentication is disabled"}, "auth-oauth-required", CERTAIN},
    {SAID_AT_LOGIN, {"5.7.3 ", "authentication unsuccessful"}, "auth-bad-credentials", LIKELY}, /* Microsoft says it of all three */
    {SAID_AT_LOGIN, {"5.7.3 ", "authentication unsuccessful"}, "auth-smtp-disabled-for-account", LIKELY},
    {SAID_AT_LOGIN, {"5.7.3 ", "authentication unsuccessful"}, "auth-oauth-required", LIKELY},
    {SAID_AT_LOGIN, {"5.7.30"}, "auth-oauth-required", CERTAIN},
    {SAID_AT_LOGIN, {"basic authentication is not supported"}, "auth-oauth-required", LIKELY},
    {SAID_AT_LOGIN, {"too many simultaneous connections"}, "auth-too-many-connections", CERTAIN},
    {SAID_AT_LOGIN, {"mail_max_userip_connections"}, "auth-too-many-connections", CERTAIN},
    {SAID_AT_LOGIN, {"maximum number of connections"}, "auth-too-many-connections", CERTAIN},
    {SAID_AT_LOGIN, {"exceeded command or bandwidth limits"}, "auth-quota-throttled", CERTAIN},
    {SAID_AT_LOGIN, {"when not advertised"}, "auth-command-not-advertised", CERTAIN},
    {SAID_AT_LOGIN, {"authentication not enabled"}, "auth-command-not-advertised", CERTAIN},
    {SAID_AT_LOGIN, {"too many AUTH commands"}, "auth-too-many-attempts", CERTAIN},
    {SAID_AT_LOGIN, {"too many failed"}, "auth-too-many-attempts", LIKELY},
    {SAID_AT_LOGIN, {"too many login"}, "auth-too-many-attempts", LIKELY},
    {SAID_AT_LOGIN, {"too many invalid"}, "auth-too-many-attempts", LIKELY},
    {SAID_AT_LOGIN, {"5.7.14"}, "auth-web-login-required", LIKELY},
    {SAID_AT_LOGIN, {"WEBALERT"}, "auth-web-login-required", LIKELY},
    {SAID_AT_LOGIN, {"web browser"}, "auth-web-login-required", LIKELY},
    {SAID_AT_LOGIN, {"IMAP is disabled"}, "auth-protocol-disabled-for-account", LIKELY},
    {SAID_AT_LOGIN, {"not enabled for IMAP"}, "auth-protocol-disabled-for-account", LIKELY},
    {SAID_AT_LOGIN, {"POP is disabled"}, "auth-protocol-disabled-for-account", LIKELY},
    {SAID_AT_LOGIN, {"POP3 is disabled"}, "auth-protocol-disabled-for-account", LIKELY},
    {SAID_AT_LOGIN, {"not enabled for POP"}, "auth-protocol-disabled-for-account", LIKELY},
    {SAID_AT_LOGIN, {"encryption required"}, "auth-encryption-required", CERTAIN},
    {SAID_AT_LOGIN, {"must issue a STARTTLS"}, "auth-encryption-required", CERTAIN},
    {SAID_AT_LOGIN, {"cleartext authentication", "disallowed"}, "auth-encryption-required", LIKELY},
    {SAID_AT_LOGIN, {"plaintext authentication", "disallowed"}, "auth-encryption-required", LIKELY},
    {SAID_AT_LOGIN, {"cleartext authentication", "not allowed"}, "auth-encryption-required", LIKELY},
    {SAID_AT_LOGIN, {"plaintext authentication", "not allowed"}, "auth-encryption-required", LIKELY},
    {SAID_AT_LOGIN, {"unsupported authentication mechanism"}, "auth-mechanism-unsupported", CERTAIN},
    {SAID_AT_LOGIN, {"temporary authentication failure"}, "auth-backend-down", CERTAIN},
    {SAID_AT_LOGIN, {"data 52e"}, "auth-bad-credentials", CERTAIN}, /* the numbers of Active Directory's LDAP */
    {SAID_AT_LOGIN, {"data 525"}, "auth-bad-credentials", CERTAIN},
    {SAID_AT_LOGIN, {"data 532"}, "auth-password-expired", CERTAIN},
    {SAID_AT_LOGIN, {"data 773"}, "auth-password-expired", CERTAIN},
    {SAID_AT_LOGIN, {"data 533"}, "auth-account-disabled", CERTAIN},
    {SAID_AT_LOGIN, {"data 701"}, "auth-account-disabled", CERTAIN},
    {SAID_AT_LOGIN, {"data 775"}, "auth-account-locked", CERTAIN},
    {SAID_AT_LOGIN, {"account", "locked"}, "auth-account-locked", LIKELY},
    {SAID_AT_LOGIN, {"account", "disabled"}, "auth-account-disabled", LIKELY},
    {SAID_AT_LOGIN, {"account", "suspended"}, "auth-account-disabled", LIKELY},
    {SAID_AT_LOGIN, {"password", "expired"}, "auth-password-expired", LIKELY},

    {SAID_AT_GREETING, {"220 ***"}, "cisco-smtp-fixup", CERTAIN},
    {SAID_AT_GREETING, {"greylist"}, "greylisting", CERTAIN},
    {SAID_AT_GREETING, {"graylist"}, "greylisting", CERTAIN},
    {SAID_AT_GREETING, {"postgrey"}, "greylisting", CERTAIN},
    {SAID_AT_GREETING, {"synchronization error"}, "tls-mode-mismatch-implicit-on-starttls", LIKELY}, /* TLS taken for a command */
    {SAID_AT_GREETING, {"I can break rules"}, "tls-mode-mismatch-implicit-on-starttls", LIKELY},
    {SAID_AT_GREETING, {"blocked using"}, "greeting-blocklisted", LIKELY},
    {SAID_AT_GREETING, {"spamhaus"}, "greeting-blocklisted", LIKELY},
    {SAID_AT_GREETING, {"spamcop"}, "greeting-blocklisted", LIKELY},
    {SAID_AT_GREETING, {"barracuda"}, "greeting-blocklisted", LIKELY},
    {SAID_AT_GREETING, {"blacklist"}, "greeting-blocklisted", LIKELY},
    {SAID_AT_GREETING, {"blocklist"}, "greeting-blocklisted", LIKELY},
    {SAID_AT_GREETING, {"dnsbl"}, "greeting-blocklisted", LIKELY},
    {SAID_AT_GREETING, {"open resolver"}, "greeting-blocklisted", LIKELY},
    {SAID_AT_GREETING, {"(PBL)"}, "greeting-blocklisted", LIKELY},
    {SAID_AT_GREETING, {"auth process"}, "auth-backend-down", CERTAIN}, /* Dovecot's login service cannot reach its own */
    {SAID_AT_GREETING, {"too many"}, "greeting-421-busy", LIKELY},
    {SAID_AT_GREETING, {"busy"}, "greeting-421-busy", LIKELY},
    {SAID_AT_GREETING, {"overload"}, "greeting-421-busy", LIKELY},
    {SAID_AT_GREETING, {"try again later"}, "greeting-421-busy", LIKELY},
    {SAID_AT_GREETING, {"maximum number of connections"}, "greeting-421-busy", LIKELY},

    {SAID_AT_STARTTLS, {"TLS not available"}, "starttls-refused-454", CERTAIN},
    {SAID_AT_STARTTLS, {"TLS currently unavailable"}, "starttls-refused-454", CERTAIN},
    {SAID_AT_STARTTLS, {"currently unavailable"}, "starttls-refused-454", LIKELY},
    {SAID_AT_STARTTLS, {"too many new TLS sessions"}, "starttls-refused-454", CERTAIN},

    {SAID_AT_MAIL, {"greylist"}, "greylisting", CERTAIN},
    {SAID_AT_MAIL, {"graylist"}, "greylisting", CERTAIN},
    {SAID_AT_MAIL, {"postgrey"}, "greylisting", CERTAIN},
    {SAID_AT_MAIL, {"45", "try again later"}, "greylisting", LIKELY},
    {SAID_AT_MAIL, {"relay", "denied"}, "auth-required-530", LIKELY},
    {SAID_AT_MAIL, {"relay", "not permitted"}, "auth-required-530", LIKELY},
    {SAID_AT_MAIL, {"not allow", "relay"}, "auth-required-530", LIKELY},
    {SAID_AT_MAIL, {"unable to relay"}, "auth-required-530", LIKELY},
    {SAID_AT_MAIL, {"relaying"}, "auth-required-530", LIKELY},
    {SAID_AT_MAIL, {"authentication required"}, "auth-required-530", CERTAIN},
};

static bool text_fits(const struct reply_text *row, const struct heard *h)
{
    for (size_t i = 0; i < PARTS_MAX && row->parts[i]; i++)
        if (!strcasestr(h->line, row->parts[i]))
            return false;
    return true;
}

const char *reply_text_code(const struct heard *h, enum said_at at, size_t nth, enum certainty *certainty_r)
{
    if (!h->present)
        return NULL;
    for (size_t i = 0; i < sizeof reply_texts / sizeof reply_texts[0]; i++) {
        const struct reply_text *row = &reply_texts[i];
        if (row->at != at || !text_fits(row, h) || nth--)
            continue;
        if (certainty_r)
            *certainty_r = row->certainty;
        return row->code;
    }
    return NULL;
}

bool reply_text_means(const struct heard *h, enum said_at at, const char *code, enum certainty *certainty_r)
{
    const char *found = reply_text_code(h, at, 0, certainty_r);
    return found && strcmp(found, code) == 0;
}

bool provider_wants_other_login(const char *ascii_host)
{
    /* Server names of providers that answer an ordinary password as if it were mistyped; looked at in November 2026. */
    static const char *const domains[] = {
        "gmail.com", "googlemail.com", "office365.com", "outlook.com", "yahoo.com", "aol.com", "me.com", "icloud.com",
    };
    size_t len = strlen(ascii_host);
    for (size_t i = 0; i < sizeof domains / sizeof domains[0]; i++) {
        size_t n = strlen(domains[i]);
        if (len >= n && strcasecmp(ascii_host + len - n, domains[i]) == 0 && (len == n || ascii_host[len - n - 1] == '.'))
            return true;
    }
    return false;
}
