/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases_talk.c - feature lists, STARTTLS, and conversations that break off. */
#include "case.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- feature lists ---- */

static void helo_only(struct box *b)
{
    b->e.ehlo_refused = true;
    hear(b, &b->e.ehlo_refusal, SAY_CAPS, "500 5.5.2 unrecognized command\r\n");
    hear(b, &b->e.caps_reply, SAY_CAPS_OLD, "250 mail.example.org\r\n");
    list(b, &b->e.before, "250 mail.example.org\r\n");
    case_fail(b, STAGE_STARTTLS);
    b->e.starttls.offered = false;
    hear(b, &b->e.starttls.reply, SAY_STARTTLS, "500 5.5.2 unrecognized command\r\n");
}

static void nothing_understood(struct box *b)
{
    case_fail(b, STAGE_CAPABILITIES);
    b->e.ehlo_refused = true;
    hear(b, &b->e.ehlo_refusal, SAY_CAPS, "501 bad name\r\n");
    hear(b, &b->e.caps_reply, SAY_CAPS_OLD, "501 bad name\r\n");
}

static void starttls_in_first_line(struct box *b)
{
    list(b, &b->e.before, "250-STARTTLS\r\n250 PIPELINING\r\n");
    b->e.starttls.offered = false;
}

static void no_capa(struct box *b)
{
    case_stage(b, STAGE_CAPABILITIES)->verdict = VERDICT_NOTE;
    hear(b, &b->e.caps_reply, SAY_CAPS, "-ERR unknown command\r\n");
    caps_done(&b->e.before);
    memset(&b->e.before, 0, sizeof b->e.before);
}

static void readable_login(struct box *b)
{
    list(b, &b->e.before, "* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN AUTH=SCRAM-SHA-256\r\nw1 OK done\r\n");
}

static void readable_login_loopback(struct box *b)
{
    readable_login(b);
    b->e.loopback = true;
}

static void scram_only(struct box *b)
{
    list(b, &b->e.before, "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED AUTH=SCRAM-SHA-256\r\nw1 OK done\r\n");
}

static void pop3_user(struct box *b)
{
    list(b, &b->e.before, "+OK\r\nUSER\r\nSTLS\r\n.\r\n");
}

static void smtp_login(struct box *b)
{
    list(b, &b->e.before, "250-mail.example.org\r\n250-STARTTLS\r\n250 AUTH LOGIN PLAIN\r\n");
    list(b, &b->e.after, "250-mail.example.org\r\n250 AUTH LOGIN PLAIN\r\n");
}

static void mechanism_gone(struct box *b)
{
    scram_only(b);
    list(b, &b->e.after, "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nw1 OK done\r\n");
}

static void same_lists(struct box *b)
{
    scram_only(b);
    list(b, &b->e.after, "* CAPABILITY IMAP4rev1 LOGINDISABLED AUTH=SCRAM-SHA-256\r\nw1 OK done\r\n");
}

static void starttls_again(struct box *b)
{
    list(b, &b->e.after, "* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN AUTH=SCRAM-SHA-256\r\nw1 OK done\r\n");
}

static void rechecking(struct box *b)
{
    case_running(b, STAGE_RECHECK);
}

/* ---- STARTTLS ---- */

static void starttls_refused(struct box *b, const char *reply)
{
    case_fail(b, STAGE_STARTTLS);
    hear(b, &b->e.starttls.reply, SAY_STARTTLS, reply);
}

static void not_listed(struct box *b)
{
    list(b, &b->e.before, "250-mail.example.org\r\n250 PIPELINING\r\n");
    b->e.starttls.offered = false;
}

static void not_offered(struct box *b)
{
    not_listed(b);
    starttls_refused(b, "502 5.5.1 command not implemented\r\n");
}

static void not_offered_went_on(struct box *b)
{
    not_listed(b);
    case_fail(b, STAGE_STARTTLS);
    case_stage(b, STAGE_STARTTLS)->verdict = VERDICT_WARN;
    b->e.starttls.asked = false;
    b->e.starttls.went_on_clear = true;
}

static void not_listed_but_taken(struct box *b)
{
    not_listed(b);
}

static void not_offered_here_but_elsewhere(struct box *b)
{
    not_offered(b);
    case_sibling(b, "192.0.2.2", false, 0);
    b->sibling.before.known = b->sibling.before.starttls = true;
}

static void refused_454(struct box *b)
{
    starttls_refused(b, "454 4.7.0 TLS not available due to local problem\r\n");
}

static void imap_no(struct box *b)
{
    starttls_refused(b, "w1 NO cannot start TLS\r\n");
}

static void imap_bad(struct box *b)
{
    starttls_refused(b, "w1 BAD unknown command\r\n");
}

static void pop3_err(struct box *b)
{
    starttls_refused(b, "-ERR not now\r\n");
}

static void refused_503(struct box *b)
{
    starttls_refused(b, "503 5.5.1 wrong order\r\n");
}

static void refused_454_opportunistic(struct box *b)
{
    refused_454(b);
    case_stage(b, STAGE_STARTTLS)->verdict = VERDICT_WARN;
    b->e.starttls.went_on_clear = true;
}

static void plain_text_follows(struct box *b)
{
    case_fail(b, STAGE_HANDSHAKE);
    b->e.tls.facts.plaintext_peer = true;
    b->e.tls.facts.error = -15;
    memcpy(b->e.tls.facts.plain_bytes, "500 what\r\n", 10);
    b->e.tls.facts.plain_len = 10;
}

static void close_follows(struct box *b)
{
    case_fail(b, STAGE_HANDSHAKE);
    b->e.tls.facts.transport_ended = b->e.tls.end.closed = true;
    b->e.tls.facts.error = -110;
}

static void close_after_server_hello(struct box *b)
{
    close_follows(b);
    b->e.tls.facts.server_hello = true;
}

static void silence_follows(struct box *b)
{
    case_fail(b, STAGE_HANDSHAKE);
    b->e.tls.end.timed_out = true;
}

static void silence_after_server_hello(struct box *b)
{
    silence_follows(b);
    b->e.tls.facts.server_hello = true;
}

static void injected(struct box *b)
{
    case_fail(b, STAGE_STARTTLS);
    hear(b, &b->e.starttls.reply, SAY_STARTTLS, "220 2.0.0 go\r\n");
    b->e.starttls.injected = 12;
    snprintf(b->e.starttls.injected_text, sizeof b->e.starttls.injected_text, "250 AUTH");
    b->e.starttls.injected_serial = 9;
}

static void farewell_behind_the_go_ahead(struct box *b)
{
    case_fail(b, STAGE_STARTTLS);
    hear(b, &b->e.starttls.reply, SAY_STARTTLS, "w1 OK Begin TLS negotiation now.\r\n");
    b->e.starttls.injected = 46;
    snprintf(b->e.starttls.injected_text, sizeof b->e.starttls.injected_text, "* BYE [UNAVAILABLE] TLS initialization failed.");
    b->e.starttls.injected_serial = 9;
}

static void injected_before_hello(struct box *b)
{
    case_fail(b, STAGE_HANDSHAKE);
    b->e.tls.tried = false;
    b->e.starttls.injected = 12;
    snprintf(b->e.starttls.injected_text, sizeof b->e.starttls.injected_text, "250 AUTH");
}

/* ---- the test of STARTTLS ---- */

static void tested(struct box *b, enum injection_outcome o)
{
    b->e.injection.wanted = true;
    b->e.injection.outcome = o;
    b->e.injection.serial = NO_SERIAL;
    strcpy(b->e.injection.sent, "NOOP t0123456789");
    strcpy(b->e.injection.came, "250 2.0.0 Ok");
}

static void command_answered(struct box *b)
{
    tested(b, INJECTION_ANSWERED);
}

static void command_answered_yet_running(struct box *b)
{
    tested(b, INJECTION_ANSWERED);
    b->e.injection.running = true;
}

static void command_dropped(struct box *b)
{
    tested(b, INJECTION_DROPPED);
}

static void command_refused(struct box *b)
{
    tested(b, INJECTION_REFUSED);
}

static void command_broke_tls(struct box *b)
{
    tested(b, INJECTION_BROKE_TLS);
}

static void command_untold(struct box *b)
{
    tested(b, INJECTION_UNTOLD);
}

/* Both at once: somebody on the way adds words, and the server keeps them. */
static void injected_both_ways(struct box *b)
{
    injected(b);
    tested(b, INJECTION_ANSWERED);
}

/* ---- conversations that break off ---- */

static void caps_closed(struct box *b)
{
    case_fail(b, STAGE_CAPABILITIES);
    b->e.caps_end.closed = true;
}

static void caps_421(struct box *b)
{
    case_fail(b, STAGE_CAPABILITIES);
    hear(b, &b->e.caps_reply, SAY_CAPS, "421 4.3.2 shutting down\r\n");
}

static void caps_silent(struct box *b)
{
    case_fail(b, STAGE_CAPABILITIES);
    b->e.caps_end.timed_out = true;
}

static void caps_broken(struct box *b)
{
    case_fail(b, STAGE_CAPABILITIES);
    b->e.caps_end.broken = true;
}

static void no_list_inside(struct box *b)
{
    case_fail(b, STAGE_RECHECK);
    caps_done(&b->e.after);
    memset(&b->e.after, 0, sizeof b->e.after);
}

static void recheck_closed(struct box *b)
{
    no_list_inside(b);
    b->e.recheck_end.closed = true;
    b->e.tls.facts.truncated = true;
}

static void recheck_closed_properly(struct box *b)
{
    no_list_inside(b);
    b->e.recheck_end.closed = true;
}

static void truncated_after_refusal(struct box *b)
{
    case_fail(b, STAGE_BANNER);
    greet(b, "554 5.7.1 no service for you\r\n");
    b->e.tls.facts.truncated = true;
    b->e.quit.said = false;
}

static void truncated_after_goodbye(struct box *b)
{
    b->e.tls.facts.truncated = true;
}

static void login_closed(struct box *b)
{
    case_fail(b, STAGE_AUTH);
    b->e.auth.result = AUTH_UNFINISHED;
    b->e.auth.end.error = ECONNRESET;
}

const struct rule_case talk_cases[] = {
    {"a good server with STARTTLS has notes only", "imap://mail.example.org", NULL, NULL,
     "only auth-not-offered-before-tls=note/certain caps-changed-after-tls=note/certain",
     "auth-plaintext-offered starttls-not-offered conversation-closed"},
    {"a good POP3 server with STLS has notes only", "pop3://mail.example.org", NULL, NULL,
     "only auth-not-offered-before-tls=note/certain caps-changed-after-tls=note/certain", "auth-plaintext-offered"},
    {"a good submission server with STARTTLS has notes only", "submission://mail.example.org", NULL, NULL,
     "only auth-not-offered-before-tls=note/certain caps-changed-after-tls=note/certain", "auth-plaintext-offered"},
    {"HELO only", "smtp://mail.example.org", "starttls", helo_only,
     "ehlo-rejected=warning/certain starttls-not-offered=error/certain", "capability-command-missing"},
    {"neither EHLO nor HELO", "submission://mail.example.org", NULL, nothing_understood, "only ehlo-rejected=error/certain",
     "conversation-closed reply-not-understood"},
    {"STARTTLS in the first line", "submission://mail.example.org", NULL, starttls_in_first_line, "capabilities-malformed=warning/certain",
     "starttls-stripped starttls-not-offered"},
    {"CAPA is not known", "pop3://mail.example.org", NULL, no_capa, "capability-command-missing=note/certain", "capabilities-malformed"},
    {"PLAIN before TLS", "imap://mail.example.org", NULL, readable_login, "auth-plaintext-offered=warning/certain",
     "auth-not-offered-before-tls"},
    {"PLAIN before TLS, on this computer", "imap://mail.example.org", NULL, readable_login_loopback, "auth-plaintext-offered=note/certain", NULL},
    {"SCRAM before TLS", "imap://mail.example.org", NULL, scram_only, NULL, "auth-plaintext-offered"},
    {"USER before STLS", "pop3://mail.example.org", NULL, pop3_user, "auth-plaintext-offered=warning/certain", NULL},
    {"LOGIN before TLS", "submission://mail.example.org", NULL, smtp_login, "only auth-plaintext-offered=warning/certain",
     "caps-changed-after-tls"},
    {"a mechanism is gone inside TLS", "imap://mail.example.org", NULL, mechanism_gone, "caps-changed-after-tls=warning/certain",
     "starttls-offered-inside-tls"},
    {"only STARTTLS is gone inside TLS", "imap://mail.example.org", NULL, same_lists, "only", "caps-changed-after-tls"},
    {"STARTTLS inside TLS", "imap://mail.example.org", NULL, starttls_again, "starttls-offered-inside-tls=warning/certain", NULL},
    {"the list inside TLS is still coming", "imap://mail.example.org", NULL, rechecking, "only", "caps-changed-after-tls"},
    {"STARTTLS not offered", "submission://mail.example.org", NULL, not_offered, "only starttls-not-offered=error/certain",
     "starttls-stripped starttls-refused-other ehlo-rejected"},
    {"STARTTLS not offered, gone on in clear", "smtp://mail.example.org", NULL, not_offered_went_on,
     "only starttls-not-offered=warning/certain", NULL},
    {"STARTTLS not listed, but taken", "submission://mail.example.org", NULL, not_listed_but_taken, "starttls-stripped=error/likely",
     "starttls-not-offered"},
    {"STARTTLS listed at another address", "submission://mail.example.org", NULL, not_offered_here_but_elsewhere,
     "only starttls-stripped=error/certain", "starttls-not-offered"},
    {"454", "submission://mail.example.org", NULL, refused_454, "only starttls-refused-454=error/certain", "starttls-refused-other"},
    {"454, gone on in clear", "smtp://mail.example.org", NULL, refused_454_opportunistic, "only starttls-refused-454=warning/certain", NULL},
    {"IMAP NO", "imap://mail.example.org", NULL, imap_no, "only starttls-refused-454=error/certain", "starttls-refused-other"},
    {"IMAP BAD", "imap://mail.example.org", NULL, imap_bad, "only starttls-refused-other=error/certain", "starttls-refused-454"},
    {"POP3 -ERR", "pop3://mail.example.org", NULL, pop3_err, "only starttls-refused-other=error/certain", "starttls-refused-454"},
    {"503", "submission://mail.example.org", NULL, refused_503, "only starttls-refused-other=error/certain", "starttls-refused-454"},
    {"plain text in place of TLS", "submission://mail.example.org", NULL, plain_text_follows, "only starttls-accepted-no-tls=error/certain",
     "tls-handshake-failed starttls-hangs"},
    {"the end in place of TLS", "submission://mail.example.org", NULL, close_follows, "only starttls-accepted-no-tls=error/certain",
     "tls-handshake-closed"},
    {"closed after TLS began", "submission://mail.example.org", NULL, close_after_server_hello, "only tls-handshake-closed=error/certain",
     "starttls-accepted-no-tls"},
    {"silence in place of TLS", "submission://mail.example.org", NULL, silence_follows, "only starttls-hangs=error/likely",
     "tls-handshake-timeout"},
    {"silence after TLS began", "submission://mail.example.org", NULL, silence_after_server_hello, "only tls-handshake-timeout=error/certain",
     "starttls-hangs"},
    {"bytes behind the reply to STARTTLS", "submission://mail.example.org", NULL, injected, "only response-injection=error/certain",
     "starttls-refused-other conversation-closed"},
    {"a farewell behind the reply to STARTTLS", "imap://mail.example.org", NULL, farewell_behind_the_go_ahead,
     "only starttls-accepted-no-tls=error/certain", "response-injection"},
    {"bytes before our first TLS message", "submission://mail.example.org", NULL, injected_before_hello, "only response-injection=error/certain",
     NULL},
    {"a command in clear is answered inside TLS", "submission://mail.example.org", NULL, command_answered,
     "starttls-command-injection=error/certain", "response-injection"},
    {"the test is not over", "submission://mail.example.org", NULL, command_answered_yet_running, NULL, "starttls-command-injection"},
    {"a command in clear is dropped", "submission://mail.example.org", NULL, command_dropped, NULL, "starttls-command-injection"},
    {"the upgrade is refused for the command", "imap://mail.example.org", NULL, command_refused, NULL,
     "starttls-command-injection starttls-refused-other"},
    {"the command breaks TLS", "pop3://mail.example.org", NULL, command_broke_tls, NULL, "starttls-command-injection tls-handshake-closed"},
    {"what became of the command cannot be told", "imap://mail.example.org", NULL, command_untold, NULL, "starttls-command-injection"},
    {"injection either way", "submission://mail.example.org", NULL, injected_both_ways,
     "only response-injection=error/certain starttls-command-injection=error/certain", NULL},
    {"no bytes behind the reply", "submission://mail.example.org", NULL, NULL, NULL, "response-injection"},
    {"closed in place of the list", "imap://mail.example.org", NULL, caps_closed, "only conversation-closed=error/certain",
     "conversation-timeout tls-truncated"},
    {"421 in place of the list", "submission://mail.example.org", NULL, caps_421, "only conversation-closed=error/certain", "ehlo-rejected"},
    {"silence in place of the list", "imap://mail.example.org", NULL, caps_silent, "only conversation-timeout=error/certain",
     "conversation-closed"},
    {"gibberish in place of the list", "imap://mail.example.org", NULL, caps_broken, "only reply-not-understood=error/certain",
     "conversation-closed"},
    {"cut off inside TLS", "imap://mail.example.org", NULL, recheck_closed, "only conversation-closed=error/certain tls-truncated=warning/certain",
     NULL},
    {"closed in good order inside TLS", "imap://mail.example.org", NULL, recheck_closed_properly, "only conversation-closed=error/certain",
     "tls-truncated"},
    {"cut off after a refusal", "submissions://mail.example.org", NULL, truncated_after_refusal,
     "only greeting-rejected-554=error/certain tls-truncated=note/certain", NULL},
    {"cut off after the goodbye", "imaps://mail.example.org", NULL, truncated_after_goodbye, "only tls-truncated=note/certain", NULL},
    {"reset during the login", "imaps://mail.example.org", NULL, login_closed, "only conversation-closed=error/certain", "auth-bad-credentials"},
    {NULL},
};
