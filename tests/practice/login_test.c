/* SPDX-License-Identifier: GPL-3.0-or-later */
/* login_test.c - the good server visited with every mechanism, right and wrong, in every protocol and TLS mode: both ends of
 * each exchange, and what is found. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lesson.h"

static const struct way {
    const char *mechanism;
    const char *proto; /* only there; NULL: everywhere */
    bool token;
    bool in_greeting;  /* needs what only a greeting inside TLS says */
} ways[] = {
    {"SCRAM-SHA-256-PLUS", NULL, false, false}, {"SCRAM-SHA-1-PLUS", NULL, false, false},
    {"SCRAM-SHA-256", NULL, false, false},      {"SCRAM-SHA-1", NULL, false, false},
    {"CRAM-MD5", NULL, false, false},           {"PLAIN", NULL, false, false},
    {"LOGIN", NULL, false, false},              {"OAUTHBEARER", NULL, true, false},
    {"XOAUTH2", NULL, true, false},             {"LOGIN COMMAND", "imap", false, false},
    {"USER/PASS", "pop3", false, false},        {"APOP", "pop3", false, true},
};
#define WAYS (sizeof(ways) / sizeof(*ways))

static void log_in(struct practice *practice, const struct practice_port *port, enum tls_mode mode, const struct way *way, bool right,
                   size_t cut)
{
    char where[200];
    struct target target;
    struct lesson l;
    snprintf(where, sizeof(where), "%s, port %u, %s, %s secret", way->mechanism, port->port, tls_mode_name(mode),
             right ? "the right" : "a wrong");
    target_set(&target, port->proto, span_str("good.practice.test"), port->port, mode);
    lesson_run(&l, &(struct lesson_setting){
                       .practice = practice,
                       .fault = practice_fault("good"),
                       .target = &target,
                       .port = port,
                       .password = right || way->token ? NULL : "wrong",
                       .token = !way->token ? NULL : right ? PRACTICE_TOKEN : "tok124",
                       .mechanism = way->mechanism,
                       .cut = cut,
                   });
    const char *code = right ? NULL : way->token ? "auth-oauth-token-rejected" : "auth-bad-credentials";
    enum auth_result expected = right ? AUTH_ACCEPTED : AUTH_REJECTED;
    if (l.evidence->auth.result != expected)
        fail_msg("%s: %s (%s), %s", where, auth_result_name(l.evidence->auth.result), l.evidence->auth.why, lesson_findings(&l));
    if (strcasecmp(l.evidence->auth.tried, way->mechanism) != 0)
        fail_msg("%s: tried %s", where, l.evidence->auth.tried);
    if (code && !findings_have(&l.findings, code))
        fail_msg("%s: found %s", where, lesson_findings(&l));
    if ((l.findings.verdict == VERDICT_FAIL) == right)
        fail_msg("%s: the verdict is %s: %s", where, verdict_name(l.findings.verdict), lesson_findings(&l));
    lesson_done(&l);
}

static void log_in_everywhere(struct practice *practice, bool right, size_t cut)
{
    for (const struct practice_port *port = practice_ports; port->proto; port++)
        for (const struct way *way = ways; way < ways + WAYS; way++) {
            if ((way->proto && strcmp(way->proto, port->proto->name) != 0) || (way->in_greeting && !port->implicit))
                continue;
            log_in(practice, port, port->implicit ? TLS_MODE_IMPLICIT : TLS_MODE_STARTTLS, way, right, cut);
            if (!port->implicit && !cut)
                log_in(practice, port, TLS_MODE_OPPORTUNISTIC, way, right, cut);
        }
}

static void the_right_secret_is_taken(void **state)
{
    log_in_everywhere(*state, true, 0);
}

static void a_wrong_secret_is_refused_and_told_so(void **state)
{
    log_in_everywhere(*state, false, 0);
}

static void cut_at_every_byte_it_is_the_same(void **state)
{
    log_in_everywhere(*state, true, 1);
    log_in_everywhere(*state, false, 1);
}

/* Without TLS the good server takes no login, and the program gives it none. */
static void no_secret_leaves_without_tls(void **state)
{
    for (const struct practice_port *port = practice_ports; port->proto; port++) {
        if (port->implicit)
            continue;
        struct target target;
        struct lesson l;
        target_set(&target, port->proto, span_str("good.practice.test"), port->port, TLS_MODE_NONE);
        lesson_run(&l, &(struct lesson_setting){
                           .practice = *state, .fault = practice_fault("good"), .target = &target, .port = port});
        if (l.evidence->auth.result == AUTH_ACCEPTED || l.evidence->auth.tried[0] || l.evidence->auth.sent_in_clear)
            fail_msg("port %u: tried %s", port->port, l.evidence->auth.tried);
        if (!findings_have(&l.findings, "auth-encryption-required"))
            fail_msg("port %u: %s", port->port, lesson_findings(&l));
        lesson_done(&l);
    }
}

static int begin(void **state)
{
    struct err err;
    *state = practice_new(LESSON_WALL_US, &err);
    return *state ? 0 : -1;
}

static int end(void **state)
{
    practice_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_right_secret_is_taken),
        cmocka_unit_test(a_wrong_secret_is_refused_and_told_so),
        cmocka_unit_test(cut_at_every_byte_it_is_the_same),
        cmocka_unit_test(no_secret_leaves_without_tls),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
