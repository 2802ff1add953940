/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program itself in a terminal, on its practice table: what an operator does in a first session, and how it ends. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/ui/terminal.h"

static struct terminal terminal;
static char home[64]; /* an empty one: no table, no state of whoever runs the tests */

static void program_run(void *user)
{
    char *const *argv = user;

    setenv("HOME", home, 1);
    setenv("XDG_CONFIG_HOME", home, 1);
    if (chdir(home) == 0)
        execv(argv[0], argv);
    _exit(98);
}

static void start_with(int cols, int rows, const char *type, const char *argument)
{
    const char *program = getenv("TLSWALK");
    char *argv[] = {(char *)(program ? program : "./tlswalk"), (char *)argument, NULL};

    terminal_open(&terminal, &(struct terminal_setting){cols, rows, type, "C.UTF-8"}, program_run, argv);
    terminal_await(&terminal, "?:help");
    terminal_settle(&terminal);
}

static void start(void)
{
    start_with(80, 24, "xterm-256color", NULL);
}

static int close_terminal(void **state)
{
    (void)state;
    terminal_close(&terminal);
    return 0;
}

#define SHOWS(text) assert_true(terminal_shows(&terminal, text))
#define AWAIT(text) terminal_await(&terminal, text)
#define TYPE(bytes) terminal_type(&terminal, bytes)

/* The first row with this server. */
static void select_server(const char *server)
{
    TYPE("g/");
    AWAIT("Find:");
    TYPE("\025");
    TYPE(server);
    TYPE("\r");
    terminal_settle(&terminal);
}

static void walk(const char *server)
{
    select_server(server);
    TYPE("\r");
}

static void test_first_session(void **state)
{
    (void)state;
    start();
    SHOWS("User probe, password secret.");
    SHOWS("> ");
    TYPE("\r");
    AWAIT("Nothing is wrong here: each");
    SHOWS("127.0.77.1         OK");
    TYPE("q");
    AWAIT("1 OK");
    walk("cert-expired");
    AWAIT("cert-expired  FAIL");
    AWAIT("SAY ");
    TYPE("v");
    AWAIT("CHAIN as sent by the server");
    AWAIT("Dates       FAIL"); /* below the heading, and so a moment later */
    TYPE("q?");
    AWAIT("Help for the walk screen");
    TYPE("qq");
    AWAIT("1 FAIL");
    TYPE("q");
    int status = terminal_end(&terminal);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    assert_true(terminal_is_sane(&terminal));
    assert_false(terminal.alternate);
}

static void log_in(const char *password)
{
    TYPE("l");
    AWAIT("User ");
    TYPE("\025probe\r");
    TYPE(password);
    TYPE("\r");
    AWAIT("(given)");
    TYPE("\r");
}

static void test_login(void **state)
{
    (void)state;
    start();
    TYPE("\r");
    AWAIT("The login was not tried");
    log_in("wr0ng-pass");
    AWAIT("Login        FAIL");
    log_in("secret");
    AWAIT("Login        OK");
    TYPE("q");
    AWAIT("1 OK");
    assert_null(strstr(buf_cstr(&terminal.sent), "wr0ng-pass"));
}

static void test_steps(void **state)
{
    (void)state;
    start();
    TYPE("s\r");
    AWAIT("paused before Name");
    TYPE(" ");
    AWAIT("paused before Connection");
    TYPE("c");
    AWAIT("Nothing is wrong here: each");
}

/* A server that stays silent: the clock runs in few bytes, the size may change, keys are taken, Ctrl-C stops. */
static void test_resize_in_mid_walk(void **state)
{
    (void)state;
    start();
    walk("banner-timeout");
    AWAIT("Greeting: waiting 1");
    terminal_forget(&terminal);
    AWAIT("waiting 2");
    if (buf_len(&terminal.sent) > 4000)
        fail_msg("the clock wrote %zu bytes in a second", buf_len(&terminal.sent));
    terminal_resize(&terminal, 120, 40);
    AWAIT("C: client S: server #: inside TLS");
    terminal_resize(&terminal, 40, 10);
    AWAIT("this is 40x10");
    terminal_resize(&terminal, 64, 18);
    AWAIT("NAM+ CON+ BAN");
    terminal_resize(&terminal, 80, 24);
    AWAIT("TRANSCRIPT");
    TYPE("\003");
    AWAIT("Stopped. Ctrl-C again");
    AWAIT("stopped before its end");
}

static void test_typed_in_address(void **state)
{
    (void)state;
    start();
    TYPE("+imaps://127.0.0.1:1\r");
    AWAIT("> (typed in)");
    TYPE("\r");
    AWAIT("FAIL");
    AWAIT("tcp-refused");
}

static void test_target_as_argument(void **state)
{
    (void)state;
    start_with(80, 24, "xterm-256color", "imaps://127.0.0.1:1");
    SHOWS("(typed in)");
    SHOWS("1 rows:");
}

static void test_save(void **state)
{
    char name[96], line[200] = "";
    struct stat st;

    (void)state;
    start();
    TYPE("\r");
    AWAIT("The login was not tried");
    log_in("secret");
    AWAIT("Login        OK");
    TYPE("w");
    AWAIT("Save the report");
    TYPE("\025report.txt\r");
    AWAIT("report.txt");
    terminal_settle(&terminal);
    snprintf(name, sizeof name, "%s/report.txt", home);
    assert_int_equal(stat(name, &st), 0);
    assert_true(st.st_size > 500);
    FILE *f = fopen(name, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f))
        assert_null(strstr(line, "secret"));
    fclose(f);
    unlink(name);
}

static void test_run_all_and_stop(void **state)
{
    (void)state;
    start();
    TYPE("a");
    AWAIT("to go");
    AWAIT("running");
    TYPE("\003");
    terminal_settle(&terminal);
    TYPE("j");
    AWAIT("row 2/");
    char *title = terminal_row(&terminal, 0);
    assert_null(strstr(title, "to go"));
    free(title);
}

/* --- at rest --- */

static long wakeups(void)
{
    char name[64], line[128];
    long n = -1;

    snprintf(name, sizeof name, "/proc/%d/status", (int)terminal.pid);
    FILE *f = fopen(name, "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "voluntary_ctxt_switches: %ld", &n) == 1)
            break;
    if (f)
        fclose(f);
    return n;
}

static void test_idle_is_idle(void **state)
{
    (void)state;
    start();
    TYPE("\r");
    AWAIT("Nothing is wrong here: each");
    terminal_settle(&terminal);
    terminal_forget(&terminal);
    long before = wakeups();
    if (before < 0)
        skip();
    for (int i = 0; i < 10; i++)
        terminal_settle(&terminal); /* a second and a half without a byte */
    assert_int_equal(buf_len(&terminal.sent), 0);
    assert_true(wakeups() - before <= 1);
}

/* --- how it ends --- */

static void test_signals_leave_it_sane(void **state)
{
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGSEGV, SIGABRT};

    (void)state;
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        start();
        TYPE("\r");
        AWAIT("Nothing is wrong here: each");
        kill(terminal.pid, signals[i]);
        terminal_end(&terminal);
        if (terminal.alternate || !terminal.cursor_visible || !terminal_is_sane(&terminal))
            fail_msg("signal %d leaves the terminal in disorder", signals[i]);
        if (i + 1 < sizeof signals / sizeof signals[0])
            terminal_close(&terminal);
    }
}

/* The window is closed: the process ends instead of spinning. */
static void test_hang_up(void **state)
{
    (void)state;
    start();
    close(terminal.fd);
    terminal.fd = -1;
    terminal_end(&terminal);
}

static void test_suspend(void **state)
{
    int status;

    (void)state;
    start();
    TYPE("j");
    AWAIT("row 2/");
    kill(terminal.pid, SIGSTOP);
    assert_int_equal(waitpid(terminal.pid, &status, WUNTRACED), terminal.pid);
    terminal_resize(&terminal, 100, 30);
    kill(terminal.pid, SIGCONT);
    terminal_settle(&terminal);
    TYPE("j");
    AWAIT("row 3/");
    char *footer = terminal_row(&terminal, 29);
    assert_non_null(strstr(footer, "?:help"));
    free(footer);
    TYPE("q");
    terminal_end(&terminal);
    assert_true(terminal_is_sane(&terminal));
}

static void test_no_terminal_is_an_error(void **state)
{
    char command[300];
    const char *program = getenv("TLSWALK");

    (void)state;
    snprintf(command, sizeof command, "TERM=xterm '%s' --table practice </dev/null >/dev/null 2>&1", program ? program : "./tlswalk");
    assert_int_equal(WEXITSTATUS(system(command)), 3);
    memset(&terminal, 0, sizeof terminal);
}

static int make_home(void **state)
{
    (void)state;
    strcpy(home, "/tmp/tlswalk-app-test-XXXXXX");
    return mkdtemp(home) ? 0 : -1;
}

static int remove_home(void **state)
{
    (void)state;
    return rmdir(home);
}

#define TEST(test) cmocka_unit_test_teardown(test, close_terminal)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_first_session),
        TEST(test_login),
        TEST(test_steps),
        TEST(test_resize_in_mid_walk),
        TEST(test_typed_in_address),
        TEST(test_target_as_argument),
        TEST(test_save),
        TEST(test_run_all_and_stop),
        TEST(test_idle_is_idle),
        TEST(test_signals_leave_it_sane),
        TEST(test_hang_up),
        TEST(test_suspend),
        cmocka_unit_test(test_no_terminal_is_an_error),
    };

    return cmocka_run_group_tests(tests, make_home, remove_home);
}
