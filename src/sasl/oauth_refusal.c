/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oauth_refusal.c - the JSON of a refused token (RFC 7628 3.2.2): one flat object (RFC 8259), read strictly.
 *
 * Hostile bytes: what does not fit the grammar, nests, or goes on after the object makes the whole unreadable.
 */
#include <string.h>

#include "base/text.h"
#include "sasl/auth.h"

/* A string with its escapes undone. What is longer is cut: the fields it goes to are shorter. */
struct json_text {
    unsigned char bytes[512];
    size_t len;
};

static void json_text_add(struct json_text *t, unsigned char c)
{
    if (t->len < sizeof t->bytes)
        t->bytes[t->len++] = c;
}

static void json_text_add_point(struct json_text *t, unsigned point)
{
    if (point < 0x80) {
        json_text_add(t, (unsigned char)point);
    } else if (point < 0x800) {
        json_text_add(t, (unsigned char)(0xc0 | point >> 6));
        json_text_add(t, (unsigned char)(0x80 | (point & 0x3f)));
    } else if (point < 0x10000) {
        json_text_add(t, (unsigned char)(0xe0 | point >> 12));
        json_text_add(t, (unsigned char)(0x80 | (point >> 6 & 0x3f)));
        json_text_add(t, (unsigned char)(0x80 | (point & 0x3f)));
    } else {
        json_text_add(t, (unsigned char)(0xf0 | point >> 18));
        json_text_add(t, (unsigned char)(0x80 | (point >> 12 & 0x3f)));
        json_text_add(t, (unsigned char)(0x80 | (point >> 6 & 0x3f)));
        json_text_add(t, (unsigned char)(0x80 | (point & 0x3f)));
    }
}

static void json_space(struct span *in)
{
    while (in->len && strchr(" \t\r\n", in->ptr[0]) && in->ptr[0])
        *in = span_skip(*in, 1);
}

static bool json_take(struct span *in, unsigned char c)
{
    json_space(in);
    if (!in->len || in->ptr[0] != c)
        return false;
    *in = span_skip(*in, 1);
    return true;
}

/* Four hex digits. */
static bool json_hex4(struct span *in, unsigned *unit_r)
{
    *unit_r = 0;
    if (in->len < 4)
        return false;
    for (int i = 0; i < 4; i++) {
        unsigned char c = in->ptr[i];
        unsigned digit = c >= '0' && c <= '9'   ? c - (unsigned)'0'
                         : c >= 'a' && c <= 'f' ? c - (unsigned)'a' + 10
                         : c >= 'A' && c <= 'F' ? c - (unsigned)'A' + 10
                                                : 16u;
        if (digit == 16)
            return false;
        *unit_r = *unit_r << 4 | digit;
    }
    *in = span_skip(*in, 4);
    return true;
}

/* What follows "\u": one UTF-16 unit, or a pair of surrogates. */
static bool json_unicode(struct span *in, struct json_text *to)
{
    unsigned unit, low;
    if (!json_hex4(in, &unit))
        return false;
    if (unit >= 0xd800 && unit < 0xdc00) {
        if (!span_starts(*in, "\\u"))
            return false;
        *in = span_skip(*in, 2);
        if (!json_hex4(in, &low) || low < 0xdc00 || low > 0xdfff)
            return false;
        unit = 0x10000 + ((unit - 0xd800) << 10 | (low - 0xdc00));
    } else if (unit >= 0xdc00 && unit <= 0xdfff) {
        return false;
    }
    json_text_add_point(to, unit);
    return true;
}

static bool json_escape(struct span *in, struct json_text *to)
{
    static const char escapes[] = "\"\\/bfnrt", stand_for[] = "\"\\/\b\f\n\r\t";
    if (!in->len)
        return false;
    unsigned char c = in->ptr[0];
    *in = span_skip(*in, 1);
    if (c == 'u')
        return json_unicode(in, to);
    const char *at = c ? strchr(escapes, c) : NULL;
    if (!at)
        return false;
    json_text_add(to, (unsigned char)stand_for[at - escapes]);
    return true;
}

static bool json_string(struct span *in, struct json_text *to)
{
    to->len = 0;
    if (!json_take(in, '"'))
        return false;
    while (in->len) {
        unsigned char c = in->ptr[0];
        *in = span_skip(*in, 1);
        if (c == '"')
            return true;
        if (c < ' ' || (c == '\\' && !json_escape(in, to)))
            return false;
        if (c != '\\')
            json_text_add(to, c);
    }
    return false;
}

static bool json_is_digit(struct span s, size_t i)
{
    return i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9';
}

/* Length of the number at the head of s; 0: there is none. */
static size_t json_number(struct span s)
{
    size_t i = s.len && s.ptr[0] == '-';
    if (!json_is_digit(s, i))
        return 0;
    if (s.ptr[i] == '0')
        i++;
    else
        while (json_is_digit(s, i))
            i++;
    if (i < s.len && s.ptr[i] == '.') {
        if (!json_is_digit(s, ++i))
            return 0;
        while (json_is_digit(s, i))
            i++;
    }
    if (i < s.len && (s.ptr[i] == 'e' || s.ptr[i] == 'E')) {
        i++;
        if (i < s.len && (s.ptr[i] == '+' || s.ptr[i] == '-'))
            i++;
        if (!json_is_digit(s, i))
            return 0;
        while (json_is_digit(s, i))
            i++;
    }
    return i;
}

/* A value that is no string, as it is written: some servers send the status as a number. */
static bool json_scalar(struct span *in, struct json_text *to)
{
    static const char *const words[] = {"true", "false", "null"};
    json_space(in);
    size_t len = json_number(*in);
    for (size_t i = 0; !len && i < sizeof words / sizeof words[0]; i++)
        if (span_starts(*in, words[i]))
            len = strlen(words[i]);
    if (!len)
        return false;
    to->len = 0;
    for (size_t i = 0; i < len; i++)
        json_text_add(to, in->ptr[i]);
    *in = span_skip(*in, len);
    return true;
}

static bool json_value(struct span *in, struct json_text *to)
{
    json_space(in);
    return in->len && in->ptr[0] == '"' ? json_string(in, to) : json_scalar(in, to);
}

static void refusal_keep(char *field, size_t cap, const struct json_text *value)
{
    text_safe_copy(field, cap, span_of(value->bytes, value->len));
}

/* What does not fit the struct is no error: RFC 7628 lets servers add members. description waits for the end. */
static void refusal_member(struct oauth_refusal *r, const struct json_text *name, const struct json_text *value,
                           struct json_text *description)
{
    struct span key = span_of(name->bytes, name->len);
    if (span_is(key, "status"))
        refusal_keep(r->status, sizeof r->status, value);
    else if (span_is(key, "scope"))
        refusal_keep(r->scope, sizeof r->scope, value);
    else if (span_is(key, "schemes"))
        refusal_keep(r->schemes, sizeof r->schemes, value);
    else if (span_is(key, "openid-configuration"))
        refusal_keep(r->hint, sizeof r->hint, value);
    else if (span_is(key, "error_description"))
        *description = *value;
}

static bool refusal_members(struct oauth_refusal *r, struct span *in, struct json_text *description)
{
    struct json_text name, value;
    if (json_take(in, '}'))
        return true;
    do {
        if (!json_string(in, &name) || !json_take(in, ':') || !json_value(in, &value))
            return false;
        refusal_member(r, &name, &value, description);
    } while (json_take(in, ','));
    return json_take(in, '}');
}

bool oauth_refusal_read(struct span json, struct oauth_refusal *r)
{
    struct json_text description = {.len = 0};
    *r = (struct oauth_refusal){0};
    bool whole = json_take(&json, '{') && refusal_members(r, &json, &description);
    json_space(&json);
    if (!whole || json.len) {
        *r = (struct oauth_refusal){0};
        return false;
    }
    if (!*r->hint && description.len)
        refusal_keep(r->hint, sizeof r->hint, &description);
    return true;
}
