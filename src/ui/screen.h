/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen.h - the terminal: a grid to it, keys from it. The only door to curses.
 *
 * One screen a process (curses knows no other way). No raw byte of anybody's reaches curses: a grid holds safe text.
 */
#ifndef TLSWALK_SCREEN_H
#define TLSWALK_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/span.h"
#include "ui/grid.h"
#include "ui/ui.h"

struct screen;

/* Takes the terminal; NULL: err. The locale must have been set (setlocale) before. */
struct screen *screen_open(const struct ui_options *o, struct err *err);
void screen_close(struct screen *s);
int screen_cols(const struct screen *s);
int screen_rows(const struct screen *s);
bool screen_is_ascii(const struct screen *s);
/* What the operator should know about this terminal; "" when nothing. */
const char *screen_note(const struct screen *s);

/* The next key that is waiting (key.h); false: none. */
bool screen_key(struct screen *s, uint32_t *key_r);
/* Writes what differs from what is shown; nothing when nothing does. The grid must have the screen's size. */
void screen_show(struct screen *s, const struct grid *g);
/* The terminal's size may have changed: asks for it. */
void screen_resize(struct screen *s);
/* The next screen_show draws everything. */
void screen_repaint(struct screen *s);
void screen_suspend(struct screen *s); /* gives the terminal back for a while */
void screen_resume(struct screen *s);
/* Bytes for the terminal itself, not for its cells: the clipboard (clip.h). */
void screen_send(struct screen *s, struct span bytes);

#endif
