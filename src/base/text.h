/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.h - hostile bytes to visible text, and text to columns. The only door to libunistring.
 *
 * Safe text is UTF-8 in which every code point is printable and stands for itself: what a server sent as control,
 * format, unassigned, private or broken bytes is written out as <U+XXXX> or \xHH (tab as \t), at most two
 * combining marks follow a base, a leading one gets U+25CC under it. Nothing in safe text can move a cursor,
 * hide or reorder other text.
 */
#ifndef TLSWALK_TEXT_H
#define TLSWALK_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

/* One run of safe text. `escaped` marks text that stands for bytes which could not be shown: drawn reverse on a
 * screen, so that a server that sends the characters "<U+202E>" cannot pass for an escape. */
struct text_run {
    struct span text;
    bool escaped;
};

/* Cuts the next run off *in (raw bytes) and writes its safe form into out (cleared first). false: *in is empty or no memory.
 * ascii: everything outside ASCII is escaped too (a terminal without UTF-8). */
bool text_next_run(struct span *in, struct buf *out, bool *escaped_r, bool ascii);

/* All of in as safe text, appended. false: no memory. */
bool text_safe(struct buf *out, struct span in);
bool text_safe_ascii(struct buf *out, struct span in);
/* The same as a malloc'ed string; NULL: no memory. */
char *text_safe_dup(struct span in);
/* Into a fixed array, cut at a character boundary with "..." when too long. cap counts the NUL. */
void text_safe_copy(char *to, size_t cap, struct span in);
/* True when text_safe(in) would be the same bytes. */
bool text_is_safe(struct span in);
bool text_is_utf8(struct span in);

/* Columns of safe text on a terminal. */
int text_cols(struct span safe);
/* Length in bytes of the longest head of safe text that fits in cols columns; *cols_r gets the columns it takes. */
size_t text_fit(struct span safe, int cols, int *cols_r);
/* Length in bytes of the first character cluster (base and its marks); 0 at the end. */
size_t text_cluster(struct span safe);
/* Length of the head that fits a line of cols columns, broken at a space if one is there; *next_r is where the next line begins. */
size_t text_wrap(struct span safe, int cols, size_t *next_r);
/* Appends it, wrapped at cols: out stands at column col, where the further lines begin too. Ends the last line; none ends in a
 * blank, not even where there is no text. There is always room for TEXT_WRAP_MIN columns. false: no memory. */
bool text_end_line(struct buf *out); /* the same for a line made in another way */
#define TEXT_WRAP_MIN 20
bool text_add_wrapped(struct buf *out, struct span safe, int col, int cols);

/* "0.4 ms", "41 ms", "2.1 s", "1 min 5 s"; cap >= 24 */
void text_duration(char *to, size_t cap, uint64_t us);
/* "just now", "5 s", "3 min", "2 h", "4 days"; cap >= 24 */
void text_age(char *to, size_t cap, uint64_t us);
/* UTC: "2026-11-24 06:00:00 UTC" and RFC 3339 with milliseconds "2026-11-24T06:00:00.000Z"; cap >= 32 */
void text_time(char *to, size_t cap, int64_t unix_s);
void text_time_rfc3339(char *to, size_t cap, int64_t wall_us);
/* Back from that form, and from no other. false: it is none. */
bool text_time_read(struct span rfc3339, int64_t *wall_us_r);

#endif
