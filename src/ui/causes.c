/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/causes.h"

#include <stdio.h>
#include <string.h>

static struct cause *cause_of(struct causes *c, const struct model *m, size_t row)
{
    for (size_t i = 0; i < c->count; i++)
        if (!strcmp(m->results[c->items[i].first].code, m->results[row].code))
            return &c->items[i];
    if (c->count == CAUSES_MAX)
        return NULL;
    struct cause *made = &c->items[c->count++];
    *made = (struct cause){.first = row, .last = row};
    return made;
}

/* The rows of a server stand together in a table; one that was typed in is known by its host alone. */
static bool same_server(const struct row *a, const struct row *b)
{
    return a->server || b->server ? a->server == b->server : !strcmp(a->host, b->host);
}

static void count_row(struct causes *c, const struct model *m, size_t row)
{
    struct cause *cause = cause_of(c, m, row);

    if (!cause)
        return;
    if (!cause->rows++ || !same_server(&m->table->rows[cause->last], &m->table->rows[row]))
        cause->servers++;
    cause->last = row;
    cause->verdict = verdict_worse(cause->verdict, m->results[row].verdict);
}

static bool goes_before(const struct cause *a, const struct cause *b)
{
    if (a->verdict != b->verdict)
        return verdict_worse(a->verdict, b->verdict) == a->verdict;
    return a->rows > b->rows;
}

/* Few causes, nearly in order: equal ones stay as they stand in the table. */
static void sort(struct causes *c)
{
    for (size_t i = 1; i < c->count; i++)
        for (size_t k = i; k && goes_before(&c->items[k], &c->items[k - 1]); k--) {
            struct cause moved = c->items[k];
            c->items[k] = c->items[k - 1];
            c->items[k - 1] = moved;
        }
}

/* Remarks about a sound server are no cause of anything. */
static bool is_wrong(const struct row_result *r)
{
    return r->state == ROW_ENDED && r->code[0] && (r->verdict == VERDICT_FAIL || r->verdict == VERDICT_WARN);
}

void causes_count(struct causes *c, const struct model *m)
{
    if (c->counted && c->revision == m->revision)
        return;
    c->count = 0;
    for (size_t i = 0; i < m->table->row_count; i++)
        if (is_wrong(&m->results[i]))
            count_row(c, m, i);
    sort(c);
    c->counted = true;
    c->revision = m->revision;
}

void causes_extent(const struct cause *c, char *to, size_t cap)
{
    snprintf(to, cap, "%zu row%s, %zu server%s", c->rows, c->rows == 1 ? "" : "s", c->servers, c->servers == 1 ? "" : "s");
}
