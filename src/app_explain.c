/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_explain.c - tlswalk explain [CODE]: the catalogue in words. */
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

static int app_explain_unknown(const char *code)
{
    const struct diagnosis *near[NEAR_MAX];
    struct err err;
    struct buf names = {0};
    size_t count = catalogue_near(code, near, NEAR_MAX);
    for (size_t i = 0; i < count; i++)
        buf_addf(&names, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", near[i]->code);
    const char *list = count ? buf_cstr(&names) : NULL;
    if (list)
        err_set(&err, ERR_INPUT, 0, "there is no diagnosis '%s'; did you mean %s?", code, list);
    else
        err_set(&err, ERR_INPUT, 0, "there is no diagnosis '%s'; 'tlswalk explain' lists them all", code);
    buf_done(&names);
    return app_refuse(&err);
}

int app_explain(const struct options *o)
{
    struct buf out = {0};
    struct err err;
    int cols = app_explain_cols();
    bool good = o->word_count > 0 || explain_list(cols, &out);
    for (size_t i = 0; i < o->word_count && good; i++) {
        const struct diagnosis *d = catalogue_find(o->words[i]);
        if (!d) {
            buf_done(&out);
            return app_explain_unknown(o->words[i]);
        }
        good = (i == 0 || buf_add_char(&out, '\n')) && explain_text(d, cols, &out);
    }
    struct span text = buf_span(&out);
    if (!good)
        err_memory(&err);
    else if (fwrite(text.ptr, 1, text.len, stdout) != text.len || fflush(stdout))
        err_set(&err, ERR_SYSTEM, 0, "standard output cannot be written to");
    else
        err.kind = ERR_NONE;
    buf_done(&out);
    return err.kind == ERR_NONE ? EXIT_PASS : app_refuse(&err);
}
