/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each mistake a chain can have, beside the one it is most easily taken for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gnutls/x509.h>

#include "tls/cert_make.h"
#include "tls/cert.h"

#define HOST "mail.example.test"
#define LEAF .cn = "A mail server", .dns = {HOST}

struct world {
    struct made *root, *middle, *leaf, *other_root;
};
static struct world world;

static int make_world(void **state)
{
    (void)state;
    world.root = make(&(struct recipe){.cn = "Root", .ca = true, .not_after = NOW + DAYS(3000)}, NULL);
    world.other_root = make(&(struct recipe){.cn = "Other Root", .ca = true, .not_after = NOW + DAYS(3000)}, NULL);
    world.middle =
        make(&(struct recipe){.cn = "Middle", .ca = true, .path_len = 1, .not_after = NOW + DAYS(1000)}, world.root);
    world.leaf = make(&(struct recipe){LEAF}, world.middle);
    return 0;
}

static int free_world(void **state)
{
    (void)state;
    made_free(world.leaf);
    made_free(world.middle);
    made_free(world.root);
    made_free(world.other_root);
    return 0;
}

/* One question to the chain judge, and what it is to say: the troubles in order, ended by -1. */
struct question {
    const struct made *sent[18];
    const struct made *trusted[4];
    const char *host; /* NULL: HOST */
    int64_t now;      /* 0: NOW */
    bool public_roots;
    int troubles[8]; /* problem + 1, zero-ended */
    bool passes;
};

#define SAYS(...) .troubles = {__VA_ARGS__}
#define T(problem) ((problem) + 1)

static void ask(struct chain *c, const struct question *q)
{
    struct span ders[18];
    size_t count = 0;
    for (; q->sent[count]; count++)
        ders[count] = made_der(q->sent[count]);
    struct buf pem = {0};
    struct err err;
    made_pem(&pem, q->trusted);
    struct trust *trust = trust_new(buf_span(&pem), "the test's roots", &err);
    assert_non_null(trust);
    if (q->public_roots)
        trust_set_public(trust);
    assert_true(chain_read(c, ders, count));
    assert_true(chain_check(c, trust, q->host ? q->host : HOST, q->now ? q->now : NOW));
    trust_free(trust);
    buf_done(&pem);
}

static void check(const struct question *q)
{
    struct chain c;
    ask(&c, q);
    struct buf said = {0}, wanted = {0};
    for (size_t i = 0; i < c.trouble_count; i++)
        assert_true(buf_addf(&said, "%s ", cert_problem_name(c.troubles[i].problem)));
    for (size_t i = 0; q->troubles[i]; i++)
        assert_true(buf_addf(&wanted, "%s ", cert_problem_name((enum cert_problem)(q->troubles[i] - 1))));
    assert_string_equal(buf_cstr(&said), buf_cstr(&wanted));
    assert_int_equal(chain_passed(&c), q->passes);
    buf_done(&said);
    buf_done(&wanted);
    chain_done(&c);
}

static void test_sound(void **state)
{
    (void)state;
    struct world *w = &world;
    struct chain c;
    ask(&c, &(struct question){.sent = {w->leaf, w->middle}, .trusted = {w->other_root, w->root}});
    assert_int_equal(c.trouble_count, 0);
    assert_true(c.trusted && c.in_date && c.name_ok && chain_passed(&c));
    assert_string_equal(c.matched_name, HOST);
    assert_string_equal(c.root->subject, "CN=Root");
    assert_int_equal(c.days_left, 90);
    assert_int_equal(c.path_count, 2);
    assert_int_equal(c.gnutls_status, 0);
    chain_done(&c);
}

/* Self-signed, unknown root, forgotten middle: GnuTLS calls all three the same. */
static void test_who_vouches(void **state)
{
    (void)state;
    struct world *w = &world;
    struct made *alone = make(&(struct recipe){LEAF}, NULL);
    check(&(struct question){.sent = {alone}, .trusted = {w->root}, SAYS(T(CERT_SELF_SIGNED))});
    check(&(struct question){.sent = {alone}, .trusted = {w->root, alone}, .passes = true});
    check(&(struct question){
        .sent = {w->leaf, w->middle, w->root}, .trusted = {w->other_root}, SAYS(T(CERT_UNTRUSTED_ROOT))});
    check(&(struct question){.sent = {w->leaf}, .trusted = {w->root}, SAYS(T(CERT_MISSING_INTERMEDIATE))});
    check(&(struct question){
        .sent = {w->leaf, w->middle}, .trusted = {w->other_root}, SAYS(T(CERT_MISSING_INTERMEDIATE))});
    check(&(struct question){.sent = {w->leaf}, .trusted = {w->middle}, .passes = true});
    check(&(struct question){.sent = {w->leaf, w->middle}, .trusted = {NULL}, SAYS(T(CERT_MISSING_INTERMEDIATE))});
    made_free(alone);
}

static void test_missing_intermediate_says_where(void **state)
{
    (void)state;
    struct made *leaf = make(&(struct recipe){LEAF, .aia = "http://pki.example.test/middle.der"}, world.middle);
    struct chain c;
    ask(&c, &(struct question){.sent = {leaf}, .trusted = {world.root}});
    assert_int_equal(c.troubles[0].problem, CERT_MISSING_INTERMEDIATE);
    assert_non_null(strstr(c.troubles[0].detail, "Middle"));
    assert_non_null(strstr(c.troubles[0].detail, "http://pki.example.test/middle.der"));
    assert_string_equal(c.certs[0].aia_issuer_url, "http://pki.example.test/middle.der");
    chain_done(&c);
    made_free(leaf);
}

static void test_signatures(void **state)
{
    (void)state;
    struct world *w = &world;
    /* Signed by a stranger's key in the middle's name, with the middle's key id: tampered with. */
    struct made *forged = make(&(struct recipe){LEAF, .signed_by = w->other_root}, w->middle);
    struct made *forged_plain = make(&(struct recipe){LEAF, .signed_by = w->other_root, .no_key_ids = true}, w->middle);
    struct made *forged_root = make(&(struct recipe){LEAF, .signed_by = w->other_root}, w->root);
    /* A root of the same name with another key: not tampered with, but not trusted either. */
    struct made *rekeyed = make(&(struct recipe){.cn = "Root", .ca = true}, NULL);
    struct made *under_rekeyed = make(&(struct recipe){LEAF}, rekeyed);
    check(&(struct question){.sent = {forged, w->middle}, .trusted = {w->root}, SAYS(T(CERT_BROKEN_SIGNATURE))});
    check(&(struct question){.sent = {forged_plain, w->middle}, .trusted = {w->root}, SAYS(T(CERT_BROKEN_SIGNATURE))});
    check(&(struct question){.sent = {forged_root}, .trusted = {w->root}, SAYS(T(CERT_BROKEN_SIGNATURE))});
    check(&(struct question){.sent = {under_rekeyed}, .trusted = {w->root}, SAYS(T(CERT_UNTRUSTED_ROOT))});
    check(&(struct question){.sent = {under_rekeyed}, .trusted = {w->root, rekeyed}, .passes = true});
    made_free(forged);
    made_free(forged_plain);
    made_free(forged_root);
    made_free(rekeyed);
    made_free(under_rekeyed);
}

static void test_dates(void **state)
{
    (void)state;
    struct world *w = &world;
    const struct made *const sent[] = {w->leaf, w->middle};
    check(&(struct question){
        .sent = {sent[0], sent[1]}, .trusted = {w->root}, .now = NOW + DAYS(91), SAYS(T(CERT_EXPIRED))});
    check(&(struct question){.sent = {sent[0], sent[1]},
                             .trusted = {w->root},
                             .now = NOW + DAYS(90),
                             .passes = true,
                             SAYS(T(CERT_EXPIRES_SOON))});
    check(&(struct question){
        .sent = {sent[0], sent[1]}, .trusted = {w->root}, .now = NOW + DAYS(90) + 1, SAYS(T(CERT_EXPIRED))});
    check(&(struct question){.sent = {sent[0], sent[1]}, .trusted = {w->root}, .now = NOW + DAYS(76), .passes = true});
    check(&(struct question){.sent = {sent[0], sent[1]},
                             .trusted = {w->root},
                             .now = NOW + DAYS(77),
                             .passes = true,
                             SAYS(T(CERT_EXPIRES_SOON))});
    check(&(struct question){.sent = {sent[0], sent[1]},
                             .trusted = {w->root},
                             .now = NOW - DAYS(11),
                             SAYS(T(CERT_NOT_YET_VALID), T(CERT_NOT_YET_VALID), T(CERT_NOT_YET_VALID))});
    /* A life of six days is nothing to worry about until a third of it is left. */
    struct made *brief =
        make(&(struct recipe){LEAF, .not_before = NOW - DAYS(3), .not_after = NOW + DAYS(3)}, w->middle);
    check(&(struct question){.sent = {brief, w->middle}, .trusted = {w->root}, .passes = true});
    check(&(struct question){.sent = {brief, w->middle},
                             .trusted = {w->root},
                             .now = NOW + DAYS(2),
                             .passes = true,
                             SAYS(T(CERT_EXPIRES_SOON))});
    made_free(brief);
    struct chain c;
    ask(&c, &(struct question){.sent = {sent[0], sent[1]}, .trusted = {w->root}, .now = NOW + DAYS(91) + 3600});
    assert_int_equal(c.days_left, -2);
    assert_non_null(strstr(c.troubles[0].detail, "2027-02-22 06:00:00 UTC, 1 day ago"));
    assert_true(c.trusted);
    assert_false(c.in_date);
    chain_done(&c);
}

/* Time is what the caller says it is, for GnuTLS too: a chain of another age is judged in its own. */
static void test_clock_is_an_argument(void **state)
{
    (void)state;
    static const int64_t ages[] = {946684800 /* 2000 */, 2524608000 /* 2050 */};
    for (size_t i = 0; i < 2; i++) {
        int64_t from = ages[i], to = ages[i] + DAYS(90);
        struct made *root = make(&(struct recipe){.cn = "Root", .ca = true, .not_before = from, .not_after = to}, NULL);
        struct made *middle =
            make(&(struct recipe){.cn = "Middle", .ca = true, .not_before = from, .not_after = to}, root);
        struct made *leaf = make(&(struct recipe){LEAF, .not_before = from, .not_after = to}, middle);
        check(&(struct question){.sent = {leaf, middle}, .trusted = {root}, .now = from + DAYS(1), .passes = true});
        check(&(struct question){.sent = {leaf, middle, root},
                                 .trusted = {root},
                                 .now = from + DAYS(1),
                                 .passes = true,
                                 SAYS(T(CERT_ROOT_SENT))});
        made_free(leaf);
        made_free(middle);
        made_free(root);
    }
}

static void test_expired_issuers(void **state)
{
    (void)state;
    struct world *w = &world;
    struct made *old_middle =
        make(&(struct recipe){.cn = "Middle", .ca = true, .same_key = w->middle, .not_after = NOW - 1}, w->root);
    struct made *old_root =
        make(&(struct recipe){.cn = "Root", .ca = true, .same_key = w->root, .not_after = NOW - 1}, NULL);
    /* The middle's issuer ran out, and the sent leaf is in date: the chain is to blame. */
    check(&(struct question){.sent = {w->leaf, old_middle}, .trusted = {w->root}, SAYS(T(CERT_CHAIN_EXPIRED))});
    check(&(struct question){.sent = {w->leaf, w->middle}, .trusted = {old_root}, SAYS(T(CERT_CHAIN_EXPIRED))});
    /* With a good one beside it in the message or in the trust, the walk finds the way around. */
    check(&(struct question){.sent = {w->leaf, w->middle, old_middle},
                             .trusted = {w->root},
                             .passes = true,
                             SAYS(T(CERT_CHAIN_EXPIRED), T(CERT_DISORDER))});
    check(&(struct question){.sent = {w->leaf, w->middle}, .trusted = {old_root, w->root}, .passes = true});
    /* A root cross-signed by an older one that ran out, sent along for old clients: the way of 2021-09-30. */
    struct made *cross = make(
        &(struct recipe){.cn = "Root", .ca = true, .same_key = w->root, .not_after = NOW - DAYS(50)}, w->other_root);
    check(&(struct question){
        .sent = {w->leaf, w->middle, cross}, .trusted = {w->root}, .passes = true, SAYS(T(CERT_CHAIN_EXPIRED))});
    check(&(struct question){
        .sent = {w->leaf, w->middle, cross}, .trusted = {w->other_root}, SAYS(T(CERT_CHAIN_EXPIRED))});
    made_free(cross);
    made_free(old_middle);
    made_free(old_root);
}

static void test_cross_signed_in_date_is_no_trouble(void **state)
{
    (void)state;
    struct world *w = &world;
    struct made *cross = make(
        &(struct recipe){.cn = "Root", .ca = true, .same_key = w->root, .not_after = NOW + DAYS(50)}, w->other_root);
    check(&(struct question){.sent = {w->leaf, w->middle, cross}, .trusted = {w->root}, .passes = true});
    check(&(struct question){.sent = {w->leaf, w->middle, cross}, .trusted = {w->other_root}, .passes = true});
    made_free(cross);
}

static void test_order(void **state)
{
    (void)state;
    struct world *w = &world;
    check(&(struct question){.sent = {w->leaf, w->root, w->middle},
                             .trusted = {w->root},
                             .passes = true,
                             SAYS(T(CERT_DISORDER), T(CERT_ROOT_SENT))});
    check(&(struct question){
        .sent = {w->leaf, w->middle, w->root}, .trusted = {w->root}, .passes = true, SAYS(T(CERT_ROOT_SENT))});
    check(&(struct question){
        .sent = {w->leaf, w->middle, w->middle}, .trusted = {w->root}, .passes = true, SAYS(T(CERT_DISORDER))});
    check(&(struct question){
        .sent = {w->leaf, w->leaf, w->middle}, .trusted = {w->root}, .passes = true, SAYS(T(CERT_DISORDER))});
    struct made *stranger =
        make(&(struct recipe){.cn = "Stranger", .ca = true, .not_after = NOW - DAYS(1)}, w->other_root);
    check(&(struct question){
        .sent = {w->leaf, stranger, w->middle}, .trusted = {w->root}, .passes = true, SAYS(T(CERT_DISORDER))});
    made_free(stranger);
}

static void test_names(void **state)
{
    (void)state;
    struct world *w = &world;
    static const struct {
        const char *san, *host;
        int trouble;
    } cases[] = {
        {"mail.example.test", "mail.example.test", 0},
        {"MAIL.Example.TEST", "mail.example.test", 0},
        {"mail.example.test", "imap.example.test", T(CERT_NAME_MISMATCH)},
        {"mail.example.test", "xmail.example.test", T(CERT_NAME_MISMATCH)},
        {"mail.example.test.evil.test", "mail.example.test", T(CERT_NAME_MISMATCH)},
        {"*.example.test", "mail.example.test", 0},
        {"*.example.test", "a.mail.example.test", T(CERT_WILDCARD_DEPTH)},
        {"*.example.test", "example.test", T(CERT_WILDCARD_DEPTH)},
        {"*.example.test", "mail.myexample.test", T(CERT_NAME_MISMATCH)},
        {"*.test", "example.test", T(CERT_NAME_MISMATCH)},
        {"m*.example.test", "mail.example.test", T(CERT_NAME_MISMATCH)},
        {"*ail.example.test", "mail.example.test", T(CERT_NAME_MISMATCH)},
        {"mail.*.test", "mail.example.test", T(CERT_NAME_MISMATCH)},
        {"*", "test", T(CERT_NAME_MISMATCH)},
        {"192.0.2.7", "192.0.2.7", T(CERT_IP_LITERAL)}, /* an address written as a host name is none */
        {"xn--bcher-kva.example.test", "xn--bcher-kva.example.test", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made *leaf = make(&(struct recipe){.cn = "A mail server", .dns = {"a.test", cases[i].san}}, w->middle);
        check(&(struct question){.sent = {leaf, w->middle},
                                 .trusted = {w->root},
                                 .host = cases[i].host,
                                 .passes = !cases[i].trouble,
                                 SAYS(cases[i].trouble)});
        made_free(leaf);
    }
}

static void test_addresses(void **state)
{
    (void)state;
    struct world *w = &world;
    static const struct {
        const char *ip, *host;
        int trouble;
    } cases[] = {
        {"192.0.2.7", "192.0.2.7", 0},
        {"192.0.2.7", "192.0.2.8", T(CERT_NAME_MISMATCH)},
        {"2001:db8::7", "2001:db8:0::7", 0},
        {"2001:db8::7", "2001:db8::7%eth0", 0},
        {"2001:db8::7", "192.0.2.7", T(CERT_NAME_MISMATCH)},
        {NULL, "192.0.2.7", T(CERT_IP_LITERAL)},
        {NULL, "2001:db8::7", T(CERT_IP_LITERAL)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made *leaf = make(&(struct recipe){LEAF, .ip = cases[i].ip}, w->middle);
        check(&(struct question){.sent = {leaf, w->middle},
                                 .trusted = {w->root},
                                 .host = cases[i].host,
                                 .passes = !cases[i].trouble,
                                 SAYS(cases[i].trouble)});
        made_free(leaf);
    }
}

static void test_common_name(void **state)
{
    (void)state;
    struct world *w = &world;
    static const struct {
        struct recipe recipe;
        int trouble;
        bool passes;
    } cases[] = {
        {{.cn = HOST}, T(CERT_NO_SAN), true},
        {{.cn = HOST, .email = "postmaster@example.test"}, T(CERT_NO_SAN), true},
        {{.cn = "*.example.test"}, T(CERT_NO_SAN), true},
        {{.cn = HOST, .dns = {"imap.example.test"}},
         T(CERT_NAME_MISMATCH),
         false}, /* names are there, so CN is not asked */
        {{.cn = "imap.example.test"}, T(CERT_NAME_MISMATCH), false},
        {{.cn = HOST, .dns = {HOST}}, 0, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made *leaf = make(&cases[i].recipe, w->middle);
        check(&(struct question){
            .sent = {leaf, w->middle}, .trusted = {w->root}, .passes = cases[i].passes, SAYS(cases[i].trouble)});
        made_free(leaf);
    }
}

static void test_purposes(void **state)
{
    (void)state;
    struct world *w = &world;
    static const struct {
        struct recipe recipe;
        int trouble;
    } cases[] = {
        {{LEAF, .purpose = GNUTLS_KP_TLS_WWW_SERVER}, 0},
        {{LEAF, .purpose = GNUTLS_KP_ANY}, 0},
        {{LEAF, .purpose = GNUTLS_KP_TLS_WWW_CLIENT}, T(CERT_PURPOSE)},
        {{LEAF, .purpose = GNUTLS_KP_EMAIL_PROTECTION}, T(CERT_PURPOSE)},
        {{LEAF, .key_usage = GNUTLS_KEY_DIGITAL_SIGNATURE}, 0},
        {{LEAF, .key_usage = GNUTLS_KEY_KEY_ENCIPHERMENT}, T(CERT_PURPOSE)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct made *leaf = make(&cases[i].recipe, w->middle);
        check(&(struct question){
            .sent = {leaf, w->middle}, .trusted = {w->root}, .passes = !cases[i].trouble, SAYS(cases[i].trouble)});
        made_free(leaf);
    }
    struct made *mail_middle =
        make(&(struct recipe){.cn = "Mail Middle", .ca = true, .purpose = GNUTLS_KP_EMAIL_PROTECTION}, w->root);
    struct made *leaf = make(&(struct recipe){LEAF}, mail_middle);
    check(&(struct question){.sent = {leaf, mail_middle}, .trusted = {w->root}, SAYS(T(CERT_PURPOSE))});
    made_free(leaf);
    made_free(mail_middle);
}

static void test_issuers(void **state)
{
    (void)state;
    struct world *w = &world;
    static const struct recipe issuers[] = {
        {.cn = "No CA", .dns = {"www.example.test"}},
        {.cn = "CA that may not sign", .ca = true, .key_usage = GNUTLS_KEY_CRL_SIGN},
        {.cn = "CA for another domain", .ca = true, .permitted = "example.org"},
    };
    for (size_t i = 0; i < sizeof issuers / sizeof issuers[0]; i++) {
        struct made *issuer = make(&issuers[i], w->root);
        struct made *leaf = make(&(struct recipe){LEAF}, issuer);
        check(&(struct question){.sent = {leaf, issuer}, .trusted = {w->root}, SAYS(T(CERT_ISSUER_NOT_CA))});
        made_free(leaf);
        made_free(issuer);
    }
    struct made *fitting =
        make(&(struct recipe){.cn = "CA for our domain", .ca = true, .permitted = "example.test"}, w->root);
    struct made *leaf = make(&(struct recipe){LEAF}, fitting);
    check(&(struct question){.sent = {leaf, fitting}, .trusted = {w->root}, .passes = true});
    made_free(leaf);
    made_free(fitting);
    /* `middle` allows no authority below itself. */
    struct made *below = make(&(struct recipe){.cn = "Below", .ca = true}, w->middle);
    leaf = make(&(struct recipe){LEAF}, below);
    check(&(struct question){.sent = {leaf, below, w->middle}, .trusted = {w->root}, SAYS(T(CERT_ISSUER_NOT_CA))});
    made_free(leaf);
    made_free(below);
    /* A root of version 1 cannot say that it is an authority; it is trusted all the same. */
    struct made *old_root = make(&(struct recipe){.cn = "Root of 1998", .version1 = true}, NULL);
    leaf = make(&(struct recipe){LEAF, .no_key_ids = true}, old_root);
    check(&(struct question){.sent = {leaf}, .trusted = {old_root}, .passes = true});
    made_free(leaf);
    made_free(old_root);
}

static void test_strength(void **state)
{
    (void)state;
    struct world *w = &world;
    struct made *short_key = make(&(struct recipe){LEAF, .rsa_bits = 1024}, w->middle);
    struct made *long_key = make(&(struct recipe){LEAF, .rsa_bits = 2048}, w->middle);
    struct made *sha1 = make(&(struct recipe){LEAF, .sha1 = true}, w->middle);
    struct made *sha1_root = make(&(struct recipe){.cn = "SHA-1 Root", .ca = true, .sha1 = true}, NULL);
    struct made *under_sha1 = make(&(struct recipe){LEAF}, sha1_root);
    check(&(struct question){.sent = {short_key, w->middle}, .trusted = {w->root}, SAYS(T(CERT_WEAK_KEY))});
    check(&(struct question){.sent = {long_key, w->middle}, .trusted = {w->root}, .passes = true});
    check(&(struct question){.sent = {sha1, w->middle}, .trusted = {w->root}, SAYS(T(CERT_WEAK_SIGNATURE))});
    check(&(struct question){.sent = {under_sha1}, .trusted = {sha1_root}, .passes = true});
    made_free(short_key);
    made_free(long_key);
    made_free(sha1);
    made_free(sha1_root);
    made_free(under_sha1);
}

static void test_life(void **state)
{
    (void)state;
    struct world *w = &world;
    static const struct {
        int64_t issued, days;
        bool public_roots;
        int trouble;
    } cases[] = {
        {NOW, 200, true, 0},
        {NOW, 201, true, T(CERT_TOO_LONG)},
        {NOW - DAYS(300), 398, true, 0}, /* issued before 2026-03-15 */
        {NOW - DAYS(300), 399, true, T(CERT_TOO_LONG)},
        {NOW - DAYS(300), 825, false, 0},
        {NOW - DAYS(300), 826, false, T(CERT_TOO_LONG)},
        {1561939200 - DAYS(1), 5000, false, 0}, /* the limit came on 2019-07-01 */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        /* Both ends count, so a life of n days ends a second before the n-th day is over. */
        struct made *leaf = make(&(struct recipe){LEAF, .not_before = cases[i].issued,
                                                  .not_after = cases[i].issued + DAYS(cases[i].days) - 1},
                                 w->middle);
        check(&(struct question){.sent = {leaf, w->middle},
                                 .trusted = {w->root},
                                 .public_roots = cases[i].public_roots,
                                 .passes = true,
                                 SAYS(cases[i].trouble)});
        made_free(leaf);
    }
}

static void test_where_it_comes_from(void **state)
{
    (void)state;
    struct world *w = &world;
    static const struct {
        struct recipe recipe;
        int trouble;
    } alone[] = {
        {{.cn = "localhost", .dns = {HOST}}, T(CERT_SNAKEOIL)},
        {{.cn = HOST, .o = "Dovecot mail server", .dns = {HOST}}, T(CERT_SNAKEOIL)},
        {{.cn = "mailhost", .dns = {HOST}}, 0}, /* somebody thought of the full name */
        {{.dns = {HOST}}, 0},
        {{.cn = "mail.myexample.com", .dns = {HOST}}, 0},
        {{.cn = "A careful administrator", .dns = {HOST}}, 0},
    };
    for (size_t i = 0; i < sizeof alone / sizeof alone[0]; i++) {
        struct made *leaf = make(&alone[i].recipe, NULL);
        if (alone[i].trouble)
            check(
                &(struct question){.sent = {leaf}, .trusted = {w->root}, SAYS(alone[i].trouble, T(CERT_SELF_SIGNED))});
        else
            check(&(struct question){.sent = {leaf}, .trusted = {w->root}, SAYS(T(CERT_SELF_SIGNED))});
        check(&(struct question){.sent = {leaf}, .trusted = {leaf}, .passes = true});
        made_free(leaf);
    }
    struct made *bare = make(&(struct recipe){.cn = "debian", .dns = {"debian"}}, NULL);
    check(&(struct question){.sent = {bare},
                             .trusted = {w->root},
                             SAYS(T(CERT_SNAKEOIL), T(CERT_SELF_SIGNED), T(CERT_NAME_MISMATCH))});
    check(&(struct question){.sent = {bare}, .trusted = {w->root}, .host = "debian", SAYS(T(CERT_SELF_SIGNED))});
    made_free(bare);
    static const struct {
        struct recipe recipe;
        bool intercepts;
    } issuers[] = {
        {{.cn = "Avast Web/Mail Shield Root", .o = "Avast Web/Mail Shield", .ca = true}, true},
        {{.cn = "FG100E", .o = "Fortinet", .ca = true}, true},
        {{.cn = "ESET SSL Filter CA", .ca = true}, true},
        {{.cn = "Campus RESET Authority", .ca = true}, false}, /* not ESET */
    };
    for (size_t i = 0; i < sizeof issuers / sizeof issuers[0]; i++) {
        struct made *issuer = make(&issuers[i].recipe, NULL);
        struct made *leaf = make(&(struct recipe){LEAF}, issuer);
        check(&(struct question){.sent = {leaf},
                                 .trusted = {issuer},
                                 .passes = true,
                                 SAYS(issuers[i].intercepts ? T(CERT_INTERCEPTED) : 0)});
        if (issuers[i].intercepts)
            check(&(struct question){
                .sent = {leaf}, .trusted = {w->root}, SAYS(T(CERT_INTERCEPTED), T(CERT_MISSING_INTERMEDIATE))});
        made_free(leaf);
        made_free(issuer);
    }
}

/* The headline is who vouches, then when, then for whom; nothing is left out. */
static void test_all_at_once(void **state)
{
    (void)state;
    struct made *bad = make(&(struct recipe){.cn = "old.example.test",
                                             .dns = {"old.example.test"},
                                             .rsa_bits = 1024,
                                             .sha1 = true,
                                             .not_before = NOW - DAYS(100),
                                             .not_after = NOW - DAYS(1),
                                             .purpose = GNUTLS_KP_TLS_WWW_CLIENT},
                            world.middle);
    check(&(struct question){.sent = {bad, world.root},
                             .trusted = {world.other_root},
                             SAYS(T(CERT_MISSING_INTERMEDIATE), T(CERT_EXPIRED), T(CERT_NAME_MISMATCH), T(CERT_PURPOSE),
                                  T(CERT_WEAK_KEY), T(CERT_WEAK_SIGNATURE), T(CERT_DISORDER))});
    made_free(bad);
}

static void test_asked_twice(void **state)
{
    (void)state;
    struct world *w = &world;
    struct chain c;
    ask(&c, &(struct question){.sent = {w->leaf, w->middle}, .trusted = {w->root}});
    struct err err;
    struct trust *nobody = trust_new((struct span){0}, "nobody", &err);
    assert_true(chain_check(&c, nobody, HOST, NOW));
    assert_false(chain_passed(&c));
    assert_int_equal(c.trouble_count, 1);
    assert_int_equal(c.troubles[0].problem, CERT_MISSING_INTERMEDIATE);
    assert_null(c.root);
    trust_free(nobody);
    chain_done(&c);
}

static void test_bounds(void **state)
{
    (void)state;
    struct world *w = &world;
    struct question q = {.sent = {w->leaf, w->middle}, .trusted = {w->root}};
    for (size_t i = 2; i < 17; i++)
        q.sent[i] = w->other_root;
    struct chain c;
    ask(&c, &q);
    assert_int_equal(c.count, CHAIN_CERTS_MAX);
    assert_true(c.truncated && c.trusted);
    chain_done(&c);

    unsigned char *huge = calloc(1, CHAIN_BYTES_MAX);
    assert_non_null(huge);
    struct span ders[] = {made_der(w->leaf), span_of(huge, CHAIN_BYTES_MAX)};
    assert_true(chain_read(&c, ders, 2));
    assert_int_equal(c.count, 1);
    assert_true(c.truncated);
    chain_done(&c);
    free(huge);
}

static void test_unreadable(void **state)
{
    (void)state;
    struct world *w = &world;
    struct span leaf = made_der(w->leaf), middle = made_der(w->middle);
    struct err err;
    struct buf pem = {0};
    made_pem(&pem, (const struct made *const[]){w->root, NULL});
    struct trust *trust = trust_new(buf_span(&pem), "root", &err);
    struct chain c;
    /* Cut at every byte, the leaf is never taken for a good one. */
    for (size_t len = 0; len < leaf.len; len++) {
        assert_true(chain_read(&c, (struct span[]){span_head(leaf, len), middle}, 2));
        assert_true(chain_check(&c, trust, HOST, NOW));
        assert_true(chain_has(&c, CERT_UNREADABLE));
        assert_false(chain_passed(&c));
        assert_string_equal(c.certs[0].subject, "(unreadable)");
        chain_done(&c);
    }
    /* Behind a good leaf, rubbish is told and does no harm. */
    assert_true(chain_read(&c, (struct span[]){leaf, span_str("rubbish"), middle}, 3));
    assert_true(chain_check(&c, trust, HOST, NOW));
    assert_int_equal(c.troubles[0].problem, CERT_UNREADABLE);
    assert_int_equal(c.troubles[0].at, 1);
    assert_true(chain_passed(&c));
    chain_done(&c);
    assert_true(chain_read(&c, NULL, 0));
    assert_true(chain_check(&c, trust, HOST, NOW));
    assert_false(chain_passed(&c));
    chain_done(&c);
    trust_free(trust);
    buf_done(&pem);
}

/* Flip each byte: whatever is left, it may not pass as the server's certificate unless it is the same certificate. */
static void test_flipped(void **state)
{
    (void)state;
    struct world *w = &world;
    struct span leaf = made_der(w->leaf), middle = made_der(w->middle);
    struct err err;
    struct buf pem = {0};
    made_pem(&pem, (const struct made *const[]){w->root, NULL});
    struct trust *trust = trust_new(buf_span(&pem), "root", &err);
    unsigned char *copy = malloc(leaf.len);
    assert_non_null(copy);
    for (size_t i = 0; i < leaf.len; i++) {
        memcpy(copy, leaf.ptr, leaf.len);
        copy[i] ^= 0x20;
        struct chain c;
        assert_true(chain_read(&c, (struct span[]){span_of(copy, leaf.len), middle}, 2));
        assert_true(chain_check(&c, trust, HOST, NOW));
        assert_false(chain_passed(&c));
        assert_true(c.trouble_count > 0);
        chain_done(&c);
    }
    free(copy);
    trust_free(trust);
    buf_done(&pem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sound),
        cmocka_unit_test(test_who_vouches),
        cmocka_unit_test(test_missing_intermediate_says_where),
        cmocka_unit_test(test_signatures),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_clock_is_an_argument),
        cmocka_unit_test(test_expired_issuers),
        cmocka_unit_test(test_cross_signed_in_date_is_no_trouble),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_common_name),
        cmocka_unit_test(test_purposes),
        cmocka_unit_test(test_issuers),
        cmocka_unit_test(test_strength),
        cmocka_unit_test(test_life),
        cmocka_unit_test(test_where_it_comes_from),
        cmocka_unit_test(test_all_at_once),
        cmocka_unit_test(test_asked_twice),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_flipped),
    };
    return cmocka_run_group_tests(tests, make_world, free_world);
}
