/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_value.c - one JSON value to one member: text made safe, numbers within their range, lists with an end. */
#include "config.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "base/text.h"
#include "report/json_value_private.h"

#define MS_MAX 1e12 /* thirty years */

/* err once; always false. */
bool json_refuse(struct reading *r, const char *key, const char *expected)
{
    err_set(r->err, ERR_FILE, 0, "line %zu: %s%s\"%s\": %s is expected", r->line, r->path, *r->path ? " " : "", key, expected);
    return false;
}

bool json_no_memory(struct reading *r)
{
    err_memory(r->err);
    return false;
}

static struct span string_span(json_t *value)
{
    return span_of(json_string_value(value), json_string_length(value));
}

static bool read_integer(struct reading *r, const struct field *f, json_t *value, int64_t least, int64_t most, int64_t *n_r)
{
    char expected[80];

    *n_r = json_integer_value(value);
    if (json_is_integer(value) && *n_r >= least && *n_r <= most)
        return true;
    snprintf(expected, sizeof expected, "a whole number from %" PRId64 " to %" PRId64, least, most);
    return json_refuse(r, f->key, expected);
}

bool json_number_read(struct reading *r, const struct field *f, json_t *value, void *at)
{
    int64_t n = 0;
    bool ok;

    switch (f->kind) {
    case FIELD_INT:
        ok = read_integer(r, f, value, INT32_MIN, INT32_MAX, &n);
        *(int *)at = (int)n;
        return ok;
    case FIELD_PLACE:
        ok = json_is_null(value) || read_integer(r, f, value, 0, INT32_MAX, &n);
        *(int *)at = json_is_null(value) ? -1 : (int)n;
        return ok;
    case FIELD_UNSIGNED:
        ok = read_integer(r, f, value, 0, UINT32_MAX, &n);
        *(unsigned *)at = (unsigned)n;
        return ok;
    case FIELD_PORT:
        ok = read_integer(r, f, value, 0, UINT16_MAX, &n);
        *(uint16_t *)at = (uint16_t)n;
        return ok;
    case FIELD_SIZE:
        ok = read_integer(r, f, value, 0, INT32_MAX, &n);
        *(size_t *)at = (size_t)n;
        return ok;
    case FIELD_SERIAL:
        ok = json_is_null(value) || read_integer(r, f, value, 0, INT32_MAX, &n);
        *(uint64_t *)at = json_is_null(value) ? NO_SERIAL : (uint64_t)n;
        return ok;
    case FIELD_SIGNED:
        return read_integer(r, f, value, INT64_MIN, INT64_MAX, at);
    default:
        ok = read_integer(r, f, value, 0, INT64_MAX, &n);
        *(uint64_t *)at = (uint64_t)n;
        return ok;
    }
}

static bool read_time(struct reading *r, const struct field *f, json_t *value, void *at)
{
    int64_t us;
    double ms = json_number_value(value);

    if (f->kind == FIELD_MS) {
        if (!json_is_number(value) || !(ms >= 0 && ms <= MS_MAX))
            return json_refuse(r, f->key, "a number of milliseconds");
        *(uint64_t *)at = (uint64_t)(ms * 1000 + 0.5);
        return true;
    }
    if (!json_is_string(value) || !text_time_read(string_span(value), &us))
        return json_refuse(r, f->key, "a time such as \"2026-11-24T06:00:00.000Z\"");
    /* The last of all times has a fraction, so that it is told from the last second that certificates can name. */
    *(int64_t *)at = f->kind == FIELD_DATE ? us / 1000000 + (us % 1000000 > 0) : us;
    return true;
}

/* Into a fixed array. */
bool json_text_read(struct reading *r, const struct field *f, json_t *value, char *to, size_t cap)
{
    if (json_is_null(value)) {
        to[0] = '\0';
        return true;
    }
    if (!json_is_string(value))
        return json_refuse(r, f->key, "a text");
    text_safe_copy(to, cap, string_span(value));
    return true;
}

/* malloc'ed; NULL for null. */
static bool read_string(struct reading *r, const struct field *f, json_t *value, char **to)
{
    if (json_is_null(value))
        return true;
    if (!json_is_string(value))
        return json_refuse(r, f->key, "a text");
    *to = text_safe_dup(string_span(value));
    return *to || json_no_memory(r);
}

/* Base64, at most most bytes of it; 0: no bound but the line's. */
static bool read_base64(struct reading *r, const struct field *f, json_t *value, size_t most, struct buf *to)
{
    size_t len = json_is_string(value) ? json_string_length(value) : 0;

    if (!json_is_string(value) || (most && len / 4 * 3 > most + 2))
        return json_refuse(r, f->key, "base64 that is not too long");
    if (!buf_reserve(to, len + 1))
        return json_no_memory(r);
    return (buf_add_unbase64(to, string_span(value)) && (!most || buf_len(to) <= most)) || json_refuse(r, f->key, "base64 that is not too long");
}

/* malloc'ed; NULL for no bytes at all. */
static bool read_bytes(struct reading *r, const struct field *f, json_t *value, unsigned char **to, size_t *len_r)
{
    struct buf b = {0};
    bool ok = read_base64(r, f, value, f->most, &b);

    *len_r = ok ? buf_len(&b) : 0;
    if (*len_r > 0) {
        *to = (unsigned char *)buf_take(&b);
        ok = *to || json_no_memory(r);
    }
    buf_done(&b);
    return ok;
}

static bool read_bytes_inside(struct reading *r, const struct field *f, json_t *value, unsigned char *to, size_t *len_r)
{
    struct buf b = {0};
    bool ok = read_base64(r, f, value, f->size, &b);

    *len_r = ok ? buf_len(&b) : 0;
    if (*len_r > 0)
        memcpy(to, buf_span(&b).ptr, *len_r);
    buf_done(&b);
    return ok;
}

static bool read_span(struct reading *r, const struct field *f, json_t *value, struct span *to)
{
    char *text = NULL;
    unsigned char *bytes = NULL;
    bool ok;

    if (f->kind == FIELD_SPAN) {
        ok = read_string(r, f, value, &text);
        *to = span_str(text);
        return ok;
    }
    ok = read_bytes(r, f, value, &bytes, &to->len);
    to->ptr = bytes;
    return ok;
}

/* The value of a word. false: it is none of them. */
static bool word_value(const struct field *f, const char *word, unsigned *value_r)
{
    for (unsigned v = 0; f->word(v); v++)
        if (strcmp(f->word(v), word) == 0) {
            *value_r = v;
            return true;
        }
    return false;
}

static bool read_word(struct reading *r, const struct field *f, json_t *value, unsigned *to)
{
    char expected[200] = "one of";
    const char *comma = "";

    if ((json_is_string(value) && word_value(f, json_string_value(value), to)) || (json_is_null(value) && word_value(f, "", to)))
        return true;
    for (unsigned v = 0; f->word(v) && strlen(expected) < 120; v++)
        if (f->word(v)[0]) {
            snprintf(expected + strlen(expected), sizeof expected - strlen(expected), "%s %s", comma, f->word(v));
            comma = ",";
        }
    return json_refuse(r, f->key, expected);
}

bool json_list_is_good(struct reading *r, const struct field *f, json_t *value, size_t most)
{
    char expected[60];

    if (json_is_array(value) && json_array_size(value) <= most)
        return true;
    snprintf(expected, sizeof expected, "a list of at most %zu", most);
    return json_refuse(r, f->key, expected);
}

static bool read_flags(struct reading *r, const struct field *f, json_t *value, unsigned *to)
{
    unsigned bit;
    json_t *item;
    size_t i;

    if (!json_list_is_good(r, f, value, 32))
        return false;
    *to = 0;
    json_array_foreach(value, i, item) {
        if (!json_is_string(item) || !word_value(f, json_string_value(item), &bit))
            return json_refuse(r, f->key, "a list of words that are used there");
        *to |= 1u << bit;
    }
    return true;
}

static bool read_list(struct reading *r, const struct field *f, json_t *value, struct strv *to)
{
    struct buf safe = {0};
    bool ok = json_list_is_good(r, f, value, f->most);
    json_t *item;
    size_t i;

    if (!ok)
        return false;
    json_array_foreach(value, i, item) {
        if (!json_is_string(item))
            ok = json_refuse(r, f->key, "a list of texts");
        else if (buf_clear(&safe), !text_safe(&safe, string_span(item)) || !strv_add(to, buf_span(&safe)))
            ok = json_no_memory(r);
        if (!ok)
            break;
    }
    buf_done(&safe);
    return ok;
}

bool json_value_read(struct reading *r, const struct field *f, json_t *value, unsigned char *base)
{
    void *at = base + f->at;
    size_t *count = (void *)(base + f->count);

    switch (f->kind) {
    case FIELD_TEXT:
    case FIELD_NAME: return json_text_read(r, f, value, at, f->size);
    case FIELD_STRING: return read_string(r, f, value, at);
    case FIELD_SPAN:
    case FIELD_SPAN_BYTES: return read_span(r, f, value, at);
    case FIELD_BYTES: return read_bytes_inside(r, f, value, at, count);
    case FIELD_OWN_BYTES: return read_bytes(r, f, value, at, count);
    case FIELD_BOOL:
        *(bool *)at = json_is_true(value);
        return json_is_boolean(value) || json_refuse(r, f->key, "true or false");
    case FIELD_INT:
    case FIELD_PLACE:
    case FIELD_UNSIGNED:
    case FIELD_PORT:
    case FIELD_SIZE:
    case FIELD_COUNT:
    case FIELD_SIGNED:
    case FIELD_SERIAL: return json_number_read(r, f, value, at);
    case FIELD_MS:
    case FIELD_DATE:
    case FIELD_MOMENT: return read_time(r, f, value, at);
    case FIELD_WORD: return read_word(r, f, value, at);
    case FIELD_FLAGS: return read_flags(r, f, value, at);
    case FIELD_LIST: return read_list(r, f, value, at);
    case FIELD_INTS:
    case FIELD_SIZES:
    case FIELD_TEXTS:
    case FIELD_ROWS:
    case FIELD_OWN_ROWS:
    case FIELD_OBJECT:
    case FIELD_OWN_OBJECT:
    case FIELD_HOISTED: break; /* made of values: json_read.c */
    }
    return false;
}
