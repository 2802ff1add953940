/* SPDX-License-Identifier: GPL-3.0-or-later */
/* TLS in depth against servers in memory whose abilities are known: what is found is that, exactly, and it ends in time. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "tls/cert_make.h"
#include "walk/depth.h"
#include "walk/visit.h"

#define HOST "mail.example.test"
#define TURNS_MAX 200000

static struct made *ca, *ec, *rsa;
static struct tls_identity *ec_id, *rsa_id;
static struct trust *trust;
static struct buf ca_pem;

static int make_identities(void **state)
{
    struct err err;
    (void)state;
    ca = make(&(struct recipe){.cn = "Depth Root", .ca = true}, NULL);
    ec = make(&(struct recipe){.cn = HOST, .dns = {HOST}}, ca);
    rsa = make(&(struct recipe){.cn = HOST, .dns = {HOST}, .rsa_bits = 2048}, ca);
    ec_id = made_identity((const struct made *const[]){ec, NULL});
    rsa_id = made_identity((const struct made *const[]){rsa, NULL});
    made_pem(&ca_pem, (const struct made *const[]){ca, NULL});
    assert_true(tls_identity_client_ca(ec_id, buf_span(&ca_pem), &err));
    assert_non_null(trust = trust_new(buf_span(&ca_pem), "the test's roots", &err));
    return 0;
}

static int free_identities(void **state)
{
    (void)state;
    tls_identity_free(ec_id);
    tls_identity_free(rsa_id);
    trust_free(trust);
    buf_done(&ca_pem);
    made_free(ec);
    made_free(rsa);
    made_free(ca);
    return 0;
}

/* ---- an IMAP server in memory ---- */

struct server {
    const char *priority;
    bool rsa, tickets, asks_certificate, implicit;
    unsigned busy_after;   /* connections, then it says that it has too many; 0: never */
    unsigned gone_after;   /* connections, then nobody listens */
    bool answers_in_clear; /* words instead of a ServerHello */
    bool breaks_off;       /* chooses TLS_DHE_RSA_WITH_AES_128_GCM_SHA256 although it cannot */

    unsigned connections;
    struct visit *visit;
    uint64_t now_us;
    struct {
        struct tls *tls;
        bool secured, closing;
        struct buf in, out;
    } links[LINK_COUNT];
};

static void server_say(struct server *s, enum link link, const char *text)
{
    /* Without memory it hangs up, here and below: one of the tests has it so. */
    if (s->links[link].secured)
        s->links[link].closing = tls_write(s->links[link].tls, span_str(text)) != TLS_DONE;
    else
        s->links[link].closing = !buf_add_str(&s->links[link].out, text);
}

static void server_starts_tls(struct server *s, enum link link)
{
    struct err err;
    struct tls_server_options o = {.identity = s->rsa ? rsa_id : ec_id, .priority = s->priority, .tickets = s->tickets,
                                   .request_client_cert = s->asks_certificate};
    s->links[link].tls = tls_server_new(&o, &err);
    s->links[link].closing = !s->links[link].tls;
}

static void server_forget(struct server *s, enum link link)
{
    tls_free(s->links[link].tls);
    buf_done(&s->links[link].in);
    buf_done(&s->links[link].out);
    memset(&s->links[link], 0, sizeof s->links[link]);
}

static void server_connect(struct server *s, enum link link)
{
    server_forget(s, link);
    s->connections++;
    if (s->gone_after && s->connections > s->gone_after) {
        visit_connect_failed(s->visit, link, ECONNREFUSED, s->now_us);
        return;
    }
    visit_connected(s->visit, link, "127.0.0.1", s->now_us);
    if (s->busy_after && s->connections > s->busy_after) {
        server_say(s, link, "* BYE too many connections\r\n");
        s->links[link].closing = true;
    } else if (s->implicit) {
        server_starts_tls(s, link);
    } else {
        server_say(s, link, "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n");
    }
}

static void server_obey(struct server *s, enum link link)
{
    struct buf *in = &s->links[link].in;
    const char *line = buf_cstr(in), *space = line ? strchr(line, ' ') : NULL;
    char answer[100];

    if (!space || !strchr(line, '\n'))
        return;
    bool starttls = strncmp(space, " STARTTLS", 9) == 0;
    snprintf(answer, sizeof answer, "%s%.*s OK done\r\n", starttls ? "" : "* CAPABILITY IMAP4rev1\r\n", (int)(space - line), line);
    server_say(s, link, answer);
    buf_clear(in);
    if (starttls)
        server_starts_tls(s, link);
}

/* Is the suite offered, in a hello for TLS 1.2 at most? Suites begin behind 5 + 4 + 2 + 32 bytes and an empty session number. */
static bool offers(struct span hello, const char *suite)
{
    if (hello.len < 50 || hello.ptr[43])
        return false;
    size_t len = (size_t)hello.ptr[44] << 8 | hello.ptr[45];
    for (size_t i = 0; i + 1 < len && 46 + i + 1 < hello.len; i += 2)
        if (memcmp(hello.ptr + 46 + i, suite, 2) == 0)
            return true;
    return false;
}

/* As a server that prefers ECDHE, then DHE, for which it has no parameters. */
static bool breaks_off(const struct server *s, struct span hello)
{
    return s->breaks_off && offers(hello, "\x00\x9e") && !offers(hello, "\xc0\x2f");
}

static void server_hear(struct server *s, enum link link, struct span bytes)
{
    struct tls *tls = s->links[link].tls;

    if (s->links[link].closing)
        return;
    if (!tls) {
        s->links[link].closing = !buf_add_span(&s->links[link].in, bytes);
        server_obey(s, link);
    } else if (s->answers_in_clear) {
        server_say(s, link, "500 what?\r\n");
        s->links[link].closing = true;
    } else if (!s->links[link].secured && breaks_off(s, bytes)) {
        s->links[link].closing = true;
    } else {
        tls_feed(tls, bytes);
        if (!s->links[link].secured && tls_handshake(tls) == TLS_DONE) {
            s->links[link].secured = true;
            if (s->implicit)
                server_say(s, link, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
        }
        if (s->links[link].secured && tls_read(tls, &s->links[link].in) == TLS_DONE)
            server_obey(s, link);
        s->links[link].closing = tls_facts(tls)->error != 0;
    }
}

static bool server_speak(struct server *s, enum link link)
{
    struct span out = buf_span(&s->links[link].out);
    struct tls *tls = s->links[link].tls;
    struct buf copy = {0};

    if (!out.len && tls)
        out = tls_pending(tls);
    if (!out.len) {
        if (!s->links[link].closing)
            return false;
        s->links[link].closing = false;
        visit_recv_end(s->visit, link, 0, s->now_us);
        return true;
    }
    buf_add_span(&copy, out);
    if (buf_len(&s->links[link].out))
        buf_clear(&s->links[link].out);
    else
        tls_sent(tls, out.len);
    visit_recv(s->visit, link, buf_span(&copy), s->now_us);
    buf_done(&copy);
    return true;
}

static bool server_turn(struct server *s, enum link link)
{
    unsigned wants = visit_wants(s->visit, link);

    if (wants & VISIT_WANT_CONNECT) {
        server_connect(s, link);
    } else if (wants & VISIT_WANT_CLOSE) {
        server_forget(s, link);
        visit_closed(s->visit, link, s->now_us);
    } else if (wants & VISIT_WANT_SEND) {
        struct buf copy = {0};
        struct span sent = visit_send(s->visit, link);
        buf_add_span(&copy, sent);
        visit_sent(s->visit, link, sent.len, s->now_us);
        server_hear(s, link, buf_span(&copy));
        buf_done(&copy);
    } else {
        return (wants & VISIT_WANT_RECV) && server_speak(s, link);
    }
    return true;
}

/* Visits the server; the evidence is lent until the visit is freed. */
static const struct evidence *server_visit(struct server *s, unsigned stop_at)
{
    static struct target t;
    struct err err;
    struct visit_options o = {.address = "127.0.0.1", .trust = trust, .tls_depth = true};

    target_set(&t, proto_by_name(span_str("imap")), span_str(HOST), s->implicit ? 993 : 143, s->implicit ? TLS_MODE_IMPLICIT : TLS_MODE_STARTTLS);
    s->visit = visit_new(&t, &o, &err);
    if (!s->visit)
        return NULL;
    visit_start(s->visit, 0, NOW * INT64_C(1000000));
    for (unsigned turn = 0; !visit_done(s->visit); turn++) {
        assert_true(turn < TURNS_MAX);
        if (stop_at && s->connections >= stop_at) {
            stop_at = 0;
            visit_stop(s->visit, s->now_us);
        }
        if (server_turn(s, LINK_MAIN) || server_turn(s, LINK_PROBE))
            continue;
        s->now_us = visit_deadline_us(s->visit);
        visit_tick(s->visit, s->now_us);
    }
    return visit_walk(s->visit, 0);
}

static void server_done(struct server *s)
{
    visit_free(s->visit);
    for (int link = 0; link < LINK_COUNT; link++)
        server_forget(s, (enum link)link);
}

/* ---- what was found ---- */

/* "label=value" of all rows of a kind that were not refused, each followed by ";". */
static const char *rows_of(const struct depth *d, enum depth_kind kind)
{
    static char text[20000];
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < d->count; i++)
        if (d->rows[i].kind == kind && strcmp(d->rows[i].value, "refused") != 0)
            len += (size_t)snprintf(text + len, sizeof text - len, "%s%s%s;", d->rows[i].label, d->rows[i].label[0] ? "=" : "", d->rows[i].value);
    return text;
}

static void expect(const struct depth *d, const char *title, enum depth_kind kind, const char *expected)
{
    const char *found = rows_of(d, kind);

    if (expected && strcmp(found, expected) != 0)
        fail_msg("%s: %s\n found    %s\n expected %s", title, depth_kind_name(kind), found, expected);
}

#define IN12(suite) suite " (TLS 1.2)=taken;"

static const struct ability {
    const char *title;
    struct server server;
    const char *versions, *suites, *groups, *order, *dh, *resumption, *client; /* NULL: not looked at */
} abilities[] = {
    {"two suites of TLS 1.2, the server's order",
     {.priority = "NONE:+VERS-TLS1.2:+ECDHE-RSA:+RSA:+AES-256-CBC:+AES-128-CBC:+SHA1:+SIGN-ALL:+GROUP-SECP384R1:+COMP-NULL:%SERVER_PRECEDENCE", .rsa = true},
     .versions = "TLS 1.2=taken;",
     .suites = IN12("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA") IN12("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA")
               IN12("TLS_RSA_WITH_AES_256_CBC_SHA") IN12("TLS_RSA_WITH_AES_128_CBC_SHA"),
     .groups = "SECP384R1=taken;", .order = "TLS 1.2=the server's;", .dh = "",
     .resumption = "TLS 1.2, ticket=no ticket is given;TLS 1.2, session number=not resumed;", .client = "not asked for;"},
    {"the same the other way round",
     {.priority = "NONE:+VERS-TLS1.2:+RSA:+AES-128-CBC:+AES-256-CBC:+SHA1:+SIGN-ALL:+COMP-NULL:%SERVER_PRECEDENCE", .rsa = true},
     .suites = IN12("TLS_RSA_WITH_AES_128_CBC_SHA") IN12("TLS_RSA_WITH_AES_256_CBC_SHA"), .order = "TLS 1.2=the server's;", .groups = ""},
    {"the client's order, tickets, a client certificate",
     {.priority = "NONE:+VERS-TLS1.3:+AES-256-GCM:+AES-128-GCM:+AEAD:+SIGN-ALL:+GROUP-X25519:+GROUP-SECP256R1:+COMP-NULL", .tickets = true,
      .asks_certificate = true},
     .versions = "TLS 1.3=taken;",
     .suites = "TLS_AES_256_GCM_SHA384 (TLS 1.3)=taken;TLS_AES_128_GCM_SHA256 (TLS 1.3)=taken;",
     .groups = "X25519=taken;SECP256R1=taken;", .order = "TLS 1.3=the client's;", .resumption = "TLS 1.3, ticket=resumed;",
     .client = "asked for, from CN=Depth Root;"},
    {"one of each kind in TLS 1.2, tickets, TLS at once",
     {.priority = "NONE:+VERS-TLS1.2:+ECDHE-ECDSA:+AES-128-GCM:+AEAD:+SIGN-ALL:+GROUP-SECP256R1:+COMP-NULL", .tickets = true, .implicit = true},
     .versions = "TLS 1.2=taken;", .suites = IN12("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"), .groups = "SECP256R1=taken;", .order = "",
     .resumption = "TLS 1.2, ticket=resumed;TLS 1.2, session number=not resumed;"},
    {"old versions and old ciphers",
     {.priority = "NONE:+VERS-TLS1.1:+VERS-TLS1.0:+RSA:+3DES-CBC:+ARCFOUR-128:+SHA1:+MD5:+SIGN-ALL:+COMP-NULL", .rsa = true},
     .versions = "TLS 1.1=taken;TLS 1.0=taken;",
     .suites = "TLS_RSA_WITH_3DES_EDE_CBC_SHA (TLS 1.1)=taken;TLS_RSA_WITH_RC4_128_MD5 (TLS 1.1)=taken;TLS_RSA_WITH_RC4_128_SHA (TLS 1.1)=taken;"
               "TLS_RSA_WITH_3DES_EDE_CBC_SHA (TLS 1.0)=taken;TLS_RSA_WITH_RC4_128_MD5 (TLS 1.0)=taken;TLS_RSA_WITH_RC4_128_SHA (TLS 1.0)=taken;"},
    {"finite fields",
     {.priority = "NONE:+VERS-TLS1.2:+DHE-RSA:+AES-128-GCM:+AEAD:+SIGN-ALL:+GROUP-FFDHE2048:+COMP-NULL", .rsa = true},
     .suites = IN12("TLS_DHE_RSA_WITH_AES_128_GCM_SHA256"), .dh = "TLS 1.2=2048 bits;"},
    {"a suite that ends the connection hides no other",
     {.priority = "NONE:+VERS-TLS1.2:+ECDHE-RSA:+RSA:+AES-128-GCM:+AEAD:+SIGN-ALL:+GROUP-X25519:+COMP-NULL", .rsa = true,
      .breaks_off = true},
     .versions = "TLS 1.2=taken;", .suites = IN12("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256") IN12("TLS_RSA_WITH_AES_128_GCM_SHA256"),
     .dh = "TLS 1.2=the server hangs up;"},
};

static void what_a_server_can_do_is_found_exactly(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof abilities / sizeof *abilities; i++) {
        const struct ability *a = &abilities[i];
        struct server s = a->server;
        const struct evidence *e = server_visit(&s, 0);
        const struct depth *d = e->depth;
        assert_non_null(d);
        if (!d->ended || d->running || d->stopped[0])
            fail_msg("%s: ended %d, stopped '%s'", a->title, d->ended, d->stopped);
        expect(d, a->title, DEPTH_VERSION, a->versions);
        expect(d, a->title, DEPTH_SUITE, a->suites);
        expect(d, a->title, DEPTH_GROUP, a->groups);
        expect(d, a->title, DEPTH_ORDER, a->order);
        expect(d, a->title, DEPTH_DH, a->dh);
        expect(d, a->title, DEPTH_RESUMPTION, a->resumption);
        expect(d, a->title, DEPTH_CLIENT_CERT, a->client);
        expect(d, a->title, DEPTH_SNI, "without a name=the same certificate;");
        expect(d, a->title, DEPTH_ALPN, "imap=ignored;");
        for (size_t r = 1; r < d->count; r++)
            assert_true(d->rows[r - 1].kind <= d->rows[r].kind);
        assert_int_equal(d->handshakes + 1, s.connections); /* the visit's own is the other one */
        assert_int_equal(e->connections, s.connections);
        server_done(&s);
    }
}

static void grades_are_those_of_the_rfc(void **state)
{
    static const struct {
        const char *label;
        enum verdict grade;
    } cases[] = {
        {"TLS 1.3", VERDICT_NOTE}, /* refused, and the best there is */
        {"TLS 1.0", VERDICT_FAIL},
        {"SSL 3", VERDICT_PASS},
        {"TLS_RSA_WITH_RC4_128_SHA (TLS 1.0)", VERDICT_FAIL},
        {"TLS_RSA_WITH_3DES_EDE_CBC_SHA (TLS 1.0)", VERDICT_WARN},
        {"TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA (TLS 1.0)", VERDICT_WARN},
    };
    struct server s = {.priority = "NONE:+VERS-TLS1.0:+ECDHE-RSA:+RSA:+AES-128-CBC:+3DES-CBC:+ARCFOUR-128:+SHA1:+SIGN-ALL:+GROUP-X25519:+COMP-NULL", .rsa = true};
    const struct depth *d = server_visit(&s, 0)->depth;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t r = 0;
        while (r < d->count && strcmp(d->rows[r].label, cases[i].label) != 0)
            r++;
        if (r == d->count)
            fail_msg("no row %s", cases[i].label);
        if (d->rows[r].grade != cases[i].grade)
            fail_msg("%s: %s", cases[i].label, verdict_name(d->rows[r].grade));
        assert_true(d->rows[r].grade == VERDICT_PASS || d->rows[r].why[0]);
    }
    server_done(&s);
}

static const struct ending {
    const char *title;
    struct server server;
    unsigned stop_at; /* the operator stops at that connection */
    const char *stopped;
    unsigned connections;
} endings[] = {
    {"the server has too many connections", {.priority = "NORMAL", .busy_after = 8}, 0, "the server asked to come back later: * BYE too many connections", 9},
    {"the server was too busy from the start", {.priority = "NORMAL", .busy_after = 1}, 0, "the server asked to come back later: * BYE too many connections", 2},
    {"nobody listens any more", {.priority = "NORMAL", .gone_after = 5}, 0, "twice in a row there was no answer: Connection refused", 7},
    {"it is not TLS", {.answers_in_clear = true, .implicit = true}, 0, "what answered was not TLS", 2},
    {"the operator stops", {.priority = "NORMAL"}, 4, "stopped by the operator", 4},
};

static void it_ends_when_it_should(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const struct ending *x = &endings[i];
        struct server s = x->server;
        const struct depth *d = server_visit(&s, x->stop_at)->depth;
        if (x->stopped && (!d || strcmp(d->stopped, x->stopped) != 0 || !d->ended))
            fail_msg("%s: '%s'", x->title, d ? d->stopped : "no depth");
        if (s.connections != x->connections)
            fail_msg("%s: %u connections", x->title, s.connections);
        server_done(&s);
    }
}

/* What is not known is said to be so. */
static void what_was_not_asked_is_not_told(void **state)
{
    struct server s = {.priority = "NONE:+VERS-TLS1.3:+AES-128-GCM:+AEAD:+SIGN-ALL:+GROUP-X25519:+COMP-NULL", .busy_after = 3};
    const struct depth *d = server_visit(&s, 0)->depth;

    (void)state;
    expect(d, "cut short", DEPTH_VERSION, "TLS 1.3=taken;TLS 1.2=not told;TLS 1.1=not told;TLS 1.0=not told;SSL 3=not told;");
    server_done(&s);
}

/* ---- memory ---- */

static bool short_depth(void *user)
{
    struct server s = {.priority = "NONE:+VERS-TLS1.3:+AES-128-GCM:+AEAD:+SIGN-ALL:+GROUP-X25519:+COMP-NULL", .busy_after = 2};
    const struct evidence *e = server_visit(&s, 0);
    bool ok = e && e->depth && e->depth->ended && strstr(e->depth->stopped, "too many");

    (void)user;
    server_done(&s);
    return ok;
}

static void memory_may_run_out_anywhere(void **state)
{
    (void)state;
    assert_in_range(failing_alloc_each(short_depth, NULL, NULL), 20, 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_server_can_do_is_found_exactly),
        cmocka_unit_test(grades_are_those_of_the_rfc),
        cmocka_unit_test(it_ends_when_it_should),
        cmocka_unit_test(what_was_not_asked_is_not_told),
        cmocka_unit_test(memory_may_run_out_anywhere),
    };
    return cmocka_run_group_tests(tests, make_identities, free_identities);
}
