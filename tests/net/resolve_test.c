/* SPDX-License-Identifier: GPL-3.0-or-later */
/* resolve_test.c - the system's answer is scripted (getaddrinfo is wrapped by the linker), DNS is a responder on
 * loopback. */
#include "config.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "net/resolve.h"

/* ---- the clock ---- */

static uint64_t skipped_us; /* time that has passed without anybody waiting */

uint64_t __real_loop_now_us(struct loop *l);
uint64_t __wrap_loop_now_us(struct loop *l);

uint64_t __wrap_loop_now_us(struct loop *l)
{
    return __real_loop_now_us(l) + skipped_us;
}

/* ---- the system ---- */

static sem_t release; /* posted to let a hanging look-up go */

int __real_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **list);
int __wrap_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **list);

int __wrap_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **list)
{
    static const struct {
        const char *host, *address;
        int error;
    } script[] = {
        {"both.example.net", "192.0.2.1", 0},       {"override.example.net", "198.51.100.9", 0},
        {"silent.example.net", "192.0.2.7", 0},     {"alias.example.net", "192.0.2.1", 0},
        {"name.practice.test", "192.0.2.3", 0},     {"short", "192.0.2.4", 0},
        {"gone.example.net", NULL, EAI_NONAME},     {"domain.example.net", NULL, EAI_NODATA},
        {"broken.example.net", NULL, EAI_AGAIN},    {"dead.example.net", NULL, EAI_AGAIN},
        {"only-dns.example.net", NULL, EAI_NONAME}, {"repaired.example.net", NULL, EAI_NONAME},
    };
    if (!strcmp(node, "localhost"))
        return __real_getaddrinfo(node, service, hints, list);
    if (!strcmp(node, "hang.example.net")) {
        sem_wait(&release);
        return EAI_AGAIN;
    }
    for (size_t i = 0; i < sizeof script / sizeof *script; i++) {
        if (strcmp(node, script[i].host))
            continue;
        struct addrinfo numeric = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
        return script[i].error ? script[i].error : __real_getaddrinfo(script[i].address, NULL, &numeric, list);
    }
    return EAI_FAIL;
}

/* ---- DNS ---- */

struct record {
    const char *name;
    unsigned short type;
    const char *data; /* address, or the target's name */
};
enum { A = 1, CNAME = 5, MX = 15, AAAA = 28, SRV = 33 };
static const struct record zone[] = {
    {"both.example.net", A, "192.0.2.1"},
    {"both.example.net", A, "192.0.2.2"},
    {"both.example.net", AAAA, "2001:db8::1"},
    {"override.example.net", A, "192.0.2.5"},
    {"only-dns.example.net", A, "192.0.2.6"},
    {"hang.example.net", A, "192.0.2.8"},
    {"alias.example.net", CNAME, "both.example.net"},
    {"domain.example.net", MX, "both.example.net"},
    {"_imaps._tcp.domain.example.net", SRV, "both.example.net"},
    {"_pop3s._tcp.domain.example.net", SRV, ""}, /* not here, says the domain */
    {"repaired.example.net", A, "192.0.2.9"},
};

static atomic_bool repaired; /* the record of repaired.example.net is back in the zone */

struct dns_server {
    int fd;
    pthread_t thread;
    char at[32]; /* "127.0.0.1@PORT" */
};

static size_t put_name(unsigned char *to, const char *name)
{
    size_t n = 0;
    while (*name) {
        size_t len = strcspn(name, ".");
        to[n++] = (unsigned char)len;
        memcpy(to + n, name, len);
        n += len;
        name += len + (name[len] == '.');
    }
    to[n++] = 0;
    return n;
}

static size_t put_record(unsigned char *to, const struct record *r)
{
    size_t n = put_name(to, r->name);
    unsigned char *head = to + n, *data = head + 10;
    memcpy(head, (unsigned char[]){0, (unsigned char)r->type, 0, 1, 0, 0, 1, 0}, 8); /* IN, 256 s */
    size_t len = 0;
    if (r->type == A)
        len = inet_pton(AF_INET, r->data, data) == 1 ? 4 : 0;
    else if (r->type == AAAA)
        len = inet_pton(AF_INET6, r->data, data) == 1 ? 16 : 0;
    else if (r->type == MX)
        data[0] = 0, data[1] = 10, len = 2 + put_name(data + 2, r->data);
    else if (r->type == SRV)
        memset(data, 0, 6), len = 6 + put_name(data + 6, r->data);
    else
        len = put_name(data, r->data);
    head[8] = 0;
    head[9] = (unsigned char)len;
    return n + 10 + len;
}

static size_t get_name(const unsigned char *from, char *name)
{
    size_t n = 0, at = 0;
    while (from[n]) {
        memcpy(name + at, from + n + 1, from[n]);
        at += from[n];
        n += from[n] + 1u;
        name[at++] = '.';
    }
    name[at ? at - 1 : 0] = '\0';
    return n + 1;
}

/* Writes the answer over the question. 0: says nothing. */
static size_t dns_reply(unsigned char *p)
{
    char name[256];
    size_t end = 12 + get_name(p + 12, name);
    unsigned short type = (unsigned short)(p[end] << 8 | p[end + 1]);
    end += 4;
    unsigned char rcode = 0, answers = 0;
    if (!strcmp(name, "dead.example.net") || !strcmp(name, "silent.example.net"))
        return 0;
    if (!strcmp(name, "gone.example.net") || (!strcmp(name, "repaired.example.net") && !repaired))
        rcode = 3;
    if (!strcmp(name, "broken.example.net"))
        rcode = 2;
    for (size_t i = 0; rcode == 0 && i < sizeof zone / sizeof *zone; i++) {
        if (strcmp(zone[i].name, name) || (zone[i].type != type && zone[i].type != CNAME))
            continue;
        end += put_record(p + end, &zone[i]);
        answers++;
        if (zone[i].type == CNAME) { /* and then what it stands for */
            strcpy(name, zone[i].data);
            i = (size_t)-1;
        }
    }
    p[2] = 0x84;
    p[3] = (unsigned char)(0x80 | rcode);
    memcpy(p + 4, (unsigned char[]){0, 1, 0, answers, 0, 0, 0, 0}, 8);
    return end;
}

static void *dns_serve(void *argument)
{
    struct dns_server *s = argument;
    for (;;) {
        unsigned char p[1500];
        struct sockaddr_in from;
        socklen_t from_len = sizeof from;
        ssize_t n = recvfrom(s->fd, p, 512, 0, (struct sockaddr *)&from, &from_len);
        if (n < 17) /* the shortest question; a single byte ends us */
            return NULL;
        size_t len = dns_reply(p);
        if (len)
            sendto(s->fd, p, len, 0, (struct sockaddr *)&from, from_len);
    }
}

static void dns_server_start(struct dns_server *s)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof at;
    s->fd = socket(AF_INET, SOCK_DGRAM, 0);
    assert_int_equal(bind(s->fd, (struct sockaddr *)&at, len), 0);
    assert_int_equal(getsockname(s->fd, (struct sockaddr *)&at, &len), 0);
    snprintf(s->at, sizeof s->at, "127.0.0.1@%u", ntohs(at.sin_port));
    assert_int_equal(pthread_create(&s->thread, NULL, dns_serve, s), 0);
}

static void dns_server_stop(struct dns_server *s)
{
    struct sockaddr_in at;
    socklen_t len = sizeof at;
    getsockname(s->fd, (struct sockaddr *)&at, &len);
    sendto(s->fd, "", 1, 0, (struct sockaddr *)&at, len);
    pthread_join(s->thread, NULL);
    close(s->fd);
}

/* ---- the tests ---- */

struct asked {
    struct loop *loop;
    struct resolution r;
    unsigned answers;
};

static void on_answer(void *context, const struct resolution *r)
{
    struct asked *a = context;
    a->r = *r;
    a->answers++;
    loop_stop(a->loop);
}

static void ask_for(const char *host, const char *service, uint64_t budget_us, bool no_dns, const char *anchor, struct asked *a)
{
    struct err err;
    struct dns_server server;
    dns_server_start(&server);
    struct resolver_options o = {
        .forwarder = server.at, .anchor_file = anchor, .budget_us = budget_us, .no_dns = no_dns};
    memset(a, 0, sizeof *a);
    a->loop = loop_new(&err);
    struct resolver *r = resolver_new(a->loop, &o, &err);
    if (!resolve_start(r, host, service, on_answer, a, &err))
        fail_msg("%s", err.text);
    assert_int_equal(a->answers, 0); /* never inside the call */
    loop_run(a->loop);
    assert_int_equal(a->answers, 1);
    resolver_free(r);
    loop_free(a->loop);
    dns_server_stop(&server);
}

static void ask_with_anchor(const char *host, uint64_t budget_us, bool no_dns, const char *anchor, struct asked *a)
{
    ask_for(host, NULL, budget_us, no_dns, anchor, a);
}

static void ask(const char *host, uint64_t budget_us, bool no_dns, struct asked *a)
{
    ask_with_anchor(host, budget_us, no_dns, "/nonexistent", a);
}

static bool has(const struct answer_set *set, const char *address)
{
    for (size_t i = 0; i < set->count; i++)
        if (!strcmp(set->addresses[i].text, address))
            return true;
    return false;
}

static void both_ways_of_asking_are_kept_apart(void **state)
{
    (void)state;
    struct asked a;
    ask("both.example.net", 0, false, &a);
    assert_true(a.r.system.answered && a.r.dns.answered);
    assert_int_equal(a.r.system.count, 1);
    assert_int_equal(a.r.dns.count, 3);
    assert_true(has(&a.r.dns, "192.0.2.1") && has(&a.r.dns, "192.0.2.2") && has(&a.r.dns, "2001:db8::1"));
    assert_int_equal(a.r.count, 1); /* a mail program would go there and nowhere else */
    assert_string_equal(a.r.addresses[0].text, "192.0.2.1");
    assert_false(a.r.validated || a.r.secure || a.r.bogus || a.r.hosts_file || a.r.has_mx || a.r.literal);
    assert_string_equal(a.r.canonical, "");
}

static void the_system_decides_where_dns_disagrees(void **state)
{
    (void)state;
    struct asked a;
    ask("override.example.net", 0, false, &a);
    assert_int_equal(a.r.count, 1);
    assert_string_equal(a.r.addresses[0].text, "198.51.100.9");
    assert_true(has(&a.r.dns, "192.0.2.5"));
}

static void dns_steps_in_where_the_system_has_nothing(void **state)
{
    (void)state;
    struct asked a;
    ask("only-dns.example.net", 0, false, &a);
    assert_true(a.r.system.nxdomain);
    assert_int_equal(a.r.system.error, EAI_NONAME);
    assert_int_equal(a.r.count, 1);
    assert_string_equal(a.r.addresses[0].text, "192.0.2.6");
}

static void an_alias_is_followed_and_named(void **state)
{
    (void)state;
    struct asked a;
    ask("alias.example.net", 0, false, &a);
    assert_string_equal(a.r.canonical, "both.example.net");
}

static void a_name_that_is_not_there(void **state)
{
    (void)state;
    struct asked a;
    ask("gone.example.net", 0, false, &a);
    assert_true(a.r.system.nxdomain && a.r.dns.nxdomain && a.r.dns.answered);
    assert_int_equal(a.r.dns.rcode, 3);
    assert_int_equal(a.r.count, 0);
    assert_false(a.r.dns.servfail || a.r.dns.timed_out || a.r.has_mx);
    assert_string_not_equal(a.r.system.error_text, "");
}

static void a_mail_domain_without_an_address(void **state)
{
    (void)state;
    struct asked a;
    ask("domain.example.net", 0, false, &a);
    assert_false(a.r.dns.nxdomain);
    assert_false(a.r.system.nxdomain);
    assert_int_equal(a.r.dns.rcode, 0);
    assert_int_equal(a.r.count, 0);
    assert_true(a.r.has_mx);
}

static void a_domain_tells_of_its_services(void **state)
{
    static const struct {
        const char *host, *service;
        bool has, says_no;
    } rows[] = {
        {"domain.example.net", "_imaps._tcp", true, false},
        {"domain.example.net", "_pop3s._tcp", true, true},
        {"domain.example.net", "_submissions._tcp", false, false},
        {"domain.example.net", "", false, false},
        {"both.example.net", "_imaps._tcp", false, false}, /* it has addresses: nobody asks */
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct asked a;
        ask_for(rows[i].host, rows[i].service, 0, false, "/nonexistent", &a);
        if (a.r.has_srv != rows[i].has || a.r.srv_says_no != rows[i].says_no)
            fail_msg("%s.%s: has_srv %d, srv_says_no %d", rows[i].service, rows[i].host, a.r.has_srv, a.r.srv_says_no);
    }
}

static void a_broken_name_service(void **state)
{
    (void)state;
    struct asked a;
    ask("broken.example.net", 0, false, &a);
    assert_true(a.r.dns.servfail);
    assert_int_equal(a.r.dns.rcode, 2);
    assert_false(a.r.dns.nxdomain);
    assert_int_equal(a.r.count, 0);
}

/* A trust anchor that libunbound cannot read costs the validation, not the answer. */
static void a_broken_anchor_only_costs_validation(void **state)
{
    (void)state;
    struct asked a;
    ask_with_anchor("both.example.net", 0, false, "/etc/passwd", &a);
    assert_true(a.r.dns.answered);
    assert_int_equal(a.r.dns.count, 3);
    assert_false(a.r.validated);
}

static void silence_ends_with_the_budget(void **state)
{
    (void)state;
    struct asked a;
    ask("dead.example.net", 150000, false, &a);
    assert_true(a.r.dns.timed_out);
    assert_false(a.r.dns.answered || a.r.dns.nxdomain);
    assert_int_equal(a.r.system.error, EAI_AGAIN);
    assert_int_equal(a.r.count, 0);
    assert_true(a.r.dns.took_us >= 150000);
}

static void a_silent_dns_does_not_hold_up_a_system_that_answered(void **state)
{
    (void)state;
    struct asked a;
    ask("silent.example.net", 60000000, false, &a); /* the test would take a minute otherwise */
    assert_int_equal(a.r.count, 1);
    assert_true(a.r.dns.timed_out);
    assert_true(a.r.dns.took_us < 5000000);
}

/* People repair a zone and walk again: what was cached must not stand in their way. */
static void a_name_is_asked_afresh_after_a_while(void **state)
{
    (void)state;
    struct err err;
    struct dns_server server;
    dns_server_start(&server);
    struct resolver_options o = {.forwarder = server.at, .anchor_file = "/nonexistent"};
    struct asked a = {.loop = loop_new(&err)};
    struct resolver *r = resolver_new(a.loop, &o, &err);
    assert_non_null(resolve_start(r, "repaired.example.net", NULL, on_answer, &a, &err));
    loop_run(a.loop);
    assert_true(a.r.dns.nxdomain);
    repaired = true;
    skipped_us += 5000000;
    assert_non_null(resolve_start(r, "repaired.example.net", NULL, on_answer, &a, &err));
    loop_run(a.loop);
    assert_int_equal(a.r.dns.count, 1);
    resolver_free(r);
    loop_free(a.loop);
    dns_server_stop(&server);
}

/* The look-up is abandoned, and neither the program's end nor its memory waits for it. */
static void a_hanging_system_is_given_up(void **state)
{
    (void)state;
    struct asked a;
    ask("hang.example.net", 200000, false, &a);
    assert_true(a.r.system.timed_out && a.r.system.asked);
    assert_false(a.r.system.answered);
    assert_int_equal(a.r.count, 1);
    assert_string_equal(a.r.addresses[0].text, "192.0.2.8");
    sem_post(&release);
}

static void names_that_stay_here_are_not_sent_to_dns(void **state)
{
    (void)state;
    static const char *const names[] = {"name.practice.test", "short", "localhost"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct asked a;
        ask(names[i], 0, false, &a);
        assert_false(a.r.dns.asked);
        assert_true(a.r.count >= 1);
    }
    struct asked a;
    ask("both.example.net", 0, true, &a);
    assert_false(a.r.dns.asked);
}

static void the_hosts_file_is_recognised(void **state)
{
    (void)state;
    struct asked a;
    char line[512];
    bool listed = false;
    FILE *f = fopen("/etc/hosts", "r");
    while (f && fgets(line, sizeof line, f))
        listed |= !strncmp(line, "127.0.0.1", 9) && strstr(line, "localhost");
    if (f)
        fclose(f);
    if (!listed)
        skip();
    ask("localhost", 0, false, &a);
    assert_true(a.r.hosts_file);
}

static void a_literal_asks_nobody(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        bool v6;
    } cases[] = {{"192.0.2.1", false}, {"2001:db8::1", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct asked a;
        ask(cases[i].host, 0, false, &a);
        assert_true(a.r.literal);
        assert_false(a.r.system.asked || a.r.dns.asked);
        assert_int_equal(a.r.count, 1);
        assert_string_equal(a.r.addresses[0].text, cases[i].host);
        assert_int_equal(a.r.addresses[0].v6, cases[i].v6);
    }
}

static void never(void *context, const struct resolution *r)
{
    (void)context;
    (void)r;
    fail_msg("a cancelled question was answered");
}

static void stop(void *context)
{
    loop_stop(context);
}

static void a_cancelled_question_stays_unanswered(void **state)
{
    (void)state;
    struct err err;
    struct dns_server server;
    dns_server_start(&server);
    struct resolver_options o = {.forwarder = server.at, .anchor_file = "/nonexistent"};
    struct loop *l = loop_new(&err);
    struct resolver *r = resolver_new(l, &o, &err);
    static const char *const hosts[] = {"both.example.net", "hang.example.net", "192.0.2.1", "dead.example.net"};
    for (size_t i = 0; i < sizeof hosts / sizeof *hosts; i++)
        resolve_cancel(resolve_start(r, hosts[i], NULL, never, NULL, &err));
    resolve_cancel(NULL);
    struct loop_timer *t = loop_timer_new(l, stop, l, &err);
    loop_timer_set(t, loop_now_us(l) + 50000);
    loop_run(l);
    loop_timer_free(t);
    resolver_free(r);
    loop_free(l);
    dns_server_stop(&server);
    sem_post(&release);
}

static void a_name_too_long_is_refused(void **state)
{
    (void)state;
    struct err err = {ERR_NONE, 0, ""};
    struct loop *l = loop_new(&err);
    struct resolver *r = resolver_new(l, NULL, &err);
    char name[300];
    memset(name, 'a', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    assert_null(resolve_start(r, name, NULL, never, NULL, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    resolver_free(r);
    loop_free(l);
}

int main(void)
{
    sem_init(&release, 0, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_ways_of_asking_are_kept_apart),
        cmocka_unit_test(the_system_decides_where_dns_disagrees),
        cmocka_unit_test(dns_steps_in_where_the_system_has_nothing),
        cmocka_unit_test(an_alias_is_followed_and_named),
        cmocka_unit_test(a_name_that_is_not_there),
        cmocka_unit_test(a_mail_domain_without_an_address),
        cmocka_unit_test(a_domain_tells_of_its_services),
        cmocka_unit_test(a_broken_name_service),
        cmocka_unit_test(a_broken_anchor_only_costs_validation),
        cmocka_unit_test(silence_ends_with_the_budget),
        cmocka_unit_test(a_silent_dns_does_not_hold_up_a_system_that_answered),
        cmocka_unit_test(a_name_is_asked_afresh_after_a_while),
        cmocka_unit_test(a_hanging_system_is_given_up),
        cmocka_unit_test(names_that_stay_here_are_not_sent_to_dns),
        cmocka_unit_test(the_hosts_file_is_recognised),
        cmocka_unit_test(a_literal_asks_nobody),
        cmocka_unit_test(a_cancelled_question_stays_unanswered),
        cmocka_unit_test(a_name_too_long_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
