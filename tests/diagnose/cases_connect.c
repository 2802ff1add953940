/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cases_connect.c - getting through, alone and beside other addresses. */
#include "case.h"

#include <errno.h>
#include <stdio.h>

static void connect_error(struct box *b, int error)
{
    case_fail(b, STAGE_CONNECT);
    b->e.connect.end.error = error;
}

static void refused(struct box *b)
{
    connect_error(b, ECONNREFUSED);
}

static void silent(struct box *b)
{
    connect_error(b, 0);
    b->e.connect.end.timed_out = true;
}

static void timed_out_by_system(struct box *b)
{
    connect_error(b, ETIMEDOUT);
}

static void no_route(struct box *b)
{
    connect_error(b, EHOSTUNREACH);
}

static void forbidden(struct box *b)
{
    connect_error(b, EACCES);
}

static void odd_error(struct box *b)
{
    connect_error(b, EINVAL);
}

static void slow(struct box *b)
{
    b->e.connect.took_us = 1200000;
}

static void quick(struct box *b)
{
    b->e.connect.took_us = 900000;
}

/* This walk goes to an IPv6 address. */
static void to_v6(struct box *b)
{
    b->e.v6 = true;
    snprintf(b->e.address, sizeof b->e.address, "2001:db8::1");
    b->resolution.addresses[0] = (struct address){.text = "2001:db8::1", .v6 = true};
}

static void v6_silent_v4_good(struct box *b)
{
    to_v6(b);
    silent(b);
    case_sibling(b, "192.0.2.1", false, 0);
}

static void v6_good_v4_silent(struct box *b)
{
    to_v6(b);
    case_sibling(b, "192.0.2.1", false, ETIMEDOUT);
}

static void v4_good_v6_refused(struct box *b)
{
    case_sibling(b, "2001:db8::1", true, ECONNREFUSED);
}

static void v4_refused_v6_good(struct box *b)
{
    refused(b);
    case_sibling(b, "2001:db8::1", true, 0);
}

static void v6_silent_v4_silent(struct box *b)
{
    to_v6(b);
    silent(b);
    case_sibling(b, "192.0.2.1", false, ETIMEDOUT);
}

static void v6_silent_second_v6_to_come(struct box *b)
{
    v6_silent_v4_good(b);
    b->resolution.addresses[b->resolution.count++] = (struct address){.text = "2001:db8::2", .v6 = true};
}

/* What a computer without IPv6 sees of every good server with both families. */
static void no_v6_here_v4_good(struct box *b)
{
    to_v6(b);
    connect_error(b, ENETUNREACH);
    case_sibling(b, "192.0.2.1", false, 0);
}

static void no_v6_here_v4_to_come(struct box *b)
{
    to_v6(b);
    connect_error(b, ENETUNREACH);
    b->resolution.addresses[b->resolution.count++] = (struct address){.text = "192.0.2.1"};
}

static void no_v6_here_nothing_else(struct box *b)
{
    to_v6(b);
    connect_error(b, ENETUNREACH);
}

static void no_v6_here_v4_refused(struct box *b)
{
    to_v6(b);
    connect_error(b, ENETUNREACH);
    case_sibling(b, "192.0.2.1", false, ECONNREFUSED);
}

static void good_beside_no_v6(struct box *b)
{
    case_sibling(b, "2001:db8::1", true, ENETUNREACH);
}

static void one_of_two_dead(struct box *b)
{
    refused(b);
    case_sibling(b, "192.0.2.2", false, 0);
}

static void other_of_two_dead(struct box *b)
{
    case_sibling(b, "192.0.2.2", false, ECONNREFUSED);
}

static void both_dead(struct box *b)
{
    refused(b);
    case_sibling(b, "192.0.2.2", false, ECONNREFUSED);
}

static void still_connecting(struct box *b)
{
    case_running(b, STAGE_CONNECT);
    b->e.connect.connected = false;
}

const struct rule_case connect_cases[] = {
    {"connection refused", "imaps://mail.example.org", NULL, refused, "only tcp-refused=error/certain", "tcp-timeout host-unreachable"},
    {"no answer to the connection", "imaps://mail.example.org", NULL, silent, "only tcp-timeout=error/certain", "tcp-refused"},
    {"the system gave up connecting", "imaps://mail.example.org", NULL, timed_out_by_system, "only tcp-timeout=error/certain", "tcp-refused"},
    {"no route", "imaps://mail.example.org", NULL, no_route, "only host-unreachable=error/certain", "tcp-timeout tcp-blocked-locally"},
    {"forbidden by this computer", "imaps://mail.example.org", NULL, forbidden, "only tcp-blocked-locally=error/likely", "host-unreachable"},
    {"an error without a name of its own", "imaps://mail.example.org", NULL, odd_error, "only host-unreachable=error/likely", NULL},
    {"a slow connection", "imaps://mail.example.org", NULL, slow, "only connect-slow=note/certain", NULL},
    {"a connection just under a second", "imaps://mail.example.org", NULL, quick, "only", "connect-slow"},
    {"still connecting", "imaps://mail.example.org", NULL, still_connecting, "only", "tcp-timeout tcp-refused host-unreachable"},
    {"IPv6 is silent, IPv4 answers", "imaps://mail.example.org", NULL, v6_silent_v4_good,
     "only ipv6-broken-ipv4-ok=warning/certain tcp-timeout=error/certain", "one-address-dead ipv4-broken-ipv6-ok"},
    {"IPv4 answers, IPv6 was refused", "imaps://mail.example.org", NULL, v4_good_v6_refused, "only ipv6-broken-ipv4-ok=warning/certain",
     "tcp-refused"},
    {"IPv6 answers, IPv4 is silent", "imaps://mail.example.org", NULL, v6_good_v4_silent, "only ipv4-broken-ipv6-ok=warning/certain",
     "tcp-timeout ipv6-broken-ipv4-ok"},
    {"IPv4 refused, IPv6 answers", "imaps://mail.example.org", NULL, v4_refused_v6_good,
     "only ipv4-broken-ipv6-ok=warning/certain tcp-refused=error/certain", "ipv6-broken-ipv4-ok"},
    {"both families are silent", "imaps://mail.example.org", NULL, v6_silent_v4_silent, "only tcp-timeout=error/certain",
     "ipv6-broken-ipv4-ok ipv4-broken-ipv6-ok"},
    {"an IPv6 address is still to be tried", "imaps://mail.example.org", NULL, v6_silent_second_v6_to_come, "only tcp-timeout=error/certain",
     "ipv6-broken-ipv4-ok"},
    {"no IPv6 here, IPv4 answers", "imaps://mail.example.org", NULL, no_v6_here_v4_good, "only host-unreachable=note/certain",
     "ipv6-broken-ipv4-ok"},
    {"no IPv6 here, IPv4 is still to be tried", "imaps://mail.example.org", NULL, no_v6_here_v4_to_come, "only host-unreachable=note/certain",
     "ipv6-broken-ipv4-ok"},
    {"no IPv6 here, and the server has nothing else", "imaps://mail.example.org", NULL, no_v6_here_nothing_else,
     "only host-unreachable=error/certain", NULL},
    {"no IPv6 here, IPv4 refused", "imaps://mail.example.org", NULL, no_v6_here_v4_refused, "only host-unreachable=error/certain", NULL},
    {"IPv4 answers, and there is no IPv6 here", "imaps://mail.example.org", NULL, good_beside_no_v6, "only", "ipv6-broken-ipv4-ok"},
    {"one of two addresses is dead", "imaps://mail.example.org", NULL, one_of_two_dead,
     "only one-address-dead=warning/certain tcp-refused=error/certain", "ipv4-broken-ipv6-ok"},
    {"the other of two addresses is dead", "imaps://mail.example.org", NULL, other_of_two_dead, "only one-address-dead=warning/certain",
     "tcp-refused"},
    {"both addresses are dead", "imaps://mail.example.org", NULL, both_dead, "only tcp-refused=error/certain", "one-address-dead"},
    {NULL},
};
