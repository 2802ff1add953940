/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_read.c - a line of JSON back to structs, by the tables of json_private.h. Values by json_value.c; a door to jansson.
 *
 * The line is a stranger's: it is bounded before jansson sees it, every text is made safe again, every number has a range, every
 * list an end. A key that is missing leaves what zero means; for places in the transcript that is "none".
 */
#include "config.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "report/json_value_private.h"

#define TOKENS_MAX 4000000 /* of a line: the biggest transcript has a fraction of it, and jansson takes some 60 bytes for each */
#define DEPTH_MAX 16       /* of objects and lists inside each other */

/* A step down; the length to which path is cut on the way back. */
static size_t path_down(struct reading *r, const char *key, size_t index)
{
    size_t len = strlen(r->path);

    if (index == SIZE_MAX)
        snprintf(r->path + len, sizeof r->path - len, "%s\"%s\"", len ? " " : "", key);
    else
        snprintf(r->path + len, sizeof r->path - len, "%s\"%s\"[%zu]", len ? " " : "", key, index);
    return len;
}

static bool read_object(struct reading *r, const struct field *fields, json_t *value, unsigned char *base);

static bool read_element(struct reading *r, const struct field *f, json_t *item, unsigned char *element)
{
    struct field one = {.key = f->key, .kind = f->kind == FIELD_INTS ? FIELD_INT : FIELD_SIZE};

    if (f->kind == FIELD_INTS || f->kind == FIELD_SIZES)
        return json_number_read(r, &one, item, element);
    if (f->kind == FIELD_TEXTS)
        return json_text_read(r, f, item, (char *)element, f->cap);
    return json_is_object(item) ? read_object(r, f->of, item, element) : json_refuse(r, f->key, "a list of objects");
}

static bool read_elements(struct reading *r, const struct field *f, json_t *value, unsigned char *first, size_t each)
{
    json_t *item;
    size_t i;

    json_array_foreach(value, i, item) {
        size_t back = path_down(r, f->key, i);
        bool ok = read_element(r, f, item, first + i * each);

        r->path[back] = '\0';
        if (!ok)
            return false;
    }
    return true;
}

static size_t element_size(const struct field *f)
{
    return f->kind == FIELD_INTS ? sizeof(int) : f->kind == FIELD_SIZES ? sizeof(size_t) : f->each;
}

/* Elements that lie in the struct itself. */
static bool read_inside(struct reading *r, const struct field *f, json_t *value, unsigned char *base)
{
    size_t each = element_size(f), most = f->kind == FIELD_INTS ? f->size / each : f->most;

    if (!json_list_is_good(r, f, value, most))
        return false;
    if (f->kind != FIELD_INTS)
        *(size_t *)(void *)(base + f->count) = json_array_size(value);
    return read_elements(r, f, value, base + f->at, each);
}

static bool read_own_rows(struct reading *r, const struct field *f, json_t *value, unsigned char *base)
{
    unsigned char **rows = (void *)(base + f->at);
    size_t count = json_array_size(value);

    if (!json_list_is_good(r, f, value, f->most))
        return false;
    if (count == 0)
        return true;
    *rows = calloc(count, f->each);
    if (!*rows)
        return json_no_memory(r);
    *(size_t *)(void *)(base + f->count) = count;
    return read_elements(r, f, value, *rows, f->each);
}

static bool read_inner(struct reading *r, const struct field *f, json_t *value, void *at)
{
    unsigned char *inner = at;
    size_t back;
    bool ok;

    if (f->kind == FIELD_OWN_OBJECT) {
        if (json_is_null(value))
            return true;
        *(void **)at = inner = calloc(1, f->each);
        if (!inner)
            return json_no_memory(r);
    }
    if (!json_is_object(value))
        return json_refuse(r, f->key, "an object");
    back = path_down(r, f->key, SIZE_MAX);
    ok = read_object(r, f->of, value, inner);
    r->path[back] = '\0';
    return ok;
}

static bool read_field(struct reading *r, const struct field *f, json_t *value, unsigned char *base)
{
    switch (f->kind) {
    case FIELD_TEXT:
    case FIELD_NAME:
    case FIELD_STRING:
    case FIELD_SPAN:
    case FIELD_SPAN_BYTES:
    case FIELD_BYTES:
    case FIELD_OWN_BYTES:
    case FIELD_BOOL:
    case FIELD_INT:
    case FIELD_PLACE:
    case FIELD_UNSIGNED:
    case FIELD_PORT:
    case FIELD_SIZE:
    case FIELD_COUNT:
    case FIELD_SIGNED:
    case FIELD_MS:
    case FIELD_DATE:
    case FIELD_MOMENT:
    case FIELD_SERIAL:
    case FIELD_WORD:
    case FIELD_FLAGS:
    case FIELD_LIST: return json_value_read(r, f, value, base);
    case FIELD_INTS:
    case FIELD_SIZES:
    case FIELD_TEXTS:
    case FIELD_ROWS: return read_inside(r, f, value, base);
    case FIELD_OWN_ROWS: return read_own_rows(r, f, value, base);
    case FIELD_OBJECT:
    case FIELD_OWN_OBJECT: return read_inner(r, f, value, base + f->at);
    case FIELD_HOISTED: break; /* its keys are ours: read_hoisted */
    }
    return true;
}

/* A struct whose keys stand among ours. */
static bool read_hoisted(struct reading *r, const struct field *f, json_t *o, unsigned char *base)
{
    void *inner, **to = (void *)(base + f->at);
    json_t *value = json_object_get(o, f->key);

    if (!value || json_is_null(value))
        return true;
    *to = inner = calloc(1, f->each);
    return inner ? read_object(r, f->of, o, inner) : json_no_memory(r);
}

/* What a missing key leaves: nothing, which for places is not the first one. */
static void leave_out(const struct field *f, unsigned char *base)
{
    if (f->kind == FIELD_OBJECT)
        for (const struct field *inner = f->of; inner->key; inner++)
            leave_out(inner, base + f->at);
    if (f->kind == FIELD_SERIAL)
        *(uint64_t *)(void *)(base + f->at) = NO_SERIAL;
    if (f->kind == FIELD_PLACE)
        *(int *)(void *)(base + f->at) = -1;
}

static bool read_key(struct reading *r, const struct field *f, json_t *o, unsigned char *base)
{
    json_t *value = json_object_get(o, f->key);
    bool *present = f->present ? (bool *)(base + f->present - 1) : NULL;

    if (f->derived)
        return true;
    if (f->kind == FIELD_HOISTED)
        return read_hoisted(r, f, o, base);
    if (!value) {
        leave_out(f, base);
        return true;
    }
    if (present)
        *present = !json_is_null(value);
    if (present && !*present) {
        leave_out(f, base);
        return true;
    }
    return read_field(r, f, value, base);
}

static bool read_object(struct reading *r, const struct field *fields, json_t *value, unsigned char *base)
{
    bool ok = true;

    for (const struct field *f = fields; ok && f->key; f++)
        ok = read_key(r, f, value, base);
    return ok;
}

/* How much jansson would have to keep, told from the marks outside strings. */
static bool is_bounded(struct span line)
{
    size_t tokens = 0, depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < line.len; i++) {
        unsigned char c = line.ptr[i];

        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        tokens += c == ',' || c == ':' || c == '[' || c == '{';
        depth += c == '[' || c == '{';
        if (tokens > TOKENS_MAX || depth > DEPTH_MAX)
            return false;
        depth -= (c == ']' || c == '}') && depth > 0;
    }
    return true;
}

bool json_read(struct span line, size_t line_number, const struct json_part *parts, size_t count, struct err *err)
{
    struct reading r = {.err = err, .line = line_number};
    json_error_t error;
    json_t *o;
    bool ok = true;

    if (!is_bounded(line)) {
        err_set(err, ERR_FILE, 0, "line %zu: more than a report of a walk can hold", line_number);
        return false;
    }
    o = json_loadb((const char *)line.ptr, line.len, JSON_REJECT_DUPLICATES, &error);
    if (!o && json_error_code(&error) == json_error_out_of_memory)
        return json_no_memory(&r);
    if (!json_is_object(o)) {
        if (o)
            err_set(err, ERR_FILE, 0, "line %zu: a list and not an object, so not a report of a walk", line_number);
        else {
            char text[JSON_ERROR_TEXT_LENGTH * 2];

            text_safe_copy(text, sizeof text, span_str(error.text));
            err_set(err, ERR_FILE, 0, "line %zu, byte %d: not JSON: %s", line_number, error.position, text);
        }
        json_decref(o);
        return false;
    }
    for (size_t i = 0; ok && i < count; i++)
        ok = read_object(&r, parts[i].fields, o, parts[i].base);
    json_decref(o);
    return ok;
}
