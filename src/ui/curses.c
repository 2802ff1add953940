/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curses.c - see curses_private.h. */
#include "ui/curses_private.h"

LATE_DEFINE(curses, CURSES_CALLS, NCURSES_SONAME)
