/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout_stack.c - the stack of screens: which is shown, and which lies under it. */
#include "ui/layout_private.h"

#include <stddef.h>

static const struct {
    const struct view *view;
    size_t state; /* where in struct layout */
} screens[VIEW_COUNT] = {
    [VIEW_TABLE] = {&table_view, offsetof(struct layout, table)},
    [VIEW_WALK] = {&walk_view, offsetof(struct layout, walk)},
    [VIEW_CERT] = {&cert_view, offsetof(struct layout, cert)},
    [VIEW_PAGE] = {&page_view, offsetof(struct layout, page)},
    [VIEW_ROUND] = {&round_view, offsetof(struct layout, round)},
    [VIEW_HELP] = {&help_view, offsetof(struct layout, help)},
};

enum view_id layout_top(const struct layout *l)
{
    return l->stack[l->depth - 1];
}

const struct view *layout_view(const struct layout *l)
{
    return screens[layout_top(l)].view;
}

void *layout_state(struct layout *l)
{
    return (char *)l + screens[layout_top(l)].state;
}

struct looking *layout_looking(struct layout *l)
{
    return layout_view(l)->looking ? layout_view(l)->looking(layout_state(l)) : NULL;
}

void layout_open(struct layout *l, enum view_id id, const struct page_subject *subject)
{
    if (id == VIEW_PAGE)
        page_view_open(&l->page, subject);
    else if (id == VIEW_CERT)
        cert_view_open(&l->cert, subject->walk);
    else if (id == VIEW_HELP)
        help_view_open(&l->help, layout_view(l));
    if (layout_top(l) != id && l->depth < LAYOUT_DEPTH)
        l->stack[l->depth++] = id;
}

void layout_leave(struct layout *l)
{
    if (l->depth > 1)
        l->depth--;
}

void layout_show_walk(struct layout *l)
{
    size_t before = l->depth;

    walk_view_reset(&l->walk);
    l->depth = 1;
    l->depth += l->stack[1] == VIEW_ROUND && before > 1;
    l->stack[l->depth++] = VIEW_WALK;
}
