/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/request.h"

#include <stdio.h>
#include <string.h>

#include "ui/key.h"

const struct request_row request_rows[] = {
#define REQUEST(id, keys, screens, footer, help) {REQUEST_##id, #id, keys, screens, footer, help},
#include "ui/request_list.h"
#undef REQUEST
};

bool request_on_screen(const struct request_row *row, char screen)
{
    return row->screens[0] == '*' || strchr(row->screens, screen);
}

static bool keys_have(const char *keys, const char *name)
{
    size_t len = strlen(name);

    for (const char *k = keys; *k; k += *k == ' ') {
        size_t n = strcspn(k, " ");
        if (n == len && memcmp(k, name, n) == 0)
            return true;
        k += n;
    }
    return false;
}

const struct request_row *request_by_key(uint32_t key, char screen)
{
    char name[KEY_NAME_MAX];

    key_format(key, name);
    if (!name[0])
        return NULL;
    for (size_t i = 0; i + 1 < REQUEST_COUNT; i++)
        if (request_on_screen(&request_rows[i], screen) && keys_have(request_rows[i].keys, name))
            return &request_rows[i];
    return NULL;
}

void request_keys(const struct request_row *row, char *to, size_t cap)
{
    static const char digits[] = "1 2 3 4 5 6 7 8 9";
    bool many = strncmp(row->keys, digits, sizeof digits - 1) == 0;

    snprintf(to, cap, "%s%s", many ? "1-9" : "", row->keys + (many ? sizeof digits - 1 : 0));
}

bool request_is_move(enum request_id id)
{
    return id >= REQUEST_UP && id <= REQUEST_RIGHT;
}
