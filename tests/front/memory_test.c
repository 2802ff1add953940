/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory_test.c - each allocation failing in turn, from the command line to a saved report. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "itinerary.h"
#include "login_read.h"
#include "session.h"

static char folder[] = "/tmp/tlswalk-memory-XXXXXX";
static char secret_path[64], report_path[64];

static bool read_command_line(void *user)
{
    char words[][40] = {"tlswalk",     "check", "imaps://a.example", "pop3://b.example",
                        "--user",      "fred",  "--password-file",   "",
                        "--mechanism", "plain"};
    char *argv[11];
    struct options o;
    struct itinerary it = {0};
    struct login l = {0}, copy = {0};
    struct err err;
    (void)user;
    for (size_t i = 0; i < 10; i++)
        argv[i] = words[i];
    argv[7] = secret_path;
    argv[10] = NULL;
    bool good = options_parse(&o, 10, argv, &err) && itinerary_make(&it, &o, NULL, &err) && login_read(&o, &l, &err) &&
                login_copy(&copy, &l, NULL);
    if (good) { /* then wholly: half a login would be worse than none */
        assert_int_equal(it.count, 2);
        assert_true(span_is(secret_span(&copy.password), "geheim"));
        assert_string_equal(copy.mechanism, "PLAIN");
    }
    login_done(&copy);
    login_done(&l);
    itinerary_done(&it);
    options_done(&o);
    return good;
}

static void a_command_line_without_memory_is_refused(void **state)
{
    (void)state;
    assert_true(failing_alloc_each(read_command_line, NULL, NULL) > 5);
}

struct room {
    struct loop *loop;
    struct session *session;
};

static void on_changed(void *context)
{
    (void)context;
}

static void on_turn(void *context)
{
    struct room *r = context;
    const struct model *m = session_model(r->session);
    for (size_t i = 0; i < m->table->row_count; i++)
        if (m->results[i].state == ROW_RUNNING || m->results[i].state == ROW_QUEUED)
            return;
    loop_stop(r->loop);
}

static bool session_live(struct room *r, const struct options *o)
{
    struct err err;
    r->loop = loop_new(&err);
    struct table *t = r->loop ? table_read(span_str("[table]\ntitle = typed\n"), "typed in", &err) : NULL;
    r->session = t ? session_new(r->loop, o, t, NULL, on_changed, r, &err) : NULL;
    if (!r->session)
        return false;
    loop_before_sleep(r->loop, on_turn, r);
    session_add_row(r->session, "imap://127.0.0.1:1");
    session_add_row(r->session, "pop3://127.0.0.1:1");
    session_run_all(r->session);
    loop_run(r->loop);
    if (session_walk(r->session, 0, false))
        loop_run(r->loop);
    session_save(r->session, report_path, false);
    session_remove_row(r->session, 0);
    const struct model *m = session_model(r->session);
    return m->table->row_count == 1 && m->results[0].state == ROW_ENDED && m->visit && access(report_path, F_OK) == 0;
}

static bool live_once(void *user)
{
    struct options o = {.jobs = 2, .per_host = 2, .password_fd = -1, .no_system_ca = true};
    struct room r = {0};
    (void)user;
    bool good = session_live(&r, &o);
    session_free(r.session);
    loop_free(r.loop);
    unlink(report_path);
    return good;
}

static void a_session_without_memory_goes_on(void **state)
{
    (void)state;
    assert_true(failing_alloc_each(live_once, NULL, NULL) > 50);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(secret_path, sizeof secret_path, "%s/secret", folder);
    snprintf(report_path, sizeof report_path, "%s/report.txt", folder);
    FILE *f = fopen(secret_path, "w");
    return f && fputs("geheim\n", f) >= 0 && fclose(f) == 0 ? 0 : -1;
}

static int remove_folder(void **state)
{
    (void)state;
    unlink(secret_path);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_command_line_without_memory_is_refused),
        cmocka_unit_test(a_session_without_memory_goes_on),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
