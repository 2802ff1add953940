/* SPDX-License-Identifier: GPL-3.0-or-later */
/* talk_step.c - the stages that are plain conversation: greeting, capabilities (twice), STARTTLS, goodbye. */
#include <stdio.h>

#include "base/text.h"
#include "walk/walk_private.h"

static const char *reply_or(const struct heard *h, const char *otherwise)
{
    return h->present ? h->line : otherwise;
}

/* ---- greeting ---- */

static void banner_enter(struct walk *w)
{
    w->said = SAY_GREETING;
    w->awaiting = true;
    if (!w->ch.secured)
        probe_arm(w);
}

/* The first bytes are kept as they are: they tell which protocol is really there. */
static void banner_first_bytes(struct walk *w)
{
    struct span in = buf_span(&w->ch.in);

    if (!in.len)
        return;
    if (!w->e.banner.first_len)
        w->e.banner.took_us = walk_elapsed(w) - w->e.stages[w->e.at].start_us;
    w->e.banner.first_len = in.len < sizeof w->e.banner.first ? in.len : sizeof w->e.banner.first;
    memcpy(w->e.banner.first, in.ptr, w->e.banner.first_len);
    w->e.banner.speaker = sniff(in);
    probe_disarm(w);
}

static void banner_wrong_speaker(struct walk *w)
{
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s answers here, not %s", speaker_name(w->e.banner.speaker), w->proto->title);
}

static void banner_judge(struct walk *w, const struct heard *h)
{
    bool fits = speaker_fits(w->e.banner.speaker, w->proto->name);
    bool clear_wanted_tls = !w->ch.secured && w->e.target->mode != TLS_MODE_NONE;

    switch (h->answer) {
    case ANSWER_YES:
        if (!fits && w->e.banner.speaker != SPEAKER_UNKNOWN)
            banner_wrong_speaker(w);
        else
            walk_end(w, h->odd & (REPLY_NUL | REPLY_BARE_LF | REPLY_MIXED_CODE) ? VERDICT_NOTE : VERDICT_PASS, NEXT_STAGE, "%s", h->line);
        return;
    case ANSWER_PREAUTH:
        if (clear_wanted_tls)
            walk_end(w, VERDICT_FAIL, NEXT_NONE, "logged in before any encryption: %s", h->line);
        else
            walk_end(w, VERDICT_NOTE, NEXT_STAGE, "%s", h->line);
        return;
    case ANSWER_BYE:
    case ANSWER_LATER:
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", h->line);
        return;
    case ANSWER_NO:
    case ANSWER_BAD:
        walk_end(w, VERDICT_FAIL, NEXT_QUIT, "%s", h->line);
        return;
    case ANSWER_MORE:
    case ANSWER_STRANGE:
        banner_wrong_speaker(w);
        return;
    }
}

/* Bytes that no reply parser takes, yet a sniffer may. */
static bool banner_is_foreign(const struct walk *w)
{
    switch (w->e.banner.speaker) {
    case SPEAKER_NONE:
    case SPEAKER_UNKNOWN:
        return false;
    case SPEAKER_SMTP:
    case SPEAKER_LMTP:
    case SPEAKER_SMTP_OR_FTP:
    case SPEAKER_FTP:
    case SPEAKER_IMAP:
    case SPEAKER_POP3:
    case SPEAKER_SIEVE:
    case SPEAKER_NNTP:
    case SPEAKER_SSH:
    case SPEAKER_HTTP:
    case SPEAKER_XMPP:
    case SPEAKER_IRC:
    case SPEAKER_TELNET:
    case SPEAKER_LDAP:
    case SPEAKER_TLS_ALERT:
    case SPEAKER_TLS_HANDSHAKE:
        return !speaker_fits(w->e.banner.speaker, w->proto->name);
    }
    return false;
}

static void banner_broken(struct walk *w)
{
    w->e.banner.end.broken = true;
    if (speaker_fits(w->e.banner.speaker, w->proto->name))
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the greeting is too long, or not text");
    else
        banner_wrong_speaker(w);
}

static void banner_input(struct walk *w)
{
    struct reply r;
    uint64_t serial;

    banner_first_bytes(w);
    int heard = speech_hear(w, &r, &serial);
    if (heard < 0) {
        banner_broken(w);
        return;
    }
    if (heard == 0) {
        /* Binary protocols never send the LF that a reply needs. */
        if (banner_is_foreign(w) && (w->e.banner.speaker == SPEAKER_TELNET || w->e.banner.speaker == SPEAKER_TLS_ALERT ||
                                     w->e.banner.speaker == SPEAKER_TLS_HANDSHAKE || w->e.banner.speaker == SPEAKER_LDAP)) {
            speech_show(w, true);
            banner_broken(w);
        }
        return;
    }
    heard_keep(&w->e.banner.reply, &r, serial);
    if (w->proto->caps(w->ch.secured ? &w->e.after : &w->e.before, &r, &(struct ask){SAY_GREETING, NULL}) < 0)
        w->out_of_memory = true;
    struct heard kept = w->e.banner.reply;
    speech_used(w, &r);
    banner_judge(w, &kept);
}

static void banner_ended(struct walk *w)
{
    ended_note(w, &w->e.banner.end, false);
    speech_show(w, true);
    if (w->e.banner.first_len && banner_is_foreign(w))
        banner_wrong_speaker(w);
    else
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s before it said who it is", ended_words(w, &w->e.banner.end));
}

static void banner_timeout(struct walk *w)
{
    ended_note(w, &w->e.banner.end, true);
    speech_show(w, true);
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", w->e.banner.first_len ? "the greeting never ended" : "the server stays silent");
}

const struct stage_kind banner_kind = {30 * US_PER_S, banner_enter, banner_input, banner_ended, banner_timeout, NULL};

/* ---- capabilities, before TLS or instead of a recheck, and the recheck inside TLS ---- */

static struct caps *caps_now(struct walk *w)
{
    return w->ch.secured ? &w->e.after : &w->e.before;
}

static struct heard *caps_heard(struct walk *w)
{
    return w->ch.secured ? &w->e.caps_after_reply : &w->e.caps_reply;
}

static struct ended *caps_ended(struct walk *w)
{
    return walk_stage(w) == STAGE_RECHECK ? &w->e.recheck_end : &w->e.caps_end;
}

static void caps_ask(struct walk *w, enum say what)
{
    char self[80];
    bool v6 = strchr(w->e.connect.local, ':') != NULL;

    /* RFC 5321 4.1.3: without a name of our own that others can resolve, the address literal. */
    snprintf(self, sizeof self, "[%s%.*s]", v6 ? "IPv6:" : "", (int)strcspn(w->e.connect.local, "%"),
             w->e.connect.local[0] ? w->e.connect.local : "127.0.0.1");
    struct words words = {.self = w->o->self ? w->o->self : self};
    if (!speech_say(w, what, &words, NULL))
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the question for the features could not be sent");
}

static void caps_pass(struct walk *w, const char *how)
{
    const struct caps *c = caps_now(w);
    char words[160] = "";
    size_t n = 0;

    for (size_t i = 0; i < c->mechs.count && n < sizeof words - 1; i++)
        n += (size_t)snprintf(words + n, sizeof words - n, "%s%s", i ? " " : "; login by ", c->mechs.items[i]);
    if (!w->ch.secured && c->starttls)
        walk_end(w, VERDICT_PASS, NEXT_STAGE, "%zu features%s, %s offered%s", c->list.count, how, w->proto->starttls_word, words);
    else
        walk_end(w, VERDICT_PASS, NEXT_STAGE, "%zu features%s%s", c->list.count, how, words);
}

static void capabilities_enter(struct walk *w)
{
    if (caps_now(w)->known)
        caps_pass(w, " in the greeting");
    else
        caps_ask(w, SAY_CAPS);
}

static void recheck_enter(struct walk *w)
{
    /* What was learnt before TLS does not count any more (RFC 3207 4.2, RFC 9051 6.2.1): asked afresh. */
    caps_ask(w, SAY_CAPS);
}

/* EHLO refused: HELO shows whether this is an old SMTP server; and "220" alone could be FTP, which NOOP tells (FTP 200 or 530). */
static bool caps_ask_otherwise(struct walk *w)
{
    struct heard *h = caps_heard(w);

    if (w->said == SAY_CAPS && (h->answer == ANSWER_BAD || h->answer == ANSWER_NO) && h->code) {
        w->e.ehlo_refused = true;
        w->e.ehlo_refusal = *h;
        caps_ask(w, SAY_CAPS_OLD);
        return true;
    }
    if (w->said == SAY_CAPS_OLD && h->answer != ANSWER_YES && w->e.banner.speaker == SPEAKER_SMTP_OR_FTP) {
        struct words none = {0};
        if (!speech_say(w, SAY_NOOP, &none, NULL))
            walk_end(w, VERDICT_FAIL, NEXT_NONE, "NOOP could not be sent");
        return true;
    }
    return false;
}

static void caps_refused(struct walk *w)
{
    struct heard *h = caps_heard(w);

    if (w->said == SAY_NOOP && (h->code == 200 || h->code == 530)) {
        w->e.banner.speaker = SPEAKER_FTP;
        banner_wrong_speaker(w);
    } else if (h->answer == ANSWER_BYE || h->answer == ANSWER_LATER) {
        walk_end(w, VERDICT_FAIL, h->answer == ANSWER_BYE ? NEXT_NONE : NEXT_QUIT, "%s", h->line);
    } else if (h->answer == ANSWER_STRANGE) {
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", h->line); /* whoever that is must not be given a login */
    } else if (w->proto->native && w->proto->native[0]) {
        /* IMAP, POP3: an old server may not know the question; the visit goes on without a list. */
        walk_end(w, VERDICT_NOTE, NEXT_STAGE, "no feature list: %s", h->line);
    } else {
        walk_end(w, VERDICT_FAIL, NEXT_QUIT, "%s", h->line);
    }
}

static void caps_input(struct walk *w)
{
    struct reply r;
    uint64_t serial;
    struct ask ask = {w->said, w->tag};
    int heard = speech_hear(w, &r, &serial);

    if (heard < 0) {
        caps_ended(w)->broken = true;
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", ended_words(w, caps_ended(w)));
        return;
    }
    if (heard == 0)
        return;
    heard_keep(caps_heard(w), &r, serial);
    int listed = r.answer == ANSWER_YES && w->said != SAY_NOOP ? w->proto->caps(caps_now(w), &r, &ask) : 0;
    w->out_of_memory |= listed < 0;
    bool yes = r.answer == ANSWER_YES && w->said != SAY_NOOP;
    speech_used(w, &r);
    if (yes && w->said == SAY_CAPS_OLD)
        walk_end(w, VERDICT_WARN, NEXT_STAGE, "only the old HELO is understood: no encryption, no login");
    else if (yes)
        caps_pass(w, "");
    else if (!caps_ask_otherwise(w))
        caps_refused(w);
}

static void caps_wait_over(struct walk *w, bool timed_out)
{
    struct ended *e = caps_ended(w);

    ended_note(w, e, timed_out);
    speech_show(w, true);
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", ended_words(w, e));
}

static void caps_peer_ended(struct walk *w)
{
    caps_wait_over(w, false);
}

static void caps_timeout(struct walk *w)
{
    caps_wait_over(w, true);
}

const struct stage_kind capabilities_kind = {20 * US_PER_S, capabilities_enter, caps_input, caps_peer_ended, caps_timeout, NULL};
const struct stage_kind recheck_kind = {20 * US_PER_S, recheck_enter, caps_input, caps_peer_ended, caps_timeout, NULL};

/* ---- STARTTLS ---- */

static void starttls_enter(struct walk *w)
{
    bool required = w->e.target->mode == TLS_MODE_STARTTLS;
    struct words none = {0};

    w->e.starttls.wanted = true;
    w->e.starttls.offered = w->e.before.starttls;
    if (!w->e.starttls.offered && !required) {
        w->e.starttls.went_on_clear = true;
        walk_end(w, VERDICT_WARN, NEXT_AUTH, "%s is not offered: the visit goes on in clear", w->proto->starttls_word);
        return;
    }
    /* The list is unprotected, so a missing word proves little: the command itself decides (RFC 8143 3.4). */
    if (!w->e.starttls.offered)
        walk_note(w, "%s is not in the list; asking for it all the same", w->proto->starttls_word);
    w->e.starttls.asked = true;
    if (!speech_say(w, SAY_STARTTLS, &none, NULL))
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the command could not be sent");
}

/* Bytes behind the go-ahead came before encryption and must never be taken for protected speech (RFC 9051 6.2.1, CERT VU#555316). */
static bool starttls_injected(struct walk *w)
{
    struct span rest = buf_span(&w->ch.in);

    if (!rest.len)
        return false;
    w->e.starttls.injected = rest.len;
    text_safe_copy(w->e.starttls.injected_text, sizeof w->e.starttls.injected_text, rest);
    w->e.starttls.injected_serial = walk_note(w, "%zu bytes were waiting behind the go-ahead, before encryption; they are dropped", rest.len);
    return true;
}

static void starttls_answered(struct walk *w, const struct heard *h)
{
    bool required = w->e.target->mode == TLS_MODE_STARTTLS;

    if (h->answer == ANSWER_YES) {
        if (starttls_injected(w))
            walk_end(w, VERDICT_FAIL, NEXT_NONE, "text was slipped in before encryption: %s", w->e.starttls.injected_text);
        else
            walk_end(w, w->e.starttls.offered ? VERDICT_PASS : VERDICT_WARN, NEXT_STAGE, "%s%s", h->line,
                     w->e.starttls.offered ? "" : " (accepted, though not offered)");
        return;
    }
    if (h->answer == ANSWER_BYE)
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", h->line);
    else if (required)
        walk_end(w, VERDICT_FAIL, NEXT_QUIT, "%s", h->line);
    else
        walk_end(w, VERDICT_WARN, NEXT_AUTH, "%s", h->line);
}

static void starttls_input(struct walk *w)
{
    struct reply r;
    uint64_t serial;
    int heard = speech_hear(w, &r, &serial);

    if (heard < 0) {
        w->e.starttls.end.broken = true;
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", ended_words(w, &w->e.starttls.end));
        return;
    }
    if (heard == 0)
        return;
    heard_keep(&w->e.starttls.reply, &r, serial);
    struct heard kept = w->e.starttls.reply;
    speech_used(w, &r);
    starttls_answered(w, &kept);
}

static void starttls_wait_over(struct walk *w, bool timed_out)
{
    ended_note(w, &w->e.starttls.end, timed_out);
    speech_show(w, true);
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", ended_words(w, &w->e.starttls.end));
}

static void starttls_peer_ended(struct walk *w)
{
    starttls_wait_over(w, false);
}

static void starttls_timeout(struct walk *w)
{
    starttls_wait_over(w, true);
}

const struct stage_kind starttls_kind = {20 * US_PER_S, starttls_enter, starttls_input, starttls_peer_ended, starttls_timeout, NULL};

/* ---- goodbye ---- */

static void quit_enter(struct walk *w)
{
    struct words none = {0};

    if (w->ch.peer_ended) {
        walk_end(w, VERDICT_SKIP, NEXT_STAGE, "the connection is closed already");
        return;
    }
    w->e.quit.said = speech_say(w, SAY_QUIT, &none, NULL);
    if (!w->e.quit.said)
        walk_end(w, VERDICT_NOTE, NEXT_STAGE, "goodbye could not be said");
}

static void quit_input(struct walk *w)
{
    struct reply r;
    uint64_t serial;
    int heard = speech_hear(w, &r, &serial);

    if (heard < 0) {
        w->e.quit.end.broken = true;
        walk_end(w, VERDICT_NOTE, NEXT_STAGE, "%s", ended_words(w, &w->e.quit.end));
    } else if (heard > 0) {
        heard_keep(&w->e.quit.reply, &r, serial);
        speech_used(w, &r);
        walk_end(w, VERDICT_PASS, NEXT_STAGE, "%s", reply_or(&w->e.quit.reply, ""));
    }
}

/* After the last word nothing depends on manners: a note at most (RFC 8314 3.4). */
static void quit_peer_ended(struct walk *w)
{
    ended_note(w, &w->e.quit.end, false);
    walk_end(w, VERDICT_NOTE, NEXT_STAGE, "%s without a goodbye", ended_words(w, &w->e.quit.end));
}

static void quit_timeout(struct walk *w)
{
    ended_note(w, &w->e.quit.end, true);
    walk_end(w, VERDICT_NOTE, NEXT_STAGE, "the goodbye was not answered");
}

const struct stage_kind quit_kind = {5 * US_PER_S, quit_enter, quit_input, quit_peer_ended, quit_timeout, NULL};
