/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pop3.c - POP3: RFC 1939, 2449 (CAPA, codes), 2595 (STLS), 5034 (AUTH), 3206 (codes). */
#include "proto/line.h"
#include "proto/proto_private.h"

#define POP3_LINE_MAX 512    /* bytes with CRLF; RFC 1939 3 */
#define POP3_INITIAL_MAX 255 /* bytes with CRLF; RFC 2449 4, RFC 5034 4 */

static bool in_exchange(enum say what)
{
    return what == SAY_AUTH || what == SAY_RESPONSE;
}

/* The word alone, or with a space behind it; *text_r is what follows. */
static bool indicator_is(struct span line, const char *word, struct span *text_r)
{
    size_t n = strlen(word);
    if (!span_starts(line, word) || (line.len > n && line.ptr[n] != ' '))
        return false;
    *text_r = span_skip(line, n + 1);
    return true;
}

/* A response code at a known level, or with finer levels behind it, which a reader must take for the known one; RFC 2449 8. */
static bool code_is(struct span resp_code, const char *known)
{
    struct span behind = span_skip(resp_code, strlen(known));
    return span_starts_nocase(resp_code, known) && (!behind.len || behind.ptr[0] == '/');
}

static bool code_is_passing(struct span resp_code)
{
    return code_is(resp_code, "IN-USE") || code_is(resp_code, "LOGIN-DELAY") || code_is(resp_code, "SYS/TEMP");
}

/* What the status line says. */
static void pop3_decide(struct reply *r, struct span line, enum say what)
{
    struct span text;
    r->first = r->last = r->text = line;
    r->answer = ANSWER_STRANGE;
    if (indicator_is(line, "+OK", &text)) {
        r->answer = ANSWER_YES;
        r->text = text;
    } else if (indicator_is(line, "-ERR", &text)) {
        r->text = text;
        r->resp_code = bracket_cut(&r->text);
        r->answer = code_is_passing(r->resp_code) ? ANSWER_LATER : ANSWER_NO;
    } else if (in_exchange(what) && indicator_is(line, "+", &text)) {
        r->answer = ANSWER_MORE;
        r->text = r->challenge = text;
    }
}

static long pop3_reply(struct reply *r, struct span in, const struct ask *ask)
{
    *r = (struct reply){0};
    /* Challenges are as long as their mechanism makes them; RFC 5034 4. */
    struct reader rd = reader_over(in, in_exchange(ask->what) ? PROTO_LINE_MAX : POP3_LINE_MAX);
    struct span line;
    int got = reader_line(&rd, &line);
    if (got <= 0)
        return got;
    pop3_decide(r, line, ask->what);
    bool list = ask->what == SAY_CAPS && r->answer == ANSWER_YES;
    while (list && !span_is(line, "."))
        if ((got = reader_line(&rd, &line)) <= 0)
            return got;
    return reader_end(&rd, r);
}

/* RFC 1939 7: the greeting of a server that does APOP holds a msg-id in angle brackets, which is part of what is hashed. */
static void timestamp_find(struct caps *c, struct span text)
{
    c->apop[0] = '\0';
    for (size_t start = text.len; start-- > 0;) {
        if (text.ptr[start] != '<')
            continue;
        size_t end = start + 1;
        while (end < text.len && text.ptr[end] > ' ' && text.ptr[end] < 0x7f && text.ptr[end] != '>')
            end++;
        size_t len = end + 1 - start;
        if (end == text.len || text.ptr[end] != '>' || len >= sizeof c->apop || !memchr(text.ptr + start, '@', len))
            continue;
        memcpy(c->apop, text.ptr + start, len);
        c->apop[len] = '\0';
        return;
    }
}

/* One line of the answer to CAPA; RFC 2449 5. */
static bool capa_entry(struct caps *fresh, struct span line)
{
    struct span rest = span_trim(line);
    struct span keyword;
    if (!caps_add(fresh, rest))
        return false;
    if (!word_next(&rest, &keyword)) {
        fresh->odd |= CAPS_MALFORMED;
        return true;
    }
    if (span_is_nocase(keyword, "STLS"))
        fresh->starttls = true;
    else if (span_is_nocase(keyword, "USER"))
        fresh->pop3_user = true;
    else if (span_is_nocase(keyword, "SASL")) {
        fresh->sasl_ir = true;
        return caps_add_mechs(fresh, rest);
    }
    return true;
}

static int pop3_caps(struct caps *c, const struct reply *r, const struct ask *ask)
{
    if (ask->what == SAY_GREETING && r->answer == ANSWER_YES)
        timestamp_find(c, r->text);
    if (ask->what != SAY_CAPS || r->answer != ANSWER_YES)
        return 0;
    struct caps fresh;
    caps_begin(&fresh, c);
    bool ok = true;
    struct reader rd = reader_over(r->all, POP3_LINE_MAX);
    struct span line;
    while (ok && reader_line(&rd, &line) == 1 && !span_is(line, "."))
        if (rd.count > 1)
            ok = capa_entry(&fresh, span_starts(line, ".") ? span_skip(line, 1) : line); /* dot-stuffing; RFC 1939 3 */
    return caps_settle(c, &fresh, ok);
}

static bool say_apop(struct buf *out, const struct words *w)
{
    /* A space in the name would move the digest's place: APOP has no quoting. */
    return word_fits(w->user) && word_fits(w->secret) && buf_add_str(out, "APOP ") && buf_add_span(out, w->user) &&
           buf_add_char(out, ' ') && buf_add_span(out, w->secret) && buf_add_str(out, "\r\n");
}

static bool pop3_say(struct buf *out, enum say what, const struct words *w)
{
    switch (what) {
    case SAY_CAPS:
        return say_line(out, "CAPA");
    case SAY_STARTTLS:
        return say_line(out, "STLS");
    case SAY_AUTH:
        return say_mechanism(out, "AUTH", w);
    case SAY_RESPONSE:
        return say_response(out, w);
    case SAY_CANCEL:
        return say_line(out, "*");
    case SAY_USER:
        return say_argument(out, "USER", w->user);
    case SAY_PASS:
        return say_argument(out, "PASS", w->secret);
    case SAY_APOP:
        return say_apop(out, w);
    case SAY_NOOP:
        return say_line(out, "NOOP");
    case SAY_QUIT:
        return say_line(out, "QUIT");
    case SAY_GREETING:
    case SAY_CAPS_OLD:
    case SAY_LOGIN:
    case SAY_COUNT:
        break;
    }
    return false;
}

static const char *const pop3_native[] = {"APOP", "USER", NULL};

const struct proto proto_pop3 = {
    .name = "pop3",
    .name_tls = "pop3s",
    .title = "POP3",
    .sasl_service = "pop",
    .alpn = "pop3",
    .port = 110,
    .port_tls = 995,
    .mode = TLS_MODE_STARTTLS,
    .server_first = true,
    .line_max = POP3_LINE_MAX,
    .initial_max = POP3_INITIAL_MAX,
    .starttls_word = "STLS",
    .harmless = SAY_CAPS,
    .native = pop3_native,
    .reply = pop3_reply,
    .caps = pop3_caps,
    .say = pop3_say,
};
