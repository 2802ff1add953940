/* SPDX-License-Identifier: GPL-3.0-or-later */
/* forge_test.c - a recipe becomes the certificate it describes, as the chain reader sees it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>
#include <gnutls/x509.h>

#include "failing_alloc.h"
#include "tls/cert.h"
#include "tls/forge.h"
#include "tls/tls.h"

#define NOW INT64_C(1795500000) /* 2026-11-24 */
#define DAY INT64_C(86400)

static const char *const names[] = {"mail.example.test", "imap.example.test", NULL};

static const struct forge_recipe authority = {
    .cn = "Forged Root", .organization = "Forgers", .not_before = NOW - 10 * DAY, .not_after = NOW + 1000 * DAY, .is_ca = true};
static const struct forge_recipe leaf = {
    .cn = "mail.example.test", .dns_names = names, .not_before = NOW - DAY, .not_after = NOW + 89 * DAY};

static struct forged *forge(const struct forge_recipe *r, const struct forged *issuer)
{
    struct err err;
    struct forged *f = forge_new(r, issuer, &err);
    if (!f)
        fail_msg("%s", err.text);
    return f;
}

/* The certificates as a server would send them. */
static void read_back(struct chain *c, const struct forged *const *certs, size_t count)
{
    struct span ders[4] = {{0}};
    gnutls_datum_t made[4];
    for (size_t i = 0; i < count; i++) {
        struct buf pem = {0};
        assert_true(forge_cert_pem(certs[i], &pem));
        gnutls_datum_t text = {pem.bytes + pem.start, (unsigned)buf_len(&pem)};
        assert_int_equal(gnutls_pem_base64_decode2("CERTIFICATE", &text, &made[i]), 0);
        ders[i] = span_of(made[i].data, made[i].size);
        buf_done(&pem);
    }
    assert_true(chain_read(c, ders, count));
    for (size_t i = 0; i < count; i++)
        gnutls_free(made[i].data);
}

static void a_leaf_is_what_the_recipe_says(void **state)
{
    (void)state;
    struct forged *root = forge(&authority, NULL), *server = forge(&leaf, root);
    const struct forged *sent[] = {server, root};
    struct chain c = {0};
    read_back(&c, sent, 2);
    const struct cert *l = &c.certs[0], *r = &c.certs[1];
    assert_string_equal(l->subject_cn, "mail.example.test");
    assert_string_equal(l->issuer_cn, "Forged Root");
    assert_int_equal(l->names.count, 2);
    assert_string_equal(l->names.items[1], "imap.example.test");
    assert_int_equal(l->not_before, NOW - DAY);
    assert_int_equal(l->not_after, NOW + 89 * DAY);
    assert_string_equal(l->key, "EC-P256");
    assert_string_equal(l->signature, "ECDSA-SHA256");
    assert_false(l->is_ca || l->self_issued || l->weak_key || l->weak_signature);
    assert_true(r->is_ca && r->self_signed);
    assert_string_not_equal(l->serial, r->serial);
    chain_done(&c);
    forge_free(server);
    forge_free(root);
}

static void every_fault_can_be_forged(void **state)
{
    (void)state;
    struct forge_recipe bad_issuer = leaf, weak = leaf;
    weak.key = FORGE_RSA_1024;
    weak.hash = FORGE_SHA1;
    weak.purpose = FORGE_FOR_CLIENTS;
    weak.dns_names = NULL;
    struct forged *root = forge(&authority, NULL), *other = forge(&bad_issuer, root), *server = forge(&weak, other);
    const struct forged *sent[] = {server, other};
    struct chain c = {0};
    read_back(&c, sent, 2);
    const struct cert *l = &c.certs[0];
    assert_string_equal(l->key, "RSA-1024");
    assert_true(l->weak_key && l->weak_signature);
    assert_false(l->has_san);
    assert_string_equal(l->issuer_cn, "mail.example.test");
    assert_false(c.certs[1].is_ca);
    assert_int_equal(l->purposes.count, 1);
    assert_string_equal(l->purposes.items[0], "clientAuth");
    chain_done(&c);
    forge_free(server);
    forge_free(other);
    forge_free(root);
}

static void the_key_belongs_to_its_certificate_alone(void **state)
{
    (void)state;
    struct forged *one = forge(&leaf, NULL), *two = forge(&leaf, NULL);
    struct buf cert = {0}, key, foreign;
    struct err err;
    buf_init_secret(&key, 0);
    buf_init_secret(&foreign, 0);
    assert_true(forge_cert_pem(one, &cert) && forge_key_pem(one, &key) && forge_key_pem(two, &foreign));
    struct tls_identity *id = tls_identity_new(buf_span(&cert), buf_span(&key), &err);
    assert_non_null(id);
    assert_null(tls_identity_new(buf_span(&cert), buf_span(&foreign), &err));
    tls_identity_free(id);
    buf_done(&cert);
    buf_done(&key);
    buf_done(&foreign);
    forge_free(one);
    forge_free(two);
}

/* The issuer's word on a certificate, as a server staples it. */
static void ocsp_tells_good_from_withdrawn(void **state)
{
    (void)state;
    struct err err;
    struct forged *root = forge(&authority, NULL), *server = forge(&leaf, root);
    const struct forged *sent[] = {server};
    struct buf pem = {0};
    assert_true(forge_cert_pem(root, &pem));
    struct trust *trust = trust_new(buf_span(&pem), "the forgers", &err);
    assert_non_null(trust);
    for (int revoked = 0; revoked < 2; revoked++) {
        struct chain c = {0};
        struct buf staple = {0};
        assert_true(forge_ocsp(server, root, revoked, NOW, &staple));
        read_back(&c, sent, 1);
        assert_true(chain_staple(&c, buf_span(&staple)));
        assert_true(chain_check(&c, trust, "mail.example.test", NOW));
        assert_int_equal(chain_has(&c, CERT_REVOKED), revoked);
        assert_int_equal(c.ocsp_good, !revoked);
        assert_int_equal(c.ocsp_produced, NOW - 3600);
        chain_done(&c);
        buf_done(&staple);
    }
    trust_free(trust);
    buf_done(&pem);
    forge_free(server);
    forge_free(root);
}

/* What somebody else signed about the certificate counts for nothing. */
static void a_strangers_ocsp_word_counts_for_nothing(void **state)
{
    (void)state;
    struct err err;
    struct forged *root = forge(&authority, NULL), *stranger = forge(&authority, NULL), *server = forge(&leaf, root);
    const struct forged *sent[] = {server};
    struct buf pem = {0}, staple = {0};
    struct chain c = {0};
    assert_true(forge_cert_pem(root, &pem) && forge_ocsp(server, stranger, true, NOW, &staple));
    struct trust *trust = trust_new(buf_span(&pem), "the forgers", &err);
    assert_non_null(trust);
    read_back(&c, sent, 1);
    assert_true(chain_staple(&c, buf_span(&staple)));
    assert_true(chain_check(&c, trust, "mail.example.test", NOW));
    assert_false(chain_has(&c, CERT_REVOKED) || c.ocsp_good);
    chain_done(&c);
    trust_free(trust);
    buf_done(&staple);
    buf_done(&pem);
    forge_free(server);
    forge_free(stranger);
    forge_free(root);
}

static bool forge_pair(void *user)
{
    (void)user;
    struct err err;
    struct buf pem = {0};
    struct forged *root = forge_new(&authority, NULL, &err);
    struct forged *server = root ? forge_new(&leaf, root, &err) : NULL;
    bool ok = server && forge_cert_pem(server, &pem) && forge_ocsp(server, root, true, NOW, &pem);
    buf_done(&pem);
    forge_free(server);
    forge_free(root);
    return ok;
}

static void without_memory_nothing_is_forged(void **state)
{
    (void)state;
    size_t unnoticed;
    assert_int_not_equal(failing_alloc_each(forge_pair, NULL, &unnoticed), 0);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_leaf_is_what_the_recipe_says),
        cmocka_unit_test(every_fault_can_be_forged),
        cmocka_unit_test(the_key_belongs_to_its_certificate_alone),
        cmocka_unit_test(ocsp_tells_good_from_withdrawn),
        cmocka_unit_test(a_strangers_ocsp_word_counts_for_nothing),
        cmocka_unit_test(without_memory_nothing_is_forged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
