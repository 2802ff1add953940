/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_visit.c - visits of rows: begun, watched, ended, alone or in a run of all rows. */
#include "session_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what came of it ---- */

static void result_take_finding(struct row_result *r, const struct finding *f, const struct evidence *e)
{
    snprintf(r->code, sizeof r->code, "%s", f->diagnosis->code);
    snprintf(r->what, sizeof r->what, "%s", f->what);
    snprintf(r->user, sizeof r->user, "%s", f->user);
    snprintf(r->address, sizeof r->address, "%s", e->address);
}

void session_result_add(struct row_result *r, const struct findings *f, const struct evidence *e)
{
    const struct finding *worst = findings_worst(f);
    if (worst && worst->severity == SEVERITY_NOTE)
        worst = NULL; /* remarks on a walk that passed are not what a row is about */
    if (!r->walks)
        snprintf(r->address, sizeof r->address, "%s", e->address);
    if (worst && (!r->code[0] || verdict_worse(r->verdict, f->verdict) != r->verdict))
        result_take_finding(r, worst, e);
    r->verdict = verdict_worse(r->verdict, f->verdict);
    if (e->chain.count && e->chain.days_left < r->days_left)
        r->days_left = e->chain.days_left;
    if (e->auth.tried[0])
        snprintf(r->login, sizeof r->login, "%.*s", (int)sizeof r->login - 1, e->auth.tried);
    r->walks++;
}

/* A visit that was stopped before anything was wrong has no result. */
static struct row_result result_of(const struct visit *v, uint64_t now_us)
{
    struct row_result r = {
        .state = ROW_ENDED, .days_left = INT64_MAX, .ended_us = now_us, .took_us = visit_elapsed_us(v, now_us)};
    for (size_t i = 0; i < visit_walk_count(v); i++) {
        struct findings f;
        if (!findings_of_walk(&f, v, i))
            continue;
        session_result_add(&r, &f, visit_walk(v, i));
        findings_done(&f);
    }
    if (r.verdict == VERDICT_NONE)
        r.state = ROW_NOT_RUN;
    return r;
}

/* ---- logins ---- */

static void session_count_try(struct session *s, const struct visit *v)
{
    const char *host = visit_target(v)->ascii;
    for (size_t i = 0; i < s->tries_count; i++)
        if (!strcmp(s->tries[i].host, host)) {
            s->tries[i].count++;
            return;
        }
    struct tries *grown = realloc(s->tries, (s->tries_count + 1) * sizeof *grown);
    if (!grown)
        return;
    s->tries = grown;
    struct tries *t = &s->tries[s->tries_count++];
    snprintf(t->host, sizeof t->host, "%s", host);
    t->count = 1;
}

/* The login that was accepted may be used again at the operator's wish; any other has done its work. */
static void errand_settle_login(struct errand *e)
{
    bool tried = false, accepted = false;
    for (size_t i = 0; i < visit_walk_count(e->visit); i++) {
        const struct evidence *walk = visit_walk(e->visit, i);
        tried |= walk->auth.tried[0] != '\0';
        accepted |= walk->auth.result == AUTH_ACCEPTED;
    }
    if (tried)
        session_count_try(e->session, e->visit);
    if (!accepted) {
        secret_wipe(&e->login.password);
        secret_wipe(&e->login.token);
    }
}

/* ---- errands ---- */

void errand_free(struct errand *e)
{
    drive_free(e->drive);
    visit_free(e->visit);
    login_done(&e->login);
    free(e);
}

static void session_unlink(struct session *s, struct errand *e)
{
    struct errand **at = &s->errands;
    while (*at != e)
        at = &(*at)->next;
    *at = e->next;
}

/* Kept to be compared with, in place of the one before it. */
static void session_put_aside(struct session *s, struct errand *e)
{
    session_unlink(s, e);
    login_done(&e->login);
    if (s->before)
        errand_free(s->before);
    s->before = e;
}

static void session_drop(struct session *s, struct errand *e)
{
    session_unlink(s, e);
    if (s->shown == e) {
        s->shown = NULL;
        session_forget_findings(s);
    }
    errand_free(e);
}

static void session_run_more(struct session *s);

/* The visit is over, or is given up: its row gets its result. */
static void errand_end(struct errand *e)
{
    struct session *s = e->session;
    drive_free(e->drive);
    e->drive = NULL;
    errand_settle_login(e);
    if (e->row != ROW_GONE)
        s->results[e->row] = result_of(e->visit, loop_now_us(s->loop));
    bool of_run = e->of_run;
    e->of_run = false;
    if (of_run && e->row != ROW_GONE)
        sweep_end(s->sweep, e->row);
    if (e != s->shown)
        session_drop(s, e);
    session_touch(s);
    if (of_run)
        session_run_more(s);
}

static void errand_changed(void *context, struct visit *v)
{
    struct errand *e = context;
    (void)v;
    if (e == e->session->shown)
        e->session->changed(e->session->context);
}

static void errand_done(void *context, struct visit *v)
{
    (void)v;
    errand_end(context);
}

static const struct trust *session_trust(struct session *s, size_t row, struct err *err)
{
    if (session_is_practice_row(s, row))
        return practice_host_trust(s->practice, err);
    if (!s->trust.trust && !trust_file_open(&s->trust, s->options, err))
        return NULL;
    return s->trust.trust;
}

/* How a row is walked, beyond what the options say. */
struct manner {
    bool step;
    bool insecure; /* a secret may go over a channel that did not pass */
    bool compare;  /* further looks at the host after the walks */
    bool injection, depth; /* and what evidence.h has under these names */
};

static bool errand_begin(struct errand *e, struct manner how, struct err *err)
{
    struct session *s = e->session;
    const struct row *row = &s->table->rows[e->row];
    const struct options *o = s->options;
    struct target target;
    const char *own = row->server ? row->server->address : NULL;
    struct visit_options vo = {
        .client = row->client ? row->client->title : NULL,
        .client_traits = row->client ? row->client->traits : 0,
        .client_tls = row->client ? row->client->tls_newest : 0,
        .trust = session_trust(s, e->row, err),
        .login = e->login.user ? &e->login : NULL,
        .insecure_auth = how.insecure,
        .address = o->address ? o->address : own,
        .family = s->family,
        .priority = o->priority,
        .sni = o->sni,
        .step = how.step,
        .compare = how.compare,
        .test_injection = how.injection,
        .tls_depth = how.depth,
        .timeout_us = o->timeout_us,
    };
    if (!vo.trust ||
        (session_is_practice_row(s, e->row) && vo.address && !practice_host_open(s->practice, vo.address, err)))
        return false;
    if (!s->resolver && !(s->resolver = resolver_new(s->loop, NULL, err)))
        return false;
    row_target(row, &target);
    e->visit = visit_new(&target, &vo, err);
    if (e->visit)
        e->drive = drive_new(s->loop, s->resolver, e->visit, errand_changed, errand_done, e, err);
    return e->drive != NULL;
}

/* Begins a visit of a row; login is taken over and emptied. NULL: a notice says why. */
static struct errand *session_begin(struct session *s, size_t row, struct manner how, struct login *login)
{
    struct err err;
    struct errand *e = calloc(1, sizeof *e);
    if (!e) {
        session_notice(s, "There is no memory left for a walk.");
        return NULL;
    }
    e->session = s;
    e->row = row;
    if (login) {
        e->login = *login;
        memset(login, 0, sizeof *login);
    }
    if (!errand_begin(e, how, &err)) {
        session_notice(s, "%s", err.text);
        errand_free(e);
        return NULL;
    }
    e->next = s->errands;
    s->errands = e;
    s->results[row].state = ROW_RUNNING;
    s->results[row].saved = 0;
    session_touch(s);
    return e;
}

void session_show_errand(struct session *s, struct errand *e)
{
    struct errand *before = s->shown;
    s->shown = e;
    session_forget_findings(s);
    if (!before || before == e || before->of_run)
        return;
    if (before->drive) {
        visit_stop(before->visit, loop_now_us(s->loop));
        errand_end(before);
    } else if (before->row == e->row) {
        session_put_aside(s, before);
    } else {
        session_drop(s, before);
    }
}

static struct errand *session_running(struct session *s, size_t row)
{
    for (struct errand *e = s->errands; e; e = e->next)
        if (e->row == row && e->drive)
            return e;
    return NULL;
}

static bool session_walk_with(struct session *s, size_t row, struct manner how, struct login *login)
{
    struct errand *e = session_running(s, row);
    if (!e)
        e = session_begin(s, row, how, login);
    if (e)
        session_show_errand(s, e);
    return e != NULL;
}

bool session_walk(struct session *s, size_t row, bool step)
{
    if (row < s->table->row_count && s->results[row].saved)
        return session_show_saved(s, row);
    return session_walk_with(s, row, (struct manner){.step = step}, NULL);
}

bool session_again(struct session *s, bool keep_login)
{
    struct login login = {0};
    if (!s->shown || s->shown->row == ROW_GONE || s->shown->drive)
        return s->shown != NULL;
    bool kept = keep_login && (secret_given(&s->shown->login.password) || secret_given(&s->shown->login.token));
    if (kept) {
        login = s->shown->login;
        memset(&s->shown->login, 0, sizeof s->shown->login);
    }
    bool shown = session_walk_with(s, s->shown->row, (struct manner){.step = visit_is_step(s->shown->visit)}, kept ? &login : NULL);
    login_done(&login);
    return shown;
}

/* The shown row once more, without its login, in another manner. */
static bool session_look_closer(struct session *s, struct manner how)
{
    if (!s->shown || s->shown->row == ROW_GONE || s->shown->drive)
        return s->shown != NULL;
    return session_walk_with(s, s->shown->row, how, NULL);
}

bool session_compare(struct session *s)
{
    return session_look_closer(s, (struct manner){.compare = true});
}

bool session_depth(struct session *s)
{
    return session_look_closer(s, (struct manner){.depth = true});
}

bool session_test_injection(struct session *s)
{
    return session_look_closer(s, (struct manner){.injection = true});
}

bool session_login(struct session *s, const struct wish *w)
{
    struct login login = {.user = strdup(w->user), .mechanism = w->mechanism[0] ? strdup(w->mechanism) : NULL};
    struct secret *secret = w->secret_is_token ? &login.token : &login.password;
    bool shown = false;
    if (!login.user || (w->mechanism[0] && !login.mechanism) || !secret_set(secret, span_of(w->secret, w->secret_len)))
        session_notice(s, "There is no memory left for the login; nothing was sent.");
    else if (w->row < s->table->row_count)
        shown = session_walk_with(s, w->row, (struct manner){.insecure = w->insecure}, &login);
    login_done(&login);
    return shown;
}

/* ---- what the operator does to the shown visit ---- */

static bool session_shown_runs(const struct session *s)
{
    return s->shown && s->shown->drive;
}

static void session_poke(struct session *s)
{
    drive_poke(s->shown->drive);
    s->changed(s->context);
}

void session_go(struct session *s)
{
    if (!session_shown_runs(s))
        return;
    visit_go(s->shown->visit, loop_now_us(s->loop));
    session_poke(s);
}

void session_run_on(struct session *s)
{
    if (!session_shown_runs(s))
        return;
    visit_run_on(s->shown->visit, loop_now_us(s->loop));
    session_poke(s);
}

void session_set_step(struct session *s, bool step)
{
    if (!session_shown_runs(s))
        return;
    visit_set_step(s->shown->visit, step);
    session_poke(s);
}

void session_stop(struct session *s)
{
    if (!session_shown_runs(s))
        return;
    visit_stop(s->shown->visit, loop_now_us(s->loop));
    session_poke(s);
}

/* ---- all rows ---- */

static void session_run_more(struct session *s)
{
    size_t row;
    while (sweep_next(s->sweep, &row)) {
        /* One that the operator walked meanwhile needs no second walk. */
        struct errand *e = s->results[row].state == ROW_QUEUED ? session_begin(s, row, (struct manner){0}, NULL) : NULL;
        if (e) {
            e->of_run = true;
            continue;
        }
        sweep_end(s->sweep, row);
        if (s->results[row].state == ROW_QUEUED)
            s->results[row].state = ROW_NOT_RUN;
    }
}

void session_run_all(struct session *s)
{
    struct target target;
    if (sweep_running(s->sweep) || sweep_waiting(s->sweep))
        return;
    for (size_t i = 0; i < s->table->row_count; i++) {
        if (s->results[i].state == ROW_RUNNING)
            continue;
        row_target(&s->table->rows[i], &target);
        if (!sweep_add(s->sweep, i, target.ascii)) {
            session_notice(s, "There is no memory left for all rows; the first %zu are walked.", i);
            break;
        }
        s->results[i].state = ROW_QUEUED;
    }
    session_run_more(s);
    session_touch(s);
}

void session_stop_all(struct session *s)
{
    struct errand *next;
    sweep_clear(s->sweep);
    for (size_t i = 0; i < s->table->row_count; i++)
        if (s->results[i].state == ROW_QUEUED)
            s->results[i] = (struct row_result){0};
    for (struct errand *e = s->errands; e; e = next) {
        next = e->next;
        if (!e->of_run || !e->drive)
            continue;
        visit_stop(e->visit, loop_now_us(s->loop));
        drive_poke(e->drive);
    }
    session_touch(s);
}
