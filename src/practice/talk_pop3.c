/* SPDX-License-Identifier: GPL-3.0-or-later */
/* talk_pop3.c - the POP3 server: RFC 1939, 2449, 2595, 3206, 5034. The maildrop is empty. */
#include "practice/conn_private.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *pop3_phrase(const struct phrase *p)
{
    return p->pop3;
}

static void pop3_greet(struct practice_conn *c)
{
    if (c->secured && exchange_takes_passwords(c)) {
        snprintf(c->apop, sizeof(c->apop), "<%" PRIu64 ".1@%s>", c->now_us, c->host);
        conn_sayf(c, "+OK %s ready %s\r\n", c->host, c->apop);
    } else
        conn_say_line(c, "+OK {host} ready");
}

static void pop3_unknown(struct practice_conn *c)
{
    conn_say_line(c, "-ERR unknown command");
}

static void pop3_capa(struct practice_conn *c)
{
    if (!conn_lists(c))
        return;
    conn_say_line(c, "+OK capability list follows");
    if (c->how->listing == LISTING_TRUNCATES) {
        conn_leave(c);
        return;
    }
    conn_say_line(c, "UIDL\r\nTOP\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE");
    if (c->how->offer == OFFER_MASKED)
        conn_say_line(c, "XXXX");
    else if (conn_lists_starttls(c))
        conn_say_line(c, "STLS");
    if (exchange_takes_passwords(c))
        conn_say_line(c, "USER");
    if (*conn_mechs(c))
        conn_sayf(c, "SASL %s\r\n", conn_mechs(c));
    conn_say_line(c, ".");
}

static void pop3_stls(struct practice_conn *c)
{
    const char *refusal = conn_phrase(c, &c->how->refusal);
    if (c->tls)
        conn_say_line(c, "-ERR TLS is already active");
    else if (refusal)
        conn_say_line(c, refusal);
    else {
        conn_say_line(c, "+OK Begin TLS negotiation");
        if (c->how->injects)
            conn_say_line(c, "+OK\r\nUSER\r\nSASL PLAIN\r\n.");
        conn_upgrade(c);
    }
}

static void pop3_auth(struct practice_conn *c, struct span arguments)
{
    struct span mech = conn_word(&arguments);
    if (mech.len)
        exchange_begin(c, mech, arguments.len ? &arguments : NULL);
    else
        conn_say_line(c, "-ERR a mechanism is missing");
}

static void pop3_user(struct practice_conn *c, struct span name)
{
    if (!conn_takes_logins(c))
        c->talk->verdict(c, LOGIN_CLEAR);
    else if (!exchange_takes_passwords(c))
        c->talk->verdict(c, LOGIN_UNKNOWN);
    else if (!name.len || name.len >= sizeof(c->user) || memchr(name.ptr, '\0', name.len))
        conn_say_line(c, "-ERR no such name");
    else {
        memcpy(c->user, name.ptr, name.len);
        c->user[name.len] = '\0';
        conn_say_line(c, "+OK send the password");
    }
}

static void pop3_pass(struct practice_conn *c, struct span password)
{
    if (!c->user[0])
        conn_say_line(c, "-ERR USER first");
    else
        exchange_password(c, span_str(c->user), password);
    c->user[0] = '\0';
}

static void pop3_apop(struct practice_conn *c, struct span arguments)
{
    struct span user = conn_word(&arguments);
    exchange_apop(c, user, arguments);
}

static void pop3_verdict(struct practice_conn *c, enum login_verdict verdict)
{
    const char *own = conn_phrase(c, &c->how->login);
    switch (verdict) {
    case LOGIN_YES:
        conn_say_line(c, "+OK logged in");
        return;
    case LOGIN_NO:
        conn_say_line(c, own ? own : "-ERR [AUTH] authentication failed");
        return;
    case LOGIN_MALFORMED:
        conn_say_line(c, "-ERR malformed authentication exchange");
        return;
    case LOGIN_CANCELLED:
        conn_say_line(c, "-ERR authentication aborted");
        return;
    case LOGIN_UNKNOWN:
        conn_say_line(c, "-ERR this way to log in is not offered");
        return;
    case LOGIN_CLEAR:
        conn_say_line(c, "-ERR plaintext authentication disallowed: STLS first");
        return;
    }
}

static void pop3_too_long(struct practice_conn *c)
{
    conn_say_line(c, "-ERR line too long");
}

/* Commands of the AUTHORIZATION state. */
static bool pop3_obey_stranger(struct practice_conn *c, struct span word, struct span rest)
{
    if (span_is_nocase(word, "STLS"))
        pop3_stls(c);
    else if (span_is_nocase(word, "AUTH"))
        pop3_auth(c, rest);
    else if (span_is_nocase(word, "USER"))
        pop3_user(c, rest);
    else if (span_is_nocase(word, "PASS"))
        pop3_pass(c, rest);
    else if (span_is_nocase(word, "APOP"))
        pop3_apop(c, rest);
    else
        return false;
    return true;
}

/* Commands of the TRANSACTION state. */
static bool pop3_obey_user(struct practice_conn *c, struct span word)
{
    if (span_is_nocase(word, "NOOP") || span_is_nocase(word, "RSET"))
        conn_say_line(c, "+OK");
    else if (span_is_nocase(word, "STAT"))
        conn_say_line(c, "+OK 0 0");
    else if (span_is_nocase(word, "LIST") || span_is_nocase(word, "UIDL"))
        conn_say_line(c, "+OK\r\n.");
    else
        return false;
    return true;
}

static void pop3_obey(struct practice_conn *c, struct span command)
{
    struct span word = conn_word(&command);
    if (span_is_nocase(word, "CAPA"))
        pop3_capa(c);
    else if (span_is_nocase(word, "QUIT")) {
        conn_say_line(c, "+OK Bye");
        conn_leave(c);
    } else if (!(c->logged_in ? pop3_obey_user(c, word) : pop3_obey_stranger(c, word, command)))
        pop3_unknown(c);
}

const struct talk talk_pop3 = {
    .service = "pop",
    .more = "+ ",
    .phrase = pop3_phrase,
    .command = conn_line,
    .obey = pop3_obey,
    .greet = pop3_greet,
    .unknown = pop3_unknown,
    .too_long = pop3_too_long,
    .verdict = pop3_verdict,
};
