/* SPDX-License-Identifier: GPL-3.0-or-later */
/* talk_smtp.c - the SMTP server: RFC 5321, 3207, 4954. It takes logins and no mail. */
#include "practice/conn_private.h"

static const char *smtp_phrase(const struct phrase *p)
{
    return p->smtp;
}

static void smtp_greet(struct practice_conn *c)
{
    conn_say_line(c, "220 {host} ESMTP practice server");
}

static void smtp_unknown(struct practice_conn *c)
{
    conn_say_line(c, "500 5.5.2 Error: command not recognized");
}

static void smtp_starttls_line(struct practice_conn *c)
{
    if (c->how->offer == OFFER_MASKED)
        conn_say_line(c, "250-XXXXXXXA");
    else if (conn_lists_starttls(c) && c->how->offer != OFFER_FIRST)
        conn_say_line(c, "250-STARTTLS");
}

static void smtp_ehlo(struct practice_conn *c)
{
    if (!conn_lists(c))
        return;
    conn_say_line(c, c->how->offer == OFFER_FIRST && conn_lists_starttls(c) ? "250-STARTTLS" : "250-{host}");
    if (c->how->listing == LISTING_TRUNCATES) {
        conn_leave(c);
        return;
    }
    conn_say_line(c, "250-PIPELINING\r\n250-SIZE 10485760");
    smtp_starttls_line(c);
    const char *mechs = conn_mechs(c);
    if (*mechs)
        conn_sayf(c, "250-AUTH %s\r\n", mechs);
    conn_say_line(c, "250-ENHANCEDSTATUSCODES\r\n250 8BITMIME");
}

static void smtp_starttls(struct practice_conn *c, struct span argument)
{
    const char *refusal = conn_phrase(c, &c->how->refusal);
    if (c->tls)
        conn_say_line(c, "554 5.5.1 Error: TLS already active");
    else if (argument.len)
        conn_say_line(c, "501 5.5.4 Syntax: STARTTLS");
    else if (refusal)
        conn_say_line(c, refusal);
    else {
        conn_say_line(c, "220 2.0.0 Ready to start TLS");
        if (c->how->injects)
            conn_say_line(c, "250-{host}\r\n250 AUTH PLAIN LOGIN");
        conn_upgrade(c);
    }
}

static void smtp_auth(struct practice_conn *c, struct span arguments)
{
    struct span mech = conn_word(&arguments);
    if (c->logged_in)
        conn_say_line(c, "503 5.5.1 Error: already authenticated");
    else if (!mech.len)
        conn_say_line(c, "501 5.5.4 Syntax: AUTH mechanism");
    else
        exchange_begin(c, mech, arguments.len ? &arguments : NULL);
}

static const char *smtp_answer(const struct practice_conn *c, enum login_verdict verdict)
{
    const char *own = conn_phrase(c, &c->how->login);
    switch (verdict) {
    case LOGIN_YES:
        return "235 2.7.0 Authentication successful";
    case LOGIN_NO:
        return own ? own : "535 5.7.8 Error: authentication failed";
    case LOGIN_MALFORMED:
        return "501 5.5.2 Error: malformed authentication exchange";
    case LOGIN_CANCELLED:
        return "501 5.7.0 Authentication aborted";
    case LOGIN_UNKNOWN:
        return *conn_mechs(c) ? "504 5.5.4 Error: this authentication method is not offered"
                              : "503 5.5.1 Error: authentication not enabled";
    case LOGIN_CLEAR:
        return "530 5.7.0 Must issue a STARTTLS command first";
    }
    return "";
}

static void smtp_verdict(struct practice_conn *c, enum login_verdict verdict)
{
    conn_say_line(c, smtp_answer(c, verdict));
}

static void smtp_too_long(struct practice_conn *c)
{
    conn_say_line(c, "500 5.5.6 Error: line too long");
}

static bool smtp_is_mail(struct span word)
{
    return span_is_nocase(word, "MAIL") || span_is_nocase(word, "RCPT") || span_is_nocase(word, "DATA") ||
           span_is_nocase(word, "BDAT");
}

static void smtp_obey(struct practice_conn *c, struct span command)
{
    struct span word = conn_word(&command);
    if (span_is_nocase(word, "EHLO"))
        smtp_ehlo(c);
    else if (span_is_nocase(word, "HELO"))
        conn_say_line(c, "250 {host}");
    else if (span_is_nocase(word, "STARTTLS"))
        smtp_starttls(c, command);
    else if (span_is_nocase(word, "AUTH"))
        smtp_auth(c, command);
    else if (span_is_nocase(word, "NOOP") || span_is_nocase(word, "RSET"))
        conn_say_line(c, "250 2.0.0 Ok");
    else if (span_is_nocase(word, "QUIT")) {
        conn_say_line(c, "221 2.0.0 Bye");
        conn_leave(c);
    } else if (smtp_is_mail(word))
        conn_say_line(c, c->logged_in ? "554 5.7.1 Error: a practice server takes no mail"
                                      : "530 5.7.0 Error: authentication required");
    else
        smtp_unknown(c);
}

const struct talk talk_smtp = {
    .service = "smtp",
    .more = "334 ",
    .phrase = smtp_phrase,
    .command = conn_line,
    .obey = smtp_obey,
    .greet = smtp_greet,
    .unknown = smtp_unknown,
    .too_long = smtp_too_long,
    .verdict = smtp_verdict,
};
