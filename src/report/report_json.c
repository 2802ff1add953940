/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_json.c - a walk as one line of JSON: what is not in the evidence is put beside it, then the tables write both. */
#include "config.h"

#include <stdlib.h>

#include "base/text.h"
#include "report/json_private.h"
#include "report/report_private.h"
#include "tls/tls.h"

/* Tables are read as well as written, so their strings are not const; writing leaves them as they are. */
static char *lent(const char *s)
{
    return (char *)s;
}

static void stages_of(struct json_stage *stages, const struct report_input *in)
{
    for (size_t i = 0; i < in->evidence->plan.count; i++)
        stages[i] = (struct json_stage){in->evidence->stages[i], report_stage_verdict(in, i)};
}

static struct json_finding finding_of(const struct finding *f)
{
    const struct diagnosis *d = f->diagnosis;
    struct json_finding j = {
        .code = lent(d->code), .follows_from = lent(f->follows_from ? f->follows_from->code : NULL), .severity = f->severity,
        .certainty = f->certainty, .stage = f->stage, .party = d->party, .what = f->what, .why = f->why, .user = f->user,
        .admin = f->admin, .say = f->say, .evidence = f->evidence, .references = {.items = (char **)d->references}, .serial = f->serial,
    };

    while (d->references[j.references.count])
        j.references.count++;
    return j;
}

static struct json_said said_of(const struct said *s)
{
    struct span line = said_line(s), shown = line;
    bool spoken = s->by != SAID_TLSWALK && !s->masked && !s->goes_on;

    if (shown.len > 0 && shown.ptr[shown.len - 1] == '\n')
        shown.len--;
    return (struct json_said){
        .us = s->us, .by = s->by, .stage_plus_one = s->stage < STAGE_COUNT ? s->stage + 1u : 0, .secured = s->secured,
        .masked = s->masked, .goes_on = s->goes_on, .continues = s->continues, .open = s->open,
        .odd_end = spoken != (line.len < s->bytes.len), .text = shown,
        .bytes = shown.len != line.len || !text_is_safe(shown) ? line : span_of(NULL, 0),
    };
}

/* false: no memory. */
static bool walk_fill(struct json_walk *w, const struct report_input *in)
{
    const struct transcript *t = in->evidence->transcript;
    uint64_t first = t ? transcript_first(t) : 0, next = t ? transcript_next(t) : 0;
    struct said s;

    w->finding_count = in->findings ? in->findings->count : 0;
    if (w->finding_count > 0 && !(w->findings = calloc(w->finding_count, sizeof *w->findings)))
        return false;
    for (size_t i = 0; i < w->finding_count; i++)
        w->findings[i] = finding_of(&in->findings->items[i]);
    if (next > first && !(w->said = calloc((size_t)(next - first), sizeof *w->said)))
        return false;
    for (uint64_t serial = first; serial < next && transcript_get(t, serial, &s); serial++)
        w->said[w->said_count++] = said_of(&s);
    return true;
}

bool report_json_masked(struct buf *out, const struct report_input *in, struct redaction *mask)
{
    const struct evidence *e = in->evidence;
    const struct target *t = e->target;
    const char *host = t->ascii[0] ? t->ascii : t->host;
    struct json_scope scope = {0};
    struct json_stage stages[STAGE_COUNT];
    struct json_part parts[JSON_PARTS];
    char uri[REPORT_TARGET_CAP];
    struct json_walk w = {
        .schema = lent("tlswalk/1"), .target = uri, .protocol = lent(t->proto->name), .host = lent(host),
        .host_written = lent(strcmp(host, t->host) == 0 ? NULL : t->host), .port = t->port, .mode = t->mode,
        .duration_us = e->ended ? e->ended_us - e->started_us : 0, .verdict = report_verdict(in), .client = lent(in->client),
        .words = lent(in->words), .local_time = lent(in->local_time), .program = lent(in->program ? in->program : PACKAGE_STRING),
        .gnutls = lent(in->gnutls ? in->gnutls : tls_library_version()), .stages = stages, .stage_count = e->plan.count,
        .dropped_bytes = e->transcript ? transcript_dropped_bytes(e->transcript) : 0,
    };
    bool ok;

    if (e->transcript)
        scope = (struct json_scope){transcript_first(e->transcript), transcript_next(e->transcript), NULL};
    scope.mask = mask;
    if (in->scene) {
        w.scene_known = true;
        w.scene = *in->scene;
    }
    target_format(t, uri, sizeof uri);
    stages_of(stages, in);
    json_parts(parts, &w, (struct evidence *)e);
    ok = walk_fill(&w, in) && json_write(out, parts, JSON_PARTS, &scope);
    free(w.findings);
    free(w.said);
    return ok;
}

bool report_json(struct buf *out, const struct report_input *in)
{
    return report_json_masked(out, in, NULL);
}
