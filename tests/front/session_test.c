/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_test.c - what an operator does on the full screen, against practice servers, without a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "record_file.h"
#include "session.h"
#include "table_find.h"

struct room {
    struct options o;
    struct loop *loop;
    struct practice_host *host;
    struct session *session;
    unsigned changes;
    bool (*enough)(struct room *r);
};

static void on_changed(void *context)
{
    struct room *r = context;
    r->changes++;
}

static void on_turn(void *context)
{
    struct room *r = context;
    if (r->enough && r->enough(r))
        loop_stop(r->loop);
}

/* A table of our own, of three practice servers. */
static void room_new(struct room *r, const char *const *names)
{
    struct err err;
    struct buf text = {0};
    const struct fault *only[8] = {NULL};
    *r = (struct room){.o = {.jobs = 4, .per_host = 1, .password_fd = -1, .timeout_us = 2000000}};
    for (size_t i = 0; names[i]; i++)
        assert_non_null(only[i] = practice_fault(names[i]));
    r->loop = loop_new(&err);
    r->host = practice_host_new(r->loop, &err);
    assert_non_null(r->host);
    assert_true(practice_host_table(r->host, only, &text));
    struct table *t = table_read(buf_span(&text), TABLE_PRACTICE, &err);
    buf_done(&text);
    r->session = session_new(r->loop, &r->o, t, r->host, on_changed, r, &err);
    assert_non_null(r->session);
    loop_before_sleep(r->loop, on_turn, r);
}

static void room_free(struct room *r)
{
    session_free(r->session);
    practice_host_free(r->host);
    loop_free(r->loop);
}

static void run_until(struct room *r, bool (*enough)(struct room *))
{
    r->enough = enough;
    loop_run(r->loop);
    assert_true(enough(r));
    r->enough = NULL;
}

static bool shown_is_done(struct room *r)
{
    const struct model *m = session_model(r->session);
    return m->visit && visit_done(m->visit) && m->visit_row != SIZE_MAX &&
           m->results[m->visit_row].state != ROW_RUNNING;
}

static bool shown_is_paused(struct room *r)
{
    const struct model *m = session_model(r->session);
    return m->visit && visit_paused(m->visit);
}

static bool all_done(struct room *r)
{
    const struct model *m = session_model(r->session);
    return !m->running && !m->queued;
}

static size_t row_of(struct room *r, const char *server)
{
    const struct table *t = session_model(r->session)->table;
    for (size_t i = 0; i < t->row_count; i++)
        if (t->rows[i].server && !strcmp(t->rows[i].server->id, server))
            return i;
    fail_msg("no row of %s", server);
    return 0;
}

static const char *const two[] = {"good", "cert-expired", NULL};

static void a_row_is_walked_and_keeps_its_result(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    assert_null(session_model(r.session)->visit);
    size_t row = row_of(&r, "cert-expired");
    assert_true(session_walk(r.session, row, false));
    assert_int_equal(session_model(r.session)->results[row].state, ROW_RUNNING);
    run_until(&r, shown_is_done);
    const struct model *m = session_model(r.session);
    assert_int_equal(m->visit_row, row);
    assert_true(findings_have(&m->findings[0], "cert-expired"));
    const struct row_result *result = &m->results[row];
    assert_int_equal(result->state, ROW_ENDED);
    assert_int_equal(result->verdict, VERDICT_FAIL);
    assert_string_equal(result->code, "cert-expired");
    assert_string_not_equal(result->what, "");
    assert_true(result->days_left < 0);
    /* Another row takes its place on the walk screen; the result stays. */
    size_t good = row_of(&r, "good");
    assert_true(session_walk(r.session, good, false));
    run_until(&r, shown_is_done);
    m = session_model(r.session);
    assert_int_equal(m->results[good].verdict, VERDICT_PASS);
    assert_string_equal(m->results[good].code, ""); /* there are remarks, and the row is not about them */
    assert_string_not_equal(m->results[good].address, "");
    assert_string_equal(m->results[row].code, "cert-expired");
    room_free(&r);
}

static void a_walk_can_be_stepped(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    assert_true(session_walk(r.session, row_of(&r, "good"), true));
    run_until(&r, shown_is_paused);
    size_t at = visit_walk(session_model(r.session)->visit, 0)->at;
    session_go(r.session);
    run_until(&r, shown_is_paused);
    assert_int_equal(visit_walk(session_model(r.session)->visit, 0)->at, at + 1);
    session_run_on(r.session);
    run_until(&r, shown_is_done);
    room_free(&r);
}

static void a_walk_that_is_stopped_says_nothing_of_its_row(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    size_t row = row_of(&r, "good");
    assert_true(session_walk(r.session, row, true));
    run_until(&r, shown_is_paused);
    session_stop(r.session);
    run_until(&r, shown_is_done);
    assert_int_equal(session_model(r.session)->results[row].state, ROW_NOT_RUN);
    room_free(&r);
}

static struct wish login_wish(size_t row, const char *secret)
{
    struct wish w = {.kind = WISH_LOGIN, .row = row, .secret_len = strlen(secret)};
    strcpy(w.user, PRACTICE_USER);
    memcpy(w.secret, secret, w.secret_len);
    return w;
}

static void logins_are_counted_and_only_a_good_one_is_kept(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    size_t row = row_of(&r, "good");
    struct wish w = login_wish(row, "wrong");
    assert_true(session_login(r.session, &w));
    run_until(&r, shown_is_done);
    const struct model *m = session_model(r.session);
    assert_int_equal(visit_walk(m->visit, 0)->auth.result, AUTH_REJECTED);
    assert_int_equal(m->logins_tried, 1);
    assert_true(session_again(r.session, true)); /* nothing to keep: the walk goes without */
    run_until(&r, shown_is_done);
    m = session_model(r.session);
    assert_int_equal(visit_walk(m->visit, 0)->auth.result, AUTH_NOT_TRIED);
    assert_int_equal(m->logins_tried, 1);
    w = login_wish(row, PRACTICE_PASSWORD);
    assert_true(session_login(r.session, &w));
    run_until(&r, shown_is_done);
    m = session_model(r.session);
    assert_int_equal(visit_walk(m->visit, 0)->auth.result, AUTH_ACCEPTED);
    assert_string_not_equal(m->results[row].login, "");
    assert_true(session_again(r.session, true));
    run_until(&r, shown_is_done);
    m = session_model(r.session);
    assert_int_equal(visit_walk(m->visit, 0)->auth.result, AUTH_ACCEPTED);
    assert_int_equal(m->logins_tried, 3);
    room_free(&r);
}

static void all_rows_are_walked_and_one_can_be_watched(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    size_t count = session_model(r.session)->table->row_count;
    session_run_all(r.session);
    const struct model *m = session_model(r.session);
    assert_int_equal(m->running + m->queued, count);
    size_t busy = 0;
    while (m->results[busy].state != ROW_RUNNING)
        busy++;
    assert_true(session_walk(r.session, busy, false)); /* looked at, not begun a second time */
    assert_int_equal(session_model(r.session)->running + session_model(r.session)->queued, count);
    session_remove_row(r.session, 0);
    assert_int_equal(session_model(r.session)->table->row_count, count); /* not now */
    assert_string_not_equal(session_model(r.session)->notice, "");
    run_until(&r, all_done);
    m = session_model(r.session);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(m->results[i].state, ROW_ENDED);
    assert_int_equal(m->visit_row, busy);
    assert_int_equal(m->results[row_of(&r, "cert-expired")].verdict, VERDICT_FAIL);
    room_free(&r);
}

static void a_run_of_all_rows_can_be_stopped(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    session_run_all(r.session);
    session_stop_all(r.session);
    assert_int_equal(session_model(r.session)->queued, 0);
    run_until(&r, all_done);
    const struct model *m = session_model(r.session);
    for (size_t i = 0; i < m->table->row_count; i++)
        assert_int_equal(m->results[i].state, ROW_NOT_RUN);
    session_run_all(r.session); /* and begun again */
    run_until(&r, all_done);
    assert_int_equal(session_model(r.session)->results[0].state, ROW_ENDED);
    room_free(&r);
}

static void rows_come_and_go(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    size_t count = session_model(r.session)->table->row_count;
    session_add_row(r.session, "gopher://h");
    assert_int_equal(session_model(r.session)->table->row_count, count);
    assert_non_null(strstr(session_model(r.session)->notice, "gopher"));
    session_add_row(r.session, "imap://127.0.0.1:1");
    const struct model *m = session_model(r.session);
    assert_int_equal(m->table->row_count, count + 1);
    assert_int_equal(m->results[count].state, ROW_NOT_RUN);
    assert_true(session_walk(r.session, count, false));
    run_until(&r, shown_is_done);
    assert_string_equal(session_model(r.session)->results[count].code, "tcp-refused");
    session_remove_row(r.session, 0); /* the walk's row moves up */
    m = session_model(r.session);
    assert_int_equal(m->visit_row, count - 1);
    assert_string_equal(m->results[count - 1].code, "tcp-refused");
    session_remove_row(r.session, count - 1);
    m = session_model(r.session);
    assert_int_equal(m->table->row_count, count - 1);
    assert_true(m->visit_row == SIZE_MAX);
    assert_non_null(m->visit); /* still there to be read */
    room_free(&r);
}

static void an_edited_row_keeps_its_server_only_for_the_same_host(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    size_t row = row_of(&r, "good");
    char uri[600];
    struct target t;
    row_target(&session_model(r.session)->table->rows[row], &t);
    t.port = 10143;
    t.mode = TLS_MODE_STARTTLS;
    target_format(&t, uri, sizeof uri);
    session_edit_row(r.session, row, uri);
    const struct row *now = &session_model(r.session)->table->rows[row];
    assert_non_null(now->server);
    assert_int_equal(now->port, 10143);
    assert_string_equal(now->words, "");
    session_edit_row(r.session, row, "imaps://elsewhere.example");
    now = &session_model(r.session)->table->rows[row];
    assert_null(now->server);
    assert_string_equal(now->host, "elsewhere.example");
    room_free(&r);
}

static size_t file_bytes(const char *name, char *to, size_t cap)
{
    FILE *f = fopen(name, "r");
    assert_non_null(f);
    size_t n = fread(to, 1, cap, f);
    fclose(f);
    return n;
}

static void a_saved_report_is_private_and_never_written_over(void **state)
{
    (void)state;
    struct room r;
    struct stat st;
    char folder[] = "/tmp/tlswalk-save-XXXXXX", name[64], second[64], line[16];
    assert_non_null(mkdtemp(folder));
    snprintf(name, sizeof name, "%s/report.json", folder);
    snprintf(second, sizeof second, "%s/report-2.json", folder);
    room_new(&r, two);
    session_save(r.session, name, false); /* nothing was walked yet */
    assert_int_not_equal(access(name, F_OK), 0);
    assert_true(session_walk(r.session, row_of(&r, "good"), false));
    run_until(&r, shown_is_done);
    session_save(r.session, name, false);
    assert_non_null(strstr(session_model(r.session)->notice, name));
    assert_int_equal(stat(name, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    session_save(r.session, name, false);
    assert_non_null(strstr(session_model(r.session)->notice, second));
    FILE *f = fopen(second, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    assert_int_equal(strncmp(line, "{\"schema\"", 9), 0);
    fclose(f);
    snprintf(second, sizeof second, "%s/report.md", folder);
    session_save(r.session, second, false);
    assert_non_null(f = fopen(second, "r"));
    assert_int_equal(fgetc(f), '#');
    fclose(f);
    unlink(second);
    snprintf(second, sizeof second, "%s/report-2.json", folder);
    session_save(r.session, "/nonexistent/report.txt", false);
    assert_non_null(strstr(session_model(r.session)->notice, "No such file"));
    unlink(name);
    unlink(second);
    assert_int_equal(rmdir(folder), 0);
    room_free(&r);
}

/* For a report that leaves the house: whoever logged in is in no line of it, not in base64 either. */
static void a_masked_report_names_nobody(void **state)
{
    (void)state;
    struct room r;
    char folder[] = "/tmp/tlswalk-save-XXXXXX", name[64];
    static char bytes[100000];
    assert_non_null(mkdtemp(folder));
    snprintf(name, sizeof name, "%s/report.txt", folder);
    room_new(&r, two);
    struct wish w = login_wish(row_of(&r, "good"), "wrong");
    strcpy(w.user, "fred.quux");
    strcpy(w.mechanism, "PLAIN");
    assert_true(session_login(r.session, &w));
    run_until(&r, shown_is_done);
    for (int masked = 0; masked < 2; masked++) {
        session_save(r.session, name, masked);
        size_t len = file_bytes(name, bytes, sizeof bytes - 1);
        bytes[len] = '\0';
        assert_int_equal(strstr(bytes, "fred.quux") == NULL, masked);
        assert_non_null(strstr(bytes, "auth-bad-credentials"));
        unlink(name);
    }
    assert_int_equal(rmdir(folder), 0);
    room_free(&r);
}

static void a_row_is_told_to_other_programs(void **state)
{
    (void)state;
    struct room r;
    char folder[] = "/tmp/tlswalk-save-XXXXXX", name[64], line[200];
    assert_non_null(mkdtemp(folder));
    snprintf(name, sizeof name, "%s/try.sh", folder);
    room_new(&r, two);
    session_save_sheet(r.session, name); /* there is no sheet yet */
    assert_int_not_equal(access(name, F_OK), 0);
    assert_false(session_export(r.session, 99999, "openssl"));
    assert_false(session_export(r.session, 0, "no such program"));
    assert_true(session_export(r.session, row_of(&r, "good"), "openssl"));
    const struct model *m = session_model(r.session);
    /* It goes where the walk goes, and says that it cannot trust whom the walk trusts. */
    assert_non_null(strstr(m->sheet, "127.0.77."));
    assert_non_null(strstr(m->sheet, "good.practice.test"));
    assert_non_null(strstr(m->sheet, "stands in no file"));
    assert_non_null(strstr(m->sheet_title, "openssl"));
    session_save_sheet(r.session, name);
    FILE *f = fopen(name, "r");
    assert_non_null(f);
    assert_non_null(fgets(line, sizeof line, f));
    assert_int_equal(strncmp(line, m->sheet, strlen(line)), 0);
    fclose(f);
    unlink(name);
    assert_int_equal(rmdir(folder), 0);
    room_free(&r);
}

/* A saved walk is shown as it was, saved again as it was, and r makes a walk of today of it. */
static void saved_walks_are_opened_again(void **state)
{
    (void)state;
    struct room r;
    struct err err;
    char folder[] = "/tmp/tlswalk-open-XXXXXX", name[64], second[64];
    static char first_bytes[100000], second_bytes[100000];
    assert_non_null(mkdtemp(folder));
    snprintf(name, sizeof name, "%s/walk.json", folder);
    snprintf(second, sizeof second, "%s/again.json", folder);
    room_new(&r, two);
    assert_true(session_walk(r.session, row_of(&r, "good"), false));
    run_until(&r, shown_is_done);
    size_t findings = session_model(r.session)->findings[0].count;
    session_save(r.session, name, false);
    struct record *record = record_file_read(name, &err);
    if (!record)
        fail_msg("%s", err.text);
    session_take_record(r.session, record);
    assert_int_equal(session_model(r.session)->results[0].saved, 1);
    assert_int_equal(session_model(r.session)->results[0].state, ROW_ENDED);
    assert_true(session_walk(r.session, 0, false));
    const struct model *m = session_model(r.session);
    assert_true(m->saved);
    assert_true(visit_done(m->visit));
    assert_int_equal(m->findings[0].count, findings);
    assert_non_null(strstr(m->notice, "saved walk"));
    session_save(r.session, second, false);
    size_t len = file_bytes(name, first_bytes, sizeof first_bytes);
    assert_int_equal(file_bytes(second, second_bytes, sizeof second_bytes), len);
    assert_memory_equal(first_bytes, second_bytes, len);
    assert_true(session_again(r.session, false));
    assert_false(session_model(r.session)->saved);
    run_until(&r, shown_is_done);
    assert_int_equal(session_model(r.session)->results[0].saved, 0);
    assert_true(session_compare_with(r.session, "")); /* with what it was when it was saved */
    assert_true(session_model(r.session)->sheet_compares);
    unlink(name);
    unlink(second);
    assert_int_equal(rmdir(folder), 0);
    room_free(&r);
}

/* What the screen asks for with t and I is made, and no login goes along. */
static void the_host_is_looked_at_closer(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    assert_false(session_test_injection(r.session)); /* nothing was walked yet */
    assert_true(session_walk(r.session, row_of(&r, "good"), false));
    run_until(&r, shown_is_done);
    assert_true(session_test_injection(r.session));
    run_until(&r, shown_is_done);
    assert_int_equal(visit_walk(session_model(r.session)->visit, 0)->injection.outcome, INJECTION_DROPPED);
    assert_false(visit_walk(session_model(r.session)->visit, 0)->login_given);
    assert_true(session_depth(r.session));
    run_until(&r, shown_is_done);
    assert_non_null(visit_walk(session_model(r.session)->visit, 0)->depth);
    room_free(&r);
}

static void visits_are_compared(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    assert_false(session_compare_with(r.session, "")); /* nothing was walked yet */
    assert_true(session_walk(r.session, row_of(&r, "good"), false));
    run_until(&r, shown_is_done);
    assert_false(session_compare_with(r.session, ""));
    assert_non_null(strstr(session_model(r.session)->notice, "no walk of this row before"));
    assert_false(session_compare_with(r.session, "/nonexistent/a.json"));
    assert_non_null(strstr(session_model(r.session)->notice, "No such file"));
    assert_true(session_again(r.session, false));
    run_until(&r, shown_is_done);
    assert_true(session_compare_with(r.session, ""));
    assert_null(strstr(session_model(r.session)->sheet, "LOGOUT"));
    assert_true(session_compare_talk(r.session)); /* the conversations as well, and without them again */
    assert_non_null(strstr(session_model(r.session)->sheet, "LOGOUT"));
    assert_true(session_compare_talk(r.session));
    assert_null(strstr(session_model(r.session)->sheet, "LOGOUT"));
    /* A sheet of another kind is no comparison any more. */
    assert_true(session_export(r.session, 0, "openssl"));
    assert_false(session_model(r.session)->sheet_compares);
    room_free(&r);
}

/* Rows move up when one is removed, and the walk before stays with its own. */
static void a_walk_before_belongs_to_its_row(void **state)
{
    (void)state;
    struct room r;
    room_new(&r, two);
    size_t row = row_of(&r, "cert-expired");
    assert_true(session_walk(r.session, row, false));
    run_until(&r, shown_is_done);
    assert_true(session_again(r.session, false));
    run_until(&r, shown_is_done);
    session_remove_row(r.session, 0);
    assert_true(session_compare_with(r.session, ""));
    assert_true(session_walk(r.session, row, false)); /* the next row stands there now */
    run_until(&r, shown_is_done);
    assert_false(session_compare_with(r.session, ""));
    room_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_walked_and_keeps_its_result),
        cmocka_unit_test(a_walk_can_be_stepped),
        cmocka_unit_test(a_walk_that_is_stopped_says_nothing_of_its_row),
        cmocka_unit_test(logins_are_counted_and_only_a_good_one_is_kept),
        cmocka_unit_test(all_rows_are_walked_and_one_can_be_watched),
        cmocka_unit_test(a_run_of_all_rows_can_be_stopped),
        cmocka_unit_test(rows_come_and_go),
        cmocka_unit_test(an_edited_row_keeps_its_server_only_for_the_same_host),
        cmocka_unit_test(a_saved_report_is_private_and_never_written_over),
        cmocka_unit_test(a_masked_report_names_nobody),
        cmocka_unit_test(saved_walks_are_opened_again),
        cmocka_unit_test(a_row_is_told_to_other_programs),
        cmocka_unit_test(the_host_is_looked_at_closer),
        cmocka_unit_test(visits_are_compared),
        cmocka_unit_test(a_walk_before_belongs_to_its_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
