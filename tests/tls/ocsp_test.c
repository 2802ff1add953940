/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stapled OCSP responses made by OpenSSL, good, revoked and not to be believed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tls/cert.h"
#include "tls/cert_make.h"
#include "tls/fixture.h"

#define PRODUCED 1795512225 /* 2026-11-24 09:23:45 UTC; good for seven days */

struct answer {
    bool stapled, good, revoked;
    int64_t produced;
    char detail[300];
};

static struct answer ask(struct span response, int64_t now, bool trusted)
{
    struct buf leaf = {0}, roots = {0};
    struct err err;
    struct chain c;
    fixture_read_der("leaf.pem", &leaf);
    fixture_read("ca.pem", &roots);
    struct trust *trust = trust_new(trusted ? buf_span(&roots) : (struct span){0}, "the campus root", &err);
    assert_non_null(trust);
    assert_true(chain_read(&c, (struct span[]){buf_span(&leaf)}, 1));
    assert_true(chain_staple(&c, response));
    assert_true(chain_check(&c, trust, "mail.example.test", now));
    struct answer a = {.stapled = c.ocsp_stapled,
                       .good = c.ocsp_good,
                       .revoked = chain_has(&c, CERT_REVOKED),
                       .produced = c.ocsp_produced};
    assert_int_equal(chain_passed(&c), trusted && !a.revoked);
    if (a.revoked) {
        assert_int_equal(c.troubles[0].problem, CERT_REVOKED);
        memcpy(a.detail, c.troubles[0].detail, sizeof a.detail);
    }
    chain_done(&c);
    trust_free(trust);
    buf_done(&leaf);
    buf_done(&roots);
    return a;
}

static struct answer ask_file(const char *name, int64_t now)
{
    struct buf response = {0};
    fixture_read(name, &response);
    struct answer a = ask(buf_span(&response), now, true);
    buf_done(&response);
    return a;
}

static void test_none(void **state)
{
    (void)state;
    struct answer a = ask((struct span){0}, PRODUCED, true);
    assert_false(a.stapled || a.good || a.revoked);
}

static void test_good(void **state)
{
    (void)state;
    struct answer a = ask_file("ocsp-good.der", PRODUCED + DAYS(1));
    assert_true(a.stapled && a.good);
    assert_false(a.revoked);
    assert_int_equal(a.produced, PRODUCED);
    /* After seven days it says nothing any more. */
    a = ask_file("ocsp-good.der", PRODUCED + DAYS(7) + 1);
    assert_true(a.stapled);
    assert_false(a.good || a.revoked);
}

static void test_revoked(void **state)
{
    (void)state;
    static const char *const files[] = {"ocsp-revoked.der", "ocsp-delegated.der"};
    for (size_t i = 0; i < 2; i++) {
        struct answer a = ask_file(files[i], PRODUCED + DAYS(1));
        assert_true(a.stapled && a.revoked);
        assert_false(a.good);
        assert_non_null(strstr(a.detail, "2026-11-01 12:00:00 UTC"));
    }
}

/* Signed by a stranger under the authority's name, or bent on the way: neither good nor revoked. */
static void test_not_to_be_believed(void **state)
{
    (void)state;
    struct answer a = ask_file("ocsp-forged.der", PRODUCED + DAYS(1));
    assert_true(a.stapled);
    assert_false(a.good || a.revoked);
    struct buf response = {0};
    fixture_read("ocsp-revoked.der", &response);
    struct span s = buf_span(&response);
    for (size_t i = 0; i < s.len; i += 7) {
        unsigned char bent[1024];
        memcpy(bent, s.ptr, s.len);
        bent[i] ^= 0x01;
        assert_false(ask(span_of(bent, s.len), PRODUCED + DAYS(1), true).good);
        assert_false(ask(span_head(s, i), PRODUCED + DAYS(1), true).revoked);
    }
    buf_done(&response);
}

/* Without a known issuer nobody can tell who signed the response. */
static void test_issuer_unknown(void **state)
{
    (void)state;
    struct buf response = {0};
    fixture_read("ocsp-revoked.der", &response);
    struct answer a = ask(buf_span(&response), PRODUCED + DAYS(1), false);
    assert_true(a.stapled);
    assert_false(a.good || a.revoked);
    buf_done(&response);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_none),           cmocka_unit_test(test_good),
        cmocka_unit_test(test_revoked),        cmocka_unit_test(test_not_to_be_believed),
        cmocka_unit_test(test_issuer_unknown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
