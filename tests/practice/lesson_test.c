/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lesson_test.c - THE PRODUCT'S CENTRAL TEST: every server of the practice table, visited by each of its clients, is told
 * for what it is; and the good one is found to be good. Engine, TLS, logins and diagnosis, without a network. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lesson.h"
#include "table/table.h"

#define OFFSET 10000

static struct practice *practice;

static bool is_good(const struct fault *f)
{
    return !f->code;
}

/* Settings that are told as unusual wherever they lead. */
static bool is_port_25(const struct finding *f)
{
    return strcmp(f->diagnosis->code, "config-port-is-server-to-server") == 0;
}

/* Bytes behind the go-ahead, or behind our command, are an injection because they arrive with it. */
static bool needs_one_piece(const struct fault *f)
{
    return strcmp(f->name, "response-injection") == 0 || strcmp(f->name, "starttls-command-injection") == 0;
}

/* Every sound server is too new for them, beside what else is found there: told once is enough here. */
static bool is_about_old_programs(const struct fault *f)
{
    return strcmp(f->name, "tls-client-too-old") == 0;
}

/* A client that uses STARTTLS only where it is listed never learns that it would have worked. */
static bool needs_a_try(const struct fault *f)
{
    return strcmp(f->name, "starttls-stripped") == 0 || strcmp(f->name, "capability-command-missing") == 0;
}

static void expect_nothing_wrong(const struct lesson *l, const char *where)
{
    for (size_t i = 0; i < l->findings.count; i++)
        if (l->findings.items[i].severity != SEVERITY_NOTE && !is_port_25(&l->findings.items[i]))
            fail_msg("%s: nothing is wrong there, and found was: %s", where, lesson_findings(l));
    if (l->evidence->auth.result != AUTH_ACCEPTED)
        fail_msg("%s: the login came to \"%s\" (%s)", where, auth_result_name(l->evidence->auth.result), l->evidence->auth.why);
    if (l->evidence->injection.wanted && l->evidence->starttls.asked && l->evidence->injection.outcome != INJECTION_DROPPED &&
        l->evidence->injection.outcome != INJECTION_BROKE_TLS)
        fail_msg("%s: of the test came \"%s\" (%s)", where, injection_outcome_name(l->evidence->injection.outcome), l->evidence->injection.why);
    if (!l->evidence->quit.reply.present)
        fail_msg("%s: no goodbye was heard", where);
}

static void expect_code(const struct lesson *l, const char *code, const char *where)
{
    const struct finding *worst = l->findings.count ? &l->findings.items[0] : NULL;
    if (worst && is_port_25(worst) && l->findings.count > 1)
        worst = &l->findings.items[1];
    if (!worst || strcmp(worst->diagnosis->code, code) != 0)
        fail_msg("%s: expected %s, found: %s", where, code, worst ? lesson_findings(l) : "nothing");
    for (size_t i = 1; i < l->findings.count; i++)
        if (l->findings.items[i].severity == SEVERITY_ERROR && !l->findings.items[i].follows_from)
            fail_msg("%s: beside %s there is a second cause: %s", where, code, lesson_findings(l));
    if (worst->severity == SEVERITY_ERROR)
        assert_int_equal(l->findings.verdict, VERDICT_FAIL);
}

static void visit_asking(const struct fault *f, unsigned asks, const struct target *target, const struct practice_port *port,
                         const struct table_client *client, size_t cut)
{
    char where[200];
    snprintf(where, sizeof(where), "%.60s visited by %.40s, %s port %u, %s%s", f->name, client->id, port->proto->name, port->port,
             tls_mode_name(target->mode), cut ? ", cut at every byte" : "");
    struct lesson l;
    lesson_run(&l, &(struct lesson_setting){.practice = practice, .fault = f, .target = target, .port = port, .asks = asks,
                                            .client_tls = is_about_old_programs(f) ? client->tls_newest : 0, .cut = cut});
    if (is_good(f))
        expect_nothing_wrong(&l, where);
    else
        expect_code(&l, f->code, where);
    lesson_done(&l);
}

static void visit(const struct fault *f, const struct target *target, const struct practice_port *port, const struct table_client *client,
                  size_t cut)
{
    visit_asking(f, f->asks, target, port, client, cut);
    if (is_good(f))
        visit_asking(f, PRACTICE_ASKS_COMPARE | PRACTICE_ASKS_INJECTION, target, port, client, cut);
}

static bool shows_at(const struct fault *f, const struct practice_port *port)
{
    const char *name = port->proto == proto_by_name(span_str("submission")) ? "smtp" : port->proto->name;
    if (!strstr(f->protocols, name))
        return false;
    return !f->clients || strstr(f->clients, "thunderbird-2") || strstr(f->clients, port->implicit ? "outlook-express" : "any-starttls");
}

/* Beyond the clients of the table: every protocol and TLS mode in which the fault shows. */
static void visit_all_doors(const struct fault *f, const struct target *like, const struct table_client *client)
{
    for (const struct practice_port *port = practice_ports; port->proto; port++) {
        struct target target;
        if (!shows_at(f, port))
            continue;
        target_set(&target, port->proto, span_str(like->host), port->port, port->implicit ? TLS_MODE_IMPLICIT : TLS_MODE_STARTTLS);
        visit(f, &target, port, client, 0);
        target.mode = TLS_MODE_OPPORTUNISTIC;
        if (!port->implicit && !needs_a_try(f))
            visit(f, &target, port, client, 0);
    }
}

/* Every row that the practice table makes with this server. */
static void is_told_for_what_it_is(void **state)
{
    const struct fault *f = *state;
    const struct fault *const only[] = {f, NULL};
    struct buf text = {0};
    struct err err;
    assert_true(practice_table(OFFSET, only, &text));
    struct table *t = table_read(buf_span(&text), "practice", &err);
    assert_non_null(t);
    if (t->error_count)
        fail_msg("the practice table: %s", t->errors[0].text);
    assert_int_equal(t->server_count, 1);
    assert_true(t->row_count > 0);
    for (size_t i = 0; i < t->row_count; i++) {
        const struct row *row = &t->rows[i];
        struct target target;
        row_target(row, &target);
        visit(f, &target, pump_port(row->client_port), row->client, 0);
        if (!needs_one_piece(f))
            visit(f, &target, pump_port(row->client_port), row->client, 1);
    }
    struct target first;
    row_target(&t->rows[0], &first);
    visit_all_doors(f, &first, t->rows[0].client);
    table_free(t);
    buf_done(&text);
}

int main(void)
{
    struct CMUnitTest tests[200];
    size_t count = 0;
    struct err err;
    practice = practice_new(LESSON_WALL_US, &err);
    if (!practice)
        return 99;
    practice_set_offset(practice, OFFSET);
    for (; practice_faults[count]; count++)
        tests[count] = (struct CMUnitTest){practice_faults[count]->name, is_told_for_what_it_is, NULL, NULL,
                                           (void *)practice_faults[count]};
    int failed = _cmocka_run_group_tests("practice", tests, count, NULL, NULL);
    practice_free(practice);
    return failed;
}
