/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence.c - see evidence.h */
#include "walk/evidence.h"

#include <string.h>

const char *auth_result_name(enum auth_result r)
{
    switch (r) {
    case AUTH_NOT_TRIED:
        return "not-tried";
    case AUTH_ACCEPTED:
        return "accepted";
    case AUTH_REJECTED:
        return "rejected";
    case AUTH_WITHHELD:
        return "withheld";
    case AUTH_UNFINISHED:
        return "unfinished";
    }
    return "";
}

const struct stage *evidence_stage(const struct evidence *e, enum stage_id id)
{
    for (size_t i = 0; i < e->plan.count; i++)
        if (e->plan.stages[i] == id)
            return &e->stages[i];
    return NULL;
}

const struct stage *evidence_now(const struct evidence *e)
{
    if (e->at < e->plan.count)
        return &e->stages[e->at];
    for (size_t i = 0; i < e->plan.count; i++)
        if (e->stages[i].verdict == VERDICT_FAIL)
            return &e->stages[i];
    /* Where a walk that did not fail came to: the last stage that was not skipped. */
    for (size_t i = e->plan.count; i-- > 0;)
        if (e->stages[i].verdict != VERDICT_SKIP)
            return &e->stages[i];
    return NULL;
}

const struct caps *evidence_caps(const struct evidence *e)
{
    return e->tls.secured ? &e->after : &e->before;
}

enum verdict evidence_verdict(const struct evidence *e)
{
    enum verdict v = VERDICT_NONE;

    for (size_t i = 0; i < e->plan.count; i++)
        v = verdict_worse(v, e->stages[i].verdict);
    return v;
}

const char *injection_outcome_name(enum injection_outcome o)
{
    switch (o) {
    case INJECTION_UNTESTED:
        return "untested";
    case INJECTION_DROPPED:
        return "dropped";
    case INJECTION_BROKE_TLS:
        return "broke-tls";
    case INJECTION_REFUSED:
        return "refused";
    case INJECTION_ANSWERED:
        return "answered";
    case INJECTION_UNTOLD:
        return "untold";
    }
    return "";
}

bool heard_asks_for_peace(const struct heard *h)
{
    return h->present && (h->answer == ANSWER_BYE || h->answer == ANSWER_LATER || strstr(h->line, "too many") || strstr(h->line, "Too many"));
}

const char *injection_outcome_words(enum injection_outcome o)
{
    switch (o) {
    case INJECTION_UNTESTED:
        return "it was not tested";
    case INJECTION_DROPPED:
        return "it was dropped, as it must be";
    case INJECTION_BROKE_TLS:
        return "the server took it for a part of TLS, which failed; that is safe";
    case INJECTION_REFUSED:
        return "the server refused the upgrade because of it, which is safe";
    case INJECTION_ANSWERED:
        return "it was answered inside TLS";
    case INJECTION_UNTOLD:
        return "it could not be told what became of it";
    }
    return "";
}

enum verdict injection_outcome_verdict(enum injection_outcome o)
{
    switch (o) {
    case INJECTION_UNTESTED:
        return VERDICT_NONE;
    case INJECTION_DROPPED:
    case INJECTION_BROKE_TLS:
    case INJECTION_REFUSED:
        return VERDICT_PASS;
    case INJECTION_ANSWERED:
        return VERDICT_FAIL;
    case INJECTION_UNTOLD:
        return VERDICT_SKIP;
    }
    return VERDICT_NONE;
}
