/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/strv.h"

#include <stdlib.h>

#define STRV_FIRST_CAP 8

void strv_done(struct strv *v)
{
    for (size_t i = 0; i < v->count; i++)
        free(v->items[i]);
    free(v->items);
    *v = (struct strv){.limit = v->limit};
}

/* There is no field for the capacity: it is the power of two that holds count. */
static bool strv_room(struct strv *v)
{
    char **items;
    size_t cap = v->count == 0 ? STRV_FIRST_CAP : v->count * 2;

    if (v->count != 0 && (v->count < STRV_FIRST_CAP || (v->count & (v->count - 1)) != 0))
        return true;
    items = realloc(v->items, cap * sizeof *items);
    if (!items)
        return false;
    v->items = items;
    return true;
}

static char *strv_item(struct span s)
{
    char *item = malloc(s.len + 1);

    if (!item)
        return NULL;
    for (size_t i = 0; i < s.len; i++)
        item[i] = s.ptr[i] ? (char)s.ptr[i] : '?';
    item[s.len] = '\0';
    return item;
}

bool strv_add(struct strv *v, struct span s)
{
    char *item;

    if (v->limit > 0 && v->count >= v->limit) {
        v->dropped++;
        return true;
    }
    item = strv_item(s);
    if (!item || !strv_room(v)) {
        free(item);
        return false;
    }
    v->items[v->count++] = item;
    return true;
}

bool strv_add_str(struct strv *v, const char *s)
{
    return strv_add(v, span_str(s));
}

bool strv_has_nocase(const struct strv *v, const char *s)
{
    for (size_t i = 0; i < v->count; i++)
        if (strcasecmp(v->items[i], s) == 0)
            return true;
    return false;
}

bool strv_copy(struct strv *to, const struct strv *from)
{
    struct strv copy = {.limit = from->limit, .dropped = from->dropped};

    for (size_t i = 0; i < from->count; i++)
        if (!strv_add_str(&copy, from->items[i])) {
            strv_done(&copy);
            return false;
        }
    strv_done(to);
    *to = copy;
    return true;
}
