/* SPDX-License-Identifier: GPL-3.0-or-later */
/* line.h - a reply's bytes to lines, within bounds. Private to proto/.
 *
 * Knows: CR, LF, NUL and lengths. Not: what a line means.
 * Owner: never; spans point into the bytes given.
 * Rules: lines end in CRLF (RFC 5321 2.3.8, RFC 9051 2.2, RFC 1939 3); a bare LF is taken and noted, as mail clients do.
 */
#ifndef TLSWALK_LINE_H
#define TLSWALK_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"
#include "proto/proto.h"

/* A walk through the lines of one reply. */
struct reader {
    struct span in;    /* every byte there is, from the reply's first on */
    size_t used;       /* bytes that belong to the reply so far */
    size_t line_max;   /* bytes, ending included; a longer line is noted */
    unsigned count;    /* lines so far */
    unsigned odd;      /* bits of enum reply_odd seen so far */
};

static inline struct reader reader_over(struct span in, size_t line_max)
{
    return (struct reader){.in = in, .line_max = line_max};
}

/* The next line without its ending. 1: there is one; 0: its end is not there yet; -1: broken: over PROTO_LINE_MAX, the
 * reply over PROTO_REPLY_MAX, or a first byte that begins no line of text. */
int reader_line(struct reader *rd, struct span *line_r);
/* The same for n bytes that are not looked at: a literal. */
int reader_skip(struct reader *rd, size_t n);
/* Tells r what the reader saw and what the reply is made of; gives the reply's length. */
long reader_end(const struct reader *rd, struct reply *r);

/* Cuts the next word off *rest: bytes up to a space, or all. false: nothing but spaces is left. */
bool word_next(struct span *rest, struct span *word_r);
/* A decimal number of at most nine digits that fills s; -1: it is none. */
long number_of(struct span s);
/* Cuts "[...]" and the spaces behind it off the head of *text: what stands between the brackets. Empty when there is none. */
struct span bracket_cut(struct span *text);

#endif
