/* SPDX-License-Identifier: GPL-3.0-or-later */
/* finding.c - asks every rule, fills in the words, puts the findings in order, and draws the verdicts. */
#include "diagnose/finding.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/rule_private.h"

#define RULES(name) {"rules_" #name ".c", rules_##name}

/* An explanation of how the walk ended counts only once: the earlier table has it. */
const struct rule_table rule_tables[] = {
    RULES(settings), RULES(names),    RULES(compare), RULES(connect), RULES(upgrade),      RULES(handshake), RULES(greeting),
    RULES(features), RULES(chain),    RULES(login),   RULES(conversation), {NULL, NULL},
};

#define NO_PARENT SIZE_MAX

/* A finding on its way to its place. */
struct draft {
    struct finding finding;
    const struct rule *rule;
    size_t position;        /* of its stage in the plan */
    size_t parent;          /* index of its cause */
    enum severity weight;   /* of the gravest in its group */
    bool ends, excuses, placed;
};

struct drafts {
    struct draft *items;
    size_t count, cap;
};

static void finding_done(struct finding *f)
{
    free(f->what);
    free(f->why);
    free(f->user);
    free(f->admin);
    free(f->say);
    strv_done(&f->evidence);
}

static void drafts_done(struct drafts *d)
{
    for (size_t i = 0; i < d->count; i++)
        finding_done(&d->items[i].finding);
    free(d->items);
}

/* Words of a mail program's window. */
static const char *mode_words(enum tls_mode mode)
{
    switch (mode) {
    case TLS_MODE_IMPLICIT: return "SSL/TLS";
    case TLS_MODE_STARTTLS: return "STARTTLS";
    case TLS_MODE_OPPORTUNISTIC: return "STARTTLS if available";
    case TLS_MODE_NONE: return "no encryption";
    }
    return "";
}

/* What is known of the target before any rule has spoken. */
static void blanks_of_target(struct match *m, const struct evidence *e)
{
    const struct target *t = e->target;
    uint16_t other_port;
    enum tls_mode other_mode;
    memset(m->blanks, 0, sizeof *m->blanks);
    match_blank(m, BLANK_HOST, "%s", t->host);
    match_blank(m, BLANK_NAME, "the name %s", t->host);
    match_blank(m, BLANK_PORT, "port %u", t->port);
    match_blank(m, BLANK_PROTO, "%s", t->proto->title);
    match_blank(m, BLANK_MODE, "%s", mode_words(t->mode));
    if (t->proto->port_tls && t->proto->port_tls != t->port)
        match_blank(m, BLANK_TLS_PORT, "port %u", t->proto->port_tls);
    match_blank(m, BLANK_ADDRESS, "%s", *e->address ? e->address : t->host);
    if (target_port_for_mode(t, &other_port) && other_port != t->port)
        match_blank(m, BLANK_OTHER_PORT, "port %u", other_port);
    if (target_mode_for_port(t, &other_mode) && other_mode != t->mode)
        match_blank(m, BLANK_OTHER_MODE, "%s", mode_words(other_mode));
}

static void match_init(struct match *m, const struct diagnosis *d, struct blanks *blanks)
{
    *m = (struct match){
        .diagnosis = d,
        .severity = d->severity,
        .certainty = d->certainty,
        .stage = d->stage,
        .serial = NO_SERIAL,
        .blanks = blanks,
    };
}

static char *text_filled(const char *text, const struct blanks *blanks)
{
    struct buf out = {0};
    char *filled = fill_text(&out, text, blanks) ? buf_take(&out) : NULL;
    buf_done(&out);
    return filled;
}

/* The plan's index of a stage; of one that is not in the plan, the end. */
static size_t stage_position(const struct evidence *e, enum stage_id id)
{
    size_t i = 0;
    while (i < e->plan.count && e->plan.stages[i] != id)
        i++;
    return i;
}

/* Where a rule names no line, that at which its stage went wrong. */
static uint64_t stage_serial(const struct evidence *e, enum stage_id id)
{
    const struct stage *s = evidence_stage(e, id);
    bool wrong = s && s->state == STAGE_ENDED && s->verdict != VERDICT_PASS && s->verdict != VERDICT_SKIP;
    return wrong ? s->serial : NO_SERIAL;
}

/* Takes over m's facts. false: no memory. */
static bool drafts_add(struct drafts *d, const struct evidence *e, const struct rule *rule, struct match *m)
{
    if (d->count == d->cap) {
        size_t cap = d->cap ? d->cap * 2 : 8;
        struct draft *items = realloc(d->items, cap * sizeof *items);
        if (!items)
            return false;
        d->items = items;
        d->cap = cap;
    }
    struct draft *draft = &d->items[d->count++];
    const struct diagnosis *diagnosis = m->diagnosis;
    *draft = (struct draft){
        .finding = {.diagnosis = diagnosis, .severity = m->severity, .certainty = m->certainty, .stage = m->stage,
                    .serial = m->serial != NO_SERIAL ? m->serial : stage_serial(e, m->stage), .evidence = m->facts},
        .rule = rule,
        .position = stage_position(e, m->stage),
        .parent = NO_PARENT,
        .ends = m->ends,
        .excuses = m->excuses,
    };
    memset(&m->facts, 0, sizeof m->facts);
    struct finding *f = &draft->finding;
    f->what = text_filled(diagnosis->what, m->blanks);
    f->why = text_filled(diagnosis->why, m->blanks);
    f->user = text_filled(diagnosis->user, m->blanks);
    f->admin = text_filled(diagnosis->admin, m->blanks);
    f->say = text_filled(diagnosis->say, m->blanks);
    return f->what && f->why && f->user && f->admin && f->say;
}

/* Asks one rule. *ended: the end of the walk has its explanation. false: no memory. */
static bool rule_ask(const struct rule *rule, const struct scene *s, struct blanks *blanks, struct drafts *d, bool *ended)
{
    struct match m;
    bool ok = true;
    match_init(&m, catalogue_find(rule->code), blanks);
    if (!rule->when(s, &m, rule->with))
        return !m.no_memory;
    if (!m.no_memory && !(m.ends && *ended)) {
        ok = drafts_add(d, s->e, rule, &m);
        *ended = *ended || m.ends;
    }
    strv_done(&m.facts);
    ok = ok && !m.no_memory;
    m.no_memory = false;
    blanks_of_target(&m, s->e);
    return ok && !m.no_memory;
}

static bool rules_ask(const struct scene *s, struct drafts *d)
{
    struct blanks blanks;
    struct match m = {.blanks = &blanks};
    bool ended = false;
    blanks_of_target(&m, s->e);
    if (m.no_memory)
        return false;
    for (const struct rule_table *table = rule_tables; table->rules; table++)
        for (const struct rule *rule = table->rules; rule->code; rule++)
            if (!rule_ask(rule, s, &blanks, d, &ended))
                return false;
    return true;
}

static size_t drafts_index(const struct drafts *d, const char *code)
{
    for (size_t i = 0; i < d->count; i++)
        if (strcmp(d->items[i].finding.diagnosis->code, code) == 0)
            return i;
    return NO_PARENT;
}

/* Joins consequences to their causes, and weighs the groups. */
static void drafts_link(struct drafts *d)
{
    for (size_t i = 0; i < d->count; i++) {
        struct draft *draft = &d->items[i];
        for (const char *const *code = draft->rule->under; code && *code && draft->parent == NO_PARENT; code++)
            draft->parent = drafts_index(d, *code);
        if (draft->parent != NO_PARENT)
            draft->finding.follows_from = d->items[draft->parent].finding.diagnosis;
    }
    for (size_t i = 0; i < d->count; i++) {
        enum severity severity = d->items[i].finding.severity;
        for (size_t at = i; at != NO_PARENT; at = d->items[at].parent)
            if (d->items[at].weight < severity)
                d->items[at].weight = severity;
    }
}

/* Worst group first, then the earlier stage, then the rules' own order. */
static bool draft_goes_first(const struct draft *a, const struct draft *b)
{
    if (a->weight != b->weight)
        return a->weight > b->weight;
    return a->position < b->position;
}

/* Moves a draft and all that follows from it to its place. */
static void draft_place(struct drafts *d, size_t at, struct findings *f)
{
    d->items[at].placed = true;
    f->items[f->count++] = d->items[at].finding;
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].parent == at && !d->items[i].placed)
            draft_place(d, i, f);
}

/* false: no memory, the drafts still own everything. */
static bool drafts_order(struct drafts *d, struct findings *f)
{
    if (!d->count)
        return true;
    f->items = calloc(d->count, sizeof *f->items);
    if (!f->items)
        return false;
    drafts_link(d);
    for (;;) {
        size_t best = NO_PARENT;
        for (size_t i = 0; i < d->count; i++)
            if (!d->items[i].placed && d->items[i].parent == NO_PARENT
                && (best == NO_PARENT || draft_goes_first(&d->items[i], &d->items[best])))
                best = i;
        if (best == NO_PARENT)
            return true;
        draft_place(d, best, f);
    }
}

static enum verdict severity_verdict(enum severity s)
{
    switch (s) {
    case SEVERITY_NOTE: return VERDICT_NOTE;
    case SEVERITY_WARNING: return VERDICT_WARN;
    case SEVERITY_ERROR: return VERDICT_FAIL;
    }
    return VERDICT_NONE;
}

/* A stage that has not ended keeps its own verdict, unless what was found is decisive already. */
static void findings_judge(struct findings *f, const struct evidence *e, const struct drafts *d)
{
    enum verdict worst = VERDICT_NONE;
    for (size_t i = 0; i < e->plan.count; i++)
        f->stages[i] = e->stages[i].verdict;
    for (size_t i = 0; i < d->count; i++)
        if (d->items[i].excuses && d->items[i].position < e->plan.count)
            f->stages[d->items[i].position] = VERDICT_NONE;
    for (size_t i = 0; i < d->count; i++) {
        const struct draft *draft = &d->items[i];
        enum verdict verdict = severity_verdict(draft->finding.severity);
        if (draft->finding.certainty == HINT)
            continue; /* worth showing, and no verdict */
        worst = verdict_worse(worst, verdict);
        if (draft->position < e->plan.count
            && (e->stages[draft->position].state == STAGE_ENDED || verdict == VERDICT_FAIL))
            f->stages[draft->position] = verdict_worse(f->stages[draft->position], verdict);
    }
    for (size_t i = 0; i < e->plan.count; i++)
        worst = verdict_worse(worst, f->stages[i]);
    if (worst == VERDICT_FAIL || (e->ended && !e->stopped))
        f->verdict = worst == VERDICT_FAIL || worst == VERDICT_WARN ? worst : VERDICT_PASS;
}

bool findings_of_evidence(struct findings *f, const struct evidence *e, const struct evidence *const *others, size_t other_count)
{
    struct scene scene = {.e = e, .others = others, .other_count = other_count};
    struct drafts drafts = {0};
    memset(f, 0, sizeof *f);
    if (!rules_ask(&scene, &drafts) || !drafts_order(&drafts, f)) {
        drafts_done(&drafts);
        return false;
    }
    findings_judge(f, e, &drafts);
    free(drafts.items);
    return true;
}

bool findings_of_walk(struct findings *f, const struct visit *v, size_t walk)
{
    size_t count = visit_walk_count(v);
    const struct evidence *others[ADDRESSES_MAX + 1];
    if (count > ADDRESSES_MAX + 1)
        count = ADDRESSES_MAX + 1;
    for (size_t i = 0; i < count; i++)
        others[i] = visit_walk(v, i);
    return findings_of_evidence(f, visit_walk(v, walk), others, count);
}

void findings_done(struct findings *f)
{
    for (size_t i = 0; i < f->count; i++)
        finding_done(&f->items[i]);
    free(f->items);
    memset(f, 0, sizeof *f);
}

bool findings_have(const struct findings *f, const char *code)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->items[i].diagnosis->code, code) == 0)
            return true;
    return false;
}

const struct finding *findings_worst(const struct findings *f)
{
    return f->count ? &f->items[0] : NULL;
}
