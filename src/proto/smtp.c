/* SPDX-License-Identifier: GPL-3.0-or-later */
/* smtp.c - SMTP and message submission: RFC 5321, 6409, 3207, 4954, 8314; enhanced codes RFC 2034, 3463. */
#include "proto/line.h"
#include "proto/proto_private.h"

#define SMTP_LINE_MAX 512         /* bytes with CRLF; RFC 5321 4.5.3.1.5 */
#define SMTP_CHALLENGE_MAX 12288  /* bytes with CRLF; RFC 4954 4 */
#define SMTP_INITIAL_MAX 512      /* bytes with CRLF; RFC 5321 4.5.3.1.4, and RFC 4954 4 gives AUTH's first line no more */

struct smtp_line {
    int code;
    bool goes_on;     /* "250-": more lines follow */
    struct span text; /* behind the separator */
};

/* RFC 5321 4.2: the first digit is 2 to 5. false: no reply line. */
static bool smtp_line_parse(struct smtp_line *s, struct span line)
{
    long code = number_of(span_head(line, 3));
    if (code < 200 || code > 599)
        return false;
    if (line.len > 3 && line.ptr[3] != ' ' && line.ptr[3] != '-')
        return false;
    s->code = (int)code;
    s->goes_on = line.len > 3 && line.ptr[3] == '-';
    s->text = span_skip(line, 4);
    return true;
}

/* Cuts class.subject.detail off the head of *text; RFC 2034 4, RFC 3463 2. Without one, both stay as they are. */
static void enhanced_cut(struct span *text, int enhanced[3])
{
    struct span rest = *text;
    struct span code;
    if (!rest.len || rest.ptr[0] == ' ' || !word_next(&rest, &code))
        return;
    int part[3];
    for (int i = 0; i < 3; i++) {
        const unsigned char *dot = code.len ? memchr(code.ptr, '.', code.len) : NULL;
        if ((dot != NULL) != (i < 2))
            return;
        struct span digits = span_head(code, dot ? (size_t)(dot - code.ptr) : code.len);
        long n = digits.len <= 3 ? number_of(digits) : -1;
        if (n < 0)
            return;
        part[i] = (int)n;
        code = span_skip(code, digits.len + 1);
    }
    if (part[0] != 2 && part[0] != 4 && part[0] != 5)
        return;
    memcpy(enhanced, part, sizeof part);
    *text = span_trim(rest);
}

static bool in_exchange(enum say what)
{
    return what == SAY_AUTH || what == SAY_RESPONSE;
}

static enum answer smtp_answer(int code, enum say what)
{
    if (code == 421) /* may stand in place of any reply; RFC 5321 4.2.3 */
        return ANSWER_BYE;
    if (code == 334 && in_exchange(what))
        return ANSWER_MORE;
    if (code >= 500 && code <= 504)
        return ANSWER_BAD;
    switch (code / 100) {
    case 2:
        return ANSWER_YES;
    case 4:
        return ANSWER_LATER;
    case 5:
        return ANSWER_NO;
    }
    return ANSWER_STRANGE; /* 3yz asks for a message or for more, and nothing of ours leads there */
}

/* What the deciding line says. */
static void smtp_decide(struct reply *r, struct span line, const struct smtp_line *s, enum say what)
{
    r->last = line;
    r->code = s->code;
    r->text = s->text;
    r->answer = smtp_answer(s->code, what);
    if (r->answer == ANSWER_MORE) {
        r->challenge = s->text;
        return;
    }
    /* A greeting and the answer to EHLO begin with a name, not with an enhanced code; RFC 2034 4. */
    bool name_first = r->answer == ANSWER_YES && (what == SAY_GREETING || what == SAY_CAPS || what == SAY_CAPS_OLD);
    if (!name_first)
        enhanced_cut(&r->text, r->enhanced);
    if (r->enhanced[0] && r->enhanced[0] != s->code / 100)
        r->odd |= REPLY_CODE_CLASH;
}

static long smtp_reply(struct reply *r, struct span in, const struct ask *ask)
{
    *r = (struct reply){0};
    struct reader rd = reader_over(in, in_exchange(ask->what) ? SMTP_CHALLENGE_MAX : SMTP_LINE_MAX);
    int first_code = 0;
    for (;;) {
        struct span line;
        int got = reader_line(&rd, &line);
        if (got <= 0)
            return got;
        struct smtp_line s;
        bool fits = smtp_line_parse(&s, line);
        if (rd.count == 1) {
            r->first = line;
            if (!fits) {
                r->last = r->text = line;
                r->answer = ANSWER_STRANGE;
                return reader_end(&rd, r);
            }
            first_code = s.code;
        } else if (!fits) {
            r->odd |= REPLY_STRAY_LINE;
            continue;
        }
        if (s.code != first_code)
            r->odd |= REPLY_MIXED_CODE;
        if (!s.goes_on) {
            smtp_decide(r, line, &s, ask->what);
            return reader_end(&rd, r);
        }
    }
}

/* One line of the answer to EHLO behind its code; RFC 5321 4.1.1.1. */
static bool ehlo_entry(struct caps *fresh, struct span entry)
{
    struct span rest = span_trim(entry);
    struct span keyword;
    if (!caps_add(fresh, rest))
        return false;
    if (!word_next(&rest, &keyword)) {
        fresh->odd |= CAPS_MALFORMED;
        return true;
    }
    if (span_is_nocase(keyword, "STARTTLS"))
        fresh->starttls = true;
    else if (span_is_nocase(keyword, "AUTH"))
        return caps_add_mechs(fresh, rest);
    else if (span_starts_nocase(keyword, "AUTH=")) /* the form before RFC 2554, still sent for clients of that time */
        return (keyword.len == 5 || caps_add_mech(fresh, span_skip(keyword, 5))) && caps_add_mechs(fresh, rest);
    return true;
}

static int smtp_caps(struct caps *c, const struct reply *r, const struct ask *ask)
{
    if (ask->what != SAY_CAPS || r->answer != ANSWER_YES)
        return 0;
    struct caps fresh;
    caps_begin(&fresh, c);
    fresh.sasl_ir = true;
    bool ok = true;
    struct reader rd = reader_over(r->all, SMTP_LINE_MAX);
    struct span line;
    while (ok && reader_line(&rd, &line) == 1) {
        struct smtp_line s = {.text = line};
        if (!smtp_line_parse(&s, line))
            fresh.odd |= CAPS_MALFORMED;
        struct span words = s.text;
        struct span domain;
        if (rd.count > 1)
            ok = ehlo_entry(&fresh, s.text);
        else if (word_next(&words, &domain) && span_is_nocase(domain, "STARTTLS"))
            fresh.odd |= CAPS_STARTTLS_FIRST_LINE;
    }
    return caps_settle(c, &fresh, ok);
}

static bool smtp_say(struct buf *out, enum say what, const struct words *w)
{
    switch (what) {
    case SAY_CAPS:
        return word_fits(span_str(w->self)) && say_argument(out, "EHLO", span_str(w->self));
    case SAY_CAPS_OLD:
        return word_fits(span_str(w->self)) && say_argument(out, "HELO", span_str(w->self));
    case SAY_STARTTLS:
        return say_line(out, "STARTTLS");
    case SAY_AUTH:
        return say_mechanism(out, "AUTH", w);
    case SAY_RESPONSE:
        return say_response(out, w);
    case SAY_CANCEL:
        return say_line(out, "*");
    case SAY_NOOP:
        return w->tag && *w->tag ? say_argument(out, "NOOP", span_str(w->tag)) : say_line(out, "NOOP");
    case SAY_QUIT:
        return say_line(out, "QUIT");
    case SAY_GREETING:
    case SAY_LOGIN:
    case SAY_USER:
    case SAY_PASS:
    case SAY_APOP:
    case SAY_COUNT:
        break;
    }
    return false;
}

static const char *const no_native[] = {NULL};

const struct proto proto_submission = {
    .name = "submission",
    .name_tls = "submissions",
    .title = "Submission",
    .sasl_service = "smtp",
    .port = 587,
    .port_tls = 465,
    .mode = TLS_MODE_STARTTLS,
    .server_first = true,
    .line_max = SMTP_LINE_MAX,
    .initial_max = SMTP_INITIAL_MAX,
    .starttls_word = "STARTTLS",
    .harmless = SAY_NOOP,
    .native = no_native,
    .reply = smtp_reply,
    .caps = smtp_caps,
    .say = smtp_say,
};

/* Between mail servers: TLS only where it is offered, and no port of its own (RFC 3207 4, RFC 8314 4). */
const struct proto proto_smtp = {
    .name = "smtp",
    .title = "SMTP",
    .sasl_service = "smtp",
    .port = 25,
    .mode = TLS_MODE_OPPORTUNISTIC,
    .server_first = true,
    .line_max = SMTP_LINE_MAX,
    .initial_max = SMTP_INITIAL_MAX,
    .starttls_word = "STARTTLS",
    .harmless = SAY_NOOP,
    .native = no_native,
    .reply = smtp_reply,
    .caps = smtp_caps,
    .say = smtp_say,
};
