/* SPDX-License-Identifier: GPL-3.0-or-later */
/* finding_test.c - findings in order, under their causes, with the verdicts that they make. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "case.h"
#include "failing_alloc.h"

static enum verdict verdict_of(const struct box *b, const struct findings *f, enum stage_id id)
{
    for (size_t i = 0; i < b->e.plan.count; i++)
        if (b->e.plan.stages[i] == id)
            return f->stages[i];
    return VERDICT_NONE;
}

static void expect_order(const struct findings *f, const char *const *codes)
{
    size_t n = 0;
    for (; codes[n]; n++) {
        assert_true(n < f->count);
        assert_string_equal(f->items[n].diagnosis->code, codes[n]);
    }
    assert_int_equal(f->count, n);
    assert_string_equal(findings_worst(f)->diagnosis->code, codes[0]);
}
#define EXPECT_ORDER(f, ...) expect_order(f, (const char *const[]){__VA_ARGS__, NULL})

static void expired(struct box *b)
{
    case_stage(b, STAGE_CERTIFICATE)->verdict = VERDICT_FAIL;
    b->e.chain.certs[0].not_after = CASE_WALL_S - 84 * CASE_DAY;
    trouble(b, CERT_EXPIRED, 0, "it ran out");
}

static void worst_comes_first(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "imaps://mail.example.org", NULL);
    b.e.connect.took_us = 2000000;
    b.e.tls.facts.weak_cipher = true;
    expired(&b);
    assert_true(case_findings(&b, &f));
    EXPECT_ORDER(&f, "cert-expired", "tls-weak-cipher", "connect-slow");
    findings_done(&f);
    case_done(&b);
}

static void the_first_fatal_stage_is_the_headline(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "imaps://mail.example.org", NULL);
    b.e.tls.facts.version_number = 0x0301;
    expired(&b);
    assert_true(case_findings(&b, &f));
    EXPECT_ORDER(&f, "tls-version-too-old", "cert-expired");
    findings_done(&f);
    case_done(&b);
}

static void consequences_stand_under_their_cause(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "imaps://mail.example.org", NULL);
    case_stage(&b, STAGE_CERTIFICATE)->verdict = VERDICT_FAIL;
    trouble(&b, CERT_SELF_SIGNED, 0, "it vouches for itself");
    trouble(&b, CERT_WEAK_KEY, 0, "the key is RSA-1024");
    trouble(&b, CERT_NAME_MISMATCH, 0, "it is for localhost");
    trouble(&b, CERT_SNAKEOIL, 0, "it is what installers write");
    assert_true(case_findings(&b, &f));
    EXPECT_ORDER(&f, "cert-default-or-snakeoil", "cert-self-signed", "cert-name-mismatch", "cert-weak-key");
    assert_null(f.items[0].follows_from);
    assert_ptr_equal(f.items[1].follows_from, f.items[0].diagnosis);
    assert_ptr_equal(f.items[2].follows_from, f.items[0].diagnosis);
    assert_null(f.items[3].follows_from);
    findings_done(&f);
    case_done(&b);
}

/* A mild cause with a grave consequence stands before what is only mild. */
static void a_group_weighs_what_its_gravest_does(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "imap://mail.example.org:993", NULL);
    case_fail(&b, STAGE_CONNECT);
    b.e.connect.end.error = ECONNREFUSED;
    case_sibling(&b, "192.0.2.2", false, 0);
    assert_true(case_findings(&b, &f));
    EXPECT_ORDER(&f, "one-address-dead", "tcp-refused", "config-port-mode-unusual");
    assert_int_equal(f.items[0].severity, SEVERITY_WARNING);
    assert_int_equal(f.items[1].severity, SEVERITY_ERROR);
    assert_ptr_equal(f.items[1].follows_from, f.items[0].diagnosis);
    assert_int_equal(f.verdict, VERDICT_FAIL);
    findings_done(&f);
    case_done(&b);
}

/* Two rules could explain why the walk ended; the one of higher precedence does, alone. */
static void the_end_has_one_explanation(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "submission://mail.example.org", NULL);
    case_fail(&b, STAGE_STARTTLS);
    hear(&b, &b.e.starttls.reply, SAY_STARTTLS, "454 4.7.0 TLS not available\r\n");
    b.e.starttls.injected = 3;
    b.e.starttls.injected_serial = 11;
    snprintf(b.e.starttls.injected_text, sizeof b.e.starttls.injected_text, "250");
    assert_true(case_findings(&b, &f));
    EXPECT_ORDER(&f, "response-injection");
    assert_int_equal(f.items[0].serial, 11);
    findings_done(&f);
    case_done(&b);
}

static void notes_pass(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "imap://mail.example.org", NULL);
    assert_true(case_findings(&b, &f));
    assert_true(f.count > 0);
    assert_int_equal(f.verdict, VERDICT_PASS);
    assert_int_equal(verdict_of(&b, &f, STAGE_RECHECK), VERDICT_NOTE);
    assert_int_equal(verdict_of(&b, &f, STAGE_HANDSHAKE), VERDICT_PASS);
    assert_int_equal(verdict_of(&b, &f, STAGE_AUTH), VERDICT_SKIP);
    findings_done(&f);
    case_done(&b);
}

/* The walk let the certificate pass; what is told of it makes its stage graver. */
static void a_warning_makes_its_stage_graver(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "imaps://mail.example.org", NULL);
    b.e.chain.certs[0].not_after = CASE_WALL_S + 5 * CASE_DAY;
    trouble(&b, CERT_EXPIRES_SOON, 0, "it runs out in 5 days");
    assert_true(case_findings(&b, &f));
    assert_int_equal(f.verdict, VERDICT_WARN);
    assert_int_equal(verdict_of(&b, &f, STAGE_CERTIFICATE), VERDICT_WARN);
    findings_done(&f);
    case_done(&b);
}

static void a_walk_that_runs_has_no_verdict_but_failure(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "imaps://mail.example.org", NULL);
    b.e.tls.facts.weak_cipher = true;
    case_running(&b, STAGE_CAPABILITIES);
    assert_true(case_findings(&b, &f));
    assert_true(findings_have(&f, "tls-weak-cipher"));
    assert_int_equal(f.verdict, VERDICT_NONE);
    findings_done(&f);
    expired(&b);
    assert_true(case_findings(&b, &f));
    assert_int_equal(f.verdict, VERDICT_FAIL);
    assert_int_equal(verdict_of(&b, &f, STAGE_CAPABILITIES), VERDICT_NONE);
    findings_done(&f);
    case_done(&b);
}

static void a_stopped_walk_did_not_pass(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "imaps://mail.example.org", NULL);
    case_running(&b, STAGE_BANNER);
    b.e.ended = b.e.stopped = true;
    assert_true(case_findings(&b, &f));
    assert_int_equal(f.verdict, VERDICT_NONE);
    findings_done(&f);
    case_done(&b);
}

/* Where there is no IPv6, each good server with both families would fail. */
static void want_of_ipv6_here_is_excused(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "imaps://mail.example.org", NULL);
    case_fail(&b, STAGE_CONNECT);
    b.e.v6 = b.resolution.addresses[0].v6 = true;
    b.e.connect.end.error = ENETUNREACH;
    case_sibling(&b, "192.0.2.1", false, 0);
    assert_true(case_findings(&b, &f));
    EXPECT_ORDER(&f, "host-unreachable");
    assert_int_equal(verdict_of(&b, &f, STAGE_CONNECT), VERDICT_NOTE);
    assert_int_equal(f.verdict, VERDICT_PASS);
    findings_done(&f);
    case_done(&b);
}

static void a_reply_is_quoted_as_it_came(void **state)
{
    struct box b;
    struct findings f;
    (void)state;
    case_open(&b, "submissions://mail.example.org", NULL);
    case_fail(&b, STAGE_AUTH);
    b.e.login_given = true;
    b.e.auth.result = AUTH_REJECTED;
    hear(&b, &b.e.auth.reply, SAY_AUTH, "535 5.7.8 no {host} {[ here ]} {reply}\r\n");
    assert_true(case_findings(&b, &f));
    const struct finding *worst = findings_worst(&f);
    assert_string_equal(worst->what, "mail.example.org did not accept user name and password: "
                                     "\"535 5.7.8 no {host} {[ here ]} {reply}\".");
    assert_int_equal(worst->serial, b.e.auth.reply.serial);
    findings_done(&f);
    case_done(&b);
}

static void advice_names_what_would_work(void **state)
{
    static const struct {
        const char *uri, *user;
        bool implicit;
    } rows[] = {
        {"imap://mail.example.org:993", "Choose SSL/TLS instead of STARTTLS, or keep STARTTLS and use port 143.", false},
        {"pop3://mail.example.org:995", "Choose SSL/TLS instead of STARTTLS, or keep STARTTLS and use port 110.", false},
        {"submission://mail.example.org:465", "Choose SSL/TLS instead of STARTTLS, or keep STARTTLS and use port 587.", false},
        {"imaps://mail.example.org:143", "Choose STARTTLS instead of SSL/TLS, or keep SSL/TLS and use port 993.", true},
        {"submissions://mail.example.org:587", "Choose STARTTLS instead of SSL/TLS, or keep SSL/TLS and use port 465.", true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct box b;
        struct findings f;
        case_open(&b, rows[i].uri, NULL);
        case_fail(&b, rows[i].implicit ? STAGE_HANDSHAKE : STAGE_BANNER);
        if (rows[i].implicit) {
            const char *greeting = i == 3 ? "* OK ready\r\n" : "220 mail.example.org ESMTP\r\n";
            b.e.tls.facts.plaintext_peer = true;
            b.e.tls.facts.plain_len = strlen(greeting);
            memcpy(b.e.tls.facts.plain_bytes, greeting, strlen(greeting));
        } else {
            b.e.banner.end.timed_out = true;
        }
        assert_true(case_findings(&b, &f));
        assert_non_null(strstr(findings_worst(&f)->diagnosis->code, "tls-mode-mismatch"));
        assert_string_equal(findings_worst(&f)->user, rows[i].user);
        findings_done(&f);
        case_done(&b);
    }
}

static bool evidence_says(const struct finding *f, const char *words)
{
    for (size_t i = 0; i < f->evidence.count; i++)
        if (strstr(f->evidence.items[i], words))
            return true;
    return false;
}

/* A date is told with both clocks: this computer's, and the server's where it showed one. */
static void dates_are_told_with_both_clocks(void **state)
{
    static const struct {
        const char *greeting, *told;
    } rows[] = {
        {"220 mail.example.org ESMTP Tue, 24 Nov 2026 06:30:00 +0000\r\n", "the greeting has the time 2026-11-24 06:30:00 UTC, 30 minutes ahead"},
        {"220 mail.example.org ESMTP\r\n", "the server's clock could not be told, because"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct box b;
        struct findings f;
        case_open(&b, "submission://mail.example.org", NULL);
        greet(&b, rows[i].greeting);
        trouble(&b, CERT_EXPIRES_SOON, 0, "runs out soon");
        assert_true(case_findings(&b, &f));
        const struct finding *soon = findings_worst(&f);
        assert_string_equal(soon->diagnosis->code, "cert-expires-soon");
        assert_true(evidence_says(soon, "this computer's clock says 2026-11-24 06:00:00 UTC"));
        if (!evidence_says(soon, rows[i].told))
            fail_msg("not told: %s", rows[i].told);
        findings_done(&f);
        case_done(&b);
    }
}

/* ---- what was said once stays said ---- */

/* Evidence as it was while that stage ran: what a stage leaves when it ends is not there yet. */
static void rewind_to(struct box *b, size_t at)
{
    struct evidence *e = &b->e;
    e->stopped = false;
    e->looks = NULL; /* they are made after the walk */
    if (!e->stages[at].verdict || e->stages[at].verdict == VERDICT_SKIP)
        return;
    case_running(b, e->plan.stages[at]);
    e->auth.result = AUTH_NOT_TRIED;
    e->auth.sent_in_clear = false;
    e->tls.facts.truncated = false;
    switch (e->plan.stages[at]) {
    case STAGE_RESOLVE: e->resolution = NULL; break;
    case STAGE_CONNECT:
        e->connect.connected = false;
        e->loopback = false;
        break;
    case STAGE_HANDSHAKE: e->tls.secured = false; break;
    case STAGE_CERTIFICATE: e->chain.checked = false; break;
    case STAGE_QUIT: e->quit.said = false; break;
    case STAGE_BANNER:
    case STAGE_CAPABILITIES:
    case STAGE_STARTTLS:
    case STAGE_RECHECK:
    case STAGE_AUTH:
    case STAGE_COUNT: break;
    }
}

static void nothing_flickers_in(const struct rule_case *c)
{
    struct box last, b;
    struct findings at_end, f;
    case_open(&last, c->uri, c->mode);
    if (c->change)
        c->change(&last);
    assert_true(case_findings(&last, &at_end));
    case_open(&b, c->uri, c->mode);
    if (c->change)
        c->change(&b);
    for (size_t at = b.e.plan.count; at-- > 0;) {
        rewind_to(&b, at);
        assert_true(case_findings(&b, &f));
        for (size_t i = 0; i < f.count; i++)
            if (!findings_have(&at_end, f.items[i].diagnosis->code))
                fail_msg("case '%s': %s is found during %s and gone at the end", c->title, f.items[i].diagnosis->code,
                         stage_name(b.e.plan.stages[at]));
        if (f.verdict == VERDICT_FAIL && at_end.verdict != VERDICT_FAIL)
            fail_msg("case '%s': it fails during %s and not at the end", c->title, stage_name(b.e.plan.stages[at]));
        findings_done(&f);
    }
    findings_done(&at_end);
    case_done(&b);
    case_done(&last);
}

static void no_finding_flickers(void **state)
{
    (void)state;
    for (const struct rule_case_group *g = rule_case_groups; g->cases; g++)
        for (const struct rule_case *c = g->cases; c->title; c++)
            nothing_flickers_in(c);
}

/* ---- memory ---- */

static bool find_all(void *user)
{
    const struct box *b = user;
    struct findings f;
    if (!case_findings(b, &f))
        return false;
    findings_done(&f);
    return true;
}

static void memory_may_run_out_anywhere(void **state)
{
    struct box b;
    size_t unnoticed;
    (void)state;
    case_open(&b, "imap://mail.example.org:993", NULL);
    expired(&b);
    trouble(&b, CERT_SNAKEOIL, 0, "it is what installers write");
    trouble(&b, CERT_SELF_SIGNED, 0, "it vouches for itself");
    b.e.tls.facts.weak_cipher = true;
    list(&b, &b.e.before, "* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN X-ONE X-TWO\r\nw1 OK done\r\n");
    assert_true(failing_alloc_each(find_all, &b, &unnoticed) > 50);
    assert_int_equal(unnoticed, 0);
    case_done(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worst_comes_first),
        cmocka_unit_test(the_first_fatal_stage_is_the_headline),
        cmocka_unit_test(consequences_stand_under_their_cause),
        cmocka_unit_test(a_group_weighs_what_its_gravest_does),
        cmocka_unit_test(the_end_has_one_explanation),
        cmocka_unit_test(notes_pass),
        cmocka_unit_test(a_warning_makes_its_stage_graver),
        cmocka_unit_test(a_walk_that_runs_has_no_verdict_but_failure),
        cmocka_unit_test(a_stopped_walk_did_not_pass),
        cmocka_unit_test(want_of_ipv6_here_is_excused),
        cmocka_unit_test(a_reply_is_quoted_as_it_came),
        cmocka_unit_test(advice_names_what_would_work),
        cmocka_unit_test(dates_are_told_with_both_clocks),
        cmocka_unit_test(no_finding_flickers),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests_name("findings", tests, NULL, NULL);
}
