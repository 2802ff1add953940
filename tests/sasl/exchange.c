/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exchange.c - see exchange.h. */
#include "exchange.h"

#include <stdio.h>

#define TURNS_MAX 8

struct sides {
    struct auth *auth;
    struct verify *verify;
    struct buf said, asked; /* by us, by the server */
};

static struct verify *exchange_server(const struct exchange *x, struct err *err)
{
    struct verify_setting s = {
        .mech = x->mech, .service = "imap", .host = "mail.example.org",
        .user = "probe", .password = x->password ? x->password : "secret", .token = x->token ? x->token : "tok123",
        .exporter = span_str(x->exporter), .unique = span_str(x->unique),
    };
    return verify_new(&s, err);
}

static struct auth *exchange_client(const struct exchange *x, const struct login *l, struct err *err)
{
    struct auth_setting s = {
        .mech = mech_by_name(x->mech), .login = l, .service = "imap", .host = "mail.example.org", .port = 993,
        .exporter = span_str(x->our_exporter), .unique = span_str(x->our_unique),
    };
    return auth_new(&s, err);
}

static bool exchange_is_last(const struct exchange *x, const struct sides *s)
{
    return x->theirs == VERIFY_NO || x->theirs == VERIFY_BROKEN || (x->theirs == VERIFY_YES && !buf_len(&s->asked));
}

static void exchange_turns(struct exchange *x, struct sides *s)
{
    x->ours = auth_step(s->auth, span_str(""), &s->said);
    for (int turn = 0; turn < TURNS_MAX && x->ours != AUTH_BROKEN; turn++) {
        bool ended = x->theirs == VERIFY_YES;
        buf_clear(&s->asked);
        if (ended)
            return;
        x->theirs = verify_step(s->verify, buf_span(&s->said), &s->asked);
        if (x->theirs == VERIFY_YES && x->forged) {
            buf_clear(&s->asked);
            buf_add_str(&s->asked, x->forged);
        }
        if (exchange_is_last(x, s))
            return;
        buf_clear(&s->said);
        x->ours = auth_step(s->auth, buf_span(&s->asked), &s->said);
    }
}

bool exchange_run(struct exchange *x)
{
    struct login l = {.user = (char *)"probe", .authzid = (char *)x->authzid};
    struct sides s = {0};
    struct err err = {0};
    buf_init_secret(&s.said, 0);
    buf_init(&s.asked, 0);
    if (secret_set(&l.password, span_str("secret")) && secret_set(&l.token, span_str("tok123"))) {
        s.auth = exchange_client(x, &l, &err);
        s.verify = s.auth ? exchange_server(x, &err) : NULL;
    }
    snprintf(x->error, sizeof x->error, "%s", err.text);
    x->begun = s.auth != NULL;
    if (s.auth && s.verify) {
        exchange_turns(x, &s);
        x->proven = auth_server_proven(s.auth);
        x->signature_wrong = auth_server_signature_wrong(s.auth);
        snprintf(x->server_error, sizeof x->server_error, "%s", auth_server_error(s.auth));
        snprintf(x->error, sizeof x->error, "%s", auth_error(s.auth));
    }
    bool memory = err.kind != ERR_MEMORY && !s.said.broken && !s.asked.broken;
    auth_free(s.auth);
    verify_free(s.verify);
    buf_done(&s.said);
    buf_done(&s.asked);
    secret_wipe(&l.password);
    secret_wipe(&l.token);
    return memory;
}
