/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases_compare.c - a walk beside further looks at the same host. */
#include "case.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Our own certificate has a fingerprint to be compared by. */
static void own_leaf(struct box *b)
{
    memset(b->e.chain.certs[0].sha256, 'a', 64);
}

static void fail_leaf(struct box *b)
{
    own_leaf(b);
    b->e.chain.in_date = false;
    case_stage(b, STAGE_CERTIFICATE)->verdict = VERDICT_FAIL;
    trouble(b, CERT_EXPIRED, 0, "it ran out 3 days ago");
}

static void silent(struct box *b)
{
    case_fail(b, STAGE_CONNECT);
    b->e.connect.end.timed_out = true;
}

static void refused(struct box *b)
{
    case_fail(b, STAGE_CONNECT);
    b->e.connect.end.error = ECONNREFUSED;
}

static struct look_saw *shut(struct box *b, enum look_purpose purpose, uint16_t port, int error)
{
    struct look_saw *l = case_look(b, purpose, port);
    l->reached = STAGE_CONNECT;
    l->verdict = VERDICT_FAIL;
    l->end.error = error;
    l->end.timed_out = !error;
    snprintf(l->summary, sizeof l->summary, error ? "Connection refused" : "nothing came back");
    return l;
}

static struct look_saw *open_door(struct box *b, enum look_purpose purpose, uint16_t port)
{
    struct look_saw *l = case_look(b, purpose, port);
    l->reached = STAGE_CONNECT;
    l->verdict = VERDICT_PASS;
    l->connected = true;
    l->connect_us = 20000;
    return l;
}

/* A door that showed a certificate, whose fingerprint is that letter throughout. */
static struct look_saw *shows(struct box *b, enum look_purpose purpose, uint16_t port, char leaf, bool passed)
{
    struct look_saw *l = open_door(b, purpose, port);
    l->reached = STAGE_CERTIFICATE;
    l->tls_up = true;
    memset(l->leaf_sha256, leaf, 64);
    l->cert_passed = passed;
    l->verdict = passed ? VERDICT_PASS : VERDICT_FAIL;
    snprintf(l->leaf_names, sizeof l->leaf_names, "www.example.org");
    snprintf(l->summary, sizeof l->summary, passed ? "60 days left" : "it ran out 3 days ago");
    return l;
}

/* ---- ports ---- */

static void other_port_answers(struct box *b)
{
    silent(b);
    open_door(b, LOOK_SIBLING, 993);
}

static void other_port_answers_and_we_are_refused(struct box *b)
{
    refused(b);
    open_door(b, LOOK_SIBLING, 993);
}

static void nothing_answers(struct box *b)
{
    silent(b);
    shut(b, LOOK_SIBLING, 993, 0);
    shut(b, LOOK_MAIL_PORT, 465, ETIMEDOUT);
    shut(b, LOOK_WEB_PORT, 443, 0);
}

static void only_the_web_answers(struct box *b)
{
    silent(b);
    shut(b, LOOK_SIBLING, 993, 0);
    shut(b, LOOK_MAIL_PORT, 465, ETIMEDOUT);
    open_door(b, LOOK_WEB_PORT, 443);
}

/* A web server: it says itself that it has no mail. */
static void web_server(struct box *b)
{
    refused(b);
    shut(b, LOOK_SIBLING, 993, ECONNREFUSED);
    open_door(b, LOOK_WEB_PORT, 443);
}

static void silent_and_refused(struct box *b)
{
    silent(b);
    shut(b, LOOK_SIBLING, 993, ECONNREFUSED);
    open_door(b, LOOK_WEB_PORT, 443);
}

static void shut_out(struct box *b)
{
    shows(b, LOOK_NO_SNI, 993, 'a', true);
    shut(b, LOOK_TLS12, 993, ECONNREFUSED);
    shut(b, LOOK_WIDE, 993, ECONNREFUSED);
    shut(b, LOOK_SIBLING, 143, ECONNREFUSED);
}

static void shut_out_after_wrong_password(struct box *b)
{
    shut_out(b);
    case_fail(b, STAGE_AUTH);
    b->e.auth.result = AUTH_REJECTED;
    hear(b, &b->e.auth.reply, SAY_AUTH, "w1 NO [AUTHENTICATIONFAILED] no\r\n");
}

static void shut_out_still_looking(struct box *b)
{
    shut_out(b);
    b->looks.ended = false;
}

/* Other services are off, this one goes on. */
static void others_shut(struct box *b)
{
    shows(b, LOOK_NO_SNI, 993, 'a', true);
    shut(b, LOOK_SIBLING, 143, ECONNREFUSED);
    shut(b, LOOK_MAIL_PORT, 995, ECONNREFUSED);
}

/* ---- who answers ---- */

static void greets(struct box *b, struct look_saw *l, const char *greeting)
{
    hear(b, &l->greeting, SAY_GREETING, greeting);
}

static void hotel(struct box *b)
{
    case_stage(b, STAGE_CERTIFICATE)->verdict = VERDICT_FAIL;
    b->e.chain.name_ok = false;
    greet(b, "220 gateway.hotel.example ESMTP\r\n");
    greets(b, shows(b, LOOK_SIBLING, 465, 'b', true), "220 mx1.example.org ESMTP\r\n");
}

static void provider_on_all_ports(struct box *b)
{
    case_stage(b, STAGE_CERTIFICATE)->verdict = VERDICT_FAIL;
    b->e.chain.name_ok = false;
    greet(b, "220 mx.provider.example ESMTP\r\n");
    greets(b, shows(b, LOOK_SIBLING, 465, 'b', true), "220 mx2.provider.example ESMTP\r\n");
}

static void other_name_with_good_certificate(struct box *b)
{
    greet(b, "220 mx.provider.example ESMTP\r\n");
    greets(b, shows(b, LOOK_SIBLING, 465, 'a', true), "220 mx1.example.org ESMTP\r\n");
}

static void at_hand(struct box *b)
{
    b->e.connect.took_us = 300;
    open_door(b, LOOK_MAIL_PORT, 465)->connect_us = 21000;
}

static void at_hand_and_so_is_everything(struct box *b)
{
    b->e.connect.took_us = 300;
    open_door(b, LOOK_MAIL_PORT, 465)->connect_us = 900;
}

static void far_away(struct box *b)
{
    b->e.connect.took_us = 15000;
    open_door(b, LOOK_MAIL_PORT, 465)->connect_us = 210000;
}

/* The web page of a host: a status, and where it leads. */
static void page(struct box *b, int code, const char *leads_to)
{
    struct look_saw *l = open_door(b, LOOK_PORTAL, 80);
    l->code = code;
    snprintf(l->ask.page, sizeof l->ask.page, "/");
    snprintf(l->leads_to, sizeof l->leads_to, "%s", leads_to);
    snprintf(l->summary, sizeof l->summary, "HTTP/1.1 %d", code);
}

static void wrong_certificate(struct box *b)
{
    own_leaf(b);
    case_stage(b, STAGE_CERTIFICATE)->verdict = VERDICT_FAIL;
    b->e.chain.trusted = b->e.chain.name_ok = false;
    trouble(b, CERT_SELF_SIGNED, 0, "'portal' signed itself");
}

static void sign_in_first(struct box *b)
{
    wrong_certificate(b);
    page(b, 511, "");
}

static void sign_in_elsewhere(struct box *b)
{
    silent(b);
    page(b, 302, "https://login.hotel.example/?from=mail");
}

static void page_at_home(struct box *b)
{
    wrong_certificate(b);
    page(b, 301, "https://www.example.org/webmail");
}

static void page_moves_within(struct box *b)
{
    wrong_certificate(b);
    page(b, 302, "/login");
}

static void page_is_there(struct box *b)
{
    wrong_certificate(b);
    page(b, 200, "https://login.hotel.example/");
}

static void no_web_server(struct box *b)
{
    wrong_certificate(b);
    page(b, 0, "");
}

static struct look_saw *other_name(struct box *b, const char *address)
{
    struct look_saw *l = case_look(b, LOOK_OTHER_NAME, 0);
    snprintf(l->ask.elsewhere, sizeof l->ask.elsewhere, "no-such-name-0123.org");
    snprintf(l->answer, sizeof l->answer, "%s", address);
    return l;
}

static void every_name_leads_there(struct box *b)
{
    wrong_certificate(b);
    other_name(b, "192.0.2.1");
}

static void every_name_leads_to_the_portal(struct box *b)
{
    sign_in_first(b);
    other_name(b, "192.0.2.1");
}

static void missing_names_lead_elsewhere(struct box *b)
{
    wrong_certificate(b);
    other_name(b, "198.51.100.7");
}

static void no_such_name(struct box *b)
{
    wrong_certificate(b);
    other_name(b, "");
}

static void signed_answer(struct box *b)
{
    every_name_leads_there(b);
    b->resolution.secure = true;
}

static void issuer_missing(struct box *b)
{
    own_leaf(b);
    case_stage(b, STAGE_CERTIFICATE)->verdict = VERDICT_FAIL;
    b->e.chain.trusted = false;
    trouble(b, CERT_MISSING_INTERMEDIATE, 0, "its issuer 'Example CA' was not sent");
}

static struct look_saw *issuer(struct box *b, bool holds)
{
    issuer_missing(b);
    struct look_saw *l = open_door(b, LOOK_ISSUER, 80);
    snprintf(l->ask.elsewhere, sizeof l->ask.elsewhere, "ca.example.net");
    snprintf(l->answer, sizeof l->answer, "Example CA");
    snprintf(l->summary, sizeof l->summary, "no page came in time");
    l->cert_passed = holds;
    return l;
}

static void issuer_found(struct box *b)
{
    issuer(b, true);
}

static void issuer_not_found(struct box *b)
{
    issuer(b, false);
}

static void issuer_published_nowhere(struct box *b)
{
    issuer_missing(b);
    shows(b, LOOK_NO_SNI, 993, 'a', false);
}

/* ---- TLS ---- */

static void named_only(struct box *b)
{
    own_leaf(b);
    shows(b, LOOK_NO_SNI, 993, 'c', false);
}

static void named_only_else_refused(struct box *b)
{
    own_leaf(b);
    struct look_saw *l = open_door(b, LOOK_NO_SNI, 993);
    l->reached = STAGE_HANDSHAKE;
    l->verdict = VERDICT_FAIL;
    l->end.closed = true;
}

static void unnamed_gets_another_good_one(struct box *b)
{
    own_leaf(b);
    shows(b, LOOK_NO_SNI, 993, 'c', true);
}

static void unnamed_was_not_answered(struct box *b)
{
    own_leaf(b);
    struct look_saw *l = open_door(b, LOOK_NO_SNI, 993);
    l->reached = STAGE_HANDSHAKE;
    l->end.timed_out = true;
}

static struct look_saw *as_client(struct box *b)
{
    b->e.client_tls = 0x0301;
    struct look_saw *l = open_door(b, LOOK_AS_CLIENT, 993);
    l->reached = STAGE_HANDSHAKE;
    l->verdict = VERDICT_FAIL;
    return l;
}

static void program_refused(struct box *b)
{
    as_client(b)->tls.alert = 70;
}

static void program_taken(struct box *b)
{
    as_client(b)->tls_up = true;
}

static void program_not_answered(struct box *b)
{
    as_client(b)->end.timed_out = true;
}

static void hello_lost(struct box *b)
{
    case_fail(b, STAGE_HANDSHAKE);
    b->e.tls.end.timed_out = true;
    b->e.tls.facts.hello_bytes = 1700;
}

static struct look_saw *hello(struct box *b, enum look_purpose purpose, size_t bytes, bool answered)
{
    struct look_saw *l = open_door(b, purpose, 993);
    l->reached = STAGE_HANDSHAKE;
    l->tls_up = answered;
    l->tls.hello_bytes = bytes;
    return l;
}

static void small_hello_answered(struct box *b)
{
    hello_lost(b);
    hello(b, LOOK_TLS12, 1600, false);
    hello(b, LOOK_SMALL, 180, true);
}

static void no_hello_answered(struct box *b)
{
    hello_lost(b);
    hello(b, LOOK_SMALL, 180, false);
}

/* It is TLS 1.3 that is not answered, whatever its size. */
static void tls12_answered_too(struct box *b)
{
    hello_lost(b);
    hello(b, LOOK_TLS12, 1600, true);
    hello(b, LOOK_SMALL, 180, true);
}

static void small_hello_after_starttls(struct box *b)
{
    small_hello_answered(b);
}

/* ---- certificates ---- */

static void other_port_expired(struct box *b)
{
    own_leaf(b);
    shows(b, LOOK_SIBLING, 143, 'b', false);
}

static void only_ours_expired(struct box *b)
{
    fail_leaf(b);
    shows(b, LOOK_MAIL_PORT, 465, 'b', true);
}

static void all_expired(struct box *b)
{
    fail_leaf(b);
    shows(b, LOOK_SIBLING, 143, 'a', false);
    shows(b, LOOK_MAIL_PORT, 465, 'b', false);
}

static void two_good_ones(struct box *b)
{
    own_leaf(b);
    shows(b, LOOK_SIBLING, 143, 'b', true);
}

static void unnamed_differs(struct box *b)
{
    own_leaf(b);
    shows(b, LOOK_NO_SNI, 993, 'b', false);
}

const struct rule_case compare_cases[] = {
    {"silence, and another port answers", "imap://mail.example.org", NULL, other_port_answers,
     "only port-blocked=error/likely tcp-timeout=error/certain", "all-mail-ports-blocked tcp-refused"},
    {"silence on port 25, and another port answers", "smtp://mail.example.org", NULL, other_port_answers, "port-blocked=error/likely", NULL},
    {"refused, and another port answers", "imap://mail.example.org", NULL, other_port_answers_and_we_are_refused,
     "only tcp-refused=error/certain", "port-blocked"},
    {"no port answers", "imap://mail.example.org", NULL, nothing_answers, "only tcp-timeout=error/certain",
     "port-blocked all-mail-ports-blocked"},
    {"only the web answers", "imap://mail.example.org", NULL, only_the_web_answers,
     "only all-mail-ports-blocked=error/likely tcp-timeout=error/certain", "port-blocked"},
    {"a web server without mail", "imap://mail.example.org", NULL, web_server, "only tcp-refused=error/certain", "all-mail-ports-blocked"},
    {"one silent, one refused, the web answers", "imap://mail.example.org", NULL, silent_and_refused, "only tcp-timeout=error/certain",
     "all-mail-ports-blocked port-blocked"},
    {"let in, then shut out", "imaps://mail.example.org", NULL, shut_out, "only banned-by-server=warning/likely", "port-blocked"},
    {"let in, then shut out after a wrong password", "imaps://mail.example.org", NULL, shut_out_after_wrong_password,
     "banned-by-server=error/likely", NULL},
    {"let in, then shut out, more to come", "imaps://mail.example.org", NULL, shut_out_still_looking, NULL, "banned-by-server"},
    {"only other services are off", "imaps://mail.example.org", NULL, others_shut, "only", "banned-by-server"},
    {"the hotel's own server greets", "submission://mail.example.org", NULL, hotel, "transparent-smtp-proxy=warning/likely", "local-mail-proxy"},
    {"a provider greets alike on all ports", "submission://mail.example.org", NULL, provider_on_all_ports, NULL, "transparent-smtp-proxy"},
    {"another name with a good certificate", "submission://mail.example.org", NULL, other_name_with_good_certificate, NULL,
     "transparent-smtp-proxy"},
    {"511 at the web port", "imaps://mail.example.org", NULL, sign_in_first,
     "only captive-portal=error/certain cert-self-signed=error/certain", "dns-answer-hijacked"},
    {"led to another organisation's page", "imaps://mail.example.org", NULL, sign_in_elsewhere,
     "only captive-portal=error/likely tcp-timeout=error/certain", NULL},
    {"led to the organisation's own page", "imaps://mail.example.org", NULL, page_at_home, "only cert-self-signed=error/certain",
     "captive-portal"},
    {"led to another page of the same host", "imaps://mail.example.org", NULL, page_moves_within, "only cert-self-signed=error/certain",
     "captive-portal"},
    {"a page that does not lead away", "imaps://mail.example.org", NULL, page_is_there, NULL, "captive-portal"},
    {"no web server there", "imaps://mail.example.org", NULL, no_web_server, NULL, "captive-portal"},
    {"a made-up name leads to the same address", "imaps://mail.example.org", NULL, every_name_leads_there,
     "dns-answer-hijacked=warning/likely", "captive-portal"},
    {"a made-up name leads to the portal too", "imaps://mail.example.org", NULL, every_name_leads_to_the_portal,
     "only dns-answer-hijacked=warning/likely captive-portal=error/certain cert-self-signed=error/certain", NULL},
    {"a made-up name leads to another address", "imaps://mail.example.org", NULL, missing_names_lead_elsewhere, NULL, "dns-answer-hijacked"},
    {"a made-up name leads nowhere", "imaps://mail.example.org", NULL, no_such_name, NULL, "dns-answer-hijacked"},
    {"a made-up name leads to the same address, which is signed", "imaps://mail.example.org", NULL, signed_answer, NULL,
     "dns-answer-hijacked"},
    {"the missing issuer was found", "imaps://mail.example.org", NULL, issuer_found, "only cert-missing-intermediate=error/certain", NULL},
    {"the missing issuer was not found", "imaps://mail.example.org", NULL, issuer_not_found, "only cert-missing-intermediate=error/likely", NULL},
    {"the missing issuer is published nowhere", "imaps://mail.example.org", NULL, issuer_published_nowhere,
     "only cert-missing-intermediate=error/likely", "sni-required"},
    {"this port is at hand, another far away", "imaps://mail.example.org", NULL, at_hand, "only local-mail-proxy=warning/likely", NULL},
    {"all ports are at hand", "imaps://mail.example.org", NULL, at_hand_and_so_is_everything, "only", "local-mail-proxy"},
    {"all ports are far away, one more than the other", "imaps://mail.example.org", NULL, far_away, "only", "local-mail-proxy"},
    {"without a name another certificate, a bad one", "imaps://mail.example.org", NULL, named_only, "only sni-required=note/certain",
     "cert-inconsistent"},
    {"without a name no TLS", "imaps://mail.example.org", NULL, named_only_else_refused, "only sni-required=note/certain", "sni-rejected"},
    {"without a name another certificate, a good one", "imaps://mail.example.org", NULL, unnamed_gets_another_good_one, "only", "sni-required"},
    {"without a name silence", "imaps://mail.example.org", NULL, unnamed_was_not_answered, "only", "sni-required"},
    {"too new for the program", "imaps://mail.example.org", NULL, program_refused, "only tls-client-too-old=error/certain",
     "tls-version-too-old"},
    {"old, and the server takes it", "imaps://mail.example.org", NULL, program_taken, "only", "tls-client-too-old"},
    {"old, and no answer came", "imaps://mail.example.org", NULL, program_not_answered, "only", "tls-client-too-old"},
    {"only a small first message is answered", "imaps://mail.example.org", NULL, small_hello_answered,
     "only tls-clienthello-too-large=error/likely tls-handshake-timeout=error/certain", NULL},
    {"no first message is answered", "imaps://mail.example.org", NULL, no_hello_answered, "only tls-handshake-timeout=error/certain",
     "tls-clienthello-too-large"},
    {"TLS 1.2 is answered, whatever its size", "imaps://mail.example.org", NULL, tls12_answered_too, "only tls-handshake-timeout=error/certain",
     "tls-clienthello-too-large"},
    {"only a small first message is answered after STARTTLS", "submission://mail.example.org", NULL, small_hello_after_starttls,
     "tls-clienthello-too-large=error/likely starttls-hangs=error/likely", NULL},
    {"another port has an expired certificate", "imaps://mail.example.org", NULL, other_port_expired, "only cert-inconsistent=warning/certain",
     "cert-expired"},
    {"only this port has an expired certificate", "imaps://mail.example.org", NULL, only_ours_expired,
     "only cert-inconsistent=warning/certain cert-expired=error/certain", NULL},
    {"all ports have expired certificates", "imaps://mail.example.org", NULL, all_expired, "only cert-expired=error/certain", "cert-inconsistent"},
    {"two certificates, both good", "imaps://mail.example.org", NULL, two_good_ones, "only", "cert-inconsistent"},
    {"another certificate only without a name", "imaps://mail.example.org", NULL, unnamed_differs, "only sni-required=note/certain",
     "cert-inconsistent"},
    {NULL},
};
