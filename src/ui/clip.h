/* SPDX-License-Identifier: GPL-3.0-or-later */
/* clip.h - text for the clipboard of the terminal the operator sits at (OSC 52), through tmux and screen. Pure. */
#ifndef TLSWALK_CLIP_H
#define TLSWALK_CLIP_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/span.h"

#define CLIP_BYTES_MAX 52000 /* of text: about 70 kB of base64, which terminals still take */

enum clip_path {
    CLIP_DIRECT,
    CLIP_TMUX,   /* both bare and wrapped: which of them passes is a setting of tmux */
    CLIP_SCREEN, /* wrapped, in pieces: screen bounds the length of one */
};
/* From the values of $TMUX and $STY, NULL when not set. */
enum clip_path clip_path(const char *tmux, const char *sty);
/* The bytes to send. false: the text is too long, or no memory. */
bool clip_bytes(struct buf *out, struct span text, enum clip_path path);

#endif
