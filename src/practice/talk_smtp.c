/* SPDX-License-Identifier: GPL-3.0-or-later */
/* talk_smtp.c - the SMTP server: RFC 5321, 3207, 4954. It takes logins and no mail. */
#include "practice/conn_private.h"

static const char *smtp_phrase(const struct phrase *p)
{
    return p->smtp;
}

static void smtp_greet(struct practice_conn *c)
{
    const char *own = conn_phrase(c, &c->how->greeting);
    conn_say(c, own ? own : "220 {host} ESMTP practice server");
    conn_say(c, "\r\n");
    if (c->how->hangs_up)
        conn_leave(c);
}

static void smtp_starttls_line(struct practice_conn *c)
{
    if (c->how->offer == OFFER_MASKED)
        conn_say(c, "250-XXXXXXXA\r\n");
    else if (conn_lists_starttls(c) && c->how->offer != OFFER_FIRST)
        conn_say(c, "250-STARTTLS\r\n");
}

static void smtp_ehlo(struct practice_conn *c)
{
    if (c->how->listing == LISTING_UNKNOWN) {
        conn_say(c, "502 5.5.1 EHLO: command not implemented\r\n");
        return;
    }
    if (!conn_lists(c))
        return;
    conn_say(c, c->how->offer == OFFER_FIRST && conn_lists_starttls(c) ? "250-STARTTLS\r\n" : "250-{host}\r\n");
    if (c->how->listing == LISTING_TRUNCATES) {
        conn_leave(c);
        return;
    }
    conn_say(c, "250-PIPELINING\r\n250-SIZE 10485760\r\n");
    smtp_starttls_line(c);
    const char *mechs = conn_mechs(c);
    if (*mechs)
        conn_sayf(c, "250-AUTH %s\r\n", mechs);
    conn_say(c, "250-ENHANCEDSTATUSCODES\r\n250 8BITMIME\r\n");
}

static void smtp_starttls(struct practice_conn *c, struct span argument)
{
    const char *refusal = conn_phrase(c, &c->how->refusal);
    if (c->tls)
        conn_say(c, "554 5.5.1 Error: TLS already active\r\n");
    else if (argument.len)
        conn_say(c, "501 5.5.4 Syntax: STARTTLS\r\n");
    else if (refusal)
        conn_say(c, refusal), conn_say(c, "\r\n");
    else {
        conn_say(c, "220 2.0.0 Ready to start TLS\r\n");
        if (c->how->injects)
            conn_say(c, "250-{host}\r\n250 AUTH PLAIN LOGIN\r\n");
        conn_upgrade(c);
    }
}

static void smtp_auth(struct practice_conn *c, struct span arguments)
{
    struct span mech = conn_word(&arguments);
    if (c->logged_in)
        conn_say(c, "503 5.5.1 Error: already authenticated\r\n");
    else if (!mech.len)
        conn_say(c, "501 5.5.4 Syntax: AUTH mechanism\r\n");
    else
        exchange_begin(c, mech, arguments.len ? &arguments : NULL);
}

static void smtp_challenge(struct practice_conn *c, struct span base64)
{
    conn_say(c, "334 ");
    conn_say_span(c, base64);
    conn_say(c, "\r\n");
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
    conn_say(c, smtp_answer(c, verdict));
    conn_say(c, "\r\n");
}

static void smtp_too_long(struct practice_conn *c)
{
    conn_say(c, "500 5.5.6 Error: line too long\r\n");
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
        conn_say(c, "250 {host}\r\n");
    else if (span_is_nocase(word, "STARTTLS"))
        smtp_starttls(c, command);
    else if (span_is_nocase(word, "AUTH"))
        smtp_auth(c, command);
    else if (span_is_nocase(word, "NOOP") || span_is_nocase(word, "RSET"))
        conn_say(c, "250 2.0.0 Ok\r\n");
    else if (span_is_nocase(word, "QUIT"))
        conn_say(c, "221 2.0.0 Bye\r\n"), conn_leave(c);
    else if (smtp_is_mail(word))
        conn_say(c, c->logged_in ? "554 5.7.1 Error: a practice server takes no mail\r\n"
                                 : "530 5.7.0 Error: authentication required\r\n");
    else
        conn_say(c, "500 5.5.2 Error: command not recognized\r\n");
}

const struct talk talk_smtp = {
    .command = conn_line,
    .greet = smtp_greet,
    .obey = smtp_obey,
    .challenge = smtp_challenge,
    .verdict = smtp_verdict,
    .too_long = smtp_too_long,
    .phrase = smtp_phrase,
};
