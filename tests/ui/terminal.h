/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal.h - a terminal in memory (libvterm) with a program in it: reads its cells, types at it, changes its size.
 *
 * Waits are for a text on the screen, never for a time; after WAIT_MS without it the test fails and shows the screen.
 */
#ifndef TLSWALK_TESTS_UI_TERMINAL_H
#define TLSWALK_TESTS_UI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include <vterm.h>

#include "base/buf.h"

#define WAIT_MS 20000

struct terminal {
    VTerm *vt;
    VTermScreen *screen;
    int fd;                /* the master's side */
    pid_t pid;
    int cols, rows;
    bool alternate;        /* screen */
    bool cursor_visible;
    struct buf sent;       /* every byte the program wrote since terminal_forget */
    struct termios before; /* as the program found it */
};

struct terminal_setting {
    int cols, rows;
    const char *type;   /* TERM */
    const char *locale; /* LC_ALL */
};

/* Runs program (which must not return) in a new terminal. */
void terminal_open(struct terminal *t, const struct terminal_setting *s, void (*program)(void *), void *user);
/* Ends the program if it still runs; closes everything. */
void terminal_close(struct terminal *t);

void terminal_type(struct terminal *t, const char *bytes);
void terminal_resize(struct terminal *t, int cols, int rows);
/* Reads until the text stands on the screen. */
void terminal_await(struct terminal *t, const char *text);
/* Reads until nothing came for a while. */
void terminal_settle(struct terminal *t);
/* Reads until the program has ended; its wait status. */
int terminal_end(struct terminal *t);
void terminal_forget(struct terminal *t);

bool terminal_shows(struct terminal *t, const char *text);
char *terminal_row(struct terminal *t, int row); /* without trailing spaces; free it */
VTermScreenCell terminal_cell(struct terminal *t, int row, int col);
VTermPos terminal_cursor(struct terminal *t);
/* The row on which the text stands, and its column; -1: none. */
int terminal_find(struct terminal *t, const char *text, int *col_r);
/* The line settings are what they were before the program began. */
bool terminal_is_sane(struct terminal *t);

#endif
