/* SPDX-License-Identifier: GPL-3.0-or-later */
/* quit_step.c - the stage quit: goodbye, and no more. */
#include "walk/walk_private.h"

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
        walk_end(w, VERDICT_PASS, NEXT_STAGE, "%s", w->e.quit.reply.line);
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
