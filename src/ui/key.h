/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key.h - a key press as a number: a code point, a control character, or one of the named keys below.
 *
 * Knows: names of keys. Not: which terminal sends what (screen.c), nor what a key means (request.h).
 */
#ifndef TLSWALK_KEY_H
#define TLSWALK_KEY_H

#include <stdint.h>

#define KEYCODE_ESC 27u
#define KEYCODE_CTRL(letter) ((uint32_t)(letter) & 31u)

/* Above every code point. */
enum {
    KEYCODE_NAMED = 0x110000,
    KEYCODE_UP,
    KEYCODE_DOWN,
    KEYCODE_LEFT,
    KEYCODE_RIGHT,
    KEYCODE_PGUP,
    KEYCODE_PGDN,
    KEYCODE_HOME,
    KEYCODE_END,
    KEYCODE_ENTER,
    KEYCODE_TAB,
    KEYCODE_BACKTAB,
    KEYCODE_INSERT,
    KEYCODE_DELETE,
    KEYCODE_BACKSPACE,
    KEYCODE_PASTE_BEGIN, /* what follows until PASTE_END was pasted, not typed */
    KEYCODE_PASTE_END,
    KEYCODE_RESIZE,
    KEYCODE_F0,          /* F1 is KEYCODE_F0 + 1 */
    KEYCODE_LAST = KEYCODE_F0 + 12,
};

#define KEY_NAME_MAX 16

/* "k", "Space", "Ctrl-C", "F1", "PgUp": as request_list.h writes it. "" for what has no name. */
void key_format(uint32_t key, char to[KEY_NAME_MAX]);

#endif
