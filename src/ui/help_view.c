/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/help_view.h"

#include <stdio.h>
#include <string.h>

#include "ui/key.h"
#include "ui/page.h"

#define KEYS_COLS 16 /* the column of keys */

void help_view_open(struct help_view *v, const struct view *over)
{
    memset(v, 0, sizeof *v);
    v->letter = over->letter;
    v->screen = over->title;
}

enum group { GROUP_HERE, GROUP_EVERYWHERE, GROUP_MOVING, GROUP_COUNT };

static enum group group_of(const struct request_row *r)
{
    if (request_is_move(r->id))
        return GROUP_MOVING;
    return r->screens[0] == '*' || strlen(r->screens) > 2 ? GROUP_EVERYWHERE : GROUP_HERE;
}

static const char *group_heading(enum group g)
{
    switch (g) {
    case GROUP_HERE:
        return "This screen";
    case GROUP_EVERYWHERE:
        return "Everywhere";
    case GROUP_MOVING:
        return "Moving";
    case GROUP_COUNT:
        break;
    }
    return "";
}

static bool entry_matches(const struct request_row *r, const char *text)
{
    return find_in(span_str(r->keys), text) >= 0 || find_in(span_str(r->help), text) >= 0;
}

size_t help_view_entries(const struct help_view *v, struct help_entry to[HELP_ENTRIES])
{
    size_t n = 0;

    for (enum group g = 0; g < GROUP_COUNT; g++) {
        bool headed = false;
        for (size_t i = 0; i + 1 < REQUEST_COUNT; i++) {
            const struct request_row *r = &request_rows[i];
            if (group_of(r) != g || !request_on_screen(r, v->letter) || !entry_matches(r, v->filter.text))
                continue;
            if (!headed)
                to[n++] = (struct help_entry){NULL, group_heading(g)};
            headed = true;
            to[n++] = (struct help_entry){r, NULL};
        }
    }
    return n;
}

static void draw_keys(struct help_view *v, struct area a, struct frame *f)
{
    struct help_entry entries[HELP_ENTRIES];
    size_t count = help_view_entries(v, entries);

    int col = area_put(a, 0, 1, STYLE_BOLD, "Filter:");
    area_put_span(a, 0, col + 1, INK_PLAIN, edit_span(&v->filter));
    area_put_right(a, 0, INK_PLAIN, "(type to filter, Enter runs the action) ");
    struct area rows = area_part(a, 2, 0, a.rows - 2, a.cols);
    if (v->list.cursor < count && !entries[v->list.cursor].row)
        v->list.cursor++;
    list_show(&v->list, count, rows.rows);
    for (int y = 0; y < rows.rows && v->list.top + (size_t)y < count; y++) {
        const struct help_entry *e = &entries[v->list.top + (size_t)y];
        char keys[32];
        if (!e->row) {
            area_putf(rows, y, 1, STYLE_BOLD, "%s", e->heading);
            continue;
        }
        request_keys(e->row, keys, sizeof keys);
        area_put(rows, y, 3, STYLE_BOLD, keys);
        int end = area_put(rows, y, 3 + KEYS_COLS, INK_PLAIN, e->row->help);
        if (v->list.top + (size_t)y == v->list.cursor) {
            area_put(rows, y, 1, INK_PLAIN, ">");
            area_mark(rows, y, 1, end, STYLE_REVERSE);
        }
    }
    if (!count)
        area_put(rows, 0, 3, INK_PLAIN, "No key has this text.");
    area_cursor(a, 0, col + 1 + edit_cols_before(&v->filter));
    a.grid->typing = true;
    list_position(&v->list, count, f->position, sizeof f->position);
}

static const char *const signs[][2] = {
    {"OK", "passed"},
    {"NOTE", "passed, with something worth knowing"},
    {"WARN", "works, but needs care: some mail programs may refuse it"},
    {"FAIL", "does not work, or a mail program must refuse it"},
    {"skip", "not tried, because of what came before or because nobody asked for it"},
    {"S:", "the server said this"},
    {"C:", "tlswalk said this to the server"},
    {"S# C#", "the same, inside TLS: nobody in between could read it"},
    {"*", "a remark of tlswalk's own"},
    {"> after a time", "this line proves a finding"},
    {"+ at the left", "the line above goes on"},
    {"<U+202E> \\x1b", "drawn reverse: what the server really sent and no screen should obey"},
    {"****", "a secret was here; it is never shown, saved or copied, nor is its length"},
    {"WHAT WHY", "what is wrong, and the usual cause"},
    {"USER ADMIN", "what the caller can do; what whoever runs the server can do"},
    {"SAY", "a sentence to read to the caller"},
    {"certain", "the evidence leaves no other reading; \"likely\" means it is the best one"},
};

static void draw_signs(struct help_view *v, struct area a, struct frame *f)
{
    struct page p;

    page_init(&p, a.cols - 2, 18);
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        page_field(&p, signs[i][0], INK_PLAIN, signs[i][1]);
    page_blank(&p);
    page_text(&p, INK_PLAIN, "tlswalk sends no mail, opens no mailbox and changes nothing on a server. A password is asked for only after l, and goes out "
                             "only over TLS with a certificate that passed, unless you type that it shall.");
    v->sign_lines = p.count;
    list_show_scrolled(&v->sign_list, p.count, a.rows);
    list_position(&v->sign_list, p.count, f->position, sizeof f->position);
    page_draw(&p, v->sign_list.top, "", area_part(a, 0, 1, a.rows, a.cols - 2));
    page_done(&p);
}

static void help_view_draw(void *state, const struct model *m, struct area a, struct frame *f)
{
    struct help_view *v = state;

    (void)m;
    snprintf(f->title, sizeof f->title, "> Help for the %s screen", v->screen);
    snprintf(f->right, sizeof f->right, v->signs ? " Keys  [Signs]" : "[Keys]  Signs ");
    snprintf(f->status, sizeof f->status, "Left, Right: keys or signs   man tlswalk has all of this");
    if (v->signs)
        draw_signs(v, a, f);
    else
        draw_keys(v, a, f);
}

static unsigned help_run(struct help_view *v, struct press *p)
{
    struct help_entry entries[HELP_ENTRIES];
    size_t count = help_view_entries(v, entries);

    if (v->list.cursor >= count || !entries[v->list.cursor].row)
        return VIEW_HANDLED;
    p->run = entries[v->list.cursor].row->id;
    return VIEW_HANDLED | VIEW_RUN;
}

static unsigned help_view_typed(void *state, struct press *p)
{
    struct help_view *v = state;
    bool text = p->key > ' ' && p->key < KEYCODE_NAMED && p->key != 127;
    bool closes = p->key == 'q' || p->key == '?';

    if (v->signs)
        return 0;
    if (p->key == KEYCODE_ENTER)
        return help_run(v, p);
    if ((text && !(closes && !v->filter.len)) || p->key == KEYCODE_BACKSPACE || p->key == KEYCODE_CTRL('U') || (p->key == ' ' && v->filter.len)) {
        edit_key(&v->filter, p->key);
        v->list.cursor = 0;
        return VIEW_HANDLED;
    }
    return 0;
}

/* Headings are stepped over. */
static void help_move(struct help_view *v, enum request_id id)
{
    struct help_entry entries[HELP_ENTRIES];
    size_t count = help_view_entries(v, entries);

    list_move(&v->list, id, count);
    if (v->list.cursor < count && !entries[v->list.cursor].row)
        v->list.cursor += id == REQUEST_UP && v->list.cursor ? (size_t)-1 : 1;
}

static unsigned help_view_request(void *state, const struct model *m, struct press *p)
{
    struct help_view *v = state;

    (void)m;
    if (p->id == REQUEST_LEFT || p->id == REQUEST_RIGHT)
        v->signs = !v->signs;
    else if (p->id == REQUEST_CANCEL && v->filter.len)
        edit_wipe(&v->filter);
    else if (p->id == REQUEST_CANCEL || p->id == REQUEST_BACK || p->id == REQUEST_HELP)
        return VIEW_HANDLED | VIEW_LEAVE;
    else if (request_is_move(p->id) && v->signs)
        list_scroll(&v->sign_list, p->id, v->sign_lines);
    else if (request_is_move(p->id))
        help_move(v, p->id);
    else
        return 0;
    return VIEW_HANDLED;
}

const struct view help_view = {
    .letter = 'H',
    .title = "help",
    .draw = help_view_draw,
    .request = help_view_request,
    .typed = help_view_typed,
};
