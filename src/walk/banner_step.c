/* SPDX-License-Identifier: GPL-3.0-or-later */
/* banner_step.c - the stage banner: who is there, and does it want us. */
#include "walk/walk_private.h"

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

void banner_wrong_speaker(struct walk *w)
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
    enum speaker s = w->e.banner.speaker;
    return s != SPEAKER_NONE && s != SPEAKER_UNKNOWN && !speaker_fits(s, w->proto->name);
}

/* Binary protocols never send the LF that a reply needs. */
static bool banner_is_binary(const struct walk *w)
{
    enum speaker s = w->e.banner.speaker;
    return s == SPEAKER_TELNET || s == SPEAKER_LDAP || s == SPEAKER_TLS_ALERT || s == SPEAKER_TLS_HANDSHAKE;
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
        if (banner_is_binary(w)) {
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
