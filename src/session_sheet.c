/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_sheet.c - texts that are made at the operator's wish, for a page of their own: a row in the words of another program,
 * and what differs between two visits. */
#include "session_private.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record_file.h"
#include "report/compare.h"
#include "report/export.h"

#define SHEET_COLS 78

/* The text is taken over. */
static bool sheet_set(struct session *s, const char *title, struct buf *text)
{
    buf_done(&s->sheet);
    s->sheet = *text;
    *text = (struct buf){0};
    snprintf(s->sheet_title, sizeof s->sheet_title, "%s", title);
    s->model.sheet = buf_cstr(&s->sheet);
    s->model.sheet_title = s->sheet_title;
    s->model.sheet_compares = false;
    s->changed(s->context);
    return s->model.sheet != NULL;
}

/* Who logged in to the row in its last visit; NULL: nobody did. */
static const char *sheet_user(const struct session *s, size_t row)
{
    return s->shown && s->shown->row == row ? s->shown->login.user : NULL;
}

bool session_export(struct session *s, size_t row, const char *name)
{
    size_t index = export_find(span_str(name));
    const struct options *o = s->options;
    char whole[PATH_MAX];
    struct buf text = {0};
    struct target target;
    if (row >= s->table->row_count || index == export_count())
        return false;
    const struct row *r = &s->table->rows[row];
    bool practice = session_is_practice_row(s, row);
    row_target(r, &target);
    struct export_facts facts = {
        .target = &target,
        .address = o->address ? o->address : r->server ? r->server->address : NULL,
        .sni = o->sni,
        .ca_file = practice || !o->ca_file ? NULL : realpath(o->ca_file, whole) ? whole : o->ca_file,
        .trust_unsaved = practice,
        .priority = o->priority,
        .user = sheet_user(s, row),
    };
    bool good = export_write(&text, index, &facts) && sheet_set(s, exports[index].title, &text);
    buf_done(&text);
    if (!good)
        session_notice(s, "There is no memory left for this text.");
    return good;
}

/* ---- what differs ---- */

/* A visit as a report has it. NULL: err. */
static struct record *record_of(struct session *s, const struct errand *e, struct err *err)
{
    struct buf text = {0};
    struct record *r = NULL;
    if (session_write(s, e, report_form_by_name(span_str("json")), false, &text))
        r = record_read(buf_span(&text), err);
    else
        err_memory(err);
    buf_done(&text);
    return r;
}

static struct record *compared_with(struct session *s, const char *name, struct err *err)
{
    if (name[0])
        return record_file_read(name, err);
    if (s->before && s->before->row != ROW_GONE && s->before->row == s->shown->row)
        return record_of(s, s->before, err);
    err_set(err, ERR_INPUT, 0, "There is no walk of this row before the one that is shown; r walks it again.");
    return NULL;
}

static bool compare_to_sheet(struct session *s, const struct record *a, const struct record *b)
{
    const char *name = s->compared_name[0] ? s->compared_name : "the walk before";
    struct compare_look look = {.name_a = name, .name_b = "the walk shown", .cols = SHEET_COLS, .transcript = s->compared_talk};
    struct comparison c;
    struct buf text = {0};
    char title[sizeof s->sheet_title];
    snprintf(title, sizeof title, "What differs from %.80s", name);
    bool good = compare_records(&c, a, b);
    if (good) {
        good = compare_write(&text, &c, &look) && sheet_set(s, title, &text);
        comparison_done(&c);
    }
    s->model.sheet_compares = good;
    buf_done(&text);
    if (!good)
        session_notice(s, "There is no memory left for a comparison.");
    return good;
}

static bool compare_again(struct session *s, const char *name)
{
    struct err err;
    struct record *a = compared_with(s, name, &err), *b = a ? record_of(s, s->shown, &err) : NULL;
    if (!b)
        session_notice(s, "%s", err.text);
    text_safe_copy(s->compared_name, sizeof s->compared_name, span_str(name));
    bool good = b && compare_to_sheet(s, a, b);
    record_free(a);
    record_free(b);
    return good;
}

bool session_compare_with(struct session *s, const char *name)
{
    char *own = s->shown ? strdup(name) : NULL;
    if (!own)
        return false;
    free(s->compared_path);
    s->compared_path = own;
    s->compared_talk = false;
    return compare_again(s, own);
}

bool session_compare_talk(struct session *s)
{
    if (!s->shown || !s->compared_path)
        return false;
    s->compared_talk = !s->compared_talk;
    return compare_again(s, s->compared_path);
}
