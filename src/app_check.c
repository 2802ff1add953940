/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_check.c - tlswalk check: visits without a screen, several at once, and a report of every walk.
 *
 * A visit is reported when it ends, with one report for each address: what is wrong with one address often only shows
 * beside the others.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app.h"
#include "itinerary.h"
#include "login_read.h"
#include "net/drive.h"
#include "output.h"
#include "scene.h"
#include "sweep/sweep.h"
#include "table_find.h"
#include "trust_file.h"
#include "visit_report.h"

struct check;

struct check_visit {
    struct check *check;
    const struct stop *stop;
    struct visit *visit; /* NULL: not begun, or reported */
    struct drive *drive;
    struct login login; /* of this visit alone */
    bool ended;
    struct buf report; /* --ordered: held until those before it are out */
};

struct check {
    const struct options *o;
    struct loop *loop;
    struct resolver *resolver;
    struct practice_host *practice; /* NULL: the practice table is not asked for */
    struct table *table;
    struct itinerary itinerary;
    struct trust_file trust;
    struct login login;
    struct sweep *sweep;
    struct check_visit *visits; /* one a stop */
    size_t left;                /* visits that have not ended */
    size_t next;                /* --ordered: the first that is not out yet */
    struct report_run *run;
    struct scene scene;
    struct output output;
    bool color, said; /* said: something was printed already */
    bool interrupted;
    enum verdict worst;
    struct err trouble; /* what kept us from going on; kind ERR_NONE: nothing */
};

/* ---- reports ---- */

static void check_write_visit(struct check *c, struct check_visit *v)
{
    struct visit_report how = {
        .form = c->o->form, .run = c->run, .scene = &c->scene.report, .row = v->stop->row, .color = c->color, .transcript = c->o->transcript,
        .redact = c->o->redact, .user = v->login.user};
    if (!visit_report_write(&how, v->visit, &v->report, &c->worst))
        err_memory(&c->trouble);
}

static void check_print(struct check *c, struct check_visit *v)
{
    bool apart = c->said && c->o->form->spaced;
    c->said = true;
    if (c->trouble.kind == ERR_NONE && (!apart || output_add(&c->output, span_str("\n"), &c->trouble)))
        output_add(&c->output, buf_span(&v->report), &c->trouble);
    buf_done(&v->report);
}

/* What was gathered is written; a file takes its name. */
static void check_conclude(struct check *c)
{
    struct buf rest = {0};
    if (c->trouble.kind != ERR_NONE)
        return;
    if (!report_run_end(c->run, &rest))
        err_memory(&c->trouble);
    else if (output_add(&c->output, buf_span(&rest), &c->trouble))
        output_keep(&c->output, &c->trouble);
    buf_done(&rest);
}

static void check_print_ended(struct check *c, struct check_visit *v)
{
    if (!c->o->ordered) {
        check_print(c, v);
        return;
    }
    while (c->next < c->itinerary.count && c->visits[c->next].ended)
        check_print(c, &c->visits[c->next++]);
}

/* ---- visits ---- */

static void check_begin_more(struct check *c);

static void check_release(struct check_visit *v)
{
    drive_free(v->drive);
    visit_free(v->visit);
    login_done(&v->login);
    v->drive = NULL;
    v->visit = NULL;
}

static void check_changed(void *context, struct visit *visit)
{
    (void)context;
    (void)visit; /* nobody watches */
}

static void check_ended(void *context, struct visit *visit)
{
    struct check_visit *v = context;
    struct check *c = v->check;
    (void)visit;
    check_write_visit(c, v);
    check_release(v);
    v->ended = true;
    sweep_end(c->sweep, (size_t)(v - c->visits));
    c->left--;
    check_print_ended(c, v);
    if (!c->interrupted)
        check_begin_more(c);
    if (c->trouble.kind != ERR_NONE || sweep_running(c->sweep) == 0)
        loop_stop(c->loop);
}

static bool check_options_of(struct check *c, struct check_visit *v, struct visit_options *vo)
{
    const struct table_server *server = v->stop->row ? v->stop->row->server : NULL;
    const struct table_client *client = v->stop->row ? v->stop->row->client : NULL;
    const struct options *o = c->o;
    const char *own = server ? server->address : NULL;
    bool practice = c->practice && server;
    *vo = (struct visit_options){
        .client = client ? client->title : NULL,
        .client_traits = client ? client->traits : 0,
        .client_tls = client ? client->tls_newest : 0,
        .trust = practice ? practice_host_trust(c->practice, &c->trouble) : c->trust.trust,
        .insecure_auth = o->insecure_auth,
        .address = o->address ? o->address : own,
        .family = o->family,
        .priority = o->priority,
        .sni = o->sni,
        .compare = o->compare,
        .test_injection = o->test_injection,
        .tls_depth = o->tls_depth,
        .timeout_us = o->timeout_us,
    };
    if (!vo->trust || (practice && vo->address && !practice_host_open(c->practice, vo->address, &c->trouble)))
        return false;
    if (!c->login.user)
        return true;
    if (!login_copy(&v->login, &c->login, server)) {
        err_memory(&c->trouble);
        return false;
    }
    vo->login = &v->login;
    vo->wipe_login = true;
    return true;
}

static bool check_begin(struct check *c, struct check_visit *v)
{
    struct visit_options vo;
    if (!check_options_of(c, v, &vo))
        return false;
    v->visit = visit_new(&v->stop->target, &vo, &c->trouble);
    if (v->visit)
        v->drive = drive_new(c->loop, c->resolver, v->visit, check_changed, check_ended, v, &c->trouble);
    if (sweep_waiting(c->sweep) == 0)
        login_done(&c->login); /* each visit has its own, and lets go of it after AUTH */
    return v->drive != NULL;
}

static void check_begin_more(struct check *c)
{
    size_t id;
    while (c->trouble.kind == ERR_NONE && sweep_next(c->sweep, &id))
        if (!check_begin(c, &c->visits[id]))
            return;
}

/* The first time what runs is stopped and reported; the second time nothing is waited for. */
static void check_interrupt(void *context, int signum)
{
    struct check *c = context;
    (void)signum;
    if (c->interrupted) {
        loop_stop(c->loop);
        return;
    }
    c->interrupted = true;
    sweep_clear(c->sweep);
    for (size_t i = 0; i < c->itinerary.count; i++)
        if (c->visits[i].drive) {
            visit_stop(c->visits[i].visit, loop_now_us(c->loop));
            drive_poke(c->visits[i].drive);
        }
}

/* ---- from options to a status ---- */

static bool check_open_table(struct check *c, struct err *err)
{
    struct buf path = {0};
    const char *name = c->o->table;
    if (!itinerary_wants_table(c->o))
        return true;
    if (!name)
        name = table_find_default(&path) ? buf_cstr(&path) : TABLE_PRACTICE;
    if (!strcmp(name, TABLE_PRACTICE))
        c->practice = practice_host_new(c->loop, err);
    if (c->practice || strcmp(name, TABLE_PRACTICE))
        c->table = table_find(name, c->practice, err);
    buf_done(&path);
    return c->table != NULL;
}

static bool check_line_up(struct check *c, struct err *err)
{
    const struct itinerary *it = &c->itinerary;
    c->visits = calloc(it->count, sizeof *c->visits);
    c->sweep = sweep_new(c->o->jobs, c->o->per_host);
    bool good = c->visits && c->sweep;
    for (size_t i = 0; good && i < it->count; i++) {
        c->visits[i].check = c;
        c->visits[i].stop = &it->stops[i];
        good = sweep_add(c->sweep, i, it->stops[i].target.ascii);
    }
    if (!good)
        err_memory(err);
    c->left = it->count;
    return good;
}

static bool check_prepare(struct check *c, struct err *err)
{
    c->loop = loop_new(err);
    scene_look(&c->scene, c->o, false);
    c->run = report_run_new(c->o->form);
    if (!c->run)
        err_memory(err);
    return c->loop && c->run && output_open(&c->output, c->o->output, c->o->form->published ? 0644 : 0600, err) &&
           check_open_table(c, err) && itinerary_make(&c->itinerary, c->o, c->table, err) &&
           login_read(c->o, &c->login, err) && trust_file_open(&c->trust, c->o, err) &&
           (c->resolver = resolver_new(c->loop, NULL, err)) && check_line_up(c, err) &&
           loop_on_signal(c->loop, SIGINT, check_interrupt, c, err) &&
           loop_on_signal(c->loop, SIGTERM, check_interrupt, c, err);
}

static void check_done(struct check *c)
{
    for (size_t i = 0; c->visits && i < c->itinerary.count; i++) {
        check_release(&c->visits[i]);
        buf_done(&c->visits[i].report);
    }
    free(c->visits);
    report_run_free(c->run);
    output_done(&c->output);
    sweep_free(c->sweep);
    resolver_free(c->resolver);
    trust_file_close(&c->trust);
    login_done(&c->login);
    itinerary_done(&c->itinerary);
    table_free(c->table);
    practice_host_free(c->practice);
    loop_free(c->loop);
}

static int check_status(const struct check *c)
{
    if (c->interrupted)
        return c->o->form->refuse ? EXIT_CANNOT : EXIT_INTERRUPTED; /* who reads that form knows four statuses */
    return app_verdict_status(c->worst);
}

/* The sentence on standard error, and in place of the report where its readers look nowhere else. */
static int check_refuse(struct check *c, const struct err *err)
{
    struct buf line = {0};
    struct err ignored; /* the first trouble is the one that is told */
    if (c->o->form->refuse && c->output.fd != -1 && c->o->form->refuse(&line, err->text))
        output_add(&c->output, buf_span(&line), &ignored);
    buf_done(&line);
    return app_refuse(err);
}

int app_check(const struct options *o)
{
    struct check c = {.o = o, .color = app_wants_color(o), .output = {.fd = -1}};
    struct err err = {.kind = ERR_NONE};
    int status;
    if (check_prepare(&c, &err)) {
        app_drop_privileges(); /* after the password command, which may need them */
        check_begin_more(&c);
        if (c.trouble.kind == ERR_NONE)
            loop_run(c.loop);
        check_conclude(&c);
        err = c.trouble;
        status = err.kind == ERR_NONE ? check_status(&c) : check_refuse(&c, &err);
    } else {
        status = check_refuse(&c, &err);
    }
    check_done(&c);
    return status;
}
