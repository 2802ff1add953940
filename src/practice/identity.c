/* SPDX-License-Identifier: GPL-3.0-or-later */
/* identity.c - the chains that the practice servers show, each with what is wrong with it. */
#include "practice/identity_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tls/forge.h"

#define DAY INT64_C(86400) /* seconds */

struct identities {
    int64_t now_s;
    unsigned web_port;
    struct forged *root, *intermediate;
    struct buf root_pem;
    struct tls_identity *of[PRACTICE_FAULTS_MAX][2]; /* by fault_index; the second certificate where there is one */
    struct buf staples[PRACTICE_FAULTS_MAX][2];      /* likewise */
};

struct identities *identities_new(int64_t now_s)
{
    struct identities *all = calloc(1, sizeof(*all));
    if (all) {
        all->now_s = now_s;
        all->web_port = practice_web.port;
    }
    return all;
}

void identities_free(struct identities *all)
{
    if (!all)
        return;
    for (size_t i = 0; i < PRACTICE_FAULTS_MAX; i++)
        for (int second = 0; second < 2; second++) {
            tls_identity_free(all->of[i][second]);
            buf_done(&all->staples[i][second]);
        }
    forge_free(all->intermediate);
    forge_free(all->root);
    buf_done(&all->root_pem);
    free(all);
}

static struct forge_recipe identity_authority(const struct identities *all, const char *cn)
{
    return (struct forge_recipe){
        .cn = cn,
        .organization = "tlswalk practice",
        .not_before = all->now_s - 300 * DAY,
        .not_after = all->now_s + 3000 * DAY,
        .is_ca = true,
    };
}

static bool identities_make_authorities(struct identities *all, struct err *err)
{
    if (!all->root) {
        struct forge_recipe r = identity_authority(all, "tlswalk practice root");
        all->root = forge_new(&r, NULL, err);
    }
    if (all->root && !all->intermediate) {
        struct forge_recipe r = identity_authority(all, "tlswalk practice intermediate");
        all->intermediate = forge_new(&r, all->root, err);
    }
    return all->intermediate != NULL;
}

struct span identities_root_pem(struct identities *all)
{
    struct err err;
    if (!buf_len(&all->root_pem) && identities_make_authorities(all, &err))
        forge_cert_pem(all->root, &all->root_pem);
    return buf_span(&all->root_pem);
}

bool identities_intermediate_der(struct identities *all, struct buf *out)
{
    struct err err;
    return identities_make_authorities(all, &err) && forge_cert_der(all->intermediate, out);
}

void identities_set_web_port(struct identities *all, unsigned port)
{
    all->web_port = port;
}

/* What is on the bench while one chain is made. */
struct bench {
    struct identities *all;
    struct err *err;
    struct forge_recipe leaf;
    const char *names[2];      /* of the leaf, NULL-ended */
    char issuer_url[64];
    struct forged *made[4];    /* beside the leaf: authorities of this chain only */
    size_t made_count;
    struct buf chain, key;
    struct buf *staple;
};

static struct forged *bench_forge(struct bench *b, const struct forge_recipe *r, const struct forged *issuer)
{
    struct forged *f = forge_new(r, issuer, b->err);
    if (f)
        b->made[b->made_count++] = f;
    return f;
}

/* Signs the leaf and puts it at the head of the chain. */
static bool bench_sign(struct bench *b, const struct forged *issuer)
{
    struct forged *leaf = bench_forge(b, &b->leaf, issuer);
    return leaf && forge_cert_pem(leaf, &b->chain) && forge_key_pem(leaf, &b->key);
}

static bool bench_add(struct bench *b, const struct forged *f)
{
    return f && forge_cert_pem(f, &b->chain);
}

/* An authority of this chain's own, signed by issuer (NULL: by itself), that signs the leaf. The chain is leaf, authority. */
static bool bench_sign_by_own(struct bench *b, const struct forge_recipe *authority, const struct forged *issuer)
{
    struct forged *own = bench_forge(b, authority, issuer);
    return own && bench_sign(b, own) && bench_add(b, own);
}

static bool bench_sign_soundly(struct bench *b)
{
    return bench_sign(b, b->all->intermediate) && bench_add(b, b->all->intermediate);
}

static bool bench_revoked(struct bench *b)
{
    return bench_sign_soundly(b) && forge_ocsp(b->made[0], b->all->intermediate, true, b->all->now_s, b->staple);
}

static bool bench_disorder(struct bench *b)
{
    struct forge_recipe stranger = identity_authority(b->all, "tlswalk practice stranger");
    struct forged *unrelated = bench_forge(b, &stranger, b->all->root);
    return unrelated && bench_sign(b, b->all->intermediate) && bench_add(b, unrelated) && bench_add(b, b->all->intermediate);
}

static bool bench_issuer_not_ca(struct bench *b)
{
    struct forge_recipe r = identity_authority(b->all, "tlswalk practice server");
    r.is_ca = false;
    struct forged *own = bench_forge(b, &r, b->all->intermediate);
    return own && bench_sign(b, own) && bench_add(b, own) && bench_add(b, b->all->intermediate);
}

static bool bench_issuer_expired(struct bench *b)
{
    struct forge_recipe r = identity_authority(b->all, "tlswalk practice intermediate 2");
    r.not_after = b->all->now_s - 3 * DAY;
    return bench_sign_by_own(b, &r, b->all->root);
}

static bool bench_stranger_root(struct bench *b, const char *cn, const char *organization)
{
    struct forge_recipe r = identity_authority(b->all, cn);
    r.organization = organization;
    return bench_sign_by_own(b, &r, NULL);
}

static bool bench_make(struct bench *b, enum paper paper)
{
    int64_t now = b->all->now_s;
    switch (paper) {
    case PAPER_GOOD:
        return bench_sign_soundly(b);
    case PAPER_EXPIRED:
        b->leaf.not_before = now - 93 * DAY;
        b->leaf.not_after = now - 3 * DAY;
        return bench_sign_soundly(b);
    case PAPER_NOT_YET_VALID:
        b->leaf.not_before = now + 3 * DAY;
        b->leaf.not_after = now + 93 * DAY;
        return bench_sign_soundly(b);
    case PAPER_OTHER_NAME:
        b->names[0] = b->leaf.cn = "www.example.test";
        return bench_sign_soundly(b);
    case PAPER_WILDCARD:
        b->names[0] = b->leaf.cn = "*." PRACTICE_DOMAIN;
        return bench_sign_soundly(b);
    case PAPER_SELF_SIGNED:
        return bench_sign(b, NULL);
    case PAPER_SNAKEOIL:
        b->names[0] = b->leaf.cn = "localhost";
        b->leaf.organization = "Dovecot mail server";
        return bench_sign(b, NULL);
    case PAPER_UNTRUSTED_ROOT:
        return bench_stranger_root(b, "Campus Private Root", "Example University");
    case PAPER_NO_INTERMEDIATE:
        b->leaf.issuer_url = b->issuer_url;
        return bench_sign(b, b->all->intermediate);
    case PAPER_DISORDER:
        return bench_disorder(b);
    case PAPER_WEAK_KEY:
        b->leaf.key = FORGE_RSA_1024;
        return bench_sign_soundly(b);
    case PAPER_WEAK_SIGNATURE:
        b->leaf.hash = FORGE_SHA1;
        return bench_sign_soundly(b);
    case PAPER_WRONG_PURPOSE:
        b->leaf.purpose = FORGE_FOR_CLIENTS;
        return bench_sign_soundly(b);
    case PAPER_NO_SAN:
        b->leaf.dns_names = NULL;
        return bench_sign_soundly(b);
    case PAPER_EXPIRES_SOON:
        b->leaf.not_before = now - 85 * DAY;
        b->leaf.not_after = now + 5 * DAY;
        return bench_sign_soundly(b);
    case PAPER_INTERCEPTED:
        return bench_stranger_root(b, "Avast Web/Mail Shield Root", "Avast Web/Mail Shield");
    case PAPER_ISSUER_NOT_CA:
        return bench_issuer_not_ca(b);
    case PAPER_ISSUER_EXPIRED:
        return bench_issuer_expired(b);
    case PAPER_REVOKED:
        return bench_revoked(b);
    case PAPER_TOO_LONG:
        b->leaf.not_after = now + 1500 * DAY;
        return bench_sign_soundly(b);
    }
    return false;
}

static struct tls_identity *identities_make(struct identities *all, const struct fault *f, bool second, struct err *err)
{
    const struct behaviour *how = fault_behaviour(f);
    char host[PRACTICE_HOST_MAX], address[16];
    fault_host(f, host, sizeof(host));
    struct bench b = {
        .all = all,
        .err = err,
        .leaf = {.cn = host, .not_before = all->now_s - 20 * DAY, .not_after = all->now_s + 70 * DAY},
        .names = {host},
        .staple = &all->staples[fault_index(f)][second],
    };
    b.leaf.dns_names = b.names;
    practice_address(fault_index(f), address, sizeof(address));
    snprintf(b.issuer_url, sizeof(b.issuer_url), "http://%s:%u/intermediate.cer", address, all->web_port);
    buf_init_secret(&b.key, 0);
    struct tls_identity *id = NULL;
    if (bench_make(&b, second ? how->second_paper : how->paper))
        id = tls_identity_new(buf_span(&b.chain), buf_span(&b.key), err);
    if (id && fault_behaviour(f)->wants_client_cert && !tls_identity_client_ca(id, identities_root_pem(all), err)) {
        tls_identity_free(id);
        id = NULL;
    }
    for (size_t i = 0; i < b.made_count; i++)
        forge_free(b.made[i]);
    buf_done(&b.chain);
    buf_done(&b.key);
    return id;
}

const struct tls_identity *identities_of(struct identities *all, const struct fault *f, bool second, struct span *staple_r,
                                         struct err *err)
{
    size_t at = fault_index(f);
    if (!all->of[at][second] && identities_make_authorities(all, err)) {
        buf_clear(&all->staples[at][second]); /* of an attempt that failed */
        all->of[at][second] = identities_make(all, f, second, err);
    }
    *staple_r = buf_span(&all->staples[at][second]);
    return all->of[at][second];
}
