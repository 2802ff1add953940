/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_screen.c - the full screen: keys to wishes, wishes to the session, the model to the screen. */
#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app.h"
#include "manual.h"
#include "record_file.h"
#include "session.h"
#include "stderr_hold.h"
#include "table_find.h"
#include "trust_file.h"
#include "ui/ui.h"

#define FRAME_US 50000 /* a slow line must not queue frames; keys are answered at once */

struct app {
    const struct options *options;
    struct loop *loop;
    struct practice_host *practice;
    struct session *session;
    struct ui *ui;
    struct record *record; /* of a file of saved walks, until the session has it */
    struct loop_watch *keys;
    struct loop_timer *frame;
    bool changed; /* there is something new to draw */
    bool at_once; /* and the operator waits for it */
    uint64_t drawn_us;
    pid_t manual; /* man(1) has the terminal; 0: we have it */
};

/* ---- drawing ---- */

static void app_changed(void *context)
{
    ((struct app *)context)->changed = true;
}

static void app_before_sleep(void *context)
{
    struct app *a = context;
    if (a->manual)
        return;
    const struct model *m = session_model(a->session);
    bool due = a->changed && m->now_us - a->drawn_us >= FRAME_US;
    if (a->at_once || due) {
        ui_draw(a->ui, m);
        a->changed = a->at_once = false;
        a->drawn_us = m->now_us;
    }
    uint64_t next = ui_next_draw_us(a->ui, m);
    if (a->changed || next < a->drawn_us + FRAME_US)
        next = a->drawn_us + FRAME_US;
    loop_timer_set(a->frame, next);
}

/* ---- the terminal, lent out ---- */

static void app_keys(void *context, bool hangup);

static void app_look_away(struct app *a)
{
    loop_unwatch(a->keys);
    a->keys = NULL;
    ui_suspend(a->ui);
}

static void app_look_back(struct app *a)
{
    struct err err;
    ui_continued(a->ui);
    if (!a->keys)
        a->keys = loop_watch(a->loop, STDIN_FILENO, app_keys, a, &err);
    if (!a->keys)
        loop_stop(a->loop);
    a->at_once = true;
}

static void app_suspend(struct app *a)
{
    app_look_away(a);
    struct sigaction ours, stop = {.sa_handler = SIG_DFL};
    sigaction(SIGTSTP, &stop, &ours);
    kill(0, SIGTSTP); /* the whole job, as the terminal itself would */
    sigaction(SIGTSTP, &ours, NULL);
    app_look_back(a);
}

static void app_manual(struct app *a, const char *code)
{
    app_look_away(a);
    if (manual_start(code, &a->manual))
        return;
    a->manual = 0;
    session_notice(a->session, "man cannot be started: %s. 'tlswalk explain %s' prints the same.", strerror(errno),
                   code);
    app_look_back(a);
}

static void app_manual_ended(struct app *a)
{
    int status;
    if (!a->manual || waitpid(a->manual, &status, WNOHANG) != a->manual)
        return;
    a->manual = 0;
    if (!WIFEXITED(status) || WEXITSTATUS(status))
        session_notice(a->session,
                       "The manual page tlswalk-diagnoses could not be shown; 'tlswalk explain' prints the same.");
    app_look_back(a);
}

/* ---- wishes ---- */

static void app_show_if(struct app *a, bool walk_is_there)
{
    if (walk_is_there)
        ui_show_walk(a->ui);
}

static void app_carry_out(struct app *a, const struct wish *w)
{
    struct session *s = a->session;
    switch (w->kind) {
    case WISH_NONE:
        return;
    case WISH_QUIT:
        loop_stop(a->loop);
        return;
    case WISH_WALK:
        app_show_if(a, session_walk(s, w->row, w->step));
        return;
    case WISH_AGAIN:
        app_show_if(a, session_again(s, w->keep_login));
        return;
    case WISH_COMPARE:
        app_show_if(a, session_compare(s));
        return;
    case WISH_DEPTH:
        app_show_if(a, session_depth(s));
        return;
    case WISH_INJECTION:
        app_show_if(a, session_test_injection(s));
        return;
    case WISH_LOGIN:
        app_show_if(a, session_login(s, w));
        return;
    case WISH_GO:
        session_go(s);
        return;
    case WISH_RUN_ON:
        session_run_on(s);
        return;
    case WISH_SET_STEP:
        session_set_step(s, w->step);
        return;
    case WISH_STOP:
        session_stop(s);
        return;
    case WISH_RUN_ALL:
        session_run_all(s);
        return;
    case WISH_STOP_ALL:
        session_stop_all(s);
        return;
    case WISH_ADD_ROW:
        session_add_row(s, w->text);
        return;
    case WISH_EDIT_ROW:
        session_edit_row(s, w->row, w->text);
        return;
    case WISH_REMOVE_ROW:
        session_remove_row(s, w->row);
        return;
    case WISH_SAVE:
        session_save(s, w->text, w->masked);
        return;
    case WISH_EXPORT:
        if (session_export(s, w->row, w->text))
            ui_show_sheet(a->ui);
        return;
    case WISH_COMPARE_WITH:
        if (session_compare_with(s, w->text))
            ui_show_sheet(a->ui);
        return;
    case WISH_COMPARE_TALK:
        session_compare_talk(s);
        return;
    case WISH_SAVE_SHEET:
        session_save_sheet(s, w->text);
        return;
    case WISH_FAMILY:
        session_set_family(s, w->family);
        return;
    case WISH_SUSPEND:
        app_suspend(a);
        return;
    case WISH_MANUAL:
        app_manual(a, w->text);
        return;
    }
}

static void app_keys(void *context, bool hangup)
{
    struct app *a = context;
    struct wish w;
    if (hangup) { /* the window was closed: nobody is left to ask */
        loop_stop(a->loop);
        return;
    }
    a->at_once = true;
    while (ui_keys(a->ui, session_model(a->session)))
        while (ui_next_wish(a->ui, &w)) {
            app_carry_out(a, &w);
            wish_done(&w);
        }
}

/* ---- signals ---- */

static void app_signal(void *context, int signum)
{
    struct app *a = context;
    if (signum == SIGCHLD) {
        app_manual_ended(a);
        return;
    }
    if (signum == SIGINT && a->manual)
        return; /* meant for the pager */
    if (signum == SIGWINCH)
        ui_resized(a->ui);
    else if (signum == SIGCONT && !a->manual)
        ui_continued(a->ui);
    else if (signum != SIGCONT)
        loop_stop(a->loop);
    a->at_once = true;
}

static bool app_watch_signals(struct app *a, struct err *err)
{
    static const int signals[] = {SIGWINCH, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGCHLD};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (!loop_on_signal(a->loop, signals[i], app_signal, a, err))
            return false;
    return true;
}

static void app_crashed(int signum)
{
    ui_emergency();
    raise(signum); /* SA_RESETHAND: this time it ends us */
}

/* A crash must not leave the terminal without echo. On a stack of its own, for the crash may be that of the stack. */
static void app_watch_crashes(void)
{
    static char stack[16384];
    static const int signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGQUIT};
    stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction crash = {.sa_handler = app_crashed, .sa_flags = SA_ONSTACK | (int)SA_RESETHAND | SA_NODEFER};
    sigaltstack(&alternate, NULL);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sigaction(signals[i], &crash, NULL);
}

/* ---- from options to the first screen ---- */

static bool app_is_uri(const char *word)
{
    return strstr(word, "://") != NULL;
}

/* Targets named on the command line make a table of their own. */
static struct table *app_typed_table(const struct options *o, struct err *err)
{
    struct table *t = table_read(span_str("[table]\ntitle = Typed in\n"), "typed in", err);
    for (size_t i = 0; t && i < o->word_count; i++) {
        struct target target;
        bool good = target_parse(span_str(o->words[i]), &target, err);
        if (good && table_add_row(t, &target) < 0) {
            err_memory(err);
            good = false;
        }
        if (!good) {
            table_free(t);
            t = NULL;
        }
    }
    return t;
}

/* A file of saved walks: a row for each visit. */
static struct table *app_saved_table(struct app *a, const char *path, struct err *err)
{
    a->record = record_file_read(path, err);
    struct table *t = a->record ? table_read(span_str("[table]\ntitle = Saved walks\n"), "saved walks", err) : NULL;
    for (size_t i = 0; t && i < record_visit_count(a->record); i++)
        if (table_add_row(t, record_walk(a->record, i, 0)->target) < 0) {
            err_memory(err);
            table_free(t);
            t = NULL;
        }
    return t;
}

static struct table *app_open_table(struct app *a, struct err *err)
{
    const struct options *o = a->options;
    const char *name = o->table ? o->table : o->words[0];
    struct buf path = {0};
    struct table *t = NULL;
    if (!o->table && name && app_is_uri(name))
        return app_typed_table(o, err);
    if (o->word_count > (o->table ? 0u : 1u)) {
        err_set(err, ERR_INPUT, 0, "'%s' is one table too many; the full screen shows one", o->words[o->table ? 0 : 1]);
        return NULL;
    }
    if (!o->table && name && record_file_is(name))
        return app_saved_table(a, name, err);
    if (!name)
        name = table_find_default(&path) ? buf_cstr(&path) : TABLE_PRACTICE;
    if (!strcmp(name, TABLE_PRACTICE))
        a->practice = practice_host_new(a->loop, err);
    if (a->practice || strcmp(name, TABLE_PRACTICE))
        t = table_find(name, a->practice, err);
    buf_done(&path);
    return t;
}

static bool app_open_ui(struct app *a, struct err *err)
{
    const struct options *o = a->options;
    struct ui_options uo = {
        .in_fd = STDIN_FILENO,
        .out_fd = STDOUT_FILENO,
        .ascii = o->ascii,
        .color = o->color == COLOR_AUTO ? -1 : o->color == COLOR_ALWAYS,
        .clipboard = !o->no_clipboard,
    };
    a->ui = ui_new(&uo, err);
    if (!a->ui)
        return false;
    app_watch_crashes();
    /* After curses, whose own handler of SIGWINCH would swallow the signal. */
    if (!app_watch_signals(a, err))
        return false;
    a->keys = loop_watch(a->loop, STDIN_FILENO, app_keys, a, err);
    a->frame = loop_timer_new(a->loop, app_changed, a, err);
    return a->keys && a->frame && loop_before_sleep(a->loop, app_before_sleep, a);
}

static bool app_open(struct app *a, struct err *err)
{
    struct trust_file probe;
    a->loop = loop_new(err);
    struct table *t = a->loop ? app_open_table(a, err) : NULL;
    if (!t)
        return false;
    a->session = session_new(a->loop, a->options, t, a->practice, app_changed, a, err);
    if (!a->session)
        return false;
    if (a->record)
        session_take_record(a->session, a->record);
    a->record = NULL;
    if (a->options->ca_file) { /* the system's store waits for the first walk; a name that was typed is tried now */
        if (!trust_file_open(&probe, a->options, err))
            return false;
        trust_file_close(&probe);
    }
    return app_open_ui(a, err);
}

static void app_close(struct app *a)
{
    loop_unwatch(a->keys);
    loop_timer_free(a->frame);
    ui_free(a->ui);
    session_free(a->session);
    record_free(a->record);
    practice_host_free(a->practice);
    loop_free(a->loop);
}

int app_screen(const struct options *o)
{
    struct app a = {.options = o, .at_once = true};
    struct stderr_hold hold;
    struct err err;
    app_drop_privileges();
    stderr_hold_begin(&hold);
    bool good = app_open(&a, &err);
    if (good)
        loop_run(a.loop);
    app_close(&a);
    stderr_hold_end(&hold);
    return good ? EXIT_PASS : app_refuse(&err);
}
