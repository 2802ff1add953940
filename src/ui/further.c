/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/further.h"

#include <stdint.h>
#include <stdio.h>

#include "base/text.h"
#include "walk/depth.h"
#include "walk/look.h"

/* --- which walk --- */

static bool made(const struct evidence *e, enum further what)
{
    switch (what) {
    case FURTHER_LOOKS:
        return e->looks != NULL;
    case FURTHER_INJECTION:
        return e->injection.running || e->injection.outcome != INJECTION_UNTESTED;
    case FURTHER_DEPTH:
        return e->depth != NULL;
    }
    return false;
}

size_t further_walk(const struct model *m, enum further what)
{
    for (size_t i = 0; i < visit_walk_count(m->visit); i++)
        if (made(visit_walk(m->visit, i), what))
            return i;
    return SIZE_MAX;
}

static bool status_of(const struct evidence *e, char *to, size_t cap)
{
    if (e->looks && e->looks->running)
        snprintf(to, cap, "further looks at the host, %zu so far - o: show them, Ctrl-C: stop", e->looks->count);
    else if (e->injection.running)
        snprintf(to, cap, "the injection test is under way - I: show it, Ctrl-C: stop");
    else if (e->depth && e->depth->running)
        snprintf(to, cap, "TLS in depth, %u handshakes so far - t: show it, Ctrl-C: stop", e->depth->handshakes);
    else
        return false;
    return true;
}

bool further_status(const struct model *m, char *to, size_t cap)
{
    for (size_t i = 0; i < visit_walk_count(m->visit); i++)
        if (status_of(visit_walk(m->visit, i), to, cap))
            return true;
    return false;
}

/* --- further looks --- */

static void add_look(struct page *p, const struct look_saw *l)
{
    char label[80], took[24];

    text_duration(took, sizeof took, l->took_us);
    snprintf(label, sizeof label, "%s", l->ask.label);
    page_fieldf(p, label, style_of_verdict(l->verdict), "%s, after %s", verdict_word(l->verdict), took);
    page_field(p, "", INK_PLAIN, l->summary);
    page_fieldf(p, "", INK_PLAIN, "(%s)", l->ask.words);
}

static void add_looks(struct page *p, const struct evidence *e)
{
    page_text(p, INK_PLAIN, "The same host, looked at in other ways: short connections that end as soon as they have seen enough.");
    page_blank(p);
    for (size_t i = 0; i < e->looks->count; i++)
        add_look(p, &e->looks->items[i]);
    if (e->looks->stopped[0])
        page_text(p, INK_PLAIN, e->looks->stopped);
    else if (e->looks->running)
        page_text(p, INK_PLAIN, "More looks are under way.");
    else if (!e->looks->count)
        page_text(p, INK_PLAIN, "No other look was worth a connection here.");
}

/* --- the injection test --- */

static void add_injection(struct page *p, const struct evidence *e)
{
    enum verdict verdict = injection_outcome_verdict(e->injection.outcome);

    page_heading(p, "A command sent in one piece with STARTTLS");
    if (e->injection.running) {
        page_text(p, INK_PLAIN, "The test is under way.");
        return;
    }
    page_fieldf(p, "Outcome", style_of_verdict(verdict), "%s: %s", verdict_word(verdict), injection_outcome_words(e->injection.outcome));
    page_field(p, "Why", INK_PLAIN, e->injection.why[0] ? e->injection.why : NULL);
    page_field(p, "Sent", INK_PLAIN, e->injection.sent[0] ? e->injection.sent : NULL);
    page_field(p, "Came back", INK_PLAIN, e->injection.came[0] ? e->injection.came : NULL);
}

void further_page_looks(struct page *p, const struct evidence *e)
{
    bool injection = made(e, FURTHER_INJECTION);

    if (injection)
        add_injection(p, e);
    if (injection && e->looks)
        page_blank(p);
    if (e->looks)
        add_looks(p, e);
    if (!injection && !e->looks)
        page_text(p, INK_PLAIN, "No further looks were made in this walk. q: back.");
}

/* --- TLS in depth --- */

/* As wide as the widest label of its kind, so that the values stand under each other. */
static int label_cols(const struct depth *d, enum depth_kind kind)
{
    int cols = 0;

    for (size_t i = 0; i < d->count; i++)
        if (d->rows[i].kind == kind && text_cols(span_str(d->rows[i].label)) > cols)
            cols = text_cols(span_str(d->rows[i].label));
    return cols;
}

/* "OK    X25519   taken", and under it why it is graded so. */
static void add_row(struct page *p, const struct depth_row *r, const char *label, int cols)
{
    int pad = cols - text_cols(span_str(label));

    p->label_style = STYLE_BOLD | style_of_verdict(r->grade);
    page_fieldf(p, verdict_word(r->grade), INK_PLAIN, "%s%*s  %s", label, pad > 0 ? pad : 0, "", r->value);
    p->label_style = STYLE_BOLD;
    page_field(p, "", INK_PLAIN, r->why[0] ? r->why : NULL);
}

static bool has_kind(const struct depth *d, enum depth_kind kind)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->rows[i].kind == kind)
            return true;
    return false;
}

/* Versions, suites and groups, each a table with a heading. */
static void add_list(struct page *p, const struct depth *d, enum depth_kind kind, const char *heading)
{
    int cols = label_cols(d, kind);

    if (!has_kind(d, kind))
        return;
    page_blank(p);
    page_heading(p, heading);
    for (size_t i = 0; i < d->count; i++)
        if (d->rows[i].kind == kind)
            add_row(p, &d->rows[i], d->rows[i].label, cols);
}

/* "Resumption, TLS 1.2, ticket". Returns its columns. */
static int behaviour_label(const struct depth_row *r, char *to, size_t cap)
{
    snprintf(to, cap, "%s%s%s", depth_kind_title(r->kind), r->label[0] ? ", " : "", r->label);
    return text_cols(span_str(to));
}

/* The rest: one row a kind, or a few, under the kind's own name. */
static void add_others(struct page *p, const struct depth *d)
{
    char label[160];
    int cols = 0;

    for (size_t i = 0; i < d->count; i++)
        if (d->rows[i].kind >= DEPTH_ORDER && behaviour_label(&d->rows[i], label, sizeof label) > cols)
            cols = behaviour_label(&d->rows[i], label, sizeof label);
    if (!cols)
        return;
    page_blank(p);
    page_heading(p, "How it behaves");
    for (size_t i = 0; i < d->count; i++)
        if (d->rows[i].kind >= DEPTH_ORDER) {
            behaviour_label(&d->rows[i], label, sizeof label);
            add_row(p, &d->rows[i], label, cols);
        }
}

void further_page_depth(struct page *p, const struct evidence *e)
{
    const struct depth *d = e->depth;

    if (!d) {
        page_text(p, INK_PLAIN, "TLS was not tried in depth in this walk. q: back.");
        return;
    }
    page_fieldf(p, "", INK_PLAIN, "%u handshake%s with %s port %u%s", d->handshakes, d->handshakes == 1 ? "" : "s", e->target->host, e->target->port,
                d->running ? "; more are under way" : "");
    if (d->stopped[0])
        page_field(p, "", INK_WARN | STYLE_BOLD, d->stopped);
    page_field(p, "", INK_PLAIN, "The marks are about all that the server would take, the verdict of the row is about one walk.");
    add_list(p, d, DEPTH_VERSION, "Versions");
    add_list(p, d, DEPTH_SUITE, "Cipher suites, in the server's order where it has one");
    add_list(p, d, DEPTH_GROUP, "Groups");
    add_others(p, d);
}
