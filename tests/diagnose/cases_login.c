/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases_login.c - what came of the login. */
#include "case.h"

#include <stdio.h>
#include <string.h>

static void login(struct box *b, const char *mechanism)
{
    b->e.login_given = true;
    snprintf(b->e.auth.tried, sizeof b->e.auth.tried, "%s", mechanism);
}

static void refused(struct box *b, const char *reply)
{
    login(b, "PLAIN");
    case_fail(b, STAGE_AUTH);
    b->e.auth.result = AUTH_REJECTED;
    hear(b, &b->e.auth.reply, SAY_AUTH, reply);
}

#define REFUSAL(name, reply) \
    static void name(struct box *b) { refused(b, reply); }

REFUSAL(pop3_no_passwords, "-ERR [AUTH] Unsupported authentication mechanism.\r\n")
REFUSAL(smtp_535, "535 5.7.8 authentication failed\r\n")
REFUSAL(smtp_454, "454 4.7.0 temporary authentication failure\r\n")
REFUSAL(smtp_421, "421 4.7.0 too many errors\r\n")
REFUSAL(smtp_432, "432 4.7.12 transition needed\r\n")
REFUSAL(smtp_503, "503 5.5.1 AUTH command used when not advertised\r\n")
REFUSAL(smtp_504, "504 5.5.4 unrecognized mechanism\r\n")
REFUSAL(smtp_504_encryption, "504 5.7.4 Encryption required for requested authentication mechanism\r\n")
REFUSAL(smtp_525, "525 5.7.13 account disabled\r\n")
REFUSAL(smtp_530, "530 5.7.0 Must issue a STARTTLS command first\r\n")
REFUSAL(smtp_microsoft, "535 5.7.3 Authentication unsuccessful\r\n")
REFUSAL(smtp_530_bare, "530 5.7.0 no\r\n")
REFUSAL(imap_serverbug, "w1 NO [SERVERBUG] internal error\r\n")
REFUSAL(smtp_534, "534 5.7.9 mechanism is too weak\r\n")
REFUSAL(smtp_538, "538 5.7.11 encryption needed\r\n")
REFUSAL(smtp_app_password, "534 5.7.9 Application-specific password required\r\n")
REFUSAL(smtp_web, "534 5.7.14 Please log in via your web browser and then try again\r\n")
REFUSAL(smtp_basic_off, "535 5.7.139 Authentication unsuccessful, basic authentication is disabled\r\n")
REFUSAL(smtp_client_off, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant\r\n")
REFUSAL(smtp_locked, "535 5.7.8 account is locked\r\n")
REFUSAL(smtp_ad_locked, "535 5.7.3 80090308: LdapErr, data 775, v3839\r\n")
REFUSAL(smtp_ad_expired, "535 5.7.3 80090308: LdapErr, data 532, v3839\r\n")
REFUSAL(imap_failed, "w1 NO [AUTHENTICATIONFAILED] Authentication failed.\r\n")
REFUSAL(imap_no, "w1 NO computer says no\r\n")
REFUSAL(imap_expired, "w1 NO [EXPIRED] password\r\n")
REFUSAL(imap_unavailable, "w1 NO [UNAVAILABLE] Temporary authentication failure.\r\n")
REFUSAL(imap_limit, "w1 NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded (mail_max_userip_connections=10)\r\n")
REFUSAL(imap_overquota, "w1 NO [OVERQUOTA] Account exceeded command or bandwidth limits.\r\n")
REFUSAL(imap_authz, "w1 NO [AUTHORIZATIONFAILED] no proxy for you\r\n")
REFUSAL(imap_contactadmin, "w1 NO [CONTACTADMIN] ask them\r\n")
REFUSAL(imap_privacy, "w1 NO [PRIVACYREQUIRED] no\r\n")
REFUSAL(imap_disabled, "w1 NO [AUTHENTICATIONFAILED] Invalid credentials or IMAP is disabled\r\n")
REFUSAL(imap_app_password, "w1 NO [ALERT] Application-specific password required: https://example.org/\r\n")
REFUSAL(pop3_auth, "-ERR [AUTH] no\r\n")
REFUSAL(pop3_in_use, "-ERR [IN-USE] somebody is there\r\n")
REFUSAL(pop3_delay, "-ERR [LOGIN-DELAY] wait\r\n")

static void at_a_big_provider(struct box *b)
{
    target_set(&b->target, b->target.proto, span_str("imap.gmail.com"), 993, TLS_MODE_IMPLICIT);
    imap_failed(b);
}

static void not_quite_a_big_provider(struct box *b)
{
    target_set(&b->target, b->target.proto, span_str("imap.notgmail.com"), 993, TLS_MODE_IMPLICIT);
    imap_failed(b);
}

static void unavailable_at_a_big_provider(struct box *b)
{
    target_set(&b->target, b->target.proto, span_str("imap.gmail.com"), 993, TLS_MODE_IMPLICIT);
    imap_unavailable(b);
}

static void token_refused(struct box *b)
{
    imap_failed(b);
    b->e.auth.oauth_refused = true;
    snprintf(b->e.auth.oauth.status, sizeof b->e.auth.oauth.status, "400");
    snprintf(b->e.auth.oauth.scope, sizeof b->e.auth.oauth.scope, "https://mail.example.org/");
}

static void forged_server(struct box *b)
{
    login(b, "SCRAM-SHA-256");
    case_fail(b, STAGE_AUTH);
    b->e.auth.result = AUTH_REJECTED;
    b->e.auth.server_signature_wrong = true;
    hear(b, &b->e.auth.reply, SAY_AUTH, "w1 OK welcome\r\n");
}

static void scram_error(struct box *b, const char *error)
{
    imap_failed(b);
    login(b, "SCRAM-SHA-256-PLUS");
    snprintf(b->e.auth.server_error, sizeof b->e.auth.server_error, "%s", error);
}

static void other_session(struct box *b)
{
    scram_error(b, "channel-bindings-dont-match");
}

static void wrong_proof(struct box *b)
{
    scram_error(b, "invalid-proof");
}

static void broken_challenge(struct box *b)
{
    refused(b, "w1 BAD cancelled\r\n");
    snprintf(b->e.auth.broken, sizeof b->e.auth.broken, "the challenge is not base64");
}

static void offer(struct box *b, const char *name, const char *why)
{
    struct mech_offer *o = &b->e.auth.offers[b->e.auth.offer_count++];
    o->mech = mech_by_name(name);
    snprintf(o->name, sizeof o->name, "%s", name);
    snprintf(o->why, sizeof o->why, "%s", why);
}

static void no_way(struct box *b)
{
    b->e.login_given = true;
    b->e.auth.result = AUTH_NOT_TRIED;
    case_fail(b, STAGE_AUTH);
}

static void no_mechanism_fits(struct box *b)
{
    no_way(b);
    offer(b, "GSSAPI", "is not done by tlswalk");
}

static void tokens_only(struct box *b)
{
    no_way(b);
    offer(b, "XOAUTH2", "needs a token");
    offer(b, "OAUTHBEARER", "needs a token");
}

static void no_auth_on_25(struct box *b)
{
    no_way(b);
}

static void mode_none(struct box *b)
{
    list(b, &b->e.before, "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\nw1 OK done\r\n");
}

static void mode_none_no_tls_at_all(struct box *b)
{
    list(b, &b->e.before, "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nw1 OK done\r\n");
}

static void sent_in_clear(struct box *b)
{
    login(b, "PLAIN");
    b->e.auth.result = AUTH_ACCEPTED;
    b->e.auth.sent_in_clear = true;
    list(b, &b->e.before, "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nw1 OK done\r\n");
}

static void sent_in_clear_to_loopback(struct box *b)
{
    sent_in_clear(b);
    b->e.loopback = true;
}

static void held_back(struct box *b)
{
    list(b, &b->e.before, "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nw1 OK done\r\n");
    b->e.login_given = true;
    b->e.auth.result = AUTH_WITHHELD;
    snprintf(b->e.auth.why, sizeof b->e.auth.why, "the line is not encrypted");
}

static void held_back_here(struct box *b)
{
    held_back(b);
    b->e.loopback = true;
}

static void held_back_where_none_is_offered(struct box *b)
{
    held_back_here(b);
    list(b, &b->e.before, "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\nw1 OK done\r\n");
}

static void accepted(struct box *b)
{
    login(b, "PLAIN");
    case_stage(b, STAGE_AUTH)->verdict = VERDICT_PASS;
    b->e.auth.result = AUTH_ACCEPTED;
    hear(b, &b->e.auth.reply, SAY_AUTH, "w1 OK logged in\r\n");
}

static void being_tried(struct box *b)
{
    login(b, "PLAIN");
    case_running(b, STAGE_AUTH);
    b->e.auth.result = AUTH_UNFINISHED;
}

#define IMAPS "imaps://mail.example.org", NULL
#define SUBMISSIONS "submissions://mail.example.org", NULL
#define POP3S "pop3s://mail.example.org", NULL

static void odd_password(struct box *b)
{
    imap_failed(b);
    b->e.auth.password_is_odd = true;
}

static void odd_password_expired(struct box *b)
{
    imap_expired(b);
    b->e.auth.password_is_odd = true;
}

static void odd_password_accepted(struct box *b)
{
    accepted(b);
    b->e.auth.password_is_odd = true;
}

static void accepted_and_used(struct box *b, const char *answer)
{
    accepted(b);
    hear(b, &b->e.auth.reply, SAY_AUTH, "w1 OK AUTHENTICATE completed.\r\n");
    hear(b, &b->e.auth.use, SAY_NOOP, answer);
}

static void exchange_not_connected(struct box *b)
{
    accepted_and_used(b, "w1 BAD User is authenticated but not connected.\r\n");
}

static void noop_refused(struct box *b)
{
    accepted_and_used(b, "w1 NO not now\r\n");
}

static void noop_done(struct box *b)
{
    accepted_and_used(b, "w1 OK NOOP completed\r\n");
}

static void ehlo_wants_login(struct box *b)
{
    case_fail(b, STAGE_CAPABILITIES);
    b->e.ehlo_refused = true;
    hear(b, &b->e.ehlo_refusal, SAY_CAPS, "530 5.7.0 Authentication required\r\n");
}

static void ehlo_unknown(struct box *b)
{
    case_fail(b, STAGE_CAPABILITIES);
    b->e.ehlo_refused = true;
    hear(b, &b->e.ehlo_refusal, SAY_CAPS, "500 5.5.1 unknown command\r\n");
}

static void starttls_wants_login(struct box *b)
{
    case_fail(b, STAGE_STARTTLS);
    hear(b, &b->e.starttls.reply, SAY_STARTTLS, "530 5.7.1 Client was not authenticated\r\n");
}

const struct rule_case login_cases[] = {
    {"refused, with a password of odd characters", IMAPS, odd_password,
     "only auth-bad-credentials auth-username-form auth-password-encoding=warning/hint", NULL},
    {"refused, with a plain password", IMAPS, imap_failed, NULL, "auth-password-encoding"},
    {"an expired password of odd characters", IMAPS, odd_password_expired, "only auth-password-expired", "auth-password-encoding"},
    {"accepted, with a password of odd characters", IMAPS, odd_password_accepted, "only", "auth-password-encoding"},
    {"authenticated but not connected", IMAPS, exchange_not_connected, "only auth-ok-but-not-connected=error/certain",
     "auth-bad-credentials"},
    {"NOOP refused behind the login", IMAPS, noop_refused, "only auth-ok-but-not-connected=error/likely", NULL},
    {"NOOP answered behind the login", IMAPS, noop_done, "only", "auth-ok-but-not-connected"},
    {"EHLO wants a login", "submission://mail.example.org", NULL, ehlo_wants_login, "only auth-required-530=error/certain ehlo-rejected",
     "auth-encryption-required"},
    {"EHLO is unknown", "submission://mail.example.org", NULL, ehlo_unknown, "only ehlo-rejected", "auth-required-530"},
    {"STARTTLS wants a login", "submission://mail.example.org", NULL, starttls_wants_login,
     "only auth-required-530=error/certain starttls-refused-other", NULL},
    {"accepted", IMAPS, accepted, "only", "auth-bad-credentials auth-username-form auth-server-signature-wrong"},
    {"being tried", IMAPS, being_tried, "only", "auth-bad-credentials auth-exchange-broken"},
    {"535", SUBMISSIONS, smtp_535, "only auth-bad-credentials=error/certain auth-username-form=note/likely",
     "auth-app-password-or-oauth-required auth-backend-down auth-account-disabled"},
    {"AUTHENTICATIONFAILED", IMAPS, imap_failed, "only auth-bad-credentials=error/certain auth-username-form", "auth-authorization-failed"},
    {"a bare NO", IMAPS, imap_no, "only auth-bad-credentials=error/likely auth-username-form", "conversation-closed"},
    {"[AUTH]", POP3S, pop3_auth, "only auth-bad-credentials=error/certain auth-username-form", "mailbox-in-use login-delay"},
    {"[AUTH] of a server that takes no passwords", POP3S, pop3_no_passwords, "only auth-mechanism-unsupported=error/certain",
     "auth-bad-credentials auth-username-form"},
    {"a wrong proof", IMAPS, wrong_proof, "only auth-bad-credentials=error/certain auth-username-form", "auth-channel-binding-mismatch"},
    {"AUTHENTICATIONFAILED of a big provider", IMAPS, at_a_big_provider, "only auth-app-password-or-oauth-required=error/likely",
     "auth-bad-credentials auth-app-password-required auth-oauth-required"},
    {"a name that only looks like the provider's", IMAPS, not_quite_a_big_provider, "only auth-bad-credentials auth-username-form",
     "auth-app-password-or-oauth-required"},
    {"UNAVAILABLE of a big provider", IMAPS, unavailable_at_a_big_provider, "only auth-backend-down=error/certain",
     "auth-app-password-or-oauth-required"},
    {"Microsoft's one text for three faults", SUBMISSIONS, smtp_microsoft, "only auth-bad-credentials=error/certain auth-username-form",
     "auth-smtp-disabled-for-account auth-oauth-required"},
    {"530 without words about TLS", SUBMISSIONS, smtp_530_bare, "only auth-encryption-required=error/certain", "auth-required-530"},
    {"SERVERBUG", IMAPS, imap_serverbug, "only auth-backend-down=error/likely", "auth-bad-credentials"},
    {"454", SUBMISSIONS, smtp_454, "only auth-backend-down=error/certain", "auth-bad-credentials auth-username-form"},
    {"UNAVAILABLE", IMAPS, imap_unavailable, "only auth-backend-down=error/certain", "auth-too-many-connections"},
    {"UNAVAILABLE for too many connections", IMAPS, imap_limit, "only auth-too-many-connections=error/certain", "auth-backend-down"},
    {"421", SUBMISSIONS, smtp_421, "only auth-too-many-attempts=error/certain", "auth-too-many-connections conversation-closed"},
    {"OVERQUOTA", IMAPS, imap_overquota, "only auth-quota-throttled=error/certain", "auth-too-many-attempts"},
    {"432", SUBMISSIONS, smtp_432, "only auth-transition-needed=error/certain", "auth-quota-throttled"},
    {"503", SUBMISSIONS, smtp_503, "only auth-command-not-advertised=error/certain", "auth-mechanism-unsupported"},
    {"504", SUBMISSIONS, smtp_504, "only auth-mechanism-unsupported=error/certain", "auth-encryption-required auth-command-not-advertised"},
    {"504 for want of encryption", SUBMISSIONS, smtp_504_encryption, "only auth-encryption-required=error/certain", "auth-mechanism-unsupported"},
    {"530", SUBMISSIONS, smtp_530, "only auth-encryption-required=error/certain", NULL},
    {"538", SUBMISSIONS, smtp_538, "only auth-encryption-required=error/certain", NULL},
    {"PRIVACYREQUIRED", IMAPS, imap_privacy, "only auth-encryption-required=error/certain", NULL},
    {"525", SUBMISSIONS, smtp_525, "only auth-account-disabled=error/certain", "auth-account-locked"},
    {"CONTACTADMIN", IMAPS, imap_contactadmin, "only auth-account-disabled=error/likely", NULL},
    {"locked, in words", SUBMISSIONS, smtp_locked, "only auth-account-locked=error/likely", "auth-account-disabled auth-bad-credentials"},
    {"locked, in Active Directory's numbers", SUBMISSIONS, smtp_ad_locked, "only auth-account-locked=error/certain", "auth-password-expired"},
    {"expired, in Active Directory's numbers", SUBMISSIONS, smtp_ad_expired, "only auth-password-expired=error/certain", NULL},
    {"EXPIRED", IMAPS, imap_expired, "only auth-password-expired=error/certain", NULL},
    {"534", SUBMISSIONS, smtp_534, "only auth-mechanism-too-weak=error/certain", "auth-app-password-required auth-web-login-required"},
    {"534 for an app password", SUBMISSIONS, smtp_app_password, "only auth-app-password-required=error/certain", "auth-mechanism-too-weak"},
    {"an alert for an app password", IMAPS, imap_app_password, "only auth-app-password-required=error/certain", NULL},
    {"a sign-in by browser", SUBMISSIONS, smtp_web, "only auth-web-login-required=error/likely", "auth-mechanism-too-weak"},
    {"basic authentication switched off", SUBMISSIONS, smtp_basic_off, "only auth-oauth-required=error/certain",
     "auth-smtp-disabled-for-account auth-bad-credentials"},
    {"SMTP switched off", SUBMISSIONS, smtp_client_off, "only auth-smtp-disabled-for-account=error/certain", "auth-oauth-required"},
    {"IMAP switched off", IMAPS, imap_disabled, "only auth-protocol-disabled-for-account=error/likely", "auth-bad-credentials"},
    {"AUTHORIZATIONFAILED", IMAPS, imap_authz, "only auth-authorization-failed=error/certain", "auth-protocol-disabled-for-account"},
    {"IN-USE", POP3S, pop3_in_use, "only mailbox-in-use=error/certain", "login-delay"},
    {"LOGIN-DELAY", POP3S, pop3_delay, "only login-delay=error/certain", "mailbox-in-use"},
    {"a token refused", IMAPS, token_refused, "only auth-oauth-token-rejected=error/certain", "auth-bad-credentials"},
    {"a password refused", IMAPS, imap_failed, NULL, "auth-oauth-token-rejected"},
    {"a server without the password", IMAPS, forged_server, "only auth-server-signature-wrong=error/certain", "auth-exchange-broken"},
    {"another TLS session", IMAPS, other_session, "only auth-channel-binding-mismatch=error/certain", "auth-bad-credentials"},
    {"a challenge that is not base64", IMAPS, broken_challenge, "only auth-exchange-broken=error/certain", "auth-mechanism-unsupported"},
    {"no mechanism can be used", IMAPS, no_mechanism_fits, "only auth-mechanism-unsupported=error/certain",
     "auth-command-not-advertised auth-oauth-required auth-transition-needed"},
    {"only tokens are taken", IMAPS, tokens_only, "only auth-oauth-required=error/likely", "auth-mechanism-unsupported"},
    {"no AUTH on port 25", "smtp://mail.example.org", NULL, no_auth_on_25,
     "auth-command-not-advertised=error/certain config-port-is-server-to-server", "auth-mechanism-unsupported"},
    {"no encryption, and logins need it", "imap://mail.example.org", "none", mode_none,
     "only auth-encryption-required=error/certain config-no-encryption", "auth-plaintext-offered auth-plaintext-exposed"},
    {"no encryption, and there is none", "imap://mail.example.org", "none", mode_none_no_tls_at_all, "only config-no-encryption",
     "auth-encryption-required"},
    {"a password sent in clear", "imap://mail.example.org", "none", sent_in_clear, "auth-plaintext-exposed=warning/certain", "auth-withheld"},
    {"a password sent in clear to this computer", "imap://mail.example.org", "none", sent_in_clear_to_loopback,
     "only auth-plaintext-offered=note/certain", "auth-plaintext-exposed"},
    {"a password held back, and nothing else amiss", "imap://mail.example.org", "none", held_back_here, "auth-withheld=warning/certain",
     "config-no-encryption"},
    {"a password held back where none is taken in clear", "imap://mail.example.org", "none", held_back_where_none_is_offered,
     "auth-encryption-required=error/certain auth-withheld=note/certain", "config-no-encryption"},
    {"a password held back", "imap://mail.example.org", "none", held_back, "auth-withheld=note/certain", "auth-plaintext-exposed"},
    {NULL},
};
