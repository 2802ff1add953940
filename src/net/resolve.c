/* SPDX-License-Identifier: GPL-3.0-or-later */
/* resolve.c - joins the system's answer (lookup.c) and DNS's own (dns.c) to one resolution, within a budget of time.
 *
 * The system's answer decides, because a mail program asks nobody else; DNS says what is behind it. So once the system
 * has given addresses DNS has a second more to explain, and all of the budget when the system has failed.
 */
#include "net/resolve.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "net/dns.h"
#include "net/endpoint.h"
#include "net/hosts.h"
#include "net/loop_private.h"
#include "net/lookup.h"

#define BUDGET_US 5000000
#define DNS_GRACE_US 1000000
#define HOSTS_FILE "/etc/hosts"
#define HOSTS_BYTES_MAX 1048576

struct resolver {
    struct loop *loop;
    struct resolver_options options;
    struct lookups *lookups; /* NULL before the first name */
    struct dns *dns;
    bool validation_works; /* the root's keys fit the anchor: whoever answers us strips no signatures */
};

struct resolve {
    struct resolver *resolver;
    char host[256];
    char service[32];      /* labels for SRV records; "": none */
    resolve_fn *fn;
    void *context;
    struct resolution r;
    char system_canonical[256];
    uint64_t started_us;
    struct lookup *lookup; /* NULL: the system has answered */
    struct dns_query a, aaaa, mx, srv, key;
    bool bogus, insecure; /* some DNS answer was */
    struct loop_timer *timer;
    struct loop_task finish; /* for what is known without asking */
};

struct resolver *resolver_new(struct loop *l, const struct resolver_options *o, struct err *err)
{
    struct resolver *r = calloc(1, sizeof *r);
    if (!r) {
        err_memory(err);
        return NULL;
    }
    r->loop = l;
    if (o)
        r->options = *o;
    if (!r->options.budget_us)
        r->options.budget_us = BUDGET_US;
    return r;
}

void resolver_free(struct resolver *r)
{
    if (!r)
        return;
    lookups_free(r->lookups);
    dns_free(r->dns);
    free(r);
}

/* RFC 6761 6: names that never leave this host. A name of one label is completed by the system's search list, which DNS
 * knows nothing of. */
static bool resolve_is_for_dns(const char *host)
{
    static const char *const kept[] = {".localhost", ".test", ".invalid"};
    size_t len = strlen(host);
    if (!strchr(host, '.'))
        return false;
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        size_t n = strlen(kept[i]);
        if (len > n && !strcasecmp(host + len - n, kept[i]))
            return false;
    }
    return true;
}

/* The hosts file as it is now; people edit it while we run. Empty when it cannot be read. */
static void resolve_read_hosts(struct buf *b)
{
    char chunk[4096];
    ssize_t n;
    buf_init(b, HOSTS_BYTES_MAX);
    int fd = open(HOSTS_FILE, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    while ((n = read(fd, chunk, sizeof chunk)) > 0 && buf_add(b, chunk, (size_t)n))
        ;
    close(fd);
}

static bool resolve_stands_in_hosts(const char *host, const struct answer_set *system)
{
    struct buf file;
    bool found = false;
    resolve_read_hosts(&file);
    for (size_t i = 0; i < system->count && !found; i++)
        found = hosts_gives(buf_span(&file), host, system->addresses[i].text);
    buf_done(&file);
    return found;
}

static void resolve_release(struct resolve *q)
{
    lookup_cancel(q->lookup);
    dns_cancel(&q->a);
    dns_cancel(&q->aaaa);
    dns_cancel(&q->mx);
    dns_cancel(&q->srv);
    dns_cancel(&q->key);
    loop_timer_free(q->timer);
    loop_never(q->resolver->loop, &q->finish);
    free(q);
}

/* Draws the sum and tells it. Whatever has not answered by now has timed out. */
static void resolve_finish(void *context)
{
    struct resolve *q = context;
    struct resolution *r = &q->r;
    uint64_t took = loop_now_us(q->resolver->loop) - q->started_us;
    if (q->lookup) {
        r->system.asked = r->system.timed_out = true;
        r->system.rcode = -1;
        r->system.took_us = took;
    }
    if ((q->a.pending || q->aaaa.pending) && r->dns.count == 0) {
        r->dns.timed_out = true;
        r->dns.took_us = took;
    }
    const struct answer_set *from = r->system.count ? &r->system : &r->dns;
    if (!r->literal) {
        memcpy(r->addresses, from->addresses, sizeof r->addresses);
        r->count = from->count;
        r->hosts_file = r->system.count && resolve_stands_in_hosts(q->host, &r->system);
    }
    if (!r->canonical[0] && !r->hosts_file)
        memcpy(r->canonical, q->system_canonical, sizeof r->canonical);
    r->validated = r->dns.answered && q->resolver->validation_works;
    r->bogus = r->validated && q->bogus;
    r->secure = r->validated && !q->bogus && !q->insecure;
    if (!r->bogus)
        r->why_bogus[0] = '\0';
    struct resolution told = *r;
    resolve_fn *fn = q->fn;
    void *fn_context = q->context;
    resolve_release(q);
    fn(fn_context, &told);
}

static bool resolve_dns_is_pending(const struct resolve *q)
{
    return q->a.pending || q->aaaa.pending || q->mx.pending || q->srv.pending || q->key.pending;
}

/* After an answer: enough, or until when shall the rest be waited for? */
static void resolve_look(struct resolve *q)
{
    if (!q->lookup && !resolve_dns_is_pending(q)) {
        resolve_finish(q);
        return;
    }
    uint64_t deadline = q->started_us + q->resolver->options.budget_us;
    if (!q->lookup && q->r.system.count && q->started_us + q->r.system.took_us + DNS_GRACE_US < deadline)
        deadline = q->started_us + q->r.system.took_us + DNS_GRACE_US;
    loop_timer_set(q->timer, deadline);
}

static void resolve_system_answered(void *context, const struct lookup_answer *a)
{
    struct resolve *q = context;
    q->lookup = NULL;
    q->r.system = a->set;
    q->r.system.took_us = loop_now_us(q->resolver->loop) - q->started_us;
    memcpy(q->system_canonical, a->canonical, sizeof q->system_canonical);
    resolve_look(q);
}

static void resolve_note_dns_failure(struct answer_set *set, const struct dns_answer *a)
{
    if (a->error) {
        set->error = a->error;
        memcpy(set->error_text, a->error_text, sizeof set->error_text);
    } else if (a->rcode > 0) {
        set->rcode = a->rcode;
    }
    if (a->rcode == 2)
        set->servfail = true;
}

static void resolve_add_dns(struct resolve *q, const struct dns_answer *a)
{
    struct answer_set *set = &q->r.dns;
    set->took_us = loop_now_us(q->resolver->loop) - q->started_us;
    if (!a->error) {
        set->answered = true;
        if (set->rcode < 0)
            set->rcode = a->rcode;
        set->nxdomain |= a->nxdomain;
        q->insecure |= !a->secure;
    }
    resolve_note_dns_failure(set, a);
    for (size_t i = 0; i < a->count && set->count < ADDRESSES_MAX; i++)
        set->addresses[set->count++] = a->addresses[i];
    if (a->bogus && !q->bogus) {
        q->bogus = true;
        memcpy(q->r.why_bogus, a->why_bogus, sizeof q->r.why_bogus);
    }
    if (a->canonical[0] && strcasecmp(a->canonical, q->host))
        memcpy(q->r.canonical, a->canonical, sizeof q->r.canonical);
}

static void resolve_ask_dns(struct resolve *q, struct dns_query *query, enum dns_type type, const char *name);

/* A name that exists and has no address is often the mail domain typed for the server: then it has MX records. */
static bool resolve_may_be_a_domain(const struct resolve *q)
{
    const struct answer_set *set = &q->r.dns;
    return !q->a.pending && !q->aaaa.pending && set->count == 0 && set->rcode == 0 && !set->nxdomain;
}

static void resolve_ask_about_domain(struct resolve *q)
{
    char name[sizeof q->service + sizeof q->host + 1];
    resolve_ask_dns(q, &q->mx, DNS_MX, q->host);
    if (!q->service[0])
        return;
    snprintf(name, sizeof name, "%s.%s", q->service, q->host);
    resolve_ask_dns(q, &q->srv, DNS_SRV, name);
}

static void resolve_dns_answered(void *context, const struct dns_query *query, const struct dns_answer *a)
{
    struct resolve *q = context;
    if (query == &q->key) {
        q->resolver->validation_works |= a->secure;
    } else if (query == &q->mx) {
        q->r.has_mx = a->havedata;
    } else if (query == &q->srv) {
        q->r.has_srv = a->havedata;
        q->r.srv_says_no = a->no_service;
    } else {
        resolve_add_dns(q, a);
        if (resolve_may_be_a_domain(q))
            resolve_ask_about_domain(q);
    }
    resolve_look(q);
}

static void resolve_ask_dns(struct resolve *q, struct dns_query *query, enum dns_type type, const char *name)
{
    struct dns_answer refused;
    *query = (struct dns_query){.type = type, .fn = resolve_dns_answered, .context = q};
    if (!dns_ask(q->resolver->dns, query, name, &refused) && (type == DNS_A || type == DNS_AAAA))
        resolve_note_dns_failure(&q->r.dns, &refused);
}

static void resolve_ask_all_dns(struct resolve *q)
{
    q->r.dns.asked = true;
    resolve_ask_dns(q, &q->a, DNS_A, q->host);
    resolve_ask_dns(q, &q->aaaa, DNS_AAAA, q->host);
    if (dns_has_anchor(q->resolver->dns) && !q->resolver->validation_works)
        resolve_ask_dns(q, &q->key, DNS_KEY, ".");
}

static bool resolver_open(struct resolver *r, struct err *err)
{
    if (!r->lookups)
        r->lookups = lookups_new(r->loop, err);
    if (r->lookups && !r->dns)
        r->dns = dns_new(r->loop, &r->options, err);
    return r->dns != NULL;
}

/* false: neither way of asking could be begun; err. */
static bool resolve_ask(struct resolve *q, struct err *err)
{
    struct endpoint literal;
    struct resolver *r = q->resolver;
    if (endpoint_parse(q->host, 0, &literal)) {
        q->r.literal = true;
        q->r.addresses[0].v6 = literal.addr.ss_family == AF_INET6;
        text_safe_copy(q->r.addresses[0].text, sizeof q->r.addresses[0].text, span_str(q->host));
        q->r.count = 1;
        loop_later(r->loop, &q->finish);
        return true;
    }
    if (!resolver_open(r, err))
        return false;
    q->lookup = lookup_start(r->lookups, q->host, resolve_system_answered, q);
    if (!q->lookup) {
        err_set(err, ERR_SYSTEM, 0, "the name service cannot be asked for %s: no memory or no thread is left", q->host);
        return false;
    }
    if (!r->options.no_dns && resolve_is_for_dns(q->host))
        resolve_ask_all_dns(q);
    loop_timer_set(q->timer, q->started_us + r->options.budget_us);
    return true;
}

struct resolve *resolve_start(struct resolver *r, const char *host, const char *service, resolve_fn *fn, void *context,
                              struct err *err)
{
    struct resolve *q = calloc(1, sizeof *q);
    if (!q) {
        err_memory(err);
        return NULL;
    }
    q->resolver = r;
    q->fn = fn;
    q->context = context;
    q->finish = (struct loop_task){.fn = resolve_finish, .context = q};
    q->r.system.rcode = q->r.dns.rcode = -1;
    q->started_us = loop_now_us(r->loop);
    size_t len = strlen(host);
    if (len >= sizeof q->host) {
        err_set(err, ERR_INPUT, 0, "the host name is longer than DNS allows (%zu characters)", len);
        free(q);
        return NULL;
    }
    memcpy(q->host, host, len + 1);
    snprintf(q->service, sizeof q->service, "%s", service ? service : "");
    q->timer = loop_timer_new(r->loop, resolve_finish, q, err);
    if (!q->timer || !resolve_ask(q, err)) {
        resolve_release(q);
        return NULL;
    }
    return q;
}

void resolve_cancel(struct resolve *q)
{
    if (q)
        resolve_release(q);
}

const char *resolve_library_version(void)
{
    return dns_library_version();
}
