/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_upgrade.c - what can go wrong between a feature list in clear and the first TLS message after STARTTLS. */
#include "config.h"

#include <string.h>

#include "diagnose/reply_codes.h"
#include "diagnose/reply_texts.h"
#include "diagnose/rule_private.h"

/* Dovecot grants STARTTLS before it looks whether it can do TLS, and takes its leave in clear when it cannot: in the same packet, or
 * in the next one. */
static bool took_leave(const struct evidence *e)
{
    const char *text = e->starttls.injected_text;
    bool farewell = strncmp(text, "* BYE ", 6) == 0 || strncmp(text, "-ERR ", 5) == 0;
    return e->starttls.injected && farewell && strcasestr(text, "TLS initialization failed");
}

static bool injection(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!e->starttls.injected || took_leave(e))
        return false;
    match_reply(m, "the reply to STARTTLS", &e->starttls.reply);
    match_blank(m, BLANK_DETAIL, "%s", e->starttls.injected_text);
    match_fact(m, "%zu bytes were waiting behind it: %s", e->starttls.injected, e->starttls.injected_text);
    m->serial = e->starttls.injected_serial;
    if (stage_failed(e, STAGE_HANDSHAKE))
        m->stage = STAGE_HANDSHAKE;
    m->ends = true;
    return true;
}

/* The test was asked for, and a command that came in clear was answered inside TLS. */
static bool command_injection(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (e->injection.running || e->injection.outcome != INJECTION_ANSWERED)
        return false;
    match_blank(m, BLANK_DETAIL, "%s", e->injection.sent);
    match_fact(m, "sent in clear, in one piece with %s: %s", e->target->proto->starttls_word, e->injection.sent);
    match_fact(m, "answered inside TLS: %s", e->injection.came);
    m->serial = e->injection.serial;
    return true;
}

/* The walk wanted TLS, and no list has it. */
static bool list_lacks_starttls(const struct evidence *e)
{
    return e->starttls.wanted && !e->starttls.offered && stage_ended(e, STAGE_STARTTLS);
}

static bool listed_elsewhere(const struct scene *s)
{
    for (size_t i = 0; i < s->other_count; i++)
        if (s->others[i] != s->e && s->others[i]->before.known && s->others[i]->before.starttls)
            return true;
    return false;
}

static bool stripped(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!list_lacks_starttls(e) || middlebox_marks(e))
        return false;
    if (e->before.odd & CAPS_STARTTLS_FIRST_LINE)
        return false; /* it is there, in a place where it does not count: capabilities-malformed */
    /* An old server that cannot list its features hides none. */
    bool taken = e->before.known && e->starttls.reply.present && e->starttls.reply.answer == ANSWER_YES;
    bool elsewhere = listed_elsewhere(s);
    if (!taken && !elsewhere)
        return false;
    match_reply(m, "the reply to STARTTLS, which was not listed", &e->starttls.reply);
    if (elsewhere) {
        match_fact(m, "another address of the same name lists STARTTLS");
        m->certainty = CERTAIN;
    }
    m->ends = !taken;
    return true;
}

static bool not_offered(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!list_lacks_starttls(e) || middlebox_marks(e))
        return false;
    if (e->starttls.asked && !heard_refused(&e->starttls.reply))
        return false;
    if (e->before.known)
        match_fact(m, "the feature list, %zu lines, has no STARTTLS in it", e->before.list.count);
    match_reply(m, "the command was tried all the same", &e->starttls.reply);
    if (!stage_failed(e, STAGE_STARTTLS))
        m->severity = SEVERITY_WARNING;
    m->ends = stage_failed(e, STAGE_STARTTLS);
    return true;
}

/* For now: SMTP 454 and its like, IMAP NO (RFC 9051 6.2.1: BAD is what a wrong command gets), POP3 codes that say so. */
static bool refused_for_now(const struct evidence *e)
{
    const struct heard *h = &e->starttls.reply;
    const char *for_now = "starttls-refused-454";
    if (h->answer == ANSWER_LATER || reply_code_means(h, SAID_AT_STARTTLS, for_now)
        || reply_text_means(h, SAID_AT_STARTTLS, for_now, NULL))
        return true;
    return h->answer == ANSWER_NO && is_proto(e, "imap");
}

/* with: 1 for the refusals that are meant to pass. */
static bool refused(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    if (!e->starttls.offered || !heard_refused(&e->starttls.reply) || refused_for_now(e) != (with == 1))
        return false;
    match_reply(m, "the reply to STARTTLS", &e->starttls.reply);
    if (!stage_failed(e, STAGE_STARTTLS))
        m->severity = SEVERITY_WARNING;
    m->ends = stage_failed(e, STAGE_STARTTLS);
    return true;
}

/* STARTTLS was granted, and the handshake failed before the server had said a word of TLS. */
static bool granted_without_tls(const struct evidence *e)
{
    return e->starttls.reply.present && e->starttls.reply.answer == ANSWER_YES && e->tls.tried
        && stage_failed(e, STAGE_HANDSHAKE) && !e->tls.facts.server_hello && e->tls.facts.alert < 0;
}

static bool no_tls(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct tls_facts *f = &e->tls.facts;
    (void)with;
    if (took_leave(e)) {
        match_reply(m, "the reply to STARTTLS", &e->starttls.reply);
        match_fact(m, "in place of TLS came: %s", e->starttls.injected_text);
        m->serial = e->starttls.injected_serial;
        m->stage = stage_failed(e, STAGE_HANDSHAKE) ? STAGE_HANDSHAKE : STAGE_STARTTLS;
        m->ends = true;
        return true;
    }
    bool hung_up = e->tls.end.closed && !e->tls.end.error && !f->transport_error;
    if (!granted_without_tls(e) || !(f->plaintext_peer || hung_up))
        return false;
    match_reply(m, "the reply to STARTTLS", &e->starttls.reply);
    if (f->plaintext_peer)
        match_bytes(m, "in place of TLS came", f->plain_bytes, f->plain_len);
    else
        match_fact(m, "in place of TLS came the end of the connection");
    m->ends = true;
    return true;
}

static bool hangs(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!granted_without_tls(e) || !e->tls.end.timed_out)
        return false;
    match_reply(m, "the reply to STARTTLS", &e->starttls.reply);
    match_ended(m, "our first TLS message", &e->tls.end, evidence_stage(e, STAGE_HANDSHAKE)->duration_us);
    m->ends = true;
    return true;
}

const struct rule rules_upgrade[] = {
    {"response-injection", injection},
    {"starttls-command-injection", command_injection},
    {"starttls-stripped", stripped},
    {"starttls-not-offered", not_offered, UNDER("ehlo-rejected", "capabilities-malformed")},
    {"starttls-refused-454", refused, 1},
    {"starttls-refused-other", refused, 0, UNDER("auth-required-530")},
    {"starttls-accepted-no-tls", no_tls, UNDER("tls-clienthello-too-large")},
    {"starttls-hangs", hangs, UNDER("tls-clienthello-too-large")},
    {NULL},
};
