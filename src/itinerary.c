/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "itinerary.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LINE_MAX_BYTES 4096

bool itinerary_wants_table(const struct options *o)
{
    return o->table || o->server || o->client || o->protocol;
}

static bool itinerary_add(struct itinerary *it, const struct target *t, const struct row *row, struct err *err)
{
    if (it->count == it->cap) {
        size_t cap = it->cap ? 2 * it->cap : 16;
        struct stop *grown = realloc(it->stops, cap * sizeof *grown);
        if (!grown) {
            err_memory(err);
            return false;
        }
        it->stops = grown;
        it->cap = cap;
    }
    it->stops[it->count++] = (struct stop){.target = *t, .row = row};
    return true;
}

/* Was the port written down, or is it the scheme's? */
static bool itinerary_names_port(struct span uri)
{
    const unsigned char *host = memmem(uri.ptr, uri.len, "://", 3);
    if (!host)
        return false;
    struct span rest = span_skip(uri, (size_t)(host + 3 - uri.ptr));
    const unsigned char *bracket = rest.len ? memchr(rest.ptr, ']', rest.len) : NULL;
    if (bracket)
        rest = span_skip(rest, (size_t)(bracket - rest.ptr));
    return rest.len && memchr(rest.ptr, ':', rest.len);
}

static bool itinerary_add_uri(struct itinerary *it, const struct options *o, struct span uri, struct err *err)
{
    struct target t;
    if (!target_parse(uri, &t, err))
        return false;
    if (o->tls_mode_given && o->tls_mode != t.mode) {
        uint16_t port;
        t.mode = o->tls_mode;
        if (!itinerary_names_port(uri) && target_port_for_mode(&t, &port))
            t.port = port;
    }
    return itinerary_add(it, &t, NULL, err);
}

static bool itinerary_add_lines(struct itinerary *it, const struct options *o, FILE *f, const char *name,
                                struct err *err)
{
    char line[LINE_MAX_BYTES];
    for (unsigned number = 1; fgets(line, sizeof line, f); number++) {
        struct err why;
        line[strcspn(line, "\r\n")] = '\0';
        struct span uri = span_trim(span_str(line));
        if (!uri.len || uri.ptr[0] == '#')
            continue;
        if (!itinerary_add_uri(it, o, uri, &why)) {
            err_set(err, why.kind, 0, "%s line %u: %s", name, number, why.text);
            return false;
        }
    }
    if (!ferror(f))
        return true;
    err_set(err, ERR_FILE, errno, "the targets in %s cannot be read: %s", name, strerror(errno));
    return false;
}

static bool itinerary_add_file(struct itinerary *it, const struct options *o, struct err *err)
{
    if (!strcmp(o->targets, "-"))
        return itinerary_add_lines(it, o, stdin, "standard input", err);
    FILE *f = fopen(o->targets, "re");
    if (!f) {
        err_set(err, ERR_FILE, errno, "the targets file '%s' cannot be opened: %s", o->targets, strerror(errno));
        return false;
    }
    bool good = itinerary_add_lines(it, o, f, o->targets, err);
    fclose(f);
    return good;
}

static bool itinerary_named(const char *wanted, const char *id, const char *title)
{
    return !wanted || (id && !strcasecmp(wanted, id)) || (title && !strcasecmp(wanted, title));
}

static bool itinerary_fits(const struct options *o, const struct row *r)
{
    const struct table_server *s = r->server;
    const struct table_client *c = r->client;
    return itinerary_named(o->server, s ? s->id : NULL, s ? s->title : NULL) &&
           itinerary_named(o->client, c ? c->id : NULL, c ? c->title : NULL) &&
           itinerary_named(o->protocol, r->proto->name, NULL);
}

static bool itinerary_add_rows(struct itinerary *it, const struct options *o, const struct table *t, struct err *err)
{
    size_t before = it->count;
    if (t->error_count) {
        err_set(err, ERR_FILE, 0, "the table %s: %s%s", t->source, t->errors[0].text,
                t->error_count > 1 ? " (and there is more wrong with it)" : "");
        return false;
    }
    for (size_t i = 0; i < t->row_count; i++) {
        struct target target;
        if (!itinerary_fits(o, &t->rows[i]))
            continue;
        row_target(&t->rows[i], &target);
        if (o->tls_mode_given)
            target.mode = o->tls_mode;
        if (!itinerary_add(it, &target, &t->rows[i], err))
            return false;
    }
    if (it->count > before)
        return true;
    err_set(err, ERR_INPUT, 0, "no row of the table %s fits%s%s%s%s%s%s", t->source, o->server ? " --server " : "",
            o->server ? o->server : "", o->client ? " --client " : "", o->client ? o->client : "",
            o->protocol ? " --protocol " : "", o->protocol ? o->protocol : "");
    return false;
}

bool itinerary_make(struct itinerary *it, const struct options *o, const struct table *t, struct err *err)
{
    bool good = true;
    memset(it, 0, sizeof *it);
    for (size_t i = 0; i < o->word_count && good; i++)
        good = itinerary_add_uri(it, o, span_str(o->words[i]), err);
    if (good && o->targets)
        good = itinerary_add_file(it, o, err);
    if (good && t)
        good = itinerary_add_rows(it, o, t, err);
    if (good && !it->count) {
        err_set(err, ERR_INPUT, 0,
                "there is nothing to do: name a target such as imap://mail.example.org, or rows with --table");
        good = false;
    }
    if (!good)
        itinerary_done(it);
    return good;
}

void itinerary_done(struct itinerary *it)
{
    free(it->stops);
    memset(it, 0, sizeof *it);
}
