/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hellos made to measure: what real servers answer, what hostile ones might, and what the table of suites says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "test.h"
#include "tls/cert_make.h"
#include "tls/hello.h"
#include "tls/suite.h"
#include "tls/tls.h"

static struct tls_identity *ec_id, *rsa_id;

static int make_identities(void **state)
{
    (void)state;
    struct made *ec = make(&(struct recipe){.cn = "mail.example.test", .dns = {"mail.example.test"}}, NULL);
    struct made *rsa = make(&(struct recipe){.cn = "mail.example.test", .dns = {"mail.example.test"}, .rsa_bits = 2048}, NULL);
    ec_id = made_identity((const struct made *const[]){ec, NULL});
    rsa_id = made_identity((const struct made *const[]){rsa, NULL});
    made_free(ec);
    made_free(rsa);
    return 0;
}

static int free_identities(void **state)
{
    (void)state;
    tls_identity_free(ec_id);
    tls_identity_free(rsa_id);
    return 0;
}

/* ---- suites ---- */

static void a_suite_says_what_it_is(void **state)
{
    static const struct {
        uint16_t id;
        const char *name;
        enum suite_exchange exchange;
        unsigned flaws;
        bool tls10, tls12, tls13;
    } cases[] = {
        {0x1301, "TLS_AES_128_GCM_SHA256", SUITE_ECDHE, 0, false, false, true},
        {0xC02F, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", SUITE_ECDHE, 0, false, true, false},
        {0xC014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", SUITE_ECDHE, SUITE_CBC, true, true, false},
        {0xC028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", SUITE_ECDHE, SUITE_CBC, false, true, false},
        {0x009E, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", SUITE_DHE, SUITE_FINITE, false, true, false},
        {0x002F, "TLS_RSA_WITH_AES_128_CBC_SHA", SUITE_RSA, SUITE_NOT_FORWARD | SUITE_CBC, true, true, false},
        {0x0005, "TLS_RSA_WITH_RC4_128_SHA", SUITE_RSA, SUITE_NOT_FORWARD | SUITE_RC4, true, true, false},
        {0x000A, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", SUITE_RSA, SUITE_NOT_FORWARD | SUITE_64_BIT | SUITE_CBC, true, true, false},
        {0x0009, "TLS_RSA_WITH_DES_CBC_SHA", SUITE_RSA, SUITE_NOT_FORWARD | SUITE_DES | SUITE_CBC, true, true, false},
        {0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5", SUITE_RSA, SUITE_NOT_FORWARD | SUITE_EXPORT | SUITE_RC4, true, true, false},
        {0x0002, "TLS_RSA_WITH_NULL_SHA", SUITE_RSA, SUITE_NOT_FORWARD | SUITE_NO_ENCRYPTION, true, true, false},
        {0xC004, "TLS_ECDH_ECDSA_WITH_AES_128_CBC_SHA", SUITE_DH, SUITE_NOT_FORWARD | SUITE_CBC, true, true, false},
        {0xC018, "TLS_ECDH_anon_WITH_AES_128_CBC_SHA", SUITE_ECDHE, SUITE_ANONYMOUS | SUITE_CBC, true, true, false},
        {0x0034, "TLS_DH_anon_WITH_AES_128_CBC_SHA", SUITE_DHE, SUITE_ANONYMOUS | SUITE_FINITE | SUITE_CBC, true, true, false},
        {0xC0AE, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", SUITE_ECDHE, SUITE_SHORT_TAG, false, true, false},
    };
    static const uint16_t versions[] = {0x0301, 0x0303, 0x0304};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(suite_name(cases[i].id), cases[i].name);
        assert_int_equal(suite_exchange(cases[i].id), cases[i].exchange);
        if (suite_flaws(cases[i].id) != cases[i].flaws)
            fail_msg("%s: flaws %#x", cases[i].name, suite_flaws(cases[i].id));
        for (size_t v = 0; v < 3; v++) {
            uint16_t ids[SUITES_MAX];
            size_t count = suites_of(versions[v], ids), there = 0;
            for (size_t s = 0; s < count; s++)
                there += ids[s] == cases[i].id;
            if (there != (v == 0 ? cases[i].tls10 : v == 1 ? cases[i].tls12 : cases[i].tls13))
                fail_msg("%s in version %04x: %zu times", cases[i].name, versions[v], there);
        }
    }
    assert_null(suite_name(0x0000));
}

/* ---- real servers ---- */

/* What a server answers to the hello. */
static void answer_of(struct buf *answer, const struct hello *h, const struct tls_identity *id, const char *priority)
{
    struct buf record = {0};
    struct err err;
    struct tls *server = tls_server_new(&(struct tls_server_options){.identity = id, .priority = priority}, &err);

    assert_non_null(server);
    assert_true(hello_write(&record, h));
    assert_true(tls_feed(server, buf_span(&record)));
    tls_handshake(server);
    assert_true(buf_add_span(answer, tls_pending(server)));
    tls_free(server);
    buf_done(&record);
}

#define ONLY(version) "NORMAL:-VERS-ALL:+VERS-" version
static const uint16_t x448[] = {30};
static const uint16_t dhe[] = {0x009E}, ffdhe3072[] = {257};

static const struct exchange {
    const char *title;
    bool rsa;
    const char *priority;
    uint16_t version;
    const uint16_t *suites, *groups; /* NULL: all */
    bool read_on;
    enum hello_outcome outcome;
    uint16_t suite, group;
    unsigned dh_bits;
} exchanges[] = {
    {"TLS 1.3, any", false, ONLY("TLS1.3"), 0x0304, NULL, NULL, false, HELLO_TAKEN, 0x1302, 29, 0},
    {"TLS 1.3, X448", false, ONLY("TLS1.3"), 0x0304, NULL, x448, false, HELLO_TAKEN, 0x1302, 30, 0},
    {"TLS 1.3, a group that is not there", false, ONLY("TLS1.3:-GROUP-X448"), 0x0304, NULL, x448, false, HELLO_REFUSED, 0, 0, 0},
    {"TLS 1.3 of a server without", false, ONLY("TLS1.2"), 0x0304, NULL, NULL, false, HELLO_REFUSED, 0, 0, 0},
    {"TLS 1.2, any", false, ONLY("TLS1.2"), 0x0303, NULL, NULL, false, HELLO_TAKEN, 0xC02C, 0, 0},
    {"TLS 1.2, its group", false, ONLY("TLS1.2"), 0x0303, NULL, x448, true, HELLO_TAKEN, 0xC02C, 30, 0},
    {"TLS 1.2, RSA key", true, ONLY("TLS1.2"), 0x0303, NULL, NULL, true, HELLO_TAKEN, 0xC030, 29, 0},
    {"TLS 1.2, key exchange without a message", true, ONLY("TLS1.2:-KX-ALL:+RSA"), 0x0303, NULL, NULL, true, HELLO_TAKEN, 0x009D, 0, 0},
    {"TLS 1.2, finite field", true, ONLY("TLS1.2:-GROUP-ALL:+GROUP-FFDHE3072"), 0x0303, dhe, ffdhe3072, true, HELLO_TAKEN, 0x009E, 0, 3072},
    {"TLS 1.2 of a server without", false, ONLY("TLS1.3"), 0x0303, NULL, NULL, false, HELLO_REFUSED, 0, 0, 0},
    {"TLS 1.1", true, ONLY("TLS1.1"), 0x0302, NULL, NULL, false, HELLO_TAKEN, 0xC014, 0, 0},
    {"TLS 1.0", true, ONLY("TLS1.0"), 0x0301, NULL, NULL, false, HELLO_TAKEN, 0xC014, 0, 0},
    {"SSL 3", true, "NORMAL", 0x0300, NULL, NULL, false, HELLO_REFUSED, 0, 0, 0},
};

/* Some heads of the answer are enough, all shorter ones are not, and what is read is the same from there on. */
struct heads {
    const struct exchange *x;
    const struct hello *h;
    bool whole;
};

static void look_at_head(struct span head, void *user)
{
    struct heads *heads = user;
    struct hello_answer a;
    enum hello_outcome outcome = hello_read(&a, heads->h, head);

    if (outcome == HELLO_MORE && !heads->whole)
        return;
    heads->whole = true;
    if (outcome != heads->x->outcome || (outcome == HELLO_REFUSED) != (a.alert > 0))
        fail_msg("%s: outcome %d, alert %d", heads->x->title, outcome, a.alert);
    if (outcome != HELLO_TAKEN)
        return;
    if (a.version != heads->x->version || a.suite != heads->x->suite || a.group != heads->x->group || a.dh_bits != heads->x->dh_bits)
        fail_msg("%s: version %04x, suite %04X, group %u, %u bits", heads->x->title, a.version, a.suite, a.group, a.dh_bits);
    assert_true(a.master_secret && a.renegotiation);
}

static void servers_answer_what_was_asked(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof exchanges / sizeof *exchanges; i++) {
        const struct exchange *x = &exchanges[i];
        uint16_t suites[SUITES_MAX], groups[HELLO_GROUPS_MAX];
        struct buf answer = {0};
        struct hello h = {.version = x->version, .suites = suites, .groups = groups, .sni = "mail.example.test", .exchange = x->read_on};
        h.suite_count = suites_of(x->version, suites);
        h.group_count = hello_groups_of(x->version, groups);
        if (x->suites)
            h.suites = x->suites, h.suite_count = 1;
        if (x->groups)
            h.groups = x->groups, h.group_count = 1;
        answer_of(&answer, &h, x->rsa ? rsa_id : ec_id, x->priority);
        struct heads heads = {x, &h, false};
        feed_heads(buf_span(&answer), look_at_head, &heads);
        if (!heads.whole)
            fail_msg("%s: nothing was read from %zu bytes", x->title, buf_len(&answer));
        buf_done(&answer);
    }
}

/* ---- hostile servers ---- */

/* A ServerHello of TLS 1.2 with ECDHE, up to its session number; 46 bytes of message. */
#define HELLO_BODY "\x03\x03" "0123456789abcdef0123456789abcdef" "\x00" "\xc0\x2f" "\x00"
#define HELLO_RECORD "\x16\x03\x03\x00\x2a\x02\x00\x00\x26" HELLO_BODY

static const struct hostile {
    const char *title, *bytes;
    size_t len;
    bool read_on;
    enum hello_outcome outcome;
} hostile[] = {
#define BYTES(s) s, sizeof(s) - 1
    {"nothing", BYTES(""), false, HELLO_MORE},
    {"a plain refusal", BYTES("500 5.5.1 what?\r\n"), false, HELLO_STRANGE},
    {"SSL 2", BYTES("\x16\x02\x00\x00\x01\x00"), false, HELLO_STRANGE},
    {"a record that is too long", BYTES("\x16\x03\x03\xff\xff"), false, HELLO_STRANGE},
    {"half an alert", BYTES("\x15\x03\x03\x00\x02\x02"), false, HELLO_MORE},
    {"an alert", BYTES("\x15\x03\x03\x00\x02\x02\x28"), false, HELLO_REFUSED},
    {"a close_notify", BYTES("\x15\x03\x03\x00\x02\x01\x00"), false, HELLO_REFUSED},
    {"a warning and the hello", BYTES("\x15\x03\x03\x00\x02\x01\x70" HELLO_RECORD), false, HELLO_TAKEN},
    {"an empty alert", BYTES("\x15\x03\x03\x00\x00"), false, HELLO_MORE},
    {"the hello", BYTES(HELLO_RECORD), false, HELLO_TAKEN},
    {"the hello, and no key exchange yet", BYTES(HELLO_RECORD), true, HELLO_MORE},
    {"the hello, and done", BYTES(HELLO_RECORD "\x16\x03\x03\x00\x04\x0e\x00\x00\x00"), true, HELLO_TAKEN},
    {"an alert behind the hello", BYTES(HELLO_RECORD "\x15\x03\x03\x00\x02\x02\x50"), true, HELLO_REFUSED},
    {"something else first", BYTES("\x16\x03\x03\x00\x04\x0e\x00\x00\x00"), false, HELLO_STRANGE},
    {"a version that never was", BYTES("\x16\x03\x03\x00\x2a\x02\x00\x00\x26\x00\x00" "0123456789abcdef0123456789abcdef" "\x00\xc0\x2f\x00"), false, HELLO_STRANGE},
    {"a hello that is too short", BYTES("\x16\x03\x03\x00\x06\x02\x00\x00\x02\x03\x03"), false, HELLO_STRANGE},
    {"a session longer than the hello", BYTES("\x16\x03\x03\x00\x2a\x02\x00\x00\x26\x03\x03" "0123456789abcdef0123456789abcdef" "\xff\xc0\x2f\x00"), false, HELLO_STRANGE},
    {"extensions longer than the hello", BYTES("\x16\x03\x03\x00\x2c\x02\x00\x00\x28" HELLO_BODY "\x00\x09"), false, HELLO_STRANGE},
    {"an extension longer than its list", BYTES("\x16\x03\x03\x00\x30\x02\x00\x00\x2c" HELLO_BODY "\x00\x04\x00\x17\x00\x09"), false, HELLO_STRANGE},
    {"a version that only an extension names", BYTES("\x16\x03\x03\x00\x32\x02\x00\x00\x2e" HELLO_BODY "\x00\x06\x00\x2b\x00\x02\x01\x00"), false, HELLO_STRANGE},
    {"a message longer than any", BYTES("\x16\x03\x03\x00\x04\x02\xff\xff\xff"), false, HELLO_STRANGE},
    {"a key exchange without a group", BYTES(HELLO_RECORD "\x16\x03\x03\x00\x05\x0c\x00\x00\x01\x03"), true, HELLO_STRANGE},
#undef BYTES
};

struct hostile_heads {
    const struct hello *h;
    enum hello_outcome last;
};

static void look_at_hostile(struct span head, void *user)
{
    struct hostile_heads *heads = user;
    struct hello_answer a;

    heads->last = hello_read(&a, heads->h, head);
}

static void hostile_answers_are_seen_through(void **state)
{
    static const uint16_t suites[] = {0xC02F};

    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct hello h = {.version = 0x0303, .suites = suites, .suite_count = 1, .exchange = hostile[i].read_on};
        struct hostile_heads heads = {&h, HELLO_NO_MEMORY};
        feed_heads(span_of(hostile[i].bytes, hostile[i].len), look_at_hostile, &heads);
        if (heads.last != hostile[i].outcome)
            fail_msg("%s: outcome %d", hostile[i].title, heads.last);
    }
}

/* ---- memory ---- */

static bool ask_and_read(void *user)
{
    static const uint16_t suites[] = {0xC02F};
    struct hello h = {.version = 0x0303, .suites = suites, .suite_count = 1, .sni = "mail.example.test"};
    struct hello_answer a;
    struct buf record = {0};
    bool ok = hello_write(&record, &h) && hello_read(&a, &h, span_of(HELLO_RECORD, sizeof HELLO_RECORD - 1)) == HELLO_TAKEN;

    (void)user;
    buf_done(&record);
    return ok;
}

static void memory_may_run_out(void **state)
{
    size_t unnoticed;

    (void)state;
    assert_in_range(failing_alloc_each(ask_and_read, NULL, &unnoticed), 2, 100);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_suite_says_what_it_is),
        cmocka_unit_test(servers_answer_what_was_asked),
        cmocka_unit_test(hostile_answers_are_seen_through),
        cmocka_unit_test(memory_may_run_out),
    };
    return cmocka_run_group_tests(tests, make_identities, free_identities);
}
