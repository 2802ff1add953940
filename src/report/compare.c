/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.c - see compare.h: which walks belong together, and which of their facts differ. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "report/compare_private.h"
#include "report/report_private.h"

#define NOTABLE_US 200000

const char *compare_group_title(enum compare_group g)
{
    static const char *const titles[COMPARE_GROUPS] = {
        [COMPARE_RESULT] = "result", [COMPARE_FINDINGS] = "findings", [COMPARE_STAGES] = "stages", [COMPARE_NAME] = "name",
        [COMPARE_TLS] = "TLS", [COMPARE_CERTIFICATE] = "certificate", [COMPARE_FEATURES] = "features", [COMPARE_LOGIN] = "login",
        [COMPARE_LOOKS] = "further looks", [COMPARE_DEPTH] = "TLS in depth",
    };

    return titles[g];
}

const char *compare_sense_word(enum compare_sense s)
{
    switch (s) {
    case COMPARE_OTHER: return "other";
    case COMPARE_BETTER: return "better";
    case COMPARE_WORSE: return "worse";
    }
    return "";
}

static void pair_done(struct compare_pair *p)
{
    for (size_t i = 0; i < p->count; i++) {
        free(p->rows[i].what);
        free(p->rows[i].a);
        free(p->rows[i].b);
    }
    free(p->rows);
}

void comparison_done(struct comparison *c)
{
    for (size_t i = 0; i < c->count; i++)
        pair_done(&c->pairs[i]);
    free(c->pairs);
    *c = (struct comparison){0};
}

/* ---- facts side by side ---- */

static bool facts_same(const struct fact *a, const struct fact *b)
{
    uint64_t more = a->us > b->us ? a->us : b->us, less = a->us > b->us ? b->us : a->us;

    if (a->timed && b->timed)
        return more - less < NOTABLE_US || more < less * 2;
    return strcmp(a->value, b->value) == 0;
}

static enum compare_sense contrary(enum compare_sense s)
{
    switch (s) {
    case COMPARE_OTHER: return COMPARE_OTHER;
    case COMPARE_BETTER: return COMPARE_WORSE;
    case COMPARE_WORSE: return COMPARE_BETTER;
    }
    return COMPARE_OTHER;
}

static enum compare_sense facts_sense(const struct fact *a, const struct fact *b)
{
    if (!a)
        return b->appears;
    if (!b)
        return contrary(a->appears);
    if (a->timed && b->timed)
        return b->us < a->us ? COMPARE_BETTER : COMPARE_WORSE;
    if (a->rank == FACT_NO_RANK || b->rank == FACT_NO_RANK || a->rank == b->rank)
        return COMPARE_OTHER;
    return b->rank > a->rank ? COMPARE_BETTER : COMPARE_WORSE;
}

/* Takes the texts out of the facts. The array has room for all of them. */
static void pair_add(struct compare_pair *p, struct fact *a, struct fact *b)
{
    struct fact *one = a ? a : b;

    if (one->timed && (!a || !b)) /* that there is such a stage at all is told by its verdict */
        return;
    struct compare_row *row = &p->rows[p->count++];

    *row = (struct compare_row){.group = one->group, .sense = facts_sense(a, b), .what = one->what, .a = a ? a->value : NULL,
                                .b = b ? b->value : NULL};
    one->what = NULL;
    if (a)
        a->value = NULL;
    if (b)
        b->value = NULL;
}

static struct fact *facts_find(const struct facts *f, const char *what)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i].what && strcmp(f->items[i].what, what) == 0)
            return &f->items[i];
    return NULL;
}

static void facts_side_by_side(struct compare_pair *p, enum compare_group group, struct facts *a, struct facts *b)
{
    for (size_t i = 0; i < a->count; i++) {
        struct fact *x = &a->items[i], *y = x->what && x->group == group ? facts_find(b, x->what) : NULL;

        if (!x->what || x->group != group)
            continue;
        if (y && facts_same(x, y)) {
            p->same++;
            p->same_of[group]++;
            free(y->what); /* met: not new */
            y->what = NULL;
        } else {
            pair_add(p, x, y);
            if (y) {
                free(y->what);
                y->what = NULL;
            }
        }
    }
    for (size_t i = 0; i < b->count; i++)
        if (b->items[i].what && b->items[i].group == group)
            pair_add(p, NULL, &b->items[i]);
}

static bool pair_fill(struct compare_pair *p, const struct findings *fa, const struct findings *fb)
{
    struct facts a = {0}, b = {0};
    bool ok = facts_of(&a, p->a, fa) && facts_of(&b, p->b, fb);

    p->rows = ok ? calloc(a.count + b.count + 1, sizeof *p->rows) : NULL;
    ok = p->rows != NULL;
    for (int group = 0; ok && group < COMPARE_GROUPS; group++)
        facts_side_by_side(p, (enum compare_group)group, &a, &b);
    facts_done(&a);
    facts_done(&b);
    return ok;
}

/* ---- which walks belong together ---- */

struct leaf {
    const struct evidence *evidence;
    const struct findings *findings;
    bool taken;
};

static size_t leaves_count(const struct record *r)
{
    size_t n = 0;

    for (size_t v = 0; v < record_visit_count(r); v++)
        n += record_walk_count(r, v);
    return n;
}

static struct leaf *leaves_of(const struct record *r, size_t count)
{
    struct leaf *leaves = calloc(count, sizeof *leaves);
    size_t n = 0;

    for (size_t v = 0; leaves && v < record_visit_count(r); v++)
        for (size_t w = 0; w < record_walk_count(r, v); w++)
            leaves[n++] = (struct leaf){record_walk(r, v, w), &record_findings(r, v)[w], false};
    return leaves;
}

static bool same_target(const struct evidence *a, const struct evidence *b)
{
    const struct target *x = a->target, *y = b->target;

    return x->proto == y->proto && x->port == y->port && x->mode == y->mode && strcmp(x->host, y->host) == 0;
}

enum closeness { SAME_ADDRESS, SAME_TARGET, ANY };

static bool leaves_fit(const struct leaf *a, const struct leaf *b, enum closeness how)
{
    switch (how) {
    case SAME_ADDRESS: return same_target(a->evidence, b->evidence) && strcmp(a->evidence->address, b->evidence->address) == 0;
    case SAME_TARGET: return same_target(a->evidence, b->evidence);
    case ANY: return true;
    }
    return false;
}

static bool compare_leaves(struct comparison *c, struct leaf *a, struct leaf *b)
{
    struct compare_pair *p = &c->pairs[c->count++];

    *p = (struct compare_pair){.a = a ? a->evidence : NULL, .b = b ? b->evidence : NULL};
    if (a)
        a->taken = true;
    if (b)
        b->taken = true;
    if (a && b && !pair_fill(p, a->findings, b->findings))
        return false;
    c->differs = c->differs || !a || !b || p->count > 0;
    return true;
}

static bool compare_all(struct comparison *c, struct leaf *a, size_t a_count, struct leaf *b, size_t b_count)
{
    bool ok = true;

    for (int how = SAME_ADDRESS; how <= (a_count == 1 && b_count == 1 ? ANY : SAME_TARGET); how++)
        for (size_t i = 0; ok && i < a_count; i++)
            for (size_t k = 0; ok && k < b_count && !a[i].taken; k++)
                if (!b[k].taken && leaves_fit(&a[i], &b[k], (enum closeness)how))
                    ok = compare_leaves(c, &a[i], &b[k]);
    for (size_t i = 0; ok && i < a_count; i++)
        ok = a[i].taken || compare_leaves(c, &a[i], NULL);
    for (size_t i = 0; ok && i < b_count; i++)
        ok = b[i].taken || compare_leaves(c, NULL, &b[i]);
    return ok;
}

bool compare_records(struct comparison *c, const struct record *a, const struct record *b)
{
    size_t a_count = leaves_count(a), b_count = leaves_count(b);
    struct leaf *as = leaves_of(a, a_count), *bs = leaves_of(b, b_count);
    bool ok;

    *c = (struct comparison){.pairs = calloc(a_count + b_count, sizeof *c->pairs)};
    ok = as && bs && c->pairs && compare_all(c, as, a_count, bs, b_count);
    free(as);
    free(bs);
    if (!ok)
        comparison_done(c);
    return ok;
}
