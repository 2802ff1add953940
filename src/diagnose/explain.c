/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c - catalogue rows as plain text. */
#include "diagnose/explain.h"

#include <string.h>

#include "base/text.h"
#include "diagnose/fill_private.h"

/* Filled with words in place of evidence. */
static bool text_plain(struct buf *out, const char *text)
{
    return fill_text(out, text, NULL);
}

/* text wrapped at cols, each line but the first behind indent spaces. */
static bool add_wrapped(struct buf *out, const char *text, int indent, int cols)
{
    struct buf filled = {0};
    bool ok = text_plain(&filled, text) && text_add_wrapped(out, buf_span(&filled), indent, cols);

    buf_done(&filled);
    return ok;
}

#define LABEL_COLS 7

static bool add_part(struct buf *out, const char *label, const char *text, int cols)
{
    return buf_addf(out, "%-*s", LABEL_COLS, label) && add_wrapped(out, text, LABEL_COLS, cols);
}

bool explain_text(const struct diagnosis *d, int cols, struct buf *out)
{
    bool ok = buf_addf(out, "%s (%s, %s)\n", d->code, severity_name(d->severity), certainty_name(d->certainty))
        && buf_addf(out, "Stage: %s. Whose side: %s.\n\n", stage_name(d->stage), party_name(d->party))
        && add_part(out, "WHAT", d->what, cols) && add_part(out, "WHY", d->why, cols) && add_part(out, "USER", d->user, cols)
        && add_part(out, "ADMIN", d->admin, cols) && add_part(out, "SAY", d->say, cols) && add_part(out, "SEEN", d->seen, cols);
    for (size_t i = 0; ok && d->references[i]; i++)
        ok = add_part(out, i ? "" : "REFS", d->references[i], cols);
    return ok;
}

#define CODE_COLS 40

bool explain_list(int cols, struct buf *out)
{
    bool ok = true;
    for (size_t i = 0; ok && i < catalogue_count; i++) {
        const struct diagnosis *d = &catalogue[i];
        ok = buf_addf(out, "%-*s%-9s", CODE_COLS, d->code, severity_name(d->severity))
            && (cols - CODE_COLS - 9 < 30 ? buf_add_str(out, "\n    ") && add_wrapped(out, d->what, 4, cols)
                                          : add_wrapped(out, d->what, CODE_COLS + 9, cols));
    }
    return ok;
}

#define REASON_INDENT 4
#define WHAT_INDENT 8

static bool add_candidate(struct buf *out, const struct candidate *c, int cols)
{
    struct buf line = {0};
    bool ok = buf_addf(&line, "%s%s%s", c->diagnosis->code, *c->reason ? ": " : "", c->reason);
    const char *text = ok ? buf_cstr(&line) : NULL;
    ok = text && buf_addf(out, "%*s", REASON_INDENT, "") && add_wrapped(out, text, REASON_INDENT, cols) && buf_addf(out, "%*s", WHAT_INDENT, "")
        && add_wrapped(out, c->diagnosis->what, WHAT_INDENT, cols);
    buf_done(&line);
    return ok;
}

bool explain_symptoms(const struct symptoms *s, int cols, struct buf *out)
{
    bool ok = true;
    for (size_t i = 0; ok && i < s->count; i++) {
        const struct symptom *symptom = &s->items[i];
        ok = add_wrapped(out, symptom->heading, 2, cols) && buf_addf(out, "%*s", 2, "") && buf_add_str(out, "from ")
            && add_wrapped(out, symptom->source, 2, cols - 5);
        if (ok && !symptom->count)
            ok = buf_addf(out, "%*s", REASON_INDENT, "") && add_wrapped(out, "This is no fault.", REASON_INDENT, cols);
        for (size_t c = 0; ok && c < symptom->count; c++)
            ok = add_candidate(out, &symptom->candidates[c], cols);
        ok = ok && buf_add_char(out, '\n');
    }
    return ok && buf_add_str(out, "'tlswalk explain CODE' tells cause, remedies and references.\n");
}
