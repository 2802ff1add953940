/* SPDX-License-Identifier: GPL-3.0-or-later */
/* export_shell.c - commands of a POSIX shell, and its quotes (POSIX.1-2017 XCU 2.2). */
#include "report/export_private.h"

#include <ctype.h>

#include "base/text.h"

#define SHELL_INDENT 4

/* Characters that mean nothing to a shell anywhere in a word. */
static bool shell_is_tame(const char *word)
{
    static const char tame[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";

    return word[0] != '\0' && word[strspn(word, tame)] == '\0';
}

void shell_quote(struct buf *out, const char *word)
{
    if (shell_is_tame(word)) {
        buf_add_str(out, word);
        return;
    }
    buf_add_char(out, '\'');
    for (; *word; word++)
        if (*word == '\'')
            buf_add_str(out, "'\\''");
        else
            buf_add_char(out, *word);
    buf_add_char(out, '\'');
}

void url_escape(struct buf *out, const char *text)
{
    for (; *text; text++)
        if (isascii((unsigned char)*text) && (isalnum((unsigned char)*text) || strchr("-._~", *text)))
            buf_add_char(out, *text);
        else
            buf_addf(out, "%%%02X", (unsigned char)*text);
}

struct shell shell_begin(struct buf *out, const char *program)
{
    buf_add_str(out, program);
    return (struct shell){.out = out, .col = strlen(program)};
}

/* Words that belong together: on this line where they fit, else on the next. */
static void shell_put(struct shell *s, struct span words)
{
    size_t cols = (size_t)text_cols(words);

    if (s->col + 1 + cols + 2 > EXPORT_COLS && s->col > SHELL_INDENT) {
        buf_add_str(s->out, " \\\n   ");
        s->col = SHELL_INDENT - 1;
    }
    buf_add_char(s->out, ' ');
    buf_add_span(s->out, words);
    s->col += 1 + cols;
}

static void shell_format(struct shell *s, const char *option, const char *fmt, va_list ap)
{
    struct buf raw = {0}, words = {0};
    const char *word = buf_vaddf(&raw, fmt, ap) ? buf_cstr(&raw) : NULL;

    if (option)
        buf_addf(&words, "%s ", option);
    if (word)
        shell_quote(&words, word);
    if (!word || words.broken)
        s->out->broken = true;
    shell_put(s, buf_span(&words));
    buf_done(&raw);
    buf_done(&words);
}

void shell_word(struct shell *s, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    shell_format(s, NULL, fmt, ap);
    va_end(ap);
}

void shell_pair(struct shell *s, const char *option, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    shell_format(s, option, fmt, ap);
    va_end(ap);
}

void shell_end(struct shell *s)
{
    buf_add_char(s->out, '\n');
}
