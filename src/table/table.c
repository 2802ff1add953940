/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/table.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "table/table_private.h"

#define ITEMS_FIRST 8

bool table_room(void *items, size_t count, size_t size)
{
    void *old, *bigger;
    size_t cap = count == 0 ? ITEMS_FIRST : count * 2;

    if (count != 0 && (count < ITEMS_FIRST || (count & (count - 1)) != 0))
        return true;
    memcpy(&old, items, sizeof old);
    if (cap > SIZE_MAX / size)
        return false;
    bigger = realloc(old, cap * size);
    if (!bigger)
        return false;
    memcpy(items, &bigger, sizeof bigger);
    return true;
}

bool table_complain(struct table *t, unsigned line, const char *fmt, ...)
{
    struct table_error *e;
    char raw[sizeof e->text] = "";
    size_t head = 0;
    va_list ap;

    if (t->error_count >= TABLE_ERRORS_MAX) {
        e = &t->errors[TABLE_ERRORS_MAX - 1];
        e->line = 0;
        snprintf(e->text, sizeof e->text, "there is more wrong with this table than these lines");
        return true;
    }
    if (!table_room(&t->errors, t->error_count, sizeof *t->errors))
        return false;
    e = &t->errors[t->error_count++];
    e->line = line;
    if (line > 0)
        head = (size_t)snprintf(raw, sizeof raw, "line %u: ", line);
    va_start(ap, fmt);
    vsnprintf(raw + head, sizeof raw - head, fmt, ap);
    va_end(ap);
    text_safe_copy(e->text, sizeof e->text, span_str(raw));
    return true;
}

void table_server_free(struct table_server *s)
{
    free(s->id);
    free(s->title);
    free(s->domain);
    for (size_t i = 0; i < TABLE_SERVICES; i++)
        free(s->hosts[i]);
    free(s->address);
    strv_done(&s->clients);
    free(s->note);
    free(s);
}

void table_client_free(struct table_client *c)
{
    free(c->id);
    free(c->title);
    free(c->platform);
    free(c->note);
    for (size_t i = 0; i < c->setting_count; i++)
        free(c->settings[i].words);
    free(c->settings);
    free(c);
}

void table_free(struct table *t)
{
    if (!t)
        return;
    for (size_t i = 0; i < t->server_count; i++)
        table_server_free(t->servers[i]);
    for (size_t i = 0; i < t->client_count; i++)
        table_client_free(t->clients[i]);
    free(t->servers);
    free(t->clients);
    for (size_t i = 0; i < t->row_count; i++)
        free(t->rows[i].typed_host);
    free(t->rows);
    free(t->errors);
    free(t->source);
    free(t->title);
    free(t->note);
    free(t);
}

void row_target(const struct row *r, struct target *t_r)
{
    target_set(t_r, r->proto, span_str(r->host), r->port, r->mode);
}

/* Of a typed target: as it was written, but for one so long that only its ASCII form is whole. */
static char *typed_host(const struct target *target)
{
    struct target again;

    target_set(&again, target->proto, span_str(target->host), target->port, target->mode);
    return strdup(strcmp(again.ascii, target->ascii) == 0 ? target->host : target->ascii);
}

static void row_lead(struct row *r, const struct target *target, char *host)
{
    free(r->typed_host);
    r->host = r->typed_host = host;
    r->proto = target->proto;
    r->port = r->client_port = target->port;
    r->mode = target->mode;
    r->words = "";
}

long table_add_row(struct table *t, const struct target *target)
{
    char *host;

    if (t->row_count >= TABLE_ROWS_MAX || !table_room(&t->rows, t->row_count, sizeof *t->rows) || !(host = typed_host(target)))
        return -1;
    t->rows[t->row_count] = (struct row){0};
    row_lead(&t->rows[t->row_count], target, host);
    return (long)t->row_count++;
}

bool table_set_row(struct table *t, size_t index, const struct target *target)
{
    struct row *r = &t->rows[index];
    char *host = typed_host(target);
    struct target before;

    if (!host)
        return false;
    row_target(r, &before);
    if (strcmp(before.ascii, target->ascii) != 0)
        r->server = NULL;
    row_lead(r, target, host);
    return true;
}

bool table_remove_row(struct table *t, size_t index)
{
    if (index >= t->row_count)
        return false;
    free(t->rows[index].typed_host);
    memmove(&t->rows[index], &t->rows[index + 1], (t->row_count - index - 1) * sizeof *t->rows);
    t->row_count--;
    return true;
}

const char *table_shipped(const char *name)
{
    for (const struct shipped_table *s = table_shipped_list; s->name; s++)
        if (strcmp(s->name, name) == 0)
            return s->text;
    return NULL;
}
