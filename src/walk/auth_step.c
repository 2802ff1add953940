/* SPDX-License-Identifier: GPL-3.0-or-later */
/* auth_step.c - the stage auth: joins the protocol's words to sasl's bytes.
 *
 * One attempt a visit. Nothing secret goes out before auth_why_withheld (auth_choice.c) has nothing to say.
 */
#include <stdio.h>

#include "base/text.h"
#include "tls/digest.h"
#include "walk/walk_private.h"

#define AUTH_TURNS_MAX 8 /* challenges; the longest mechanism needs three */

/* ---- not tried ---- */

static void auth_withhold(struct walk *w, const char *why)
{
    w->e.auth.result = AUTH_WITHHELD;
    text_safe_copy(w->e.auth.why, sizeof w->e.auth.why, span_str(why));
    walk_end(w, VERDICT_SKIP, NEXT_STAGE, "held back: %s", why);
}

static void auth_not_tried(struct walk *w, enum verdict v, const char *why)
{
    w->e.auth.result = AUTH_NOT_TRIED;
    text_safe_copy(w->e.auth.why, sizeof w->e.auth.why, span_str(why));
    walk_end(w, v, NEXT_STAGE, "%s", why);
}

/* ---- the exchange ---- */

static void auth_explained(struct walk *w, bool from_server, struct span message)
{
    struct buf words;

    buf_init(&words, 2048);
    auth_explain(w->e.auth.tried, from_server, from_server ? w->messages_in++ : w->messages_out++, message, &words);
    if (buf_len(&words))
        walk_note(w, "%s: %s", from_server ? "challenge" : "answer", buf_cstr(&words) ? buf_cstr(&words) : "");
    buf_done(&words);
}

/* After the login was accepted it stays so, whatever comes of the command behind it. */
static void auth_lost(struct walk *w, const char *why)
{
    if (w->e.auth.result != AUTH_ACCEPTED)
        w->e.auth.result = AUTH_UNFINISHED;
    text_safe_copy(w->e.auth.why, sizeof w->e.auth.why, span_str(why));
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", why);
}

static void auth_cancel(struct walk *w, const char *why)
{
    struct words none = {0};

    text_safe_copy(w->e.auth.broken, sizeof w->e.auth.broken, span_str(why));
    walk_note(w, "the exchange is cancelled: %s", why);
    w->cancelled = true;
    if (!speech_say(w, SAY_CANCEL, &none, NULL))
        auth_lost(w, why);
}

/* A raw answer goes out as a base64 line. */
static void auth_respond(struct walk *w, struct span raw)
{
    struct buf base64;
    struct words words = {0};

    buf_init_secret(&base64, 0);
    bool ok = buf_add_base64(&base64, raw);
    words.response = buf_span(&base64);
    ok = ok && speech_say(w, SAY_RESPONSE, &words, raw.len ? "****\r\n" : NULL);
    buf_done(&base64);
    if (!ok)
        auth_lost(w, "the answer could not be sent");
    else
        auth_explained(w, false, raw);
}

/* The mechanism's command; with the initial response where the server takes one and the line stays short enough. */
static void auth_begin_sasl(struct walk *w)
{
    const struct caps *c = evidence_caps(&w->e);
    struct buf raw, base64;
    struct words words = {.mechanism = w->mech->name};
    char shown[96];

    buf_init_secret(&raw, 0);
    buf_init_secret(&base64, 0);
    enum auth_step step = auth_step(w->auth, span_of("", 0), &raw);
    w->auth_ready = step == AUTH_READY;
    bool ok = step != AUTH_BROKEN && buf_add_base64(&base64, buf_span(&raw));
    size_t line = strlen(w->mech->name) + buf_len(&base64) + sizeof "w999 AUTHENTICATE  \r\n";
    if (ok && !w->mech->server_first && c->sasl_ir && line <= w->proto->initial_max) {
        words.has_initial = true;
        words.initial = buf_span(&base64);
    }
    if (ok) {
        const char *verb = w->proto->tagged ? "AUTHENTICATE" : "AUTH";
        snprintf(shown, sizeof shown, "%s %s%s\r\n", verb, w->mech->name, words.has_initial ? " ****" : "");
        ok = speech_say(w, SAY_AUTH, &words, words.has_initial ? shown : NULL);
    }
    if (!ok)
        auth_lost(w, step == AUTH_BROKEN ? auth_error(w->auth) : "the login could not be begun");
    else if (words.has_initial)
        auth_explained(w, false, buf_span(&raw));
    else if (!w->mech->server_first && buf_len(&raw)) {
        /* Held until the server's empty challenge asks for it. */
        if (!buf_add_span(&w->held, buf_span(&raw)))
            w->out_of_memory = true;
        w->holding = true;
    }
    buf_done(&raw);
    buf_done(&base64);
}

static void auth_say_native(struct walk *w, enum say what, struct words *words, const char *masked)
{
    words->literal_plus = evidence_caps(&w->e)->literal_plus;
    if (!speech_say(w, what, words, masked))
        auth_lost(w, "the login command could not be made: the user name or password holds what this protocol cannot carry");
}

static void auth_begin_native(struct walk *w)
{
    const struct login *login = w->o->login;
    struct words words = {.user = span_str(login->user), .secret = secret_span(&login->password)};

    if (strcmp(w->mech->native, "LOGIN") == 0) {
        auth_say_native(w, SAY_LOGIN, &words, "LOGIN **** ****\r\n");
    } else if (strcmp(w->mech->native, "USER") == 0) {
        auth_say_native(w, SAY_USER, &words, NULL);
    } else {
        struct buf digest;
        buf_init_secret(&digest, 0);
        if (auth_apop(auth_apop_timestamp(w), &login->password, tls_md5, &digest)) {
            words.secret = buf_span(&digest);
            auth_say_native(w, SAY_APOP, &words, "APOP **** ****\r\n");
        } else {
            auth_lost(w, "the APOP digest could not be made on this system");
        }
        buf_done(&digest);
    }
}

static bool auth_open(struct walk *w)
{
    unsigned char exporter[32];
    struct buf unique;
    struct err err;

    buf_init(&unique, 256);
    bool bound = w->ch.secured && tls_binding_exporter(w->ch.tls, exporter);
    if (w->ch.secured)
        tls_binding_unique(w->ch.tls, &unique);
    struct auth_setting setting = {
        .mech = w->mech,
        .login = w->o->login,
        .service = w->proto->sasl_service,
        .host = w->e.target->ascii,
        .port = w->port,
        .exporter = span_of(exporter, bound ? sizeof exporter : 0),
        .unique = buf_span(&unique),
    };
    w->auth = auth_new(&setting, &err);
    buf_done(&unique);
    explicit_bzero(exporter, sizeof exporter);
    if (!w->auth)
        auth_not_tried(w, VERDICT_FAIL, err.text);
    return w->auth != NULL;
}

/* Bytes that programs send in different ways: outside ASCII, or blanks that are cut off at an end. */
static bool secret_is_odd(struct span s)
{
    bool odd = s.len && (s.ptr[0] == ' ' || s.ptr[s.len - 1] == ' ');
    for (size_t i = 0; i < s.len; i++)
        odd |= s.ptr[i] >= 0x80;
    return odd;
}

static void auth_enter(struct walk *w)
{
    auth_judge(w);
    if (!w->o->login) {
        auth_not_tried(w, VERDICT_SKIP, "no login was given");
        return;
    }
    if (!w->may_login) {
        auth_not_tried(w, VERDICT_SKIP, "the login was tried on another address of this name already");
        return;
    }
    const char *withheld = auth_why_withheld(w);
    if (withheld[0]) {
        auth_withhold(w, withheld);
        return;
    }
    if (w->e.auth.chosen < 0) {
        auth_not_tried(w, VERDICT_FAIL, w->e.auth.offer_count ? "no offered way to log in can be used here" : "the server offers no way to log in");
        return;
    }
    w->mech = w->e.auth.offers[w->e.auth.chosen].mech;
    snprintf(w->e.auth.tried, sizeof w->e.auth.tried, "%s", w->mech->name);
    w->e.auth.user_is_address = w->o->login->user && strchr(w->o->login->user, '@');
    w->e.auth.password_is_odd = !w->mech->needs_token && secret_is_odd(secret_span(&w->o->login->password));
    w->e.auth.result = AUTH_UNFINISHED;
    w->e.auth.sent_in_clear = !w->ch.secured && w->mech->sends_secret;
    w->masking = true;
    walk_note(w, "logging in with %s", w->mech->name);
    if (w->mech->form == MECH_NATIVE)
        auth_begin_native(w);
    else if (auth_open(w))
        auth_begin_sasl(w);
}

/* ---- the answers ---- */

static void auth_accepted(struct walk *w)
{
    if (w->auth && !w->cancelled && !auth_server_proven(w->auth)) {
        w->e.auth.result = AUTH_REJECTED;
        w->e.auth.server_signature_wrong = true;
        walk_end(w, VERDICT_FAIL, NEXT_QUIT, "the server said yes, yet could not prove that it knows the password");
        return;
    }
    w->e.auth.result = AUTH_ACCEPTED;
    struct words none = {0};
    if (!w->proto->mailbox_may_fail || !speech_say(w, SAY_NOOP, &none, NULL))
        walk_end(w, VERDICT_PASS, NEXT_STAGE, "%s: %s", w->e.auth.tried, w->e.auth.reply.line);
}

/* Exchange accepts logins for mailboxes that it cannot open, and says so at the next command, whatever that is. */
static void auth_used(struct walk *w, const struct reply *r, uint64_t serial)
{
    struct heard *use = &w->e.auth.use;

    heard_keep(use, r, serial);
    speech_used(w, r);
    if (use->answer == ANSWER_YES)
        walk_end(w, VERDICT_PASS, NEXT_STAGE, "%s: %s", w->e.auth.tried, w->e.auth.reply.line);
    else
        walk_end(w, VERDICT_FAIL, use->answer == ANSWER_BYE ? NEXT_NONE : NEXT_QUIT, "accepted, and then: %s", use->line);
}

static void auth_refused(struct walk *w)
{
    const struct heard *h = &w->e.auth.reply;

    w->e.auth.result = AUTH_REJECTED;
    if (w->cancelled)
        walk_end(w, VERDICT_FAIL, h->answer == ANSWER_BYE ? NEXT_NONE : NEXT_QUIT, "%s", w->e.auth.broken);
    else
        walk_end(w, VERDICT_FAIL, h->answer == ANSWER_BYE ? NEXT_NONE : NEXT_QUIT, "%s: %s", w->e.auth.tried, h->line);
}

static void auth_oauth_refusal(struct walk *w, struct span raw)
{
    if (w->mech->needs_token && oauth_refusal_read(raw, &w->e.auth.oauth))
        w->e.auth.oauth_refused = true;
}

static void auth_challenged(struct walk *w, struct span base64)
{
    struct buf raw, out;

    if (w->holding) {
        /* The answer to the empty challenge was made at the start. */
        w->holding = false;
        auth_respond(w, buf_span(&w->held));
        buf_clear(&w->held);
        return;
    }
    if (!w->auth || w->messages_in >= AUTH_TURNS_MAX) {
        auth_cancel(w, "the server asks on where this login has nothing more to say");
        return;
    }
    buf_init_secret(&raw, AUTH_CHALLENGE_MAX * 2);
    buf_init_secret(&out, 0);
    if (!buf_add_unbase64(&raw, span_is(base64, "=") ? span_of("", 0) : base64)) {
        auth_cancel(w, "the challenge is not base64");
    } else {
        auth_explained(w, true, buf_span(&raw));
        auth_oauth_refusal(w, buf_span(&raw));
        enum auth_step step = auth_step(w->auth, buf_span(&raw), &out);
        text_safe_copy(w->e.auth.server_error, sizeof w->e.auth.server_error, span_str(auth_server_error(w->auth)));
        w->e.auth.server_signature_wrong |= auth_server_signature_wrong(w->auth);
        w->auth_ready = step == AUTH_READY;
        if (step == AUTH_BROKEN)
            auth_cancel(w, auth_error(w->auth));
        else
            auth_respond(w, buf_span(&out));
    }
    buf_done(&raw);
    buf_done(&out);
}

/* POP3: a yes to USER asks for PASS. */
static bool auth_goes_on(struct walk *w, enum answer answer)
{
    struct words words = {.secret = secret_span(&w->o->login->password)};

    if (w->said != SAY_USER || answer != ANSWER_YES)
        return false;
    auth_say_native(w, SAY_PASS, &words, "PASS ****\r\n");
    return true;
}

static void auth_answered(struct walk *w, const struct reply *r)
{
    struct buf challenge;
    enum answer answer = r->answer;

    if (answer == ANSWER_MORE) {
        buf_init(&challenge, 0);
        bool ok = buf_add_span(&challenge, r->challenge);
        speech_used(w, r);
        if (!ok)
            w->out_of_memory = true;
        else if (w->cancelled)
            auth_lost(w, "the server asks on after the exchange was cancelled");
        else
            auth_challenged(w, buf_span(&challenge));
        buf_done(&challenge);
        return;
    }
    speech_used(w, r);
    if (auth_goes_on(w, answer))
        return;
    if (answer == ANSWER_YES)
        auth_accepted(w);
    else
        auth_refused(w);
}

static void auth_input(struct walk *w)
{
    struct reply r;
    uint64_t serial;

    while (w->awaiting) {
        int heard = speech_hear(w, &r, &serial);
        if (heard < 0) {
            w->e.auth.end.broken = true;
            auth_lost(w, ended_words(w, &w->e.auth.end));
        }
        if (heard <= 0)
            return;
        if (w->e.auth.result == AUTH_ACCEPTED) {
            auth_used(w, &r, serial);
            return;
        }
        if (r.answer != ANSWER_MORE)
            heard_keep(&w->e.auth.reply, &r, serial);
        auth_answered(w, &r);
        if (walk_stage(w) != STAGE_AUTH || w->e.ended)
            return;
    }
}

static void auth_wait_over(struct walk *w, bool timed_out)
{
    ended_note(w, &w->e.auth.end, timed_out);
    auth_lost(w, ended_words(w, &w->e.auth.end));
}

static void auth_peer_ended(struct walk *w)
{
    auth_wait_over(w, false);
}

static void auth_timeout(struct walk *w)
{
    auth_wait_over(w, true);
}

/* Secrets do not outlive the attempt: not for the goodbye, not for the next address. */
static void auth_leave(struct walk *w)
{
    speech_show(w, true);
    auth_free(w->auth);
    w->auth = NULL;
    buf_done(&w->held);
    mask_done(&w->mask);
    w->masking = false;
    if (w->mech && w->o->wipe_login) {
        secret_wipe(&w->o->login->password);
        secret_wipe(&w->o->login->token);
    }
}

/* Servers put off the answer to a wrong password on purpose, by 2 to 15 s. */
const struct stage_kind auth_kind = {30 * US_PER_S, auth_enter, auth_input, auth_peer_ended, auth_timeout, auth_leave};
