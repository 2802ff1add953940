/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ui/screen.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "ui/screen_curses_private.h"
#include "ui/emergency.h"
#include "ui/key.h"

#define ESCAPE_WAIT_MS 50 /* how long a lone Esc waits for the tail of a function key */

struct screen {
    SCREEN *term;
    FILE *in, *out;
    int in_flags;         /* of in_fd, put back at the end: an event loop may have made it non-blocking */
    bool ascii, color;
    char note[200];
    struct cell *shown;   /* what stdscr holds; NULL: nothing that is known */
    cchar_t *line;        /* one row on its way */
    int cols, rows;
    int cursor_row, cursor_col;
    bool repaint;
    char paste_on[24], paste_off[24]; /* bracketed paste: the terminal says what was pasted */
};

/* A terminfo string without its padding marks ($<5>), which only tputs would understand. */
static void capability_copy(char *to, size_t cap, const char *name)
{
    const char *s = curses.tigetstr(name);
    size_t n = 0;

    to[0] = '\0';
    if (!s || s == (char *)-1)
        return;
    while (*s && n + 1 < cap) {
        if (s[0] == '$' && s[1] == '<' && strchr(s, '>'))
            s = strchr(s, '>') + 1;
        else
            to[n++] = *s++;
    }
    to[n] = '\0';
}

/* What undoes the screen, for a crash handler that may call nothing of curses. */
static void screen_prepare_emergency(const struct screen *s, const struct termios *before)
{
    static const char *const names[] = {"rmkx", "cnorm", "sgr0", "rmcup"};
    char bytes[EMERGENCY_BYTES], one[64];
    size_t n = (size_t)snprintf(bytes, sizeof bytes, "%s", s->paste_off);

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        capability_copy(one, sizeof one, names[i]);
        n += (size_t)snprintf(bytes + n, sizeof bytes - n, "%s", one);
    }
    emergency_arm(fileno(s->out), before, bytes);
}

/* --- opening --- */

/* Terminals send other bytes for these than terminfo says. Codes of our own begin above all of curses'. */
enum { PASTE_BEGIN_CODE = KEY_MAX + 1, PASTE_END_CODE };
static const struct {
    const char *bytes;
    int code;
} extra_keys[] = {
    {"\033[11~", KEY_F(1)}, {"\033[12~", KEY_F(2)}, {"\033[13~", KEY_F(3)}, {"\033[14~", KEY_F(4)},
    {"\033OP", KEY_F(1)}, {"\033OQ", KEY_F(2)}, {"\033OR", KEY_F(3)}, {"\033OS", KEY_F(4)},
    {"\033[H", KEY_HOME}, {"\033[F", KEY_END}, {"\033OH", KEY_HOME}, {"\033OF", KEY_END},
    {"\033[1~", KEY_HOME}, {"\033[4~", KEY_END}, {"\033[7~", KEY_HOME}, {"\033[8~", KEY_END},
    {"\033[2~", KEY_IC}, {"\033[3~", KEY_DC}, {"\033[5~", KEY_PPAGE}, {"\033[6~", KEY_NPAGE},
    {"\033[A", KEY_UP}, {"\033[B", KEY_DOWN}, {"\033[C", KEY_RIGHT}, {"\033[D", KEY_LEFT},
    {"\033OA", KEY_UP}, {"\033OB", KEY_DOWN}, {"\033OC", KEY_RIGHT}, {"\033OD", KEY_LEFT},
    {"\033[Z", KEY_BTAB},
    {"\033[200~", PASTE_BEGIN_CODE}, {"\033[201~", PASTE_END_CODE},
};

static const struct {
    enum ink ink;
    short color;
} inks[] = {
    {INK_OK, COLOR_GREEN}, {INK_NOTE, COLOR_CYAN}, {INK_WARN, COLOR_MAGENTA}, {INK_FAIL, COLOR_RED}, {INK_CLIENT, COLOR_CYAN},
};

/* A description of its own, so that the loop's non-blocking reads do not make our writes fail half way. */
static FILE *reopen(int fd, int flags, const char *mode)
{
    char name[256];
    int own = ttyname_r(fd, name, sizeof name) == 0 ? open(name, flags | O_NOCTTY | O_CLOEXEC) : -1;

    if (own < 0)
        own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    FILE *f = own < 0 ? NULL : fdopen(own, mode);
    if (!f && own >= 0)
        close(own);
    return f;
}

static bool screen_newterm(struct screen *s, struct err *err)
{
    static const char *const fallbacks[] = {"xterm-256color", "vt100"};
    const char *type = getenv("TERM");

    curses.set_escdelay(ESCAPE_WAIT_MS);
    if (type && type[0])
        s->term = curses.newterm(type, s->out, s->in);
    for (size_t i = 0; !s->term && i < sizeof fallbacks / sizeof fallbacks[0]; i++) {
        s->term = curses.newterm(fallbacks[i], s->out, s->in);
        if (s->term)
            snprintf(s->note, sizeof s->note, "Terminal type \"%.40s\" is not known here; %s is assumed.", type ? type : "", fallbacks[i]);
    }
    if (!s->term) {
        err_set(err, ERR_LIBRARY, 0, "terminal type \"%.40s\" is not known here and no common one is installed; set TERM, or use \"tlswalk check\"",
                type ? type : "");
        return false;
    }
    const char *cup = curses.tigetstr("cup");
    if (!cup || cup == (char *)-1) {
        err_set(err, ERR_INPUT, 0, "the terminal type \"%.40s\" cannot place the cursor, so there can be no full screen; use \"tlswalk check\"",
                type ? type : "");
        return false;
    }
    return true;
}

static void screen_colors(struct screen *s, int wanted)
{
    const char *no_color = getenv("NO_COLOR");

    if (wanted == 0 || (wanted < 0 && no_color && no_color[0]) || !curses.has_colors())
        return;
    curses.start_color();
    short background = curses.use_default_colors() == OK ? -1 : COLOR_BLACK;
    for (size_t i = 0; i < sizeof inks / sizeof inks[0]; i++)
        curses.init_pair((short)inks[i].ink, inks[i].color, background);
    s->color = true;
}

static void screen_modes(struct screen *s, int color)
{
    curses.raw(); /* Ctrl-C, Ctrl-Z and Ctrl-S are keys of the program */
    curses.noecho();
    curses.nonl();
    curses.keypad(*curses.stdscr, TRUE);
    curses.nodelay(*curses.stdscr, TRUE);
    curses.intrflush(*curses.stdscr, FALSE);
    screen_colors(s, color);
    for (size_t i = 0; i < sizeof extra_keys / sizeof extra_keys[0]; i++)
        curses.define_key(extra_keys[i].bytes, extra_keys[i].code);
    capability_copy(s->paste_on, sizeof s->paste_on, "BE");
    capability_copy(s->paste_off, sizeof s->paste_off, "BD");
    screen_send(s, span_str(s->paste_on));
}

static bool screen_measure(struct screen *s)
{
    free(s->shown);
    free(s->line);
    s->rows = curses.getmaxy(*curses.stdscr);
    s->cols = curses.getmaxx(*curses.stdscr);
    s->shown = calloc((size_t)s->rows * (size_t)s->cols, sizeof *s->shown);
    s->line = calloc((size_t)s->cols + 1, sizeof *s->line);
    return s->shown && s->line;
}

static bool screen_files(struct screen *s, const struct ui_options *o, struct err *err)
{
    if (!isatty(o->in_fd) || !isatty(o->out_fd)) {
        err_set(err, ERR_INPUT, 0, "the full screen needs a terminal for input and output; use \"tlswalk check\" in scripts and pipes");
        return false;
    }
    s->in_flags = fcntl(o->in_fd, F_GETFL);
    s->out = reopen(o->out_fd, O_WRONLY, "w");
    int in = fcntl(o->in_fd, F_DUPFD_CLOEXEC, 3);
    s->in = in < 0 ? NULL : fdopen(in, "r");
    if (!s->in && in >= 0)
        close(in);
    if (s->in && s->out)
        return true;
    err_set(err, ERR_SYSTEM, errno, "the terminal cannot be opened: %s", strerror(errno));
    return false;
}

/* The terminal's settings as they are before curses changes them. */
static bool screen_settings(const struct ui_options *o, struct termios *before_r, struct err *err)
{
    if (tcgetattr(o->out_fd, before_r) == 0)
        return true;
    err_set(err, ERR_SYSTEM, errno, "the terminal does not tell its settings: %s", strerror(errno));
    return false;
}

struct screen *screen_open(const struct ui_options *o, struct err *err)
{
    struct screen *s = calloc(1, sizeof *s);
    struct termios before;

    if (!s) {
        err_memory(err);
        return NULL;
    }
    s->ascii = o->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
    if (!screen_files(s, o, err) || !screen_settings(o, &before, err) || !curses_load(err) || !screen_newterm(s, err)) {
        screen_close(s);
        return NULL;
    }
    screen_modes(s, o->color);
    screen_prepare_emergency(s, &before);
    if (!screen_measure(s)) {
        err_memory(err);
        screen_close(s);
        return NULL;
    }
    if (s->ascii && !o->ascii && !s->note[0])
        snprintf(s->note, sizeof s->note, "This locale is not UTF-8: characters beyond ASCII are written as <U+XXXX>.");
    return s;
}

void screen_close(struct screen *s)
{
    if (!s)
        return;
    if (s->term) {
        if (s->rows) {
            screen_send(s, span_str(s->paste_off));
            curses.wmove(*curses.stdscr, s->rows - 1, 0); /* without an alternate screen the last frame stays: leave room for the prompt */
            curses.wclrtoeol(*curses.stdscr);
            curses.wrefresh(*curses.stdscr);
        }
        emergency_set(false);
        curses.endwin();
        curses.delscreen(s->term);
        fcntl(fileno(s->in), F_SETFL, s->in_flags);
    }
    if (s->in)
        fclose(s->in);
    if (s->out)
        fclose(s->out);
    free(s->shown);
    free(s->line);
    free(s);
}

int screen_cols(const struct screen *s)
{
    return s->cols;
}

int screen_rows(const struct screen *s)
{
    return s->rows;
}

bool screen_is_ascii(const struct screen *s)
{
    return s->ascii;
}

const char *screen_note(const struct screen *s)
{
    return s->note;
}

/* --- keys --- */

static const struct {
    int code;
    uint32_t key;
} function_keys[] = {
    {KEY_UP, KEYCODE_UP}, {KEY_DOWN, KEYCODE_DOWN}, {KEY_LEFT, KEYCODE_LEFT}, {KEY_RIGHT, KEYCODE_RIGHT},
    {KEY_PPAGE, KEYCODE_PGUP}, {KEY_NPAGE, KEYCODE_PGDN}, {KEY_HOME, KEYCODE_HOME}, {KEY_END, KEYCODE_END},
    {KEY_ENTER, KEYCODE_ENTER}, {KEY_BTAB, KEYCODE_BACKTAB}, {KEY_IC, KEYCODE_INSERT}, {KEY_DC, KEYCODE_DELETE},
    {KEY_BACKSPACE, KEYCODE_BACKSPACE}, {KEY_RESIZE, KEYCODE_RESIZE},
    {PASTE_BEGIN_CODE, KEYCODE_PASTE_BEGIN}, {PASTE_END_CODE, KEYCODE_PASTE_END},
};

static uint32_t key_of_function(int code)
{
    for (size_t i = 0; i < sizeof function_keys / sizeof function_keys[0]; i++)
        if (function_keys[i].code == code)
            return function_keys[i].key;
    if (code > KEY_F0 && code <= KEY_F(12))
        return KEYCODE_F0 + (uint32_t)(code - KEY_F0);
    return 0;
}

static uint32_t key_of_char(wint_t c)
{
    if (c == '\r' || c == '\n')
        return KEYCODE_ENTER;
    if (c == '\t')
        return KEYCODE_TAB;
    if (c == 127 || c == '\b')
        return KEYCODE_BACKSPACE;
    return (uint32_t)c;
}

bool screen_key(struct screen *s, uint32_t *key_r)
{
    wint_t c;

    (void)s;
    do {
        int kind = curses.wget_wch(*curses.stdscr, &c);
        if (kind == ERR)
            return false;
        *key_r = kind == KEY_CODE_YES ? key_of_function((int)c) : key_of_char(c);
    } while (*key_r == 0);
    return true;
}

/* --- showing --- */

static attr_t attributes(style st)
{
    return (st & STYLE_BOLD ? A_BOLD : 0) | (st & STYLE_REVERSE ? A_REVERSE : 0) | (st & STYLE_UNDERLINE ? A_UNDERLINE : 0);
}

static void screen_row(struct screen *s, const struct cell *cells, int row)
{
    int n = 0;

    for (int i = 0; i < s->cols; i++) {
        const struct cell *c = &cells[i];
        wchar_t text[2 + CELL_MARKS] = {0};
        if (!c->cols)
            continue;
        for (int k = 0; k <= CELL_MARKS; k++)
            text[k] = (wchar_t)c->ch[k];
        curses.setcchar(&s->line[n++], text, attributes(c->style), s->color ? (short)(c->style & STYLE_INK) : 0, NULL);
    }
    curses.wmove(*curses.stdscr, row, 0);
    curses.wadd_wchnstr(*curses.stdscr, s->line, n);
}

void screen_show(struct screen *s, const struct grid *g)
{
    bool changed = s->repaint || s->cursor_row != g->cursor_row || s->cursor_col != g->cursor_col;

    if (g->cols != s->cols || g->rows != s->rows || !s->shown)
        return;
    if (s->repaint)
        curses.clearok(*curses.stdscr, TRUE);
    for (int row = 0; row < s->rows; row++) {
        struct cell *shown = s->shown + (size_t)row * (size_t)s->cols;
        const struct cell *now = grid_row(g, row);
        size_t size = (size_t)s->cols * sizeof *shown;
        if (!s->repaint && memcmp(shown, now, size) == 0)
            continue;
        screen_row(s, now, row);
        memcpy(shown, now, size);
        changed = true;
    }
    if (!changed)
        return;
    s->repaint = false;
    s->cursor_row = g->cursor_row;
    s->cursor_col = g->cursor_col;
    curses.wmove(*curses.stdscr, s->cursor_row, s->cursor_col);
    curses.wrefresh(*curses.stdscr);
}

void screen_resize(struct screen *s)
{
    struct winsize size;

    /* resizeterm answers with another KEY_RESIZE, also when nothing is new, and so without end. */
    if (ioctl(fileno(s->out), TIOCGWINSZ, &size) == 0 && size.ws_row && size.ws_col && curses.is_term_resized(size.ws_row, size.ws_col))
        curses.resizeterm(size.ws_row, size.ws_col);
    if (s->rows != curses.getmaxy(*curses.stdscr) || s->cols != curses.getmaxx(*curses.stdscr)) {
        screen_measure(s);
        s->repaint = true;
    }
}

void screen_repaint(struct screen *s)
{
    s->repaint = true;
}

void screen_suspend(struct screen *s)
{
    screen_send(s, span_str(s->paste_off));
    emergency_set(false);
    curses.endwin();
}

void screen_resume(struct screen *s)
{
    if (!curses.isendwin())
        curses.endwin(); /* stopped from outside: whoever had the terminal meanwhile may have changed its modes */
    screen_send(s, span_str(s->paste_on));
    emergency_set(true);
    screen_resize(s);
    s->repaint = true;
}

void screen_send(struct screen *s, struct span bytes)
{
    fwrite(bytes.ptr, 1, bytes.len, s->out);
    fflush(s->out);
}
