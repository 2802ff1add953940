/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_rows.c - what was read, put together: names that are there twice or not at all, titles, and the rows. */
#include <stdlib.h>

#include "table/table_private.h"

#define SMTP_RELAY_PORT 25 /* RFC 5321 4.5.4.2; any other port takes mail from programs: RFC 6409, 8314 */

static const struct proto *service_proto(enum table_service service, uint16_t port)
{
    switch (service) {
    case TABLE_IMAP: return proto_by_name(span_str("imap"));
    case TABLE_POP3: return proto_by_name(span_str("pop3"));
    case TABLE_SMTP: return proto_by_name(span_str(port == SMTP_RELAY_PORT ? "smtp" : "submission"));
    case TABLE_SERVICES: break;
    }
    return NULL;
}

static bool row_make(struct table *t, const struct table_server *s, const struct table_client *c, const struct table_setting *set)
{
    unsigned port = set->port + s->port_offset;
    struct row *row;

    if (port > 65535)
        return table_complain(t, s->line, "port-offset %u of server '%s' and port %u of client '%s' are together over 65535",
                              s->port_offset, s->id, set->port, c->id);
    if (!table_room(&t->rows, t->row_count, sizeof *t->rows))
        return false;
    row = &t->rows[t->row_count++];
    *row = (struct row){.client = c, .server = s, .proto = service_proto(set->service, set->port), .host = s->hosts[set->service],
                        .port = (uint16_t)port, .client_port = set->port, .mode = set->mode, .words = set->words};
    return true;
}

static bool server_rows(struct table *t, const struct table_server *s)
{
    for (size_t i = 0; i < t->client_count; i++) {
        const struct table_client *c = t->clients[i];

        if (s->clients.count > 0 && !strv_has_nocase(&s->clients, c->id))
            continue;
        for (unsigned service = 0; service < TABLE_SERVICES; service++)
            for (size_t j = 0; j < c->setting_count && s->hosts[service]; j++) {
                if (c->settings[j].service != service)
                    continue;
                if (t->row_count >= TABLE_ROWS_MAX)
                    return table_complain(t, s->line, "the table has more than %u rows; what follows is left out", TABLE_ROWS_MAX);
                if (!row_make(t, s, c, &c->settings[j]))
                    return false;
            }
    }
    return true;
}

static bool table_has_client(const struct table *t, const char *id)
{
    for (size_t i = 0; i < t->client_count; i++)
        if (strcasecmp(t->clients[i]->id, id) == 0)
            return true;
    return false;
}

static bool server_check(struct table *t, const struct table_server *s)
{
    bool ok = true;

    if (!s->hosts[TABLE_IMAP] && !s->hosts[TABLE_POP3] && !s->hosts[TABLE_SMTP])
        ok = table_complain(t, s->line, "server '%s' has no host: one of imap, pop3 and smtp is needed", s->id);
    for (size_t i = 0; ok && i < s->clients.count; i++)
        if (!table_has_client(t, s->clients.items[i]))
            ok = table_complain(t, s->line, "server '%s' names the client '%s', which this table does not have", s->id,
                                s->clients.items[i]);
    return ok;
}

static bool rows_make(struct table *t)
{
    for (size_t i = 0; i < t->server_count; i++)
        if (!server_check(t, t->servers[i]))
            return false;
    for (size_t i = 0; i < t->server_count && t->row_count < TABLE_ROWS_MAX; i++)
        if (!server_rows(t, t->servers[i]))
            return false;
    return t->row_count > 0 || (t->server_count == 0 && t->client_count == 0) ||
           table_complain(t, 0, "the table has no rows: it needs a [server] with a host and a [client] with a setting for it");
}

static int server_order(const void *a, const void *b)
{
    const struct table_server *x = *(struct table_server *const *)a, *y = *(struct table_server *const *)b;
    int by_id = strcasecmp(x->id, y->id);

    return by_id ? by_id : (x->line > y->line) - (x->line < y->line);
}

/* Complains of servers whose ID stands there before, and marks them with line 0. */
static bool repeats_mark(struct table *t, struct table_server **sorted)
{
    struct table_server *original = NULL;

    qsort(sorted, t->server_count, sizeof(struct table_server *), server_order);
    for (size_t i = 0; i < t->server_count; i++) {
        struct table_server *s = sorted[i];

        if (!original || strcasecmp(s->id, original->id) != 0) {
            original = s;
            continue;
        }
        if (!table_complain(t, s->line, "the server '%s' stands on line %u already; this one is left out", s->id, original->line))
            return false;
        s->line = 0;
    }
    return true;
}

/* Sorted, not compared each with each: a table may have thousands of servers. */
static bool servers_unique(struct table *t)
{
    struct table_server **sorted = malloc((t->server_count + 1) * sizeof(struct table_server *));
    size_t kept = 0;
    bool ok;

    if (!sorted)
        return false;
    for (size_t i = 0; i < t->server_count; i++)
        sorted[i] = t->servers[i];
    ok = repeats_mark(t, sorted);
    free(sorted);
    for (size_t i = 0; i < t->server_count; i++)
        if (t->servers[i]->line > 0)
            t->servers[kept++] = t->servers[i];
        else
            table_server_free(t->servers[i]);
    t->server_count = kept;
    return ok;
}

static bool titles_fill(struct table *t)
{
    for (size_t i = 0; i < t->server_count; i++)
        if (!t->servers[i]->title && !(t->servers[i]->title = strdup(t->servers[i]->id)))
            return false;
    for (size_t i = 0; i < t->client_count; i++)
        if (!t->clients[i]->title && !(t->clients[i]->title = strdup(t->clients[i]->id)))
            return false;
    return t->title || (t->title = strdup(t->source));
}

/* By line; what concerns the whole file comes last. */
static int error_order(const void *a, const void *b)
{
    const struct table_error *x = a, *y = b;

    if (x->line != y->line)
        return x->line == 0 ? 1 : y->line == 0 ? -1 : x->line < y->line ? -1 : 1;
    return strcmp(x->text, y->text);
}

bool table_finish(struct table *t)
{
    if (!servers_unique(t) || !titles_fill(t) || !rows_make(t))
        return false;
    if (t->error_count > 0)
        qsort(t->errors, t->error_count, sizeof *t->errors, error_order);
    return true;
}
