/* SPDX-License-Identifier: GPL-3.0-or-later */
/* harm_test.c - the practice servers under a bad client and on a bad day: noise, and no memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_alloc.h"
#include "practice/practice.h"
#include "tls/tls.h"

#define WALL_US INT64_C(1795500000000000) /* 2026-11-24 */
#define SENT_MAX (1u << 20)               /* bytes that any answer to a little noise stays below */

static const struct practice_port *port_of(uint16_t number)
{
    const struct practice_port *port = practice_ports;
    while (port->proto && port->port != number)
        port++;
    return port;
}

/* A small generator of our own: the same noise on every machine. */
static uint32_t noise_next(uint32_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static const char *const shards[] = {
    "EHLO x\r\n", "AUTH PLAIN ", "AUTH LOGIN\r\n", "AUTH SCRAM-SHA-256 biwsbj1wcm9iZSxyPWs3UW0ydlg5YVo=\r\n", "STARTTLS\r\n", "QUIT\r\n",
    "a CAPABILITY\r\n", "a LOGIN {5}\r\n", "a LOGIN {5+}\r\nprobe \"", "b AUTHENTICATE PLAIN =\r\n", "c STARTTLS\r\n", "{", "}\r\n",
    "CAPA\r\n", "STLS\r\n", "USER probe\r\n", "PASS ", "APOP probe ", "AUTH XOAUTH2 dXNlcj1wcm9iZQFhdXRoPQEB\r\n", "*\r\n", "\r\n", "\n",
    "AHByb2JlAHNlY3JldA==\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "\x15\x03\x03\x00\x02\x02\x28", "=", " ",
};

/* Words of the protocols, torn apart and put together wrongly, and bytes that are none. */
static size_t noise_fill(uint32_t *seed, unsigned char *to, size_t cap)
{
    size_t len = 0;
    while (len + 64 < cap && noise_next(seed) % 12)
        if (noise_next(seed) % 8 == 0)
            to[len++] = (unsigned char)noise_next(seed);
        else {
            const char *shard = shards[noise_next(seed) % (sizeof(shards) / sizeof(*shards))];
            size_t n = strlen(shard);
            n = noise_next(seed) % 6 ? n : noise_next(seed) % (n + 1);
            memcpy(to + len, shard, n);
            len += n;
        }
    return len;
}

static void listen_to_noise(struct practice *p, const struct fault *f, const struct practice_port *port, uint32_t *seed)
{
    unsigned char bytes[600];
    size_t sent = 0;
    uint64_t now = 1;
    struct practice_conn *c = practice_conn_new(p, f, port, now);
    assert_non_null(c);
    for (int i = 0; i < 30 && !practice_conn_closing(c); i++) {
        practice_conn_recv(c, span_of(bytes, noise_fill(seed, bytes, sizeof(bytes))), now);
        for (struct span out; sent < SENT_MAX && (out = practice_conn_send(c)).len; sent += out.len)
            practice_conn_sent(c, out.len, now);
        now += noise_next(seed) % 100000;
        practice_conn_tick(c, now);
    }
    if (sent >= SENT_MAX)
        assert_string_equal(f->name, "flood");
    practice_conn_recv_end(c, now);
    assert_int_not_equal(practice_conn_closing(c), 0);
    practice_conn_free(c);
}

static void noise_does_no_harm(void **state)
{
    (void)state;
    struct err err;
    struct practice *p = practice_new(WALL_US, &err);
    assert_non_null(p);
    uint32_t seed = 20261124;
    for (size_t f = 0; practice_faults[f]; f++)
        for (const struct practice_port *port = practice_ports; port->proto; port++)
            for (int i = 0; i < 4; i++)
                listen_to_noise(p, practice_faults[f], port, &seed);
    practice_free(p);
}

/* Says each line and keeps the last answer. false: the server dropped us. */
static bool hear(struct practice_conn *c, const char *text, char *last, size_t cap)
{
    practice_conn_recv(c, span_str(text), 1);
    size_t len = 0;
    for (struct span out; practice_conn_closing(c) != 2 && (out = practice_conn_send(c)).len;) {
        size_t n = out.len < cap - 1 - len ? out.len : cap - 1 - len;
        memcpy(last + len, out.ptr, n);
        len += n;
        practice_conn_sent(c, out.len, 1);
    }
    last[len] = '\0';
    return practice_conn_closing(c) != 2;
}

struct talk_case {
    uint16_t port;
    const char *said, *answer;
};

/* Logins in clear, at the server that allows them: all that is done without a TLS client of the test's own. */
static bool log_in_clear(void *user)
{
    const struct talk_case *t = user;
    struct err err;
    char last[2048];
    struct practice *p = practice_new(WALL_US, &err);
    struct practice_conn *c = p ? practice_conn_new(p, practice_fault("auth-plaintext-offered"), port_of(t->port), 1) : NULL;
    bool ok = c && hear(c, t->said, last, sizeof(last)) && strstr(last, t->answer);
    practice_conn_free(c);
    practice_free(p);
    return ok;
}

static void without_memory_no_login_succeeds(void **state)
{
    static const struct talk_case cases[] = {
        {143, "a CAPABILITY\r\nb AUTHENTICATE PLAIN\r\nAHByb2JlAHNlY3JldA==\r\n", "b OK"},
        {143, "a LOGIN {5+}\r\nprobe \"secret\"\r\n", "a OK"},
        {110, "CAPA\r\nUSER probe\r\nPASS secret\r\n", "+OK logged in"},
        {587, "EHLO x\r\nAUTH LOGIN\r\ncHJvYmU=\r\nc2VjcmV0\r\n", "235 "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        size_t unnoticed = 0;
        assert_true(failing_alloc_each(log_in_clear, (void *)&cases[i], &unnoticed) > 3);
        assert_int_equal(unnoticed, 0);
    }
}

/* A handshake with certificates made for it. Only lack of memory in our own objects is played; what the client lacks counts. */
static bool shake_hands(void *user)
{
    struct err err;
    const struct tls_options o = {.sni = "good.practice.test"};
    struct practice *p = practice_new(WALL_US, &err);
    struct practice_conn *c = p ? practice_conn_new(p, user, port_of(993), 1) : NULL;
    struct tls *tls = c ? tls_client_new(&o, &err) : NULL;
    bool moved = tls != NULL;
    while (moved && !practice_conn_closing(c)) {
        enum tls_step step = tls_handshake(tls);
        struct span out = tls_pending(tls), in = practice_conn_send(c);
        moved = (out.len || in.len) && step != TLS_FAILED;
        if (out.len) {
            practice_conn_recv(c, out, 1);
            tls_sent(tls, out.len);
        } else if (in.len) {
            moved = tls_feed(tls, in);
            practice_conn_sent(c, in.len, 1);
        }
    }
    bool ok = tls && tls_facts(tls)->complete && !practice_conn_closing(c) && practice_ca_pem(p).len;
    tls_free(tls);
    practice_conn_free(c);
    practice_free(p);
    return ok;
}

static void without_memory_no_handshake_succeeds(void **state)
{
    static const char *const some[] = {"good", "cert-chain-disorder", "cert-intercepted"};
    (void)state;
    for (size_t i = 0; i < sizeof(some) / sizeof(*some); i++)
        assert_true(failing_alloc_each(shake_hands, (void *)practice_fault(some[i]), NULL) > 10);
}

static bool make_table(void *user)
{
    (void)user;
    struct buf out = {0};
    const char *text = practice_table(10000, NULL, &out) ? buf_cstr(&out) : NULL;
    bool ok = text && strstr(text, "[server good]");
    buf_done(&out);
    return ok;
}

static void without_memory_there_is_no_half_a_table(void **state)
{
    (void)state;
    size_t unnoticed = 0;
    assert_true(failing_alloc_each(make_table, NULL, &unnoticed) > 5);
    assert_int_equal(unnoticed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(noise_does_no_harm),
        cmocka_unit_test(without_memory_no_login_succeeds),
        cmocka_unit_test(without_memory_no_handshake_succeeds),
        cmocka_unit_test(without_memory_there_is_no_half_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
