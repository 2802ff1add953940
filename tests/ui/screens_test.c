/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The screens as an operator meets them: keys in, rows out, wishes carried out against practice servers in memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/ui/fixture.h"
#include "ui/key.h"

static struct fixture fx;

static const char *const servers[] = {"good", "cert-expired", "greeting-421-busy", "banner-timeout", NULL};

static int open_80x24(void **state)
{
    (void)state;
    fixture_open(&fx, servers, 80, 24);
    return 0;
}

static int close_fixture(void **state)
{
    (void)state;
    fixture_close(&fx);
    return 0;
}

#define SHOWS(text) assert_true(fixture_shows(&fx, text))

static bool row_has(int row, const char *text)
{
    char *s = fixture_row(&fx, row);
    bool has = strstr(s, text) != NULL;

    free(s);
    return has;
}

static bool somewhere(const char *text)
{
    char *screen = fixture_text(&fx);
    bool found = strstr(screen, text) != NULL;

    free(screen);
    return found;
}

static void row_is(int row, const char *text)
{
    char *s = fixture_row(&fx, row);

    assert_string_equal(s, text);
    free(s);
}

/* --- the table --- */

static const char small_table[] =
    "[table]\ntitle = Campus mail\nnote = Ask for the computer's name first.\n"
    "[server campus]\ntitle = Campus\nimap = imap.example.edu\nsmtp = smtp.example.edu\n"
    "[client tb]\ntitle = Thunderbird\nimap = 993 implicit \"SSL/TLS\"\nsmtp = 587 starttls \"STARTTLS\"\n";

static void test_table_screen(void **state)
{
    static const char *const rows[] = {
        " tlswalk Campus mail                                         2 rows:  2 not run",
        " Ask for the computer's name first.",
        "  CLIENT           SERVER              PROTO   PORT TLS      LOGIN RESULT",
        "> Thunderbird      imap.example.edu    imap     993 implicit",
        "  Thunderbird      smtp.example.edu    submit   587 STARTTLS",
    };

    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        row_is((int)i, rows[i]);
    SHOWS("Thunderbird -> imap.example.edu port 993, implicit TLS, in its window\n \"SSL/TLS\"");
    row_is(22, "                                                                        row 1/2");
    assert_true(row_has(23, " ?:help Enter:walk"));
    assert_true(row_has(23, "q:quit"));
    fixture_type(&fx, "j");
    row_is(3, "  Thunderbird      imap.example.edu    imap     993 implicit");
    row_is(4, "> Thunderbird      smtp.example.edu    submit   587 STARTTLS");
    SHOWS("port 587, STARTTLS, in its window \"STARTTLS\"");
    assert_int_equal(fx.grid.cursor_row, 4);
    fixture_close(&fx);
}

static void test_table_results(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    fx.now_us = 600 * UINT64_C(1000000);
    fx.results[0] = (struct row_result){.state = ROW_ENDED, .verdict = VERDICT_FAIL, .ended_us = fx.now_us - 185000000, .took_us = 410000,
                                        .code = "cert-expired", .what = "The certificate ran out.", .user = "Do not accept it.",
                                        .address = "192.0.2.10", .days_left = -3};
    fx.results[1].state = ROW_RUNNING;
    fx.model.revision++;
    fixture_draw(&fx);
    row_is(0, " tlswalk Campus mail                                   2 rows:  1 FAIL  1 to go");
    SHOWS("STARTTLS       running");
    SHOWS("implicit       FAIL  3 min");
    SHOWS("FAIL  cert-expired");
    SHOWS("The certificate ran out.");
    SHOWS("Do not accept it.");
    SHOWS("UTC, 3 min ago, took 410 ms, at 192.0.2.10.");
    /* The age changes in 55 s, and nothing needs to be drawn before. */
    assert_int_equal(fx.layout.due_us, fx.now_us + 55000000);
    fixture_close(&fx);
}

static void test_table_mistakes_are_told(void **state)
{
    (void)state;
    fixture_open_table(&fx, "[server a]\nimap = a.example\n[client c]\ntitle = C\nimap = 99999 implicit\n", 80, 24);
    SHOWS("mistake");
    SHOWS("line 5");
    SHOWS("Press + and type an address");
    fixture_type(&fx, "i");
    SHOWS("Mistakes");
    fixture_close(&fx);
}

/* Columns go in a fixed order; server, port, mode and result stay to the last. */
static void test_table_widths(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 120, 40);
    assert_true(row_has(2, "CLIENT") && row_has(2, "CERT LEFT") && row_has(2, "FINDING"));
    fixture_resize(&fx, 79, 24);
    row_is(2, "  SERVER                            PORT TLS      RESULT");
    fixture_resize(&fx, 60, 16);
    assert_true(row_has(2, "SERVER") && row_has(2, "PORT") && row_has(2, "TLS") && row_has(2, "RESULT"));
    assert_true(row_has(15, " ?:help Enter:walk"));
    fixture_close(&fx);
}

static void test_filter_and_find_in_the_table(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    fixture_type(&fx, "&smtp");
    SHOWS("Filter: smtp");
    assert_true(row_has(3, "smtp.example.edu"));
    row_is(4, "");
    fixture_type(&fx, "<Enter>");
    SHOWS("filter: smtp");
    fixture_type(&fx, "<Esc>");
    assert_true(row_has(3, "imap.example.edu"));
    assert_int_equal(table_view_row(&fx.layout.table, &fx.model), 1);
    fixture_type(&fx, "g/587<Enter>");
    assert_int_equal(table_view_row(&fx.layout.table, &fx.model), 1);
    fixture_type(&fx, "<Esc>/nowhere<Enter>");
    SHOWS("No row has the text \"nowhere\".");
    fixture_close(&fx);
}

/* A filter over many rows keeps working while results come in. */
static void test_large_table(void **state)
{
    struct buf ini = {0};

    (void)state;
    assert_true(buf_add_str(&ini, "[client c]\ntitle = C\nimap = 993 implicit\n"));
    for (unsigned i = 0; i < 5000; i++)
        assert_true(buf_addf(&ini, "[server s%u]\nimap = h%u.example\n", i, i));
    fixture_open_table(&fx, buf_cstr(&ini), 80, 24);
    buf_done(&ini);
    assert_int_equal(fx.table->row_count, 5000);
    fixture_type(&fx, "G");
    SHOWS("row 5000/5000");
    assert_int_equal(table_view_row(&fx.layout.table, &fx.model), 4999);
    fixture_type(&fx, "&h499<Enter>");
    SHOWS("row 11/11 shown");
    fixture_type(&fx, "g");
    assert_int_equal(table_view_row(&fx.layout.table, &fx.model), 499);
    fx.results[4991].state = ROW_ENDED;
    fx.results[4991].verdict = VERDICT_FAIL;
    fx.model.revision++;
    fixture_type(&fx, "<Esc>&FAIL<Enter>");
    SHOWS("row 1/1 shown");
    fixture_close(&fx);
}

static void test_rows_are_added_changed_removed(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    fixture_type(&fx, "+imap:/bad<Enter>");
    assert_int_equal(fx.wishes, 0);
    assert_true(dialogue_is_open(&fx.layout.dialogue));
    fixture_type(&fx, "<Ctrl-U>imaps://mail.example.org<Enter>");
    assert_int_equal(fx.last.kind, WISH_ADD_ROW);
    assert_string_equal(fx.last.text, "imaps://mail.example.org:993");
    fixture_type(&fx, "je");
    SHOWS("smtp.example.edu:587");
    fixture_type(&fx, "<Ctrl-U>pop3://p.example<Enter>");
    assert_int_equal(fx.last.kind, WISH_EDIT_ROW);
    assert_int_equal(fx.last.row, 1);
    assert_string_equal(fx.last.text, "pop3://p.example:110");
    fixture_type(&fx, "-n");
    assert_int_equal(fx.wishes, 2);
    fixture_type(&fx, "-y");
    assert_int_equal(fx.last.kind, WISH_REMOVE_ROW);
    assert_int_equal(fx.last.row, 1);
    fixture_close(&fx);
}

/* Pasted text never runs as commands; on the table it is taken for an address. */
static void test_paste_is_no_command(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    layout_key(&fx.layout, &fx.model, KEYCODE_PASTE_BEGIN);
    fixture_type(&fx, "qqimaps://pasted.example");
    layout_key(&fx.layout, &fx.model, KEYCODE_PASTE_END);
    fixture_draw(&fx);
    assert_int_equal(fx.wishes, 0);
    SHOWS("Address qqimaps://pasted.example");
    fixture_close(&fx);
}

static void test_quitting(void **state)
{
    (void)state;
    fixture_open_table(&fx, small_table, 80, 24);
    fixture_type(&fx, "<Esc>");
    assert_int_equal(fx.wishes, 0);
    fixture_type(&fx, "<Ctrl-C>");
    assert_int_equal(fx.wishes, 0);
    SHOWS("Ctrl-C again");
    fixture_wait(&fx, 3000000);
    fixture_type(&fx, "<Ctrl-C>");
    assert_int_equal(fx.wishes, 0);
    fixture_type(&fx, "<Ctrl-C>");
    assert_int_equal(fx.last.kind, WISH_QUIT);
    fx.model.running = 1;
    fixture_type(&fx, "q");
    assert_int_equal(fx.wishes, 1);
    SHOWS("1 walks run or wait");
    fixture_type(&fx, "y");
    assert_int_equal(fx.wishes, 2);
    fx.model.running = 0;
    fixture_type(&fx, "q");
    assert_int_equal(fx.wishes, 3);
    fixture_close(&fx);
}

/* --- the walk --- */

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

/* --- the login --- */

static void wipe_check(const char *secret)
{
    char *screen = fixture_text(&fx);

    assert_null(strstr(screen, secret));
    free(screen);
    const char *bytes = (const char *)&fx.layout;
    for (size_t i = 0; i + strlen(secret) <= sizeof fx.layout; i++)
        if (!memcmp(bytes + i, secret, strlen(secret)))
            fail_msg("the secret is still in memory, at byte %zu of the layout", i);
}

static void test_login(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>lprobe<Enter>sec");
    SHOWS("(not shown while you type)");
    assert_false(somewhere("sec_"));
    assert_false(somewhere("***"));
    fixture_type(&fx, "ret<Enter>");
    SHOWS("Password  (given)");
    fixture_type(&fx, "plain<Enter>");
    assert_int_equal(fx.last.kind, WISH_LOGIN);
    assert_string_equal(fx.last.user, "probe");
    assert_string_equal(fx.last.mechanism, "PLAIN");
    assert_false(fx.last.insecure);
    wipe_check("secret");
    SHOWS("Login        OK");
    fixture_type(&fx, "q");
    SHOWS("implicit PLAIN OK");
    /* The user's name is offered again, the password is not. */
    fixture_type(&fx, "<Tab>l");
    SHOWS("User      probe");
    SHOWS("Tries at this server so far: 1");
    fixture_type(&fx, "<Enter>");
    SHOWS("Password  (not shown while you type)");
    fixture_type(&fx, "<Enter><Enter>");
    SHOWS("Type the password");
    assert_int_equal(fx.wishes, 2);
}

/* Where the certificate did not pass, nothing is sent for one key or for another word. */
static void test_login_without_a_safe_channel(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>lprobe<Enter>secret<Enter><Enter>");
    SHOWS("Not safe: the server's certificate did not pass its checks.");
    fixture_type(&fx, "<Enter>y<Enter>");
    fixture_type(&fx, "<Ctrl-U>Send Anyway<Enter>");
    SHOWS("Nothing is sent unless you type exactly: send anyway.");
    assert_int_equal(fx.wishes, 1);
    fixture_type(&fx, "<Esc>");
    wipe_check("secret");
    assert_int_equal(fx.wishes, 1);
    fixture_type(&fx, "lprobe<Enter>secret<Enter><Enter>send anyway<Enter>");
    assert_int_equal(fx.last.kind, WISH_LOGIN);
    assert_true(fx.last.insecure);
    wipe_check("secret");
}

static void test_third_try_is_warned_of(void **state)
{
    (void)state;
    fx.model.logins_tried = 1;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>l");
    assert_false(somewhere("Careful"));
    fixture_type(&fx, "<Esc>");
    fx.model.logins_tried = 2;
    fixture_type(&fx, "l");
    SHOWS("Careful: this is try 3.");
    fixture_type(&fx, "<Esc>");
}

/* A login that was refused is not sent again by r alone; one that was taken is. */
static void test_again_keeps_only_good_logins(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>lprobe<Enter>wrong<Enter><Enter>");
    SHOWS("Login        FAIL");
    fixture_type(&fx, "r");
    assert_int_equal(fx.last.kind, WISH_AGAIN);
    assert_false(fx.last.keep_login);
    fixture_type(&fx, "l<Enter>secret<Enter><Enter>");
    SHOWS("Login        OK");
    fixture_type(&fx, "r");
    assert_true(fx.last.keep_login);
}

static void test_token(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>lprobe<Enter><Ctrl-T>");
    SHOWS("Token");
    fixture_type(&fx, PRACTICE_TOKEN "<Enter><Enter>");
    assert_true(fx.last.secret_is_token);
    SHOWS("Login        OK");
}

static void test_mechanisms(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>i");
    SHOWS("> Login mechanisms");
    SHOWS("SCRAM-SHA-256-PLUS  needs a password");
    SHOWS("XOAUTH2             needs a token");
    fixture_type(&fx, "/plain<Enter>q<Esc>lprobe<Enter>secret<Enter><Enter>i");
    SHOWS("this one is taken");
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

/* --- help, sizes, the rest --- */

static void test_help_lists_finds_and_runs(void **state)
{
    (void)state;
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>?");
    SHOWS("Help for the walk screen");
    SHOWS("Space           the next stage when paused");
    fixture_type(&fx, "certificates that");
    SHOWS("v               the certificates that the server sent");
    assert_false(somewhere("Space   "));
    fixture_type(&fx, "<Enter>");
    SHOWS("CHAIN as sent by the server");
    fixture_type(&fx, "?");
    SHOWS("every field of this certificate");
    fixture_type(&fx, "<Right>");
    SHOWS("drawn reverse");
    fixture_type(&fx, "q");
    SHOWS("CHAIN");
    fixture_type(&fx, "?zzz");
    SHOWS("No key has this text.");
    fixture_type(&fx, "<Esc><Esc>");
    SHOWS("CHAIN");
}

static void test_every_request_has_its_line_of_help(void **state)
{
    static const struct view *const views[] = {&table_view, &walk_view, &cert_view, &page_view};
    struct help_entry entries[HELP_ENTRIES];

    (void)state;
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++) {
        struct help_view help;
        help_view_open(&help, views[i]);
        size_t count = help_view_entries(&help, entries), rows = 0, wanted = 0;
        for (size_t k = 0; k < count; k++)
            rows += entries[k].row != NULL;
        for (size_t k = 0; k + 1 < REQUEST_COUNT; k++)
            wanted += request_on_screen(&request_rows[k], views[i]->letter);
        assert_int_equal(rows, wanted);
    }
}

/* Every screen at every size: nothing breaks, the footer begins with help, the cursor is on the screen. */
static void test_every_size(void **state)
{
    static const char *const ways[] = {"", "i", "<Enter>", "<Enter><Tab>", "<Enter><Tab><Tab>", "<Enter><Tab>z", "<Enter>v", "<Enter>vv", "<Enter>vm",
                                       "<Enter>i", "<Enter><Tab><Enter>", "<Enter>?", "<Enter>?<Right>", "<Enter>l", "/", "+", "-", "<Enter>w"};

    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    size_t row = fx.layout.table.list.cursor;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        fixture_resize(&fx, 80, 24);
        fx.layout.table.list.cursor = row;
        fixture_draw(&fx);
        fixture_type(&fx, ways[i]);
        for (int cols = 1; cols < 170; cols += cols < 20 ? 1 : 13)
            for (int rows = 1; rows < 60; rows += rows < 20 ? 1 : 7) {
                fixture_resize(&fx, cols, rows);
                assert_true(fx.grid.cursor_row < rows && fx.grid.cursor_col < cols);
                if (cols >= COLS_MIN && rows >= ROWS_MIN && !dialogue_is_open(&fx.layout.dialogue))
                    assert_true(row_has(rows - 1, " ?:help "));
            }
        fixture_resize(&fx, 80, 24);
        for (int k = 0; k < 6; k++)
            fixture_type(&fx, "<Esc>");
        while (fx.layout.depth > 1)
            fixture_type(&fx, "q");
    }
}

static void test_too_small(void **state)
{
    (void)state;
    fixture_resize(&fx, 52, 14);
    row_is(0, "tlswalk needs 60x16, this is 52x14. Make the window");
    row_is(1, "larger or press q.");
    fixture_type(&fx, "ja+<Enter>");
    assert_int_equal(fx.wishes, 0);
    fixture_resize(&fx, 80, 24);
    assert_true(row_has(4, "> "));
    fixture_resize(&fx, 52, 14);
    fixture_type(&fx, "q");
    assert_int_equal(fx.last.kind, WISH_QUIT);
}

/* With 7-bit screens not one character beyond ASCII is put. */
static void test_ascii(void **state)
{
    (void)state;
    fx.grid.ascii = true;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>");
    for (int row = 0; row < 24; row++)
        for (int col = 0; col < 80; col++)
            assert_true(grid_row(&fx.grid, row)[col].ch[0] < 127);
    SHOWS("|");
    SHOWS("-- cert-expired");
}

static void test_line_drawing_can_be_switched(void **state)
{
    (void)state;
    assert_true(somewhere("\xe2\x94\x80"));
    fixture_type(&fx, "u");
    assert_false(somewhere("\xe2\x94\x80"));
    SHOWS("-- Selected ---");
}

static void test_copy(void **state)
{
    (void)state;
    fixture_select(&fx, "cert-expired", "imap");
    fixture_type(&fx, "<Enter>y");
    assert_non_null(strstr(buf_cstr(&fx.layout.copied), " 4 Certificate   FAIL"));
    SHOWS("sent to the terminal's clipboard");
    fixture_type(&fx, "Y");
    const char *all = buf_cstr(&fx.layout.copied);
    assert_non_null(strstr(all, "imaps://cert-expired.practice.test:993"));
    assert_non_null(strstr(all, "cert-expired  FAIL"));
    assert_non_null(strstr(all, "LOGOUT"));
}

static void test_notices_stay_until_a_key(void **state)
{
    (void)state;
    fx.model.notice = "saved as /home/fred/report.txt";
    fx.model.notice_serial = 1;
    fixture_draw(&fx);
    SHOWS("saved as /home/fred/report.txt");
    fixture_draw(&fx);
    SHOWS("saved as /home/fred/report.txt");
    fixture_type(&fx, "j");
    assert_false(somewhere("saved as"));
}

static void test_save(void **state)
{
    (void)state;
    fixture_type(&fx, "w");
    SHOWS("There is nothing to save yet");
    fixture_select(&fx, "good", "imap");
    fixture_type(&fx, "<Enter>w");
    SHOWS("tlswalk-good.practice.test-993.txt");
    fixture_type(&fx, "<Enter>");
    assert_int_equal(fx.last.kind, WISH_SAVE);
    assert_string_equal(fx.last.form, "text");
    fixture_type(&fx, "w<Ctrl-U>a.json<Enter>");
    assert_string_equal(fx.last.text, "a.json");
    assert_string_equal(fx.last.form, "json");
    fixture_type(&fx, "w<Ctrl-U><Enter>");
    SHOWS("Type a file name");
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, open_80x24, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_screen),
        cmocka_unit_test(test_table_results),
        cmocka_unit_test(test_table_mistakes_are_told),
        cmocka_unit_test(test_table_widths),
        cmocka_unit_test(test_filter_and_find_in_the_table),
        cmocka_unit_test(test_large_table),
        cmocka_unit_test(test_rows_are_added_changed_removed),
        cmocka_unit_test(test_paste_is_no_command),
        cmocka_unit_test(test_quitting),
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
        WITH(test_login),
        WITH(test_login_without_a_safe_channel),
        WITH(test_third_try_is_warned_of),
        WITH(test_again_keeps_only_good_logins),
        WITH(test_token),
        WITH(test_mechanisms),
        WITH(test_further_looks),
        WITH(test_help_lists_finds_and_runs),
        cmocka_unit_test(test_every_request_has_its_line_of_help),
        WITH(test_every_size),
        WITH(test_too_small),
        WITH(test_ascii),
        WITH(test_line_drawing_can_be_switched),
        WITH(test_copy),
        WITH(test_notices_stay_until_a_key),
        WITH(test_save),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
