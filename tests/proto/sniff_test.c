/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <cmocka.h>

#include "proto/sniff.h"
#include "test.h"

#define BYTES(literal) {(const unsigned char *)(literal), sizeof(literal) - 1}

static const struct sniff_case {
    struct span in;
    enum speaker speaker;
} cases[] = {
    {BYTES(""), SPEAKER_NONE},
    {BYTES("2"), SPEAKER_NONE},
    {BYTES("220"), SPEAKER_NONE},
    {BYTES("220 mail.example.org ESMTP Postfix\r\n"), SPEAKER_SMTP},
    {BYTES("220-mail.example.org esmtp\r\n220 x\r\n"), SPEAKER_SMTP},
    {BYTES("220 ftp.example.org ESMTP\r\n"), SPEAKER_SMTP},
    {BYTES("220 lmtp.example.org LMTP Server\r\n"), SPEAKER_LMTP},
    {BYTES("220 mail.example.org\r\n"), SPEAKER_SMTP_OR_FTP},
    {BYTES("220 ftp.example.org\r\n"), SPEAKER_SMTP_OR_FTP},
    {BYTES("220 ****************\r\n"), SPEAKER_SMTP_OR_FTP},
    {BYTES("220 mail.exa"), SPEAKER_SMTP_OR_FTP},
    {BYTES("220 (vsFTPd 3.0.3)\r\n"), SPEAKER_FTP},
    {BYTES("220 ProFTPD Server (Debian) [::ffff:192.0.2.1]\r\n"), SPEAKER_FTP},
    {BYTES("220 mail.example.org FTP and SMTP\r\n"), SPEAKER_SMTP_OR_FTP},
    {BYTES("120 ready in 5 minutes\r\n"), SPEAKER_FTP},
    {BYTES("421 too many connections\r\n"), SPEAKER_SMTP_OR_FTP},
    {BYTES("421 ESMTP busy\r\n"), SPEAKER_SMTP},
    {BYTES("554 blocked\r\n"), SPEAKER_SMTP},
    {BYTES("521 no mail\r\n"), SPEAKER_SMTP},
    {BYTES("530 FTP is full\r\n"), SPEAKER_FTP},
    {BYTES("550 no\r\n"), SPEAKER_UNKNOWN},
    {BYTES("200 news.example.org ready\r\n"), SPEAKER_NNTP},
    {BYTES("201 no posting\r\n"), SPEAKER_NNTP},
    {BYTES("400 later\r\n"), SPEAKER_NNTP},
    {BYTES("502 no permission\r\n"), SPEAKER_NNTP},
    {BYTES("2200 x\r\n"), SPEAKER_UNKNOWN},
    {BYTES("22x"), SPEAKER_UNKNOWN},
    {BYTES("* OK ready\r\n"), SPEAKER_IMAP},
    {BYTES("* PREAUTH in\r\n"), SPEAKER_IMAP},
    {BYTES("* BYE out\r\n"), SPEAKER_IMAP},
    {BYTES("* "), SPEAKER_NONE},
    {BYTES("* HELLO\r\n"), SPEAKER_UNKNOWN},
    {BYTES("+OK ready\r\n"), SPEAKER_POP3},
    {BYTES("-ERR\r\n"), SPEAKER_POP3},
    {BYTES("\"Implementation\" \"x\"\r\n"), SPEAKER_SIEVE},
    {BYTES("SSH-2.0-OpenSSH_9.2\r\n"), SPEAKER_SSH},
    {BYTES("HTTP/1.1 400 Bad Request\r\n"), SPEAKER_HTTP},
    {BYTES("<!doctype html>"), SPEAKER_HTTP},
    {BYTES("<html>"), SPEAKER_HTTP},
    {BYTES("<?xml version='1.0'?>"), SPEAKER_XMPP},
    {BYTES("<stream:stream>"), SPEAKER_XMPP},
    {BYTES(":irc.example.org NOTICE * :hello\r\n"), SPEAKER_IRC},
    {BYTES(":irc"), SPEAKER_NONE},
    {BYTES(":irc\r\nx y"), SPEAKER_UNKNOWN},
    {BYTES(": x"), SPEAKER_UNKNOWN},
    {BYTES("NOTICE AUTH :*** Looking up\r\n"), SPEAKER_IRC},
    {BYTES("ERROR :Closing Link\r\n"), SPEAKER_IRC},
    {BYTES("PING :1\r\n"), SPEAKER_IRC},
    {BYTES("\xff"), SPEAKER_NONE},
    {BYTES("\xff\xfd\x2e"), SPEAKER_TELNET},
    {BYTES("\xff\xfe\x00"), SPEAKER_TELNET},
    {BYTES("\xff\xd8"), SPEAKER_UNKNOWN},
    {BYTES("\x30\x0c\x02\x01\x01\x78\x07"), SPEAKER_LDAP},
    {BYTES("\x30\x84\x00\x00\x00\x28\x02\x01\x00"), SPEAKER_LDAP},
    {BYTES("\x30\x84\x00\x00"), SPEAKER_NONE},
    {BYTES("\x30\x85\x00\x00"), SPEAKER_UNKNOWN},
    {BYTES("\x30\x0c\x04"), SPEAKER_UNKNOWN},
    {BYTES("012 x\r\n"), SPEAKER_UNKNOWN},
    {BYTES("\x15\x03\x03\x00\x02\x02\x0a"), SPEAKER_TLS_ALERT},
    {BYTES("\x15\x03\x00"), SPEAKER_TLS_ALERT},
    {BYTES("\x15\x03"), SPEAKER_NONE},
    {BYTES("\x15\x03\x05"), SPEAKER_UNKNOWN},
    {BYTES("\x15\x02"), SPEAKER_UNKNOWN},
    {BYTES("\x16\x03\x01\x02\x00"), SPEAKER_TLS_HANDSHAKE},
    {BYTES("hello\r\n"), SPEAKER_UNKNOWN},
    {BYTES("\r\n"), SPEAKER_UNKNOWN},
    {BYTES("\0\0\0\0"), SPEAKER_UNKNOWN},
};

static void speakers_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum speaker got = sniff(cases[i].in);
        if (got != cases[i].speaker)
            fail_msg("\"%.*s\": %s, not %s", (int)cases[i].in.len, (const char *)cases[i].in.ptr, speaker_name(got),
                     speaker_name(cases[i].speaker));
    }
}

/* Never certain too early: with fewer bytes nothing is told that more bytes take back, but for a server that has named itself
 * only as one of two. */
static void head_look(struct span head, void *user)
{
    const struct sniff_case *c = user;
    enum speaker got = sniff(head);
    bool open = got == SPEAKER_NONE || got == SPEAKER_SMTP_OR_FTP || (got == SPEAKER_FTP && c->speaker == SPEAKER_SMTP_OR_FTP);
    if (!open && got != c->speaker && c->speaker != SPEAKER_UNKNOWN)
        fail_msg("\"%.*s\": %s with %zu bytes", (int)c->in.len, (const char *)c->in.ptr, speaker_name(got), head.len);
}

static void nothing_is_told_too_early(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        feed_heads(cases[i].in, head_look, (void *)&cases[i]);
}

static void speakers_fit_their_rows(void **state)
{
    (void)state;
    assert_true(speaker_fits(SPEAKER_IMAP, "imap"));
    assert_true(speaker_fits(SPEAKER_POP3, "pop3"));
    assert_true(speaker_fits(SPEAKER_SMTP, "smtp"));
    assert_true(speaker_fits(SPEAKER_SMTP, "submission"));
    assert_true(speaker_fits(SPEAKER_SMTP_OR_FTP, "submission"));
    assert_false(speaker_fits(SPEAKER_FTP, "smtp"));
    assert_false(speaker_fits(SPEAKER_IMAP, "pop3"));
    assert_false(speaker_fits(SPEAKER_NONE, "imap"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(speakers_are_told),
        cmocka_unit_test(nothing_is_told_too_early),
        cmocka_unit_test(speakers_fit_their_rows),
    };
    return cmocka_run_group_tests_name("proto/sniff", tests, NULL, NULL);
}
