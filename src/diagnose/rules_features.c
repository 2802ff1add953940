/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_features.c - what the feature lists tell, before TLS, inside it, and compared. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "diagnose/rule_private.h"

/* The list in clear is known and complete. */
static bool clear_list(const struct evidence *e)
{
    return e->before.known && stage_ended(e, STAGE_CAPABILITIES);
}

static bool ehlo_refused(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!e->ehlo_refused || foreign_speaker(e))
        return false;
    bool failed = stage_failed(e, STAGE_CAPABILITIES) || stage_failed(e, STAGE_RECHECK);
    if (!failed && !stage_ended(e, STAGE_CAPABILITIES))
        return false;
    match_reply(m, "the reply to EHLO", &e->ehlo_refusal);
    const struct heard *h = e->tls.secured ? &e->caps_after_reply : &e->caps_reply;
    if (h->present)
        match_fact(m, "the reply to HELO: %s", h->line);
    if (failed) {
        m->severity = SEVERITY_ERROR;
        m->stage = stage_failed(e, STAGE_RECHECK) ? STAGE_RECHECK : STAGE_CAPABILITIES;
        m->ends = true;
    }
    return true;
}

static bool malformed(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    unsigned odd = 0;
    (void)with;
    if (stage_ended(e, STAGE_CAPABILITIES))
        odd |= e->before.odd;
    if (stage_ended(e, e->target->mode == TLS_MODE_IMPLICIT ? STAGE_CAPABILITIES : STAGE_RECHECK))
        odd |= e->after.odd;
    if (!(odd & (CAPS_STARTTLS_FIRST_LINE | CAPS_MALFORMED | CAPS_OVERFLOW)))
        return false;
    if (odd & CAPS_STARTTLS_FIRST_LINE)
        match_fact(m, "STARTTLS stands in the first line, where the name of the server belongs");
    if (odd & CAPS_MALFORMED)
        match_fact(m, "lines of the list are out of form");
    if (odd & CAPS_OVERFLOW)
        match_fact(m, "the list has more than %d entries", PROTO_CAPS_MAX);
    if (m->facts.count)
        match_blank(m, BLANK_DETAIL, "%s", m->facts.items[0]);
    m->serial = e->caps_reply.present ? e->caps_reply.serial : e->caps_after_reply.present ? e->caps_after_reply.serial : NO_SERIAL;
    return true;
}

static bool no_list(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    const struct heard *h = heard_refused(&e->caps_after_reply) ? &e->caps_after_reply : &e->caps_reply;
    enum stage_id stage = h == &e->caps_after_reply && e->target->mode != TLS_MODE_IMPLICIT ? STAGE_RECHECK : STAGE_CAPABILITIES;
    if (!heard_refused(h) || e->ehlo_refused || h->answer == ANSWER_STRANGE || !stage_ended(e, stage) || stage_failed(e, stage))
        return false;
    match_reply(m, "the reply to the question for features", h);
    m->stage = stage;
    return true;
}

/* A password could go out readably by this list. */
static bool takes_readable_password(const struct evidence *e, const struct caps *c)
{
    if (strv_has_nocase(&c->mechs, "PLAIN") || strv_has_nocase(&c->mechs, "LOGIN"))
        return true;
    if (is_proto(e, "imap"))
        return !c->login_disabled;
    return is_proto(e, "pop3") && c->pop3_user;
}

static bool plaintext_offered(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!clear_list(e) || !takes_readable_password(e, &e->before))
        return false;
    if (e->loopback)
        m->severity = SEVERITY_NOTE;
    for (size_t i = 0; i < e->before.mechs.count; i++)
        if (strcasecmp(e->before.mechs.items[i], "PLAIN") == 0 || strcasecmp(e->before.mechs.items[i], "LOGIN") == 0)
            match_fact(m, "the list before TLS has the mechanism %s", e->before.mechs.items[i]);
    if (is_proto(e, "imap") && !e->before.login_disabled)
        match_fact(m, "the list before TLS has no LOGINDISABLED");
    if (is_proto(e, "pop3") && e->before.pop3_user)
        match_fact(m, "the list before TLS has USER");
    if (e->loopback)
        match_fact(m, "the server is on this computer itself, where nobody can listen");
    m->serial = e->caps_reply.present ? e->caps_reply.serial : e->banner.reply.serial;
    return true;
}

static bool login_after_tls_only(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    (void)with;
    if (!clear_list(e) || !e->after.known || !stage_ended(e, STAGE_RECHECK))
        return false;
    if (!caps_lack_login(e, &e->before) || caps_lack_login(e, &e->after))
        return false;
    match_fact(m, "before TLS no login is offered%s", e->before.login_disabled ? " (LOGINDISABLED)" : "");
    match_fact(m, "inside TLS %zu mechanisms are offered", e->after.mechs.count);
    return true;
}

/* Items of one list that the other lacks, as one safe line. STARTTLS must go, so it is no difference. */
static size_t list_missing(struct match *m, const struct caps *from, const struct caps *in, const char *title)
{
    struct buf line = {0};
    size_t n = 0;
    bool ok = true;
    for (size_t i = 0; i < from->list.count; i++) {
        const char *item = from->list.items[i];
        if (strv_has_nocase(&in->list, item) || strcasecmp(item, "STARTTLS") == 0 || strcasecmp(item, "STLS") == 0)
            continue;
        ok = ok && buf_add_str(&line, n ? ", " : "") && text_safe(&line, span_str(item));
        n++;
    }
    const char *text = ok ? buf_cstr(&line) : NULL;
    if (!text)
        m->no_memory = true;
    else if (n)
        match_fact(m, "%s: %s", title, text);
    buf_done(&line);
    return n;
}

static bool list_changed(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    size_t differences = 0;
    (void)with;
    if (!clear_list(e) || !e->after.known || !stage_ended(e, STAGE_RECHECK))
        return false;
    differences += list_missing(m, &e->before, &e->after, "only before TLS");
    differences += list_missing(m, &e->after, &e->before, "only inside TLS");
    if (!differences)
        return false;
    for (size_t i = 0; i < e->before.mechs.count; i++) {
        if (strv_has_nocase(&e->after.mechs, e->before.mechs.items[i]))
            continue;
        m->severity = SEVERITY_WARNING;
        match_blank(m, BLANK_DETAIL, "The mechanism %s was there before and is gone inside TLS", e->before.mechs.items[i]);
    }
    m->serial = e->caps_after_reply.serial;
    return true;
}

static bool starttls_again(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    enum stage_id stage = e->target->mode == TLS_MODE_IMPLICIT ? STAGE_CAPABILITIES : STAGE_RECHECK;
    (void)with;
    if (!e->tls.secured || !e->after.known || !e->after.starttls || !stage_ended(e, stage))
        return false;
    match_fact(m, "the list inside TLS has %s in it", e->target->proto->starttls_word);
    m->serial = e->caps_after_reply.present ? e->caps_after_reply.serial : NO_SERIAL;
    m->stage = stage;
    return true;
}

const struct rule rules_features[] = {
    {"ehlo-rejected", ehlo_refused, UNDER("cisco-smtp-fixup", "auth-required-530", "greylisting")},
    {"capabilities-malformed", malformed},
    {"capability-command-missing", no_list},
    {"auth-plaintext-offered", plaintext_offered},
    {"auth-not-offered-before-tls", login_after_tls_only},
    {"caps-changed-after-tls", list_changed, UNDER("auth-not-offered-before-tls")},
    {"starttls-offered-inside-tls", starttls_again},
    {NULL},
};
