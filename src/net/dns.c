/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/dns.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "net/loop_private.h"
#include "net/unbound_private.h"

#define CLASS_IN 1
#define FRESH_US                                                                                                       \
    2000000 /* a context older than this is made anew: it caches, and servers are repaired while people watch */

struct dns {
    struct loop *loop;
    const struct resolver_options *options;
    struct ub_ctx *ctx; /* NULL before the first question */
    struct loop_poll *poll;
    uint64_t opened_us;
    size_t pending;  /* questions without an answer */
    bool processing; /* inside ub_process, where the context must stay */
    bool anchor;
    bool anchor_is_broken; /* libunbound would not start with it */
};

/* Where distributions keep the root's key; none of them need be there. */
static const char *const anchor_places[] = {"/usr/share/dns/root.key", "/var/lib/unbound/root.key",
                                            "/etc/unbound/root.key"};

static void dns_ready(void *context, unsigned events)
{
    struct dns *d = context;
    (void)events;
    d->processing = true;
    unbound.process(d->ctx);
    d->processing = false;
}

/* The resolvers that the system asks. Without any, the one on this host is meant, as for the system (resolv.conf(5));
 * the root servers are never asked by surprise. */
static int dns_choose_servers(struct dns *d)
{
    if (d->options->forwarder)
        return unbound.ctx_set_fwd(d->ctx, d->options->forwarder);
    return unbound.ctx_resolvconf(d->ctx, NULL) == 0 ? 0 : unbound.ctx_set_fwd(d->ctx, "127.0.0.1");
}

static bool dns_add_anchor(struct dns *d, const char *file)
{
    return access(file, R_OK) == 0 && unbound.ctx_add_ta_file(d->ctx, file) == 0;
}

/* Without an anchor nothing is validated, and nothing is said about it. */
static void dns_choose_anchor(struct dns *d)
{
    d->anchor = false;
    if (d->anchor_is_broken)
        return;
    if (d->options->anchor_file) {
        d->anchor = dns_add_anchor(d, d->options->anchor_file);
        return;
    }
    for (size_t i = 0; !d->anchor && i < sizeof anchor_places / sizeof *anchor_places; i++)
        d->anchor = dns_add_anchor(d, anchor_places[i]);
}

static void dns_close(struct dns *d)
{
    loop_poll_free(d->poll);
    if (d->ctx)
        unbound.ctx_delete(d->ctx);
    d->poll = NULL;
    d->ctx = NULL;
}

/* 0, or libunbound's error. */
static int dns_open(struct dns *d)
{
    int os_error;
    d->ctx = unbound.ctx_create();
    if (!d->ctx)
        return UB_NOMEM;
    unbound.ctx_debugout(d->ctx, NULL); /* it would write to stderr, across the screen */
    int error =
        unbound.ctx_set_option(d->ctx, "do-not-query-localhost:", "no"); /* a resolver on this host is a common thing */
    if (!error)
        error = dns_choose_servers(d);
    if (!error)
        dns_choose_anchor(d);
    if (!error)
        error = unbound.ctx_async(d->ctx, 1); /* a thread, not a process */
    if (!error && !(d->poll = loop_poll_new(d->loop, unbound.fd(d->ctx), dns_ready, d, &os_error)))
        error = UB_SOCKET;
    if (error)
        dns_close(d);
    else
        loop_poll_set(d->poll, LOOP_READ);
    d->opened_us = loop_now_us(d->loop);
    return error;
}

/* Forgets what was cached, and which resolvers the system had then: VPNs come and go. */
static void dns_renew(struct dns *d)
{
    if (d->ctx && !d->pending && !d->processing && loop_now_us(d->loop) - d->opened_us > FRESH_US)
        dns_close(d);
}

static void dns_add_addresses(struct dns_answer *a, const struct dns_query *q, const struct ub_result *r)
{
    bool v6 = q->type == DNS_AAAA;
    for (int i = 0; r->data[i] && a->count < ADDRESSES_MAX; i++) {
        struct address *to = &a->addresses[a->count];
        if (r->len[i] == (v6 ? 16 : 4) && inet_ntop(v6 ? AF_INET6 : AF_INET, r->data[i], to->text, sizeof to->text)) {
            to->v6 = v6;
            a->count++;
        }
    }
}

#define SRV_FIXED 6 /* bytes of priority, weight and port before the target, RFC 2782 */

static bool dns_says_no_service(const struct ub_result *r)
{
    return r->data[0] && r->len[0] == SRV_FIXED + 1 && r->data[0][SRV_FIXED] == 0;
}

static struct span dns_without_dot(const char *name)
{
    struct span s = span_str(name);
    return s.len && s.ptr[s.len - 1] == '.' ? span_head(s, s.len - 1) : s;
}

static void dns_note_error(struct dns_answer *a, int error)
{
    a->error = error;
    text_safe_copy(a->error_text, sizeof a->error_text, span_str(unbound.strerror(error)));
}

static void dns_answered(void *context, int error, struct ub_result *r)
{
    struct dns_query *q = context;
    struct dns_answer a = {.rcode = -1};
    q->pending = false;
    q->dns->pending--;
    if (error)
        dns_note_error(&a, error);
    if (!error && r) {
        a.rcode = r->rcode;
        a.havedata = r->havedata;
        a.nxdomain = r->nxdomain;
        a.secure = r->secure;
        a.bogus = r->bogus;
        text_safe_copy(a.why_bogus, sizeof a.why_bogus, span_str(r->why_bogus));
        text_safe_copy(a.canonical, sizeof a.canonical, dns_without_dot(r->canonname));
        if (r->data && (q->type == DNS_A || q->type == DNS_AAAA))
            dns_add_addresses(&a, q, r);
        a.no_service = r->data && q->type == DNS_SRV && dns_says_no_service(r);
    }
    unbound.resolve_free(r);
    q->fn(q->context, q, &a);
}

struct dns *dns_new(struct loop *l, const struct resolver_options *o, struct err *err)
{
    struct dns *d = calloc(1, sizeof *d);
    if (!d) {
        err_memory(err);
        return NULL;
    }
    d->loop = l;
    d->options = o;
    return d;
}

void dns_free(struct dns *d)
{
    if (!d)
        return;
    dns_close(d);
    free(d);
}

bool dns_has_anchor(const struct dns *d)
{
    return d->anchor;
}

static int dns_send(struct dns *d, struct dns_query *q, const char *name)
{
    int error = d->ctx ? 0 : dns_open(d);
    return error ? error : unbound.resolve_async(d->ctx, name, (int)q->type, CLASS_IN, q, dns_answered, &q->id);
}

bool dns_ask(struct dns *d, struct dns_query *q, const char *name, struct dns_answer *a)
{
    memset(a, 0, sizeof *a);
    a->rcode = -1;
    q->dns = d;
    q->pending = false;
    struct err err;
    if (!unbound_load(&err)) {
        a->error = UB_INITFAIL;
        text_safe_copy(a->error_text, sizeof a->error_text, span_str(err.text));
        return false;
    }
    dns_renew(d);
    int error = dns_send(d, q, name);
    if (error == UB_INITFAIL && d->anchor) { /* told by the first question: the file is no anchor */
        dns_close(d);
        d->anchor_is_broken = true;
        error = dns_send(d, q, name);
    }
    if (error)
        dns_note_error(a, error);
    q->pending = !error;
    d->pending += q->pending;
    return q->pending;
}

void dns_cancel(struct dns_query *q)
{
    if (!q->pending)
        return;
    q->pending = false;
    q->dns->pending--;
    unbound.cancel(q->dns->ctx, q->id);
}

const char *dns_library_version(void)
{
    struct err err;
    return unbound_load(&err) ? unbound.version() : "missing";
}
