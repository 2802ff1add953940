/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_key.c - the keys of a table file: one row each, and how their values are read. */
#include <stddef.h>
#include <stdlib.h>

#include "base/text.h"
#include "table/table_private.h"

/* ---- Values ---- */

/* Where a key stands, and the table that complaints about it go to. */
struct place {
    struct table *table;
    unsigned line;
};

typedef bool key_fn(const struct place *at, const struct table_key *key, void *owner, struct span value);

struct table_key {
    enum table_section section;
    const char *name;
    key_fn *read;
    size_t field; /* offset in the owner */
    enum table_service service;
};

static void *field_of(void *owner, size_t offset)
{
    return (char *)owner + offset;
}

static bool key_text(const struct place *at, const struct table_key *key, void *owner, struct span value)
{
    char **text = field_of(owner, key->field);

    if (*text)
        return table_complain(at->table, at->line, "'%s' was given before in this section", key->name);
    if (value.len == 0)
        return table_complain(at->table, at->line, "'%s' is empty", key->name);
    *text = text_safe_dup(value);
    return *text != NULL;
}

/* Further lines of a note are joined to it: a line of the file is short. */
static bool key_note(const struct place *at, const struct table_key *key, void *owner, struct span value)
{
    char **text = field_of(owner, key->field), *joined;
    struct buf b = {0};

    (void)at;
    joined = (!*text || (buf_add_str(&b, *text) && buf_add_char(&b, ' '))) && text_safe(&b, value) ? buf_take(&b) : NULL;
    buf_done(&b);
    if (!joined)
        return false;
    free(*text);
    *text = joined;
    return true;
}

struct span table_word(struct span *rest)
{
    struct span s = span_trim(*rest);
    size_t len = 0;

    while (len < s.len && s.ptr[len] != ' ' && s.ptr[len] != '\t')
        len++;
    *rest = span_trim(span_skip(s, len));
    return span_head(s, len);
}

static bool key_clients(const struct place *at, const struct table_key *key, void *owner, struct span value)
{
    struct strv *list = field_of(owner, key->field);

    if (value.len == 0)
        return table_complain(at->table, at->line, "'%s' is empty; IDs of clients with spaces between them are expected", key->name);
    while (value.len > 0) {
        char *id = text_safe_dup(table_word(&value));
        bool ok = id && strv_add_str(list, id);

        free(id);
        if (!ok)
            return false;
    }
    return true;
}

static bool key_login(const struct place *at, const struct table_key *key, void *owner, struct span value)
{
    bool *is_address = field_of(owner, key->field);
    bool address = span_is_nocase(value, "address");

    if (!address && !span_is_nocase(value, "local-part"))
        return table_complain(at->table, at->line, "login is 'local-part' or 'address', not '%.*s'", (int)value.len,
                              (const char *)value.ptr);
    *is_address = address;
    return true;
}

static bool key_behaviour(const struct place *at, const struct table_key *key, void *owner, struct span value)
{
    static const struct {
        const char *word;
        enum client_trait trait;
    } words[] = {{"changes-settings", CLIENT_CHANGES_SETTINGS}, {"cloud", CLIENT_IN_CLOUD}};
    unsigned *traits = field_of(owner, key->field);

    while (value.len > 0) {
        struct span word = table_word(&value);
        size_t i = 0;

        while (i < sizeof words / sizeof words[0] && !span_is_nocase(word, words[i].word))
            i++;
        if (i == sizeof words / sizeof words[0])
            return table_complain(at->table, at->line, "behaviour is 'changes-settings' or 'cloud', not '%.*s'", (int)word.len,
                                  (const char *)word.ptr);
        *traits |= words[i].trait;
    }
    return true;
}

static bool key_tls(const struct place *at, const struct table_key *key, void *owner, struct span value)
{
    int *newest = field_of(owner, key->field);

    if (value.len != 3 || !span_starts(value, "1.") || value.ptr[2] < '0' || value.ptr[2] > '3')
        return table_complain(at->table, at->line, "tls is the newest version that the program speaks, from 1.0 to 1.3, not '%.*s'",
                              (int)value.len, (const char *)value.ptr);
    *newest = 0x0301 + value.ptr[2] - '0';
    return true;
}

static bool key_offset(const struct place *at, const struct table_key *key, void *owner, struct span value)
{
    if (!table_number(value, 65534, field_of(owner, key->field)))
        return table_complain(at->table, at->line, "port-offset '%.*s' is not a number from 0 to 65534", (int)value.len,
                              (const char *)value.ptr);
    return true;
}

/* Cuts `"WORDS"` to WORDS. Nothing at all stands for no words. */
static bool words_parse(struct span *words)
{
    if (words->len == 0)
        return true;
    if (words->len < 2 || words->ptr[0] != '"' || words->ptr[words->len - 1] != '"')
        return false;
    *words = span_of(words->ptr + 1, words->len - 2);
    return true;
}

static bool key_setting(const struct place *at, const struct table_key *key, void *owner, struct span value)
{
    struct table_client *c = owner;
    struct table_setting set = {.service = key->service};
    struct span words = value, port = table_word(&words), mode = table_word(&words);
    unsigned number;

    if (mode.len == 0)
        return table_complain(at->table, at->line, "%s needs a port and a TLS mode, as in: 993 implicit \"SSL\"", key->name);
    if (!table_number(port, 65535, &number) || number == 0)
        return table_complain(at->table, at->line, "port '%.*s' is not a number from 1 to 65535", (int)port.len,
                              (const char *)port.ptr);
    if (!tls_mode_parse(mode, &set.mode))
        return table_complain(at->table, at->line, "TLS mode '%.*s' is not known; it is implicit, starttls, opportunistic or none",
                              (int)mode.len, (const char *)mode.ptr);
    if (!words_parse(&words))
        return table_complain(at->table, at->line, "the program's own words stand between two \" behind the TLS mode, and ' ;' "
                                                 "begins a comment even there");
    set.port = (uint16_t)number;
    if (!table_room(&c->settings, c->setting_count, sizeof *c->settings))
        return false;
    set.words = text_safe_dup(words);
    if (!set.words)
        return false;
    c->settings[c->setting_count++] = set;
    return true;
}

/* ---- Keys ---- */

#define SERVER(field) offsetof(struct table_server, field)
#define CLIENT(field) offsetof(struct table_client, field)

static const struct table_key keys[] = {
    {TABLE_SECTION_TABLE, "title", key_text, offsetof(struct table, title), 0},
    {TABLE_SECTION_TABLE, "note", key_note, offsetof(struct table, note), 0},
    {TABLE_SECTION_SERVER, "title", key_text, SERVER(title), 0},
    {TABLE_SECTION_SERVER, "domain", key_text, SERVER(domain), 0},
    {TABLE_SECTION_SERVER, "note", key_note, SERVER(note), 0},
    {TABLE_SECTION_SERVER, "imap", key_text, SERVER(hosts[TABLE_IMAP]), 0},
    {TABLE_SECTION_SERVER, "pop3", key_text, SERVER(hosts[TABLE_POP3]), 0},
    {TABLE_SECTION_SERVER, "smtp", key_text, SERVER(hosts[TABLE_SMTP]), 0},
    {TABLE_SECTION_SERVER, "login", key_login, SERVER(login_is_address), 0},
    {TABLE_SECTION_SERVER, "address", key_text, SERVER(address), 0},
    {TABLE_SECTION_SERVER, "port-offset", key_offset, SERVER(port_offset), 0},
    {TABLE_SECTION_SERVER, "clients", key_clients, SERVER(clients), 0},
    {TABLE_SECTION_CLIENT, "title", key_text, CLIENT(title), 0},
    {TABLE_SECTION_CLIENT, "platform", key_text, CLIENT(platform), 0},
    {TABLE_SECTION_CLIENT, "note", key_note, CLIENT(note), 0},
    {TABLE_SECTION_CLIENT, "tls", key_tls, CLIENT(tls_newest), 0},
    {TABLE_SECTION_CLIENT, "behaviour", key_behaviour, CLIENT(traits), 0},
    {TABLE_SECTION_CLIENT, "imap", key_setting, 0, TABLE_IMAP},
    {TABLE_SECTION_CLIENT, "pop3", key_setting, 0, TABLE_POP3},
    {TABLE_SECTION_CLIENT, "smtp", key_setting, 0, TABLE_SMTP},
};

/* "imap 2" to "imap": the number only tells lines apart for other readers of the file. */
static struct span key_name(const struct table_key *k, struct span name)
{
    struct span rest = name, word = table_word(&rest);
    unsigned ignored;

    return k->read == key_setting && table_number(rest, 99, &ignored) ? word : name;
}

const struct table_key *table_key_find(enum table_section section, struct span name)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].section == section && span_is(key_name(&keys[i], name), keys[i].name))
            return &keys[i];
    return NULL;
}

bool table_key_read(struct table *t, unsigned line, const struct table_key *key, void *owner, struct span value)
{
    return key->read(&(struct place){t, line}, key, owner, value);
}

/* "title, platform, note, imap, pop3, smtp" */
bool table_key_unknown(struct table *t, unsigned line, enum table_section section, const char *name)
{
    struct buf list = {0};
    const char *known;
    bool ok = true;

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (keys[i].section == section)
            ok = ok && buf_addf(&list, "%s%s", buf_len(&list) ? ", " : "", keys[i].name);
    known = ok ? buf_cstr(&list) : NULL;
    ok = known && table_complain(t, line, "the key '%s' is not known here; known are %s", name, known);
    buf_done(&list);
    return ok;
}
