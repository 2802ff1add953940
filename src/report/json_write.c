/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_write.c - tables of json_private.h to a line of JSON. With json_read.c and json_value.c the only door to jansson.
 *
 * jansson refuses strings that are not UTF-8, and a NULL value makes an addition fail: so every function here gives NULL, or
 * adds and tells, and lack of memory comes out at the top. A reference given to put() is gone in either case.
 */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>

#include "base/text.h"
#include "report/json_private.h"
#include "report/redact_private.h"

static bool put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

static bool push(json_t *array, json_t *value)
{
    return json_array_append_new(array, value) == 0;
}

/* The value when all went well; else it is given back and NULL comes out. */
static json_t *whole(json_t *value, bool ok)
{
    if (ok)
        return value;
    json_decref(value);
    return NULL;
}

/* What stands in a server's bytes becomes safe text; what is safe already stays as it is. */
static json_t *safe_json(struct span s)
{
    struct buf safe = {0};
    json_t *value = text_safe(&safe, s) ? json_stringn(buf_len(&safe) > 0 ? (const char *)buf_span(&safe).ptr : "", buf_len(&safe)) : NULL;

    buf_done(&safe);
    return value;
}

/* most: bytes of the masked text that are kept, 0 for all: masks may be longer than what they hide. */
static json_t *text_json(struct span s, size_t most, const struct json_scope *scope)
{
    struct buf masked = {0};
    json_t *value;

    if (!scope->mask)
        return safe_json(s);
    value = redact_text(scope->mask, s, &masked) ? safe_json(span_head(buf_span(&masked), most ? most : SIZE_MAX)) : NULL;
    buf_done(&masked);
    return value;
}

static json_t *string_json(const char *s, const struct json_scope *scope)
{
    return s ? text_json(span_str(s), 0, scope) : json_null();
}

static json_t *base64_json(struct span s)
{
    struct buf b = {0};
    const char *text = buf_add_base64(&b, s) ? buf_cstr(&b) : NULL;
    json_t *value = text ? json_string(text) : NULL;

    buf_done(&b);
    return value;
}

static json_t *bytes_json(struct span s, size_t most, const struct json_scope *scope)
{
    struct buf masked = {0};
    json_t *value;

    if (!scope->mask)
        return base64_json(s);
    value = redact_text(scope->mask, s, &masked) ? base64_json(span_head(buf_span(&masked), most)) : NULL;
    buf_done(&masked);
    return value;
}

/* A certificate is the server's own, and nothing of it can be changed: where something in it is to be masked, it is left out. */
static json_t *whole_bytes_json(struct span s, const struct json_scope *scope)
{
    struct buf masked = {0};
    bool ok = !scope->mask || redact_text(scope->mask, s, &masked);
    bool same = !scope->mask || (buf_len(&masked) == s.len && (s.len == 0 || memcmp(buf_span(&masked).ptr, s.ptr, s.len) == 0));
    json_t *value = ok ? base64_json(same ? s : span_of(NULL, 0)) : NULL;

    buf_done(&masked);
    return value;
}

static json_t *moment_json(int64_t wall_us)
{
    char text[40];

    text_time_rfc3339(text, sizeof text, wall_us);
    return json_string(text);
}

static json_t *date_json(int64_t s)
{
    int64_t most = INT64_MAX / 1000000;

    return moment_json((s > most ? most : s < -most ? -most : s) * 1000000);
}

static json_t *count_json(uint64_t n)
{
    return json_integer((json_int_t)(n > INT64_MAX ? INT64_MAX : n));
}

static json_t *serial_json(uint64_t serial, const struct json_scope *scope)
{
    if (serial < scope->first_serial || serial >= scope->next_serial)
        return json_null();
    return json_integer((json_int_t)(serial - scope->first_serial));
}

static json_t *word_json(const char *word)
{
    return word && word[0] ? json_string(word) : json_null();
}

static json_t *flags_json(const struct field *f, unsigned flags)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (unsigned bit = 0; ok && f->word(bit); bit++)
        ok = !(flags >> bit & 1) || push(array, json_string(f->word(bit)));
    return whole(array, ok);
}

static json_t *list_json(const struct strv *list, const struct json_scope *scope)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < list->count; i++)
        ok = push(array, string_json(list->items[i], scope));
    return whole(array, ok);
}

static bool parts_put(json_t *o, const struct field *fields, const unsigned char *base, const struct json_scope *scope);

static json_t *object_json(const struct field *fields, const void *base, const struct json_scope *scope)
{
    json_t *o = json_object();

    return whole(o, o && parts_put(o, fields, base, scope));
}

/* Elements of a kind that has no row of its own. */
static json_t *element_json(const struct field *f, const unsigned char *element, const struct json_scope *scope)
{
    size_t size;
    int n;

    if (f->kind == FIELD_INTS) {
        memcpy(&n, element, sizeof n);
        return json_integer(n);
    }
    if (f->kind == FIELD_SIZES) {
        memcpy(&size, element, sizeof size);
        return count_json(size);
    }
    return f->kind == FIELD_TEXTS ? string_json((const char *)element, scope) : object_json(f->of, element, scope);
}

static json_t *elements_json(const struct field *f, const unsigned char *first, size_t each, size_t count, const struct json_scope *scope)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < count; i++)
        ok = push(array, element_json(f, first + i * each, scope));
    return whole(array, ok);
}

/* A number of whichever kind. */
static json_t *number_json(const struct field *f, const void *at, const struct json_scope *scope)
{
    switch (f->kind) {
    case FIELD_INT: return json_integer(*(const int *)at);
    case FIELD_PLACE: return *(const int *)at < 0 ? json_null() : json_integer(*(const int *)at);
    case FIELD_UNSIGNED: return json_integer(*(const unsigned *)at);
    case FIELD_PORT: return json_integer(*(const uint16_t *)at);
    case FIELD_SIZE: return count_json(*(const size_t *)at);
    case FIELD_COUNT: return count_json(*(const uint64_t *)at);
    case FIELD_SIGNED: return json_integer(*(const int64_t *)at);
    case FIELD_MS: return json_real((double)*(const uint64_t *)at / 1000);
    case FIELD_DATE: return date_json(*(const int64_t *)at);
    case FIELD_MOMENT: return moment_json(*(const int64_t *)at);
    default: return serial_json(*(const uint64_t *)at, scope);
    }
}

static size_t counted(const struct field *f, const unsigned char *base)
{
    return *(const size_t *)(const void *)(base + f->count);
}

static json_t *field_json(const struct field *f, const unsigned char *base, const struct json_scope *scope)
{
    const void *at = base + f->at;

    switch (f->kind) {
    case FIELD_TEXT: return string_json(at, scope);
    case FIELD_NAME: return *(const char *)at ? string_json(at, scope) : json_null();
    case FIELD_STRING: return string_json(*(char *const *)at, scope);
    case FIELD_SPAN: return text_json(*(const struct span *)at, TRANSCRIPT_LINE_MAX, scope);
    case FIELD_SPAN_BYTES: return bytes_json(*(const struct span *)at, TRANSCRIPT_LINE_MAX, scope);
    case FIELD_BYTES: return bytes_json(span_of(at, counted(f, base)), f->size, scope);
    case FIELD_OWN_BYTES: return whole_bytes_json(span_of(*(unsigned char *const *)at, counted(f, base)), scope);
    case FIELD_BOOL: return json_boolean(*(const bool *)at);
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
    case FIELD_SERIAL: return number_json(f, at, scope);
    case FIELD_WORD: return word_json(f->word(*(const unsigned *)at));
    case FIELD_FLAGS: return flags_json(f, *(const unsigned *)at);
    case FIELD_LIST: return list_json(at, scope);
    case FIELD_INTS: return elements_json(f, at, sizeof(int), f->size / sizeof(int), scope);
    case FIELD_SIZES: return elements_json(f, at, sizeof(size_t), counted(f, base), scope);
    case FIELD_TEXTS:
    case FIELD_ROWS: return elements_json(f, at, f->each, counted(f, base), scope);
    case FIELD_OWN_ROWS: return elements_json(f, *(unsigned char *const *)at, f->each, counted(f, base), scope);
    case FIELD_OBJECT: return object_json(f->of, at, scope);
    case FIELD_OWN_OBJECT: return *(void *const *)at ? object_json(f->of, *(void *const *)at, scope) : json_null();
    case FIELD_HOISTED: return json_null();
    }
    return NULL;
}

/* Nothing to say: what an optional key is left out for. */
static bool is_nothing(json_t *value)
{
    return json_is_null(value) || json_is_false(value) || (json_is_string(value) && json_string_length(value) == 0);
}

static bool field_put(json_t *o, const struct field *f, const unsigned char *base, const struct json_scope *scope)
{
    struct json_scope plain = *scope;
    json_t *value;

    plain.mask = NULL;
    if (f->plain)
        scope = &plain;
    if (f->kind == FIELD_HOISTED && *(void *const *)(const void *)(base + f->at))
        return parts_put(o, f->of, *(void *const *)(const void *)(base + f->at), scope);
    value = f->present && !*(const bool *)(base + f->present - 1) ? json_null() : field_json(f, base, scope);
    if (f->optional && value && is_nothing(value)) {
        json_decref(value);
        return true;
    }
    return put(o, f->key, value);
}

static bool parts_put(json_t *o, const struct field *fields, const unsigned char *base, const struct json_scope *scope)
{
    bool ok = true;

    for (const struct field *f = fields; ok && f->key; f++)
        ok = field_put(o, f, base, scope);
    return ok;
}

struct dump {
    struct buf *out;
    bool failed; /* jansson 2.14 does not pass on every failure of its callback */
};

static int dump_bytes(const char *bytes, size_t len, void *user)
{
    struct dump *d = user;

    if (!buf_add(d->out, bytes, len))
        d->failed = true;
    return d->failed ? -1 : 0;
}

bool json_write(struct buf *out, const struct json_part *parts, size_t count, const struct json_scope *scope)
{
    struct dump dump = {.out = out};
    json_t *o = json_object();
    bool ok = o != NULL;

    for (size_t i = 0; ok && i < count; i++)
        ok = parts_put(o, parts[i].fields, parts[i].base, scope);
    ok = ok && json_dump_callback(o, dump_bytes, &dump, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15)) == 0 &&
         !dump.failed && buf_add_char(out, '\n');
    json_decref(o);
    return ok;
}
