/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redact_text.c - the mask over one text: names that are known, addresses and mailboxes by their form, and what is inside base64
 * and hexadecimal. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>

#include "report/redact_private.h"

#define NESTING_MAX 2 /* base64 inside base64 */
#define ENCODED_MIN 8 /* shorter words are words */

static bool is_word(unsigned char c)
{
    return isalnum(c) || c >= 0x80;
}

static bool begins_word(struct span text, size_t at)
{
    return at == 0 || !is_word(text.ptr[at - 1]);
}

static bool ends_word(struct span text, size_t at)
{
    return at >= text.len || !is_word(text.ptr[at]);
}

/* Length of name at this place, in any case, standing alone; an @ is also known in its disguises: %40, =40, +40. 0: is not there. */
static size_t name_at(struct span text, size_t at, const char *name)
{
    size_t i = at;

    if (!begins_word(text, at))
        return 0;
    for (const char *c = name; *c; c++) {
        struct span rest = span_skip(text, i);

        if (*c == '@' && rest.len >= 3 && strchr("%=+", rest.ptr[0]) && rest.ptr[1] == '4' && rest.ptr[2] == '0')
            i += 3;
        else if (rest.len > 0 && tolower(rest.ptr[0]) == tolower((unsigned char)*c))
            i++;
        else
            return 0;
    }
    return ends_word(text, i) ? i - at : 0;
}

static size_t list_at(struct span text, size_t at, const struct strv *list, size_t *index_r)
{
    size_t longest = 0;

    for (size_t i = 0; i < list->count; i++) {
        size_t len = name_at(text, at, list->items[i]);

        if (len > longest) {
            longest = len;
            *index_r = i;
        }
    }
    return longest;
}

/* The word's number in its list, from 1; it is added when it is new. 0: no memory. */
static size_t number_of(struct strv *list, struct span word)
{
    for (size_t i = 0; i < list->count; i++)
        if (span_is_nocase(word, list->items[i]))
            return i + 1;
    return strv_add(list, word) ? list->count : 0;
}

static bool add_masked(struct buf *out, const char *kind, size_t number)
{
    return number > 0 && buf_addf(out, "%s-%zu", kind, number);
}

/* "RFC 5280 4.1.2.5": a section, not an address. */
static bool is_section(struct span text, size_t at)
{
    size_t i = at;

    if (i == 0 || text.ptr[--i] != ' ')
        return false;
    while (i > 0 && isdigit(text.ptr[i - 1]))
        i--;
    return i >= 4 && i < at - 1 && memcmp(text.ptr + i - 4, "RFC ", 4) == 0;
}

/* Length of an IP address at this place. */
static size_t address_at(struct span text, size_t at)
{
    char word[64];
    unsigned char bytes[16];
    size_t len = 0;

    if (!begins_word(text, at) || (at > 0 && (text.ptr[at - 1] == '.' || text.ptr[at - 1] == ':') && isalnum(text.ptr[at])) || is_section(text, at))
        return 0;
    while (at + len < text.len && len < sizeof word - 1 && (isxdigit(text.ptr[at + len]) || text.ptr[at + len] == '.' || text.ptr[at + len] == ':'))
        len++;
    while (len > 0 && (text.ptr[at + len - 1] == '.' || (text.ptr[at + len - 1] == ':' && !(len > 1 && text.ptr[at + len - 2] == ':'))))
        len--; /* the end of a sentence */
    memcpy(word, text.ptr + at, len);
    word[len] = '\0';
    if (len < 3 || !ends_word(text, at + len) || (inet_pton(AF_INET, word, bytes) != 1 && inet_pton(AF_INET6, word, bytes) != 1))
        return 0;
    return len;
}

static bool is_local(unsigned char c)
{
    return isalnum(c) || (c && strchr("._%+-=", c));
}

/* Length of a mailbox address at this place. */
static size_t mailbox_at(struct span text, size_t at)
{
    size_t i = at, domain;

    if (at > 0 && is_local(text.ptr[at - 1]))
        return 0;
    while (i < text.len && is_local(text.ptr[i]))
        i++;
    if (i == at || i >= text.len || text.ptr[i] != '@')
        return 0;
    domain = ++i;
    while (i < text.len && (isalnum(text.ptr[i]) || text.ptr[i] == '.' || text.ptr[i] == '-'))
        i++;
    while (i > domain && !isalnum(text.ptr[i - 1]))
        i--;
    return i > domain ? i - at : 0;
}

static bool mask(struct redaction *r, struct span text, struct buf *out, int nesting);

static size_t run_of(struct span text, size_t at, bool hex)
{
    size_t i = at;

    while (i < text.len && (hex ? isxdigit(text.ptr[i]) : isalnum(text.ptr[i]) || text.ptr[i] == '+' || text.ptr[i] == '/'))
        i++;
    for (int pad = 0; !hex && pad < 2 && i < text.len && text.ptr[i] == '='; pad++)
        i++;
    return i - at;
}

static bool unhex(struct span s, struct buf *out)
{
    static const char digits[] = "0123456789abcdef";
    bool ok = s.len % 2 == 0;

    for (size_t i = 0; ok && i < s.len; i += 2)
        ok = buf_add_char(out, (char)((strchr(digits, tolower(s.ptr[i])) - digits) << 4 | (strchr(digits, tolower(s.ptr[i + 1])) - digits)));
    return ok;
}

/* What an encoded word says, masked and encoded again. *len_r: how much of text it was, 0 when nothing in it is to be masked. */
static bool mask_encoded(struct redaction *r, struct span text, size_t at, struct buf *out, int nesting, bool hex, size_t *len_r)
{
    struct span word = span_head(span_skip(text, at), run_of(text, at, hex));
    struct buf plain = {0}, masked = {0};
    bool ok = true;

    *len_r = 0;
    if (word.len >= ENCODED_MIN && (hex ? unhex(word, &plain) : buf_add_unbase64(&plain, word))) {
        ok = mask(r, buf_span(&plain), &masked, nesting + 1);
        if (ok && (buf_len(&masked) != buf_len(&plain) || memcmp(buf_span(&masked).ptr, buf_span(&plain).ptr, buf_len(&plain)) != 0)) {
            ok = hex ? buf_add_hex(out, buf_span(&masked)) : buf_add_base64(out, buf_span(&masked));
            *len_r = word.len;
        }
    }
    buf_done(&plain);
    buf_done(&masked);
    return ok;
}

/* "Hello NAME [address-1]": the name that the server has for us. out ends with the bracket. */
static bool mask_name_before(struct redaction *r, struct buf *out)
{
    struct span text = buf_span(out);
    size_t end = text.len, from;
    bool dot = false;
    char word[256];
    size_t index = 0;

    if (end == 0 || !strchr("[(", text.ptr[end - 1]))
        return true;
    end--;
    while (end > 0 && strchr(" (", text.ptr[end - 1]))
        end--;
    for (from = end; from > 0 && (isalnum(text.ptr[from - 1]) || strchr(".-_", text.ptr[from - 1])); from--)
        dot = dot || text.ptr[from - 1] == '.';
    if (!dot || end - from >= sizeof word || end == from || list_at(span_head(text, end), from, &r->keep, &index) == end - from)
        return true;
    struct buf tail = {0};
    size_t number = number_of(&r->hosts, span_of(text.ptr + from, end - from));
    bool ok = number > 0 && buf_add_span(&tail, span_skip(text, end));

    if (ok) {
        out->end -= text.len - from;
        ok = add_masked(out, "host", number) && buf_add_span(out, buf_span(&tail));
    }
    buf_done(&tail);
    return ok;
}

/* One step: what stands at this place goes to out, masked or as it is. */
static bool mask_step(struct redaction *r, struct span text, size_t *at, struct buf *out, int nesting)
{
    size_t index = 0, len;

    if ((len = list_at(text, *at, &r->keep, &index)) > 0) {
        *at += len;
        return buf_add_span(out, span_of(text.ptr + *at - len, len));
    }
    if ((len = list_at(text, *at, &r->users, &index)) > 0) {
        *at += len;
        return add_masked(out, "user", index + 1);
    }
    if ((len = list_at(text, *at, &r->hosts, &index)) > 0) {
        *at += len;
        return add_masked(out, "host", index + 1);
    }
    if ((len = address_at(text, *at)) > 0) {
        *at += len;
        return mask_name_before(r, out) && add_masked(out, "address", number_of(&r->addresses, span_of(text.ptr + *at - len, len)));
    }
    if ((len = mailbox_at(text, *at)) > 0) {
        *at += len;
        return add_masked(out, "mailbox", number_of(&r->mailboxes, span_of(text.ptr + *at - len, len)));
    }
    for (int hex = 1; hex >= 0 && nesting < NESTING_MAX && begins_word(text, *at); hex--) {
        if (!mask_encoded(r, text, *at, out, nesting, hex, &len))
            return false;
        if (len > 0) {
            *at += len;
            return true;
        }
    }
    return buf_add_char(out, (char)text.ptr[(*at)++]);
}

static bool mask(struct redaction *r, struct span text, struct buf *out, int nesting)
{
    bool ok = true;

    for (size_t at = 0; ok && at < text.len;)
        ok = mask_step(r, text, &at, out, nesting);
    return ok;
}

bool redact_text(struct redaction *r, struct span text, struct buf *out)
{
    return mask(r, text, out, 0);
}
