/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.c - the rows, their results, and the model that ui draws. */
#include "session_private.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "table_find.h"

/* ---- the model ---- */

void session_touch(struct session *s)
{
    s->model.revision++;
    s->changed(s->context);
}

void session_notice(struct session *s, const char *fmt, ...)
{
    char raw[sizeof s->notice];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(raw, sizeof raw, fmt, ap);
    va_end(ap);
    text_safe_copy(s->notice, sizeof s->notice, span_str(raw));
    s->model.notice_serial++;
    s->changed(s->context);
}

void session_forget_findings(struct session *s)
{
    for (size_t i = 0; i < s->findings_count; i++)
        findings_done(&s->findings[i]);
    free(s->findings);
    s->findings = NULL;
    s->findings_count = 0;
    s->findings_visit = NULL;
}

/* Draws up the findings of every walk of the shown visit. Without memory those it had are gone, and the walk screen
 * shows no visit. */
static bool session_renew_findings(struct session *s)
{
    const struct visit *v = s->shown->visit;
    size_t count = visit_walk_count(v);
    if (s->findings_visit == v && s->findings_revision == visit_revision(v))
        return true;
    session_forget_findings(s);
    s->findings = calloc(count, sizeof *s->findings);
    if (!s->findings)
        return false;
    s->findings_visit = v;
    s->findings_revision = visit_revision(v);
    for (; s->findings_count < count; s->findings_count++)
        if (!findings_of_walk(&s->findings[s->findings_count], v, s->findings_count))
            return false;
    return true;
}

static unsigned session_tries(const struct session *s, const char *host)
{
    for (size_t i = 0; i < s->tries_count; i++)
        if (!strcmp(s->tries[i].host, host))
            return s->tries[i].count;
    return 0;
}

static void session_show(struct session *s)
{
    struct model *m = &s->model;
    size_t saved = s->shown ? s->shown->saved : 0;
    bool there = s->shown && (saved || session_renew_findings(s));
    m->visit = there ? s->shown->visit : NULL;
    m->findings = !there ? NULL : saved ? record_findings(s->record, saved - 1) : s->findings;
    m->saved = saved > 0;
    m->visit_row = there ? s->shown->row : ROW_GONE;
    m->logins_tried = there ? session_tries(s, visit_target(s->shown->visit)->ascii) : 0;
}

/* Before the first walk nothing has been read yet, and what will be is told. */
static const char *session_trust_name(const struct session *s)
{
    if (s->practice)
        return "the practice CA";
    if (s->trust.trust)
        return trust_name(s->trust.trust);
    if (s->options->ca_file)
        return s->options->ca_file;
    return s->options->no_system_ca ? "nobody" : "the system's trust store";
}

const struct model *session_model(struct session *s)
{
    struct model *m = &s->model;
    m->table = s->table;
    m->results = s->results;
    m->now_us = loop_now_us(s->loop);
    m->wall_us = loop_wall_us();
    m->practice = s->practice != NULL;
    m->notice = s->notice;
    m->running = sweep_running(s->sweep);
    m->queued = sweep_waiting(s->sweep);
    m->trust_name = session_trust_name(s);
    session_show(s);
    return m;
}

/* ---- rows ---- */

bool session_is_practice_row(const struct session *s, size_t row)
{
    return s->practice && s->table->rows[row].server;
}

static bool session_busy(struct session *s)
{
    if (!sweep_running(s->sweep) && !sweep_waiting(s->sweep))
        return false;
    session_notice(s, "All rows are being walked: let that end, or stop it with a, then change the table.");
    return true;
}

void session_add_row(struct session *s, const char *uri)
{
    struct target t;
    struct err err;
    if (!target_parse(span_str(uri), &t, &err)) {
        session_notice(s, "%s", err.text);
        return;
    }
    struct row_result *grown = realloc(s->results, (s->table->row_count + 1) * sizeof *grown);
    if (grown)
        s->results = grown;
    if (!grown || table_add_row(s->table, &t) < 0) {
        session_notice(s, "There is no memory left for another row.");
        return;
    }
    s->results[s->table->row_count - 1] = (struct row_result){0};
    session_touch(s);
}

/* The same host keeps its server, and with it the address to go to; the program's own words no longer fit. */
void session_edit_row(struct session *s, size_t row, const char *uri)
{
    struct target t;
    struct err err;
    if (row >= s->table->row_count || session_busy(s))
        return;
    if (!target_parse(span_str(uri), &t, &err)) {
        session_notice(s, "%s", err.text);
        return;
    }
    if (!table_set_row(s->table, row, &t)) {
        session_notice(s, "There is no memory left to change the row.");
        return;
    }
    s->results[row] = (struct row_result){0};
    session_touch(s);
}

static void errand_row_removed(struct errand *e, size_t row)
{
    if (e->row == row)
        e->row = ROW_GONE;
    else if (e->row != ROW_GONE && e->row > row)
        e->row--;
}

void session_remove_row(struct session *s, size_t row)
{
    size_t count = s->table->row_count;
    if (row >= count || session_busy(s) || !table_remove_row(s->table, row))
        return;
    memmove(&s->results[row], &s->results[row + 1], (count - row - 1) * sizeof *s->results);
    for (struct errand *e = s->errands; e; e = e->next)
        errand_row_removed(e, row);
    if (s->before)
        errand_row_removed(s->before, row);
    session_touch(s);
}

void session_set_family(struct session *s, enum family family)
{
    s->family = family;
}

/* ---- life ---- */

struct session *session_new(struct loop *l, const struct options *o, struct table *t, struct practice_host *practice,
                            session_fn *changed, void *context, struct err *err)
{
    struct session *s = calloc(1, sizeof *s);
    if (!s) {
        table_free(t);
        err_memory(err);
        return NULL;
    }
    *s = (struct session){.loop = l,
                          .options = o,
                          .table = t,
                          .practice = practice,
                          .family = o->family,
                          .changed = changed,
                          .context = context};
    s->sweep = sweep_new(o->jobs, o->per_host);
    s->results = calloc(t->row_count + 1, sizeof *s->results);
    if (!s->sweep || !s->results) {
        session_free(s);
        err_memory(err);
        return NULL;
    }
    return s;
}

void session_free(struct session *s)
{
    if (!s)
        return;
    session_forget_findings(s);
    while (s->errands) {
        struct errand *e = s->errands;
        s->errands = e->next;
        errand_free(e);
    }
    if (s->before)
        errand_free(s->before);
    record_free(s->record);
    resolver_free(s->resolver);
    trust_file_close(&s->trust);
    sweep_free(s->sweep);
    free(s->results);
    free(s->tries);
    buf_done(&s->sheet);
    free(s->compared_path);
    table_free(s->table);
    free(s);
}
