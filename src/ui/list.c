/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/list.h"

#include <stdio.h>

static bool moved(size_t *at, enum request_id id, size_t last, int page)
{
    size_t n = page > 1 ? (size_t)page - 1 : 1;

    if (id == REQUEST_UP)
        *at -= *at > 0;
    else if (id == REQUEST_DOWN)
        *at += *at < last;
    else if (id == REQUEST_PAGE_UP)
        *at = *at > n ? *at - n : 0;
    else if (id == REQUEST_PAGE_DOWN)
        *at = last - *at > n ? *at + n : last;
    else if (id == REQUEST_FIRST)
        *at = 0;
    else if (id == REQUEST_LAST)
        *at = last;
    else
        return false;
    return true;
}

bool list_move(struct list *l, enum request_id id, size_t count)
{
    size_t last = count ? count - 1 : 0;

    if (l->cursor > last)
        l->cursor = last;
    return moved(&l->cursor, id, last, l->rows);
}

static size_t last_top(size_t count, int rows)
{
    return rows > 0 && count > (size_t)rows ? count - (size_t)rows : 0;
}

bool list_scroll(struct list *l, enum request_id id, size_t count)
{
    size_t last = last_top(count, l->rows);

    if (l->top > last)
        l->top = last;
    return moved(&l->top, id, last, l->rows);
}

void list_show(struct list *l, size_t count, int rows)
{
    size_t n = rows > 0 ? (size_t)rows : 1;

    l->rows = rows;
    if (l->cursor >= count)
        l->cursor = count ? count - 1 : 0;
    if (l->top > last_top(count, rows))
        l->top = last_top(count, rows);
    if (l->cursor < l->top)
        l->top = l->cursor;
    if (l->cursor >= l->top + n)
        l->top = l->cursor - n + 1;
}

void list_show_scrolled(struct list *l, size_t count, int rows)
{
    l->rows = rows;
    if (l->top > last_top(count, rows))
        l->top = last_top(count, rows);
}

void list_position(const struct list *l, size_t count, char *to, size_t cap)
{
    size_t end = l->top + (size_t)(l->rows > 0 ? l->rows : 0);

    if (end >= count && l->top == 0)
        snprintf(to, cap, "%zu lines, all", count);
    else
        snprintf(to, cap, "%zu-%zu/%zu  %zu%%", l->top + 1, end < count ? end : count, count,
                 (end < count ? end : count) * 100 / count);
}
