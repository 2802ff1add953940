/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/ui/terminal.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define QUIET_MS 150

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
    struct terminal *t = user;

    if (prop == VTERM_PROP_ALTSCREEN)
        t->alternate = value->boolean;
    if (prop == VTERM_PROP_CURSORVISIBLE)
        t->cursor_visible = value->boolean;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property};

void terminal_open(struct terminal *t, const struct terminal_setting *s, void (*program)(void *), void *user)
{
    struct winsize size = {.ws_row = (unsigned short)s->rows, .ws_col = (unsigned short)s->cols};

    memset(t, 0, sizeof *t);
    t->cols = s->cols;
    t->rows = s->rows;
    t->cursor_visible = true;
    t->vt = vterm_new(s->rows, s->cols);
    vterm_set_utf8(t->vt, 1);
    t->screen = vterm_obtain_screen(t->vt);
    vterm_screen_set_callbacks(t->screen, &callbacks, t);
    vterm_screen_enable_altscreen(t->screen, 1);
    vterm_screen_reset(t->screen, 1);
    t->pid = forkpty(&t->fd, NULL, NULL, &size);
    if (t->pid < 0)
        abort();
    if (t->pid == 0) {
        setenv("TERM", s->type, 1);
        setenv("LC_ALL", s->locale, 1);
        unsetenv("NO_COLOR");
        unsetenv("TMUX");
        unsetenv("STY");
        unsetenv("ESCDELAY");
        program(user);
        _exit(99);
    }
    tcgetattr(t->fd, &t->before);
}

void terminal_close(struct terminal *t)
{
    if (t->pid > 0) {
        kill(t->pid, SIGKILL);
        waitpid(t->pid, NULL, 0);
    }
    if (t->fd >= 0)
        close(t->fd);
    vterm_free(t->vt);
    buf_done(&t->sent);
}

/* What the program writes goes to the screen, what the terminal answers goes back. false: nothing came in that time. */
static bool terminal_read(struct terminal *t, int wait_ms)
{
    struct pollfd p = {.fd = t->fd, .events = POLLIN};
    char bytes[4096];

    if (poll(&p, 1, wait_ms) <= 0)
        return false;
    ssize_t n = read(t->fd, bytes, sizeof bytes);
    if (n <= 0)
        return false;
    buf_add(&t->sent, bytes, (size_t)n);
    vterm_input_write(t->vt, bytes, (size_t)n);
    size_t answer = vterm_output_read(t->vt, bytes, sizeof bytes);
    if (answer && write(t->fd, bytes, answer) < 0)
        return false;
    return true;
}

void terminal_type(struct terminal *t, const char *bytes)
{
    assert_int_equal(write(t->fd, bytes, strlen(bytes)), (ssize_t)strlen(bytes));
}

void terminal_resize(struct terminal *t, int cols, int rows)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};

    t->cols = cols;
    t->rows = rows;
    vterm_set_size(t->vt, rows, cols);
    assert_int_equal(ioctl(t->fd, TIOCSWINSZ, &size), 0);
}

static void terminal_print(struct terminal *t)
{
    for (int row = 0; row < t->rows; row++) {
        char *s = terminal_row(t, row);
        fprintf(stderr, "%s\n", s);
        free(s);
    }
}

void terminal_await(struct terminal *t, const char *text)
{
    for (int waited = 0; waited < WAIT_MS; waited += 50) {
        while (terminal_read(t, 0))
            ;
        if (terminal_find(t, text, NULL) >= 0)
            return;
        terminal_read(t, 50);
    }
    terminal_print(t);
    fail_msg("\"%s\" never came on this screen", text);
}

void terminal_settle(struct terminal *t)
{
    while (terminal_read(t, QUIET_MS))
        ;
}

int terminal_end(struct terminal *t)
{
    int status;

    for (int waited = 0; waited < WAIT_MS; waited += 10) {
        bool ended = waitpid(t->pid, &status, WNOHANG) == t->pid;
        while (t->fd >= 0 && terminal_read(t, 0))
            ;
        if (ended) {
            t->pid = 0;
            return status;
        }
        nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL); /* a terminal without a program is always ready: poll would not wait */
    }
    terminal_print(t);
    fail_msg("the program did not end");
    return -1;
}

void terminal_forget(struct terminal *t)
{
    buf_clear(&t->sent);
}

VTermScreenCell terminal_cell(struct terminal *t, int row, int col)
{
    VTermScreenCell cell;

    vterm_screen_get_cell(t->screen, (VTermPos){.row = row, .col = col}, &cell);
    return cell;
}

VTermPos terminal_cursor(struct terminal *t)
{
    VTermPos pos;

    vterm_state_get_cursorpos(vterm_obtain_state(t->vt), &pos);
    return pos;
}

static void add_utf8(struct buf *b, uint32_t c)
{
    if (c < 0x80)
        buf_add_char(b, (char)c);
    else if (c < 0x800)
        buf_addf(b, "%c%c", (int)(0xc0 | c >> 6), (int)(0x80 | (c & 63)));
    else
        buf_addf(b, "%c%c%c", (int)(0xe0 | c >> 12), (int)(0x80 | (c >> 6 & 63)), (int)(0x80 | (c & 63)));
}

char *terminal_row(struct terminal *t, int row)
{
    struct buf b = {0};
    int end = t->cols;

    while (end > 0 && (terminal_cell(t, row, end - 1).chars[0] == ' ' || terminal_cell(t, row, end - 1).chars[0] == 0))
        end--;
    for (int col = 0; col < end; col++) {
        VTermScreenCell c = terminal_cell(t, row, col);
        if (c.chars[0] != (uint32_t)-1)
            add_utf8(&b, c.chars[0] ? c.chars[0] : ' ');
    }
    return buf_take(&b);
}

int terminal_find(struct terminal *t, const char *text, int *col_r)
{
    for (int row = 0; row < t->rows; row++) {
        char *s = terminal_row(t, row), *at = s ? strstr(s, text) : NULL;
        int col = 0;
        for (const char *c = s; at && c < at; c++)
            col += ((unsigned char)*c & 0xc0) != 0x80;
        free(s);
        if (!at)
            continue;
        if (col_r)
            *col_r = col;
        return row;
    }
    return -1;
}

bool terminal_shows(struct terminal *t, const char *text)
{
    if (terminal_find(t, text, NULL) >= 0)
        return true;
    terminal_print(t);
    return false;
}

bool terminal_is_sane(struct terminal *t)
{
    struct termios now;

    return tcgetattr(t->fd, &now) == 0 && now.c_lflag == t->before.c_lflag && now.c_iflag == t->before.c_iflag && now.c_oflag == t->before.c_oflag;
}
