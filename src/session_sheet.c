/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session_sheet.c - texts that are made at the operator's wish, for a page of their own: a row in the words of another program. */
#include "session_private.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "report/export.h"

/* The text is taken over. */
static bool sheet_set(struct session *s, const char *title, struct buf *text)
{
    buf_done(&s->sheet);
    s->sheet = *text;
    *text = (struct buf){0};
    snprintf(s->sheet_title, sizeof s->sheet_title, "%s", title);
    s->model.sheet = buf_cstr(&s->sheet);
    s->model.sheet_title = s->sheet_title;
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
