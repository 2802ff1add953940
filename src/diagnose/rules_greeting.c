/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_greeting.c - what the server's first words, or the lack of them, tell. */
#include <string.h>

#include "base/text.h"
#include "diagnose/reply_codes.h"
#include "diagnose/reply_texts.h"
#include "diagnose/rule_private.h"

#define GREETING_SLOW_US 5000000u

static bool greeting_failed(const struct evidence *e)
{
    return stage_failed(e, STAGE_BANNER) && !e->probe.running;
}

static bool in_clear(const struct evidence *e)
{
    return e->target->mode != TLS_MODE_IMPLICIT;
}

static bool preauth(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!e->banner.reply.present || e->banner.reply.answer != ANSWER_PREAUTH || !in_clear(e))
        return false;
    match_reply(m, "the greeting", &e->banner.reply);
    if (e->target->mode == TLS_MODE_NONE)
        m->severity = SEVERITY_WARNING;
    else
        m->ends = true;
    return true;
}

/* Where the foreign words came: in place of a greeting, of TLS, or told by a NOOP (FTP and SMTP both begin with 220). */
static bool foreign_stage(const struct evidence *e, enum stage_id *stage_r)
{
    static const enum stage_id stages[] = {STAGE_BANNER, STAGE_HANDSHAKE, STAGE_CAPABILITIES};
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++)
        if (stage_failed(e, stages[i])) {
            *stage_r = stages[i];
            return true;
        }
    return false;
}

static bool wrong_protocol(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    bool unknown = stage_failed(e, STAGE_BANNER) && e->banner.first_len && e->banner.speaker == SPEAKER_UNKNOWN
        && (e->banner.end.broken || (e->banner.reply.present && e->banner.reply.answer == ANSWER_STRANGE));
    if (!foreign_speaker(e) && !unknown)
        return false;
    if (!foreign_stage(e, &m->stage))
        return false;
    if (unknown)
        m->certainty = LIKELY;
    match_usual_port(m, e);
    match_blank(m, BLANK_SPEAKER, "%s", speaker_name(e->banner.speaker));
    match_reply(m, "the first line", &e->banner.reply);
    match_bytes(m, "the first bytes", e->banner.first, e->banner.first_len);
    m->ends = true;
    return true;
}

/* Silence on a port that is meant for TLS at once; certain when TLS was heard. */
static bool plain_on_implicit(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    enum tls_mode port_mode;
    (void)with;
    if (!greeting_failed(e) || !in_clear(e))
        return false;
    bool alert = e->banner.speaker == SPEAKER_TLS_ALERT || e->banner.speaker == SPEAKER_TLS_HANDSHAKE;
    bool for_tls = target_mode_for_port(e->target, &port_mode) && port_mode == TLS_MODE_IMPLICIT;
    bool silent = !e->banner.first_len && for_tls;
    if (!alert && !e->probe.tls_answered && !silent)
        return false;
    if (alert || e->probe.tls_answered)
        m->certainty = CERTAIN;
    if (alert)
        match_bytes(m, "in place of a greeting came TLS", e->banner.first, e->banner.first_len);
    if (e->probe.tls_answered) {
        match_fact(m, "no greeting came, and a second connection that began with TLS was answered in TLS");
        m->serial = e->probe.serial;
    } else if (!alert) {
        match_ended(m, "waiting for the greeting", &e->banner.end, evidence_stage(e, STAGE_BANNER)->duration_us);
        match_fact(m, "port %u is assigned to TLS from the first byte", e->target->port);
    }
    m->ends = true;
    return true;
}

/* The greeting is a refusal, and answered in the grammar of the protocol. */
static const struct heard *refusal(const struct evidence *e)
{
    const struct heard *h = &e->banner.reply;
    return greeting_failed(e) && heard_refused(h) && h->answer != ANSWER_STRANGE && h->answer != ANSWER_PREAUTH ? h : NULL;
}

static bool refusal_means(struct match *m, const struct heard *h)
{
    match_reply(m, "the greeting", h);
    m->ends = true;
    return true;
}

static bool blocklisted(const struct scene *s, struct match *m, int with)
{
    const struct heard *h = refusal(s->e);
    (void)with;
    if (!h || !reply_text_means(h, SAID_AT_GREETING, m->diagnosis->code, NULL))
        return false;
    return refusal_means(m, h);
}

/* At the greeting or at EHLO; where a recipient is named, which is the usual place, no walk comes. */
static bool greylists(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    const struct heard *places[] = {&e->banner.reply, &e->ehlo_refusal, &e->caps_reply};
    (void)with;
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        const struct heard *h = places[i];
        enum stage_id stage = i ? STAGE_CAPABILITIES : STAGE_BANNER;
        if (!heard_refused(h) || h->code / 100 != 4 || !stage_ended(e, stage))
            continue;
        if (!reply_text_means(h, SAID_AT_GREETING, m->diagnosis->code, NULL))
            continue;
        match_reply(m, i ? "the reply to EHLO" : "the greeting", h);
        m->stage = stage;
        m->ends = stage_failed(e, stage);
        return true;
    }
    return false;
}

/* 521 as a host's lasting state; the same code with words about a protocol error is a server that felt talked over. */
static bool never_mail(const struct scene *s, struct match *m, int with)
{
    const struct heard *h = refusal(s->e);
    (void)with;
    if (!h || !reply_code_means(h, SAID_AT_GREETING, m->diagnosis->code) || heard_says(h, "protocol error"))
        return false;
    return refusal_means(m, h);
}

static bool busy(const struct scene *s, struct match *m, int with)
{
    const struct heard *h = refusal(s->e);
    const struct tls_facts *f = &s->e->tls.facts;
    (void)with;
    if (busy_in_place_of_tls(s->e)) {
        match_bytes(m, "in place of TLS came, in clear,", f->plain_bytes, f->plain_len);
        m->stage = STAGE_HANDSHAKE;
        m->ends = true;
        return true;
    }
    if (!h)
        return false;
    const char *code = m->diagnosis->code;
    if (h->answer == ANSWER_LATER || reply_code_means(h, SAID_AT_GREETING, code)
        || reply_text_means(h, SAID_AT_GREETING, code, NULL))
        return refusal_means(m, h);
    return false;
}

static bool rejected(const struct scene *s, struct match *m, int with)
{
    const struct heard *h = refusal(s->e);
    (void)with;
    return h && h->code / 100 == 5 && refusal_means(m, h);
}

static bool refused_access(const struct scene *s, struct match *m, int with)
{
    const struct heard *h = refusal(s->e);
    (void)with;
    return h && !h->code && !reply_text_means(h, SAID_AT_GREETING, "auth-backend-down", NULL) && refusal_means(m, h);
}

static bool hung_up(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!greeting_failed(e) || e->banner.reply.present || !(e->banner.end.closed || e->banner.end.error))
        return false;
    match_ended(m, "waiting for the greeting", &e->banner.end, evidence_stage(e, STAGE_BANNER)->duration_us);
    m->ends = true;
    return true;
}

static bool silent(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!greeting_failed(e) || e->banner.reply.present || !e->banner.end.timed_out)
        return false;
    match_ended(m, "waiting for the greeting", &e->banner.end, evidence_stage(e, STAGE_BANNER)->duration_us);
    if (e->banner.first_len)
        match_bytes(m, "an unfinished line came", e->banner.first, e->banner.first_len);
    if (e->probe.ended)
        match_fact(m, "a second connection that began with TLS was not answered in TLS either");
    m->ends = true;
    return true;
}

static bool delayed(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    char took[32];
    (void)with;
    if (!e->banner.reply.present || e->banner.took_us < GREETING_SLOW_US)
        return false;
    text_duration(took, sizeof took, e->banner.took_us);
    match_blank(m, BLANK_TOOK, "%s", took);
    match_fact(m, "the greeting came after %s", took);
    m->serial = e->banner.reply.serial;
    return true;
}

static bool smtp_fixup(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!middlebox_marks(e) || !stage_ended(e, STAGE_CAPABILITIES))
        return false;
    match_reply(m, "the greeting", &e->banner.reply);
    if ((e->before.odd | e->after.odd) & CAPS_STARTTLS_MASKED)
        match_fact(m, "the feature list has keywords turned into X");
    bool wanted = e->target->mode != TLS_MODE_NONE;
    bool over = e->ended || stage_failed(e, STAGE_STARTTLS) || stage_failed(e, STAGE_CAPABILITIES) || e->starttls.went_on_clear;
    if (!wanted || e->tls.secured || !over)
        m->severity = SEVERITY_WARNING;
    else
        m->ends = true;
    return true;
}

const struct rule rules_greeting[] = {
    {"imap-preauth", preauth},
    {"wrong-protocol-on-port", wrong_protocol},
    {"tls-mode-mismatch-plain-on-implicit", plain_on_implicit},
    {"cisco-smtp-fixup", smtp_fixup},
    {"greeting-blocklisted", blocklisted},
    {"greylisting", greylists},
    {"greeting-521-no-mail", never_mail},
    {"greeting-421-busy", busy},
    {"greeting-rejected-554", rejected},
    {"greeting-refused-access", refused_access},
    {"greeting-closed", hung_up},
    {"banner-timeout", silent},
    {"banner-delayed", delayed},
    {NULL},
};
