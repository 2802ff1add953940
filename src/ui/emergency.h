/* SPDX-License-Identifier: GPL-3.0-or-later */
/* emergency.h - a terminal set right by a crash handler: bytes and line settings that were prepared while all was well.
 *
 * One terminal a process, as a signal handler can be told nothing. No curses: endwin must not be called from a handler.
 */
#ifndef TLSWALK_EMERGENCY_H
#define TLSWALK_EMERGENCY_H

#include <stdbool.h>
#include <termios.h>

#define EMERGENCY_BYTES 256

/* bytes are copied (fewer than EMERGENCY_BYTES); fd must stay open while armed. */
void emergency_arm(int fd, const struct termios *before, const char *bytes);
/* Off while the terminal is not ours, on again afterwards. */
void emergency_set(bool armed);
/* Async-signal-safe: write, tcsetattr. */
void emergency_restore(void);

#endif
