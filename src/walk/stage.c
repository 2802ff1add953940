/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stage.c - see stage.h */
#include "walk/stage.h"

static const struct {
    const char *name, *title;
} stage_words[STAGE_COUNT] = {
    [STAGE_RESOLVE] = {"resolve", "Name"},
    [STAGE_CONNECT] = {"connect", "Connection"},
    [STAGE_BANNER] = {"banner", "Greeting"},
    [STAGE_CAPABILITIES] = {"capabilities", "Features"},
    [STAGE_STARTTLS] = {"starttls", "STARTTLS"},
    [STAGE_HANDSHAKE] = {"handshake", "TLS"},
    [STAGE_CERTIFICATE] = {"certificate", "Certificate"},
    [STAGE_RECHECK] = {"recheck", "Features 2"},
    [STAGE_AUTH] = {"auth", "Login"},
    [STAGE_QUIT] = {"quit", "Goodbye"},
};

const char *stage_name(enum stage_id id)
{
    return stage_words[id].name;
}

const char *stage_title(enum stage_id id)
{
    return stage_words[id].title;
}

static const struct {
    const char *name, *word;
    int weight;
} verdict_words[] = {
    [VERDICT_NONE] = {"", "", 0},
    [VERDICT_PASS] = {"pass", "OK", 2},
    [VERDICT_NOTE] = {"note", "NOTE", 3},
    [VERDICT_WARN] = {"warn", "WARN", 4},
    [VERDICT_FAIL] = {"fail", "FAIL", 5},
    [VERDICT_SKIP] = {"skip", "skip", 1},
};

const char *verdict_name(enum verdict v)
{
    return verdict_words[v].name;
}

const char *verdict_word(enum verdict v)
{
    return verdict_words[v].word;
}

enum verdict verdict_worse(enum verdict a, enum verdict b)
{
    return verdict_words[b].weight > verdict_words[a].weight ? b : a;
}

/* The orders of a visit. A protocol that greets from the client's side leaves the banner out. */
static const enum stage_id plan_implicit[] = {
    STAGE_RESOLVE, STAGE_CONNECT, STAGE_HANDSHAKE, STAGE_CERTIFICATE, STAGE_BANNER,
    STAGE_CAPABILITIES, STAGE_AUTH, STAGE_QUIT, STAGE_COUNT,
};
static const enum stage_id plan_starttls[] = {
    STAGE_RESOLVE, STAGE_CONNECT, STAGE_BANNER, STAGE_CAPABILITIES, STAGE_STARTTLS,
    STAGE_HANDSHAKE, STAGE_CERTIFICATE, STAGE_RECHECK, STAGE_AUTH, STAGE_QUIT, STAGE_COUNT,
};
static const enum stage_id plan_none[] = {
    STAGE_RESOLVE, STAGE_CONNECT, STAGE_BANNER, STAGE_CAPABILITIES, STAGE_AUTH, STAGE_QUIT, STAGE_COUNT,
};

static const enum stage_id *plan_for(enum tls_mode mode)
{
    switch (mode) {
    case TLS_MODE_IMPLICIT:
        return plan_implicit;
    case TLS_MODE_STARTTLS:
    case TLS_MODE_OPPORTUNISTIC:
        return plan_starttls;
    case TLS_MODE_NONE:
        return plan_none;
    }
    return plan_none;
}

void plan_make(struct plan *p, const struct proto *proto, enum tls_mode mode)
{
    *p = (struct plan){0};
    for (const enum stage_id *id = plan_for(mode); *id != STAGE_COUNT; id++)
        if (*id != STAGE_BANNER || proto->server_first)
            p->stages[p->count++] = *id;
}
