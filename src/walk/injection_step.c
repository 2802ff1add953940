/* SPDX-License-Identifier: GPL-3.0-or-later */
/* injection_step.c - is a command that came in clear, in one piece with STARTTLS, answered inside TLS? (CVE-2011-0411)
 *
 * Told in two ways. Inside TLS we say nothing at first: whatever answers then, answers the command. Some servers look at what
 * they kept only when the next bytes come; so a command and the goodbye follow, and the replies are counted. IMAP needs no
 * counting: the answer carries the command's own tag.
 */
#include <stdio.h>

#include "base/text.h"
#include "walk/walk_private.h"

#define LISTEN_US (1500 * US_PER_MS)
#define ANSWER_US (5 * US_PER_S)
#define LAST_US (1 * US_PER_S)

enum { CODE_GREETING = 220, CODE_GOODBYE = 221 };

bool injection_slip_in(struct walk *w)
{
    struct words words = {.tag = w->injection.tag};
    struct buf line = {0};
    bool ok = w->proto->say(&line, w->proto->harmless, &words) && channel_say(&w->ch, buf_span(&line));

    if (ok)
        text_safe_copy(w->e.injection.sent, sizeof w->e.injection.sent, span_head(buf_span(&line), buf_len(&line) - 2)); /* without its CRLF */
    buf_done(&line);
    return ok;
}

/* The outcome is known. quoted: the server's words that show it, or that stand in the way. */
static void injection_over(struct walk *w, enum injection_outcome o, struct span quoted, const char *why)
{
    struct words none = {0};

    w->e.injection.outcome = o;
    text_safe_copy(w->e.injection.came, sizeof w->e.injection.came, quoted);
    snprintf(w->e.injection.why, sizeof w->e.injection.why, "%s", why);
    if (w->injection.phase < INJECTION_PARTING && !w->ch.peer_ended)
        speech_say(w, SAY_QUIT, &none, NULL); /* a courtesy: its answer is not awaited */
    walk_end(w, o == INJECTION_ANSWERED ? VERDICT_FAIL : VERDICT_PASS, NEXT_STAGE, "%s", injection_outcome_name(o));
}

static void injection_untold(struct walk *w, struct span quoted, const char *why)
{
    injection_over(w, INJECTION_UNTOLD, quoted, why);
}

static void injection_answered(struct walk *w, const struct reply *r)
{
    injection_over(w, INJECTION_ANSWERED, w->proto->tagged ? r->last : r->first, "");
}

static void injection_enter(struct walk *w)
{
    w->said = w->proto->harmless;
    if (w->proto->tagged)
        snprintf(w->tag, sizeof w->tag, "%s", w->injection.tag);
    w->unended = 0;
    w->injection.phase = INJECTION_LISTEN;
    w->deadline_us = w->now_us + LISTEN_US;
}

static void injection_say(struct walk *w, enum say what, enum injection_phase phase)
{
    struct words none = {0};

    if (!speech_say(w, what, &none, NULL)) {
        injection_untold(w, (struct span){0}, "nothing more could be said inside TLS");
        return;
    }
    w->injection.phase = phase;
    w->deadline_us = w->now_us + ANSWER_US;
}

static bool carries_our_tag(const struct walk *w, const struct reply *r)
{
    return w->proto->tagged && span_starts(r->last, w->injection.tag);
}

/* Before we have said a word inside TLS. */
static void heard_unasked(struct walk *w, const struct reply *r)
{
    bool answer = w->proto->tagged ? carries_our_tag(w, r) : r->answer == ANSWER_YES || r->answer == ANSWER_BAD;

    if (!w->proto->tagged && r->code == CODE_GREETING)
        speech_used(w, r); /* some servers greet again once TLS is up */
    else if (answer)
        injection_answered(w, r);
    else
        injection_untold(w, r->first, "the server said something else on its own");
}

static void heard_answer(struct walk *w, const struct reply *r)
{
    if (carries_our_tag(w, r)) {
        injection_answered(w, r);
    } else if (r->answer == ANSWER_BYE || r->answer == ANSWER_STRANGE) {
        injection_untold(w, r->first, "a command inside TLS got no proper answer");
    } else {
        speech_used(w, r);
        injection_say(w, SAY_QUIT, INJECTION_PARTING);
    }
}

/* The goodbye's own answer, or that of the command before it, which was one too late. */
static void heard_goodbye(struct walk *w, const struct reply *r)
{
    bool late = w->proto->tagged ? carries_our_tag(w, r)
                                 : r->answer == ANSWER_STRANGE || (r->answer == ANSWER_YES && r->code && r->code != CODE_GOODBYE);

    if (late) {
        injection_answered(w, r);
    } else if (w->proto->tagged) {
        injection_over(w, INJECTION_DROPPED, (struct span){0}, "");
    } else {
        speech_used(w, r);
        w->injection.phase = INJECTION_LAST;
        w->deadline_us = w->now_us + LAST_US;
    }
}

static void injection_input(struct walk *w)
{
    struct reply r;
    uint64_t serial;
    int heard = 1;

    while (!w->e.ended && (heard = speech_hear(w, &r, &serial)) > 0) {
        switch (w->injection.phase) {
        case INJECTION_LISTEN:
            heard_unasked(w, &r);
            break;
        case INJECTION_ASKED:
            heard_answer(w, &r);
            break;
        case INJECTION_PARTING:
            heard_goodbye(w, &r);
            break;
        case INJECTION_LAST:
            injection_answered(w, &r);
            break;
        }
    }
    if (heard < 0)
        injection_untold(w, (struct span){0}, "what came inside TLS is no reply of this protocol");
}

static void injection_peer_ended(struct walk *w)
{
    switch (w->injection.phase) {
    case INJECTION_LISTEN:
    case INJECTION_ASKED:
        injection_untold(w, (struct span){0}, "the server hung up inside TLS before it had answered anything");
        break;
    case INJECTION_PARTING:
    case INJECTION_LAST:
        injection_over(w, INJECTION_DROPPED, (struct span){0}, "");
        break;
    }
}

static void injection_timeout(struct walk *w)
{
    switch (w->injection.phase) {
    case INJECTION_LISTEN:
        /* Half an answer, or a second greeting: not what we look for, and it would spoil the count. Untagged IMAP lines do not. */
        if (buf_len(&w->ch.in) && !w->proto->tagged)
            injection_untold(w, buf_span(&w->ch.in), "the server said something else on its own");
        else
            injection_say(w, SAY_NOOP, INJECTION_ASKED);
        break;
    case INJECTION_ASKED:
        injection_untold(w, (struct span){0}, "a command inside TLS was not answered in time");
        break;
    case INJECTION_PARTING:
    case INJECTION_LAST:
        injection_over(w, INJECTION_DROPPED, (struct span){0}, "");
        break;
    }
}

const struct stage_kind injection_kind = {ANSWER_US, injection_enter, injection_input, injection_peer_ended, injection_timeout, NULL};
