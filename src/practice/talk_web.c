/* SPDX-License-Identifier: GPL-3.0-or-later */
/* talk_web.c - what stands on a practice server's port 80: one page for every request (RFC 9112). */
#include "practice/conn_private.h"
#include "practice/identity_private.h"
#include "practice/practice_private.h"

/* A network that wants to be spoken to first (RFC 6585 6). */
static void web_portal(struct practice_conn *c)
{
    conn_say_line(c, "HTTP/1.1 511 Network Authentication Required\r\nContent-Type: text/html\r\nConnection: close\r\n");
    conn_say_line(c, "<html><body>Please sign in to this network.</body></html>");
}

/* The certificate that the mail ports forget to send, as an issuer publishes it (RFC 5280 4.2.2.1). */
static void web_issuer(struct practice_conn *c)
{
    struct buf der = {0};
    if (!identities_intermediate_der(practice_identities(c->practice), &der)) {
        conn_drop(c);
    } else {
        conn_sayf(c, "HTTP/1.0 200 OK\r\nContent-Type: application/pkix-cert\r\nContent-Length: %zu\r\n\r\n", buf_len(&der));
        conn_say_span(c, buf_span(&der));
    }
    buf_done(&der);
}

/* A request ends with an empty line; what it asks for makes no difference here. */
static void web_obey(struct practice_conn *c, struct span line)
{
    if (line.len)
        return;
    switch (c->how->web) {
    case WEB_NONE:
        break;
    case WEB_PORTAL:
        web_portal(c);
        break;
    case WEB_ISSUER:
        web_issuer(c);
        break;
    }
    conn_leave(c);
}

static const char *web_phrase(const struct phrase *p)
{
    (void)p;
    return NULL;
}

static void web_greet(struct practice_conn *c)
{
    (void)c; /* the client speaks first */
}

static void web_bad_request(struct practice_conn *c)
{
    conn_say_line(c, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n");
}

static void web_verdict(struct practice_conn *c, enum login_verdict verdict)
{
    (void)c, (void)verdict; /* nobody logs in here */
}

const struct talk talk_web = {
    .service = "http",
    .more = "",
    .phrase = web_phrase,
    .command = conn_line,
    .obey = web_obey,
    .greet = web_greet,
    .unknown = web_bad_request,
    .too_long = web_bad_request,
    .verdict = web_verdict,
};
