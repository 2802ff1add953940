/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exchange_private.h - a login under way: base64 to mechanism and back, the same in every protocol. */
#ifndef TLSWALK_PRACTICE_EXCHANGE_PRIVATE_H
#define TLSWALK_PRACTICE_EXCHANGE_PRIVATE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

struct practice_conn;
struct verify;

struct exchange {
    struct verify *verify;
    bool running;      /* the next line is a response, not a command */
    bool decided;      /* the server's last word is out; the next response ends it */
    bool proven;       /* and this is how */
    char mech[32];     /* upper case */
    unsigned char exporter[32]; /* channel binding data, as this server sees them */
    struct buf unique;
};

/* All answer through the connection's talk. */
/* AUTH MECH [INITIAL]; initial NULL: none came. */
void exchange_begin(struct practice_conn *c, struct span mech, const struct span *initial);
/* A response line: base64, empty, or "*". */
void exchange_answer(struct practice_conn *c, struct span line);
/* Logins outside SASL. */
void exchange_password(struct practice_conn *c, struct span user, struct span password);
void exchange_apop(struct practice_conn *c, struct span user, struct span digest);
/* Passwords as such are taken here: PLAIN or LOGIN is listed. */
bool exchange_takes_passwords(const struct practice_conn *c);
void exchange_done(struct exchange *x);

#endif
