/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_words.c - words of enums that more than one part of the report writes. */
#include "report/json_private.h"

const char *json_verdict_word(unsigned v)
{
    return v <= VERDICT_SKIP ? verdict_name((enum verdict)v) : NULL;
}

const char *json_stage_word(unsigned v)
{
    return v < STAGE_COUNT ? stage_name((enum stage_id)v) : NULL;
}

const char *json_mode_word(unsigned v)
{
    return v <= TLS_MODE_NONE ? tls_mode_name((enum tls_mode)v) : NULL;
}

const char *json_speaker_word(unsigned v)
{
    static const char *const words[] = {
        [SPEAKER_NONE] = "",
        [SPEAKER_UNKNOWN] = "unknown",
        [SPEAKER_SMTP] = "smtp",
        [SPEAKER_LMTP] = "lmtp",
        [SPEAKER_SMTP_OR_FTP] = "smtp-or-ftp",
        [SPEAKER_FTP] = "ftp",
        [SPEAKER_IMAP] = "imap",
        [SPEAKER_POP3] = "pop3",
        [SPEAKER_SIEVE] = "sieve",
        [SPEAKER_NNTP] = "nntp",
        [SPEAKER_SSH] = "ssh",
        [SPEAKER_HTTP] = "http",
        [SPEAKER_XMPP] = "xmpp",
        [SPEAKER_IRC] = "irc",
        [SPEAKER_TELNET] = "telnet",
        [SPEAKER_LDAP] = "ldap",
        [SPEAKER_TLS_ALERT] = "tls-alert",
        [SPEAKER_TLS_HANDSHAKE] = "tls-handshake",
    };

    return v < sizeof words / sizeof words[0] ? words[v] : NULL;
}
