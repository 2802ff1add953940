/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_login.c - what came of the login: what the server said, and why there was none. */
#include "config.h"

#include <string.h>
#include <strings.h>

#include "diagnose/login_reply.h"
#include "diagnose/reply_texts.h"
#include "diagnose/rule_private.h"

static void blank_mechanism(struct match *m, const struct evidence *e)
{
    match_blank(m, BLANK_MECHANISM, "%s", *e->auth.tried ? e->auth.tried : "a login method that can be used here");
}

/* The diagnosis that the refusal of the login means. Most rows of the table are just this. */
static bool reply_means(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    enum certainty certainty;
    const char *code = login_reply_code(e, &certainty);
    (void)with;
    if (!code || strcmp(code, m->diagnosis->code) != 0)
        return false;
    m->certainty = certainty;
    blank_mechanism(m, e);
    match_fact(m, "the login was tried with %s", e->auth.tried);
    match_reply(m, "the answer", &e->auth.reply);
    if (*e->auth.server_error)
        match_fact(m, "inside the exchange the server said: %s", e->auth.server_error);
    if (*e->auth.broken) {
        match_blank(m, BLANK_DETAIL, "%s", e->auth.broken);
        match_fact(m, "the exchange was cancelled: %s", e->auth.broken);
    }
    m->ends = true;
    return true;
}

/* Told by the refusal of a login, or in place of a greeting. */
static bool backend_down(const struct scene *s, struct match *m, int with)
{
    const struct heard *greeting = &s->e->banner.reply;
    if (reply_means(s, m, with))
        return true;
    if (!stage_failed(s->e, STAGE_BANNER) || !heard_refused(greeting)
        || !reply_text_means(greeting, SAID_AT_GREETING, m->diagnosis->code, &m->certainty))
        return false;
    match_reply(m, "the greeting", greeting);
    m->stage = STAGE_BANNER;
    m->ends = true;
    return true;
}

/* A login was wanted, and no way to do it was found. */
static bool found_no_way(const struct evidence *e)
{
    return e->login_given && e->auth.result == AUTH_NOT_TRIED && e->auth.chosen < 0 && stage_failed(e, STAGE_AUTH);
}

/* The list in clear has STARTTLS and no login. */
static bool logins_need_tls(const struct evidence *e)
{
    return !e->tls.secured && e->before.known && e->before.starttls && caps_lack_login(e, &e->before);
}

static bool is_oauth(const char *mechanism)
{
    return strcasecmp(mechanism, "XOAUTH2") == 0 || strcasecmp(mechanism, "OAUTHBEARER") == 0;
}

/* The protocol has this command, and the server has switched it off. */
static bool is_disabled_native(const struct mech_offer *o)
{
    return o->mech && o->mech->form == MECH_NATIVE && !o->usable;
}

/* Only sign-in tokens are taken, and a password was given. */
static bool offers_oauth_only(const struct evidence *e)
{
    size_t oauth = 0;
    for (size_t i = 0; i < e->auth.offer_count; i++)
        if (is_oauth(e->auth.offers[i].name))
            oauth++;
        else if (e->auth.offers[i].mech && !is_disabled_native(&e->auth.offers[i]))
            return false;
    return oauth > 0;
}

static void fact_offers(struct match *m, const struct evidence *e)
{
    if (!e->auth.offer_count)
        match_fact(m, "the server offers no way to log in");
    for (size_t i = 0; i < e->auth.offer_count; i++)
        match_fact(m, "%s: %s", e->auth.offers[i].name, e->auth.offers[i].why);
}

/* A mail program set to use no encryption cannot log in by such a list, so this is told without a login too; but not
 * between servers, where nobody logs in. */
static bool encryption_required(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    if (reply_means(s, m, with))
        return true;
    bool logs_in = e->login_given || strcmp(e->target->proto->name, "smtp") != 0;
    bool by_list = logs_in && e->target->mode == TLS_MODE_NONE && stage_ended(e, STAGE_CAPABILITIES) && logins_need_tls(e);
    if (!by_list && !(found_no_way(e) && logins_need_tls(e)))
        return false;
    match_fact(m, "the list has %s and no login%s", e->target->proto->starttls_word,
               e->before.login_disabled ? " (LOGINDISABLED)" : "");
    if (!stage_failed(e, STAGE_AUTH))
        m->stage = STAGE_CAPABILITIES;
    m->ends = found_no_way(e);
    return true;
}

static bool no_logins_here(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    if (reply_means(s, m, with))
        return true;
    if (!found_no_way(e) || !evidence_caps(e)->known || !caps_lack_login(e, evidence_caps(e)))
        return false;
    fact_offers(m, e);
    m->ends = true;
    return true;
}

static bool oauth_required(const struct scene *s, struct match *m, int with)
{
    if (reply_means(s, m, with))
        return true;
    if (!found_no_way(s->e) || !offers_oauth_only(s->e))
        return false;
    fact_offers(m, s->e);
    m->certainty = LIKELY;
    m->ends = true;
    return true;
}

static bool mechanism_unsupported(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    if (reply_means(s, m, with))
        return true;
    if (!found_no_way(e))
        return false;
    blank_mechanism(m, e);
    match_blank(m, BLANK_DETAIL, "%s", e->auth.offer_count ? "None of the offered methods can be used" : "It offers none at all");
    fact_offers(m, e);
    m->ends = true;
    return true;
}

static bool token_rejected(const struct scene *s, struct match *m, int with)
{
    const struct oauth_refusal *o = &s->e->auth.oauth;
    if (!reply_means(s, m, with))
        return false;
    if (*o->status) {
        match_blank(m, BLANK_DETAIL, "%s%s%s", o->status, *o->scope ? ", wanted scope " : "", o->scope);
        match_fact(m, "status %s", o->status);
    }
    if (*o->scope)
        match_fact(m, "scope %s", o->scope);
    if (*o->hint)
        match_fact(m, "hint: %s", o->hint);
    return true;
}

static bool name_form(const struct scene *s, struct match *m, int with)
{
    enum certainty certainty;
    const char *code = login_reply_code(s->e, &certainty);
    (void)with;
    if (!code || strcmp(code, "auth-bad-credentials") != 0)
        return false;
    match_fact(m, "the user name was given %s", s->e->auth.user_is_address ? "as an address, with a domain" : "without a domain");
    return true;
}

/* One bit of the password is known, and no more: a hint beside a refusal. */
static bool password_odd(const struct scene *s, struct match *m, int with)
{
    enum certainty certainty;
    const char *code = login_reply_code(s->e, &certainty);
    (void)with;
    if (!s->e->auth.password_is_odd || !code || strcmp(code, "auth-bad-credentials") != 0)
        return false;
    match_fact(m, "the password has characters outside ASCII, or a blank at its beginning or end");
    return true;
}

/* Exchange says so of a mailbox that it cannot open; another refusal of a harmless command is read the same way. */
static bool not_connected(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (e->auth.result != AUTH_ACCEPTED || !heard_refused(&e->auth.use))
        return false;
    if (heard_says(&e->auth.use, "authenticated but not connected"))
        m->certainty = CERTAIN;
    match_fact(m, "the login was accepted: %s", e->auth.reply.line);
    match_reply(m, "the answer to a NOOP behind it", &e->auth.use);
    m->ends = true;
    return true;
}

/* A demand for a login in answer to what is none; a demand for TLS is another thing. */
static bool wants_login(const struct heard *h)
{
    if (!heard_refused(h) || heard_says(h, "STARTTLS") || heard_says(h, "encrypt"))
        return false;
    return h->code == 530 || (h->code / 100 == 5 && reply_text_means(h, SAID_AT_MAIL, "auth-required-530", NULL));
}

static bool login_demanded(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct {
        const char *title;
        const struct heard *h;
        enum stage_id stage;
    } places[] = {
        {"the reply to EHLO", &e->ehlo_refusal, STAGE_CAPABILITIES},
        {"the reply to STARTTLS", &e->starttls.reply, STAGE_STARTTLS},
        {"the reply to EHLO inside TLS", &e->caps_after_reply, STAGE_RECHECK},
    };
    (void)with;
    if (!is_proto(e, "smtp") && !is_proto(e, "submission"))
        return false;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        if (!stage_ended(e, places[i].stage) || !wants_login(places[i].h))
            continue;
        match_reply(m, places[i].title, places[i].h);
        m->stage = places[i].stage;
        if (!stage_failed(e, m->stage))
            m->severity = SEVERITY_NOTE;
        return true;
    }
    return false;
}

static bool exposed(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    bool told = heard_says(&e->auth.reply, "was exposed");
    if (!told && !(e->auth.sent_in_clear && !e->loopback))
        return false;
    if (told)
        match_reply(m, "the answer", &e->auth.reply);
    else
        match_fact(m, "the secret of %s was sent on an unencrypted line, as the operator had allowed", e->auth.tried);
    return true;
}

static bool withheld(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (e->auth.result != AUTH_WITHHELD)
        return false;
    match_blank(m, BLANK_DETAIL, "%s", e->auth.why);
    match_fact(m, "held back: %s", e->auth.why);
    if (e->loopback && e->target->mode == TLS_MODE_NONE && !logins_need_tls(e))
        m->severity = SEVERITY_WARNING; /* no other finding says that the login was not tested */
    return true;
}

const struct rule rules_login[] = {
    {"auth-server-signature-wrong", reply_means},
    {"auth-channel-binding-mismatch", reply_means},
    {"auth-oauth-token-rejected", token_rejected},
    {"auth-ok-but-not-connected", not_connected},
    {"auth-encryption-required", encryption_required},
    {"auth-required-530", login_demanded},
    {"auth-command-not-advertised", no_logins_here},
    {"auth-app-password-required", reply_means},
    {"auth-oauth-required", oauth_required},
    {"auth-smtp-disabled-for-account", reply_means},
    {"auth-app-password-or-oauth-required", reply_means},
    {"auth-protocol-disabled-for-account", reply_means},
    {"auth-web-login-required", reply_means},
    {"auth-account-locked", reply_means},
    {"auth-account-disabled", reply_means},
    {"auth-password-expired", reply_means},
    {"auth-too-many-attempts", reply_means},
    {"auth-too-many-connections", reply_means},
    {"auth-quota-throttled", reply_means},
    {"auth-backend-down", backend_down},
    {"auth-authorization-failed", reply_means},
    {"mailbox-in-use", reply_means},
    {"login-delay", reply_means},
    {"auth-mechanism-too-weak", reply_means},
    {"auth-transition-needed", reply_means},
    {"auth-mechanism-unsupported", mechanism_unsupported, UNDER("ehlo-rejected")},
    {"auth-exchange-broken", reply_means},
    {"auth-bad-credentials", reply_means},
    {"auth-username-form", name_form, UNDER("auth-bad-credentials")},
    {"auth-password-encoding", password_odd, UNDER("auth-bad-credentials")},
    {"auth-plaintext-exposed", exposed},
    {"auth-withheld", withheld,
     UNDER("cert-intercepted-by-antivirus-or-proxy", "cert-default-or-snakeoil", "cert-untrusted-root", "cert-self-signed",
           "cert-missing-intermediate", "cert-signature-broken", "cert-unreadable", "local-clock-wrong", "cert-revoked",
           "cert-expired", "cert-chain-expired-issuer", "cert-not-yet-valid-or-clock-wrong", "cert-ip-literal",
           "cert-name-wildcard-depth", "cert-name-mismatch-provider", "cert-name-mismatch", "cert-purpose-wrong",
           "cert-issuer-not-ca", "cert-weak-key", "cert-weak-signature", "starttls-stripped", "starttls-not-offered",
           "starttls-refused-454", "starttls-refused-other", "config-no-encryption", "auth-encryption-required")},
    {NULL},
};
