/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decode.h - other ways to look at a line of the conversation: base64 opened, and bytes as hex. Pure. */
#ifndef TLSWALK_DECODE_H
#define TLSWALK_DECODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/span.h"

/* Appends line with each word of base64 in it replaced by what it says, in braces: `334 {Username:}`. Words that do not
 * decode to text, or are too short to tell, stay: many words of a protocol are base64 by chance. Raw bytes come out: they are made safe when they are shown. false: no memory. */
bool decode_base64(struct buf *out, struct span line);

/* Bytes shown on a hex line of that many columns, at least 1; and the length of such a line. */
size_t decode_hex_bytes(int cols);
size_t decode_hex_line(size_t bytes);
/* Appends lines of decode_hex_line characters: "53 3a 20  S: ", the last one padded with spaces. false: no memory. */
bool decode_hex(struct buf *out, struct span bytes, size_t bytes_a_line);

#endif
