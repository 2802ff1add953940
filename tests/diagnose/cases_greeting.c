/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases_greeting.c - first words, and silence. */
#include "case.h"

#include <errno.h>
#include <string.h>

static void refused_with(struct box *b, const char *line)
{
    case_fail(b, STAGE_BANNER);
    greet(b, line);
}

static void raw(struct box *b, const char *bytes, size_t len)
{
    case_fail(b, STAGE_BANNER);
    memcpy(b->e.banner.first, bytes, len);
    b->e.banner.first_len = len;
    b->e.banner.speaker = sniff(span_of(bytes, len));
    b->e.banner.end.broken = true;
}

static void silent(struct box *b)
{
    case_fail(b, STAGE_BANNER);
    b->e.banner.end.timed_out = true;
}

static void half_a_line(struct box *b)
{
    raw(b, "* OK", 4);
    b->e.banner.end.broken = false;
    b->e.banner.end.timed_out = true;
}

static void silent_until_probed(struct box *b)
{
    case_fail(b, STAGE_BANNER);
    b->e.probe.kind = PROBE_TLS_HELLO;
    b->e.probe.ended = b->e.probe.tls_answered = true;
    b->e.probe.serial = 3;
}

static void silent_to_the_probe_too(struct box *b)
{
    silent(b);
    b->e.probe.kind = PROBE_TLS_HELLO;
    b->e.probe.ended = true;
    b->e.probe.end.timed_out = true;
}

static void silent_and_being_probed(struct box *b)
{
    silent(b);
    b->e.probe.kind = PROBE_TLS_HELLO;
    b->e.probe.running = true;
}

static void tls_alert(struct box *b)
{
    raw(b, "\x15\x03\x03\x00\x02\x02\x0a", 7);
}

static void slow_greeting(struct box *b)
{
    b->e.banner.took_us = 6000000;
}

static void prompt_greeting(struct box *b)
{
    b->e.banner.took_us = 4000000;
}

static void closed(struct box *b)
{
    case_fail(b, STAGE_BANNER);
    b->e.banner.end.closed = true;
}

static void reset(struct box *b)
{
    case_fail(b, STAGE_BANNER);
    b->e.banner.end.error = ECONNRESET;
}

static void smtp_554(struct box *b)
{
    refused_with(b, "554 mx.example.org no service for you\r\n");
}

static void smtp_blocklist(struct box *b)
{
    refused_with(b, "554 5.7.1 Service unavailable; client [192.0.2.9] blocked using zen.spamhaus.org\r\n");
}

static void smtp_421(struct box *b)
{
    refused_with(b, "421 4.7.0 mx.example.org too many connections\r\n");
}

static void smtp_521(struct box *b)
{
    refused_with(b, "521 web.example.org does not accept mail\r\n");
}

static void smtp_521_talked_over(struct box *b)
{
    refused_with(b, "521 5.5.1 Protocol error\r\n");
}

static void imap_bye(struct box *b)
{
    refused_with(b, "* BYE not from here\r\n");
}

static void imap_bye_auth(struct box *b)
{
    refused_with(b, "* BYE Auth process broken\r\n");
}

static void imap_bye_busy(struct box *b)
{
    refused_with(b, "* BYE Too many connections, try again later\r\n");
}

static void pop3_err(struct box *b)
{
    refused_with(b, "-ERR access denied\r\n");
}

static void preauth_clear(struct box *b)
{
    refused_with(b, "* PREAUTH [CAPABILITY IMAP4rev1] welcome back\r\n");
}

static void preauth_no_tls(struct box *b)
{
    greet(b, "* PREAUTH welcome back\r\n");
    list(b, &b->e.before, "* CAPABILITY IMAP4rev1 LOGINDISABLED\r\nw1 OK done\r\n");
}

static void preauth_inside_tls(struct box *b)
{
    greet(b, "* PREAUTH welcome back\r\n");
}

static void ssh(struct box *b)
{
    raw(b, "SSH-2.0-OpenSSH_9.2\r\n", 21);
}

static void pop3_there(struct box *b)
{
    raw(b, "+OK ready\r\n", 11);
}

static void gibberish(struct box *b)
{
    raw(b, "hello there\r\n", 13);
}

static void ftp_by_noop(struct box *b)
{
    case_fail(b, STAGE_CAPABILITIES);
    greet(b, "220 host.example.org ready\r\n");
    b->e.banner.speaker = SPEAKER_FTP;
    hear(b, &b->e.caps_reply, SAY_NOOP, "530 not logged in\r\n");
    b->e.ehlo_refused = true;
    hear(b, &b->e.ehlo_refusal, SAY_CAPS, "500 unknown command\r\n");
}

static void ssh_inside_implicit(struct box *b)
{
    case_fail(b, STAGE_HANDSHAKE);
    b->e.tls.facts.plaintext_peer = true;
    b->e.tls.facts.error = -15;
    strcpy((char *)b->e.tls.facts.plain_bytes, "SSH-2.0-x\r\n");
    b->e.tls.facts.plain_len = 11;
    memcpy(b->e.banner.first, "SSH-2.0-x\r\n", 11);
    b->e.banner.first_len = 11;
    b->e.banner.speaker = SPEAKER_SSH;
}

static void fixup(struct box *b)
{
    greet(b, "220 **************************************\r\n");
    list(b, &b->e.before, "250-mail.example.org\r\n250 XXXXXXXA\r\n");
    case_fail(b, STAGE_STARTTLS);
    b->e.starttls.offered = false;
    hear(b, &b->e.starttls.reply, SAY_STARTTLS, "500 unknown command\r\n");
}

static void fixup_with_tls(struct box *b)
{
    greet(b, "220 **************************************\r\n");
}

static void decorated(struct box *b)
{
    greet(b, "220 *** mail.example.org ESMTP ***\r\n");
}

static void smtp_greylists(struct box *b)
{
    case_fail(b, STAGE_BANNER);
    greet(b, "451 4.7.1 Greylisting in action, please come back later\r\n");
}

static void ehlo_greylists(struct box *b)
{
    case_fail(b, STAGE_CAPABILITIES);
    hear(b, &b->e.caps_reply, SAY_CAPS, "450 4.7.1 Greylisted, see https://example.org/greylist\r\n");
}

static void proud_of_greylisting(struct box *b)
{
    greet(b, "220 mail.example.org ESMTP, greylisting\r\n");
}

const struct rule_case greeting_cases[] = {
    {"greylisting at the door", "smtp://mail.example.org", NULL, smtp_greylists, "only greylisting=warning/certain", "greeting-421-busy"},
    {"greylisting at EHLO", "smtp://mail.example.org", NULL, ehlo_greylists, "greylisting=warning/certain", "greeting-421-busy"},
    {"a greeting that only speaks of greylisting", "smtp://mail.example.org", NULL, proud_of_greylisting, NULL, "greylisting"},
    {"a silent port", "imap://mail.example.org:10143", NULL, silent, "only banner-timeout=error/certain",
     "greeting-closed tls-mode-mismatch-plain-on-implicit"},
    {"half a greeting", "imap://mail.example.org", NULL, half_a_line, "only banner-timeout=error/certain", "wrong-protocol-on-port"},
    {"a silent port that is meant for TLS", "imap://mail.example.org:993", NULL, silent,
     "tls-mode-mismatch-plain-on-implicit=error/likely config-port-mode-unusual", "banner-timeout"},
    {"a silent port that answers TLS", "imap://mail.example.org:10143", NULL, silent_until_probed,
     "only tls-mode-mismatch-plain-on-implicit=error/certain", "banner-timeout greeting-closed"},
    {"a silent port that answers nothing at all", "imap://mail.example.org", NULL, silent_to_the_probe_too, "only banner-timeout=error/certain",
     "tls-mode-mismatch-plain-on-implicit"},
    {"a silent port that is being probed", "imap://mail.example.org:993", NULL, silent_and_being_probed, "only config-port-mode-unusual",
     "banner-timeout tls-mode-mismatch-plain-on-implicit"},
    {"a TLS alert in place of a greeting", "pop3://mail.example.org", NULL, tls_alert,
     "only tls-mode-mismatch-plain-on-implicit=error/certain", "wrong-protocol-on-port"},
    {"a late greeting", "imaps://mail.example.org", NULL, slow_greeting, "only banner-delayed=note/certain", "banner-timeout"},
    {"a greeting after four seconds", "imaps://mail.example.org", NULL, prompt_greeting, "only", "banner-delayed"},
    {"closed before a word", "imap://mail.example.org", NULL, closed, "only greeting-closed=error/certain", "banner-timeout"},
    {"reset before a word", "imap://mail.example.org", NULL, reset, "only greeting-closed=error/certain", "banner-timeout"},
    {"closed on a port that is meant for TLS", "imap://mail.example.org:993", NULL, closed,
     "tls-mode-mismatch-plain-on-implicit=error/likely", "greeting-closed"},
    {"554", "smtp://mail.example.org", NULL, smtp_554, "only greeting-rejected-554=error/certain",
     "greeting-blocklisted greeting-421-busy greeting-521-no-mail greeting-refused-access"},
    {"a block list", "smtp://mail.example.org", NULL, smtp_blocklist, "only greeting-blocklisted=error/likely", "greeting-rejected-554"},
    {"421", "smtp://mail.example.org", NULL, smtp_421, "only greeting-421-busy=error/certain", "greeting-rejected-554"},
    {"521", "smtp://mail.example.org", NULL, smtp_521, "only greeting-521-no-mail=error/certain", "greeting-rejected-554"},
    {"521 of a server that felt talked over", "smtp://mail.example.org", NULL, smtp_521_talked_over, "only greeting-rejected-554=error/certain",
     "greeting-521-no-mail"},
    {"BYE", "imap://mail.example.org", NULL, imap_bye, "only greeting-refused-access=error/certain", "greeting-421-busy"},
    {"BYE of a login service that is alone", "imap://mail.example.org", NULL, imap_bye_auth, "only auth-backend-down=error/certain",
     "greeting-refused-access"},
    {"BYE of a busy server", "imap://mail.example.org", NULL, imap_bye_busy, "only greeting-421-busy=error/certain", "greeting-refused-access"},
    {"-ERR", "pop3://mail.example.org", NULL, pop3_err, "only greeting-refused-access=error/certain", "greeting-421-busy"},
    {"PREAUTH in clear", "imap://mail.example.org", NULL, preauth_clear, "only imap-preauth=error/certain", "greeting-refused-access"},
    {"PREAUTH where no TLS is wanted", "imap://mail.example.org", "none", preauth_no_tls, "imap-preauth=warning/certain", NULL},
    {"PREAUTH inside TLS", "imaps://mail.example.org", NULL, preauth_inside_tls, "only", "imap-preauth"},
    {"SSH", "imap://mail.example.org", NULL, ssh, "only wrong-protocol-on-port=error/certain", "banner-timeout"},
    {"POP3 on an IMAP row", "imap://mail.example.org", NULL, pop3_there, "only wrong-protocol-on-port=error/certain", NULL},
    {"words of nobody", "imap://mail.example.org", NULL, gibberish, "only wrong-protocol-on-port=error/likely", NULL},
    {"FTP, told by NOOP", "smtp://mail.example.org", NULL, ftp_by_noop, "only wrong-protocol-on-port=error/certain", "ehlo-rejected"},
    {"SSH in answer to TLS", "imaps://mail.example.org", NULL, ssh_inside_implicit, "only wrong-protocol-on-port=error/certain",
     "tls-mode-mismatch-implicit-on-starttls tls-handshake-failed"},
    {"a masked conversation", "submission://mail.example.org", NULL, fixup, "only cisco-smtp-fixup=error/likely",
     "starttls-not-offered starttls-stripped"},
    {"a masked greeting, and TLS all the same", "submission://mail.example.org", NULL, fixup_with_tls, "cisco-smtp-fixup=warning/likely", NULL},
    {"a decorated greeting", "submission://mail.example.org", NULL, decorated, NULL, "cisco-smtp-fixup"},
    {NULL},
};
