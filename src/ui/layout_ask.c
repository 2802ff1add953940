/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout_ask.c - requests that begin with a question, and whether there is anything to ask about. */
#include "ui/layout_private.h"

bool layout_something_runs(const struct model *m)
{
    return m->running || m->queued || (m->visit && !visit_done(m->visit));
}

static void ask_quit(struct layout *l, const struct model *m)
{
    if (layout_something_runs(m))
        dialogue_ask(&l->dialogue, QUESTION_QUIT, m, 0, NULL);
    else
        layout_add_wish(l, WISH_QUIT);
}

static void ask_login(struct layout *l, const struct model *m)
{
    if (!m->visit || !visit_walk_count(m->visit) || m->visit_row == SIZE_MAX)
        layout_notice(l, "There is no walk of a row to log in to.");
    else if (!visit_done(m->visit))
        layout_notice(l, "The walk is under way: let it end, or stop it with Ctrl-C, then log in.");
    else
        dialogue_ask_login(&l->dialogue, m, l->walk.walk < visit_walk_count(m->visit) ? l->walk.walk : 0);
}

static bool upgrades(enum tls_mode mode)
{
    return mode == TLS_MODE_STARTTLS || mode == TLS_MODE_OPPORTUNISTIC;
}

static void ask_further(struct layout *l, const struct model *m, enum question q)
{
    if (!m->visit || m->visit_row == SIZE_MAX)
        layout_notice(l, "There is no walk of a row whose host could be looked at.");
    else if (!visit_done(m->visit))
        layout_notice(l, "The walk is under way: let it end, or stop it with Ctrl-C.");
    else if (q == QUESTION_INJECTION && !upgrades(visit_target(m->visit)->mode))
        layout_notice(l, "This row does not use STARTTLS: there is nothing to test.");
    else
        dialogue_ask(&l->dialogue, q, m, 0, NULL);
}

static void ask_about_row(struct layout *l, const struct model *m, enum question q)
{
    size_t row = table_view_row(&l->table, m);

    if (row == SIZE_MAX)
        layout_notice(l, "There is no row under the cursor.");
    else
        dialogue_ask(&l->dialogue, q, m, row, NULL);
}

static void ask_save(struct layout *l, const struct model *m, enum question q)
{
    if (layout_top(l) == VIEW_PAGE && l->page.subject.kind == PAGE_SHEET)
        dialogue_ask(&l->dialogue, QUESTION_SAVE_SHEET, m, 0, NULL);
    else if (m->visit)
        dialogue_ask(&l->dialogue, q, m, 0, NULL);
    else
        layout_notice(l, "There is nothing to save yet: no row was walked.");
}

static void ask_compare_with(struct layout *l, const struct model *m)
{
    if (!m->visit)
        layout_notice(l, "There is nothing to compare yet: no row was walked.");
    else if (!visit_done(m->visit))
        layout_notice(l, "The walk is under way: let it end, or stop it with Ctrl-C, then compare.");
    else
        dialogue_ask(&l->dialogue, QUESTION_COMPARE_WITH, m, 0, NULL);
}

bool layout_ask(struct layout *l, const struct model *m, enum request_id id)
{
    struct looking *looking = layout_looking(l);

    if (id == REQUEST_FIND && looking)
        dialogue_ask(&l->dialogue, QUESTION_FIND, m, 0, NULL);
    else if (id == REQUEST_FILTER && looking)
        dialogue_ask(&l->dialogue, QUESTION_FILTER, m, 0, looking->filter);
    else if (id == REQUEST_ADD)
        dialogue_ask(&l->dialogue, QUESTION_ADD, m, 0, NULL);
    else if (id == REQUEST_EDIT)
        ask_about_row(l, m, QUESTION_EDIT);
    else if (id == REQUEST_REMOVE)
        ask_about_row(l, m, QUESTION_REMOVE);
    else if (id == REQUEST_SAVE)
        ask_save(l, m, QUESTION_SAVE);
    else if (id == REQUEST_SAVE_MASKED)
        ask_save(l, m, QUESTION_SAVE_MASKED);
    else if (id == REQUEST_COMPARE)
        ask_compare_with(l, m);
    else if (id == REQUEST_READ_OUT)
        dialogue_ask(&l->dialogue, QUESTION_READ_OUT, m, 0, NULL);
    else if (id == REQUEST_LOGIN)
        ask_login(l, m);
    else if (id == REQUEST_QUIT)
        ask_quit(l, m);
    else
        return false;
    return true;
}

bool layout_ask_unanswered(struct layout *l, const struct model *m, enum request_id id)
{
    if (id == REQUEST_LOOKS)
        ask_further(l, m, QUESTION_COMPARE);
    else if (id == REQUEST_DEPTH)
        ask_further(l, m, QUESTION_DEPTH);
    else if (id == REQUEST_INJECTION)
        ask_further(l, m, QUESTION_INJECTION);
    else
        return false;
    return true;
}
