/* SPDX-License-Identifier: GPL-3.0-or-later */
/* request.h - THE KEYS: one row a request. It feeds the keyboard, the footer, the help screen and the manual.
 *
 * REQUEST(id, "keys as shown", "screens", "footer word or empty", "help text")
 * Screens: T table, W walk, C certificate, H help; * all. Keys: names separated by spaces; the first is the one shown.
 */
#ifndef TLSWALK_REQUEST_H
#define TLSWALK_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

enum request_id {
    REQUEST_NONE = 0,
#define REQUEST(id, keys, screens, footer, help) REQUEST_##id,
#include "ui/request_list.h"
#undef REQUEST
    REQUEST_COUNT
};

struct request_row {
    enum request_id id;
    const char *name;    /* "walk-row", for the manual and tests */
    const char *keys;
    const char *screens;
    const char *footer;
    const char *help;
};
extern const struct request_row request_rows[]; /* REQUEST_COUNT - 1 rows, in the order of request_list.h */

#endif
