/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depth.h - TLS in depth, on request: which versions, suites and groups a server takes, and what else it does.
 *
 * Every row is an answer that short handshakes of their own gave, one at a time, announced and counted, and none after the
 * server asked for peace (421 and its like). Graded by RFC 9325, RFC 8996, RFC 7627 and RFC 5746.
 * Owner: the visit; lent until it is freed. All char arrays are safe text.
 */
#ifndef TLSWALK_DEPTH_H
#define TLSWALK_DEPTH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "walk/stage.h"

#define DEPTH_ROWS_MAX 1000 /* more than there are suites, groups and the rest together */

enum depth_kind {
    DEPTH_VERSION,
    DEPTH_SUITE,          /* in the order in which the server prefers them, where it has an order */
    DEPTH_GROUP,
    DEPTH_ORDER,          /* whose order of suites counts */
    DEPTH_DH,             /* size of the finite-field group */
    DEPTH_EMS,            /* extended master secret */
    DEPTH_RENEGOTIATION,  /* RFC 5746 */
    DEPTH_RESUMPTION,
    DEPTH_SNI,            /* with and without a server name */
    DEPTH_ALPN,
    DEPTH_STAPLE,
    DEPTH_CLIENT_CERT,
};
const char *depth_kind_name(enum depth_kind k);  /* "version": JSON */
const char *depth_kind_title(enum depth_kind k); /* "Version": for people */

struct depth_row {
    enum depth_kind kind;
    char label[72];       /* "TLS 1.2", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (TLS 1.2)", "X25519", "" where the kind says it */
    char value[200];      /* "taken", "refused", "not told", "the server's" */
    enum verdict grade;   /* PASS, NOTE, WARN, FAIL; SKIP where it could not be told */
    char why[160];        /* why it is graded so, or why it could not be told; "" */
};

struct depth {
    struct depth_row *rows;
    size_t count;
    unsigned handshakes;
    bool running, ended;
    char stopped[200];    /* why no more handshakes are made although some were left; "" */
};

#endif
