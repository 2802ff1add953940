/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The facts of a certificate, held against what OpenSSL says of the same file; and certificates no authority would make. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gnutls/x509.h>

#include "failing_alloc.h"
#include "test.h"
#include "tls/cert_make.h"
#include "tls/cert_private.h"
#include "tls/fixture.h"

static void test_facts(void **state)
{
    (void)state;
    struct buf der = {0};
    fixture_read_der("leaf.pem", &der);
    struct cert c;
    assert_true(cert_read(&c, buf_span(&der)));
    assert_string_equal(c.subject, "CN=mail.example.test,OU=Mail\\, and more,O=Example Campus,C=CH");
    assert_string_equal(c.issuer, "CN=Example Test CA,O=Example Campus");
    assert_string_equal(c.subject_cn, "mail.example.test");
    assert_string_equal(c.issuer_cn, "Example Test CA");
    assert_string_equal(c.serial, "00C0FFEE0000000000000001");
    assert_int_equal(c.not_before, 1795512224);
    assert_int_equal(c.not_after, 1855992224);
    assert_string_equal(c.sha256, "da26e8c3000cb6a8a316ea459998d0bcffc620741c2193cd090d5ecedc6fe6fe");
    assert_string_equal(c.sha1, "c435c0cf0bbced4691098b438e493f7c774664e2");
    assert_string_equal(c.spki_sha256, "9f307e9c8b3058bfbb596e3193da4e4e6b389792b784f7516b6b747eb4f01ed0");
    assert_string_equal(c.spki_pin, "nzB+nIswWL+7WW4xk9pOTms4l5K3hPdRa2t0frTwHtA=");
    assert_string_equal(c.key, "RSA-2048");
    assert_int_equal(c.key_bits, 2048);
    assert_string_equal(c.signature, "ECDSA-SHA256");
    assert_string_equal(c.key_usage, "digitalSignature, keyEncipherment");
    assert_int_equal(c.purposes.count, 3);
    assert_string_equal(c.purposes.items[0], "serverAuth");
    assert_string_equal(c.purposes.items[1], "clientAuth");
    assert_string_equal(c.purposes.items[2], "1.3.6.1.4.1.311.10.3.12");
    assert_string_equal(c.aia_issuer_url, "http://pki.example.test/ca.der");
    assert_string_equal(c.ocsp_url, "http://ocsp.example.test/");
    assert_string_equal(c.crl_url, "http://pki.example.test/ca.crl");
    assert_true(c.has_san && c.has_dns_name);
    assert_false(c.is_ca || c.self_issued || c.self_signed || c.weak_key || c.weak_signature);
    assert_int_equal(c.path_len, -1);
    cert_done(&c);
    buf_done(&der);
}

static void test_names(void **state)
{
    (void)state;
    static const char *const names[] = {
        "mail.example.test",
        "*.example.test",
        "192.0.2.7",
        "2001:db8::7",
        "email:postmaster@example.test",
        "uri:imaps://mail.example.test/",
        "srv:_imaps.example.test",
        "xmpp:example.test",
    };
    struct buf der = {0};
    fixture_read_der("leaf.pem", &der);
    struct cert c;
    assert_true(cert_read(&c, buf_span(&der)));
    assert_true(c.names.count >= 8);
    for (size_t i = 0; i < 8; i++)
        assert_string_equal(c.names.items[i], names[i]);
    assert_int_equal(c.ips.count, 2);
    assert_string_equal(c.ips.items[0], "192.0.2.7");
    assert_string_equal(c.ips.items[1], "2001:db8::7");
    cert_done(&c);
    buf_done(&der);
}

static void test_authority(void **state)
{
    (void)state;
    struct buf der = {0};
    fixture_read_der("ca.pem", &der);
    struct cert c;
    assert_true(cert_read(&c, buf_span(&der)));
    assert_true(c.is_ca && c.self_issued && c.self_signed);
    assert_int_equal(c.path_len, 0);
    assert_string_equal(c.key, "EC-P256");
    assert_string_equal(c.key_usage, "keyCertSign, cRLSign");
    assert_int_equal(c.purposes.count, 0);
    assert_false(c.has_san);
    assert_null(c.aia_issuer_url);
    cert_done(&c);
    buf_done(&der);
}

static void test_pem_is_the_file(void **state)
{
    (void)state;
    struct buf der = {0}, file = {0}, ours = {0};
    fixture_read_der("leaf.pem", &der);
    fixture_read("leaf.pem", &file);
    struct cert c;
    assert_true(cert_read(&c, buf_span(&der)));
    assert_true(cert_pem(&c, &ours));
    assert_string_equal(buf_cstr(&ours), buf_cstr(&file));
    cert_done(&c);
    buf_done(&der);
    buf_done(&file);
    buf_done(&ours);
}

/* What a certificate says is shown on a screen and written to a report. */
static void test_hostile_words(void **state)
{
    (void)state;
    struct made *m = make(&(struct recipe){.cn = "\033[2Jmail\xe2\x80\xae"
                                                 "elif",
                                           .o = "A\nB",
                                           .dns = {"good.test\x01.evil.test"}},
                          NULL);
    struct cert c;
    assert_true(cert_read(&c, made_der(m)));
    const char *const shown[] = {c.subject, c.issuer, c.subject_cn, c.names.items[0]};
    for (size_t i = 0; i < 4; i++)
        for (const char *at = shown[i]; *at; at++)
            assert_true((unsigned char)*at >= 0x20 && (unsigned char)*at < 0x7f);
    assert_non_null(strstr(c.subject_cn, "<U+001B>"));
    assert_non_null(strstr(c.subject_cn, "<U+202E>"));
    cert_done(&c);
    made_free(m);
}

static void test_names_for_lists(void **state)
{
    (void)state;
    struct made *nameless = make(&(struct recipe){.dns = {"mail.example.test"}}, NULL);
    struct made *only_o = make(&(struct recipe){.o = "Example Campus"}, NULL);
    struct cert c;
    assert_true(cert_read(&c, made_der(nameless)));
    assert_string_equal(c.subject_cn, "");
    cert_done(&c);
    assert_true(cert_read(&c, made_der(only_o)));
    assert_string_equal(c.subject_cn, "Example Campus");
    cert_done(&c);
    made_free(nameless);
    made_free(only_o);
}

static void test_self_issued_is_not_self_signed(void **state)
{
    (void)state;
    struct made *ca = make(&(struct recipe){.cn = "The Same", .ca = true}, NULL);
    struct made *rollover = make(&(struct recipe){.cn = "The Same", .ca = true}, ca);
    struct cert c;
    assert_true(cert_read(&c, made_der(rollover)));
    assert_true(c.self_issued);
    assert_false(c.self_signed);
    cert_done(&c);
    made_free(ca);
    made_free(rollover);
}

static void look_at_head(struct span head, void *user)
{
    struct der_cert parts;
    const size_t *whole = user;
    assert_int_equal(der_cert_read(head, &parts), head.len == *whole);
}

static void test_der_parts(void **state)
{
    (void)state;
    struct buf der = {0};
    fixture_read_der("leaf.pem", &der);
    struct span s = buf_span(&der);
    struct der_cert parts;
    assert_true(der_cert_read(s, &parts));
    assert_int_equal(parts.whole.len, s.len);
    assert_ptr_equal(parts.tbs.ptr, s.ptr + 4);
    feed_heads(s, look_at_head, &s.len);
    buf_done(&der);
}

static void test_der_elements(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t len, taken; /* 0: not DER */
    } cases[] = {
        {"", 0, 0},
        {"\x30", 1, 0},
        {"\x30\x00", 2, 2},
        {"\x30\x01\x05\x07", 4, 3},
        {"\x30\x02\x05", 3, 0},     /* longer than what is there */
        {"\x30\x80\x00\x00", 4, 0}, /* indefinite: not DER */
        {"\x30\x81\x01\x05", 4, 4},
        {"\x30\x82\x00", 3, 0},
        {"\x30\x84\xff\xff\xff\xff", 6, 0},
        {"\x30\xff\x01", 3, 0},
        {"\x1f\x81\x00\x00", 4, 0}, /* a tag of several octets */
    };
    struct guard guard = guard_open(16);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct span in = guard_put(&guard, span_of(cases[i].bytes, cases[i].len)), element, rest = in;
        unsigned char tag;
        bool ok = der_next(&rest, &tag, &element, NULL);
        assert_int_equal(ok, cases[i].taken > 0);
        assert_int_equal(rest.len, in.len - cases[i].taken);
        if (ok)
            assert_int_equal(element.len, cases[i].taken);
    }
    guard_close(&guard);
}

static bool read_and_show(void *user)
{
    struct span ders[] = {*(const struct span *)user};
    struct chain chain;
    struct buf pem = {0};
    bool ok = chain_read(&chain, ders, 1);
    assert_int_equal(chain.count, ok ? 1 : 0); /* never half a certificate */
    ok = ok && cert_pem(&chain.certs[0], &pem);
    chain_done(&chain);
    buf_done(&pem);
    return ok;
}

static void test_out_of_memory(void **state)
{
    (void)state;
    struct buf der = {0};
    fixture_read_der("leaf.pem", &der);
    struct span s = buf_span(&der);
    size_t unnoticed;
    assert_true(failing_alloc_each(read_and_show, &s, &unnoticed) > 20);
    assert_int_equal(unnoticed, 0);
    buf_done(&der);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_authority),
        cmocka_unit_test(test_pem_is_the_file),
        cmocka_unit_test(test_hostile_words),
        cmocka_unit_test(test_names_for_lists),
        cmocka_unit_test(test_self_issued_is_not_self_signed),
        cmocka_unit_test(test_der_parts),
        cmocka_unit_test(test_der_elements),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
