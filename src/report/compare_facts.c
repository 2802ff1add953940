/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_facts.c - a walk as named facts: the same name in two reports is the same question. */
#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "report/compare_private.h"
#include "report/report_private.h"
#include "walk/depth.h"
#include "walk/look.h"

void facts_done(struct facts *f)
{
    for (size_t i = 0; i < f->count; i++) {
        free(f->items[i].what);
        free(f->items[i].value);
    }
    free(f->items);
    *f = (struct facts){0};
}

/* like: group, rank, appears, timed, us; its texts are made here. */
static bool add(struct facts *f, struct fact like, const char *what, const char *value)
{
    if (f->count == f->cap) {
        size_t cap = f->cap ? f->cap * 2 : 32;
        struct fact *items = realloc(f->items, cap * sizeof *items);

        if (!items)
            return false;
        f->items = items;
        f->cap = cap;
    }
    like.what = text_safe_dup(span_str(what));
    like.value = text_safe_dup(span_str(value));
    f->items[f->count++] = like;
    return like.what && like.value;
}

/* A named value of which neither is better; nothing when it is empty. */
static bool add_plain(struct facts *f, enum compare_group group, const char *what, const char *value)
{
    return !value || !value[0] || add(f, (struct fact){.group = group}, what, value);
}

static bool add_named(struct facts *f, struct fact like, const char *kind, const char *name, const char *value)
{
    struct buf what = {0};
    const char *text = buf_addf(&what, "%s%s%s", kind, name[0] ? " " : "", name) ? buf_cstr(&what) : NULL;
    bool ok = text && add(f, like, text, value);

    buf_done(&what);
    return ok;
}

static int verdict_rank(enum verdict v)
{
    switch (v) {
    case VERDICT_PASS:
    case VERDICT_NOTE: return 3;
    case VERDICT_WARN: return 2;
    case VERDICT_FAIL: return 1;
    case VERDICT_NONE:
    case VERDICT_SKIP: return FACT_NO_RANK;
    }
    return FACT_NO_RANK;
}

static bool add_verdict(struct facts *f, enum compare_group group, const char *kind, const char *name, enum verdict v, const char *words)
{
    struct buf value = {0};
    const char *text = buf_addf(&value, "%s%s%s", v == VERDICT_NONE ? "not finished" : verdict_word(v), words[0] ? " " : "", words)
                           ? buf_cstr(&value) : NULL;
    bool ok = text && add_named(f, (struct fact){.group = group, .rank = verdict_rank(v)}, kind, name, text);

    buf_done(&value);
    return ok;
}

static bool add_time(struct facts *f, const char *name, uint64_t us)
{
    char took[24];

    text_duration(took, sizeof took, us);
    return add_named(f, (struct fact){.group = COMPARE_STAGES, .timed = true, .us = us}, "time of", name, took);
}

static bool facts_of_result(struct facts *f, const struct evidence *e, const struct findings *findings)
{
    char uri[REPORT_TARGET_CAP];

    target_format(e->target, uri, sizeof uri);
    return add_verdict(f, COMPARE_RESULT, "verdict", "", findings->verdict, "") && add_plain(f, COMPARE_RESULT, "target", uri) &&
           add_plain(f, COMPARE_RESULT, "TLS mode", tls_mode_name(e->target->mode)) &&
           add_plain(f, COMPARE_RESULT, "address", e->address);
}

static bool facts_of_findings(struct facts *f, const struct findings *findings)
{
    bool ok = true;

    for (size_t i = 0; ok && i < findings->count; i++) {
        const struct finding *x = &findings->items[i];
        char value[40];

        snprintf(value, sizeof value, "%s, %s", severity_name(x->severity), certainty_name(x->certainty));
        ok = add_named(f, (struct fact){.group = COMPARE_FINDINGS, .rank = 3 - (int)x->severity,
                                        .appears = x->severity == SEVERITY_NOTE ? COMPARE_OTHER : COMPARE_WORSE},
                       "finding", x->diagnosis->code, value);
    }
    return ok;
}

static bool facts_of_stages(struct facts *f, const struct evidence *e, const struct findings *findings)
{
    bool ok = true;

    for (size_t i = 0; ok && i < e->plan.count; i++) {
        const struct stage *s = &e->stages[i];

        ok = add_verdict(f, COMPARE_STAGES, "stage", stage_name(s->id), findings->stages[i], "") &&
             (s->state != STAGE_ENDED || s->verdict == VERDICT_SKIP || add_time(f, stage_name(s->id), s->duration_us));
    }
    return ok;
}

static bool facts_of_name(struct facts *f, const struct evidence *e)
{
    const struct resolution *r = e->resolution;
    struct buf list = {0};
    bool ok = true;

    for (size_t i = 0; ok && r && i < r->count; i++)
        ok = buf_addf(&list, "%s%s", i ? ", " : "", r->addresses[i].text);
    ok = ok && buf_cstr(&list) && add_plain(f, COMPARE_NAME, "addresses of the name", buf_cstr(&list)) &&
         (!r || add_plain(f, COMPARE_NAME, "alias of", r->canonical));
    buf_done(&list);
    return ok;
}

static bool facts_of_tls(struct facts *f, const struct evidence *e)
{
    const struct tls_facts *t = &e->tls.facts;

    if (!e->tls.secured)
        return !e->tls.tried || add(f, (struct fact){.group = COMPARE_TLS, .rank = 1}, "TLS version", "none: the handshake failed");
    return add(f, (struct fact){.group = COMPARE_TLS, .rank = t->version_number}, "TLS version", t->version) &&
           add_plain(f, COMPARE_TLS, "suite", t->suite[0] ? t->suite : t->cipher) && add_plain(f, COMPARE_TLS, "group", t->group) &&
           add_plain(f, COMPARE_TLS, "signature", t->signature) && add_plain(f, COMPARE_TLS, "ALPN", t->alpn) &&
           add_plain(f, COMPARE_TLS, "OCSP", t->ocsp_stapled ? "stapled" : "not stapled");
}

static bool add_date(struct facts *f, const char *what, int64_t date)
{
    char text[32];

    text_time(text, sizeof text, date);
    return add_plain(f, COMPARE_CERTIFICATE, what, text);
}

static bool add_list(struct facts *f, enum compare_group group, const char *what, const struct strv *list)
{
    struct buf text = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < list->count; i++)
        ok = buf_addf(&text, "%s%s", i ? ", " : "", list->items[i]);
    ok = ok && buf_cstr(&text) && add_plain(f, group, what, buf_cstr(&text));
    buf_done(&text);
    return ok;
}

static bool facts_of_certificate(struct facts *f, const struct evidence *e)
{
    const struct chain *c = &e->chain;
    const struct cert *leaf = c->certs;
    char sent[24];

    if (c->count == 0)
        return true;
    snprintf(sent, sizeof sent, "%zu", c->count);
    return add_plain(f, COMPARE_CERTIFICATE, "fingerprint", leaf->sha256) && add_plain(f, COMPARE_CERTIFICATE, "subject", leaf->subject) &&
           add_plain(f, COMPARE_CERTIFICATE, "issuer", leaf->issuer) && add_plain(f, COMPARE_CERTIFICATE, "serial", leaf->serial) &&
           add_date(f, "valid from", leaf->not_before) && add_date(f, "valid until", leaf->not_after) &&
           add_list(f, COMPARE_CERTIFICATE, "names", &leaf->names) && add_plain(f, COMPARE_CERTIFICATE, "key", leaf->key) &&
           add_plain(f, COMPARE_CERTIFICATE, "key fingerprint", leaf->spki_sha256) &&
           add_plain(f, COMPARE_CERTIFICATE, "signed with", leaf->signature) && add_plain(f, COMPARE_CERTIFICATE, "certificates sent", sent) &&
           (!c->checked || (add(f, (struct fact){.group = COMPARE_CERTIFICATE, .rank = c->trusted ? 2 : 1}, "trusted",
                                c->trusted ? "yes" : "no") &&
                            add(f, (struct fact){.group = COMPARE_CERTIFICATE, .rank = c->name_ok ? 2 : 1}, "fits the name",
                                c->name_ok ? "yes" : "no")));
}

static bool facts_of_caps(struct facts *f, const char *kind, const struct caps *c)
{
    bool ok = true;

    for (size_t i = 0; ok && i < c->list.count; i++)
        ok = add_named(f, (struct fact){.group = COMPARE_FEATURES}, kind, c->list.items[i], "offered");
    return ok;
}

static int auth_rank(enum auth_result r)
{
    switch (r) {
    case AUTH_ACCEPTED: return 2;
    case AUTH_REJECTED:
    case AUTH_WITHHELD:
    case AUTH_UNFINISHED: return 1;
    case AUTH_NOT_TRIED: return FACT_NO_RANK;
    }
    return FACT_NO_RANK;
}

static bool facts_of_login(struct facts *f, const struct evidence *e)
{
    bool ok = add(f, (struct fact){.group = COMPARE_LOGIN, .rank = auth_rank(e->auth.result)}, "login", auth_result_name(e->auth.result)) &&
              add_plain(f, COMPARE_LOGIN, "mechanism tried", e->auth.tried);

    for (size_t i = 0; ok && i < e->auth.offer_count; i++)
        ok = add_named(f, (struct fact){.group = COMPARE_LOGIN, .rank = e->auth.offers[i].usable ? 2 : 1}, "mechanism", e->auth.offers[i].name,
                       e->auth.offers[i].usable ? "can be used" : "cannot be used");
    return ok;
}

static bool facts_of_looks(struct facts *f, const struct evidence *e)
{
    bool ok = true;

    for (size_t i = 0; ok && e->looks && i < e->looks->count; i++) {
        const struct look_saw *l = &e->looks->items[i];

        ok = add_verdict(f, COMPARE_LOOKS, "look at", l->ask.label, l->verdict, l->summary);
    }
    if (ok && e->injection.wanted)
        ok = add(f, (struct fact){.group = COMPARE_LOOKS, .rank = verdict_rank(injection_outcome_verdict(e->injection.outcome))}, "injection test",
                 injection_outcome_name(e->injection.outcome));
    return ok;
}

static bool facts_of_depth(struct facts *f, const struct evidence *e)
{
    bool ok = true;

    for (size_t i = 0; ok && e->depth && i < e->depth->count; i++) {
        const struct depth_row *r = &e->depth->rows[i];

        ok = add_named(f, (struct fact){.group = COMPARE_DEPTH, .rank = verdict_rank(r->grade)}, depth_kind_name(r->kind), r->label, r->value);
    }
    return ok;
}

bool facts_of(struct facts *f, const struct evidence *e, const struct findings *findings)
{
    *f = (struct facts){0};
    return facts_of_result(f, e, findings) && facts_of_findings(f, findings) && facts_of_stages(f, e, findings) && facts_of_name(f, e) &&
           facts_of_tls(f, e) && facts_of_certificate(f, e) && facts_of_caps(f, "feature in clear", &e->before) &&
           facts_of_caps(f, "feature inside TLS", &e->after) && facts_of_login(f, e) && facts_of_looks(f, e) && facts_of_depth(f, e);
}
