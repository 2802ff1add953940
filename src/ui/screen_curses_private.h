/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen_curses_private.h - ncurses, loaded when the screen opens: curses_load first, then curses.newterm for newterm and so on.
 *
 * Only functions, no macros: a macro would call the library behind the table's back. The window is *curses.stdscr.
 */
#ifndef TLSWALK_SCREEN_CURSES_PRIVATE_H
#define TLSWALK_SCREEN_CURSES_PRIVATE_H

#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <term.h>

#include "base/late.h"

#define CURSES_CALLS(X) \
    X(clearok, clearok) \
    X(define_key, define_key) \
    X(delscreen, delscreen) \
    X(endwin, endwin) \
    X(getmaxx, getmaxx) \
    X(getmaxy, getmaxy) \
    X(has_colors, has_colors) \
    X(init_pair, init_pair) \
    X(intrflush, intrflush) \
    X(is_term_resized, is_term_resized) \
    X(isendwin, isendwin) \
    X(keypad, keypad) \
    X(newterm, newterm) \
    X(nodelay, nodelay) \
    X(noecho, noecho) \
    X(nonl, nonl) \
    X(raw, raw) \
    X(resizeterm, resizeterm) \
    X(set_escdelay, set_escdelay) \
    X(setcchar, setcchar) \
    X(start_color, start_color) \
    X(stdscr, stdscr) \
    X(tigetstr, tigetstr) \
    X(use_default_colors, use_default_colors) \
    X(wadd_wchnstr, wadd_wchnstr) \
    X(wclrtoeol, wclrtoeol) \
    X(wget_wch, wget_wch) \
    X(wmove, wmove) \
    X(wrefresh, wrefresh)

LATE_DECLARE(curses, CURSES_CALLS)

#endif
