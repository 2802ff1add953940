/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The face of the program in real terminals: what is written to them, what their keys do, how they are left behind. */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/ui/fixture.h"
#include "tests/ui/terminal.h"

static const char *const servers[] = {"good", "cert-expired", NULL};

/* --- the program in the terminal: a loop as main's, without its sockets --- */

struct program {
    bool ascii;
    int color;
    struct span says;
};

static volatile sig_atomic_t resized;

static void on_winch(int signum)
{
    (void)signum;
    resized = 1;
}

static void on_crash(int signum)
{
    ui_emergency();
    signal(signum, SIG_DFL);
    raise(signum);
}

/* false: the operator quits. */
static bool program_keys(struct ui *ui, struct fixture *fx)
{
    struct wish w;
    bool stays = true;

    while (ui_keys(ui, &fx->model))
        while (ui_next_wish(ui, &w)) {
            stays = stays && w.kind != WISH_QUIT;
            if (w.kind == WISH_SUSPEND) {
                ui_suspend(ui);
                raise(SIGSTOP);
                ui_continued(ui);
            }
            if (w.kind == WISH_RUN_ALL)
                raise(SIGSEGV);
            fixture_wish(fx, &w);
            wish_done(&w);
        }
    return stays;
}

static void program_run(void *user)
{
    const struct program *p = user;
    struct ui_options o = {.in_fd = 0, .out_fd = 1, .ascii = p->ascii, .color = p->color, .clipboard = true};
    struct sigaction winch = {.sa_handler = on_winch};
    struct fixture fx;
    struct err err;
    bool stays = true;
    sigset_t waiting;

    setlocale(LC_ALL, "");
    fixture_open(&fx, servers, 80, 24);
    struct ui *ui = ui_new(&o, &err);
    if (!ui) {
        printf("%s\n", err.text);
        exit(3);
    }
    fx.ui = ui;
    fx.says = p->says;
    sigaction(SIGWINCH, &winch, NULL);
    signal(SIGSEGV, on_crash);
    sigemptyset(&waiting); /* the size may change at any moment: only the wait itself is woken by it */
    sigaddset(&winch.sa_mask, SIGWINCH);
    sigprocmask(SIG_BLOCK, &winch.sa_mask, NULL);
    while (stays) {
        struct pollfd in = {.fd = 0, .events = POLLIN};
        ui_draw(ui, &fx.model);
        if (ppoll(&in, 1, NULL, &waiting) < 0 && errno != EINTR)
            break;
        if (resized)
            ui_resized(ui);
        resized = 0;
        stays = program_keys(ui, &fx) && !(in.revents & POLLHUP);
    }
    ui_free(ui);
    fixture_close(&fx);
    exit(0);
}

static struct terminal terminal;

static void open_terminal(int cols, int rows, const char *type, const char *locale, struct program *p)
{
    struct program plain = {.color = -1};

    terminal_open(&terminal, &(struct terminal_setting){cols, rows, type, locale}, program_run, p ? p : &plain);
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

static bool sent(const char *bytes)
{
    return strstr(buf_cstr(&terminal.sent), bytes) != NULL;
}

/* To the row of the failing server, and walk it. */
static void walk_the_failing_one(void)
{
    AWAIT("?:help");
    TYPE("/cert-expired\r");
    AWAIT("> Thunderbird 1.5");
    TYPE("\r");
    AWAIT("cert-expired  FAIL");
}

/* --- what is seen --- */

static void test_first_screen(void **state)
{
    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", NULL);
    AWAIT("?:help");
    SHOWS("tlswalk Practice");
    assert_true(terminal.alternate);
    assert_true(terminal_cell(&terminal, 0, 1).attrs.reverse);
    assert_true(terminal_cell(&terminal, 0, 79).attrs.reverse);
    int row = terminal_find(&terminal, "> Any, STARTTLS", NULL);
    assert_true(row > 0);
    assert_int_equal(terminal_cursor(&terminal).row, row);
    assert_true(terminal_cell(&terminal, row, 2).attrs.reverse);
    assert_false(terminal_cell(&terminal, row + 1, 2).attrs.reverse);
    SHOWS("\xe2\x94\x80\xe2\x94\x80 Selected");
    assert_false(sent("\016") || sent("\033(0")); /* never the terminal's own line drawing set */
}

static void test_colours_repeat_words(void **state)
{
    int col;

    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", NULL);
    walk_the_failing_one();
    int row = terminal_find(&terminal, "FAIL <1ms", &col);
    assert_true(row > 0);
    VTermScreenCell cell = terminal_cell(&terminal, row, col);
    assert_false(VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
    assert_true(VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
    assert_true(VTERM_COLOR_IS_INDEXED(&cell.fg));
    assert_int_equal(cell.fg.indexed.idx % 8, 1);
}

static void test_monochrome(void **state)
{
    static const char *const types[] = {"vt100", "vt220"};

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        open_terminal(80, 24, types[i], "C.UTF-8", NULL);
        walk_the_failing_one();
        SHOWS("> 4 Certificate  FAIL");
        assert_false(sent("\033[3") && sent("\033[31m"));
        if (i == 0)
            close_terminal(state);
    }
}

static void test_no_colour_when_told(void **state)
{
    struct program p = {.color = 0};

    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", &p);
    walk_the_failing_one();
    assert_false(sent("\033[31"));
    assert_false(sent(";31"));
}

/* In a 7-bit locale nothing beyond ASCII goes out, and the operator is told why. */
static void test_c_locale(void **state)
{
    (void)state;
    open_terminal(80, 24, "xterm-256color", "C", NULL);
    AWAIT("This locale is not UTF-8");
    SHOWS("-- Selected ---");
    walk_the_failing_one();
    struct span all = buf_span(&terminal.sent);
    for (size_t i = 0; i < all.len; i++)
        assert_true(all.ptr[i] < 127);
}

static void test_sizes(void **state)
{
    (void)state;
    open_terminal(120, 40, "xterm-256color", "C.UTF-8", NULL);
    AWAIT("CERT LEFT");
    walk_the_failing_one();
    terminal_resize(&terminal, 60, 16);
    AWAIT("NAM+ CON+ TLS+ CRT!");
    terminal_resize(&terminal, 50, 10);
    AWAIT("tlswalk needs 60x16, this is 50x10");
    terminal_resize(&terminal, 120, 40);
    AWAIT("C: client S: server #: inside TLS");
    terminal_settle(&terminal);
    char *footer = terminal_row(&terminal, 39);
    assert_non_null(strstr(footer, "?:help"));
    free(footer);
}

/* --- what is written --- */

static void bytes_of_a_move(int cols, int rows)
{
    open_terminal(cols, rows, "xterm-256color", "C.UTF-8", NULL);
    AWAIT("row 1/");
    terminal_settle(&terminal);
    for (int i = 2; i < 10; i++) {
        char position[24];
        snprintf(position, sizeof position, "row %d/", i);
        terminal_forget(&terminal);
        TYPE(i % 2 ? "j" : "\033OB");
        AWAIT(position);
        terminal_settle(&terminal);
        if (buf_len(&terminal.sent) > 350)
            fail_msg("moving the cursor at %dx%d wrote %zu bytes", cols, rows, buf_len(&terminal.sent));
    }
    terminal_forget(&terminal);
    TYPE("~~~"); /* keys that ask for nothing */
    terminal_settle(&terminal);
    assert_int_equal(buf_len(&terminal.sent), 0);
}

static void test_a_move_writes_little(void **state)
{
    (void)state;
    bytes_of_a_move(80, 24);
    close_terminal(state);
    bytes_of_a_move(200, 60);
}

/* What a server sends to take over the terminal or to hide text is written out, and nothing of it gets through. */
static void test_hostile_server(void **state)
{
    static const char says[] = "* OK \033]0;pwned\007\033[2J\033[31mred \xe2\x80\xae" "evil \xc2\x9b" "5n \x9d" "52;c;AAAA\007 \xe2\x80\x8b"
                               "z\0nul \rcr \xff\xfe <U+202E>\r\n";
    struct program p = {.color = -1, .says = span_of(says, sizeof says - 1)};
    int col;

    (void)state;
    open_terminal(120, 40, "xterm-256color", "C.UTF-8", &p);
    AWAIT("?:help");
    TYPE("/143\r\r");
    AWAIT("<U+001B>]0;pwned<U+0007>");
    terminal_settle(&terminal);
    int row = terminal_find(&terminal, "<U+001B>]0;pwned", &col);
    assert_true(terminal_cell(&terminal, row, col).attrs.reverse);
    assert_false(terminal_cell(&terminal, row, col + 10).attrs.reverse);
    SHOWS("<U+202E>evil");
    SHOWS("\\xFF\\xFE");
    assert_false(sent("pwned\007") || sent("\033]0;") || sent("\xe2\x80\xae") || sent("\xc2\x9b") || sent("\xe2\x80\x8b") || sent("52;c;AAAA\007"));
    assert_null(memchr(buf_span(&terminal.sent).ptr, 0, buf_span(&terminal.sent).len));
}

/* Three megabytes without a line end, and many lines: a few screens are written, and keys still work. */
static void test_a_flood_is_not_written(void **state)
{
    static char says[3 << 20];
    struct program p = {.color = -1, .says = span_of(says, sizeof says)};

    (void)state;
    memset(says, 'x', sizeof says);
    for (size_t i = 0; i < sizeof says / 2; i += 20)
        memcpy(says + i, "* OK more\033\r\n", 12);
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", &p);
    AWAIT("?:help");
    terminal_forget(&terminal);
    TYPE("/143\r\r");
    AWAIT("TRANSCRIPT");
    terminal_settle(&terminal);
    if (buf_len(&terminal.sent) > 20000)
        fail_msg("%zu bytes were written", buf_len(&terminal.sent));
    TYPE("?");
    AWAIT("Help for the walk screen");
}

static void test_clipboard(void **state)
{
    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", NULL);
    walk_the_failing_one();
    TYPE("y");
    AWAIT("sent to the terminal's clipboard");
    assert_true(sent("\033]52;c;"));
}

/* --- what keys do --- */

static void test_keys_of_other_terminals(void **state)
{
    static const struct {
        const char *bytes, *shows;
    } cases[] = {
        {"\033[B", "row 2/"}, {"\033OB", "row 3/"}, {"\033[A", "row 2/"}, {"\033[4~", "row 70/"}, {"\033[1~", "row 1/"}, {"\033[F", "row 70/"},
        {"\033[H", "row 1/"}, {"\033[8~", "row 70/"}, {"\033[7~", "row 1/"}, {"\033[6~", "row 11/"}, {"\033[5~", "row 1/"}, {"\006", "row 11/"},
        {"\002", "row 1/"}, {"\033[11~", "Help for"}, {"\033", "row 1/"}, {"\033OP", "Help for"}, {"q", "row 1/"}, {"\033[14~", "Filter:"}, {"\033", "row 1/"},
    };

    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", NULL);
    AWAIT("row 1/");
    char last[24] = "row 70/", *end = terminal_row(&terminal, 0);
    snprintf(last, sizeof last, "row %d/", atoi(strstr(end, " rows:") - 2));
    free(end);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        TYPE(cases[i].bytes);
        AWAIT(strcmp(cases[i].shows, "row 70/") ? cases[i].shows : last);
    }
}

/* Bracketed paste: asked for, and what comes in it is text even where no field is open. */
static void test_paste(void **state)
{
    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", NULL);
    AWAIT("?:help");
    assert_true(sent("\033[?2004h"));
    TYPE("\033[200~qyq\r\n\033[201~");
    AWAIT("Address qyq");
    TYPE("\033[200~\r.example\033[201~");
    AWAIT("Address qyq.example");
    TYPE("\003");
    AWAIT("row 1/");
}

static void test_typing_utf8(void **state)
{
    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", NULL);
    AWAIT("?:help");
    TYPE("+imap://m\xc3\xbcnchen.example");
    AWAIT("imap://m\xc3\xbcnchen.example");
    TYPE("\025");
    AWAIT("Address (imap://HOST");
}

/* --- how terminals are left behind --- */

static void test_quit_leaves_it_sane(void **state)
{
    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", NULL);
    AWAIT("?:help");
    TYPE("q");
    assert_int_equal(terminal_end(&terminal), 0);
    assert_false(terminal.alternate);
    assert_true(terminal.cursor_visible);
    assert_true(terminal_is_sane(&terminal));
    assert_true(sent("\033[?2004l"));
}

static void test_crash_leaves_it_sane(void **state)
{
    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", NULL);
    AWAIT("?:help");
    terminal_forget(&terminal);
    TYPE("a");
    int status = terminal_end(&terminal);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) != 0);
    assert_false(terminal.alternate);
    assert_true(terminal.cursor_visible);
    assert_true(terminal_is_sane(&terminal));
    assert_true(sent("\033[?2004l"));
    assert_true(sent("\033[?1l")); /* the keypad */
}

static void test_suspend(void **state)
{
    int status;

    (void)state;
    open_terminal(80, 24, "xterm-256color", "C.UTF-8", NULL);
    AWAIT("?:help");
    TYPE("\032");
    assert_int_equal(waitpid(terminal.pid, &status, WUNTRACED), terminal.pid);
    assert_true(WIFSTOPPED(status));
    terminal_settle(&terminal);
    assert_false(terminal.alternate);
    assert_true(terminal_is_sane(&terminal));
    terminal_resize(&terminal, 100, 30);
    kill(terminal.pid, SIGCONT);
    AWAIT("row 1/");
    assert_true(terminal.alternate);
    TYPE("q");
    assert_int_equal(terminal_end(&terminal), 0);
}

static void test_unknown_terminal(void **state)
{
    (void)state;
    open_terminal(80, 24, "no-such-terminal", "C.UTF-8", NULL);
    AWAIT("Terminal type \"no-such-terminal\" is not known here; xterm-256color is");
    AWAIT("?:help");
}

static void test_dumb_terminal(void **state)
{
    (void)state;
    open_terminal(80, 24, "dumb", "C.UTF-8", NULL);
    assert_int_equal(WEXITSTATUS(terminal_end(&terminal)), 3);
    SHOWS("cannot place the cursor");
    assert_true(terminal_is_sane(&terminal));
}

/* With the alternate screen missing the last frame stays: the prompt gets a clean line of its own. */
static void test_last_line_is_cleared_without_alternate_screen(void **state)
{
    (void)state;
    open_terminal(80, 24, "vt100", "C.UTF-8", NULL);
    AWAIT("?:help");
    TYPE("q");
    assert_int_equal(terminal_end(&terminal), 0);
    char *last = terminal_row(&terminal, 23);
    assert_string_equal(last, "");
    free(last);
}

#define TEST(test) cmocka_unit_test_teardown(test, close_terminal)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_first_screen),
        TEST(test_colours_repeat_words),
        TEST(test_monochrome),
        TEST(test_no_colour_when_told),
        TEST(test_c_locale),
        TEST(test_sizes),
        TEST(test_a_move_writes_little),
        TEST(test_hostile_server),
        TEST(test_a_flood_is_not_written),
        TEST(test_clipboard),
        TEST(test_keys_of_other_terminals),
        TEST(test_paste),
        TEST(test_typing_utf8),
        TEST(test_quit_leaves_it_sane),
        TEST(test_crash_leaves_it_sane),
        TEST(test_suspend),
        TEST(test_unknown_terminal),
        TEST(test_dumb_terminal),
        TEST(test_last_line_is_cleared_without_alternate_screen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
