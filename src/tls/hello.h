/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hello.h - a ClientHello made to measure, and what the server answers to it in clear.
 *
 * For the question "which of these would you take?" no session is needed: version, suite and group stand in the server's
 * first messages (RFC 5246 7.4, RFC 8446 4.1). So everything can be asked, also what no library offers any more, and one
 * suite can be left out. Whoever asks hangs up after the answer; sessions are tls.h's.
 */
#ifndef TLSWALK_HELLO_H
#define TLSWALK_HELLO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/* What is offered. Lent arrays; up to SUITES_MAX suites, HELLO_GROUPS_MAX groups. */
#define HELLO_GROUPS_MAX 24
struct hello {
    uint16_t version;       /* 0x0300 (SSL 3) .. 0x0304: the only one; before TLS 1.3 a server may still answer with an older one */
    const uint16_t *suites;
    size_t suite_count;
    const uint16_t *groups; /* RFC 8446 4.2.7; in TLS 1.3 without a key, so that the server has to name the group it wants */
    size_t group_count;     /* 0: the extension is not sent */
    const char *sni;        /* NULL: none is sent */
    bool exchange;          /* before TLS 1.3: read on to the ServerKeyExchange, for the group */
};
/* Appends the record. false: no memory, or no random numbers. */
bool hello_write(struct buf *out, const struct hello *h);

enum hello_outcome {
    HELLO_MORE,      /* more bytes are needed */
    HELLO_TAKEN,     /* the server chose */
    HELLO_REFUSED,   /* it sent an alert */
    HELLO_STRANGE,   /* that is not TLS, or no answer to this hello */
    HELLO_NO_MEMORY,
};

struct hello_answer {
    uint16_t version, suite;
    uint16_t group;          /* 0: not told */
    unsigned dh_bits;        /* of a finite-field group that the server made itself; 0: not told */
    bool master_secret;      /* extended master secret, RFC 7627; always in TLS 1.3 */
    bool renegotiation;      /* RFC 5746; always in TLS 1.3 */
    int alert;               /* -1: none */
};
/* Looks at all that came so far; an end of the connection is for the caller to judge. *a is whole when the outcome is TAKEN. */
enum hello_outcome hello_read(struct hello_answer *a, const struct hello *h, struct span received);

/* A group's name as GnuTLS writes it, "SECP256R1"; NULL: not in the table. */
const char *hello_group_name(uint16_t group);
/* All groups that can be asked for in that version, usual ones first. ids holds HELLO_GROUPS_MAX. */
size_t hello_groups_of(uint16_t version, uint16_t *ids);
unsigned hello_group_bits(uint16_t group); /* size of the field; 0: not known */

#endif
