/* SPDX-License-Identifier: GPL-3.0-or-later */
/* imap.c - IMAP before a mailbox is opened: RFC 9051, 3501, 2595, 4959 (SASL-IR), 5530 (codes), 7888 (literals). */
#include "proto/line.h"
#include "proto/proto_private.h"

#define IMAP_LINE_MAX 8192    /* bytes with CRLF; RFC 7162 4 has nobody pass it */
#define IMAP_INITIAL_MAX 1000 /* bytes with CRLF; RFC 2683 3.2.1.5: old servers take no more */
#define IMAP_LITERAL_MAX 4096 /* bytes; LITERAL-'s bound (RFC 7888 5), and nothing said before login needs more */

enum status { STATUS_NONE, STATUS_OK, STATUS_NO, STATUS_BAD, STATUS_BYE, STATUS_PREAUTH };

/* Cuts a status word off the head of *rest, and the space behind it. */
static enum status status_cut(struct span *rest)
{
    static const char *const words[] = {
        [STATUS_OK] = "OK", [STATUS_NO] = "NO", [STATUS_BAD] = "BAD", [STATUS_BYE] = "BYE", [STATUS_PREAUTH] = "PREAUTH",
    };
    struct span word, behind = *rest;
    if (!word_next(&behind, &word))
        return STATUS_NONE;
    for (enum status s = STATUS_OK; s <= STATUS_PREAUTH; s++) {
        if (span_is_nocase(word, words[s])) {
            *rest = span_skip(behind, 1);
            return s;
        }
    }
    return STATUS_NONE;
}

/* "{n}" at the end of a line: n bytes follow that are not lines; RFC 9051 4.3. -1: there is none. */
static long literal_size(struct span line)
{
    size_t at = line.len;
    if (at < 3 || line.ptr[at - 1] != '}')
        return -1;
    size_t digits = 0;
    while (digits < at - 2 && line.ptr[at - 2 - digits] >= '0' && line.ptr[at - 2 - digits] <= '9')
        digits++;
    if (line.ptr[at - 2 - digits] != '{')
        return -1;
    return digits > 9 ? IMAP_LITERAL_MAX + 1 : number_of(span_of(line.ptr + at - 1 - digits, digits));
}

/* The next response: a line, and where it is data (not a status, whose words are for people) the literals and lines that go
 * on from it. As reader_line. */
static int response_next(struct reader *rd, struct span *head_r)
{
    int got = reader_line(rd, head_r);
    struct span rest = span_skip(*head_r, 2);
    if (got <= 0 || !span_starts(*head_r, "* ") || status_cut(&rest) != STATUS_NONE)
        return got;
    struct span line = *head_r;
    for (long size; (size = literal_size(line)) >= 0;) {
        if (size > IMAP_LITERAL_MAX)
            return -1;
        if ((got = reader_skip(rd, (size_t)size)) <= 0 || (got = reader_line(rd, &line)) <= 0)
            return got;
    }
    return 1;
}

/* What an untagged response is, when it is no status: its data's name. */
static bool data_is(struct span line, const char *name)
{
    struct span rest = span_skip(line, 2), word;
    return span_starts(line, "* ") && word_next(&rest, &word) && span_is_nocase(word, name);
}

/* An untagged response that this command may bring. News in status responses may come at any time, but with STARTTLS
 * everything before the answer was put there by somebody in between. */
static bool untagged_is_expected(struct span line, enum status status, enum say what)
{
    switch (what) {
    case SAY_CAPS:
    case SAY_AUTH:
    case SAY_RESPONSE:
    case SAY_LOGIN:
        return status != STATUS_NONE || data_is(line, "CAPABILITY");
    case SAY_STARTTLS:
        return false;
    case SAY_GREETING:
    case SAY_CAPS_OLD:
    case SAY_CANCEL:
    case SAY_USER:
    case SAY_PASS:
    case SAY_APOP:
    case SAY_NOOP:
    case SAY_QUIT:
    case SAY_COUNT:
        break;
    }
    return status != STATUS_NONE;
}

/* RFC 5530 3, RFC 9051 7.1: refusals that pass by themselves. */
static bool code_is_passing(struct span resp_code)
{
    struct span word = {0};
    word_next(&resp_code, &word);
    return span_is_nocase(word, "UNAVAILABLE") || span_is_nocase(word, "INUSE") || span_is_nocase(word, "LIMIT");
}

static bool decide(struct reply *r, struct span line, enum answer answer, struct span text)
{
    r->last = line;
    r->answer = answer;
    r->text = text;
    if (answer != ANSWER_STRANGE && answer != ANSWER_MORE)
        r->resp_code = bracket_cut(&r->text);
    if (answer == ANSWER_NO && code_is_passing(r->resp_code))
        r->answer = ANSWER_LATER;
    return true;
}

static bool decide_greeting(struct reply *r, struct span line, enum status status, struct span text)
{
    switch (status) {
    case STATUS_OK:
        return decide(r, line, ANSWER_YES, text);
    case STATUS_PREAUTH:
        return decide(r, line, ANSWER_PREAUTH, text);
    case STATUS_BYE:
        return decide(r, line, ANSWER_BYE, text);
    case STATUS_NONE:
    case STATUS_NO:
    case STATUS_BAD:
        break;
    }
    return decide(r, line, ANSWER_STRANGE, line);
}

static bool decide_tagged(struct reply *r, struct span line, enum status status, struct span text)
{
    switch (status) {
    case STATUS_OK:
        return decide(r, line, ANSWER_YES, text);
    case STATUS_NO:
        return decide(r, line, ANSWER_NO, text);
    case STATUS_BAD:
        return decide(r, line, ANSWER_BAD, text);
    case STATUS_NONE:
    case STATUS_BYE:
    case STATUS_PREAUTH:
        break;
    }
    return decide(r, line, ANSWER_STRANGE, line);
}

/* true: the response ends the reply and r tells how. */
static bool response_decides(struct reply *r, struct span line, const struct ask *ask)
{
    bool untagged = span_starts(line, "* ");
    struct span rest = span_skip(line, 2);
    if (untagged) {
        enum status status = status_cut(&rest);
        if (ask->what == SAY_GREETING)
            return decide_greeting(r, line, status, rest);
        /* The connection is about to close: a tagged answer may never follow. After LOGOUT it does (RFC 9051 6.1.3). */
        if (status == STATUS_BYE && ask->what != SAY_QUIT)
            return decide(r, line, ANSWER_BYE, rest);
        if (!untagged_is_expected(line, status, ask->what))
            r->odd |= REPLY_UNSOLICITED;
        return false;
    }
    bool exchange = ask->what == SAY_AUTH || ask->what == SAY_RESPONSE;
    if (exchange && (span_is(line, "+") || span_starts(line, "+ "))) {
        r->challenge = rest;
        return decide(r, line, ANSWER_MORE, rest);
    }
    size_t tag_len = ask->tag && ask->what != SAY_GREETING ? strlen(ask->tag) : 0;
    if (tag_len && span_starts(line, ask->tag) && line.len > tag_len && line.ptr[tag_len] == ' ') {
        rest = span_skip(line, tag_len + 1);
        enum status status = status_cut(&rest);
        return decide_tagged(r, line, status, rest);
    }
    return decide(r, line, ANSWER_STRANGE, line);
}

static long imap_reply(struct reply *r, struct span in, const struct ask *ask)
{
    *r = (struct reply){0};
    struct reader rd = reader_over(in, IMAP_LINE_MAX);
    for (;;) {
        struct span line;
        int got = response_next(&rd, &line);
        if (got <= 0)
            return got;
        if (!r->first.ptr)
            r->first = line;
        if (response_decides(r, line, ask))
            return reader_end(&rd, r);
    }
}

static bool capability_entry(struct caps *fresh, struct span word)
{
    if (span_is_nocase(word, "STARTTLS"))
        fresh->starttls = true;
    else if (span_is_nocase(word, "LOGINDISABLED"))
        fresh->login_disabled = true;
    else if (span_is_nocase(word, "SASL-IR"))
        fresh->sasl_ir = true;
    else if (span_is_nocase(word, "LITERAL+") || span_is_nocase(word, "LITERAL-"))
        fresh->literal_plus = true;
    else if (span_is_nocase(word, "IMAP4rev2")) /* contains both; RFC 9051 appendix E */
        fresh->sasl_ir = fresh->literal_plus = true;
    else if (span_starts_nocase(word, "AUTH=") && !caps_add_mech(fresh, span_skip(word, 5)))
        return false;
    return caps_add(fresh, word);
}

/* "CAPABILITY IMAP4rev1 ...": what stands behind the word is added. *found_r: it was such a list. */
static bool capability_list(struct caps *fresh, struct span list, bool *found_r)
{
    struct span word;
    if (!word_next(&list, &word) || !span_is_nocase(word, "CAPABILITY"))
        return true;
    *found_r = true;
    while (word_next(&list, &word))
        if (!capability_entry(fresh, word))
            return false;
    return true;
}

static int imap_caps(struct caps *c, const struct reply *r, const struct ask *ask)
{
    bool after_login = ask->what == SAY_AUTH || ask->what == SAY_RESPONSE || ask->what == SAY_LOGIN;
    bool greeting = ask->what == SAY_GREETING && (r->answer == ANSWER_YES || r->answer == ANSWER_PREAUTH);
    /* Never from the answer to STARTTLS: it came before TLS, and is not what the server says inside (RFC 9051 6.2.1). */
    if (!greeting && (r->answer != ANSWER_YES || (ask->what != SAY_CAPS && !after_login)))
        return 0;
    struct caps fresh;
    caps_begin(&fresh, c);
    bool found = false, ok = true;
    struct reader rd = reader_over(r->all, IMAP_LINE_MAX);
    struct span line;
    while (ok && !greeting && response_next(&rd, &line) == 1)
        if (span_starts(line, "* "))
            ok = capability_list(&fresh, span_skip(line, 2), &found);
    if (ok && !found)
        ok = capability_list(&fresh, r->resp_code, &found);
    if (ok && !found) {
        caps_done(&fresh);
        return 0;
    }
    return caps_settle(c, &fresh, ok);
}

static bool is_ascii(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= 0x80)
            return false;
    return true;
}

static bool astring_fits(struct span s, bool literal_plus)
{
    return s.len && words_fit(s) && (is_ascii(s) || (literal_plus && s.len <= IMAP_LITERAL_MAX));
}

/* RFC 9051 4.3: a quoted string, or where it could not hold the bytes, a literal that waits for no answer. */
static bool say_astring(struct buf *out, struct span s)
{
    if (!is_ascii(s))
        return buf_addf(out, "{%zu+}\r\n", s.len) && buf_add_span(out, s);
    if (!buf_add_char(out, '"'))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        bool special = s.ptr[i] == '"' || s.ptr[i] == '\\';
        if ((special && !buf_add_char(out, '\\')) || !buf_add_char(out, (char)s.ptr[i]))
            return false;
    }
    return buf_add_char(out, '"');
}

static bool say_login(struct buf *out, const struct words *w)
{
    return astring_fits(w->user, w->literal_plus) && astring_fits(w->secret, w->literal_plus) &&
           buf_addf(out, "%s LOGIN ", w->tag) && say_astring(out, w->user) && buf_add_char(out, ' ') &&
           say_astring(out, w->secret) && buf_add_str(out, "\r\n");
}

static bool imap_say(struct buf *out, enum say what, const struct words *w)
{
    if (what == SAY_RESPONSE)
        return say_response(out, w);
    if (what == SAY_CANCEL)
        return say_line(out, "*");
    if (!word_fits(span_str(w->tag)))
        return false;
    switch (what) {
    case SAY_CAPS:
        return say_argument(out, w->tag, span_str("CAPABILITY"));
    case SAY_STARTTLS:
        return say_argument(out, w->tag, span_str("STARTTLS"));
    case SAY_AUTH:
        return mechanism_fits(w) && buf_addf(out, "%s ", w->tag) && say_mechanism(out, "AUTHENTICATE", w);
    case SAY_LOGIN:
        return say_login(out, w);
    case SAY_NOOP:
        return say_argument(out, w->tag, span_str("NOOP"));
    case SAY_QUIT:
        return say_argument(out, w->tag, span_str("LOGOUT"));
    case SAY_GREETING:
    case SAY_CAPS_OLD:
    case SAY_RESPONSE:
    case SAY_CANCEL:
    case SAY_USER:
    case SAY_PASS:
    case SAY_APOP:
    case SAY_COUNT:
        break;
    }
    return false;
}

static const char *const imap_native[] = {"LOGIN", NULL};

const struct proto proto_imap = {
    .name = "imap",
    .name_tls = "imaps",
    .title = "IMAP",
    .sasl_service = "imap",
    .alpn = "imap",
    .port = 143,
    .port_tls = 993,
    .mode = TLS_MODE_STARTTLS,
    .server_first = true,
    .mailbox_may_fail = true,
    .tagged = true,
    .caps_in_greeting = true,
    .line_max = IMAP_LINE_MAX,
    .initial_max = IMAP_INITIAL_MAX,
    .starttls_word = "STARTTLS",
    .harmless = SAY_NOOP,
    .native = imap_native,
    .reply = imap_reply,
    .caps = imap_caps,
    .say = imap_say,
};
