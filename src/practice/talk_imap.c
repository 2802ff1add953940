/* SPDX-License-Identifier: GPL-3.0-or-later */
/* talk_imap.c - the IMAP server up to the login: RFC 9051, 3501, 2595, 4959, 7888. There are no mailboxes. */
#include "practice/conn_private.h"

#include <ctype.h>
#include <string.h>

static const char *imap_phrase(const struct phrase *p)
{
    return p->imap;
}

static void imap_tagged(struct practice_conn *c, const char *answer)
{
    if (answer[0] != '*')
        conn_sayf(c, "%s ", c->tag);
    conn_say_line(c, answer);
}

/* "IMAP4rev1 ... AUTH=PLAIN", without a line ending. */
static void imap_list(struct practice_conn *c)
{
    conn_say(c, "IMAP4rev1 SASL-IR LITERAL+ ID");
    if (c->how->offer == OFFER_MASKED)
        conn_say(c, " XXXXXXXA");
    else if (conn_lists_starttls(c))
        conn_say(c, " STARTTLS");
    if (!exchange_takes_passwords(c))
        conn_say(c, " LOGINDISABLED");
    for (const char *at = conn_mechs(c); *at; at += strcspn(at, " "), at += strspn(at, " "))
        conn_sayf(c, " AUTH=%.*s", (int)strcspn(at, " "), at);
}

static void imap_greet(struct practice_conn *c)
{
    if (c->how->listing != LISTING_COMPLETE) { /* so that the list is asked for */
        conn_say_line(c, "* OK {host} ready");
        return;
    }
    conn_say(c, "* OK [CAPABILITY ");
    imap_list(c);
    conn_say_line(c, "] {host} ready");
}

static void imap_unknown(struct practice_conn *c)
{
    imap_tagged(c, "BAD unknown command");
}

static void imap_capability(struct practice_conn *c)
{
    if (!conn_lists(c))
        return;
    conn_say(c, "* CAPABILITY ");
    imap_list(c);
    conn_say_line(c, "");
    if (c->how->listing == LISTING_TRUNCATES)
        conn_leave(c);
    else
        imap_tagged(c, "OK CAPABILITY completed");
}

static void imap_starttls(struct practice_conn *c, struct span arguments)
{
    const char *refusal = conn_phrase(c, &c->how->refusal);
    if (c->tls)
        imap_tagged(c, "BAD TLS is already active");
    else if (arguments.len)
        imap_tagged(c, "BAD STARTTLS takes no arguments");
    else if (refusal)
        imap_tagged(c, refusal);
    else {
        imap_tagged(c, "OK Begin TLS negotiation now");
        if (c->how->injects)
            conn_say_line(c, "* CAPABILITY IMAP4rev1 AUTH=PLAIN");
        conn_upgrade(c);
    }
}

static void imap_authenticate(struct practice_conn *c, struct span arguments)
{
    struct span mech = conn_word(&arguments);
    if (mech.len)
        exchange_begin(c, mech, arguments.len ? &arguments : NULL);
    else
        imap_tagged(c, "BAD a mechanism is missing");
}

/* Length of the literal that a line ending in {N} or {N+} announces; false: it announces none. */
static bool imap_literal(struct span line, size_t *len_r, bool *waits_r)
{
    if (line.len && line.ptr[line.len - 1] == '\n')
        line.len--;
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    if (line.len < 3 || line.ptr[line.len - 1] != '}')
        return false;
    size_t at = line.len - 1, end = at;
    *waits_r = line.ptr[at - 1] != '+';
    if (!*waits_r)
        end = --at;
    while (at > 0 && isdigit(line.ptr[at - 1]))
        at--;
    if (at == end || at == 0 || line.ptr[at - 1] != '{' || end - at > 6)
        return false;
    *len_r = 0;
    for (; at < end; at++)
        *len_r = *len_r * 10 + (size_t)(line.ptr[at] - '0');
    return true;
}

/* A command ends with the first line that announces no literal. Each literal that waits is asked for once. */
static size_t imap_command(struct practice_conn *c, struct span in)
{
    size_t done = 0, seen = 0;
    for (;;) {
        size_t line = conn_line(c, span_skip(in, done)), literal;
        bool waits;
        if (!line)
            return 0;
        struct span last = span_head(span_skip(in, done), line);
        done += line;
        if (!imap_literal(last, &literal, &waits))
            return done;
        if (waits && ++seen > c->literals) {
            c->literals = seen;
            conn_say_line(c, "+ go ahead");
        }
        if (in.len - done < literal)
            return 0;
        done += literal;
    }
}

static bool imap_take_literal(struct practice_conn *c, struct span *in, struct buf *out)
{
    size_t line = conn_line(c, *in), len;
    bool waits;
    if (!line || !imap_literal(span_head(*in, line), &len, &waits) || len > in->len - line)
        return false;
    bool ok = buf_add_span(out, span_head(span_skip(*in, line), len));
    *in = span_skip(*in, line + len);
    return ok;
}

static bool imap_take_quoted(struct span *in, struct buf *out)
{
    size_t at = 1;
    for (; at < in->len && in->ptr[at] != '"'; at++) {
        if (in->ptr[at] == '\\' && at + 1 < in->len)
            at++;
        if (!buf_add_char(out, (char)in->ptr[at]))
            return false;
    }
    bool closed = at < in->len;
    *in = span_skip(*in, at + 1);
    return closed;
}

/* Cuts an atom, a quoted string or a literal off *in, unescaped into out. false: none there, or no memory. */
static bool imap_take(struct practice_conn *c, struct span *in, struct buf *out)
{
    *in = span_trim(*in);
    if (!in->len)
        return false;
    switch (in->ptr[0]) {
    case '{':
        return imap_take_literal(c, in, out);
    case '"':
        return imap_take_quoted(in, out);
    default:
        return buf_add_span(out, conn_word(in));
    }
}

static void imap_login(struct practice_conn *c, struct span arguments)
{
    struct buf user, password;
    buf_init_secret(&user, CONN_COMMAND_MAX);
    buf_init_secret(&password, CONN_COMMAND_MAX);
    if (imap_take(c, &arguments, &user) && imap_take(c, &arguments, &password) && !arguments.len)
        exchange_password(c, buf_span(&user), buf_span(&password));
    else
        imap_tagged(c, "BAD LOGIN takes a name and a password");
    buf_done(&user);
    buf_done(&password);
}

static void imap_id(struct practice_conn *c)
{
    conn_say_line(c, "* ID (\"name\" \"practice server\")");
    imap_tagged(c, "OK ID completed");
}

static void imap_logout(struct practice_conn *c)
{
    conn_say_line(c, "* BYE bye");
    imap_tagged(c, "OK LOGOUT completed");
    conn_leave(c);
}

static void imap_verdict(struct practice_conn *c, enum login_verdict verdict)
{
    const char *own = conn_phrase(c, &c->how->login);
    switch (verdict) {
    case LOGIN_YES:
        imap_tagged(c, "OK [CAPABILITY IMAP4rev1 LITERAL+ ID IDLE NAMESPACE UIDPLUS] Logged in");
        return;
    case LOGIN_NO:
        imap_tagged(c, own ? own : "NO [AUTHENTICATIONFAILED] Authentication failed");
        return;
    case LOGIN_MALFORMED:
        imap_tagged(c, "BAD malformed authentication exchange");
        return;
    case LOGIN_CANCELLED:
        imap_tagged(c, "BAD Authentication aborted");
        return;
    case LOGIN_UNKNOWN:
        imap_tagged(c, "NO [CANNOT] This way to log in is not offered");
        return;
    case LOGIN_CLEAR:
        imap_tagged(c, "NO [PRIVACYREQUIRED] STARTTLS first");
        return;
    }
}

static void imap_too_long(struct practice_conn *c)
{
    conn_say_line(c, "* BYE command too long");
}

static bool imap_tag(struct practice_conn *c, struct span tag)
{
    if (!tag.len || tag.len >= sizeof(c->tag))
        return false;
    for (size_t i = 0; i < tag.len; i++)
        if (!isalnum(tag.ptr[i]) && tag.ptr[i] != '.')
            return false;
    memcpy(c->tag, tag.ptr, tag.len);
    c->tag[tag.len] = '\0';
    return true;
}

static void imap_obey(struct practice_conn *c, struct span command)
{
    if (!imap_tag(c, conn_word(&command))) {
        conn_say_line(c, "* BAD a tag is missing");
        return;
    }
    struct span word = conn_word(&command);
    if (span_is_nocase(word, "CAPABILITY"))
        imap_capability(c);
    else if (span_is_nocase(word, "NOOP"))
        imap_tagged(c, c->logged_in && c->how->use ? c->how->use : "OK NOOP completed");
    else if (span_is_nocase(word, "ID"))
        imap_id(c);
    else if (span_is_nocase(word, "LOGOUT"))
        imap_logout(c);
    else if (c->logged_in)
        imap_tagged(c, "NO [NONEXISTENT] A practice server has no mailboxes");
    else if (span_is_nocase(word, "STARTTLS"))
        imap_starttls(c, command);
    else if (span_is_nocase(word, "AUTHENTICATE"))
        imap_authenticate(c, command);
    else if (span_is_nocase(word, "LOGIN"))
        imap_login(c, command);
    else
        imap_unknown(c);
}

const struct talk talk_imap = {
    .service = "imap",
    .more = "+ ",
    .phrase = imap_phrase,
    .command = imap_command,
    .obey = imap_obey,
    .greet = imap_greet,
    .unknown = imap_unknown,
    .too_long = imap_too_long,
    .verdict = imap_verdict,
};
