/* SPDX-License-Identifier: GPL-3.0-or-later */
/* speech.c - the conversation that every stage shares: say a command, show what comes, hear one reply. */
#include <stdio.h>

#include "base/text.h"
#include "walk/walk_private.h"

/* The words of a command go out; into the transcript go they, or `masked` in their place. */
bool speech_say(struct walk *w, enum say what, struct words *words, const char *masked)
{
    struct buf line;
    bool ok;

    buf_init_secret(&line, CHANNEL_OUT_MAX);
    if (what != SAY_RESPONSE && what != SAY_CANCEL && w->proto->tagged)
        snprintf(w->tag, sizeof w->tag, "w%u", ++w->tag_number);
    words->tag = w->tag;
    ok = w->proto->say(&line, what, words);
    if (ok) {
        speech_show(w, true);
        if (masked)
            ok = transcript_masked(w->transcript, walk_elapsed(w), SAID_CLIENT, w->ch.secured, walk_stage(w), span_str(masked));
        else
            ok = transcript_say(w->transcript, walk_elapsed(w), SAID_CLIENT, w->ch.secured, walk_stage(w), buf_span(&line));
        w->out_of_memory |= !ok;
        w->say_serial = transcript_next(w->transcript) - 1;
        ok = channel_say(&w->ch, buf_span(&line));
    }
    buf_done(&line);
    w->said = what;
    w->unended = 0;
    w->awaiting = ok;
    return ok;
}

/* While a login is under way only whole lines are shown, so that an echoed secret cut in two cannot slip through. */
void speech_show(struct walk *w, bool all)
{
    struct buf *in = &w->ch.in;
    size_t len = buf_len(in);

    if (w->shown >= len)
        return;
    unsigned char *fresh = in->bytes + in->start + w->shown;
    size_t n = len - w->shown;
    if (w->masking) {
        if (!all) {
            const unsigned char *lf = memrchr(fresh, '\n', n);
            n = lf ? (size_t)(lf - fresh) + 1 : 0;
        }
        mask_blot(&w->mask, fresh, n);
    }
    if (n && !transcript_say(w->transcript, walk_elapsed(w), SAID_SERVER, w->ch.secured, walk_stage(w), span_of(fresh, n)))
        w->out_of_memory = true;
    w->shown += n;
}

/* The transcript entry in which the reply's deciding line begins: back from the newest by the lines that follow it. */
static uint64_t speech_serial(const struct walk *w, const struct reply *r)
{
    uint64_t serial = transcript_next(w->transcript);
    uint64_t first = transcript_first(w->transcript);
    struct said s;

    while (serial > first && transcript_get(w->transcript, serial - 1, &s)) {
        serial--;
        struct span line = s.bytes;
        if (s.by == SAID_SERVER && !s.continues && r->last.len && span_head(line, r->last.len).len &&
            memcmp(line.ptr, r->last.ptr, line.len < r->last.len ? line.len : r->last.len) == 0)
            return serial;
    }
    return NO_SERIAL;
}

int speech_hear(struct walk *w, struct reply *r, uint64_t *serial_r)
{
    struct ask ask = {.what = w->said, .tag = w->proto->tagged && w->said != SAY_GREETING ? w->tag : NULL};
    struct span in = buf_span(&w->ch.in);

    speech_show(w, false);
    /* Replies end in LF: without a new one there is nothing to parse, however often a byte drips in. */
    struct span fresh = span_skip(in, w->unended);
    if (!fresh.len || (!memchr(fresh.ptr, '\n', fresh.len) && fresh.len < PROTO_LINE_MAX && in.len <= PROTO_REPLY_MAX))
        return 0;
    long n = w->proto->reply(r, in, &ask);
    if (n <= 0) {
        w->unended = in.len;
        return n < 0 ? -1 : 0;
    }
    *serial_r = speech_serial(w, r);
    return 1;
}

void speech_used(struct walk *w, const struct reply *r)
{
    size_t n = r->all.len;

    buf_use(&w->ch.in, n);
    w->shown = w->shown > n ? w->shown - n : 0;
    w->unended = 0;
    w->awaiting = false;
    channel_more(&w->ch);
}

void heard_keep(struct heard *h, const struct reply *r, uint64_t serial)
{
    *h = (struct heard){.present = true, .answer = r->answer, .code = r->code, .odd = r->odd, .serial = serial};
    memcpy(h->enhanced, r->enhanced, sizeof h->enhanced);
    text_safe_copy(h->resp_code, sizeof h->resp_code, r->resp_code);
    text_safe_copy(h->text, sizeof h->text, r->text);
    text_safe_copy(h->line, sizeof h->line, r->last);
}

void ended_note(const struct walk *w, struct ended *e, bool timed_out)
{
    *e = (struct ended){
        .timed_out = timed_out,
        .closed = !timed_out && w->ch.peer_ended && !w->ch.peer_error,
        .error = timed_out ? 0 : w->ch.peer_error,
        .bytes = buf_len(&w->ch.in),
    };
}

const char *ended_words(const struct walk *w, const struct ended *e)
{
    if (w->e.tls.facts.alert > 0 && w->ch.secured)
        return w->e.tls.facts.alert_text; /* the server's own reason */
    if (e->broken)
        return "what came is not a reply of this protocol";
    if (e->timed_out)
        return "no complete answer in time";
    if (e->error)
        return "the connection was reset";
    return e->closed ? "the server closed the connection" : "no answer";
}
