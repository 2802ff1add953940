/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout_stack.c - the stack of screens: which is shown, and which lies under it. */
#include "ui/layout_private.h"

#include <stddef.h>
#include <stdio.h>

static const struct {
    const struct view *view;
    size_t state; /* where in struct layout */
} screens[VIEW_COUNT] = {
    [VIEW_TABLE] = {&table_view, offsetof(struct layout, table)},
    [VIEW_WALK] = {&walk_view, offsetof(struct layout, walk)},
    [VIEW_CERT] = {&cert_view, offsetof(struct layout, cert)},
    [VIEW_PAGE] = {&page_view, offsetof(struct layout, page)},
    [VIEW_ROUND] = {&round_view, offsetof(struct layout, round)},
    [VIEW_PICK] = {&pick_view, offsetof(struct layout, pick)},
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

/* A screen has one state, so it stands in the stack once: what lay over it is gone. */
static void push(struct layout *l, enum view_id id)
{
    for (size_t i = 0; i < l->depth; i++)
        if (l->stack[i] == id) {
            l->depth = i + 1;
            return;
        }
    if (l->depth < LAYOUT_DEPTH)
        l->stack[l->depth++] = id;
}

void layout_open(struct layout *l, const struct press *p)
{
    switch (p->open) {
    case VIEW_PAGE:
        page_view_open(&l->page, &p->subject);
        break;
    case VIEW_CERT:
        cert_view_open(&l->cert, p->subject.walk);
        break;
    case VIEW_HELP:
        help_view_open(&l->help, layout_view(l));
        break;
    case VIEW_PICK:
        pick_view_open(&l->pick, &p->pick);
        break;
    case VIEW_TABLE:
    case VIEW_WALK:
    case VIEW_ROUND:
    case VIEW_COUNT:
        break;
    }
    push(l, p->open);
}

void layout_filter_table(struct layout *l, const char *text)
{
    l->depth = 1;
    snprintf(l->table.looking.filter, sizeof l->table.looking.filter, "%s", text);
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

void layout_show_sheet(struct layout *l)
{
    layout_open(l, &(struct press){.open = VIEW_PAGE, .subject = {.kind = PAGE_SHEET}});
}
