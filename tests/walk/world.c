/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tls/forge.h"

#define YEAR_S (INT64_C(365) * 86400)

/* One authority for the whole program run: keys cost time. */
static struct forged *authority(void)
{
    static struct forged *ca;
    struct err err;
    struct forge_recipe r = {.cn = "World Test CA", .not_before = WORLD_WALL_S - YEAR_S, .not_after = WORLD_WALL_S + 5 * YEAR_S, .is_ca = true};

    if (!ca && !(ca = forge_new(&r, NULL, &err))) {
        fprintf(stderr, "world: %s\n", err.text);
        abort();
    }
    return ca;
}

/* Signed by the authority, and sent by nobody. */
static struct forged *middle(void)
{
    static struct forged *ca;
    struct err err;
    struct forge_recipe r = {.cn = "World Middle CA", .not_before = WORLD_WALL_S - YEAR_S, .not_after = WORLD_WALL_S + 5 * YEAR_S, .is_ca = true};

    if (!ca && !(ca = forge_new(&r, authority(), &err)))
        abort();
    return ca;
}

static struct trust *world_trust(void)
{
    static struct buf pem;
    static struct trust *trust;
    struct err err;

    if (!trust) {
        if (!forge_cert_pem(authority(), &pem) || !(trust = trust_new(buf_span(&pem), "the test's roots", &err)))
            abort();
    }
    return trust;
}

static struct tls_identity *identity(const char *kind, const char *host)
{
    const char *names[] = {strcmp(kind, "wrong-name") == 0 ? "www.example.net" : host, NULL};
    bool expired = strcmp(kind, "expired") == 0, published = strncmp(kind, "http://", 7) == 0;
    struct forge_recipe r = {
        .cn = names[0],
        .dns_names = names,
        .issuer_url = published ? kind : NULL,
        .not_before = WORLD_WALL_S - 90 * 86400,
        .not_after = expired ? WORLD_WALL_S - 86400 : WORLD_WALL_S + 60 * 86400,
    };
    struct err err;
    struct buf cert = {0}, key;
    buf_init_secret(&key, 0);
    struct forged *f = forge_new(&r, strcmp(kind, "self-signed") == 0 ? NULL : published ? middle() : authority(), &err);
    if (!f || !forge_cert_pem(f, &cert) || !forge_key_pem(f, &key))
        abort();
    struct tls_identity *id = tls_identity_new(buf_span(&cert), buf_span(&key), &err);
    forge_free(f);
    buf_done(&cert);
    buf_done(&key);
    return id;
}

bool world_init(struct world *w, const struct target *t, struct visit_options *o, bool drip)
{
    struct err err;

    *w = (struct world){.drip = drip};
    if (!o->trust)
        o->trust = world_trust();
    w->visit = visit_new(t, o, &err);
    return w->visit != NULL;
}

void world_done(struct world *w)
{
    for (int i = 0; i < LINK_COUNT; i++) {
        buf_done(&w->links[i].heard);
        tls_free(w->links[i].tls);
    }
    visit_free(w->visit);
}

void world_start(struct world *w)
{
    visit_start(w->visit, w->now_us, WORLD_WALL_S * 1000000);
}

static void link_forget(struct world_link *l)
{
    tls_free(l->tls);
    buf_clear(&l->heard);
    l->tls = NULL;
    l->secured = false;
}

static void world_deliver(struct world *w, enum link link, struct span wire)
{
    while (wire.len) {
        size_t n = w->drip ? 1 : wire.len;
        visit_recv(w->visit, link, span_head(wire, n), w->now_us);
        wire = span_skip(wire, n);
    }
}

/* What our TLS has to say goes to the client; a copy, for the client's answer may change it. */
static void world_flush(struct world *w, enum link link)
{
    struct world_link *l = &w->links[link];
    struct buf copy = {0};

    if (!l->tls)
        return;
    buf_add_span(&copy, tls_pending(l->tls));
    tls_sent(l->tls, buf_len(&copy));
    world_deliver(w, link, buf_span(&copy));
    buf_done(&copy);
}

static void world_hear(struct world *w, enum link link, struct span wire)
{
    struct world_link *l = &w->links[link];

    if (!l->tls) {
        buf_add_span(&l->heard, wire);
        return;
    }
    tls_feed(l->tls, wire);
    if (!l->secured)
        l->secured = tls_handshake(l->tls) == TLS_DONE;
    if (l->secured)
        tls_read(l->tls, &l->heard);
}

void world_pump(struct world *w, enum link link)
{
    for (int turn = 0; turn < 1000; turn++) {
        unsigned wants = visit_wants(w->visit, link);
        if (wants & VISIT_WANT_CLOSE) {
            visit_closed(w->visit, link, w->now_us);
            link_forget(&w->links[link]);
            return;
        }
        if (!(wants & VISIT_WANT_SEND))
            return;
        struct span out = visit_send(w->visit, link);
        size_t n = w->drip ? 1 : out.len;
        world_hear(w, link, span_head(out, n));
        visit_sent(w->visit, link, n, w->now_us);
        world_flush(w, link);
    }
}

void world_connect(struct world *w, enum link link)
{
    if (visit_wants(w->visit, link) & VISIT_WANT_CONNECT)
        visit_connected(w->visit, link, "192.0.2.99", w->now_us);
    world_pump(w, link);
}

void world_say(struct world *w, enum link link, struct span bytes)
{
    struct world_link *l = &w->links[link];

    world_pump(w, link);
    if (l->secured) {
        tls_write(l->tls, bytes);
        world_flush(w, link);
    } else {
        world_deliver(w, link, bytes);
    }
    world_pump(w, link);
}

bool world_tls(struct world *w, enum link link, const char *kind, const char *host)
{
    struct world_link *l = &w->links[link];
    struct tls_identity *id = identity(kind, host);
    struct tls_server_options o = {.identity = id};
    struct err err;

    world_pump(w, link);
    l->tls = tls_server_new(&o, &err);
    if (!l->tls)
        return false;
    /* What the client said before counts as its hello. */
    struct buf early = {0};
    buf_add_span(&early, buf_span(&l->heard));
    buf_clear(&l->heard);
    world_hear(w, link, buf_span(&early));
    buf_done(&early);
    world_flush(w, link);
    for (int i = 0; i < 20000 && !l->secured && (visit_wants(w->visit, link) & VISIT_WANT_SEND); i++)
        world_pump(w, link);
    world_flush(w, link);
    world_pump(w, link);
    bool secured = l->secured;
    /* The session holds its own reference to what it needs of the identity only while it lives. */
    static struct tls_identity *kept[4096];
    static size_t kept_count;
    if (kept_count < sizeof kept / sizeof *kept)
        kept[kept_count++] = id;
    return secured;
}

void world_wait(struct world *w, uint64_t us)
{
    uint64_t until = w->now_us + us;

    for (;;) {
        uint64_t at = visit_deadline_us(w->visit);
        if (at > until)
            break;
        w->now_us = at > w->now_us ? at : w->now_us;
        visit_tick(w->visit, w->now_us);
        world_pump(w, LINK_MAIN);
        if (visit_wants(w->visit, LINK_PROBE))
            world_pump(w, LINK_PROBE);
        if (visit_deadline_us(w->visit) == at)
            break; /* would never move on */
    }
    w->now_us = until;
}

bool world_take_line(struct world *w, enum link link, char *line, size_t cap)
{
    struct world_link *l = &w->links[link];

    world_pump(w, link);
    struct span heard = buf_span(&l->heard);
    const unsigned char *lf = heard.len ? memchr(heard.ptr, '\n', heard.len) : NULL;
    if (!lf)
        return false;
    size_t n = (size_t)(lf - heard.ptr);
    size_t cut = n && heard.ptr[n - 1] == '\r' ? n - 1 : n;
    snprintf(line, cap, "%.*s", (int)cut, (const char *)heard.ptr);
    buf_use(&l->heard, n + 1);
    return true;
}
