/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk, its panes and pages, and the certificate, against practice servers in memory. */
#include <stdio.h>

#include "tests/ui/screen_check.h"

static void test_a_good_walk(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>");
    assert_true(row_has(0, "> good.practice.test:993 imap implicit"));
    assert_true(row_has(0, "OK"));
    SHOWS("Certificate  OK");
    SHOWS("ADDRESSES");
    SHOWS("192.0.2.10         OK");
    SHOWS("S# * OK [CAPABILITY");
    SHOWS("C# ");
    SHOWS("Nothing is wrong here");
    SHOWS("finished: no finding at 192.0.2.10");
    fixture_type(&fx, "q");
    SHOWS("1 OK");
    assert_int_equal(fx.layout.depth, 1);
    /* Back to it without walking again. */
    fixture_type(&fx, "<Tab>");
    SHOWS("Nothing is wrong here");
    assert_int_equal(fx.wishes, 1);
}

/* What is worth knowing about a sound server is shown when it is asked for. */
static void test_remarks_wait_to_be_asked_for(void **state)
{
    (void)state;
    fixture_type(&fx, "/143<Enter><Enter>");
    assert_true(row_has(0, "good.practice.test:143 imap STARTTLS"));
    SHOWS("Nothing is wrong here");
    SHOWS("f shows");
    SHOWS("remark");
    assert_false(somewhere("SAY "));
    fixture_type(&fx, "f");
    SHOWS("NOTE");
    SHOWS("WHAT ");
    SHOWS("(1 of ");
}

static void test_a_failing_walk(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>");
    assert_true(row_has(0, "FAIL"));
    SHOWS("> 4 Certificate  FAIL");
    SHOWS("cert-expired  FAIL  certain; side: the server's certificate  (1 of 1)");
    SHOWS(">*  certificate 0:");
    SHOWS("WHAT ");
    SHOWS("SAY ");
    SHOWS("USER ");
    fixture_type(&fx, "M");
    assert_int_equal(fx.last.kind, WISH_MANUAL);
    assert_string_equal(fx.last.text, "cert-expired");
    fixture_type(&fx, "<Tab><Tab><Enter>");
    SHOWS("> Finding");
    fixture_type(&fx, "G");
    SHOWS("tlswalk explain cert-expired");
    fixture_type(&fx, "q");
    SHOWS("STAGE");
}

/* The line that proves a finding is marked, and shown. */
static void test_the_proof_is_marked(void **state)
{
    (void)state;
    fixture_select(&fx, "greeting-421-busy", "imap");
    fixture_type(&fx, "<Enter>");
    const struct findings *f = walk_view_findings(&fx.layout.walk, &fx.model);
    assert_non_null(f);
    assert_true(f->count > 0);
    assert_string_equal(f->items[0].diagnosis->code, "greeting-421-busy");
    assert_true(f->items[0].serial != NO_SERIAL);
    assert_int_equal(fx.layout.walk.transcript.cursor.serial, f->items[0].serial);
    SHOWS(">S# * BYE");
}

static void test_steps(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "s");
    SHOWS("step mode");
    fixture_type(&fx, "<Enter>");
    assert_true(row_has(0, "PAUSED 1/8"));
    SHOWS("paused before Name - Space: next step, c: to the end");
    SHOWS("NEXT   Name: asks which addresses");
    /* While it is paused the clock moves once a second. */
    assert_true(fx.layout.due_us > fx.now_us && fx.layout.due_us <= fx.now_us + 1000000);
    fixture_type(&fx, "<Space>");
    assert_true(row_has(0, "PAUSED 2/8"));
    SHOWS("> 2 Connection   paused");
    SHOWS("SEEN   Name: 192.0.2.10");
    fixture_type(&fx, "<Space>c");
    assert_true(visit_done(fx.visit));
    SHOWS("Nothing is wrong here");
    assert_int_equal(fx.layout.due_us, UINT64_MAX);
}

/* A server that says nothing: the clock runs, the end of patience is told, Ctrl-C stops, nothing is drawn afterwards. */
static void test_waiting_is_seen(void **state)
{
    (void)state;
    fixture_select(&fx, "banner-timeout", "imap");
    fixture_type(&fx, "<Enter>");
    assert_false(visit_done(fx.visit));
    assert_true(fx.layout.due_us > fx.now_us && fx.layout.due_us <= fx.now_us + 100000);
    fixture_wait(&fx, 4200000);
    SHOWS("> 3 Greeting     ...  4.2s");
    SHOWS("Greeting: waiting 4.2 s, gives up in");
    fixture_wait(&fx, 1000000);
    SHOWS("waiting 5.2 s");
    fixture_type(&fx, "q");
    SHOWS("running");
    fixture_type(&fx, "<Enter>");
    SHOWS("waiting 5.2 s");
    assert_int_equal(fx.wishes, 1);
    fixture_type(&fx, "<Ctrl-C>");
    assert_int_equal(fx.last.kind, WISH_STOP);
    assert_true(visit_done(fx.visit));
    SHOWS("stopped");
    assert_int_equal(fx.layout.due_us, UINT64_MAX);
}

/* A refused address and a good one: the worst is shown at the end, the other is a key away. */
static void test_two_addresses(void **state)
{
    (void)state;
    strcpy(fx.address_list[1], "2001:db8::10");
    fx.address_count = 2;
    fx.refused = "2001:db8::10";
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>");
    SHOWS("192.0.2.10         ");
    SHOWS("2001:db8::10       FAIL");
    SHOWS("at 2001:db8::10  (< >: other address)");
    fixture_type(&fx, "<");
    SHOWS("at 192.0.2.10  (< >: other address)");
    SHOWS("connected to 192.0.2.10");
    fixture_type(&fx, ">");
    SHOWS("at 2001:db8::10");
    /* The list of stages leads there as well. */
    fixture_type(&fx, "Gk<Enter>");
    SHOWS("at 192.0.2.10  (< >: other address)");
}

static void test_stages_and_lines_open(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>4");
    SHOWS("> 4 Certificate");
    fixture_type(&fx, "<Enter>");
    SHOWS("4 of 8: Certificate");
    SHOWS("What it does");
    fixture_type(&fx, "q<Tab>/LOGOUT<Enter><Enter>");
    SHOWS("tlswalk, to the server");
    SHOWS("inside TLS");
    SHOWS("4c 4f 47 4f 55 54");
    fixture_type(&fx, "q3");
    SHOWS("> 3 TLS");
    fixture_type(&fx, "0");
    SHOWS("> 3 TLS");
}

static void test_zoom_has_no_borders(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter><Tab>z");
    for (int row = 1; row < 22; row++)
        assert_false(row_has(row, "\xe2\x94\x82") || row_has(row, "STAGE"));
    assert_true(row_has(1, "06:00:01"));
    fixture_type(&fx, "q");
    SHOWS("STAGE");
    assert_int_equal(fx.layout.depth, 2);
}

static void test_narrow_walk_has_one_pane(void **state)
{
    (void)state;
    fixture_resize(&fx, 70, 20);
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>");
    row_is(1, " NAM+ CON+ TLS+ CRT! BAN+ CAP+ AUT- BYE+");
    SHOWS("> 4 Certificate  FAIL");
    assert_false(somewhere("TRANSCRIPT"));
    fixture_type(&fx, "<Tab>");
    SHOWS("TRANSCRIPT");
    fixture_type(&fx, "<Tab>");
    SHOWS("cert-expired  FAIL");
    SHOWS("WHAT");
}

static void test_certificate(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>v");
    SHOWS("> 0 cert-expired.practice.test");
    SHOWS("Dates       FAIL");
    SHOWS("Asked for   OK   cert-expired.practice.test");
    SHOWS("from the trust store");
    fixture_type(&fx, "<PgDn>");
    SHOWS("SHA-256");
    fixture_type(&fx, "v");
    SHOWS("Subject");
    SHOWS("sha256/");
    fixture_type(&fx, "<PgDn>");
    SHOWS("TLSA 3 1 1");
    fixture_type(&fx, "m");
    SHOWS("-----BEGIN CERTIFICATE-----");
    fixture_type(&fx, "mj");
    SHOWS("Certificate 1: checks");
    fixture_type(&fx, "q");
    SHOWS("STAGE");
}

/* Further connections are made only after a yes; what they saw has a page. */
static void test_further_looks(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>o");
    SHOWS("to good.practice.test, one after the other: without a server name");
    fixture_type(&fx, "n");
    assert_int_equal(fx.wishes, 1);
    fixture_type(&fx, "oy");
    assert_int_equal(fx.last.kind, WISH_COMPARE);
    SHOWS("further looks at the host");
    for (int i = 0; i < 100 && !visit_done(fx.visit); i++)
        fixture_wait(&fx, 1000000); /* they are paced */
    assert_true(visit_done(fx.visit));
    fixture_type(&fx, "o");
    SHOWS("> Further looks");
    SHOWS("TLS 1.2");
}

/* All findings on one screen, worst first; what follows from another stands under it. */
static void test_findings_are_listed(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>b");
    assert_true(row_has(0, "> Findings"));
    assert_true(row_has(1, "> FAIL  cert-expired"));
    SHOWS("WHAT   The certificate");
    SHOWS("ADMIN  Renew");
    fixture_type(&fx, "<Enter>");
    SHOWS("> Finding");
    SHOWS("this computer's clock says 2026-11-24");
    fixture_type(&fx, "qq");
    SHOWS("STAGE");
}

static void test_a_consequence_stands_under_its_cause(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>");
    struct finding items[2] = {fx.findings[0].items[0], fx.findings[0].items[0]};
    items[1].follows_from = items[0].diagnosis;
    items[1].diagnosis = catalogue_find("cert-no-san");
    struct findings two = {.items = items, .count = 2, .verdict = VERDICT_FAIL};
    fx.model.findings = &two;
    fixture_type(&fx, "b");
    assert_true(row_has(1, "> FAIL  cert-expired"));
    assert_true(row_has(2, "     then FAIL  "));
    fixture_type(&fx, "j");
    SHOWS("This follows from cert-expired: mend that first.");
    fx.model.findings = fx.findings;
}

/* Whoever judges dates must know by which clock. */
static void test_both_clocks(void **state)
{
    static const struct {
        const char *greeting, *shows;
    } cases[] = {
        {"* OK ready", "here 2026-11-24 06:00:01 UTC; the server showed no time"},
        {"* OK ready; Tue, 24 Nov 2026 06:00:04 +0000", "OK   this computer 2026-11-24 06:00:01 UTC"},
        {"* OK ready; Tue, 24 Nov 2026 07:00:04 +0100", "(by the greeting): 3 s apart"},
        {"* OK ready; Thu, 26 Nov 2026 07:00:04 +0000", "WARN this computer"},
    };

    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>");
    struct evidence *e = (struct evidence *)visit_walk(fx.visit, 0); /* a greeting of the test's own */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(e->banner.reply.line, sizeof e->banner.reply.line, "%s", cases[i].greeting);
        fixture_type(&fx, "v");
        SHOWS("Clock ");
        SHOWS(cases[i].shows);
        fixture_type(&fx, "q");
    }
}

static void test_a_finding_opens_from_the_certificate(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>v<Enter>");
    SHOWS("> Finding");
    fixture_type(&fx, "G");
    SHOWS("tlswalk explain cert-expired");
    fixture_type(&fx, "qq");
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "q<Enter>v<Enter>");
    SHOWS("There is no finding about the certificate.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_a_good_walk),
        WITH(test_remarks_wait_to_be_asked_for),
        WITH(test_a_failing_walk),
        WITH(test_the_proof_is_marked),
        WITH(test_steps),
        WITH(test_waiting_is_seen),
        WITH(test_two_addresses),
        WITH(test_stages_and_lines_open),
        WITH(test_zoom_has_no_borders),
        WITH(test_narrow_walk_has_one_pane),
        WITH(test_certificate),
        WITH(test_further_looks),
        WITH(test_findings_are_listed),
        WITH(test_a_consequence_stands_under_its_cause),
        WITH(test_both_clocks),
        WITH(test_a_finding_opens_from_the_certificate),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
