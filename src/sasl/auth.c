/* SPDX-License-Identifier: GPL-3.0-or-later */
/* auth.c - see auth.h. With verify.c the only file that calls GNU SASL. */
#include "sasl/auth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/wipe.h"
#include "sasl/gsasl_private.h"
#include "sasl/oauth_private.h"
#include "sasl/scram_private.h"
#include "sasl/scrub_private.h"

struct auth {
    const struct mech *mech;
    const struct login *login;
    char *host;
    unsigned port;
    Gsasl *library;          /* NULL for the OAuth mechanisms */
    Gsasl_session *session;
    enum oauth_turn turn;
    unsigned steps;          /* taken so far */
    bool proven;             /* the mechanism ended as its RFC asks */
    bool over;               /* nothing more may be asked: GNU SASL would answer for EXTERNAL for ever */
    bool signature_wrong;
    char server_error[64];
    char error[240];
};

static enum auth_step auth_break(struct auth *a, const char *why)
{
    snprintf(a->error, sizeof a->error, "%s", why);
    return AUTH_BROKEN;
}

static enum auth_step auth_break_memory(struct auth *a)
{
    return auth_break(a, "there is no memory for the login");
}

/* What is missing or unfit before the first byte; NULL: nothing. */
static const char *auth_setting_lacks(const struct auth_setting *s)
{
    const struct login *l = s->login;
    if (s->mech->form != MECH_SASL || !s->mech->implemented)
        return "tlswalk does not speak this mechanism";
    if ((s->mech->needs_password || s->mech->needs_token) && !l->user)
        return "a user name is needed";
    if (s->mech->needs_password && !secret_given(&l->password))
        return "a password is needed";
    if (s->mech->needs_password && memchr(l->password.bytes, 0, l->password.len))
        return "the password holds a NUL byte, which no mechanism can send";
    if (s->mech->needs_token && !secret_given(&l->token))
        return "a token is needed";
    if (oauth_is(s->mech) && !oauth_fits(l))
        return "the user name or the token holds control characters or blanks";
    if (s->mech->needs_binding && !s->exporter.len && !s->unique.len)
        return "channel binding data is needed, and the TLS session gives none";
    return NULL;
}

/* false: no memory. NULL values are left out. */
static bool auth_property(struct auth *a, Gsasl_property name, const char *value)
{
    return !value || gsasl.property_set(a->session, name, value) == GSASL_OK;
}

/* GNU SASL takes binding data as base64. It is given to -PLUS only: with it at hand plain SCRAM would claim that the server
 * hid its -PLUS mechanisms, and fail before the first message. */
static bool auth_bind(struct auth *a, const struct auth_setting *s)
{
    struct buf base64;
    if (!a->mech->needs_binding)
        return true;
    buf_init(&base64, 0);
    bool unique = s->unique.len > 0;
    bool bound = buf_add_base64(&base64, unique ? s->unique : s->exporter) && buf_cstr(&base64) &&
                 auth_property(a, unique ? GSASL_CB_TLS_UNIQUE : GSASL_CB_TLS_EXPORTER, buf_cstr(&base64));
    buf_done(&base64);
    return bound;
}

static bool auth_fill(struct auth *a, const struct auth_setting *s)
{
    const struct login *l = s->login;
    return auth_property(a, GSASL_AUTHID, l->user) && auth_property(a, GSASL_AUTHZID, l->authzid) &&
           auth_property(a, GSASL_SERVICE, s->service) && auth_property(a, GSASL_HOSTNAME, s->host) &&
           auth_property(a, GSASL_QOP, "qop-auth") && auth_bind(a, s) &&
           (!a->mech->needs_password || auth_property(a, GSASL_PASSWORD, (const char *)l->password.bytes));
}

/* All that the mechanism may ask for is laid down before, so no callback is needed. */
static bool auth_open(struct auth *a, const struct auth_setting *s, struct err *err)
{
    if (!gsasl_load(err))
        return false;
    int rc = gsasl.init(&a->library);
    if (rc != GSASL_OK)
        a->library = NULL; /* it was released, the pointer was not cleared */
    if (rc == GSASL_OK)
        rc = gsasl.client_start(a->library, a->mech->name, &a->session);
    if (rc == GSASL_MALLOC_ERROR) {
        err_memory(err);
        return false;
    }
    if (rc != GSASL_OK) {
        err_set(err, ERR_LIBRARY, rc, "GNU SASL cannot begin %s: %s", a->mech->name, gsasl.strerror(rc));
        return false;
    }
    if (!auth_fill(a, s)) {
        err_memory(err);
        return false;
    }
    return true;
}

struct auth *auth_new(const struct auth_setting *s, struct err *err)
{
    const char *lacks = auth_setting_lacks(s);
    if (lacks) {
        err_set(err, ERR_INPUT, 0, "%s cannot be tried: %s", s->mech->name, lacks);
        return NULL;
    }
    struct auth *a = calloc(1, sizeof *a);
    if (!a || !(a->host = strdup(s->host))) {
        free(a);
        err_memory(err);
        return NULL;
    }
    a->mech = s->mech;
    a->login = s->login;
    a->port = s->port;
    scrub_begin();
    bool opened = oauth_is(a->mech) || auth_open(a, s, err);
    scrub_end();
    if (!opened) {
        auth_free(a);
        return NULL;
    }
    return a;
}

void auth_free(struct auth *a)
{
    if (!a)
        return;
    scrub_begin();
    if (a->session)
        gsasl.finish(a->session);
    if (a->library)
        gsasl.done(a->library);
    scrub_end();
    free(a->host);
    free(a);
}

static enum auth_step auth_step_oauth(struct auth *a, struct buf *out)
{
    bool said = false;
    switch (a->turn) {
    case OAUTH_BEGIN:
        a->turn = OAUTH_SENT;
        said = oauth_say(out, a->mech, a->login, a->host, a->port);
        break;
    case OAUTH_SENT:
        a->turn = OAUTH_REFUSED;
        said = oauth_say_refused(out, a->mech);
        break;
    case OAUTH_REFUSED:
        return auth_break(a, "the server asks for more after it refused the token");
    }
    return said ? AUTH_READY : auth_break_memory(a);
}

/* Why a message cannot be given to the library; NULL: it can. */
static const char *auth_challenge_unfit(const struct auth *a, struct span challenge)
{
    unsigned long rounds;
    if (challenge.len > AUTH_CHALLENGE_MAX)
        return "the server's challenge is longer than any login needs";
    /* Microsoft's draft of LOGIN ends its prompts with one. */
    if (strcmp(a->mech->name, "LOGIN") != 0 && memchr(challenge.ptr, 0, challenge.len))
        return "the server's challenge holds a NUL byte";
    if (scram_is(a->mech->name) && scram_rounds(challenge, &rounds) && rounds > AUTH_ROUNDS_MAX)
        return "the server asks for more hash rounds than honest servers do; they would only keep this program busy";
    return NULL;
}

/* A step that failed with the library's code rc. */
static enum auth_step auth_step_failed(struct auth *a, int rc, struct span challenge)
{
    bool is_proof = (scram_is(a->mech->name) && span_starts(challenge, "v=")) || span_starts(challenge, "rspauth=");
    if (rc == GSASL_MALLOC_ERROR)
        return auth_break_memory(a);
    if (a->mech->proves_server && is_proof) {
        a->signature_wrong = true;
        return auth_break(a, "the server's proof that it knows the password is wrong: this is not the right server, or it is broken");
    }
    switch (rc) {
    case GSASL_MECHANISM_CALLED_TOO_MANY_TIMES:
    case GSASL_AUTHENTICATION_ERROR:
    case GSASL_MECHANISM_PARSE_ERROR:
        return auth_break(a, "the server's challenge is not what the mechanism has at this place");
    case GSASL_SASLPREP_ERROR:
        return auth_break(a, "the user name or password holds characters that the mechanism does not allow (RFC 4013)");
    default:
        snprintf(a->error, sizeof a->error, "GNU SASL cannot go on: %s", gsasl.strerror(rc));
        return AUTH_BROKEN;
    }
}

static enum auth_step auth_step_library(struct auth *a, struct span challenge, struct buf *out)
{
    char *answer = NULL;
    size_t answer_len = 0;
    scrub_begin();
    int rc = gsasl.step(a->session, (const char *)challenge.ptr, challenge.len, &answer, &answer_len);
    bool kept = true;
    if (rc == GSASL_OK || rc == GSASL_NEEDS_MORE) {
        kept = buf_add(out, answer, answer_len);
        if (answer)
            wipe(answer, answer_len);
        gsasl.free(answer);
    }
    scrub_end();
    if (rc != GSASL_OK && rc != GSASL_NEEDS_MORE)
        return auth_step_failed(a, rc, challenge);
    if (!kept)
        return auth_break_memory(a);
    a->proven = a->over = rc == GSASL_OK;
    return a->over ? AUTH_READY : AUTH_MORE;
}

enum auth_step auth_step(struct auth *a, struct span challenge, struct buf *out)
{
    struct span refusal;
    unsigned step = a->steps++;
    if (!challenge.len)
        challenge = span_str("");
    if (*a->error)
        return AUTH_BROKEN;
    if (step == 0 && a->mech->server_first && !challenge.len)
        return AUTH_MORE;
    if (oauth_is(a->mech))
        return auth_step_oauth(a, out);
    if (a->over)
        return auth_break(a, "the server asks for more after the mechanism has ended");
    const char *unfit = auth_challenge_unfit(a, challenge);
    if (unfit)
        return auth_break(a, unfit);
    if (scram_is(a->mech->name) && span_starts(challenge, "e=") && scram_field(challenge, 'e', &refusal)) {
        text_safe_copy(a->server_error, sizeof a->server_error, refusal);
        a->over = true;
        return AUTH_READY;
    }
    return auth_step_library(a, challenge, out);
}

bool auth_server_proven(const struct auth *a)
{
    return !a->mech->proves_server || a->proven;
}

bool auth_server_signature_wrong(const struct auth *a)
{
    return a->signature_wrong;
}

const char *auth_server_error(const struct auth *a)
{
    return a->server_error;
}

const char *auth_error(const struct auth *a)
{
    return a->error;
}

const char *auth_library_version(void)
{
    struct err err;
    return gsasl_load(&err) ? gsasl.check_version(NULL) : "missing";
}
