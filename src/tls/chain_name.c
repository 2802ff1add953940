/* SPDX-License-Identifier: GPL-3.0-or-later */
/* chain_name.c - is the certificate for this host? RFC 9525 6; RFC 7817 3 for mail. */
#include "config.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <strings.h>

#include "base/name.h"
#include "tls/cert_private.h"
#include "tls/chain_private.h"

/* A name without the dot that may end it. */
static struct span without_dot(const char *name)
{
    struct span s = span_str(name);
    if (s.len && s.ptr[s.len - 1] == '.')
        s.len--;
    return s;
}

static bool equal(struct span a, struct span b)
{
    return a.len == b.len && strncasecmp((const char *)a.ptr, (const char *)b.ptr, a.len) == 0;
}

static struct span after_first_dot(struct span s)
{
    const unsigned char *dot = s.len ? memchr(s.ptr, '.', s.len) : NULL;
    return dot ? span_skip(s, (size_t)(dot - s.ptr) + 1) : (struct span){0};
}

/* The domain that "*.domain" covers; empty when it is no wildcard, or covers a whole top level. */
static struct span wildcard_domain(struct span pattern)
{
    struct span domain = span_starts(pattern, "*.") ? span_skip(pattern, 2) : (struct span){0};
    return domain.len && memchr(domain.ptr, '.', domain.len) ? domain : (struct span){0};
}

/* `*` stands for exactly one label, the left-most, and only as a whole (RFC 9525 6.3). */
static bool name_matches(struct span pattern, struct span host)
{
    struct span domain = wildcard_domain(pattern);
    return equal(pattern, host) || (domain.len && equal(after_first_dot(host), domain));
}

/* The wildcard would cover the host if it reached one level further down, or up. */
static bool nearly_matches(struct span pattern, struct span host)
{
    struct span domain = wildcard_domain(pattern);
    if (!domain.len || name_matches(pattern, host))
        return false;
    return equal(host, domain) || (host.len > domain.len + 1 && equal(span_skip(host, host.len - domain.len), domain) &&
                                   host.ptr[host.len - domain.len - 1] == '.');
}

static bool same_address(const char *a, const char *b, enum name_kind kind)
{
    unsigned char x[16], y[16];
    int family = kind == NAME_IPV4 ? AF_INET : AF_INET6;
    char bare[64];
    snprintf(bare, sizeof bare, "%.*s", (int)strcspn(b, "%"), b); /* the scope is no part of the address */
    return inet_pton(family, a, x) == 1 && inet_pton(family, bare, y) == 1 &&
           memcmp(x, y, kind == NAME_IPV4 ? 4 : 16) == 0;
}

static void matched(struct chain *c, const char *name)
{
    c->name_ok = true;
    snprintf(c->matched_name, sizeof c->matched_name, "%s", name);
}

static void judge_address(struct chain *c, const char *host, enum name_kind kind)
{
    const struct cert *leaf = &c->certs[0];
    for (size_t i = 0; i < leaf->ips.count; i++)
        if (same_address(leaf->ips.items[i], host, kind)) {
            matched(c, leaf->ips.items[i]);
            return;
        }
    if (leaf->ips.count)
        chain_trouble(c, CERT_NAME_MISMATCH, 0, "it is for %.200s, not for %.80s", leaf->ips.items[0], host);
    else
        chain_trouble(c, CERT_IP_LITERAL, 0, "'%.80s' is an address, and the certificate names none", host);
}

/* An old certificate: no host name but the subject's CN. GnuTLS goes by it, most clients of today do not. */
static bool judge_cn(struct chain *c, struct span host)
{
    char cn[256];
    if (c->certs[0].has_dns_name || !cert_only_cn(&c->certs[0], cn, sizeof cn) || !name_matches(span_str(cn), host))
        return false;
    matched(c, c->asked_name);
    chain_trouble(c, CERT_NO_SAN, 0, "the name stands only in the subject (CN), where today's clients do not look");
    return true;
}

static void list_names(const struct cert *leaf, char *to, size_t cap)
{
    size_t at = 0;
    snprintf(to, cap, "no host name");
    for (size_t i = 0; i < leaf->names.count && i < 4 && at < cap; i++)
        at += (size_t)snprintf(to + at, cap - at, "%s%.50s", i ? ", " : "", leaf->names.items[i]);
    if (leaf->names.count > 4 && at < cap)
        snprintf(to + at, cap - at, " and %zu more", leaf->names.count - 4);
}

void judge_name(struct chain *c, const char *host)
{
    enum name_kind kind = name_kind(host);
    if (c->count == 0 || !c->certs[0].x509)
        return;
    if (kind != NAME_HOST) {
        judge_address(c, host, kind);
        return;
    }
    const struct cert *leaf = &c->certs[0];
    struct span wanted = without_dot(host);
    const char *near = NULL;
    for (size_t i = 0; i < leaf->names.count; i++) {
        struct span name = without_dot(leaf->names.items[i]);
        if (name_matches(name, wanted)) {
            matched(c, leaf->names.items[i]);
            return;
        }
        if (nearly_matches(name, wanted))
            near = leaf->names.items[i];
    }
    if (judge_cn(c, wanted))
        return;
    char names[240];
    list_names(leaf, names, sizeof names);
    if (near)
        chain_trouble(c, CERT_WILDCARD_DEPTH, 0, "'%.100s' covers one level, and '%.100s' is not on it", near, host);
    else
        chain_trouble(c, CERT_NAME_MISMATCH, 0, "it is for %.200s, not for '%.80s'",
                      leaf->names.count ? names : leaf->subject_cn, host);
}
