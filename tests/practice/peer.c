/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "peer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define RIDE_MAX 200000 /* passes after which two sides that never fall silent are broken */

const struct practice_port *peer_port(const char *proto, bool implicit)
{
    for (const struct practice_port *port = practice_ports; port->proto; port++)
        if (strcmp(port->proto->name, proto) == 0 && port->implicit == implicit)
            return port;
    fail_msg("there is no %s port of that kind", proto);
    return NULL;
}

static struct span peer_portion(const struct peer *p, struct span all)
{
    return span_head(all, p->cut ? p->cut : all.len);
}

static bool peer_hears(struct peer *p)
{
    struct span bytes = peer_portion(p, practice_conn_send(p->conn));
    if (!bytes.len || practice_conn_closing(p->conn) == 2)
        return false;
    if (p->tls) {
        assert_true(tls_feed(p->tls, bytes));
        if (tls_handshake(p->tls) == TLS_DONE)
            tls_read(p->tls, &p->heard);
    } else
        assert_true(buf_add_span(&p->heard, bytes));
    practice_conn_sent(p->conn, bytes.len, p->now_us);
    return true;
}

static bool peer_speaks(struct peer *p)
{
    struct span bytes = p->tls ? peer_portion(p, tls_pending(p->tls)) : (struct span){0};
    if (!bytes.len || practice_conn_closing(p->conn))
        return false;
    practice_conn_recv(p->conn, bytes, p->now_us);
    tls_sent(p->tls, bytes.len);
    return true;
}

void peer_settle(struct peer *p)
{
    unsigned rides = 0;
    while (peer_hears(p) || peer_speaks(p))
        assert_true(++rides < RIDE_MAX);
}

void peer_wait(struct peer *p, uint64_t us)
{
    uint64_t until = p->now_us + us;
    for (uint64_t at; (at = practice_conn_deadline_us(p->conn)) <= until;) {
        p->now_us = at > p->now_us ? at : p->now_us;
        practice_conn_tick(p->conn, p->now_us);
        peer_settle(p);
    }
    p->now_us = until;
}

bool peer_start_tls(struct peer *p)
{
    struct err err;
    struct tls_options o = {.sni = "good.practice.test", .priority = p->priority};
    p->tls = tls_client_new(&o, &err);
    assert_non_null(p->tls);
    buf_clear(&p->heard);
    tls_handshake(p->tls);
    peer_settle(p);
    return tls_facts(p->tls)->complete;
}

void peer_open(struct peer *p, struct practice *practice, const char *fault, const char *proto, bool implicit)
{
    p->conn = practice_conn_new(practice, practice_fault(fault), peer_port(proto, implicit), p->now_us);
    assert_non_null(p->conn);
    if (implicit)
        peer_start_tls(p);
    else
        peer_settle(p);
}

void peer_close(struct peer *p)
{
    practice_conn_free(p->conn);
    tls_free(p->tls);
    buf_done(&p->heard);
    *p = (struct peer){.cut = p->cut};
}

void peer_say_bytes(struct peer *p, struct span bytes)
{
    if (p->tls)
        assert_int_equal(tls_write(p->tls, bytes), TLS_DONE);
    else
        for (struct span piece; (piece = peer_portion(p, bytes)).len; bytes = span_skip(bytes, piece.len))
            practice_conn_recv(p->conn, piece, p->now_us);
    peer_settle(p);
}

void peer_say(struct peer *p, const char *text)
{
    peer_say_bytes(p, span_str(text));
}

const char *peer_line(struct peer *p)
{
    static char line[8192];
    struct span heard = buf_span(&p->heard);
    const unsigned char *end = heard.len ? memchr(heard.ptr, '\n', heard.len) : NULL;
    if (!end)
        return "";
    size_t len = (size_t)(end - heard.ptr) + 1;
    assert_true(len >= 2 && len < sizeof(line) && end[-1] == '\r');
    memcpy(line, heard.ptr, len - 2);
    line[len - 2] = '\0';
    buf_use(&p->heard, len);
    return line;
}

static void peer_expect(struct peer *p, const char *wanted)
{
    const char *line = peer_line(p);
    size_t len = strlen(wanted);
    bool fits = len && wanted[len - 1] == '*' ? strncmp(line, wanted, len - 1) == 0 : strcmp(line, wanted) == 0;
    if (!fits)
        fail_msg("the server said \"%s\" and not \"%s\"", line, wanted);
}

void peer_play(struct peer *p, const char *const *script)
{
    for (; *script; script++) {
        if (strncmp(*script, "S: ", 3) == 0)
            peer_expect(p, *script + 3);
        else if (strncmp(*script, "C: ", 3) == 0) {
            char line[1024];
            size_t len = strlen(*script + 3);
            assert_true(len + 2 < sizeof(line));
            memcpy(line, *script + 3, len);
            memcpy(line + len, "\r\n", 2);
            peer_say_bytes(p, span_of(line, len + 2));
        } else if (strcmp(*script, "TLS") == 0)
            assert_true(peer_start_tls(p));
        else {
            assert_string_equal(*script, "END");
            assert_int_equal(practice_conn_closing(p->conn), 1);
        }
    }
    assert_string_equal(peer_line(p), "");
}
