/* SPDX-License-Identifier: GPL-3.0-or-later */
/* complete_test.c - a chain without its middle, and what the issuer's address may answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gnutls/pkcs7.h>
#include <gnutls/x509.h>

#include "tls/cert_make.h"
#include "tls/cert.h"

#define HOST "mail.example.test"

static struct made *root, *middle, *leaf, *stranger;
static struct trust *trust;

static int make_world(void **state)
{
    struct buf pem = {0};
    struct err err;
    static struct buf kept;
    (void)state;
    root = make(&(struct recipe){.cn = "Root", .ca = true, .not_after = NOW + DAYS(3000)}, NULL);
    middle = make(&(struct recipe){.cn = "Middle", .ca = true, .not_after = NOW + DAYS(1000)}, root);
    stranger = make(&(struct recipe){.cn = "Stranger", .ca = true, .not_after = NOW + DAYS(1000)}, root);
    leaf = make(&(struct recipe){.cn = "A mail server", .dns = {HOST}}, middle);
    made_pem(&pem, (const struct made *const[]){root, NULL});
    kept = pem;
    trust = trust_new(buf_span(&kept), "the test's root", &err);
    return trust ? 0 : -1;
}

static void pkcs7_of(struct buf *out, gnutls_x509_crt_fmt_t form)
{
    const struct made *const certs[] = {stranger, middle};
    gnutls_pkcs7_t set;
    gnutls_datum_t bytes;
    assert_int_equal(gnutls_pkcs7_init(&set), 0);
    for (size_t i = 0; i < 2; i++) {
        struct span der = made_der(certs[i]);
        gnutls_datum_t raw = {(unsigned char *)der.ptr, (unsigned)der.len};
        assert_int_equal(gnutls_pkcs7_set_crt_raw(set, &raw), 0);
    }
    assert_int_equal(gnutls_pkcs7_export2(set, form, &bytes), 0);
    assert_true(buf_add(out, bytes.data, bytes.size));
    gnutls_free(bytes.data);
    gnutls_pkcs7_deinit(set);
}

/* The chain of the leaf alone, with what was found. */
static void expect(struct span found, bool readable, bool trusted, const char *what)
{
    struct chain c = {0}, full = {0};
    struct span der = made_der(leaf);
    bool read;
    assert_true(chain_read(&c, &der, 1));
    assert_true(chain_check(&c, trust, HOST, NOW));
    assert_true(chain_has(&c, CERT_MISSING_INTERMEDIATE));
    assert_true(chain_complete(&full, &c, found, trust, HOST, NOW, &read));
    if (read != readable || full.trusted != trusted)
        fail_msg("%s: %s, %s", what, read ? "readable" : "not readable", full.trusted ? "trusted" : "not trusted");
    if (readable)
        assert_true(full.count > 1);
    chain_done(&full);
    chain_done(&c);
}

static void takes_every_form(void **state)
{
    struct buf pem = {0}, set = {0}, set_pem = {0};
    (void)state;
    expect(made_der(middle), true, true, "DER");
    made_pem(&pem, (const struct made *const[]){middle, NULL});
    expect(buf_span(&pem), true, true, "PEM");
    pkcs7_of(&set, GNUTLS_X509_FMT_DER);
    expect(buf_span(&set), true, true, "PKCS#7");
    pkcs7_of(&set_pem, GNUTLS_X509_FMT_PEM);
    expect(buf_span(&set_pem), true, true, "PKCS#7 in PEM");
    buf_done(&pem);
    buf_done(&set);
    buf_done(&set_pem);
}

static void what_does_not_fit_does_not_help(void **state)
{
    (void)state;
    expect(made_der(stranger), true, false, "another authority's certificate");
    expect(made_der(leaf), true, false, "the same certificate again");
    expect(span_str("<html>not here</html>"), false, false, "a web page");
    expect((struct span){0}, false, false, "nothing");
}

/* Cut anywhere it is no certificate, and nothing is read behind the cut. */
static void half_a_certificate_is_none(void **state)
{
    struct span der = made_der(middle);
    (void)state;
    for (size_t len = 0; len < der.len; len += len < 64 || len > der.len - 64 ? 1 : 37) {
        unsigned char *exact = malloc(len ? len : 1);
        memcpy(exact, der.ptr, len);
        expect(span_of(exact, len), false, false, "half of it");
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_every_form),
        cmocka_unit_test(what_does_not_fit_does_not_help),
        cmocka_unit_test(half_a_certificate_is_none),
    };
    return cmocka_run_group_tests(tests, make_world, NULL);
}
