/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_read.c - a table's file format. The only door to inih.
 *
 * inih knows sections, keys, values and comments, but only the number of the first line that it does not understand, cuts
 * long names silently, and takes an indented line for more of the value before. So the lines are handed to it one by one by
 * reader_line, which counts them, and sees by whether a key came out of a line that inih understood it.
 */
#include <stdlib.h>

#include "base/text.h"
#include "table/inih_private.h"
#include "table/table_private.h"

#define NAME_CUT 49 /* characters to which inih 55 cuts section and key names */

struct reader {
    struct table *table;
    struct span rest;       /* lines not read yet */
    unsigned line;          /* number of the line that inih has in hand */
    bool wants_key;         /* it is neither blank, comment nor section: a key must come out of it */
    unsigned section_line;  /* of the latest section header */
    unsigned opened_line;   /* section_line of the section that is open */
    enum table_section section;
    bool no_memory;
};

static bool reader_complain(struct reader *r, bool complained)
{
    if (!complained)
        r->no_memory = true;
    return complained;
}

/* ---- Sections ---- */

static void *server_new(struct table *t, unsigned line, struct span id)
{
    struct table_server *s = calloc(1, sizeof *s);

    if (!s || !(s->id = text_safe_dup(id)) || !table_room(&t->servers, t->server_count, sizeof *t->servers)) {
        free(s ? s->id : NULL);
        free(s);
        return NULL;
    }
    s->line = line;
    return t->servers[t->server_count++] = s;
}

static void *client_new(struct table *t, unsigned line, struct span id)
{
    struct table_client *c = calloc(1, sizeof *c);

    if (!c || !(c->id = text_safe_dup(id)) || !table_room(&t->clients, t->client_count, sizeof *t->clients)) {
        free(c ? c->id : NULL);
        free(c);
        return NULL;
    }
    c->line = line;
    return t->clients[t->client_count++] = c;
}

/* Repeated server IDs are looked for at the end, all at once; programs are few. */
static bool client_open(struct reader *r, struct span id)
{
    struct table *t = r->table;

    if (t->client_count >= TABLE_CLIENTS_MAX)
        return table_complain(t, r->section_line, "the table has more than %u clients", TABLE_CLIENTS_MAX);
    for (size_t i = 0; i < t->client_count; i++)
        if (span_is_nocase(id, t->clients[i]->id))
            return table_complain(t, r->section_line, "the client '%s' stands on line %u already; this one is left out",
                                  t->clients[i]->id, t->clients[i]->line);
    r->section = TABLE_SECTION_CLIENT;
    return client_new(t, r->section_line, id);
}

/* A section is opened by its first key; those that are not understood are skipped with their keys. false: no memory. */
static bool section_open(struct reader *r, const char *header)
{
    struct table *t = r->table;
    struct span id = span_str(header), kind = table_word(&id), more = id;

    r->opened_line = r->section_line;
    r->section = TABLE_SECTION_SKIPPED;
    if (strlen(header) >= NAME_CUT)
        return table_complain(t, r->section_line, "the section's name is longer than %d characters", NAME_CUT - 1);
    table_word(&more);
    if (span_is(kind, "table") && id.len == 0) {
        r->section = TABLE_SECTION_TABLE;
        return true;
    }
    if (!span_is(kind, "server") && !span_is(kind, "client"))
        return table_complain(t, r->section_line, "the section [%s] is not known; [table], [server ID] and [client ID] are", header);
    if (id.len == 0 || more.len > 0)
        return table_complain(t, r->section_line, "a %.*s needs an ID of one word, as in [%.*s example]", (int)kind.len,
                              (const char *)kind.ptr, (int)kind.len, (const char *)kind.ptr);
    if (span_is(kind, "client"))
        return client_open(r, id);
    r->section = TABLE_SECTION_SERVER;
    return server_new(t, r->section_line, id);
}

static void *section_owner(const struct reader *r)
{
    switch (r->section) {
    case TABLE_SECTION_TABLE: return r->table;
    case TABLE_SECTION_SERVER: return r->table->servers[r->table->server_count - 1];
    case TABLE_SECTION_CLIENT: return r->table->clients[r->table->client_count - 1];
    case TABLE_SECTION_NONE:
    case TABLE_SECTION_SKIPPED: break;
    }
    return NULL;
}

static bool reader_take(struct reader *r, const char *header, const char *name, const char *value)
{
    const struct table_key *key;

    if (r->section_line == 0)
        return table_complain(r->table, r->line, "'%s' stands before any section; [table], [server ID] or [client ID] comes first",
                              name);
    if (r->section_line != r->opened_line && !section_open(r, header))
        return false;
    if (r->section == TABLE_SECTION_SKIPPED)
        return true;
    key = table_key_find(r->section, span_str(name));
    return key ? table_key_read(r->table, r->line, key, section_owner(r), span_str(value))
               : table_key_unknown(r->table, r->line, r->section, name);
}

/* inih's handler: 0 is an error to it, which it would only count. */
static int reader_key(void *user, const char *section, const char *name, const char *value)
{
    struct reader *r = user;

    r->wants_key = false;
    if (!r->no_memory && !reader_take(r, section, name, value))
        r->no_memory = true;
    return 1;
}

/* ---- Lines ---- */

/* The line before is done with: what did inih make of it? */
static void reader_settle(struct reader *r)
{
    if (r->wants_key)
        reader_complain(r, table_complain(r->table, r->line, "neither a [section] nor 'key = value'"));
    r->wants_key = false;
}

/* Before a comment, as inih looks for it; it would go on with the section before. */
static bool section_is_closed(struct span line)
{
    for (size_t i = 1; i < line.len; i++) {
        if (line.ptr[i] == ']')
            return true;
        if (line.ptr[i] == ';' && (line.ptr[i - 1] == ' ' || line.ptr[i - 1] == '\t'))
            return false;
    }
    return false;
}

static void reader_section(struct reader *r, struct span line)
{
    if (r->section_line != r->opened_line)
        reader_complain(r, table_complain(r->table, r->section_line, "the section is empty"));
    r->section_line = r->line;
    if (section_is_closed(line))
        return;
    reader_complain(r, table_complain(r->table, r->line, "the section's name has no ] behind it"));
    r->opened_line = r->line;
    r->section = TABLE_SECTION_SKIPPED;
}

/* Cuts a line off; without its ending, indentation, and the byte order mark that some editors put first. */
static struct span line_next(struct reader *r)
{
    const unsigned char *lf = memchr(r->rest.ptr, '\n', r->rest.len);
    size_t len = lf ? (size_t)(lf - r->rest.ptr) : r->rest.len;
    struct span line = span_head(r->rest, len);

    r->rest = span_skip(r->rest, len + 1);
    r->line++;
    if (line.len > 0 && line.ptr[line.len - 1] == '\r')
        line.len--;
    if (r->line == 1 && span_starts(line, "\xEF\xBB\xBF"))
        line = span_skip(line, 3);
    return span_trim(line);
}

/* inih's reader, as fgets: a line that it could not take whole goes to it as an empty one. */
static char *reader_line(char *to, int cap, void *stream)
{
    struct reader *r = stream;
    struct span line = {0};

    reader_settle(r);
    if (r->rest.len == 0 || r->no_memory)
        return NULL;
    line = line_next(r);
    if (line.len > (size_t)cap - 3) {
        reader_complain(r, table_complain(r->table, r->line, "the line is longer than %d bytes", cap - 3));
        line.len = 0;
    } else if (line.len > 0 && memchr(line.ptr, '\0', line.len)) {
        reader_complain(r, table_complain(r->table, r->line, "the line has a zero byte in it; is this a text file?"));
        line.len = 0;
    }
    if (span_starts(line, "["))
        reader_section(r, line);
    else
        r->wants_key = line.len > 0 && line.ptr[0] != ';' && line.ptr[0] != '#';
    if (line.len > 0)
        memcpy(to, line.ptr, line.len);
    memcpy(to + line.len, "\n", 2);
    return to;
}

/* ---- The whole file ---- */

static bool table_parse(struct table *t, struct span bytes)
{
    struct reader r = {.table = t, .rest = bytes};

    if (bytes.len > TABLE_BYTES_MAX)
        return table_complain(t, 0, "the table is larger than %u bytes", TABLE_BYTES_MAX);
    /* Its result is the number of the first line with an error: reader_settle has told of all of them. A negative one is lack
     * of memory, where inih was built to use any. */
    if (inih.parse_stream(reader_line, &r, reader_key, &r) < 0 || r.no_memory)
        return false;
    if (r.section_line != r.opened_line && !table_complain(t, r.section_line, "the section is empty"))
        return false;
    return table_finish(t);
}

struct table *table_read(struct span bytes, const char *source, struct err *err)
{
    if (!inih_load(err))
        return NULL;

    struct table *t = calloc(1, sizeof *t);

    if (t && (t->source = text_safe_dup(span_str(source))) && table_parse(t, bytes))
        return t;
    table_free(t);
    err_memory(err);
    return NULL;
}
