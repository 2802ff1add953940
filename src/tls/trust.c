/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tls/trust.h"

#include <stdlib.h>

#include <gnutls/x509.h>

#include "base/buf.h"
#include "tls/der.h"
#include "tls/trust_private.h"

/* RFC 7468 2, 5.1. */
#define PEM_BEGIN "-----BEGIN CERTIFICATE-----"
#define PEM_END "-----END CERTIFICATE-----"

struct index {
    bool ready;
    unsigned char *der; /* all certificates, one behind the other */
    struct anchor *anchors;
    size_t count; /* those that are laid out as certificates */
};

struct trust {
    struct span pem;
    char *name;
    bool is_public;
    struct index *index;
};

/* Cuts the next certificate's base64, line breaks included, off *pem. */
static bool next_armour(struct span *pem, struct span *body_r)
{
    const unsigned char *begin = pem->len ? memmem(pem->ptr, pem->len, PEM_BEGIN, strlen(PEM_BEGIN)) : NULL;
    if (!begin)
        return false;
    struct span rest = span_skip(*pem, (size_t)(begin - pem->ptr) + strlen(PEM_BEGIN));
    const unsigned char *end = rest.len ? memmem(rest.ptr, rest.len, PEM_END, strlen(PEM_END)) : NULL;
    if (!end)
        return false;
    *body_r = span_head(rest, (size_t)(end - rest.ptr));
    *pem = span_skip(rest, body_r->len + strlen(PEM_END));
    return true;
}

struct trust *trust_new(struct span pem, const char *name, struct err *err)
{
    struct trust *t = calloc(1, sizeof *t);
    if (t) {
        t->name = strdup(name);
        t->index = calloc(1, sizeof *t->index);
    }
    if (!t || !t->name || !t->index) {
        trust_free(t);
        err_memory(err);
        return NULL;
    }
    t->pem = pem;
    struct span rest = pem, body;
    if (pem.len && !next_armour(&rest, &body)) {
        trust_free(t);
        err_set(err, ERR_FILE, 0,
                "there is no certificate in %s; it has to be a PEM file with lines that say BEGIN CERTIFICATE", name);
        return NULL;
    }
    return t;
}

void trust_free(struct trust *t)
{
    if (!t)
        return;
    if (t->index) {
        for (size_t i = 0; i < t->index->count; i++)
            gnutls_x509_crt_deinit(t->index->anchors[i].x509);
        free(t->index->anchors);
        free(t->index->der);
    }
    free(t->index);
    free(t->name);
    free(t);
}

size_t trust_count(const struct trust *t)
{
    struct span rest = t->pem, body;
    size_t count = 0;
    while (next_armour(&rest, &body))
        count++;
    return count;
}

const char *trust_name(const struct trust *t)
{
    return t ? t->name : "nobody";
}

void trust_set_public(struct trust *t)
{
    t->is_public = true;
}

bool trust_is_public(const struct trust *t)
{
    return t && t->is_public;
}

/* Room for decoding, kept from one certificate to the next. */
struct scratch {
    struct buf text, der;
};

/* The base64 of one certificate to its bytes in s->der, which stay empty when it is no base64. false: no memory. */
static bool decode(struct span body, struct scratch *s)
{
    buf_clear(&s->text);
    while (body.len) {
        const unsigned char *eol = memchr(body.ptr, '\n', body.len);
        size_t len = eol ? (size_t)(eol - body.ptr) : body.len;
        struct span text = span_head(body, len);
        if (text.len && text.ptr[text.len - 1] == '\r')
            text.len--;
        if (!buf_add_span(&s->text, span_trim(text)))
            return false;
        body = span_skip(body, len + 1);
    }
    buf_clear(&s->der);
    if (!buf_add_span(&s->der, buf_span(&s->text))) /* makes room, so that what fails below is the text */
        return false;
    buf_clear(&s->der);
    buf_add_unbase64(&s->der, buf_span(&s->text));
    return true;
}

/* A damaged certificate vouches for nobody and is left out. */
static bool add_anchor(struct index *x, struct span body, struct scratch *s, size_t *used)
{
    struct der_cert parts;
    if (!decode(body, s))
        return false;
    struct span der = buf_span(&s->der);
    if (!der.len || !der_cert_read(der, &parts))
        return true;
    unsigned char *at = memcpy(x->der + *used, parts.whole.ptr, parts.whole.len);
    x->anchors[x->count++] = (struct anchor){
        .der = span_of(at, parts.whole.len),
        .subject = span_of(at + (parts.subject.ptr - parts.whole.ptr), parts.subject.len),
    };
    *used += parts.whole.len;
    return true;
}

bool trust_ready(const struct trust *t)
{
    size_t count = !t || t->index->ready ? 0 : trust_count(t);
    if (count == 0)
        return true;
    struct index *x = t->index;
    struct scratch s = {0};
    size_t used = 0;
    x->anchors = calloc(count, sizeof *x->anchors);
    x->der = malloc(t->pem.len); /* more than is needed: base64 takes a third more than its bytes */
    bool ok = x->anchors && x->der;
    struct span rest = t->pem, body;
    while (ok && next_armour(&rest, &body))
        ok = add_anchor(x, body, &s, &used);
    buf_done(&s.text);
    buf_done(&s.der);
    if (!ok) { /* so that the next question begins anew */
        free(x->anchors);
        free(x->der);
        *x = (struct index){0};
    }
    x->ready = ok;
    return ok;
}

static bool same(struct span a, struct span b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

struct anchor *trust_by_subject(const struct trust *t, struct span subject, size_t *at)
{
    while (t && *at < t->index->count) {
        struct anchor *a = &t->index->anchors[(*at)++];
        if (same(a->subject, subject))
            return a;
    }
    return NULL;
}

struct anchor *trust_by_cert(const struct trust *t, struct span der, struct span subject)
{
    size_t at = 0;
    struct anchor *a;
    while ((a = trust_by_subject(t, subject, &at)))
        if (same(a->der, der))
            return a;
    return NULL;
}

int anchor_import(struct anchor *a)
{
    if (a->x509)
        return 0;
    gnutls_x509_crt_t x509;
    int ret = gnutls_x509_crt_init(&x509);
    if (ret < 0)
        return ret;
    gnutls_datum_t der = {(unsigned char *)a->der.ptr, (unsigned)a->der.len};
    ret = gnutls_x509_crt_import(x509, &der, GNUTLS_X509_FMT_DER);
    if (ret < 0)
        gnutls_x509_crt_deinit(x509);
    else
        a->x509 = x509;
    return ret;
}
