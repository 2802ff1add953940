/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen_curses.c - see screen_curses_private.h. */
#include "ui/screen_curses_private.h"

LATE_DEFINE(curses, CURSES_CALLS, NCURSES_SONAME)
