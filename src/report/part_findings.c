/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_findings.c - for people: the findings, whole. */
#include <inttypes.h>
#include <stdio.h>

#include "base/text.h"
#include "report/report_private.h"

#define LABEL_COLS 8 /* "ADMIN" */

static bool finding_proof(struct sheet *p, const struct evidence *e, const struct finding *f)
{
    struct said said;
    char when[24];

    if (f->serial == NO_SERIAL || !e->transcript || !transcript_get(e->transcript, f->serial, &said))
        return true;
    text_duration(when, sizeof when, said.us);
    return sheet_fieldf(p, "PROOF", "the line of the transcript at %s", when);
}

static bool finding_facts(struct sheet *p, const struct finding *f)
{
    const struct diagnosis *d = f->diagnosis;
    bool ok = true;

    for (size_t i = 0; ok && i < f->evidence.count; i++)
        ok = sheet_fact(p, i ? "" : "SEEN", span_str(f->evidence.items[i]));
    if (ok && d->seen && d->seen[0])
        ok = sheet_field(p, "SIGNS", span_str(d->seen));
    for (size_t i = 0; ok && d->references[i]; i++)
        ok = sheet_field(p, i ? "" : "READ", span_str(d->references[i]));
    return ok;
}

static bool finding_write(struct sheet *p, const struct evidence *e, const struct finding *f, size_t number)
{
    char mark[24];

    snprintf(mark, sizeof mark, "%2zu", number);
    p->label_cols = LABEL_COLS;
    return sheet_item(p, mark, span_str(f->diagnosis->code)) &&
           sheet_fieldf(p, "", "%s, %s, at stage %s, on the side of %s", severity_name(f->severity), certainty_name(f->certainty),
                        stage_name(f->stage), party_name(f->diagnosis->party)) &&
           (!f->follows_from || sheet_fieldf(p, "AFTER", "follows from %s: mend that first", f->follows_from->code)) &&
           sheet_field(p, "WHAT", span_str(f->what)) && sheet_field(p, "WHY", span_str(f->why)) && sheet_field(p, "USER", span_str(f->user)) &&
           sheet_field(p, "ADMIN", span_str(f->admin)) && sheet_fieldf(p, "SAY", "\"%s\"", f->say) && finding_facts(p, f) &&
           finding_proof(p, e, f) && sheet_fieldf(p, "MORE", "tlswalk explain %s", f->diagnosis->code);
}

bool part_findings(struct sheet *p, const struct report_input *in)
{
    bool ok = sheet_heading(p, "FINDINGS");

    if (!in->findings || in->findings->count == 0)
        return ok && sheet_sentence(p, span_str("Nothing to complain of."));
    for (size_t i = 0; ok && i < in->findings->count; i++)
        ok = finding_write(p, in->evidence, &in->findings->items[i], i + 1);
    return ok;
}
