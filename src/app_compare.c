/* SPDX-License-Identifier: GPL-3.0-or-later */
/* app_compare.c - tlswalk compare FILE FILE: what differs between saved walks. Nothing is contacted. */
#include "app.h"
#include "base/text.h"
#include "record_file.h"
#include "report/compare.h"

static bool compare_print(const struct options *o, const struct record *a, const struct record *b, bool *differs_r, struct err *err)
{
    char names[2][100];
    struct compare_look look = {.name_a = names[0], .name_b = names[1], .color = app_wants_color(o), .transcript = o->transcript};
    struct comparison c;
    struct buf out = {0};
    for (int i = 0; i < 2; i++)
        text_safe_copy(names[i], sizeof names[i], span_str(o->words[i]));
    bool good = compare_records(&c, a, b);
    *differs_r = good && c.differs;
    good = good && compare_write(&out, &c, &look);
    comparison_done(&c);
    if (good)
        good = app_print(buf_span(&out), err);
    else
        err_memory(err);
    buf_done(&out);
    return good;
}

int app_compare(const struct options *o)
{
    struct record *a = NULL, *b = NULL;
    struct err err;
    bool differs = false;
    app_drop_privileges();
    if (o->word_count != 2)
        err_set(&err, ERR_INPUT, 0, "tlswalk compare needs two FILEs that 'tlswalk check --json' or the save key wrote");
    bool good = o->word_count == 2 && (a = record_file_read(o->words[0], &err)) && (b = record_file_read(o->words[1], &err)) &&
                compare_print(o, a, b, &differs, &err);
    record_free(a);
    record_free(b);
    return !good ? app_refuse(&err) : differs ? EXIT_WARN : EXIT_PASS;
}
