/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/clip.h"

#define SCREEN_PIECE 700 /* bytes in one of screen's string sequences; its bound is 768 */

enum clip_path clip_path(const char *tmux, const char *sty)
{
    if (tmux && tmux[0])
        return CLIP_TMUX;
    return sty && sty[0] ? CLIP_SCREEN : CLIP_DIRECT;
}

static bool clip_pieces(struct buf *out, struct span base64)
{
    bool ok = buf_add_str(out, "\033P\033]52;c;");

    while (base64.len && ok) {
        struct span piece = span_head(base64, SCREEN_PIECE);
        base64 = span_skip(base64, piece.len);
        ok = buf_add_span(out, piece) && (!base64.len || buf_add_str(out, "\033\\\033P"));
    }
    return ok && buf_add_str(out, "\007\033\\");
}

bool clip_bytes(struct buf *out, struct span text, enum clip_path path)
{
    struct buf base64 = {0};
    bool ok = text.len <= CLIP_BYTES_MAX && buf_add_base64(&base64, text);

    if (ok && path != CLIP_SCREEN)
        ok = buf_add_str(out, "\033]52;c;") && buf_add_span(out, buf_span(&base64)) && buf_add_str(out, "\007");
    if (ok && path == CLIP_TMUX)
        ok = buf_add_str(out, "\033Ptmux;\033\033]52;c;") && buf_add_span(out, buf_span(&base64)) && buf_add_str(out, "\007\033\\");
    if (ok && path == CLIP_SCREEN)
        ok = clip_pieces(out, buf_span(&base64));
    buf_done(&base64);
    return ok;
}
