/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/name.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <idn2.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define LABEL_MAX 63  /* octets; RFC 1035 3.1 */
#define TYPED_MAX 1024 /* bytes of typed text that are looked at: four bytes for each octet of the longest name */
#define SHOWN_MAX 120

static bool name_error(struct err *err, struct span typed, const char *what)
{
    char shown[SHOWN_MAX];

    text_safe_copy(shown, sizeof shown, typed);
    err_set(err, ERR_INPUT, 0, "the host name '%s' %s", shown, what);
    return false;
}

static bool label_error(struct err *err, struct span typed, struct span label, const char *what)
{
    char shown[SHOWN_MAX], part[SHOWN_MAX];

    text_safe_copy(shown, sizeof shown, typed);
    text_safe_copy(part, sizeof part, label);
    err_set(err, ERR_INPUT, 0, "the part '%s' of the host name '%s' %s", part, shown, what);
    return false;
}

static bool copy_span(char *to, size_t cap, struct span s)
{
    if (s.len >= cap || (s.len > 0 && memchr(s.ptr, '\0', s.len)))
        return false;
    if (s.len > 0)
        memcpy(to, s.ptr, s.len);
    to[s.len] = '\0';
    return true;
}

static bool ipv4_canonical(struct span s, char *to, size_t cap)
{
    char text[INET_ADDRSTRLEN];
    struct in_addr addr;

    return copy_span(text, sizeof text, s) && inet_pton(AF_INET, text, &addr) == 1 &&
           inet_ntop(AF_INET, &addr, to, (socklen_t)cap);
}

/* RFC 4007 11: interface name or number. */
static bool scope_is_fit(struct span scope)
{
    if (scope.len == 0 || scope.len >= IF_NAMESIZE)
        return false;
    for (size_t i = 0; i < scope.len; i++)
        if (!isascii(scope.ptr[i]) || (!isalnum(scope.ptr[i]) && !strchr("._-", scope.ptr[i])))
            return false;
    return true;
}

/* Without brackets; a scope is kept as it stands. */
static bool ipv6_canonical(struct span s, char *to, size_t cap)
{
    const unsigned char *percent = s.len > 0 ? memchr(s.ptr, '%', s.len) : NULL;
    struct span number = percent ? span_head(s, (size_t)(percent - s.ptr)) : s;
    struct span scope = percent ? span_skip(s, number.len + 1) : (struct span){0};
    char text[INET6_ADDRSTRLEN];
    struct in6_addr addr;

    if (!copy_span(text, sizeof text, number) || inet_pton(AF_INET6, text, &addr) != 1 || (percent && !scope_is_fit(scope)) ||
        !inet_ntop(AF_INET6, &addr, text, sizeof text) || strlen(text) + 1 + scope.len + 1 > cap)
        return false;
    snprintf(to, cap, "%s%s%.*s", text, percent ? "%" : "", (int)scope.len, percent ? (const char *)scope.ptr : "");
    return true;
}

static bool span_has(struct span s, const char *any)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '\0' && strchr(any, s.ptr[i]))
            return true;
    return false;
}

static size_t span_count(struct span s, char c)
{
    size_t n = 0;

    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] == (unsigned char)c;
    return n;
}

/* What people paste in place of a host name. true: typed has the shape of a host name. */
static bool shape_check(struct span typed, struct err *err)
{
    if (typed.len == 0) {
        err_set(err, ERR_INPUT, 0, "the host name is empty; a name such as mail.example.org is needed");
        return false;
    }
    if (typed.len > TYPED_MAX)
        return name_error(err, typed, "is too long: a host name has at most 253 characters");
    if (span_has(typed, "/"))
        return name_error(err, typed, "is a URL or a path; only the name of the host is needed");
    if (span_has(typed, "@"))
        return name_error(err, typed, "is a mail address or has a user in it; only what follows the @ can be a host");
    if (span_has(typed, " \t\r\n\v\f"))
        return name_error(err, typed, "has a space in it");
    if (typed.ptr[0] == '[' || span_count(typed, ':') > 1)
        return name_error(err, typed, "is not an IPv6 address");
    if (span_has(typed, ":"))
        return name_error(err, typed, "has a port behind it; the host and the port are given apart");
    return true;
}

static const char *idn_reason(int rc)
{
    switch (rc) {
    case IDN2_PUNYCODE_BIG_OUTPUT:
    case IDN2_TOO_BIG_LABEL: return "has a part longer than 63 characters";
    case IDN2_TOO_BIG_DOMAIN: return "is longer than 253 characters";
    case IDN2_HYPHEN_STARTEND: return "has a part that begins or ends with a hyphen";
    case IDN2_2HYPHEN: return "has a part with two hyphens in third and fourth place, which only encoded names may have";
    case IDN2_LEADING_COMBINING: return "has a part that begins with a combining mark";
    case IDN2_PUNYCODE_BAD_INPUT:
    case IDN2_INVALID_ALABEL:
    case IDN2_ALABEL_ROUNDTRIP_FAILED:
    case IDN2_UALABEL_MISMATCH: return "has an encoded part (xn--...) that decodes to no name";
    case IDN2_ENCODING_ERROR: return "is not written in UTF-8";
    case IDN2_BIDI: return "mixes writing directions in a way that host names cannot have";
    default: return "has a character that host names cannot have";
    }
}

static bool label_check(struct span typed, struct span label, struct err *err)
{
    if (label.len == 0)
        return name_error(err, typed, "has an empty part: two dots in a row, or one at the beginning");
    if (label.len > LABEL_MAX)
        return label_error(err, typed, label, "is longer than 63 characters");
    if (label.ptr[0] == '-' || label.ptr[label.len - 1] == '-')
        return label_error(err, typed, label, "begins or ends with a hyphen");
    for (size_t i = 0; i < label.len; i++) {
        unsigned char c = label.ptr[i];

        if (c == '_')
            return label_error(err, typed, label, "has an underscore, which host names cannot have");
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return label_error(err, typed, label, "has a character that host names cannot have");
    }
    return true;
}

static bool label_is_number(struct span label)
{
    for (size_t i = 0; i < label.len; i++)
        if (label.ptr[i] < '0' || label.ptr[i] > '9')
            return false;
    return label.len > 0;
}

/* Letters, digits, hyphens and the lengths of RFC 1123 2.1. ascii is lower case and has no trailing dot. */
static bool labels_check(struct span typed, const char *ascii, struct err *err)
{
    struct span rest = span_str(ascii), label;

    for (;;) {
        const unsigned char *dot = memchr(rest.ptr, '.', rest.len);

        label = dot ? span_head(rest, (size_t)(dot - rest.ptr)) : rest;
        if (!label_check(typed, label, err))
            return false;
        if (!dot)
            break;
        rest = span_skip(rest, label.len + 1);
    }
    if (label_is_number(label))
        return name_error(err, typed, "is not an IPv4 address (four numbers from 0 to 255), and no host name ends in a number");
    if (strlen(ascii) > NAME_MAX_LEN)
        return name_error(err, typed, "is longer than 253 characters");
    return true;
}

/* Only names that need it go through libidn2: it refuses plain names such as r3---sn.example.net, which exist. */
static bool name_needs_idn(struct span typed)
{
    for (size_t i = 0; i < typed.len; i++)
        if (typed.ptr[i] >= 0x80 || ((i == 0 || typed.ptr[i - 1] == '.') && span_starts_nocase(span_skip(typed, i), "xn--")))
            return true;
    return false;
}

/* typed to lower-case ASCII in to (TYPED_MAX + 1 bytes). IDN2_USE_STD3_ASCII_RULES is left out on purpose: libidn2 2.3 then
 * drops the characters that it should refuse. labels_check refuses them. */
static bool name_map(struct span typed, char *to, struct err *err)
{
    uint8_t *mapped = NULL;
    int rc;

    if (!name_needs_idn(typed)) {
        for (size_t i = 0; i < typed.len; i++)
            to[i] = (char)(typed.ptr[i] >= 'A' && typed.ptr[i] <= 'Z' ? typed.ptr[i] + 32 : typed.ptr[i]);
        to[typed.len] = '\0';
        return true;
    }
    memcpy(to, typed.ptr, typed.len);
    to[typed.len] = '\0';
    rc = idn2_lookup_u8((const uint8_t *)to, &mapped, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    if (rc == IDN2_MALLOC) {
        err_memory(err);
        return false;
    }
    if (rc != IDN2_OK)
        return name_error(err, typed, idn_reason(rc));
    rc = copy_span(to, TYPED_MAX + 1, span_str((const char *)mapped));
    idn2_free(mapped);
    return rc || name_error(err, typed, "is longer than 253 characters");
}

static struct span name_trim(const char *typed)
{
    struct span s = span_str(typed);

    while (s.len > 0 && strchr(" \t\r\n", s.ptr[0]))
        s = span_skip(s, 1);
    while (s.len > 0 && strchr(" \t\r\n", s.ptr[s.len - 1]))
        s.len--;
    return s;
}

static bool literal_to_ascii(struct span typed, char *ascii_r, size_t cap, enum name_kind *kind_r)
{
    struct span inner = typed;

    if (typed.len >= 2 && typed.ptr[0] == '[' && typed.ptr[typed.len - 1] == ']')
        inner = span_of(typed.ptr + 1, typed.len - 2);
    if (inner.len == typed.len && ipv4_canonical(inner, ascii_r, cap)) {
        *kind_r = NAME_IPV4;
        return true;
    }
    if (ipv6_canonical(inner, ascii_r, cap)) {
        *kind_r = NAME_IPV6;
        return true;
    }
    return false;
}

bool name_to_ascii(const char *typed, char *ascii_r, size_t cap, enum name_kind *kind_r, struct err *err)
{
    struct span s = name_trim(typed);
    char mapped[TYPED_MAX + 1];
    size_t len;

    if (literal_to_ascii(s, ascii_r, cap, kind_r))
        return true;
    if (!shape_check(s, err) || !name_map(s, mapped, err))
        return false;
    len = strlen(mapped);
    if (len > 0 && mapped[len - 1] == '.')
        mapped[--len] = '\0';
    /* The mapping turns other scripts' digits and dots into ASCII ones, so an address may only show itself now. */
    if (literal_to_ascii(span_str(mapped), ascii_r, cap, kind_r))
        return true;
    if (!labels_check(s, mapped, err))
        return false;
    *kind_r = NAME_HOST;
    return copy_span(ascii_r, cap, span_str(mapped)) || name_error(err, s, "is longer than 253 characters");
}

void name_to_unicode(const char *ascii, char *to, size_t cap)
{
    char *unicode = NULL, again[NAME_MAX_LEN + 3];
    enum name_kind kind;
    struct err err;

    /* Shown only if it leads back to the same name: a label that decodes to something else is an impostor. */
    if (name_needs_idn(span_str(ascii)) && idn2_to_unicode_8z8z(ascii, &unicode, 0) == IDN2_OK &&
        text_is_safe(span_str(unicode)) && name_to_ascii(unicode, again, sizeof again, &kind, &err) &&
        strcasecmp(again, ascii) == 0)
        text_safe_copy(to, cap, span_str(unicode));
    else
        text_safe_copy(to, cap, span_str(ascii));
    idn2_free(unicode);
}

enum name_kind name_kind(const char *ascii)
{
    char literal[INET6_ADDRSTRLEN + IF_NAMESIZE];

    if (ipv4_canonical(span_str(ascii), literal, sizeof literal))
        return NAME_IPV4;
    return ipv6_canonical(span_str(ascii), literal, sizeof literal) ? NAME_IPV6 : NAME_HOST;
}
