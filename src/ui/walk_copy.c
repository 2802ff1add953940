/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/walk_copy.h"

#include "base/text.h"
#include "ui/advice.h"
#include "ui/steps_view.h"
#include "ui/transcript_view.h"

#define COPY_COLS 78

bool walk_copy_stages(const struct model *m, size_t walk, struct buf *out)
{
    const struct evidence *e = visit_walk(m->visit, walk);

    for (size_t i = 0; i < e->plan.count; i++) {
        const struct stage *s = &e->stages[i];
        char took[24];
        text_duration(took, sizeof took, step_took_us(s, m->visit, m->now_us));
        if (!buf_addf(out, "%2zu %-13s %-4s %8s  %s\n", i + 1, stage_title(s->id), verdict_word(step_verdict(e, m->findings ? &m->findings[walk] : NULL, i)),
                      took, s->summary))
            return false;
    }
    return true;
}

bool walk_copy_findings(const struct findings *f, struct buf *out)
{
    struct page p;
    bool ok = true;

    for (size_t i = 0; f && i < f->count && ok; i++) {
        page_init(&p, COPY_COLS, ADVICE_LABEL_COLS);
        advice_full(&p, &f->items[i]);
        page_blank(&p);
        ok = page_write(&p, out) && !p.broken;
        page_done(&p);
    }
    return ok;
}

bool walk_copy_all(const struct model *m, size_t walk, struct buf *out)
{
    const struct evidence *e = visit_walk(m->visit, walk);
    const struct findings *f = m->findings ? &m->findings[walk] : NULL;
    struct heard_said h = {e->transcript, f, e->started_wall_us};
    char uri[700], when[32];

    target_format(e->target, uri, sizeof uri);
    text_time(when, sizeof when, e->started_wall_us / 1000000);
    return buf_addf(out, "%s  %s  %s\n\n", uri, e->address, when) && walk_copy_stages(m, walk, out) && buf_add_char(out, '\n') &&
           walk_copy_findings(f, out) && (!e->transcript || transcript_write(&h, "", out));
}
