/* SPDX-License-Identifier: GPL-3.0-or-later */
/* transcript_private.h - what transcript_view.c (drawing, moving) needs of transcript_place.c (lines and places). */
#ifndef TLSWALK_TRANSCRIPT_PRIVATE_H
#define TLSWALK_TRANSCRIPT_PRIVATE_H

#include "ui/styled.h"
#include "ui/transcript_view.h"

#define MARKS_COLS 4 /* proof mark, who (2), a space */

int transcript_times_cols(enum times times);
style transcript_style(enum said_by by);
/* A usual line ending is not shown; an unusual one is. */
struct span transcript_without_ending(struct span s);
/* An entry as it is shown: decoded, safe. false: no memory. */
bool transcript_entry_text(const struct transcript_view *v, const struct said *s, bool ascii, struct styled *out);
/* The length of the line that begins at byte from; *next_r is where the next one begins, the text's length at its end. */
size_t transcript_entry_line(const struct transcript_view *v, const struct said *s, const struct styled *text, size_t from, size_t *next_r);

/* Does the filter let it through. */
bool transcript_shown(const struct transcript_view *v, const struct heard_said *h, uint64_t serial);
/* The next entry that is shown, from serial on in a direction. false: none. */
bool transcript_next_shown(const struct transcript_view *v, const struct heard_said *h, uint64_t serial, int direction, uint64_t *serial_r);

/* A line further. false: there is none. */
bool place_down(const struct transcript_view *v, const struct heard_said *h, struct place *p);
bool place_up(const struct transcript_view *v, const struct heard_said *h, struct place *p);
bool place_before(struct place a, struct place b);
void place_last(const struct transcript_view *v, const struct heard_said *h, struct place *p);
/* Entries may have been dropped, hidden by a filter, or wrapped anew since the place was taken. */
void place_clamp(const struct transcript_view *v, const struct heard_said *h, struct place *p);

#endif
