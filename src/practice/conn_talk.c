/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conn_talk.c - what the three protocols have in common: words that go out, words that come in, what is offered. */
#include "practice/conn_private.h"

#include <stdarg.h>
#include <string.h>

void conn_say_span(struct practice_conn *c, struct span bytes)
{
    if (!buf_add_span(&c->say, bytes))
        conn_drop(c);
}

void conn_say(struct practice_conn *c, const char *text)
{
    const struct {
        const char *mark;
        struct span value;
    } marks[] = {{"{host}", span_str(c->host)}, {"{nul}", span_of("", 1)}};
    while (*text) {
        size_t len = 1 + strcspn(text + 1, "{");
        struct span piece = span_of(text, len);
        for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
            if (strncmp(text, marks[i].mark, strlen(marks[i].mark)) == 0) {
                piece = marks[i].value;
                len = strlen(marks[i].mark);
            }
        conn_say_span(c, piece);
        text += len;
    }
}

void conn_say_line(struct practice_conn *c, const char *line)
{
    conn_say(c, line);
    conn_say_span(c, span_str("\r\n"));
}

void conn_sayf(struct practice_conn *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    if (!buf_vaddf(&c->say, fmt, ap))
        conn_drop(c);
    va_end(ap);
}

void conn_challenge(struct practice_conn *c, struct span base64)
{
    conn_say_span(c, span_str(c->talk->more));
    conn_say_span(c, base64);
    conn_say_span(c, span_str("\r\n"));
}

const char *conn_phrase(const struct practice_conn *c, const struct phrase *p)
{
    return c->talk->phrase(p);
}

size_t conn_line(struct practice_conn *c, struct span in)
{
    (void)c;
    const unsigned char *end = in.len ? memchr(in.ptr, '\n', in.len) : NULL;
    return end ? (size_t)(end - in.ptr) + 1 : 0;
}

struct span conn_word(struct span *in)
{
    const unsigned char *end = in->len ? memchr(in->ptr, ' ', in->len) : NULL;
    struct span word = span_head(*in, end ? (size_t)(end - in->ptr) : in->len);
    *in = span_skip(*in, word.len + 1);
    return word;
}

bool conn_takes_logins(const struct practice_conn *c)
{
    return c->secured || c->how->mechs_before;
}

bool conn_lists_starttls(const struct practice_conn *c)
{
    switch (c->how->offer) {
    case OFFER_BEFORE_TLS:
    case OFFER_MASKED:
    case OFFER_FIRST:
        return !c->tls;
    case OFFER_NEVER:
        return false;
    case OFFER_ALWAYS:
        return true;
    }
    return false;
}

const char *conn_mechs(const struct practice_conn *c)
{
    const char *mechs = c->secured ? c->how->mechs_after : c->how->mechs_before;
    if (mechs)
        return mechs;
    if (!c->secured)
        return "";
    return "SCRAM-SHA-256-PLUS SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-1 CRAM-MD5 PLAIN LOGIN OAUTHBEARER XOAUTH2";
}

bool conn_lists(struct practice_conn *c)
{
    switch (c->how->listing) {
    case LISTING_COMPLETE:
    case LISTING_TRUNCATES:
        return true;
    case LISTING_UNKNOWN:
        c->talk->unknown(c);
        return false;
    case LISTING_NONSENSE:
        conn_say_line(c, "\\o/ no protocol is spoken here");
        return false;
    case LISTING_SILENT:
        return false;
    case LISTING_CLOSES:
        conn_leave(c);
        return false;
    }
    return true;
}
