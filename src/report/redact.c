/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redact.c - see redact.h: who is who is taken from the evidence and the conversation; the copy is the JSON form, masked as it is
 * written, and read back. So no form can forget a place. */
#include "report/redact.h"

#include <stdlib.h>

#include "report/json_private.h"
#include "report/redact_private.h"
#include "report/report_private.h"

static bool learn(struct strv *list, struct span name)
{
    struct buf text = {0};
    bool ok = name.len == 0 || (buf_add_span(&text, name) && buf_cstr(&text) &&
                                (strv_has_nocase(list, buf_cstr(&text)) || strv_add(list, name)));

    buf_done(&text);
    return ok;
}

/* Up to one of the bytes of end, or to the text's own end. */
static struct span word_until(struct span s, const char *end)
{
    size_t n = 0;

    while (n < s.len && !strchr(end, s.ptr[n]) && s.ptr[n] != '\0')
        n++;
    return span_head(s, n);
}

static struct span after(struct span s, const char *mark)
{
    const void *at = s.len ? memmem(s.ptr, s.len, mark, strlen(mark)) : NULL;

    return at ? span_skip(s, (size_t)((const unsigned char *)at - s.ptr) + strlen(mark)) : span_of(NULL, 0);
}

/* The user name in a message of a mechanism: SCRAM, OAuth, CRAM-MD5, PLAIN. */
static bool learn_message(struct redaction *r, struct span message)
{
    struct span rest;

    if ((rest = after(message, ",n=")).len > 0)
        return learn(&r->users, word_until(rest, ","));
    if ((rest = after(message, "user=")).len > 0)
        return learn(&r->users, word_until(rest, "\x01"));
    if (message.len > 1 && memchr(message.ptr, '\0', message.len))
        return learn(&r->users, word_until(span_skip(message, word_until(message, "").len + 1), ""));
    if (message.len > 33 && message.ptr[message.len - 33] == ' ')
        return learn(&r->users, span_head(message, message.len - 33));
    return true;
}

static bool learn_base64(struct redaction *r, struct span word, bool is_name)
{
    struct buf message = {0};
    bool ok = true;

    if (word.len >= 4 && buf_add_unbase64(&message, word))
        ok = is_name ? learn(&r->users, buf_span(&message)) : learn_message(r, buf_span(&message));
    buf_done(&message);
    return ok;
}

static struct span last_word(struct span line)
{
    size_t n = line.len;

    while (n > 0 && line.ptr[n - 1] != ' ')
        n--;
    return span_skip(line, n);
}

/* Arguments of commands that name us: quotes are no part of a name. */
static bool learn_argument(struct strv *list, struct span rest)
{
    if (rest.len > 0 && rest.ptr[0] == '"')
        return learn(list, word_until(span_skip(rest, 1), "\""));
    return learn(list, word_until(rest, " \r\n"));
}

/* asked: the server's line before wanted a user name in base64. */
static bool learn_line(struct redaction *r, struct span line, bool asked)
{
    struct span rest = after(line, " LOGIN ");

    if (span_starts_nocase(line, "EHLO ") || span_starts_nocase(line, "HELO "))
        return span_skip(line, 5).len > 0 && line.ptr[5] != '[' ? learn_argument(&r->hosts, span_skip(line, 5)) : true;
    if (span_starts_nocase(line, "USER ") || span_starts_nocase(line, "APOP "))
        return learn_argument(&r->users, span_skip(line, 5));
    if (rest.len > 0 && !after(line, "AUTH").len)
        return learn_argument(&r->users, rest);
    return learn_base64(r, last_word(line), asked);
}

static bool learn_transcript(struct redaction *r, const struct transcript *t)
{
    bool ok = true, asked = false;
    struct said s;

    for (uint64_t serial = t ? transcript_first(t) : 0; ok && t && transcript_get(t, serial, &s); serial++) {
        struct span line = said_line(&s);

        if (s.by == SAID_SERVER)
            asked = after(line, "VXNlcm5hbWU6").len > 0 || (line.len >= 12 && span_is(span_skip(line, line.len - 12), "VXNlcm5hbWU6"));
        if (s.by == SAID_TLSWALK) /* our own words for a message: "answer: user fred, proof masked" */
            ok = learn(&r->users, word_until(after(line, "answer: user "), ", "));
        if (s.by == SAID_CLIENT) {
            ok = learn_line(r, line, asked);
            asked = false;
        }
    }
    return ok;
}

static bool keep_addresses(struct redaction *r, const struct address *a, size_t count)
{
    bool ok = true;

    for (size_t i = 0; ok && i < count; i++)
        ok = learn(&r->keep, span_str(a[i].text));
    return ok;
}

bool redaction_make(struct redaction *r, const struct evidence *e, const char *user)
{
    const struct resolution *n = e->resolution;
    bool ok;

    *r = (struct redaction){0};
    ok = learn(&r->users, span_str(user)) && learn(&r->keep, span_str(e->target->host)) && learn(&r->keep, span_str(e->target->ascii)) &&
         learn(&r->keep, span_str(e->address)) && learn_transcript(r, e->transcript);
    if (n)
        ok = ok && keep_addresses(r, n->addresses, n->count) && keep_addresses(r, n->system.addresses, n->system.count) &&
             keep_addresses(r, n->dns.addresses, n->dns.count);
    for (size_t i = 0; ok && i < e->chain.count; i++)
        for (size_t k = 0; ok && k < e->chain.certs[i].ips.count; k++)
            ok = learn(&r->keep, span_str(e->chain.certs[i].ips.items[k]));
    return ok && learn(&r->addresses, span_str(strv_has_nocase(&r->keep, e->connect.local) ? "" : e->connect.local));
}

void redaction_done(struct redaction *r)
{
    strv_done(&r->keep);
    strv_done(&r->users);
    strv_done(&r->hosts);
    strv_done(&r->addresses);
    strv_done(&r->mailboxes);
}

struct record *redact_walk(const struct report_input *in, const char *user, struct err *err)
{
    struct redaction redaction;
    struct buf line = {0};
    struct record *r = NULL;

    if (redaction_make(&redaction, in->evidence, user) && report_json_masked(&line, in, &redaction))
        r = record_read(buf_span(&line), err);
    else
        err_memory(err);
    redaction_done(&redaction);
    buf_done(&line);
    return r;
}
