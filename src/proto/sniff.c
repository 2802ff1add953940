/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/sniff.h"

#include "proto/line.h"

/* What a server's first bytes may begin with, in any case, and who begins so. */
static const struct opening {
    const char *bytes;
    enum speaker speaker;
} openings[] = {
    {"* OK", SPEAKER_IMAP},
    {"* PREAUTH", SPEAKER_IMAP},
    {"* BYE", SPEAKER_IMAP},
    {"+OK", SPEAKER_POP3},
    {"-ERR", SPEAKER_POP3},
    {"\"IMPLEMENTATION\"", SPEAKER_SIEVE},
    {"SSH-", SPEAKER_SSH},
    {"HTTP/1.", SPEAKER_HTTP},
    {"<!DOCTYPE HTML", SPEAKER_HTTP}, /* an error page without a header, as to a request of HTTP/0.9 */
    {"<html", SPEAKER_HTTP},
    {"<?xml", SPEAKER_XMPP},
    {"<stream:", SPEAKER_XMPP},
    {"NOTICE ", SPEAKER_IRC},
    {"ERROR ", SPEAKER_IRC},
    {"PING ", SPEAKER_IRC},
};

static enum speaker by_opening(struct span in)
{
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++)
        if (span_starts_nocase(in, openings[i].bytes))
            return openings[i].speaker;
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++)
        if (in.len < strlen(openings[i].bytes) && strncasecmp((const char *)in.ptr, openings[i].bytes, in.len) == 0)
            return SPEAKER_NONE;
    return SPEAKER_UNKNOWN;
}

/* A TLS record's head: its type, and a version between SSL 3.0 and TLS 1.3; RFC 8446 5.1. */
static enum speaker by_tls_record(struct span in)
{
    if ((in.len > 1 && in.ptr[1] != 3) || (in.len > 2 && in.ptr[2] > 4))
        return SPEAKER_UNKNOWN;
    if (in.len < 3)
        return SPEAKER_NONE;
    return in.ptr[0] == 0x15 ? SPEAKER_TLS_ALERT : SPEAKER_TLS_HANDSHAKE;
}

/* IAC and WILL, WONT, DO or DONT; RFC 854. */
static enum speaker by_telnet(struct span in)
{
    if (in.len < 2)
        return SPEAKER_NONE;
    return in.ptr[1] >= 0xfb && in.ptr[1] <= 0xfe ? SPEAKER_TELNET : SPEAKER_UNKNOWN;
}

/* An LDAPMessage: a SEQUENCE whose first element is an INTEGER of one to four bytes; RFC 4511 4.1.1. The length of the
 * SEQUENCE takes one byte, or one that counts up to four more. */
static enum speaker by_ldap(struct span in)
{
    if (in.len < 2)
        return SPEAKER_NONE;
    size_t more = in.ptr[1] < 0x80 ? 0 : in.ptr[1] - 0x80u;
    if (more > 4)
        return SPEAKER_UNKNOWN;
    struct span element = span_skip(in, 2 + more);
    if ((element.len > 0 && element.ptr[0] != 2) || (element.len > 1 && (element.ptr[1] < 1 || element.ptr[1] > 4)))
        return SPEAKER_UNKNOWN;
    return element.len < 2 ? SPEAKER_NONE : SPEAKER_LDAP;
}

static bool word_holds(struct span word, const char *part)
{
    for (size_t i = 0; i < word.len; i++)
        if (span_starts_nocase(span_skip(word, i), part))
            return true;
    return false;
}

/* Who names itself in a greeting. Words with a dot are host names or versions: a mail server may stand at ftp.example.org.
 * cut: the line's end is not there, so its last word may be the head of such a one. */
static enum speaker by_words(struct span line, bool cut)
{
    bool smtp = false, lmtp = false, ftp = false;
    struct span word;
    while (word_next(&line, &word)) {
        if (memchr(word.ptr, '.', word.len) || (cut && !line.len))
            continue;
        smtp = smtp || word_holds(word, "SMTP");
        lmtp = lmtp || word_holds(word, "LMTP");
        ftp = ftp || word_holds(word, "FTP");
    }
    if (ftp && !smtp && !lmtp)
        return SPEAKER_FTP;
    if (lmtp && !smtp && !ftp)
        return SPEAKER_LMTP;
    return smtp && !ftp ? SPEAKER_SMTP : SPEAKER_SMTP_OR_FTP;
}

/* A reply code and a space or a dash: SMTP, FTP and NNTP begin so. */
static enum speaker by_code(struct span in)
{
    for (size_t i = 0; i < 3 && i < in.len; i++)
        if (in.ptr[i] < '0' || in.ptr[i] > '9')
            return SPEAKER_UNKNOWN;
    if (in.len < 4)
        return SPEAKER_NONE;
    if (in.ptr[3] != ' ' && in.ptr[3] != '-')
        return SPEAKER_UNKNOWN;
    const unsigned char *end = memchr(in.ptr, '\n', in.len);
    struct span line = span_head(in, end ? (size_t)(end - in.ptr) : in.len);
    enum speaker named = by_words(span_skip(line, 4), !end);
    switch (number_of(span_head(in, 3))) {
    case 220:
    case 421:
        return named;
    case 521:
    case 554: /* refusals that only SMTP has; RFC 5321 3.1, RFC 7504 3 */
        return named == SPEAKER_SMTP_OR_FTP ? SPEAKER_SMTP : named;
    case 120: /* RFC 959 5.4: ready in some minutes */
        return SPEAKER_FTP;
    case 200:
    case 201:
    case 400:
    case 502: /* RFC 3977 5.1 */
        return SPEAKER_NNTP;
    }
    if (named != SPEAKER_SMTP_OR_FTP)
        return named;
    return end ? SPEAKER_UNKNOWN : SPEAKER_NONE;
}

/* ":server NOTICE ...": a prefix and a space; RFC 1459 2.3. */
static enum speaker by_irc_prefix(struct span in)
{
    const unsigned char *space = memchr(in.ptr, ' ', in.len);
    const unsigned char *end = memchr(in.ptr, '\n', in.len);
    if (!space || (end && end < space))
        return end ? SPEAKER_UNKNOWN : SPEAKER_NONE;
    return space > in.ptr + 1 ? SPEAKER_IRC : SPEAKER_UNKNOWN;
}

enum speaker sniff(struct span first_bytes)
{
    struct span in = first_bytes;
    if (!in.len)
        return SPEAKER_NONE;
    if (in.ptr[0] == 0x15 || in.ptr[0] == 0x16)
        return by_tls_record(in);
    if (in.ptr[0] == 0xff)
        return by_telnet(in);
    if (in.ptr[0] == 0x30)
        return by_ldap(in);
    if (in.ptr[0] == ':')
        return by_irc_prefix(in);
    if (in.ptr[0] >= '1' && in.ptr[0] <= '9')
        return by_code(in);
    return by_opening(in);
}

const char *speaker_name(enum speaker s)
{
    static const char *const names[] = {
        [SPEAKER_NONE] = "nothing",
        [SPEAKER_UNKNOWN] = "something that is none of the protocols known here",
        [SPEAKER_SMTP] = "an SMTP server",
        [SPEAKER_LMTP] = "an LMTP server",
        [SPEAKER_SMTP_OR_FTP] = "an SMTP or FTP server",
        [SPEAKER_FTP] = "an FTP server",
        [SPEAKER_IMAP] = "an IMAP server",
        [SPEAKER_POP3] = "a POP3 server",
        [SPEAKER_SIEVE] = "a ManageSieve server",
        [SPEAKER_NNTP] = "an NNTP server",
        [SPEAKER_SSH] = "an SSH server",
        [SPEAKER_HTTP] = "an HTTP server",
        [SPEAKER_XMPP] = "an XMPP server",
        [SPEAKER_IRC] = "an IRC server",
        [SPEAKER_TELNET] = "a TELNET server",
        [SPEAKER_LDAP] = "an LDAP server",
        [SPEAKER_TLS_ALERT] = "a TLS server",
        [SPEAKER_TLS_HANDSHAKE] = "something that begins a TLS handshake",
    };
    return names[s];
}

bool speaker_fits(enum speaker s, const char *proto_name)
{
    static const struct fit {
        const char *proto_name;
        enum speaker speaker;
    } fits[] = {
        {"imap", SPEAKER_IMAP},
        {"pop3", SPEAKER_POP3},
        {"smtp", SPEAKER_SMTP},
        {"smtp", SPEAKER_SMTP_OR_FTP},
        {"submission", SPEAKER_SMTP},
        {"submission", SPEAKER_SMTP_OR_FTP},
    };
    for (size_t i = 0; i < sizeof fits / sizeof fits[0]; i++)
        if (fits[i].speaker == s && strcmp(fits[i].proto_name, proto_name) == 0)
            return true;
    return false;
}
