/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which roots a bundle holds, and that only those are opened that a chain asks for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "config.h"
#include "failing_alloc.h"
#include "tls/cert_make.h"
#include "tls/der.h"
#include "tls/fixture.h"
#include "tls/trust_private.h"

#define ROOTS 40

struct world {
    struct made *roots[ROOTS + 1];
    struct made *leaf;
    struct buf pem;
};
static struct world world;

static int make_world(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROOTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "Root %zu", i);
        world.roots[i] = make(&(struct recipe){.cn = name, .ca = true}, NULL);
    }
    world.leaf = make(&(struct recipe){.cn = "leaf", .dns = {"mail.example.test"}}, world.roots[17]);
    made_pem(&world.pem, (const struct made *const *)world.roots);
    return 0;
}

static int free_world(void **state)
{
    (void)state;
    for (size_t i = 0; i < ROOTS; i++)
        made_free(world.roots[i]);
    made_free(world.leaf);
    buf_done(&world.pem);
    return 0;
}

static struct trust *trust_of(struct span pem)
{
    struct err err = {0};
    struct trust *t = trust_new(pem, "the test's roots", &err);
    if (!t)
        print_error("%s\n", err.text);
    assert_non_null(t);
    return t;
}

static struct anchor *anchor_of(const struct trust *t, const struct made *m)
{
    struct der_cert parts;
    assert_true(der_cert_read(made_der(m), &parts));
    return trust_by_cert(t, parts.whole, parts.subject);
}

static void test_count_and_name(void **state)
{
    (void)state;
    struct trust *t = trust_of(buf_span(&world.pem));
    assert_int_equal(trust_count(t), ROOTS);
    assert_string_equal(trust_name(t), "the test's roots");
    trust_free(t);
    t = trust_of((struct span){0});
    assert_int_equal(trust_count(t), 0);
    assert_true(trust_ready(t));
    assert_null(anchor_of(t, world.roots[0]));
    trust_free(t);
}

static void test_no_certificate_is_an_error(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "hello\n",
        "-----BEGIN CERTIFICATE-----\nMIIB",
        "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct err err = {0};
        assert_null(trust_new(span_str(texts[i]), "ca.pem", &err));
        assert_int_equal(err.kind, ERR_FILE);
        assert_non_null(strstr(err.text, "ca.pem"));
    }
}

/* One walk opens one root of the bundle, however large it is. */
static void test_only_what_is_asked_for_is_opened(void **state)
{
    (void)state;
    struct trust *t = trust_of(buf_span(&world.pem));
    struct chain c;
    assert_true(chain_read(&c, (struct span[]){made_der(world.leaf)}, 1));
    assert_true(chain_check(&c, t, "mail.example.test", NOW));
    assert_true(chain_passed(&c));
    assert_string_equal(c.root->subject, "CN=Root 17");
    for (size_t i = 0; i < ROOTS; i++) {
        struct anchor *a = anchor_of(t, world.roots[i]);
        assert_non_null(a);
        assert_int_equal(a->x509 != NULL, i == 17);
    }
    chain_done(&c);
    trust_free(t);
}

static void test_every_certificate_is_found(void **state)
{
    (void)state;
    struct trust *t = trust_of(buf_span(&world.pem));
    assert_true(trust_ready(t));
    for (size_t i = 0; i < ROOTS; i++) {
        struct anchor *a = anchor_of(t, world.roots[i]);
        assert_non_null(a);
        assert_int_equal(anchor_import(a), 0);
    }
    assert_null(anchor_of(t, world.leaf));
    trust_free(t);
}

/* Bundles as people make them: comments, other line ends, other things between, a damaged one. */
static void test_untidy_bundles(void **state)
{
    (void)state;
    struct buf one = {0}, two = {0}, untidy = {0};
    made_pem(&one, (const struct made *const[]){world.roots[0], NULL});
    made_pem(&two, (const struct made *const[]){world.roots[1], NULL});
    assert_true(buf_add_str(&untidy, "# my roots\n\n"));
    for (struct span rest = buf_span(&one); rest.len; rest = span_skip(rest, 1)) {
        if (rest.ptr[0] == '\n')
            assert_true(buf_add_str(&untidy, "  \r"));
        assert_true(buf_add_char(&untidy, (char)rest.ptr[0]));
    }
    assert_true(buf_add_str(&untidy, "-----BEGIN CERTIFICATE-----\nno base64 at all!\n-----END CERTIFICATE-----\n"));
    assert_true(buf_add_str(&untidy, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
    assert_true(buf_add_str(&untidy, "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\nsubject=Root 1\n"));
    assert_true(buf_add_span(&untidy, buf_span(&two)));
    struct trust *t = trust_of(buf_span(&untidy));
    assert_int_equal(trust_count(t), 4);
    assert_true(trust_ready(t));
    assert_non_null(anchor_of(t, world.roots[0]));
    assert_non_null(anchor_of(t, world.roots[1]));
    assert_null(anchor_of(t, world.roots[2]));
    trust_free(t);
    buf_done(&one);
    buf_done(&two);
    buf_done(&untidy);
}

/* The system's own bundle, where there is one: nothing in it may be lost. */
static void test_system_bundle(void **state)
{
    (void)state;
    FILE *f = fopen(SYSTEM_TRUST_FILE, "rb");
    if (!f) {
        skip();
        return;
    }
    struct buf pem = {0};
    char line[512];
    size_t begins = 0;
    while (fgets(line, sizeof line, f)) {
        begins += strstr(line, "-----BEGIN CERTIFICATE-----") != NULL;
        assert_true(buf_add_str(&pem, line));
    }
    fclose(f);
    struct trust *t = trust_of(buf_span(&pem));
    assert_int_equal(trust_count(t), begins);
    assert_true(trust_ready(t));
    struct chain c;
    assert_true(chain_read(&c, (struct span[]){made_der(world.leaf)}, 1));
    assert_true(chain_check(&c, t, "mail.example.test", NOW));
    assert_true(chain_has(&c, CERT_MISSING_INTERMEDIATE));
    chain_done(&c);
    trust_free(t);
    buf_done(&pem);
}

/* A whole judgement, each of its allocations failing in turn: it may fail, it may not judge wrongly. */
static bool judge(void *user)
{
    const struct span *pem = user;
    struct err err;
    struct chain c;
    bool ok = chain_read(&c, (struct span[]){made_der(world.leaf)}, 1);
    struct trust *t = ok ? trust_new(*pem, "roots", &err) : NULL;
    ok = t && chain_staple(&c, span_str("no OCSP response")) && chain_check(&c, t, "mail.example.test", NOW);
    if (ok) {
        assert_true(chain_passed(&c));
        assert_string_equal(c.root->subject, "CN=Root 17");
    }
    chain_done(&c);
    trust_free(t);
    return ok;
}

/* A visit may have nobody to trust. */
static void test_nobody_is_trusted(void **state)
{
    (void)state;
    struct chain c = {0};
    struct span der = made_der(world.leaf);
    assert_true(chain_read(&c, &der, 1));
    assert_true(chain_check(&c, NULL, "mail.example.test", NOW));
    assert_true(c.checked && !c.trusted && !chain_passed(&c));
    assert_string_equal(c.trust_name, "nobody");
    chain_done(&c);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    struct span pem = buf_span(&world.pem);
    size_t unnoticed;
    assert_true(failing_alloc_each(judge, &pem, &unnoticed) > 30);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_count_and_name),
        cmocka_unit_test(test_no_certificate_is_an_error),
        cmocka_unit_test(test_only_what_is_asked_for_is_opened),
        cmocka_unit_test(test_every_certificate_is_found),
        cmocka_unit_test(test_untidy_bundles),
        cmocka_unit_test(test_system_bundle),
        cmocka_unit_test(test_nobody_is_trusted),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, make_world, free_world);
}
