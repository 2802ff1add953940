/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redact.h - a walk without what tells who looked: for a report that leaves the house.
 *
 * Masked, each thing always by the same word: user names ("user-1"), our own addresses and all others that are not the server's
 * ("address-1"), our own host name as we or the server say it ("host-1"), mailbox addresses ("mailbox-1"); also inside base64
 * and hexadecimal, which are written anew. The server stays: its name, its addresses, its certificate.
 * Passwords and tokens never were in the evidence.
 */
#ifndef TLSWALK_REDACT_H
#define TLSWALK_REDACT_H

#include "base/err.h"
#include "report/record.h"

/* A masked copy: visit 0, walk 0 of the record. user: whom the login named, or NULL; names that the conversation itself tells are
 * found. NULL: err. */
struct record *redact_walk(const struct report_input *in, const char *user, struct err *err);

#endif
