/* SPDX-License-Identifier: GPL-3.0-or-later */
/* peer.h - the client's side of a practice connection, by hand and in memory: what it says is written in the test. */
#ifndef TLSWALK_TESTS_PEER_H
#define TLSWALK_TESTS_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "practice/practice.h"
#include "tls/tls.h"

struct peer {
    struct practice_conn *conn;
    struct tls *tls;
    struct buf heard;    /* what the server said, decrypted; not yet looked at */
    size_t cut;          /* bytes passed on at a time, either way; 0: all there are */
    uint64_t now_us;
    const char *priority; /* of the client's TLS; NULL: the program's */
};

const struct practice_port *peer_port(const char *proto, bool implicit);
/* Connects, and takes the first step of TLS where TLS comes first. p->cut is kept. */
void peer_open(struct peer *p, struct practice *practice, const char *fault, const char *proto, bool implicit);
void peer_close(struct peer *p);
void peer_say(struct peer *p, const char *text);
void peer_say_bytes(struct peer *p, struct span bytes);
/* Handshake; true when it is complete. */
bool peer_start_tls(struct peer *p);
/* Passes bytes on until neither side has more to say now. */
void peer_settle(struct peer *p);
/* Lets time pass, waking the server whenever it asked for it. */
void peer_wait(struct peer *p, uint64_t us);
/* The first line heard, without its ending, "" when there is none; it is used up. Lent until the next call. */
const char *peer_line(struct peer *p);
/* Plays "S: line", "C: line", "TLS" and "END" (the server closes); a server's line may end in "*" for anything.
 * Fails the test at the first difference. */
void peer_play(struct peer *p, const char *const *script);

#endif
