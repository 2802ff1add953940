/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Both sides of TLS in memory: what a session tells of a good peer, and of each kind of bad one. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "tls/cert_make.h"
#include "tls/tls.h"
#include "tls/tls_private.h"

#define HOST "mail.example.test"
#define ONLY_TLS12 "NORMAL:-VERS-ALL:+VERS-TLS1.2"
#define ONLY_TLS13 "NORMAL:-VERS-ALL:+VERS-TLS1.3"

struct world {
    struct made *root, *leaf, *rsa, *rsa_encipher_only;
    struct tls_identity *id, *rsa_id, *encipher_id;
};
static struct world world;

static int make_world(void **state)
{
    (void)state;
    struct world *w = &world;
    w->root = make(&(struct recipe){.cn = "Root", .ca = true}, NULL);
    w->leaf = make(&(struct recipe){.cn = HOST, .dns = {HOST}}, w->root);
    w->rsa = make(&(struct recipe){.cn = HOST, .dns = {HOST}, .rsa_bits = 2048}, w->root);
    w->rsa_encipher_only =
        make(&(struct recipe){.cn = HOST, .dns = {HOST}, .same_key = w->rsa, .key_usage = GNUTLS_KEY_KEY_ENCIPHERMENT},
             w->root);
    w->id = made_identity((const struct made *const[]){w->leaf, w->root, NULL});
    w->rsa_id = made_identity((const struct made *const[]){w->rsa, NULL});
    w->encipher_id = made_identity((const struct made *const[]){w->rsa_encipher_only, NULL});
    return 0;
}

static int free_world(void **state)
{
    (void)state;
    struct world *w = &world;
    tls_identity_free(w->id);
    tls_identity_free(w->rsa_id);
    tls_identity_free(w->encipher_id);
    made_free(w->leaf);
    made_free(w->rsa);
    made_free(w->rsa_encipher_only);
    made_free(w->root);
    return 0;
}

struct pair {
    struct tls *client, *server;
    enum tls_step client_step, server_step;
    size_t piece; /* bytes that cross at once */
};

static struct tls *client_new(const char *priority)
{
    struct err err = {0};
    struct tls *t = tls_client_new(&(struct tls_options){.sni = HOST, .priority = priority}, &err);
    if (!t)
        print_error("%s\n", err.text);
    assert_non_null(t);
    return t;
}

static struct tls *server_new(struct tls_server_options o)
{
    struct err err = {0};
    if (!o.identity)
        o.identity = world.id;
    struct tls *t = tls_server_new(&o, &err);
    if (!t)
        print_error("%s\n", err.text);
    assert_non_null(t);
    return t;
}

/* Moves what one side has to say to the other, in pieces; after each the other side may act. */
static bool move(struct tls *from, struct tls *to, size_t piece)
{
    struct span wire = tls_pending(from);
    bool moved = wire.len > 0;
    while (wire.len) {
        size_t len = wire.len < piece ? wire.len : piece;
        assert_true(tls_feed(to, span_head(wire, len)));
        tls_sent(from, len);
        if (!tls_facts(to)->complete)
            tls_handshake(to);
        wire = tls_pending(from);
    }
    return moved;
}

static void shake(struct pair *p)
{
    bool moved;
    do {
        p->client_step = tls_handshake(p->client);
        moved = move(p->client, p->server, p->piece ? p->piece : SIZE_MAX);
        p->server_step = tls_handshake(p->server);
        moved = move(p->server, p->client, p->piece ? p->piece : SIZE_MAX) || moved;
    } while (moved);
    p->client_step = tls_handshake(p->client);
    p->server_step = tls_handshake(p->server);
}

static void pair_free(struct pair *p)
{
    tls_free(p->client);
    tls_free(p->server);
}

static void say(struct pair *p, struct tls *from, const char *words)
{
    assert_int_equal(tls_write(from, span_str(words)), TLS_DONE);
    move(from, from == p->client ? p->server : p->client, SIZE_MAX);
}

static void hears(struct tls *t, const char *words)
{
    struct buf plain = {0};
    assert_int_equal(tls_read(t, &plain), TLS_DONE);
    assert_string_equal(buf_cstr(&plain), words);
    buf_done(&plain);
}

/* A session that is up, for what comes after. */
static struct pair up(const char *priority)
{
    struct pair p = {.client = client_new(NULL),
                     .server = server_new((struct tls_server_options){.priority = priority})};
    shake(&p);
    assert_int_equal(p.client_step, TLS_DONE);
    assert_int_equal(p.server_step, TLS_DONE);
    return p;
}

static bool noted(const struct tls_facts *f, const char *message)
{
    for (size_t i = 0; i < f->note_count; i++)
        if (strncmp(f->notes[i], message, strlen(message)) == 0)
            return true;
    return false;
}

/* What a handshake with a server of that kind is to look like. */
struct shape {
    const char *priority;
    bool rsa;
    const char *version, *cipher, *suite, *group, *signature, *kx;
    int number;
    bool weak, ems;
};

static void check_facts(const struct tls_facts *f, const struct shape *want)
{
    assert_true(f->complete && f->server_hello && f->safe_renegotiation);
    assert_string_equal(f->version, want->version);
    assert_int_equal(f->version_number, want->number);
    assert_string_equal(f->cipher, want->cipher);
    assert_string_equal(f->suite, want->suite);
    assert_string_equal(f->group, want->group);
    assert_string_equal(f->signature, want->signature);
    assert_string_equal(f->kx, want->kx);
    assert_int_equal(f->weak_cipher, want->weak);
    assert_int_equal(f->extended_master_secret, want->ems);
    assert_int_equal(f->dh_bits, strncmp(want->group, "FFDHE", 5) == 0 ? 2048 : 0);
    assert_false(f->weak_dh || f->resumed || f->ocsp_stapled || f->client_cert_asked || f->plaintext_peer);
    assert_string_equal(f->sni, HOST);
    assert_string_equal(f->alpn, "");
    assert_int_equal(f->error, 0);
    assert_int_equal(f->alert, -1);
    assert_true(f->hello_bytes > 100 && f->hello_bytes < 600);
    assert_true(strncmp(f->notes[0], "ClientHello (", 13) == 0 && strstr(f->notes[0], "sent"));
    assert_true(noted(f, "ServerHello (") && noted(f, "Certificate (") && noted(f, "Finished ("));
}

static void check_handshake(const struct shape *want)
{
    struct pair p = {.client = client_new(NULL),
                     .server = server_new((struct tls_server_options){.priority = want->priority,
                                                                      .identity = want->rsa ? world.rsa_id : NULL}),
                     .piece = 1};
    shake(&p);
    assert_int_equal(p.client_step, TLS_DONE);
    check_facts(tls_facts(p.client), want);
    size_t count;
    const struct span *certs = tls_peer_certs(p.client, &count);
    struct span leaf = made_der(want->rsa ? world.rsa : world.leaf);
    assert_int_equal(count, want->rsa ? 1 : 2);
    assert_int_equal(certs[0].len, leaf.len);
    assert_memory_equal(certs[0].ptr, leaf.ptr, leaf.len);
    say(&p, p.server, "* OK ready\r\n");
    hears(p.client, "* OK ready\r\n");
    say(&p, p.client, "a LOGOUT\r\n");
    hears(p.server, "a LOGOUT\r\n");
    pair_free(&p);
}

static void test_handshakes(void **state)
{
    (void)state;
    static const struct shape shapes[] = {
        {ONLY_TLS13 ":-GROUP-ALL:+GROUP-X25519", false, "TLS1.3", "AES-256-GCM", "TLS_AES_256_GCM_SHA384", "X25519",
         "ECDSA-SECP256R1-SHA256", "ECDHE", 0x0304, false, true},
        {ONLY_TLS13 ":-GROUP-ALL:+GROUP-FFDHE2048", true, "TLS1.3", "AES-256-GCM", "TLS_AES_256_GCM_SHA384",
         "FFDHE2048", "RSA-PSS-RSAE-SHA256", "DHE", 0x0304, false, true},
        {ONLY_TLS12, false, "TLS1.2", "AES-256-GCM", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "SECP256R1",
         "ECDSA-SHA256", "ECDHE-ECDSA", 0x0303, false, true},
        {ONLY_TLS12 ":%NO_SESSION_HASH", false, "TLS1.2", "AES-256-GCM", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
         "SECP256R1", "ECDSA-SHA256", "ECDHE-ECDSA", 0x0303, false, false},
        {ONLY_TLS12 ":-KX-ALL:+RSA", true, "TLS1.2", "AES-256-GCM", "TLS_RSA_WITH_AES_256_GCM_SHA384", "", "", "RSA",
         0x0303, true, true},
        {ONLY_TLS12 ":-CIPHER-ALL:+AES-128-CBC:-MAC-ALL:+SHA1", false, "TLS1.2", "AES-128-CBC",
         "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "SECP256R1", "ECDSA-SHA256", "ECDHE-ECDSA", 0x0303, true, true},
        {"NORMAL:-VERS-ALL:+VERS-TLS1.1", true, "TLS1.1", "AES-256-CBC", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
         "SECP256R1", "", "ECDHE-RSA", 0x0302, true, true},
        {"NORMAL:-VERS-ALL:+VERS-TLS1.0", true, "TLS1.0", "AES-256-CBC", "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
         "SECP256R1", "", "ECDHE-RSA", 0x0301, true, true},
    };
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        check_handshake(&shapes[i]);
}

static void test_small_dh_is_a_fact(void **state)
{
    (void)state;
    gnutls_dh_params_t params;
    assert_true(gnutls_dh_params_init(&params) >= 0);
    assert_true(gnutls_dh_params_generate2(params, 768) >= 0);
    struct tls_identity *id = made_identity((const struct made *const[]){world.rsa, NULL});
    gnutls_certificate_set_dh_params(id->credentials, params);
    /* Without groups of RFC 7919 the server brings its own prime. */
    struct pair p = {.client = client_new("NORMAL:-GROUP-ALL:+GROUP-X25519"),
                     .server = server_new((struct tls_server_options){
                         .priority = ONLY_TLS12 ":-KX-ALL:+DHE-RSA:-GROUP-ALL:+GROUP-X25519", .identity = id})};
    shake(&p);
    assert_int_equal(p.client_step, TLS_DONE);
    assert_int_equal(tls_facts(p.client)->dh_bits, 768);
    assert_true(tls_facts(p.client)->weak_dh);
    pair_free(&p);
    tls_identity_free(id);
    gnutls_dh_params_deinit(params);
}

/* GnuTLS ends the handshake over a certificate that is not for signing; it has to be shown all the same. */
static void test_unfit_certificate_is_shown(void **state)
{
    (void)state;
    struct pair p = {.client = client_new(NULL),
                     .server = server_new((struct tls_server_options){
                         .identity = world.encipher_id,
                         .priority = ONLY_TLS12 ":-KX-ALL:+ECDHE-RSA:%DEBUG_ALLOW_KEY_USAGE_VIOLATIONS"})};
    shake(&p);
    assert_int_equal(p.client_step, TLS_FAILED);
    assert_int_equal(tls_facts(p.client)->error, GNUTLS_E_KEY_USAGE_VIOLATION);
    size_t count;
    const struct span *certs = tls_peer_certs(p.client, &count);
    struct span leaf = made_der(world.rsa_encipher_only);
    assert_int_equal(count, 1);
    assert_int_equal(certs[0].len, leaf.len);
    assert_memory_equal(certs[0].ptr, leaf.ptr, leaf.len);
    pair_free(&p);
}

/* More certificates than are kept: one more is handed on, so that the cut is noticed. */
static void test_long_chain(void **state)
{
    (void)state;
    const struct made *sent[25] = {world.leaf};
    for (size_t i = 1; i < 24; i++)
        sent[i] = world.root;
    struct tls_identity *id = made_identity(sent);
    struct pair p = {.client = client_new(NULL), .server = server_new((struct tls_server_options){.identity = id})};
    shake(&p);
    assert_int_equal(p.client_step, TLS_DONE);
    size_t count;
    tls_peer_certs(p.client, &count);
    assert_int_equal(count, CHAIN_CERTS_MAX + 1);
    pair_free(&p);
    tls_identity_free(id);
}

static void test_bindings(void **state)
{
    (void)state;
    static const struct {
        const char *priority;
        bool exporter, unique;
    } cases[] = {{ONLY_TLS13, true, false}, {ONLY_TLS12, true, true}, {ONLY_TLS12 ":%NO_SESSION_HASH", false, false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pair p = up(cases[i].priority);
        unsigned char ours[32], theirs[32];
        struct buf our_unique = {0}, their_unique = {0};
        assert_int_equal(tls_binding_exporter(p.client, ours), cases[i].exporter);
        assert_int_equal(tls_binding_exporter(p.server, theirs), cases[i].exporter);
        if (cases[i].exporter)
            assert_memory_equal(ours, theirs, 32);
        assert_int_equal(tls_binding_unique(p.client, &our_unique), cases[i].unique);
        assert_int_equal(tls_binding_unique(p.server, &their_unique), cases[i].unique);
        assert_int_equal(buf_len(&our_unique), cases[i].unique ? 12 : 0);
        if (cases[i].unique)
            assert_memory_equal(buf_span(&our_unique).ptr, buf_span(&their_unique).ptr, 12);
        buf_done(&our_unique);
        buf_done(&their_unique);
        pair_free(&p);
    }
    struct tls *fresh = client_new(NULL);
    unsigned char none[32];
    assert_false(tls_binding_exporter(fresh, none));
    tls_free(fresh);
}

static void test_ocsp_staple_is_carried(void **state)
{
    (void)state;
    static const char *const priorities[] = {ONLY_TLS12, ONLY_TLS13};
    for (size_t i = 0; i < 2; i++) {
        struct pair p = {.client = client_new(NULL),
                         .server = server_new((struct tls_server_options){.priority = priorities[i],
                                                                          .ocsp_response = span_str("any bytes")})};
        shake(&p);
        assert_int_equal(p.client_step, TLS_DONE);
        assert_true(tls_facts(p.client)->ocsp_stapled);
        assert_true(span_is(tls_peer_ocsp(p.client), "any bytes"));
        pair_free(&p);
    }
}

static void test_alpn(void **state)
{
    (void)state;
    struct err err;
    struct pair p = {.client = tls_client_new(&(struct tls_options){.sni = HOST, .alpn = "imap"}, &err),
                     .server = server_new((struct tls_server_options){0})};
    gnutls_datum_t imap = {(unsigned char *)"imap", 4};
    gnutls_alpn_set_protocols(p.server->session, &imap, 1, 0);
    shake(&p);
    assert_string_equal(tls_facts(p.client)->alpn, "imap");
    pair_free(&p);
}

static void test_client_certificate_demanded(void **state)
{
    (void)state;
    /* TLS 1.2: refused in the handshake. */
    struct pair p = {.client = client_new(NULL),
                     .server =
                         server_new((struct tls_server_options){.priority = ONLY_TLS12, .require_client_cert = true})};
    shake(&p);
    const struct tls_facts *f = tls_facts(p.client);
    assert_int_equal(p.client_step, TLS_FAILED);
    assert_int_equal(p.server_step, TLS_FAILED);
    assert_true(f->client_cert_asked);
    pair_free(&p);
    /* TLS 1.3: our side is done before the server has looked; its refusal is the first thing to be read. */
    p = (struct pair){.client = client_new(NULL),
                      .server =
                          server_new((struct tls_server_options){.priority = ONLY_TLS13, .require_client_cert = true})};
    shake(&p);
    f = tls_facts(p.client);
    assert_int_equal(p.client_step, TLS_DONE);
    assert_int_equal(p.server_step, TLS_FAILED);
    assert_true(f->client_cert_asked);
    /* GnuTLS sends no alert of its own accord; a server that does, sends this one. */
    gnutls_alert_send(p.server->session, GNUTLS_AL_FATAL, GNUTLS_A_CERTIFICATE_REQUIRED);
    move(p.server, p.client, SIZE_MAX);
    struct buf plain = {0};
    assert_int_equal(tls_read(p.client, &plain), TLS_FAILED);
    assert_int_equal(f->error, GNUTLS_E_FATAL_ALERT_RECEIVED);
    assert_int_equal(f->alert, 116);
    assert_true(strlen(f->alert_text) > 0);
    pair_free(&p);
    /* Asked for and not needed: nothing happens. */
    p = (struct pair){.client = client_new(NULL),
                      .server = server_new((struct tls_server_options){.request_client_cert = true})};
    shake(&p);
    assert_int_equal(p.client_step, TLS_DONE);
    assert_int_equal(p.server_step, TLS_DONE);
    assert_true(tls_facts(p.client)->client_cert_asked);
    say(&p, p.server, "hello");
    hears(p.client, "hello");
    pair_free(&p);
    buf_done(&plain);
}

/* The answers a mail port gives in clear, and what may pass for TLS at first. */
static void test_plaintext_peer(void **state)
{
    (void)state;
    static const char *const answers[] = {
        "220 mail.example.test ESMTP\r\n",
        "* OK IMAP4rev1 ready\r\n",
        "+OK POP3 ready\r\n",
        "-ERR no\r\n",
        "200 news ready\r\n",
        "\"IMPLEMENTATION\" \"Dovecot\"\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 400 Bad Request\r\n",
        ":irc NOTICE * :hi\r\n",
        "\xff\xfd\x2e",
        "<?xml version='1.0'?>",
        "0\x0c\x02\x01\x01",
        "+",
        "\x15\x04",
        "\x16\x03\x09",
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++)
        for (size_t piece = 1; piece < 40; piece += 38) {
            struct tls *t = client_new(NULL);
            assert_int_equal(tls_handshake(t), TLS_AGAIN);
            for (struct span rest = span_str(answers[i]); rest.len; rest = span_skip(rest, piece)) {
                assert_true(tls_feed(t, span_head(rest, piece)));
                tls_handshake(t);
            }
            const struct tls_facts *f = tls_facts(t);
            assert_int_equal(tls_handshake(t), TLS_FAILED);
            assert_int_equal(f->error, GNUTLS_E_UNEXPECTED_PACKET);
            assert_true(f->plaintext_peer);
            assert_false(f->server_hello);
            assert_int_equal(f->plain_len, strlen(answers[i]));
            assert_memory_equal(f->plain_bytes, answers[i], f->plain_len);
            tls_free(t);
        }
}

static void test_plaintext_flood_is_bounded(void **state)
{
    (void)state;
    struct tls *t = client_new(NULL);
    tls_handshake(t);
    unsigned char flood[4096];
    memset(flood, 'A', sizeof flood);
    for (size_t i = 0; i < 1000; i++) {
        tls_feed(t, span_of(flood, sizeof flood));
        tls_handshake(t);
    }
    assert_int_equal(tls_facts(t)->plain_len, sizeof tls_facts(t)->plain_bytes);
    assert_true(buf_len(&t->in) <= TLS_IN_MAX);
    tls_free(t);
    /* The same from a peer that has begun like TLS, before anybody asks for it. */
    t = client_new(NULL);
    memcpy(flood, "\x16\x03\x03\x40\x00", 5);
    bool taken = true;
    for (size_t i = 0; i < 1000 && taken; i++)
        taken = tls_feed(t, span_of(flood, sizeof flood));
    assert_false(taken);
    assert_int_equal(tls_handshake(t), TLS_FAILED);
    tls_free(t);
}

/* One record, sent in answer to our hello. */
static void test_alerts(void **state)
{
    (void)state;
    static const struct {
        unsigned char description;
    } cases[] = {{40}, {42}, {70}, {71}, {80}, {112}, {120}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tls *t = client_new(NULL);
        tls_handshake(t);
        const unsigned char record[] = {0x15, 3, 3, 0, 2, 2, cases[i].description};
        assert_true(tls_feed(t, span_of(record, sizeof record)));
        assert_int_equal(tls_handshake(t), TLS_FAILED);
        const struct tls_facts *f = tls_facts(t);
        assert_int_equal(f->error, GNUTLS_E_FATAL_ALERT_RECEIVED);
        assert_int_equal(f->alert, cases[i].description);
        assert_true(strlen(f->alert_text) > 0);
        assert_false(f->plaintext_peer);
        assert_false(f->truncated);
        assert_int_equal(tls_handshake(t), TLS_FAILED);
        tls_free(t);
    }
}

/* Some servers grumble about the name and go on (RFC 6066 3). */
static void test_warning_alert_is_passed_over(void **state)
{
    (void)state;
    struct pair p = {.client = client_new(NULL),
                     .server = server_new((struct tls_server_options){.priority = ONLY_TLS12})};
    tls_handshake(p.client);
    static const unsigned char unrecognized_name[] = {0x15, 3, 3, 0, 2, 1, 112};
    assert_true(tls_feed(p.client, span_of(unrecognized_name, sizeof unrecognized_name)));
    shake(&p);
    assert_int_equal(p.client_step, TLS_DONE);
    pair_free(&p);
}

static void test_nothing_in_common(void **state)
{
    (void)state;
    static const struct {
        const char *client, *server;
    } cases[] = {
        {ONLY_TLS12, ONLY_TLS13},
        {ONLY_TLS13, ONLY_TLS12},
        {ONLY_TLS13 ":-CIPHER-ALL:+AES-128-GCM", ONLY_TLS13 ":-CIPHER-ALL:+CHACHA20-POLY1305"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct pair p = {.client = client_new(cases[i].client),
                         .server = server_new((struct tls_server_options){.priority = cases[i].server})};
        shake(&p);
        assert_int_equal(p.client_step == TLS_FAILED || p.server_step == TLS_FAILED, true);
        assert_int_not_equal(tls_facts(p.client_step == TLS_FAILED ? p.client : p.server)->error, 0);
        pair_free(&p);
    }
}

static void test_transport_ends(void **state)
{
    (void)state;
    static const struct {
        int with;
        int error, transport;
    } cases[] = {{0, GNUTLS_E_PREMATURE_TERMINATION, 0}, {ECONNRESET, GNUTLS_E_PULL_ERROR, ECONNRESET}};
    for (size_t i = 0; i < 2; i++)
        for (int after_hello = 0; after_hello < 2; after_hello++) {
            struct tls *t = client_new(NULL);
            if (after_hello)
                assert_int_equal(tls_handshake(t), TLS_AGAIN);
            tls_feed_end(t, cases[i].with);
            assert_int_equal(tls_handshake(t), TLS_FAILED);
            const struct tls_facts *f = tls_facts(t);
            assert_int_equal(f->error, cases[i].error);
            assert_int_equal(f->transport_error, cases[i].transport);
            assert_true(f->transport_ended);
            assert_false(f->server_hello);
            assert_int_equal(f->alert, -1);
            tls_free(t);
        }
}

static void test_ways_to_end(void **state)
{
    (void)state;
    static const char *const priorities[] = {ONLY_TLS12, ONLY_TLS13};
    for (size_t i = 0; i < 2; i++) {
        struct buf plain = {0};
        struct pair p = up(priorities[i]);
        /* Goodbye and close. */
        assert_int_equal(tls_write(p.server, span_str("last words")), TLS_DONE);
        assert_int_equal(tls_bye(p.server), TLS_DONE);
        move(p.server, p.client, SIZE_MAX);
        tls_feed_end(p.client, 0);
        assert_int_equal(tls_read(p.client, &plain), TLS_DONE);
        assert_string_equal(buf_cstr(&plain), "last words");
        assert_int_equal(tls_read(p.client, &plain), TLS_CLOSED);
        assert_false(tls_facts(p.client)->truncated);
        /* We may still say goodbye ourselves. */
        assert_int_equal(tls_bye(p.client), TLS_DONE);
        pair_free(&p);
        /* Close without goodbye. */
        p = up(priorities[i]);
        tls_feed_end(p.client, 0);
        assert_int_equal(tls_read(p.client, &plain), TLS_CLOSED);
        assert_true(tls_facts(p.client)->truncated);
        assert_int_equal(tls_facts(p.client)->error, GNUTLS_E_PREMATURE_TERMINATION);
        pair_free(&p);
        /* Reset. */
        p = up(priorities[i]);
        tls_feed_end(p.client, ECONNRESET);
        assert_int_equal(tls_read(p.client, &plain), TLS_CLOSED);
        assert_true(tls_facts(p.client)->truncated);
        assert_int_equal(tls_facts(p.client)->transport_error, ECONNRESET);
        pair_free(&p);
        buf_done(&plain);
    }
}

static void test_damaged_record(void **state)
{
    (void)state;
    struct pair p = up(ONLY_TLS13);
    assert_int_equal(tls_write(p.server, span_str("good")), TLS_DONE);
    move(p.server, p.client, SIZE_MAX);
    assert_int_equal(tls_write(p.server, span_str("bad")), TLS_DONE);
    struct span wire = tls_pending(p.server);
    unsigned char damaged[256];
    memcpy(damaged, wire.ptr, wire.len);
    damaged[wire.len - 1] ^= 1;
    assert_true(tls_feed(p.client, span_of(damaged, wire.len)));
    struct buf plain = {0};
    assert_int_equal(tls_read(p.client, &plain), TLS_DONE); /* what was good is not lost */
    assert_string_equal(buf_cstr(&plain), "good");
    assert_int_equal(tls_read(p.client, &plain), TLS_FAILED);
    assert_int_not_equal(tls_facts(p.client)->error, 0);
    assert_int_equal(tls_write(p.client, span_str("x")), TLS_FAILED);
    buf_done(&plain);
    pair_free(&p);
}

static void test_much_data_and_a_small_reader(void **state)
{
    (void)state;
    struct pair p = up(NULL);
    enum {
        TOTAL = 100000
    };
    char *words = malloc(TOTAL);
    assert_non_null(words);
    for (size_t i = 0; i < TOTAL; i++)
        words[i] = (char)('a' + i % 23);
    assert_int_equal(tls_write(p.server, span_of(words, TOTAL)), TLS_DONE);
    move(p.server, p.client, SIZE_MAX);
    struct buf plain;
    buf_init(&plain, 1000);
    size_t seen = 0;
    while (tls_read(p.client, &plain) == TLS_DONE) {
        struct span got = buf_span(&plain);
        assert_true(got.len <= 1000 && seen + got.len <= TOTAL);
        assert_memory_equal(got.ptr, words + seen, got.len);
        seen += got.len;
        buf_use(&plain, got.len);
    }
    assert_int_equal(seen, TOTAL);
    buf_done(&plain);
    free(words);
    pair_free(&p);
}

/* Data right behind a ticket in one feed: GnuTLS wants to be asked twice. */
static void test_data_behind_tickets(void **state)
{
    (void)state;
    struct pair p = up(ONLY_TLS13);
    gnutls_datum_t key;
    assert_true(gnutls_session_ticket_key_generate(&key) >= 0);
    assert_true(gnutls_session_ticket_enable_server(p.server->session, &key) >= 0);
    gnutls_session_ticket_send(p.server->session, 2, 0);
    assert_true(gnutls_session_key_update(p.server->session, 0) >= 0);
    say(&p, p.server, "behind");
    hears(p.client, "behind");
    gnutls_memset(key.data, 0, key.size);
    gnutls_free(key.data);
    pair_free(&p);
}

static void test_renegotiation_is_declined(void **state)
{
    (void)state;
    struct pair p = up(ONLY_TLS12);
    gnutls_rehandshake(p.server->session);
    move(p.server, p.client, SIZE_MAX);
    struct buf plain = {0};
    assert_int_equal(tls_read(p.client, &plain), TLS_AGAIN);
    assert_true(tls_pending(p.client).len > 0); /* no_renegotiation */
    assert_int_equal(tls_write(p.server, span_str("still here")), TLS_DONE);
    move(p.server, p.client, SIZE_MAX);
    hears(p.client, "still here");
    buf_done(&plain);
    pair_free(&p);
}

/* What a TLS port says to a client that speaks in clear. */
static void test_server_hears_clear_text(void **state)
{
    (void)state;
    struct tls *t = server_new((struct tls_server_options){0});
    assert_int_equal(tls_handshake(t), TLS_AGAIN);
    assert_true(tls_feed(t, span_str("EHLO client.example.test\r\n")));
    assert_int_equal(tls_handshake(t), TLS_FAILED);
    assert_true(tls_facts(t)->plaintext_peer);
    tls_free(t);
}

static void test_bad_settings(void **state)
{
    (void)state;
    struct err err = {0};
    assert_null(tls_client_new(&(struct tls_options){.priority = "NORMAL:+NONSENSE\033[2J"}, &err));
    assert_int_equal(err.kind, ERR_INPUT);
    assert_non_null(strstr(err.text, "NONSENSE"));
    assert_null(strchr(err.text, '\033'));
    assert_null(tls_identity_new(span_str("no certificate"), span_str("no key"), &err));
    assert_int_equal(err.kind, ERR_LIBRARY);
    /* A key that is not the certificate's. */
    struct buf pem = {0};
    made_pem(&pem, (const struct made *const[]){world.leaf, NULL});
    assert_null(tls_identity_new(buf_span(&pem), buf_span(&pem), &err));
    buf_done(&pem);
}

static void test_version(void **state)
{
    (void)state;
    assert_int_equal(tls_library_version()[0], '3');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_handshakes),
        cmocka_unit_test(test_small_dh_is_a_fact),
        cmocka_unit_test(test_unfit_certificate_is_shown),
        cmocka_unit_test(test_long_chain),
        cmocka_unit_test(test_bindings),
        cmocka_unit_test(test_ocsp_staple_is_carried),
        cmocka_unit_test(test_alpn),
        cmocka_unit_test(test_client_certificate_demanded),
        cmocka_unit_test(test_plaintext_peer),
        cmocka_unit_test(test_plaintext_flood_is_bounded),
        cmocka_unit_test(test_alerts),
        cmocka_unit_test(test_warning_alert_is_passed_over),
        cmocka_unit_test(test_nothing_in_common),
        cmocka_unit_test(test_transport_ends),
        cmocka_unit_test(test_ways_to_end),
        cmocka_unit_test(test_damaged_record),
        cmocka_unit_test(test_much_data_and_a_small_reader),
        cmocka_unit_test(test_data_behind_tickets),
        cmocka_unit_test(test_renegotiation_is_declined),
        cmocka_unit_test(test_server_hears_clear_text),
        cmocka_unit_test(test_bad_settings),
        cmocka_unit_test(test_version),
    };
    return cmocka_run_group_tests(tests, make_world, free_world);
}
