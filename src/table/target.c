/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table/target.h"

#include <stdio.h>

#include "base/text.h"
#include "table/table_private.h"

bool table_number(struct span s, unsigned max, unsigned *number_r)
{
    unsigned number = 0;

    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        unsigned digit = (unsigned)s.ptr[i] - '0';

        if (digit > 9 || number > (max - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *number_r = number;
    return true;
}

/* One sentence about the URI as a whole or a part of it. */
static bool target_error(struct err *err, struct span uri, const char *what)
{
    char shown[160];

    text_safe_copy(shown, sizeof shown, uri);
    err_set(err, ERR_INPUT, 0, "'%s' is not a target: %s", shown, what);
    return false;
}

/* "imap imaps pop3 ...": all that proto_by_scheme knows, but for aliases. */
static const char *scheme_list(struct buf *list)
{
    for (size_t i = 0; protos[i]; i++) {
        buf_addf(list, "%s%s", i ? " " : "", protos[i]->name);
        if (protos[i]->name_tls)
            buf_addf(list, " %s", protos[i]->name_tls);
    }
    return list->broken ? NULL : buf_cstr(list);
}

static bool scheme_error(struct err *err, struct span uri, const char *what)
{
    char text[400];
    struct buf list = {0};
    const char *names = scheme_list(&list);

    snprintf(text, sizeof text, "%s; the schemes are %s", what, names ? names : "imap, pop3, submission, smtp");
    buf_done(&list);
    return target_error(err, uri, text);
}

static const unsigned char *span_find(struct span s, char c)
{
    return s.len > 0 ? memchr(s.ptr, c, s.len) : NULL;
}

/* Cuts "SCHEME://" off *rest. */
static bool scheme_parse(struct span uri, struct span *rest, struct target *t, struct err *err)
{
    const unsigned char *colon = span_find(uri, ':');
    struct span scheme = colon ? span_head(uri, (size_t)(colon - uri.ptr)) : uri;

    if (!colon || !span_starts(span_skip(uri, scheme.len), "://"))
        return scheme_error(err, uri, "it has no scheme, as imap://mail.example.org has");
    t->proto = proto_by_scheme(scheme, &t->mode, &t->port);
    if (!t->proto)
        return scheme_error(err, uri, "its scheme is not known");
    *rest = span_skip(uri, scheme.len + 3);
    return true;
}

/* Splits "HOST", "HOST:PORT", "[ADDRESS]" and "[ADDRESS]:PORT". port is empty where there is none. */
static bool authority_split(struct span uri, struct span authority, struct span *host_r, struct span *port_r, struct err *err)
{
    const unsigned char *colon = span_find(authority, ':'), *close = span_find(authority, ']');
    struct span behind;

    if (span_starts(authority, "[")) {
        if (!close)
            return target_error(err, uri, "the bracket before the address is not closed");
        *host_r = span_of(authority.ptr + 1, (size_t)(close - authority.ptr) - 1);
        behind = span_skip(authority, host_r->len + 2);
        if (behind.len > 0 && behind.ptr[0] != ':')
            return target_error(err, uri, "only a colon and a port can follow the bracket");
    } else {
        *host_r = colon ? span_head(authority, (size_t)(colon - authority.ptr)) : authority;
        behind = span_skip(authority, host_r->len);
        if (behind.len > 0 && span_find(span_skip(behind, 1), ':'))
            return target_error(err, uri, "an IPv6 address stands in brackets, as in imap://[2001:db8::10]:143");
    }
    if (behind.len == 1)
        return target_error(err, uri, "the port behind the colon is missing");
    *port_r = span_skip(behind, 1);
    return true;
}

static bool port_parse(struct span uri, struct span digits, uint16_t *port_r, struct err *err)
{
    char shown[40], text[120];
    unsigned port;

    if (digits.len == 0)
        return true;
    if (!table_number(digits, 65535, &port) || port == 0) {
        text_safe_copy(shown, sizeof shown, digits);
        snprintf(text, sizeof text, "the port '%s' is not a number from 1 to 65535", shown);
        return target_error(err, uri, text);
    }
    *port_r = (uint16_t)port;
    return true;
}

/* RFC 6874: inside a URI the percent sign of a scope is itself written %25. */
static void host_set(struct target *t, struct span host)
{
    char plain[sizeof t->host];
    const unsigned char *percent = span_find(host, '%');
    size_t head = percent ? (size_t)(percent - host.ptr) + 1 : 0;

    if (percent && host.len < sizeof plain && span_starts(span_skip(host, head), "25") && host.len > head + 2) {
        memcpy(plain, host.ptr, head);
        memcpy(plain + head, host.ptr + head + 2, host.len - head - 2);
        host = span_of(plain, host.len - 2);
    }
    target_set(t, t->proto, host, t->port, t->mode);
}

/* What stands before the @ may end in a password: it is not shown again. */
static bool user_refuse(struct span uri, struct err *err)
{
    char shown[160];
    size_t len = uri.len;

    while (len > 0 && uri.ptr[len - 1] != '@')
        len--;
    if (len == 0)
        return true;
    text_safe_copy(shown, sizeof shown, span_skip(uri, len));
    err_set(err, ERR_INPUT, 0, "a target has no user before the @ in front of '%s': the user is given apart from it, with --user", shown);
    return false;
}

bool target_parse(struct span uri, struct target *t_r, struct err *err)
{
    struct target t = {0};
    struct span rest = {0}, host = {0}, port = {0};

    uri = span_trim(uri);
    if (!user_refuse(uri, err) || !scheme_parse(uri, &rest, &t, err))
        return false;
    if (rest.len > 0 && rest.ptr[rest.len - 1] == '/')
        rest.len--;
    if (span_find(rest, '/') || span_find(rest, '?') || span_find(rest, '#'))
        return target_error(err, uri, "nothing can follow the host and the port");
    if (!authority_split(uri, rest, &host, &port, err) || !port_parse(uri, port, &t.port, err))
        return false;
    host_set(&t, host);
    if (!t.ascii[0]) {
        err_set(err, ERR_INPUT, 0, "%s", t.host_error);
        return false;
    }
    *t_r = t;
    return true;
}

void target_set(struct target *t_r, const struct proto *proto, struct span host, uint16_t port, enum tls_mode mode)
{
    struct err err = {0};
    char raw[1024];
    size_t len = host.len < sizeof raw ? host.len : sizeof raw - 1;

    *t_r = (struct target){.proto = proto, .port = port, .mode = mode, .kind = NAME_HOST};
    if (span_starts(host, "[") && host.ptr[host.len - 1] == ']')
        text_safe_copy(t_r->host, sizeof t_r->host, span_of(host.ptr + 1, host.len - 2));
    else
        text_safe_copy(t_r->host, sizeof t_r->host, host);
    /* A NUL would end the name early: '?' is as unfit in a name and does not. */
    for (size_t i = 0; i < len; i++)
        raw[i] = host.ptr[i] ? (char)host.ptr[i] : '?';
    raw[len] = '\0';
    if (!name_to_ascii(raw, t_r->ascii, sizeof t_r->ascii, &t_r->kind, &err)) {
        t_r->ascii[0] = '\0';
        text_safe_copy(t_r->host_error, sizeof t_r->host_error, span_str(err.text));
    }
}

void target_format(const struct target *t, char *to, size_t cap)
{
    const char *host = t->ascii[0] ? t->ascii : t->host;
    const char *percent = t->kind == NAME_IPV6 ? strchr(host, '%') : NULL;
    int head = percent ? (int)(percent - host) : (int)strlen(host);
    bool brackets = t->kind == NAME_IPV6;

    snprintf(to, cap, "%s://%s%.*s%s%s%s:%u", proto_scheme(t->proto, t->mode), brackets ? "[" : "", head, host,
             percent ? "%25" : "", percent ? percent + 1 : "", brackets ? "]" : "", t->port);
}

/* The ports of SMTP and submission are a matter of the same setting in a mail program. */
static bool same_kind(const struct proto *a, const struct proto *b)
{
    return a == b || strcmp(a->sasl_service, b->sasl_service) == 0;
}

bool target_mode_for_port(const struct target *t, enum tls_mode *mode_r)
{
    for (size_t i = 0; protos[i]; i++) {
        const struct proto *p = protos[i];

        if (!same_kind(p, t->proto))
            continue;
        if (t->port == p->port || (p->port_tls != 0 && t->port == p->port_tls)) {
            *mode_r = t->port == p->port ? p->mode : TLS_MODE_IMPLICIT;
            return true;
        }
    }
    return false;
}

bool target_port_for_mode(const struct target *t, uint16_t *port_r)
{
    if (t->mode != TLS_MODE_IMPLICIT) {
        *port_r = t->proto->port;
        return true;
    }
    if (t->proto->port_tls != 0) {
        *port_r = t->proto->port_tls;
        return true;
    }
    for (size_t i = 0; protos[i]; i++)
        if (same_kind(protos[i], t->proto) && protos[i]->port_tls != 0) {
            *port_r = protos[i]->port_tls;
            return true;
        }
    return false;
}

void target_service(const struct target *t, char *to, size_t cap)
{
    const char *name = t->mode == TLS_MODE_IMPLICIT ? t->proto->name_tls : t->proto->name;
    to[0] = '\0';
    if (t->proto->name_tls)
        snprintf(to, cap, "_%s._tcp", name);
}

bool target_mode_is_unusual(const struct target *t)
{
    enum tls_mode usual;

    return target_mode_for_port(t, &usual) && (usual == TLS_MODE_IMPLICIT) != (t->mode == TLS_MODE_IMPLICIT);
}
