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

static void pop3_say(struct practice_conn *c, const char *line)
{
    conn_say(c, line);
    conn_say(c, "\r\n");
}

static void pop3_greet(struct practice_conn *c)
{
    const char *own = conn_phrase(c, &c->how->greeting);
    if (own)
        pop3_say(c, own);
    else if (c->secured && exchange_takes_passwords(c)) {
        snprintf(c->apop, sizeof(c->apop), "<%" PRIu64 ".1@%s>", c->now_us, c->host);
        conn_sayf(c, "+OK %s ready %s\r\n", c->host, c->apop);
    } else
        pop3_say(c, "+OK {host} ready");
    if (c->how->hangs_up)
        conn_leave(c);
}

static void pop3_capa(struct practice_conn *c)
{
    if (c->how->listing == LISTING_UNKNOWN) {
        pop3_say(c, "-ERR unknown command");
        return;
    }
    if (!conn_lists(c))
        return;
    pop3_say(c, "+OK capability list follows");
    if (c->how->listing == LISTING_TRUNCATES) {
        conn_leave(c);
        return;
    }
    pop3_say(c, "UIDL\r\nTOP\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE");
    if (c->how->offer == OFFER_MASKED)
        pop3_say(c, "XXXX");
    else if (conn_lists_starttls(c))
        pop3_say(c, "STLS");
    if (exchange_takes_passwords(c))
        pop3_say(c, "USER");
    if (*conn_mechs(c))
        conn_sayf(c, "SASL %s\r\n", conn_mechs(c));
    pop3_say(c, ".");
}

static void pop3_stls(struct practice_conn *c)
{
    const char *refusal = conn_phrase(c, &c->how->refusal);
    if (c->tls)
        pop3_say(c, "-ERR TLS is already active");
    else if (refusal)
        pop3_say(c, refusal);
    else {
        pop3_say(c, "+OK Begin TLS negotiation");
        if (c->how->injects)
            pop3_say(c, "+OK\r\nUSER\r\nSASL PLAIN\r\n.");
        conn_upgrade(c);
    }
}

static void pop3_auth(struct practice_conn *c, struct span arguments)
{
    struct span mech = conn_word(&arguments);
    if (mech.len)
        exchange_begin(c, mech, arguments.len ? &arguments : NULL);
    else
        pop3_say(c, "-ERR a mechanism is missing");
}

static void pop3_user(struct practice_conn *c, struct span name)
{
    if (!conn_takes_logins(c))
        c->talk->verdict(c, LOGIN_CLEAR);
    else if (!exchange_takes_passwords(c))
        c->talk->verdict(c, LOGIN_UNKNOWN);
    else if (!name.len || name.len >= sizeof(c->user) || memchr(name.ptr, '\0', name.len))
        pop3_say(c, "-ERR no such name");
    else {
        memcpy(c->user, name.ptr, name.len);
        c->user[name.len] = '\0';
        pop3_say(c, "+OK send the password");
    }
}

static void pop3_pass(struct practice_conn *c, struct span password)
{
    if (!c->user[0])
        pop3_say(c, "-ERR USER first");
    else
        exchange_password(c, span_str(c->user), password);
    c->user[0] = '\0';
}

static void pop3_apop(struct practice_conn *c, struct span arguments)
{
    struct span user = conn_word(&arguments);
    exchange_apop(c, user, arguments);
}

static void pop3_challenge(struct practice_conn *c, struct span base64)
{
    conn_say(c, "+ ");
    conn_say_span(c, base64);
    conn_say(c, "\r\n");
}

static void pop3_verdict(struct practice_conn *c, enum login_verdict verdict)
{
    const char *own = conn_phrase(c, &c->how->login);
    switch (verdict) {
    case LOGIN_YES:
        pop3_say(c, "+OK logged in");
        return;
    case LOGIN_NO:
        pop3_say(c, own ? own : "-ERR [AUTH] authentication failed");
        return;
    case LOGIN_MALFORMED:
        pop3_say(c, "-ERR malformed authentication exchange");
        return;
    case LOGIN_CANCELLED:
        pop3_say(c, "-ERR authentication aborted");
        return;
    case LOGIN_UNKNOWN:
        pop3_say(c, "-ERR this way to log in is not offered");
        return;
    case LOGIN_CLEAR:
        pop3_say(c, "-ERR plaintext authentication disallowed: STLS first");
        return;
    }
}

static void pop3_too_long(struct practice_conn *c)
{
    pop3_say(c, "-ERR line too long");
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
        pop3_say(c, "+OK");
    else if (span_is_nocase(word, "STAT"))
        pop3_say(c, "+OK 0 0");
    else if (span_is_nocase(word, "LIST") || span_is_nocase(word, "UIDL"))
        pop3_say(c, "+OK\r\n.");
    else
        return false;
    return true;
}

static void pop3_obey(struct practice_conn *c, struct span command)
{
    struct span word = conn_word(&command);
    if (span_is_nocase(word, "CAPA"))
        pop3_capa(c);
    else if (span_is_nocase(word, "QUIT"))
        pop3_say(c, "+OK Bye"), conn_leave(c);
    else if (!(c->logged_in ? pop3_obey_user(c, word) : pop3_obey_stranger(c, word, command)))
        pop3_say(c, "-ERR unknown command");
}

const struct talk talk_pop3 = {
    .command = conn_line,
    .greet = pop3_greet,
    .obey = pop3_obey,
    .challenge = pop3_challenge,
    .verdict = pop3_verdict,
    .too_long = pop3_too_long,
    .phrase = pop3_phrase,
};
