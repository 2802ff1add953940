/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hello_step.c - the stage handshake where a server is only asked what it would take: one hello, its answer, and the end. */
#include "walk/walk_private.h"

static void hello_enter(struct walk *w)
{
    struct buf record;

    if (buf_len(&w->ch.in)) {
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "text was slipped in before encryption");
        return;
    }
    buf_init(&record, 0);
    w->e.tls.tried = true;
    if (!hello_write(&record, w->hello) || !channel_say(&w->ch, buf_span(&record)))
        w->out_of_memory = true;
    buf_done(&record);
}

static void hello_input(struct walk *w)
{
    w->outcome = hello_read(&w->answer, w->hello, buf_span(&w->ch.in));
    switch (w->outcome) {
    case HELLO_MORE:
        return;
    case HELLO_TAKEN:
        walk_end(w, VERDICT_PASS, NEXT_NONE, "taken");
        return;
    case HELLO_REFUSED:
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the server refused (alert %d)", w->answer.alert);
        return;
    case HELLO_STRANGE:
        walk_end(w, VERDICT_FAIL, NEXT_NONE, "the answer was not TLS");
        return;
    case HELLO_NO_MEMORY:
        w->out_of_memory = true;
        return;
    }
}

static void hello_wait_over(struct walk *w, bool timed_out)
{
    ended_note(w, &w->e.tls.end, timed_out);
    walk_end(w, VERDICT_FAIL, NEXT_NONE, "%s", ended_words(w, &w->e.tls.end));
}

static void hello_ended(struct walk *w)
{
    hello_wait_over(w, false);
}

static void hello_timeout(struct walk *w)
{
    hello_wait_over(w, true);
}

const struct stage_kind hello_kind = {15 * US_PER_S, hello_enter, hello_input, hello_ended, hello_timeout, NULL};
