/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hello_answer.c - what a server answers to a hello: records, messages, and the few fields that were asked about.
 * Every byte is the server's: nothing is believed further than it is there. */
#include "config.h"

#include <string.h>

#include "tls/hello.h"
#include "tls/suite.h"

#define TLS13 0x0304
#define RECORD_MAX (16384 + 2048)
#define MESSAGES_MAX 262144 /* of one answer, certificates included */

enum record_type { RECORD_CIPHER = 20, RECORD_ALERT = 21, RECORD_HANDSHAKE = 22, RECORD_DATA = 23 };
enum message_type { SERVER_HELLO = 2, SERVER_KEY_EXCHANGE = 12, SERVER_HELLO_DONE = 14 };

static size_t number(struct span s, size_t at, unsigned width)
{
    size_t value = 0;

    for (unsigned i = 0; i < width; i++)
        value = value << 8 | s.ptr[at + i];
    return value;
}

/* Cuts a field with its length before it off *s. false: it is not all there. */
static bool take(struct span *s, unsigned width, struct span *field)
{
    if (s->len < width || s->len - width < number(*s, 0, width))
        return false;
    *field = span_head(span_skip(*s, width), number(*s, 0, width));
    *s = span_skip(*s, width + field->len);
    return true;
}

static bool take_number(struct span *s, unsigned width, size_t *value)
{
    if (s->len < width)
        return false;
    *value = number(*s, 0, width);
    *s = span_skip(*s, width);
    return true;
}

/* false: no server that keeps to the rules says so. */
static bool read_extension(struct hello_answer *a, size_t type, struct span body)
{
    switch (type) {
    case 23:
        a->master_secret = true;
        break;
    case 0xff01:
        a->renegotiation = true;
        break;
    case 43: /* RFC 8446 4.2.1: only for TLS 1.3, older ones are chosen in the hello itself */
        if (body.len != 2 || number(body, 0, 2) != TLS13)
            return false;
        a->version = TLS13;
        break;
    case 51: /* the group; in a ServerHello a key follows */
        if (body.len >= 2)
            a->group = (uint16_t)number(body, 0, 2);
        break;
    default: /* of no interest here */
        break;
    }
    return true;
}

/* RFC 8446 4.1.3; a HelloRetryRequest (4.1.4) looks the same. */
static bool read_server_hello(struct hello_answer *a, struct span body)
{
    size_t version, suite, compression, type;
    struct span random, session, extensions = {0}, extension;

    if (!take_number(&body, 2, &version) || version < 0x0300 || body.len < 32)
        return false;
    random = span_head(body, 32);
    body = span_skip(body, random.len);
    if (!take(&body, 1, &session) || !take_number(&body, 2, &suite) || !take_number(&body, 1, &compression))
        return false;
    a->version = (uint16_t)version;
    a->suite = (uint16_t)suite;
    if (body.len && !take(&body, 2, &extensions))
        return false;
    while (extensions.len) {
        if (!take_number(&extensions, 2, &type) || !take(&extensions, 2, &extension) || !read_extension(a, type, extension))
            return false;
    }
    if (a->version == TLS13)
        a->master_secret = a->renegotiation = true;
    return true;
}

/* RFC 8422 5.4 (curves), RFC 5246 7.4.3 (finite fields). */
static bool read_key_exchange(struct hello_answer *a, struct span body)
{
    struct span prime;
    size_t kind, group;

    if (suite_exchange(a->suite) == SUITE_ECDHE) {
        if (!take_number(&body, 1, &kind) || !take_number(&body, 2, &group))
            return false;
        a->group = kind == 3 ? (uint16_t)group : 0; /* named_curve; the others are curves of the server's own making */
        return true;
    }
    if (!take(&body, 2, &prime))
        return false;
    while (prime.len && prime.ptr[0] == 0)
        prime = span_skip(prime, 1);
    a->dh_bits = (unsigned)prime.len * 8;
    for (unsigned char top = prime.len ? prime.ptr[0] : 0x80; !(top & 0x80); top = (unsigned char)(top << 1))
        a->dh_bits--;
    return true;
}

static enum hello_outcome read_message(struct hello_answer *a, const struct hello *h, size_t type, struct span body)
{
    if (a->version == 0) { /* nothing may come before it */
        if (type != SERVER_HELLO || !read_server_hello(a, body))
            return HELLO_STRANGE;
        return h->exchange && a->version != TLS13 ? HELLO_MORE : HELLO_TAKEN;
    }
    if (type == SERVER_KEY_EXCHANGE)
        return read_key_exchange(a, body) ? HELLO_TAKEN : HELLO_STRANGE;
    return type == SERVER_HELLO_DONE ? HELLO_TAKEN : HELLO_MORE;
}

/* The messages that are whole. */
static enum hello_outcome read_messages(struct hello_answer *a, const struct hello *h, struct span s)
{
    enum hello_outcome outcome = HELLO_MORE;
    struct span body;

    while (outcome == HELLO_MORE && s.len >= 4) {
        size_t type = s.ptr[0];
        struct span rest = span_skip(s, 1);
        if (number(rest, 0, 3) > MESSAGES_MAX)
            return HELLO_STRANGE;
        if (!take(&rest, 3, &body))
            break;
        outcome = read_message(a, h, type, body);
        s = rest;
    }
    return outcome;
}

/* The next record off *s. 1: there; 0: not all of it yet; -1: that is no TLS. */
static int take_record(struct span *s, size_t *type, struct span *body)
{
    if (s->len && (s->ptr[0] < RECORD_CIPHER || s->ptr[0] > RECORD_DATA))
        return -1;
    if (s->len > 1 && s->ptr[1] != 3)
        return -1;
    if (s->len < 5)
        return 0;
    if (number(*s, 3, 2) > RECORD_MAX)
        return -1;
    struct span rest = span_skip(*s, 3);
    *type = s->ptr[0];
    if (!take(&rest, 2, body))
        return 0;
    *s = rest;
    return 1;
}

/* Handshake bytes out of their records into *messages, until an alert or the end of what there is. */
static enum hello_outcome unwrap(struct hello_answer *a, struct buf *messages, struct span received)
{
    struct span body;
    size_t type;
    int there;

    while ((there = take_record(&received, &type, &body)) == 1) {
        if (type == RECORD_ALERT && body.len >= 2 && (body.ptr[0] == 2 || body.ptr[1] == 0)) { /* fatal, or close_notify */
            a->alert = body.ptr[1];
            return HELLO_REFUSED;
        }
        if (type == RECORD_HANDSHAKE && !buf_add_span(messages, body))
            return buf_len(messages) + body.len > MESSAGES_MAX ? HELLO_STRANGE : HELLO_NO_MEMORY;
    }
    return there < 0 ? HELLO_STRANGE : HELLO_MORE;
}

enum hello_outcome hello_read(struct hello_answer *a, const struct hello *h, struct span received)
{
    struct buf messages;

    buf_init(&messages, MESSAGES_MAX);
    *a = (struct hello_answer){.alert = -1};
    enum hello_outcome wrapped = unwrap(a, &messages, received);
    enum hello_outcome said = read_messages(a, h, buf_span(&messages));
    buf_done(&messages);
    /* What was said before an alert counts, unless it was not all that was asked for. */
    return said != HELLO_MORE ? said : wrapped;
}
