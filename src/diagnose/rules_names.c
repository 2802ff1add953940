/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_names.c - what can go wrong between a name and its addresses. */
#include "config.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "diagnose/rule_private.h"

/* A finished look-up of a name; NULL while it runs, and where there was nothing to look up. */
static const struct resolution *looked_up(const struct scene *s)
{
    const struct resolution *r = s->e->resolution;
    return r && !r->literal && stage_ended(s->e, STAGE_RESOLVE) ? r : NULL;
}

/* The same, where it gave no address. */
static const struct resolution *found_nothing(const struct scene *s)
{
    const struct resolution *r = looked_up(s);
    return r && r->count == 0 ? r : NULL;
}

static void fact_answer(struct match *m, const char *who, const struct answer_set *a)
{
    if (!a->asked)
        return;
    if (a->count) {
        char list[400] = "";
        for (size_t i = 0; i < a->count && strlen(list) + sizeof a->addresses[i].text + 2 < sizeof list; i++)
            snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s", i ? ", " : "", a->addresses[i].text);
        match_fact(m, "%s: %s", who, list);
    } else if (a->nxdomain) {
        match_fact(m, "%s: no such name%s%s", who, *a->error_text ? ": " : "", a->error_text);
    } else if (a->timed_out) {
        match_fact(m, "%s: no answer in time", who);
    } else if (*a->error_text) {
        match_fact(m, "%s: %s", who, a->error_text);
    } else if (a->answered) {
        match_fact(m, "%s: the name exists, without an address", who);
    }
}

static void fact_answers(struct match *m, const struct resolution *r)
{
    fact_answer(m, "this computer's resolver", &r->system);
    fact_answer(m, "DNS", &r->dns);
}

/* Mail records under a name without addresses show that it is a domain of mail addresses. */
static bool is_mail_domain(const struct resolution *r)
{
    return r->has_mx || (r->has_srv && !r->srv_says_no);
}

static bool bogus(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = looked_up(s);
    (void)with;
    if (!r || !r->validated || !r->bogus)
        return false;
    match_blank(m, BLANK_DETAIL, "%s", r->why_bogus);
    fact_answers(m, r);
    match_fact(m, "DNSSEC: %s", *r->why_bogus ? r->why_bogus : "the answer is bogus");
    m->severity = r->count ? SEVERITY_WARNING : SEVERITY_ERROR;
    m->ends = r->count == 0;
    return true;
}

static bool family_missing(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = found_nothing(s);
    (void)with;
    if (!r || !r->left_out)
        return false;
    match_fact(m, "%zu addresses of the other family were left out, as asked", r->left_out);
    m->ends = true;
    return true;
}

static bool no_address(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = found_nothing(s);
    (void)with;
    if (!r)
        return false;
    bool dns_says = r->dns.answered && !r->dns.nxdomain && !r->dns.servfail;
    bool system_says = !r->dns.answered && r->system.answered && !r->system.nxdomain && !r->system.servfail;
    if (!dns_says && !system_says && !is_mail_domain(r))
        return false;
    if (is_mail_domain(r)) {
        bool services = r->has_srv && !r->srv_says_no;
        const char *kind = r->has_mx && services ? "mail (MX) and service (SRV)" : r->has_mx ? "mail (MX)" : "service (SRV)";
        match_blank(m, BLANK_DETAIL, "There are %s records under it", kind);
        match_fact(m, "DNS: there are %s records under this name", kind);
    }
    fact_answers(m, r);
    m->ends = true;
    return true;
}

static bool nxdomain(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = found_nothing(s);
    (void)with;
    if (!r || !(r->dns.answered ? r->dns.nxdomain : r->system.nxdomain))
        return false;
    if ((r->dns.nxdomain && r->system.nxdomain) || (r->dns.nxdomain && r->validated && r->secure))
        m->certainty = CERTAIN;
    fact_answers(m, r);
    m->ends = true;
    return true;
}

static bool dns_silent(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = found_nothing(s);
    (void)with;
    bool gave_up = !s->e->resolution && stage_failed(s->e, STAGE_RESOLVE) && !*s->e->target->host_error;
    if (!gave_up && (!r || r->system.servfail || r->dns.servfail || !(r->system.timed_out || r->dns.timed_out)))
        return false;
    if (r)
        fact_answers(m, r);
    else
        match_fact(m, "no answer came before the time was up");
    m->ends = true;
    return true;
}

/* A failure without a better name. */
static bool servfail(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = found_nothing(s);
    (void)with;
    if (!r || !stage_failed(s->e, STAGE_RESOLVE))
        return false;
    const char *said = *r->dns.error_text ? r->dns.error_text : r->system.error_text;
    match_blank(m, BLANK_DETAIL, "%s", said);
    fact_answers(m, r);
    m->ends = true;
    return true;
}

/* RFC 1918, RFC 6598, RFC 4193 and link-local addresses: reachable from inside only. */
static bool address_is_private(const struct address *a)
{
    unsigned b0, b1;
    if (a->v6)
        return strncasecmp(a->text, "fc", 2) == 0 || strncasecmp(a->text, "fd", 2) == 0 || strncasecmp(a->text, "fe80:", 5) == 0;
    if (sscanf(a->text, "%u.%u.", &b0, &b1) != 2)
        return false;
    return b0 == 10 || (b0 == 172 && (b1 & 0xF0) == 16) || (b0 == 192 && b1 == 168) || (b0 == 100 && (b1 & 0xC0) == 64);
}

static bool set_has(const struct answer_set *set, const char *address)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcasecmp(set->addresses[i].text, address) == 0)
            return true;
    return false;
}

static bool sets_are_apart(const struct answer_set *a, const struct answer_set *b)
{
    for (size_t i = 0; i < a->count; i++)
        if (set_has(b, a->addresses[i].text))
            return false;
    return a->count && b->count;
}

static bool set_is_private(const struct answer_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        if (!address_is_private(&set->addresses[i]))
            return false;
    return set->count > 0;
}

static bool hosts_file(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = looked_up(s);
    (void)with;
    if (!r || !r->hosts_file || !sets_are_apart(&r->system, &r->dns))
        return false;
    match_blank(m, BLANK_DETAIL, "The file says %s, DNS says %s", r->system.addresses[0].text, r->dns.addresses[0].text);
    fact_answer(m, "the hosts file", &r->system);
    fact_answer(m, "DNS", &r->dns);
    return true;
}

static bool split_horizon(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = looked_up(s);
    (void)with;
    if (!r || r->hosts_file || !sets_are_apart(&r->system, &r->dns)
        || set_is_private(&r->system) == set_is_private(&r->dns))
        return false;
    match_blank(m, BLANK_DETAIL, "This computer is told %s, DNS says %s", r->system.addresses[0].text, r->dns.addresses[0].text);
    fact_answers(m, r);
    struct address here = {.v6 = s->e->v6};
    snprintf(here.text, sizeof here.text, "%s", s->e->address);
    if (stage_failed(s->e, STAGE_CONNECT) && address_is_private(&here))
        m->severity = SEVERITY_WARNING;
    return true;
}

/* The last labels, that belong to one owner: two, or three under the likes of co.uk. A guess, without a list of public
 * suffixes; good enough for a note. */
static const char *domain_of(const char *name)
{
    const char *dots[3] = {NULL}; /* the last, the one before it, and the one before that */
    for (const char *p = name; *p; p++)
        if (*p == '.') {
            dots[2] = dots[1];
            dots[1] = dots[0];
            dots[0] = p;
        }
    if (!dots[1])
        return name;
    if (strlen(dots[0] + 1) == 2 && dots[0] - dots[1] <= 4)
        return dots[2] ? dots[2] + 1 : name;
    return dots[1] + 1;
}

static bool alias_of_another(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = looked_up(s);
    (void)with;
    if (!r || !*r->canonical || strcasecmp(domain_of(r->canonical), domain_of(s->e->target->ascii)) == 0)
        return false;
    match_blank(m, BLANK_DETAIL, "%s", r->canonical);
    match_fact(m, "DNS: %s is an alias for %s", s->e->target->ascii, r->canonical);
    return true;
}

static bool no_service(const struct scene *s, struct match *m, int with)
{
    const struct resolution *r = found_nothing(s);
    (void)with;
    if (!r || !r->srv_says_no)
        return false;
    match_fact(m, "DNS: the service record for %s under this name has the target \".\"", s->e->target->proto->title);
    return true;
}

const struct rule rules_names[] = {
    {"dns-bogus", bogus},
    {"dns-family-missing", family_missing},
    {"dns-no-address", no_address, UNDER("dns-srv-says-no-service")},
    {"dns-nxdomain", nxdomain},
    {"dns-timeout", dns_silent},
    {"dns-servfail", servfail},
    {"dns-srv-says-no-service", no_service},
    {"dns-hosts-file-override", hosts_file},
    {"dns-split-horizon", split_horizon},
    {"dns-cname-to-provider", alias_of_another, UNDER("cert-name-mismatch-provider", "cert-name-mismatch")},
    {NULL},
};
