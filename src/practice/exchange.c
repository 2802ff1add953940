/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exchange.c - a login under way, at a server with one account. */
#include "practice/exchange_private.h"

#include <ctype.h>
#include <string.h>

#include "practice/conn_private.h"
#include "sasl/auth.h"
#include "sasl/verify.h"
#include "tls/digest.h"

void exchange_done(struct exchange *x)
{
    verify_free(x->verify);
    buf_done(&x->unique);
    *x = (struct exchange){0};
}

static void exchange_end(struct practice_conn *c, enum login_verdict verdict)
{
    exchange_done(&c->exchange);
    if (verdict == LOGIN_YES && conn_phrase(c, &c->how->login))
        verdict = LOGIN_NO;
    c->logged_in = verdict == LOGIN_YES;
    c->talk->verdict(c, verdict);
    if (verdict == LOGIN_NO && c->how->login_hangs_up)
        conn_leave(c);
}

static bool exchange_lists(const struct practice_conn *c, const char *mech)
{
    size_t len = strlen(mech);
    for (const char *at = conn_mechs(c); *at; at += strcspn(at, " "), at += strspn(at, " "))
        if (strcspn(at, " ") == len && strncmp(at, mech, len) == 0)
            return true;
    return false;
}

bool exchange_takes_passwords(const struct practice_conn *c)
{
    return exchange_lists(c, "PLAIN") || exchange_lists(c, "LOGIN");
}

static void exchange_challenge(struct practice_conn *c, struct span message)
{
    struct buf base64 = {0};
    if (c->how->babbles)
        conn_challenge(c, span_str("%%% not base64 %%%"));
    else if (buf_add_base64(&base64, message))
        conn_challenge(c, buf_span(&base64));
    else
        conn_drop(c);
    buf_done(&base64);
}

/* SCRAM's: "v=SIGNATURE" or "e=WHY". The client answers it with an empty response. */
static void exchange_last_word(struct practice_conn *c, struct buf *word, bool proven)
{
    struct span said = buf_span(word);
    if (c->how->lies && span_starts(said, "v=") && said.len > 2)
        word->bytes[word->start + 2] = said.ptr[2] == 'A' ? 'B' : 'A';
    c->exchange.decided = true;
    c->exchange.proven = proven;
    exchange_challenge(c, buf_span(word));
}

static void exchange_step(struct practice_conn *c, struct span response)
{
    struct buf out;
    buf_init_secret(&out, 0);
    switch (verify_step(c->exchange.verify, response, &out)) {
    case VERIFY_MORE:
        exchange_challenge(c, buf_span(&out));
        break;
    case VERIFY_YES:
        if (buf_len(&out) && !conn_phrase(c, &c->how->login))
            exchange_last_word(c, &out, true);
        else
            exchange_end(c, LOGIN_YES);
        break;
    case VERIFY_NO:
        if (buf_len(&out))
            exchange_last_word(c, &out, false);
        else
            exchange_end(c, LOGIN_NO);
        break;
    case VERIFY_BROKEN:
        exchange_end(c, LOGIN_MALFORMED);
        break;
    }
    buf_done(&out);
}

/* A server-first mechanism's prompt, when the client answered before it was asked. */
static void exchange_skip_prompt(struct practice_conn *c)
{
    struct buf unsaid = {0};
    verify_step(c->exchange.verify, (struct span){0}, &unsaid);
    buf_done(&unsaid);
}

static bool exchange_open(struct practice_conn *c)
{
    struct exchange *x = &c->exchange;
    struct verify_setting s = {
        .mech = x->mech,
        .service = c->port->proto->sasl_service,
        .host = c->host,
        .user = PRACTICE_USER,
        .password = PRACTICE_PASSWORD,
        .token = PRACTICE_TOKEN,
        .plus_offered = strstr(conn_mechs(c), "-PLUS") != NULL,
    };
    if (c->secured && tls_binding_exporter(c->tls, x->exporter))
        s.exporter = span_of(x->exporter, sizeof(x->exporter));
    if (c->secured && tls_binding_unique(c->tls, &x->unique))
        s.unique = buf_span(&x->unique);
    if (c->how->rebinds)
        x->exporter[0] ^= 0xff; /* as if another TLS session reached it than the one that the client sees */
    struct err err;
    x->verify = verify_new(&s, &err);
    if (!x->verify && err.kind != ERR_NONE)
        conn_drop(c);
    return x->verify != NULL;
}

static bool exchange_name(struct exchange *x, struct span mech)
{
    if (!mech.len || mech.len >= sizeof(x->mech))
        return false;
    for (size_t i = 0; i < mech.len; i++)
        x->mech[i] = (char)toupper(mech.ptr[i]);
    x->mech[mech.len] = '\0';
    return true;
}

void exchange_begin(struct practice_conn *c, struct span mech, const struct span *initial)
{
    struct exchange *x = &c->exchange;
    if (!conn_takes_logins(c)) {
        exchange_end(c, LOGIN_CLEAR);
        return;
    }
    if (!exchange_name(x, mech) || !exchange_lists(c, x->mech) || !exchange_open(c)) {
        exchange_end(c, LOGIN_UNKNOWN);
        return;
    }
    x->running = true;
    if (!initial) {
        exchange_step(c, (struct span){0});
        return;
    }
    if (verify_speaks_first(x->verify))
        exchange_skip_prompt(c);
    exchange_answer(c, span_is(*initial, "=") ? (struct span){0} : *initial);
}

void exchange_answer(struct practice_conn *c, struct span line)
{
    if (span_is(line, "*")) {
        exchange_end(c, LOGIN_CANCELLED);
        return;
    }
    if (c->exchange.decided) {
        exchange_end(c, !c->exchange.proven ? LOGIN_NO : line.len ? LOGIN_MALFORMED : LOGIN_YES);
        return;
    }
    struct buf message;
    buf_init_secret(&message, CONN_COMMAND_MAX);
    if (buf_add_unbase64(&message, line))
        exchange_step(c, buf_span(&message));
    else
        exchange_end(c, LOGIN_MALFORMED);
    buf_done(&message);
}

void exchange_password(struct practice_conn *c, struct span user, struct span password)
{
    if (!conn_takes_logins(c))
        exchange_end(c, LOGIN_CLEAR);
    else if (!exchange_takes_passwords(c))
        exchange_end(c, LOGIN_UNKNOWN);
    else
        exchange_end(c, verify_same(user, PRACTICE_USER) & verify_same(password, PRACTICE_PASSWORD) ? LOGIN_YES : LOGIN_NO);
}

static bool exchange_is_digest(const struct practice_conn *c, struct span said)
{
    struct secret password = {0};
    struct buf right;
    buf_init_secret(&right, 0);
    bool ok = secret_set(&password, span_str(PRACTICE_PASSWORD)) && auth_apop(c->apop, &password, tls_md5, &right);
    const char *hex = ok ? buf_cstr(&right) : NULL;
    ok = hex && verify_same(said, hex);
    buf_done(&right);
    secret_wipe(&password);
    return ok;
}

void exchange_apop(struct practice_conn *c, struct span user, struct span digest)
{
    if (!conn_takes_logins(c))
        exchange_end(c, LOGIN_CLEAR);
    else if (!c->apop[0])
        exchange_end(c, LOGIN_UNKNOWN);
    else
        exchange_end(c, verify_same(user, PRACTICE_USER) & exchange_is_digest(c, digest) ? LOGIN_YES : LOGIN_NO);
}
