/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_explain.c - tlswalk explain [CODE... | WORD...]: the catalogue in words, and what a text may stand for. */
#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "app.h"
#include "diagnose/explain.h"

#define COLS_DEFAULT 80
#define COLS_MAX 100 /* longer lines are hard to read */
#define NEAR_MAX 4

static int app_explain_cols(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) < 0 || size.ws_col < 20)
        return COLS_DEFAULT;
    return size.ws_col < COLS_MAX ? size.ws_col : COLS_MAX;
}

static int app_explain_unknown(const char *text)
{
    const struct diagnosis *near[NEAR_MAX];
    struct err err;
    struct buf names = {0};
    size_t count = catalogue_near(text, near, NEAR_MAX);
    for (size_t i = 0; i < count; i++)
        buf_addf(&names, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", near[i]->code);
    const char *list = count ? buf_cstr(&names) : NULL;
    if (list)
        err_set(&err, ERR_INPUT, 0, "nothing is known of '%s'; did you mean %s?", text, list);
    else
        err_set(&err, ERR_INPUT, 0,
                "nothing is known of '%s'; try fewer words of it, the number alone, or 'tlswalk explain', which lists all diagnoses",
                text);
    buf_done(&names);
    return app_refuse(&err);
}

/* Every word is a code. */
static bool app_explain_by_code(const struct options *o)
{
    for (size_t i = 0; i < o->word_count; i++)
        if (!catalogue_find(o->words[i]))
            return false;
    return true;
}

static bool app_explain_codes(const struct options *o, int cols, struct buf *out)
{
    bool good = o->word_count > 0 || explain_list(cols, out);
    for (size_t i = 0; i < o->word_count && good; i++)
        good = (i == 0 || buf_add_char(out, '\n')) && explain_text(catalogue_find(o->words[i]), cols, out);
    return good;
}

/* The words as one text. */
static int app_explain_text(const struct options *o, int cols)
{
    struct buf text = {0}, out = {0};
    struct symptoms found;
    bool good = true;
    for (size_t i = 0; i < o->word_count && good; i++)
        good = buf_addf(&text, "%s%s", i ? " " : "", o->words[i]);
    const char *words = good ? buf_cstr(&text) : NULL;
    int status;
    if (words)
        symptoms_find(&found, words);
    if (words && !found.count)
        status = app_explain_unknown(words);
    else
        status = app_print_made(&out, words && explain_symptoms(&found, cols, &out));
    buf_done(&text);
    buf_done(&out);
    return status;
}

int app_explain(const struct options *o)
{
    struct buf out = {0};
    int cols = app_explain_cols();
    if (!app_explain_by_code(o))
        return app_explain_text(o, cols);
    return app_print_made(&out, app_explain_codes(o, cols, &out));
}
