/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.h - THE KEYS: one row a request. It feeds the keyboard, the footer, the help screen and the manual.
 *
 * REQUEST(id, "keys as shown", "screens", "footer word or empty", "help text")
 * Screens: T table, W walk, C certificate, P page (details, mechanisms), H help, R guided round,
 * K lists to pick from; * all.
 * Keys: names separated by spaces (key.h); the first is the one shown in the footer.
 * A key has one meaning on one screen: request_by_key takes the first row that fits, and a test looks for a second.
 */
#ifndef TLSWALK_REQUEST_H
#define TLSWALK_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum request_id {
    REQUEST_NONE = 0,
#define REQUEST(id, keys, screens, footer, help) REQUEST_##id,
#include "ui/request_list.h"
#undef REQUEST
    REQUEST_COUNT
};

struct request_row {
    enum request_id id;
    const char *name;    /* "FIND_NEXT", for tests */
    const char *keys;
    const char *screens;
    const char *footer;
    const char *help;
};
extern const struct request_row request_rows[]; /* REQUEST_COUNT - 1 rows, in the order of request_list.h */

/* What a key asks for on a screen; NULL: nothing. */
const struct request_row *request_by_key(uint32_t key, char screen);
bool request_on_screen(const struct request_row *row, char screen);
/* The keys for people: many digits in a row become "1-9"; cap >= 32 */
void request_keys(const struct request_row *row, char *to, size_t cap);
/* Moving about: shown in a group of its own. */
bool request_is_move(enum request_id id);

#endif
