/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is looked at on request beyond the walk: asked for in words, shown live and afterwards, on the walk and certificate screens. */
#include "tests/ui/screen_check.h"
#include "walk/depth.h"

static struct depth_row rows[] = {
    {DEPTH_VERSION, "TLS 1.3", "taken", VERDICT_PASS, ""},
    {DEPTH_VERSION, "TLS 1.2", "taken", VERDICT_PASS, ""},
    {DEPTH_VERSION, "TLS 1.0", "taken", VERDICT_FAIL, "RFC 8996 forbids it"},
    {DEPTH_SUITE, "TLS_AES_256_GCM_SHA384 (TLS 1.3)", "taken", VERDICT_PASS, ""},
    {DEPTH_SUITE, "TLS_RSA_WITH_AES_128_CBC_SHA (TLS 1.2)", "taken", VERDICT_WARN, "no forward secrecy"},
    {DEPTH_GROUP, "X25519", "taken", VERDICT_PASS, ""},
    {DEPTH_ORDER, "", "the server's", VERDICT_PASS, ""},
    {DEPTH_RENEGOTIATION, "", "not told", VERDICT_SKIP, "the connection ended first"},
};
static struct depth depth = {.rows = rows, .count = sizeof rows / sizeof *rows, .handshakes = 41, .ended = true};

/* The evidence is the visit's own, and const to all who read it; here it is made by hand. */
static struct evidence *evidence(void)
{
    return (struct evidence *)visit_walk(fx.visit, 0);
}

static void walk_and_add_depth(void)
{
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>");
    evidence()->depth = &depth;
}

static void test_depth_asks_first(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>t");
    SHOWS("good.practice.test, one at a time, each for one handshake");
    fixture_type(&fx, "n");
    assert_int_equal(fx.wishes, 1);
    fixture_type(&fx, "vt");
    SHOWS("TLS in depth");
    fixture_type(&fx, "y");
    assert_int_equal(fx.last.kind, WISH_DEPTH);
    SHOWS("STAGE"); /* the walk is shown while it runs */
}

static void test_depth_page(void **state)
{
    (void)state;
    walk_and_add_depth();
    fixture_type(&fx, "vt");
    assert_int_equal(fx.wishes, 1);
    SHOWS("> TLS in depth");
    SHOWS("41 handshakes with good.practice.test port 993");
    SHOWS("Versions");
    SHOWS("OK    TLS 1.3  taken");
    SHOWS("FAIL  TLS 1.0  taken");
    SHOWS("RFC 8996 forbids it");
    SHOWS("WARN  TLS_RSA_WITH_AES_128_CBC_SHA (TLS 1.2)  taken");
    SHOWS("OK    Order of suites       the server's"); /* values stand under each other */
    SHOWS("skip  Secure renegotiation  not told");
    /* Found and filtered like any page. */
    fixture_type(&fx, "&FAIL<Enter>");
    SHOWS("TLS 1.0");
    assert_false(somewhere("TLS 1.3"));
    fixture_type(&fx, "<Esc>qq");
    SHOWS("STAGE");
    fixture_type(&fx, "t");
    SHOWS("> TLS in depth");
}

static void test_depth_while_it_runs_and_when_it_is_cut_short(void **state)
{
    (void)state;
    walk_and_add_depth();
    depth.running = true;
    fixture_type(&fx, "t");
    SHOWS("more are under way");
    depth.running = false;
    strcpy(depth.stopped, "The server asked to come back later: 421 too many connections.");
    fixture_draw(&fx);
    SHOWS("The server asked to come back later");
    depth.stopped[0] = '\0';
}

static void test_depth_in_a_small_window(void **state)
{
    (void)state;
    fixture_resize(&fx, 60, 16);
    walk_and_add_depth();
    fixture_type(&fx, "t");
    SHOWS("FAIL  TLS 1.0  taken");
    fixture_type(&fx, "G");
    SHOWS("the connection ended first");
}

static void test_injection_asks_first(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>I");
    SHOWS("This row does not use STARTTLS");
    assert_false(dialogue_is_open(&fx.layout.dialogue));
    fixture_type(&fx, "q/143<Enter><Enter>I");
    SHOWS("one more connection is made to");
    SHOWS("one harmless command");
    fixture_type(&fx, "n");
    assert_int_equal(fx.last.kind, WISH_WALK);
    fixture_type(&fx, "Iy");
    assert_int_equal(fx.last.kind, WISH_INJECTION);
}

static void test_injection_outcomes(void **state)
{
    static const struct {
        enum injection_outcome outcome;
        const char *shows;
    } cases[] = {
        {INJECTION_DROPPED, "OK: it was dropped, as it must be"},
        {INJECTION_BROKE_TLS, "OK: the server took it for a part of TLS"},
        {INJECTION_REFUSED, "OK: the server refused the upgrade"},
        {INJECTION_ANSWERED, "FAIL: it was answered inside TLS"},
        {INJECTION_UNTOLD, "skip: it could not be told"},
    };

    (void)state;
    fixture_type(&fx, "/143<Enter><Enter>");
    struct evidence *e = evidence();
    e->injection.wanted = true;
    strcpy(e->injection.sent, "w9 NOOP");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        e->injection.outcome = cases[i].outcome;
        fixture_type(&fx, "I");
        SHOWS("> Further looks");
        SHOWS(cases[i].shows);
        SHOWS("w9 NOOP");
        fixture_type(&fx, "q");
    }
    assert_int_equal(fx.wishes, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_depth_asks_first),
        WITH(test_depth_page),
        WITH(test_depth_while_it_runs_and_when_it_is_cut_short),
        WITH(test_depth_in_a_small_window),
        WITH(test_injection_asks_first),
        WITH(test_injection_outcomes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
