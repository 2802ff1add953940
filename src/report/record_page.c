/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_page.c - one line of a report, read by the tables of json_private.h and checked where one part points into another. */
#include <stdlib.h>

#include "report/record_private.h"
#include "walk/depth.h"
#include "walk/look.h"

static void evidence_done(struct evidence *e)
{
    caps_done(&e->before);
    caps_done(&e->after);
    chain_done(&e->chain);
    free((struct resolution *)e->resolution);
    if (e->looks)
        free(e->looks->items);
    free((struct looks *)e->looks);
    if (e->depth)
        free(e->depth->rows);
    free((struct depth *)e->depth);
    transcript_free((struct transcript *)e->transcript);
}

void page_free(struct page *p)
{
    if (!p)
        return;
    json_walk_done(&p->walk);
    evidence_done(&p->evidence);
    free(p->findings.items);
    free(p->diagnoses);
    free(p->references);
    free(p);
}

static bool refuse(struct err *err, size_t line, const char *what)
{
    err_set(err, ERR_FILE, 0, "line %zu: %s", line, what);
    return false;
}

/* ---- what one part says of another ---- */

static bool take_target(struct page *p, size_t line, struct err *err)
{
    const struct json_walk *w = &p->walk;
    const struct proto *proto = w->protocol ? proto_by_name(span_str(w->protocol)) : NULL;
    const char *host = w->host_written ? w->host_written : w->host;

    if (!w->schema || strcmp(w->schema, "tlswalk/1") != 0)
        return refuse(err, line, "\"schema\" is not \"tlswalk/1\", so this is not a report of a walk");
    if (!proto)
        return refuse(err, line, "\"protocol\" is none that is known here");
    if (!host || !host[0])
        return refuse(err, line, "\"host\": a name or an address is expected");
    target_set(&p->target, proto, span_str(host), w->port, w->mode);
    p->evidence.target = &p->target;
    return true;
}

static void take_stages(struct page *p)
{
    struct evidence *e = &p->evidence;

    for (size_t i = 0; i < p->walk.stage_count; i++) {
        const struct json_stage *s = &p->walk.stages[i];

        e->plan.stages[i] = s->stage.id;
        e->stages[i] = s->stage;
        p->findings.stages[i] = s->verdict;
    }
    e->plan.count = p->walk.stage_count;
    if (e->at > e->plan.count)
        e->at = e->plan.count;
    e->ended_us = e->ended ? e->started_us + p->walk.duration_us : 0;
    p->findings.verdict = p->walk.verdict;
}

/* An index that leads nowhere must not be followed. */
static bool take_places(struct page *p, size_t line, struct err *err)
{
    struct evidence *e = &p->evidence;
    struct chain *c = &e->chain;

    if (e->auth.chosen >= (int)e->auth.offer_count)
        return refuse(err, line, "\"auth\" \"chosen\" is none of its \"mechanisms\"");
    for (size_t i = 0; i < c->trouble_count; i++)
        if (c->troubles[i].at >= (int)c->count)
            return refuse(err, line, "\"chain\" \"problems\": a \"certificate\" is none of \"certificates\"");
    for (size_t i = 0; i < c->path_count; i++)
        if (c->path[i] >= c->count)
            return refuse(err, line, "\"chain\" \"path\": an index is none of \"certificates\"");
    for (size_t i = 0; i < e->auth.offer_count; i++)
        e->auth.offers[i].mech = mech_by_name(e->auth.offers[i].name);
    return true;
}

static void addresses_take(struct address *a, size_t count)
{
    for (size_t i = 0; i < count; i++)
        a[i].v6 = strchr(a[i].text, ':') != NULL;
}

static void take_addresses(struct page *p)
{
    struct resolution *r = (struct resolution *)p->evidence.resolution;

    if (!r)
        return;
    addresses_take(r->addresses, r->count);
    addresses_take(r->system.addresses, r->system.count);
    addresses_take(r->dns.addresses, r->dns.count);
}

/* ---- findings ---- */

static const struct diagnosis *diagnosis_named(const struct page *p, const char *code)
{
    for (size_t i = 0; i < p->walk.finding_count; i++)
        if (strcmp(p->diagnoses[i].code, code) == 0)
            return &p->diagnoses[i];
    return NULL;
}

static void diagnosis_take(struct diagnosis *d, const struct json_finding *j, const char **references)
{
    const struct diagnosis *known = catalogue_find(j->code);

    *d = (struct diagnosis){
        .code = j->code, .severity = known ? known->severity : j->severity, .certainty = known ? known->certainty : j->certainty,
        .stage = known ? known->stage : j->stage, .party = j->party, .seen = known ? known->seen : "", .what = j->what, .why = j->why,
        .user = j->user, .admin = j->admin, .say = j->say, .references = references,
    };
    for (size_t i = 0; i < j->references.count; i++)
        references[i] = j->references.items[i];
}

static bool take_findings(struct page *p, size_t line, struct err *err)
{
    const struct json_walk *w = &p->walk;
    size_t count = w->finding_count, references = 0;

    for (size_t i = 0; i < count; i++) {
        const struct json_finding *j = &w->findings[i];

        if (!j->code || !j->what || !j->why || !j->user || !j->admin || !j->say)
            return refuse(err, line, "\"findings\": one has no code, or lacks a text");
        references += j->references.count + 1;
    }
    if (count == 0)
        return true;
    p->findings.items = calloc(count, sizeof *p->findings.items);
    p->diagnoses = calloc(count, sizeof *p->diagnoses);
    p->references = calloc(references, sizeof *p->references);
    if (!p->findings.items || !p->diagnoses || !p->references) {
        err_memory(err);
        return false;
    }
    references = 0;
    for (size_t i = 0; i < count; i++) {
        diagnosis_take(&p->diagnoses[i], &w->findings[i], p->references + references);
        references += w->findings[i].references.count + 1;
    }
    for (size_t i = 0; i < count; i++) {
        const struct json_finding *j = &w->findings[i];
        const struct diagnosis *cause = j->follows_from ? diagnosis_named(p, j->follows_from) : NULL;

        if (j->follows_from && !cause)
            return refuse(err, line, "\"findings\": one \"follows_from\" a code that none of them has");
        p->findings.items[i] = (struct finding){&p->diagnoses[i], j->severity, j->certainty, j->stage, cause, j->what, j->why,
                                                j->user, j->admin, j->say, j->evidence, j->serial};
    }
    p->findings.count = count;
    return true;
}

/* ---- the transcript ---- */

/* Bytes of an entry as it was: the CRLF that the report leaves out comes back. false: no memory. */
static bool said_take(const struct json_said *j, struct said *s, struct buf *bytes)
{
    bool spoken = j->by != SAID_TLSWALK && !j->masked && !j->goes_on;

    *s = (struct said){.us = j->us, .by = j->by, .secured = j->secured, .masked = j->masked, .goes_on = j->goes_on,
                       .continues = j->continues, .open = j->open,
                       .stage = (unsigned char)(j->stage_plus_one ? j->stage_plus_one - 1 : STAGE_COUNT)};
    return buf_add_span(bytes, j->bytes.len > 0 ? j->bytes : j->text) && (spoken == j->odd_end || buf_add_str(bytes, "\r\n"));
}

static bool take_transcript(struct page *p, size_t line, struct err *err)
{
    const struct json_walk *w = &p->walk;
    struct said *entries = calloc(w->said_count + 1, sizeof *entries);
    struct buf bytes = {0};
    size_t used = 0;
    bool ok = entries != NULL;

    for (size_t i = 0; ok && i < w->said_count; i++) {
        size_t before = buf_len(&bytes);

        ok = said_take(&w->said[i], &entries[i], &bytes);
        entries[i].bytes.len = buf_len(&bytes) - before;
        if (ok && entries[i].bytes.len > TRANSCRIPT_LINE_MAX + 2) {
            ok = refuse(err, line, "\"transcript\": an entry is longer than an entry can be");
            goto done;
        }
    }
    for (size_t i = 0; ok && i < w->said_count; i++) {
        entries[i].bytes.ptr = buf_span(&bytes).ptr ? buf_span(&bytes).ptr + used : NULL;
        used += entries[i].bytes.len;
    }
    ok = ok && (p->evidence.transcript = transcript_past(entries, w->said_count, w->dropped_bytes)) != NULL;
    if (!ok)
        err_memory(err);
done:
    free(entries);
    buf_done(&bytes);
    return ok;
}

struct page *page_read(struct span text, size_t line, struct err *err)
{
    struct page *p = calloc(1, sizeof *p);
    struct json_part parts[JSON_PARTS];

    if (!p) {
        err_memory(err);
        return NULL;
    }
    json_parts(parts, &p->walk, &p->evidence);
    if (json_read(text, line, parts, JSON_PARTS, err) && take_target(p, line, err) && take_places(p, line, err) &&
        take_findings(p, line, err) && take_transcript(p, line, err)) {
        take_stages(p);
        take_addresses(p);
        return p;
    }
    page_free(p);
    return NULL;
}
