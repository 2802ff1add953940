/* SPDX-License-Identifier: GPL-3.0-or-later */
/* caps_step.c - the stages capabilities and recheck: the feature list, before TLS or instead of a recheck, and again inside TLS. */
#include <stdio.h>

#include "walk/walk_private.h"

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

    for (size_t i = 0; i < c->mechs.count; i++) {
        if (n + strlen(c->mechs.items[i]) + sizeof "; login by  and 100 more" > sizeof words) {
            snprintf(words + n, sizeof words - n, " and %zu more", c->mechs.count - i);
            break;
        }
        n += (size_t)snprintf(words + n, sizeof words - n, "%s%s", i ? " " : "; login by ", c->mechs.items[i]);
    }
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
