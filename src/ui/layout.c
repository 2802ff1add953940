/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/layout_private.h"

#include <stdio.h>
#include <string.h>

#include "base/wipe.h"
#include "ui/clip.h"
#include "ui/key.h"
#include "ui/walk_copy.h"

#define INTERRUPT_TWICE_US 2000000u /* two Ctrl-C within this quit */

void layout_init(struct layout *l)
{
    memset(l, 0, sizeof *l);
    walk_view_init(&l->walk);
    l->depth = 1;
    l->due_us = UINT64_MAX;
}

void layout_done(struct layout *l)
{
    table_view_done(&l->table);
    dialogue_close(&l->dialogue);
    buf_done(&l->pasted);
    buf_done(&l->copied);
    wipe(l, sizeof *l);
}

void layout_notice(struct layout *l, const char *text)
{
    snprintf(l->notice, sizeof l->notice, "%s", text);
}

/* --- wishes --- */

static struct wish *new_wish(struct layout *l)
{
    if (l->wish_count == WISHES_MAX)
        return NULL;
    wipe(&l->wishes[l->wish_count], sizeof l->wishes[0]);
    return &l->wishes[l->wish_count];
}

void layout_add_wish(struct layout *l, enum wish_kind kind)
{
    struct wish *w = new_wish(l);

    if (w) {
        w->kind = kind;
        l->wish_count++;
    }
}

bool layout_wish(struct layout *l, struct wish *w)
{
    if (!l->wish_count)
        return false;
    *w = l->wishes[0];
    l->wish_count--;
    memmove(&l->wishes[0], &l->wishes[1], l->wish_count * sizeof l->wishes[0]);
    wipe(&l->wishes[l->wish_count], sizeof l->wishes[0]);
    return true;
}

/* --- requests that hold everywhere --- */

static void interrupt(struct layout *l, const struct model *m)
{
    if (l->interrupted_us && m->now_us + 1 - l->interrupted_us < INTERRUPT_TWICE_US) {
        layout_add_wish(l, WISH_QUIT);
        return;
    }
    l->interrupted_us = m->now_us + 1;
    if (!layout_something_runs(m)) {
        layout_notice(l, "Nothing runs. Ctrl-C again within two seconds quits.");
        return;
    }
    if (m->visit && !visit_done(m->visit))
        layout_add_wish(l, WISH_STOP);
    if (m->running || m->queued)
        layout_add_wish(l, WISH_STOP_ALL);
    layout_notice(l, "Stopped. Ctrl-C again within two seconds quits.");
}

static void copy(struct layout *l, const struct model *m, bool all)
{
    bool ok = true;

    buf_clear(&l->copied);
    if (!all && layout_view(l)->copy)
        ok = layout_view(l)->copy(layout_state(l), m, &l->copied);
    else if (all && m->visit && visit_walk_count(m->visit))
        ok = walk_copy_all(m, l->walk.walk < visit_walk_count(m->visit) ? l->walk.walk : 0, &l->copied);
    size_t len = buf_len(&l->copied);
    if (!ok || !len) {
        buf_clear(&l->copied);
        layout_notice(l, ok ? "There is nothing to copy here." : "There is not enough memory to copy this.");
    } else if (len > CLIP_BYTES_MAX) {
        buf_clear(&l->copied);
        snprintf(l->notice, sizeof l->notice, "These are %zu kB, more than terminals take; w saves the report to a file.", len / 1000);
    } else {
        snprintf(l->notice, sizeof l->notice, "%zu bytes sent to the terminal's clipboard, if it takes them; w saves to a file.", len);
    }
}

static void cancel(struct layout *l, const struct model *m)
{
    struct looking *looking = layout_looking(l);
    struct press p = {.id = REQUEST_CANCEL};

    if (looking && looking->filter[0])
        looking->filter[0] = '\0';
    else if (looking && looking->find[0])
        looking->find[0] = '\0';
    else if (layout_view(l)->request(layout_state(l), m, &p) & VIEW_LEAVE)
        layout_leave(l);
}

static void layout_general(struct layout *l, const struct model *m, enum request_id id)
{
    if (id == REQUEST_HELP)
        layout_open(l, &(struct press){.open = VIEW_HELP});
    else if (id == REQUEST_CANCEL)
        cancel(l, m);
    else if (id == REQUEST_STOP)
        interrupt(l, m);
    else if (id == REQUEST_REDRAW)
        l->repaint = true;
    else if (id == REQUEST_EXPORT)
        layout_open(l, &(struct press){.open = VIEW_PICK, .pick = {.kind = PICK_EXPORTS, .row = m->visit_row}});
    else if (id == REQUEST_SUSPEND)
        layout_add_wish(l, WISH_SUSPEND);
    else if (id == REQUEST_LINES)
        l->no_lines = !l->no_lines;
    else if (id == REQUEST_COPY || id == REQUEST_COPY_ALL)
        copy(l, m, id == REQUEST_COPY_ALL);
}

static void layout_request(struct layout *l, const struct model *m, enum request_id id, uint32_t key);

static void layout_answer(struct layout *l, const struct model *m, const struct press *p, unsigned bits)
{
    if (p->notice[0])
        layout_notice(l, p->notice);
    if (bits & VIEW_WISH && p->wish)
        l->wish_count++;
    if (bits & (VIEW_LEAVE | VIEW_RUN))
        layout_leave(l);
    if (bits & VIEW_OPEN)
        layout_open(l, p);
    if (bits & VIEW_FILTER)
        layout_filter_table(l, p->filter);
    if (bits & VIEW_RUN)
        layout_request(l, m, p->run, 0);
}

static void layout_request(struct layout *l, const struct model *m, enum request_id id, uint32_t key)
{
    struct press p = {.id = id, .key = key, .wish = new_wish(l)};
    unsigned bits;

    if (!p.wish || layout_ask(l, m, id))
        return;
    if (id == REQUEST_CANCEL) {
        cancel(l, m);
        return;
    }
    bits = layout_view(l)->request(layout_state(l), m, &p);
    if (bits)
        layout_answer(l, m, &p, bits);
    else if (!layout_ask_unanswered(l, m, id))
        layout_general(l, m, id);
}

/* --- keys --- */

static void set_text(char to[FIND_MAX], const struct dialogue *d)
{
    snprintf(to, FIND_MAX, "%.*s", FIND_MAX - 1, d->prompt.fields[0].edit.text);
}

/* The candidates for what was read out, in place of those for an earlier text. */
static void open_symptoms(struct layout *l)
{
    struct press p = {.open = VIEW_PICK, .pick = {.kind = PICK_SYMPTOMS}};

    snprintf(p.pick.text, sizeof p.pick.text, "%.*s", (int)sizeof p.pick.text - 1, l->dialogue.prompt.fields[0].edit.text);
    layout_open(l, &p);
}

static void key_to_dialogue(struct layout *l, const struct model *m, uint32_t key)
{
    struct wish spare, *w = new_wish(l);
    enum prompt_event event = dialogue_key(&l->dialogue, key, w ? w : &spare);
    enum question q = l->dialogue.question;
    struct looking *looking = layout_looking(l);

    if (q == QUESTION_FILTER && looking && event != PROMPT_STAYS)
        set_text(looking->filter, &l->dialogue);
    if (q == QUESTION_FILTER && looking && event == PROMPT_DROPPED)
        looking->filter[0] = '\0';
    if (q == QUESTION_READ_OUT && event == PROMPT_TAKEN)
        open_symptoms(l);
    if (q == QUESTION_FIND && looking && event == PROMPT_TAKEN)
        set_text(looking->find, &l->dialogue);
    if (event == PROMPT_TAKEN && w && w->kind != WISH_NONE)
        l->wish_count++;
    if (event == PROMPT_TAKEN && q == QUESTION_ADD)
        l->table.awaited_rows = m->table->row_count + 1;
    if (event == PROMPT_TAKEN || event == PROMPT_DROPPED)
        dialogue_close(&l->dialogue);
    if (q == QUESTION_FIND && looking && event == PROMPT_TAKEN && looking->find[0]) {
        struct press p = {.id = REQUEST_FIND, .wish = new_wish(l)};
        layout_answer(l, m, &p, layout_view(l)->request(layout_state(l), m, &p) & ~VIEW_WISH);
        if (p.notice[0])
            layout_notice(l, p.notice);
    }
}

/* Text pasted where no field is open must never run as commands. On the table it is likely an address. */
static void key_pasted(struct layout *l, const struct model *m, uint32_t key)
{
    if (key != KEYCODE_PASTE_END) {
        if (key < 128 && buf_len(&l->pasted) < EDIT_MAX)
            buf_add_char(&l->pasted, (char)key);
        return;
    }
    l->pasting = false;
    const char *text = buf_cstr(&l->pasted);
    if (layout_top(l) == VIEW_TABLE && text && text[0])
        dialogue_ask(&l->dialogue, QUESTION_ADD, m, 0, text);
    else
        layout_notice(l, "Pasted text was ignored: no field is open for it.");
    buf_clear(&l->pasted);
}

static void key_too_small(struct layout *l, uint32_t key)
{
    if (key == 'q' || key == KEYCODE_F0 + 10 || key == KEYCODE_CTRL('C'))
        layout_add_wish(l, WISH_QUIT);
}

void layout_key(struct layout *l, const struct model *m, uint32_t key)
{
    const struct request_row *r;

    if (key == KEYCODE_RESIZE)
        return;
    if (l->too_small) {
        key_too_small(l, key);
        return;
    }
    if (dialogue_is_open(&l->dialogue)) {
        key_to_dialogue(l, m, key);
        return;
    }
    if (l->pasting) {
        key_pasted(l, m, key);
        return;
    }
    l->notice[0] = '\0';
    if (key == KEYCODE_PASTE_BEGIN) {
        l->pasting = true;
        return;
    }
    if (layout_view(l)->typed) {
        struct press p = {.key = key};
        unsigned bits = layout_view(l)->typed(layout_state(l), &p);
        layout_answer(l, m, &p, bits);
        if (bits)
            return;
    }
    r = request_by_key(key, layout_view(l)->letter);
    if (r)
        layout_request(l, m, r->id, key);
}
