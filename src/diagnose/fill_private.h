/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fill_private.h - the blanks of the catalogue's texts, and what is written into them.
 *
 * A text is scanned once: what a server said is never taken for a blank. A part between {[ and ]} is left out when a blank
 * in it is empty, so that advice never names a port that does not exist.
 */
#ifndef TLSWALK_FILL_PRIVATE_H
#define TLSWALK_FILL_PRIVATE_H

#include <stdbool.h>

#include "base/buf.h"

/* BLANK(ID, "name in braces", "words without evidence") */
#define BLANKS \
    BLANK(HOST, "host", "the server")                                       \
    BLANK(NAME, "name", "that name")                                        \
    BLANK(PORT, "port", "that port")                                        \
    BLANK(PROTO, "proto", "the mail protocol")                              \
    BLANK(MODE, "mode", "the present TLS setting")                          \
    BLANK(OTHER_PORT, "other-port", "the port that belongs to it")          \
    BLANK(OTHER_MODE, "other-mode", "the other TLS setting")               \
    BLANK(TLS_PORT, "tls-port", "")                                         \
    BLANK(ADDRESS, "address", "that address")                               \
    BLANK(REPLY, "reply", "")                                               \
    BLANK(NAMES, "names", "other names")                                    \
    BLANK(DATE, "date", "a certain date")                                   \
    BLANK(DAYS, "days", "")                                                 \
    BLANK(ISSUER, "issuer", "its issuer")                                   \
    BLANK(VERSION, "version", "an outdated version")                        \
    BLANK(MECHANISM, "mechanism", "the login method")                       \
    BLANK(SPEAKER, "speaker", "another kind of service")                    \
    BLANK(TOOK, "took", "a long time")                                      \
    BLANK(CLIENT, "client", "the mail program")                             \
    BLANK(DETAIL, "detail", "")

enum blank {
#define BLANK(id, name, without) BLANK_##id,
    BLANKS
#undef BLANK
    BLANK_COUNT
};

#define BLANK_MAX 640 /* bytes of a filled-in value, NUL included */

struct blanks {
    char of[BLANK_COUNT][BLANK_MAX]; /* safe text */
};

/* Appends text with its blanks filled; blanks NULL: with the words that stand for them. false: no memory. */
bool fill_text(struct buf *out, const char *text, const struct blanks *blanks);
const char *blank_name(enum blank b); /* "other-port" */

#endif
