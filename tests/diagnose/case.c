/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case.c - see case.h */
#include "case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

/* ---- a good server ---- */

void hear(struct box *b, struct heard *h, enum say what, const char *bytes)
{
    struct reply r;
    struct ask ask = {what, b->target.proto->tagged && what != SAY_GREETING ? "w1" : NULL};
    if (b->target.proto->reply(&r, span_str(bytes), &ask) <= 0)
        fail_msg("not a reply of %s: %s", b->target.proto->name, bytes);
    *h = (struct heard){.present = true, .answer = r.answer, .code = r.code, .odd = r.odd, .serial = 7};
    memcpy(h->enhanced, r.enhanced, sizeof h->enhanced);
    text_safe_copy(h->resp_code, sizeof h->resp_code, r.resp_code);
    text_safe_copy(h->text, sizeof h->text, r.text);
    text_safe_copy(h->line, sizeof h->line, r.last);
}

void list(struct box *b, struct caps *c, const char *bytes)
{
    struct reply r;
    struct ask ask = {SAY_CAPS, b->target.proto->tagged ? "w1" : NULL};
    caps_done(c);
    memset(c, 0, sizeof *c);
    if (b->target.proto->reply(&r, span_str(bytes), &ask) <= 0 || b->target.proto->caps(c, &r, &ask) != 1)
        fail_msg("not a list of %s: %s", b->target.proto->name, bytes);
}

void greet(struct box *b, const char *bytes)
{
    struct span s = span_str(bytes);
    hear(b, &b->e.banner.reply, SAY_GREETING, bytes);
    b->e.banner.speaker = sniff(s);
    b->e.banner.first_len = s.len < sizeof b->e.banner.first ? s.len : sizeof b->e.banner.first;
    memcpy(b->e.banner.first, s.ptr, b->e.banner.first_len);
    b->e.banner.took_us = 20000;
}

static const struct good_words {
    const char *proto, *greeting, *before, *after, *starttls, *bye;
} good_words[] = {
    {"imap", "* OK ready\r\n", "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\nw1 OK done\r\n",
     "* CAPABILITY IMAP4rev1 AUTH=PLAIN AUTH=SCRAM-SHA-256\r\nw1 OK done\r\n", "w1 OK begin\r\n",
     "* BYE bye\r\nw1 OK done\r\n"},
    {"pop3", "+OK ready\r\n", "+OK\r\nSTLS\r\nRESP-CODES\r\n.\r\n", "+OK\r\nUSER\r\nSASL PLAIN\r\nRESP-CODES\r\n.\r\n",
     "+OK begin\r\n", "+OK bye\r\n"},
    {"submission", "220 mail.example.org ESMTP\r\n", "250-mail.example.org\r\n250-STARTTLS\r\n250 PIPELINING\r\n",
     "250-mail.example.org\r\n250-AUTH PLAIN\r\n250 PIPELINING\r\n", "220 2.0.0 go\r\n", "221 2.0.0 bye\r\n"},
    {"smtp", "220 mail.example.org ESMTP\r\n", "250-mail.example.org\r\n250-STARTTLS\r\n250 PIPELINING\r\n",
     "250-mail.example.org\r\n250 PIPELINING\r\n", "220 2.0.0 go\r\n", "221 2.0.0 bye\r\n"},
};

static const struct good_words *words_of(const struct box *b)
{
    for (size_t i = 0; i < sizeof good_words / sizeof good_words[0]; i++)
        if (strcmp(good_words[i].proto, b->target.proto->name) == 0)
            return &good_words[i];
    fail_msg("no good words for %s", b->target.proto->name);
    return NULL;
}

struct cert *case_cert(struct box *b, size_t index, const char *subject_cn, const char *issuer_cn)
{
    struct chain *c = &b->e.chain;
    if (!c->certs)
        c->certs = calloc(4, sizeof *c->certs);
    struct cert *cert = &c->certs[index];
    if (index >= c->count)
        c->count = index + 1;
    free(cert->subject_cn);
    free(cert->issuer_cn);
    cert->subject_cn = strdup(subject_cn);
    cert->issuer_cn = strdup(issuer_cn);
    cert->not_before = CASE_WALL_S - 30 * CASE_DAY;
    cert->not_after = CASE_WALL_S + 60 * CASE_DAY;
    return cert;
}

void case_name(struct cert *c, const char *name)
{
    assert_true(strv_add_str(&c->names, name));
}

static void good_tls(struct box *b)
{
    struct tls_facts *f = &b->e.tls.facts;
    b->e.tls.tried = b->e.tls.secured = true;
    *f = (struct tls_facts){.started = true, .complete = true, .server_hello = true, .version = "TLS1.3", .version_number = 0x0304,
                            .cipher = "AES-256-GCM", .suite = "TLS_AES_256_GCM_SHA384", .kx = "ECDHE", .mac = "AEAD", .alert = -1,
                            .safe_renegotiation = true, .extended_master_secret = true};
    case_name(case_cert(b, 0, b->target.host, "Example CA"), b->target.host);
    b->e.chain.checked = b->e.chain.trusted = b->e.chain.name_ok = b->e.chain.in_date = true;
}

static void good_talk(struct box *b)
{
    const struct good_words *w = words_of(b);
    bool implicit = b->target.mode == TLS_MODE_IMPLICIT;
    greet(b, w->greeting);
    if (!implicit)
        list(b, &b->e.before, w->before);
    if (evidence_stage(&b->e, STAGE_STARTTLS)) {
        b->e.starttls.wanted = b->e.starttls.offered = b->e.starttls.asked = true;
        hear(b, &b->e.starttls.reply, SAY_STARTTLS, w->starttls);
    }
    if (evidence_stage(&b->e, STAGE_HANDSHAKE)) {
        good_tls(b);
        list(b, &b->e.after, w->after);
    }
    hear(b, &b->e.quit.reply, SAY_QUIT, w->bye);
    b->e.quit.said = true;
}

void case_open(struct box *b, const char *uri, const char *mode)
{
    struct err err;
    memset(b, 0, sizeof *b);
    if (!target_parse(span_str(uri), &b->target, &err))
        fail_msg("%s", err.text);
    if (mode)
        assert_true(tls_mode_parse(span_str(mode), &b->target.mode));
    b->resolution.count = 1;
    b->resolution.addresses[0] = (struct address){.text = "192.0.2.1"};
    b->resolution.system = (struct answer_set){.asked = true, .answered = true, .count = 1, .addresses = {{.text = "192.0.2.1"}}};
    b->e.target = &b->target;
    b->e.resolution = &b->resolution;
    b->e.started_wall_us = CASE_WALL_S * 1000000;
    snprintf(b->e.address, sizeof b->e.address, "192.0.2.1");
    b->e.auth.chosen = -1;
    plan_make(&b->e.plan, b->target.proto, b->target.mode);
    for (size_t i = 0; i < b->e.plan.count; i++)
        b->e.stages[i] = (struct stage){.id = b->e.plan.stages[i], .state = STAGE_ENDED, .verdict = VERDICT_PASS,
                                        .start_us = i * 1000, .duration_us = 1000};
    case_stage(b, STAGE_AUTH)->verdict = VERDICT_SKIP;
    b->e.at = b->e.plan.count;
    b->e.ended = true;
    b->e.connect.connected = true;
    b->e.connect.took_us = 20000;
    good_talk(b);
}

void case_done(struct box *b)
{
    caps_done(&b->e.before);
    caps_done(&b->e.after);
    chain_done(&b->e.chain);
}

/* ---- changes ---- */

struct stage *case_stage(struct box *b, enum stage_id id)
{
    for (size_t i = 0; i < b->e.plan.count; i++)
        if (b->e.plan.stages[i] == id)
            return &b->e.stages[i];
    fail_msg("no stage %s in this plan", stage_name(id));
    return NULL;
}

static size_t stage_index(struct box *b, enum stage_id id)
{
    return (size_t)(case_stage(b, id) - b->e.stages);
}

/* What a walk that never got to a stage cannot have seen. */
static void forget_from(struct box *b, size_t from)
{
    struct evidence *e = &b->e;
    for (size_t i = from; i < e->plan.count; i++)
        switch (e->plan.stages[i]) {
        case STAGE_RESOLVE: e->address[0] = '\0'; break;
        case STAGE_CONNECT: memset(&e->connect, 0, sizeof e->connect); break;
        case STAGE_BANNER: memset(&e->banner, 0, sizeof e->banner); break;
        case STAGE_CAPABILITIES:
            caps_done(&e->before);
            memset(&e->before, 0, sizeof e->before);
            if (b->target.mode == TLS_MODE_IMPLICIT) {
                caps_done(&e->after);
                memset(&e->after, 0, sizeof e->after);
            }
            break;
        case STAGE_STARTTLS: e->starttls.asked = e->starttls.reply.present = false; break;
        case STAGE_HANDSHAKE: memset(&e->tls, 0, sizeof e->tls); break;
        case STAGE_CERTIFICATE:
            chain_done(&e->chain);
            memset(&e->chain, 0, sizeof e->chain);
            break;
        case STAGE_RECHECK:
            caps_done(&e->after);
            memset(&e->after, 0, sizeof e->after);
            break;
        case STAGE_AUTH: break;
        case STAGE_QUIT: memset(&e->quit, 0, sizeof e->quit); break;
        case STAGE_COUNT: break;
        }
}

void case_fail(struct box *b, enum stage_id id)
{
    size_t at = stage_index(b, id);
    forget_from(b, at + 1);
    b->e.stages[at].verdict = VERDICT_FAIL;
    for (size_t i = at + 1; i < b->e.plan.count; i++)
        b->e.stages[i].verdict = VERDICT_SKIP;
    switch (id) {
    case STAGE_RESOLVE:
        b->resolution.count = 0;
        memset(&b->resolution.system, 0, sizeof b->resolution.system);
        b->e.address[0] = '\0';
        break;
    case STAGE_CONNECT: memset(&b->e.connect, 0, sizeof b->e.connect); break;
    case STAGE_BANNER: memset(&b->e.banner, 0, sizeof b->e.banner); break;
    case STAGE_CAPABILITIES:
    case STAGE_RECHECK:
    case STAGE_CERTIFICATE:
    case STAGE_AUTH:
    case STAGE_QUIT:
    case STAGE_COUNT: break;
    case STAGE_STARTTLS: b->e.starttls.reply.present = false; break;
    case STAGE_HANDSHAKE:
        memset(&b->e.tls, 0, sizeof b->e.tls);
        b->e.tls.tried = true;
        b->e.tls.facts.started = true;
        b->e.tls.facts.alert = -1;
        break;
    }
}

void case_running(struct box *b, enum stage_id id)
{
    size_t at = stage_index(b, id);
    forget_from(b, at + 1);
    b->e.ended = false;
    b->e.at = at;
    for (size_t i = at; i < b->e.plan.count; i++) {
        b->e.stages[i].verdict = VERDICT_NONE;
        b->e.stages[i].state = i == at ? STAGE_RUNNING : STAGE_WAITING;
    }
}

struct look_saw *case_look(struct box *b, enum look_purpose purpose, uint16_t port)
{
    assert_true(b->looks.count < sizeof b->saw / sizeof *b->saw);
    struct look_saw *l = &b->saw[b->looks.count++];
    b->looks.items = b->saw;
    b->looks.ended = true;
    b->e.looks = &b->looks;
    l->ask = (struct look_ask){.purpose = purpose, .port = port, .last = STAGE_CERTIFICATE};
    snprintf(l->ask.words, sizeof l->ask.words, "port %u of the same address", port);
    return l;
}

void trouble(struct box *b, enum cert_problem problem, int at, const char *detail)
{
    struct cert_trouble *t = &b->e.chain.troubles[b->e.chain.trouble_count++];
    t->problem = problem;
    t->at = at;
    snprintf(t->detail, sizeof t->detail, "%s", detail);
}

void case_sibling(struct box *b, const char *address, bool v6, int connect_error)
{
    struct evidence *s = &b->sibling;
    b->has_sibling = true;
    *s = (struct evidence){.target = &b->target, .resolution = &b->resolution, .v6 = v6, .plan = b->e.plan, .ended = true};
    snprintf(s->address, sizeof s->address, "%s", address);
    memcpy(s->stages, b->e.stages, sizeof s->stages);
    for (size_t i = 0; i < s->plan.count; i++)
        s->stages[i].verdict = connect_error ? VERDICT_SKIP : VERDICT_PASS;
    s->stages[0].verdict = VERDICT_PASS;
    s->stages[1].verdict = connect_error ? VERDICT_FAIL : VERDICT_PASS;
    s->connect.connected = !connect_error;
    s->connect.end.error = connect_error;
    struct address *a = &b->resolution.addresses[b->resolution.count++];
    snprintf(a->text, sizeof a->text, "%s", address);
    a->v6 = v6;
}

/* ---- all cases ---- */

extern const struct rule_case settings_cases[], connect_cases[], compare_cases[], greeting_cases[], talk_cases[], handshake_cases[],
    chain_cases[], login_cases[];

#define GROUP(name) {"cases_" #name ".c", name##_cases}
const struct rule_case_group rule_case_groups[] = {
    GROUP(settings),  GROUP(connect), GROUP(compare), GROUP(greeting), GROUP(talk),
    GROUP(handshake), GROUP(chain),   GROUP(login),   {NULL, NULL},
};

static bool has_word(const char *words, const char *word)
{
    size_t len = strlen(word);
    for (const char *p = words; p && (p = strstr(p, word)); p += len)
        if ((p == words || p[-1] == ' ') && (!p[len] || p[len] == ' ' || p[len] == '='))
            return true;
    return false;
}

const struct rule_case *rule_case_proof(const char *code)
{
    for (const struct rule_case_group *g = rule_case_groups; g->cases; g++)
        for (const struct rule_case *c = g->cases; c->title; c++)
            if (has_word(c->found, code))
                return c;
    return NULL;
}

const struct rule_case *rule_case_look_alike(const char *code)
{
    for (const struct rule_case_group *g = rule_case_groups; g->cases; g++)
        for (const struct rule_case *c = g->cases; c->title; c++)
            if (has_word(c->absent, code))
                return c;
    return NULL;
}

/* ---- what must be found ---- */

bool case_findings(const struct box *b, struct findings *f)
{
    const struct evidence *walks[] = {&b->e, &b->sibling};
    return findings_of_evidence(f, &b->e, walks, b->has_sibling ? 2 : 1);
}

static const struct finding *finding_of(const struct findings *f, const char *code, size_t len)
{
    for (size_t i = 0; i < f->count; i++)
        if (strlen(f->items[i].diagnosis->code) == len && strncmp(f->items[i].diagnosis->code, code, len) == 0)
            return &f->items[i];
    return NULL;
}

static void print_findings(const struct findings *f)
{
    for (size_t i = 0; i < f->count; i++)
        print_message("# found %s=%s/%s: %s\n", f->items[i].diagnosis->code, severity_name(f->items[i].severity),
                      certainty_name(f->items[i].certainty), f->items[i].what);
}

/* One word of rule_case.found: CODE[=SEVERITY/CERTAINTY]. */
static void expect_word(const struct findings *f, const char *word)
{
    size_t len = strcspn(word, "=");
    char graded[64];
    const struct finding *found = finding_of(f, word, len);
    if (!found) {
        print_findings(f);
        fail_msg("%.*s is not found", (int)len, word);
    } else if (word[len] == '=') {
        snprintf(graded, sizeof graded, "%s/%s", severity_name(found->severity), certainty_name(found->certainty));
        if (strcmp(graded, word + len + 1) != 0)
            fail_msg("%.*s is %s", (int)len, word, graded);
    }
}

static void expect_no_blank(const struct finding *f)
{
    const char *texts[] = {f->what, f->why, f->user, f->admin, f->say};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (strchr(texts[i], '{') || strstr(texts[i], "]}") || strstr(texts[i], "  ") || strstr(texts[i], " ."))
            fail_msg("%s reads badly: %s", f->diagnosis->code, texts[i]);
    if (f->evidence.count == 0)
        fail_msg("%s has no evidence", f->diagnosis->code);
}

void run_case(void **state)
{
    const struct rule_case *c = *state;
    struct box b;
    struct findings f;
    size_t wanted = 0;
    char words[512];
    case_open(&b, c->uri, c->mode);
    if (c->change)
        c->change(&b);
    assert_true(case_findings(&b, &f));
    snprintf(words, sizeof words, "%s", c->found ? c->found : "");
    bool only = strncmp(words, "only", 4) == 0 && (words[4] == ' ' || !words[4]);
    for (char *save, *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save))
        if (strcmp(word, "only") != 0) {
            expect_word(&f, word);
            wanted++;
        }
    if (only && f.count != wanted) {
        print_findings(&f);
        fail_msg("%zu findings, not %zu", f.count, wanted);
    }
    snprintf(words, sizeof words, "%s", c->absent ? c->absent : "");
    for (char *save, *word = strtok_r(words, " ", &save); word; word = strtok_r(NULL, " ", &save))
        if (findings_have(&f, word)) {
            print_findings(&f);
            fail_msg("%s is found, and should not be", word);
        }
    for (size_t i = 0; i < f.count; i++)
        expect_no_blank(&f.items[i]);
    findings_done(&f);
    case_done(&b);
}
