/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify.c - the server's side of one SASL exchange, over GNU SASL and for the two OAuth mechanisms over nothing. */
#include "sasl/verify.h"

#include <stdlib.h>
#include <string.h>

#include "sasl/gsasl_private.h"

#define BEARER "auth=Bearer "
#define REFUSAL_JSON "{\"status\":\"invalid_token\",\"scope\":\"mail\",\"schemes\":\"bearer\"}"

enum oauth_turn { OAUTH_ASK, OAUTH_READ, OAUTH_REFUSED };

struct verify {
    struct verify_setting setting;
    Gsasl *library;          /* NULL for the OAuth mechanisms */
    Gsasl_session *session;
    enum oauth_turn turn;
};

bool verify_same(struct span a, const char *b)
{
    size_t len = strlen(b);
    unsigned char differ = a.len != len;
    for (size_t i = 0; i < a.len && i < len; i++)
        differ |= a.ptr[i] ^ (unsigned char)b[i];
    return !differ;
}

static bool verify_is_oauth(const char *mech)
{
    return strcmp(mech, "XOAUTH2") == 0 || strcmp(mech, "OAUTHBEARER") == 0;
}

/* The name said is the account's, and nobody asks to act for another. */
static bool verify_name(const struct verify *v, Gsasl_session *session)
{
    const char *said = gsasl.property_fast(session, GSASL_AUTHID);
    const char *acts_as = gsasl.property_fast(session, GSASL_AUTHZID);
    if (!said || strcmp(said, v->setting.user) != 0)
        return false;
    return !acts_as || !*acts_as || strcmp(acts_as, v->setting.user) == 0;
}

static bool verify_is_plus(const char *mech)
{
    size_t len = strlen(mech);
    return len > 5 && strcmp(mech + len - 5, "-PLUS") == 0;
}

static int verify_binding(const struct verify *v, Gsasl_session *session, Gsasl_property which)
{
    struct span data = which == GSASL_CB_TLS_EXPORTER ? v->setting.exporter : v->setting.unique;
    /* Without -PLUS in the list a client may well say "you did not offer it". */
    if (!data.len || (!v->setting.plus_offered && !verify_is_plus(v->setting.mech)))
        return GSASL_NO_CALLBACK;
    struct buf text = {0};
    int rc = GSASL_MALLOC_ERROR;
    const char *base64 = buf_add_base64(&text, data) ? buf_cstr(&text) : NULL;
    if (base64)
        rc = gsasl.property_set(session, which, base64);
    buf_done(&text);
    return rc;
}

static int verify_callback(Gsasl *library, Gsasl_session *session, Gsasl_property which)
{
    const struct verify *v = gsasl.callback_hook_get(library);
    switch (which) {
    case GSASL_VALIDATE_SIMPLE: {
        const char *said = gsasl.property_fast(session, GSASL_PASSWORD);
        bool right = verify_name(v, session) && said && verify_same(span_str(said), v->setting.password);
        return right ? GSASL_OK : GSASL_AUTHENTICATION_ERROR;
    }
    case GSASL_PASSWORD:
        return verify_name(v, session) ? gsasl.property_set(session, which, v->setting.password) : GSASL_NO_PASSWORD;
    case GSASL_CB_TLS_EXPORTER:
    case GSASL_CB_TLS_UNIQUE:
        return verify_binding(v, session, which);
    case GSASL_SERVICE:
        return gsasl.property_set(session, which, v->setting.service);
    case GSASL_HOSTNAME:
        return gsasl.property_set(session, which, v->setting.host);
    default:
        return GSASL_NO_CALLBACK;
    }
}

struct verify *verify_new(const struct verify_setting *s, struct err *err)
{
    err->kind = ERR_NONE;
    struct verify *v = calloc(1, sizeof(*v));
    if (!v) {
        err_memory(err);
        return NULL;
    }
    v->setting = *s;
    if (verify_is_oauth(s->mech))
        return v;
    if (!gsasl_load(err)) {
        verify_free(v);
        return NULL;
    }
    int rc = gsasl.init(&v->library);
    if (rc == GSASL_OK) {
        gsasl.callback_hook_set(v->library, v);
        gsasl.callback_set(v->library, verify_callback);
        rc = gsasl.server_start(v->library, s->mech, &v->session);
    } else {
        v->library = NULL; /* it is released already, though it was handed out */
    }
    if (rc == GSASL_OK)
        return v;
    if (rc == GSASL_MALLOC_ERROR)
        err_memory(err);
    else if (rc != GSASL_UNKNOWN_MECHANISM)
        err_set(err, ERR_LIBRARY, rc, "the login method %s could not be started: %s", s->mech, gsasl.strerror(rc));
    verify_free(v);
    return NULL;
}

void verify_free(struct verify *v)
{
    if (!v)
        return;
    if (v->session)
        gsasl.finish(v->session);
    if (v->library)
        gsasl.done(v->library);
    free(v);
}

bool verify_speaks_first(const struct verify *v)
{
    return strcmp(v->setting.mech, "CRAM-MD5") == 0 || strcmp(v->setting.mech, "LOGIN") == 0;
}

/* Cuts the next field, up to ^A, off the message. false: there is none. */
static bool verify_field(struct span *message, struct span *field)
{
    const unsigned char *end = message->len ? memchr(message->ptr, '\1', message->len) : NULL;
    if (!end)
        return false;
    *field = span_head(*message, (size_t)(end - message->ptr));
    *message = span_skip(*message, field->len + 1);
    return true;
}

/* "n,a=USER," of OAUTHBEARER (the GS2 header, RFC 7628 3.1); "user=USER" of XOAUTH2. */
static bool verify_oauth_user(const struct verify *v, struct span field)
{
    const char *prefix = strcmp(v->setting.mech, "XOAUTH2") == 0 ? "user=" : "n,a=";
    if (!span_starts(field, prefix))
        return false;
    field = span_skip(field, strlen(prefix));
    if (field.len && prefix[0] == 'n')
        field.len--; /* the comma that ends the header */
    return verify_same(field, v->setting.user);
}

static bool verify_oauth_message(const struct verify *v, struct span message)
{
    struct span field;
    bool user = false, token = false;
    if (verify_field(&message, &field))
        user = verify_oauth_user(v, field);
    while (verify_field(&message, &field)) {
        if (!field.len) /* an empty one ends the message */
            return user && token;
        if (span_starts_nocase(field, BEARER))
            token = verify_same(span_skip(field, strlen(BEARER)), v->setting.token);
    }
    return false;
}

static enum verify_step verify_oauth(struct verify *v, struct span response, struct buf *out)
{
    switch (v->turn) {
    case OAUTH_ASK:
        v->turn = OAUTH_READ;
        if (!response.len)
            return VERIFY_MORE; /* no initial response: an empty challenge asks for it */
        /* fall through */
    case OAUTH_READ:
        if (verify_oauth_message(v, response))
            return VERIFY_YES;
        v->turn = OAUTH_REFUSED;
        return buf_add_str(out, REFUSAL_JSON) ? VERIFY_MORE : VERIFY_BROKEN;
    case OAUTH_REFUSED:
        break; /* whatever the client says to the refusal, RFC 7628 3.2.3 */
    }
    return VERIFY_NO;
}

/* SCRAM's last response carries, behind its header, the binding data that the client has: c=BASE64, RFC 5802 7. */
static bool verify_is_bound(const struct verify *v, struct span response)
{
    static const char header[] = "p=tls-exporter,,";
    if (!span_starts(response, "c="))
        return true;
    response = span_skip(response, 2);
    const unsigned char *end = memchr(response.ptr, ',', response.len);
    struct buf said = {0};
    bool bound = true;
    if (end && buf_add_unbase64(&said, span_head(response, (size_t)(end - response.ptr))) &&
        span_starts(buf_span(&said), header)) {
        struct span data = span_skip(buf_span(&said), sizeof(header) - 1);
        bound = data.len == v->setting.exporter.len && memcmp(data.ptr, v->setting.exporter.ptr, data.len) == 0;
    }
    buf_done(&said);
    return bound;
}

enum verify_step verify_step(struct verify *v, struct span response, struct buf *out)
{
    if (!v->session)
        return verify_oauth(v, response, out);
    char *said = NULL;
    size_t len = 0;
    int rc = gsasl.step(v->session, (const char *)response.ptr, response.len, &said, &len);
    bool kept = !len || buf_add(out, said, len);
    gsasl.free(said);
    if (!kept)
        return VERIFY_BROKEN;
    switch (rc) {
    case GSASL_OK:
        return verify_name(v, v->session) ? VERIFY_YES : VERIFY_NO;
    case GSASL_NEEDS_MORE:
        return VERIFY_MORE;
    case GSASL_AUTHENTICATION_ERROR:
        if (verify_is_plus(v->setting.mech) && !verify_is_bound(v, response))
            buf_add_str(out, "e=channel-bindings-dont-match");
        return VERIFY_NO;
    case GSASL_NO_PASSWORD: /* a stranger */
        return VERIFY_NO;
    default:
        return VERIFY_BROKEN;
    }
}
