/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_saved.c - walks that were read from a file, as rows and on the walk screen. */
#include <stdlib.h>

#include "base/text.h"
#include "session_private.h"

/* As old as it is: the clock of the screen began later, and counts round its end. */
static struct row_result saved_result(const struct session *s, size_t visit)
{
    const struct evidence *first = record_walk(s->record, visit, 0);
    int64_t age_us = loop_wall_us() - first->started_wall_us;
    struct row_result r = {.state = ROW_ENDED, .days_left = INT64_MAX, .saved = visit + 1};
    r.ended_us = loop_now_us(s->loop) - (uint64_t)(age_us > 0 ? age_us : 0);
    for (size_t i = 0; i < record_walk_count(s->record, visit); i++) {
        const struct evidence *e = record_walk(s->record, visit, i);
        session_result_add(&r, &record_findings(s->record, visit)[i], e);
        if (e->ended_us > r.took_us)
            r.took_us = e->ended_us;
    }
    return r;
}

void session_take_record(struct session *s, struct record *r)
{
    s->record = r;
    for (size_t i = 0; i < record_visit_count(r) && i < s->table->row_count; i++)
        s->results[i] = saved_result(s, i);
    session_touch(s);
    session_notice(s, "Saved walks: Enter shows one as it was, r on it walks its target anew.");
}

static struct errand *saved_errand(struct session *s, size_t row, struct err *err)
{
    size_t visit = s->results[row].saved - 1, count = record_walk_count(s->record, visit);
    const struct evidence **walks = calloc(count, sizeof *walks);
    struct errand *e = calloc(1, sizeof *e);
    for (size_t i = 0; walks && i < count; i++)
        walks[i] = record_walk(s->record, visit, i);
    if (walks && e)
        e->visit = visit_new_past(walks, count, err);
    else
        err_memory(err);
    free(walks);
    if (e && e->visit)
        return e;
    free(e);
    return NULL;
}

bool session_show_saved(struct session *s, size_t row)
{
    struct err err;
    char when[40];
    struct errand *e = saved_errand(s, row, &err);
    if (!e) {
        session_notice(s, "%s", err.text);
        return false;
    }
    e->session = s;
    e->row = row;
    e->saved = s->results[row].saved;
    e->next = s->errands;
    s->errands = e;
    session_show_errand(s, e);
    text_time(when, sizeof when, visit_walk(e->visit, 0)->started_wall_us / 1000000);
    session_notice(s, "This is a saved walk, of %s; r walks the target anew.", when);
    return true;
}
