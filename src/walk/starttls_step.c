/* SPDX-License-Identifier: GPL-3.0-or-later */
/* starttls_step.c - the stage starttls: the upgrade is asked for, and its answer watched closely. */
#include "base/text.h"
#include "walk/walk_private.h"

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
    if (!speech_say(w, SAY_STARTTLS, &none, NULL) || (w->injection.on && !injection_slip_in(w)))
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
