/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sniff.h - which protocol is really there, told from a server's first bytes.
 *
 * Certain only where the bytes admit one reading: "220 " alone is SMTP or FTP, and is told so.
 */
#ifndef TLSWALK_SNIFF_H
#define TLSWALK_SNIFF_H

#include "base/span.h"

enum speaker {
    SPEAKER_NONE,        /* no bytes, or too few to tell */
    SPEAKER_UNKNOWN,     /* bytes that fit nothing known */
    SPEAKER_SMTP,
    SPEAKER_LMTP,
    SPEAKER_SMTP_OR_FTP,
    SPEAKER_FTP,
    SPEAKER_IMAP,
    SPEAKER_POP3,
    SPEAKER_SIEVE,
    SPEAKER_NNTP,
    SPEAKER_SSH,
    SPEAKER_HTTP,
    SPEAKER_XMPP,
    SPEAKER_IRC,
    SPEAKER_TELNET,
    SPEAKER_LDAP,
    SPEAKER_TLS_ALERT,     /* 15 03 0x */
    SPEAKER_TLS_HANDSHAKE, /* 16 03 0x */
};

enum speaker sniff(struct span first_bytes);
const char *speaker_name(enum speaker s); /* "an SSH server", for sentences */
/* True when s is what protocol `name` (of struct proto) should sound like. SPEAKER_SMTP_OR_FTP fits smtp. */
bool speaker_fits(enum speaker s, const char *proto_name);

#endif
