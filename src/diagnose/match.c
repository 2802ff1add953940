/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match.c - what rules ask of the evidence, and how they write down what they saw. */
#include "config.h"

#include "diagnose/rule_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/text.h"

bool stage_ended(const struct evidence *e, enum stage_id id)
{
    const struct stage *stage = evidence_stage(e, id);
    return stage && stage->state == STAGE_ENDED;
}

bool stage_failed(const struct evidence *e, enum stage_id id)
{
    const struct stage *stage = evidence_stage(e, id);
    return stage && stage->state == STAGE_ENDED && stage->verdict == VERDICT_FAIL;
}

void match_fact(struct match *m, const char *fmt, ...)
{
    struct buf line = {0};
    va_list ap;
    va_start(ap, fmt);
    if (!buf_vaddf(&line, fmt, ap) || !strv_add(&m->facts, buf_span(&line)))
        m->no_memory = true;
    va_end(ap);
    buf_done(&line);
}

void match_blank(struct match *m, enum blank b, const char *fmt, ...)
{
    struct buf value = {0};
    va_list ap;
    va_start(ap, fmt);
    if (buf_vaddf(&value, fmt, ap))
        text_safe_copy(m->blanks->of[b], BLANK_MAX, buf_span(&value));
    else
        m->no_memory = true;
    va_end(ap);
    buf_done(&value);
}

void match_reply(struct match *m, const char *to_what, const struct heard *h)
{
    if (!h->present)
        return;
    m->serial = h->serial;
    match_blank(m, BLANK_REPLY, "\"%s\"", h->line);
    match_fact(m, "%s: %s", to_what, h->line);
}

void match_usual_port(struct match *m, const struct evidence *e)
{
    const char *port = m->blanks->of[BLANK_OTHER_PORT];
    if (*port)
        match_blank(m, BLANK_DETAIL, "%s with %s is normally on %s", e->target->proto->title, m->blanks->of[BLANK_MODE], port);
}

#define BYTES_SHOWN 24

void match_bytes(struct match *m, const char *what, const unsigned char *bytes, size_t len)
{
    struct buf hex = {0};
    bool ok = true;
    for (size_t i = 0; i < len && i < BYTES_SHOWN; i++)
        ok = ok && buf_addf(&hex, " %02X", bytes[i]);
    ok = ok && buf_add_str(&hex, len > BYTES_SHOWN ? " ..." : "");
    ok = ok && buf_add_str(&hex, "  ") && text_safe(&hex, span_head(span_of(bytes, len), BYTES_SHOWN));
    const char *shown = ok ? buf_cstr(&hex) : NULL;
    if (shown)
        match_fact(m, "%s:%s", what, shown);
    else
        m->no_memory = true;
    buf_done(&hex);
}

void match_ended(struct match *m, const char *what, const struct ended *end, uint64_t took_us)
{
    char took[32];
    text_duration(took, sizeof took, took_us);
    if (end->timed_out)
        match_fact(m, "%s: no answer within %s", what, took);
    else if (end->error)
        match_fact(m, "%s: %s (errno %d) after %s", what, strerror(end->error), end->error, took);
    else if (end->closed)
        match_fact(m, "%s: the other side closed the connection after %s, having sent %llu bytes", what, took,
                   (unsigned long long)end->bytes);
    else if (end->broken)
        match_fact(m, "%s: what came fits no reply of this protocol", what);
}

bool heard_says(const struct heard *h, const char *words)
{
    return h->present && strcasestr(h->line, words);
}

bool heard_refused(const struct heard *h)
{
    return h->present && h->answer != ANSWER_YES && h->answer != ANSWER_MORE;
}

bool busy_in_place_of_tls(const struct evidence *e)
{
    const struct tls_facts *f = &e->tls.facts;
    return e->target->mode == TLS_MODE_IMPLICIT && stage_failed(e, STAGE_HANDSHAKE) && f->plaintext_peer && f->plain_len >= 4
        && (memcmp(f->plain_bytes, "421 ", 4) == 0 || memcmp(f->plain_bytes, "421-", 4) == 0);
}

bool foreign_speaker(const struct evidence *e)
{
    enum speaker s = e->banner.speaker;
    return s != SPEAKER_NONE && s != SPEAKER_UNKNOWN && s != SPEAKER_TLS_ALERT && s != SPEAKER_TLS_HANDSHAKE
        && !speaker_fits(s, e->target->proto->name);
}

#define ASTERISKS_MIN 6 /* in a row; a decorated greeting has fewer, a masked one has dozens */

bool middlebox_marks(const struct evidence *e)
{
    if ((e->before.odd | e->after.odd) & CAPS_STARTTLS_MASKED)
        return true;
    size_t run = 0;
    for (size_t i = 0; i < e->banner.first_len && run < ASTERISKS_MIN; i++)
        run = e->banner.first[i] == '*' ? run + 1 : 0;
    return run >= ASTERISKS_MIN && (e->banner.speaker == SPEAKER_SMTP || e->banner.speaker == SPEAKER_SMTP_OR_FTP);
}

bool is_proto(const struct evidence *e, const char *name)
{
    return strcmp(e->target->proto->name, name) == 0;
}

bool caps_lack_login(const struct evidence *e, const struct caps *c)
{
    if (c->mechs.count)
        return false;
    if (is_proto(e, "imap"))
        return c->login_disabled;
    return !is_proto(e, "pop3") || (!c->pop3_user && !*c->apop);
}
