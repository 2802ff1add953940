/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/key.h"

#include <stdio.h>

static const char *const named[] = {
    [KEYCODE_UP - KEYCODE_NAMED] = "Up",
    [KEYCODE_DOWN - KEYCODE_NAMED] = "Down",
    [KEYCODE_LEFT - KEYCODE_NAMED] = "Left",
    [KEYCODE_RIGHT - KEYCODE_NAMED] = "Right",
    [KEYCODE_PGUP - KEYCODE_NAMED] = "PgUp",
    [KEYCODE_PGDN - KEYCODE_NAMED] = "PgDn",
    [KEYCODE_HOME - KEYCODE_NAMED] = "Home",
    [KEYCODE_END - KEYCODE_NAMED] = "End",
    [KEYCODE_ENTER - KEYCODE_NAMED] = "Enter",
    [KEYCODE_TAB - KEYCODE_NAMED] = "Tab",
    [KEYCODE_BACKTAB - KEYCODE_NAMED] = "Shift-Tab",
    [KEYCODE_INSERT - KEYCODE_NAMED] = "Ins",
    [KEYCODE_DELETE - KEYCODE_NAMED] = "Del",
    [KEYCODE_BACKSPACE - KEYCODE_NAMED] = "Backspace",
};

void key_format(uint32_t key, char to[KEY_NAME_MAX])
{
    to[0] = '\0';
    if (key > KEYCODE_F0 && key <= KEYCODE_LAST)
        snprintf(to, KEY_NAME_MAX, "F%u", (unsigned)(key - KEYCODE_F0));
    else if (key > KEYCODE_NAMED && key - KEYCODE_NAMED < sizeof named / sizeof named[0])
        snprintf(to, KEY_NAME_MAX, "%s", named[key - KEYCODE_NAMED] ? named[key - KEYCODE_NAMED] : "");
    else if (key == KEYCODE_ESC)
        snprintf(to, KEY_NAME_MAX, "Esc");
    else if (key == ' ')
        snprintf(to, KEY_NAME_MAX, "Space");
    else if (key > 0 && key < 27)
        snprintf(to, KEY_NAME_MAX, "Ctrl-%c", (char)('A' + key - 1));
    else if (key > ' ' && key < 127)
        snprintf(to, KEY_NAME_MAX, "%c", (char)key);
}
