/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole visit against a server that says anything, at any moment: byte 0 picks protocol and mode, byte 1 the options, and what
 * follows are turns: what happens (a byte), and for speech how much of the input is said. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "walk/visit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void serve(struct visit *v, uint64_t now_us)
{
    for (int link = 0; link < LINK_COUNT; link++) {
        unsigned wants = visit_wants(v, link);
        if (wants & VISIT_WANT_CONNECT)
            visit_connected(v, link, "192.0.2.9", now_us);
        for (int i = 0; i < 100 && (visit_wants(v, link) & VISIT_WANT_SEND); i++)
            visit_sent(v, link, visit_send(v, link).len, now_us);
        if (visit_wants(v, link) & VISIT_WANT_CLOSE)
            visit_closed(v, link, now_us);
    }
}

/* One turn; the number of input bytes it used. */
static size_t turn(struct visit *v, const uint8_t *data, size_t size, uint64_t *now_us)
{
    size_t n;

    switch (data[0] & 7) {
    case 0:
        visit_recv_end(v, LINK_MAIN, 0, *now_us);
        return 1;
    case 1:
        visit_recv_end(v, LINK_PROBE, ECONNRESET, *now_us);
        return 1;
    case 2:
        if (visit_deadline_us(v) != UINT64_MAX)
            *now_us = visit_deadline_us(v);
        visit_tick(v, *now_us);
        return 1;
    case 3:
        visit_go(v, *now_us);
        return 1;
    default:
        n = data[0] >> 2;
        n = n > size - 1 ? size - 1 : n;
        visit_recv(v, data[0] & 1 ? LINK_PROBE : LINK_MAIN, span_of(data + 1, n), *now_us);
        return 1 + n;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct target t;
    struct err err;
    struct login login = {.user = (char *)"probe"};
    size_t protocols = 0;
    uint64_t now_us = 1000;

    if (size < 3)
        return 0;
    while (protos[protocols])
        protocols++;
    target_set(&t, protos[data[0] % protocols], span_str("mail.example.org"), 143, (enum tls_mode)((data[0] >> 4) & 3));
    struct visit_options o = {.insecure_auth = data[1] & 1, .step = data[1] & 2, .no_probe = data[1] & 4, .address = "192.0.2.1"};
    if (data[1] & 8) {
        if (!secret_set(&login.password, span_str("secret")) || !secret_set(&login.token, span_str("tok123")))
            abort();
        o.login = &login;
    }
    struct visit *v = visit_new(&t, &o, &err);
    if (!v)
        abort();
    visit_start(v, now_us, INT64_C(1795500000000000));
    for (size_t at = 2; at < size && !visit_done(v);) {
        serve(v, now_us);
        at += turn(v, data + at, size - at, &now_us);
    }
    /* Whatever was said: with nothing more to come, it ends. */
    visit_run_on(v, now_us);
    for (int i = 0; i < 200 && !visit_done(v); i++) {
        serve(v, now_us);
        if (visit_deadline_us(v) != UINT64_MAX)
            now_us = visit_deadline_us(v);
        visit_tick(v, now_us);
    }
    if (!visit_done(v)) {
        fprintf(stderr, "the visit never ends\n");
        abort();
    }
    visit_free(v);
    secret_wipe(&login.password);
    secret_wipe(&login.token);
    return 0;
}
