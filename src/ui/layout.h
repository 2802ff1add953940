/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout.h - which screen is shown, what lies over it, and who gets the next key. The whole face of the program, pure.
 *
 * A key goes to the open question, else to the screen's text field, else it becomes a request: the screen first, then
 * what holds everywhere. What the operator wants of the world comes out as wishes. Drawn from the model each time; no
 * coordinate outlives a draw, so any size may come at any moment.
 * Owner: the caller's storage; layout_done releases what it holds and wipes what was typed.
 */
#ifndef TLSWALK_LAYOUT_H
#define TLSWALK_LAYOUT_H

#include "ui/cert_view.h"
#include "ui/dialogue.h"
#include "ui/grid.h"
#include "ui/help_view.h"
#include "ui/page_view.h"
#include "ui/pick_view.h"
#include "ui/round_view.h"
#include "ui/table_view.h"
#include "ui/view.h"
#include "ui/walk_view.h"

#define LAYOUT_DEPTH 8
#define WISHES_MAX 4

struct layout {
    struct table_view table;
    struct walk_view walk;
    struct cert_view cert;
    struct page_view page;
    struct help_view help;
    struct round_view round;
    struct pick_view pick;
    enum view_id stack[LAYOUT_DEPTH]; /* the last one is shown; the first is the table */
    size_t depth;
    struct dialogue dialogue;
    bool too_small;           /* at the last draw */
    bool no_lines;            /* the operator wants no line drawing */
    bool pasting;             /* outside a question: what is pasted is no command */
    struct buf pasted;
    uint64_t interrupted_us;  /* the last Ctrl-C; 0: none */
    char notice[300];         /* stays until the next key */
    uint64_t notice_serial;   /* the model's, last taken over */
    struct wish wishes[WISHES_MAX];
    size_t wish_count;
    bool repaint;             /* Ctrl-L: for ui.c to take */
    struct buf copied;        /* for the clipboard: for ui.c to take; empty: nothing */
    uint64_t due_us;          /* next draw without an event; UINT64_MAX: none */
};

void layout_init(struct layout *l);
void layout_done(struct layout *l);
void layout_key(struct layout *l, const struct model *m, uint32_t key);
bool layout_wish(struct layout *l, struct wish *w);
/* Over the guided round, where it was begun there; else over the table. */
void layout_show_walk(struct layout *l);
/* The model's sheet, over what is shown. */
void layout_show_sheet(struct layout *l);
void layout_notice(struct layout *l, const char *text);
/* g has the screen's size. */
void layout_draw(struct layout *l, const struct model *m, struct grid *g);

#endif
