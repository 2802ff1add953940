/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain_mdoc.c - the catalogue as a manual page, with a way into it: questions to ask, error numbers and texts. */
#include "diagnose/explain.h"

#include <string.h>

#include "diagnose/fill_private.h"
#include "diagnose/symptom_private.h"
#include "diagnose/tree.h"

bool explain_mdoc_text(struct buf *out, const char *text)
{
    struct buf filled = {0};
    bool ok = fill_text(&filled, text, NULL), line_begins = true;
    struct span left = buf_span(&filled);
    for (; ok && left.len; left = span_skip(left, 1)) {
        char c = (char)left.ptr[0];
        if (line_begins && (c == '.' || c == '\''))
            ok = buf_add_str(out, "\\&");
        ok = ok && (c == '\\' ? buf_add_str(out, "\\e") : buf_add_char(out, c));
        bool ended = (c == '.' || c == '?' || c == ';') && left.len > 1 && left.ptr[1] == ' ';
        if (ok && ended && (c != '.' || left.len > 2)) {
            ok = buf_add_char(out, '\n');
            left = span_skip(left, 1);
        }
        line_begins = ended;
    }
    buf_done(&filled);
    return ok && buf_add_char(out, '\n');
}

static bool mdoc_part(struct buf *out, const char *label, const char *text)
{
    return buf_addf(out, ".It %s\n", label) && explain_mdoc_text(out, text);
}

/* A code is never broken at the end of a line, and its dashes stay the dashes of the keyboard, so that it can be searched for. */
static bool mdoc_code(struct buf *out, const char *code)
{
    bool ok = true;
    for (; ok && *code; code++)
        ok = *code == '-' ? buf_add_str(out, "\\-") : buf_add_char(out, *code);
    return ok;
}

static bool mdoc_entry(struct buf *out, const struct diagnosis *d)
{
    bool ok = buf_add_str(out, ".Ss ") && mdoc_code(out, d->code) && buf_add_char(out, '\n') && explain_mdoc_text(out, d->what)
        && buf_addf(out, "Severity: %s.\nCertainty: %s.\nStage: %s.\nWhose side: %s.\n", severity_name(d->severity),
                    certainty_name(d->certainty), stage_name(d->stage), party_name(d->party))
        && buf_add_str(out, ".Bl -tag -width Admin\n") && mdoc_part(out, "Why", d->why) && mdoc_part(out, "User", d->user)
        && mdoc_part(out, "Admin", d->admin) && mdoc_part(out, "Say", d->say) && mdoc_part(out, "Seen", d->seen)
        && buf_add_str(out, ".It Refs\n");
    for (size_t i = 0; ok && d->references[i]; i++)
        ok = buf_addf(out, "%s%s\n", d->references[i], d->references[i + 1] ? "," : "");
    return ok && buf_add_str(out, ".El\n");
}

/* "a, b and c." The full stop keeps a code at the end of a line from looking like the heading of its entry. */
static bool mdoc_codes(struct buf *out, const char *const *codes)
{
    bool ok = true;
    for (size_t i = 0; ok && codes[i]; i++)
        ok = mdoc_code(out, codes[i]) && buf_add_str(out, codes[i + 1] ? ",\n" : ".\n");
    return ok;
}

static bool mdoc_tree(struct buf *out)
{
    bool ok = buf_add_str(out, ".Sh WHERE TO BEGIN\n"
                               "Walk the row with\n"
                               ".Nm tlswalk\n"
                               "if you can: it asks less and sees more.\n"
                               "Where only the caller's words are at hand, find out how far the program gets, and ask.\n"
                               "A yes leads to the diagnoses behind the question, the likelier first.\n");
    for (const struct tree_branch *b = tree; ok && b->title; b++) {
        ok = buf_addf(out, ".Ss \"%s\"\n", b->title) && explain_mdoc_text(out, b->told_by) && buf_add_str(out, ".Bl -enum\n");
        for (const struct tree_question *q = b->questions; ok && q->question; q++)
            ok = buf_add_str(out, ".It\n") && explain_mdoc_text(out, q->question) && mdoc_codes(out, q->codes);
        ok = ok && buf_add_str(out, ".El\n");
    }
    return ok;
}

static bool mdoc_symptom(struct buf *out, const struct symptom_row *row)
{
    const char *codes[SYMPTOM_CANDIDATES_MAX + 1] = {NULL};
    bool ok = buf_add_str(out, ".It Sy ");
    for (const char *const *sign = row->signs; ok && *sign; sign++)
        ok = buf_addf(out, "%s\"%s\"", sign == row->signs ? "" : " , Sy ", *sign);
    for (size_t i = 0; i < SYMPTOM_CANDIDATES_MAX && row->candidates[i].code; i++)
        codes[i] = row->candidates[i].code;
    ok = ok && buf_add_char(out, '\n') && buf_add_char(out, (char)(row->meaning[0] - 'a' + 'A'));
    return ok && buf_addf(out, "%s%s\n", row->meaning + 1, codes[0] ? ":" : ".") && mdoc_codes(out, codes);
}

static bool mdoc_symptoms(struct buf *out)
{
    bool ok = buf_add_str(out, ".Sh ERROR NUMBERS AND TEXTS\n"
                               "What programs show, and what may be behind it, the likelier first;\n"
                               ".Ql tlswalk explain 0x800CCC0E\n"
                               "tells when which of them is likely.\n"
                               "A star stands for any words.\n"
                               "Replies of servers, alerts and numbers of GnuTLS are looked up by the same command.\n");
    const struct symptom_source *source = NULL;
    for (size_t i = 0; ok && i < symptom_row_count; i++) {
        const struct symptom_row *row = &symptom_rows[i];
        if (row->source != source)
            ok = buf_addf(out, "%s.Ss \"%s\"\n.Bl -tag -width Ds -compact\n", source ? ".El\n" : "", row->source->title);
        source = row->source;
        ok = ok && mdoc_symptom(out, row);
    }
    return ok && buf_add_str(out, ".El\n");
}

bool explain_mdoc(struct buf *out, const char *more)
{
    bool ok = buf_add_str(out, ".\\\" SPDX-License-Identifier: GPL-3.0-or-later\n"
                               ".\\\" Made from the catalogue of the program; change it there (src/diagnose/catalogue).\n"
                               ".Dd November 24, 2026\n"
                               ".Dt TLSWALK-DIAGNOSES 7\n"
                               ".Os\n"
                               ".Sh NAME\n"
                               ".Nm tlswalk-diagnoses\n"
                               ".Nd what can be wrong between a mail program and its server\n"
                               ".Sh DESCRIPTION\n"
                               "These are the findings of\n"
                               ".Xr tlswalk 1 .\n"
                               "Each has a code that does not change, so that scripts and instructions may name it.\n"
                               "In the program the sentences are filled with what was seen: names, ports, dates and replies.\n"
                               ".Pp\n"
                               "A severity of error means that a mail program with these settings does not work, or must not;\n"
                               "warning, that it works but should be looked at;\n"
                               "note, that it is worth knowing.\n"
                               "A certainty of likely means that something else could look the same;\n"
                               "hint, that it is worth knowing and makes no verdict.\n"
                               "Both are given as they are as a rule; a finding may differ where the evidence does.\n"
                               ".Pp\n"
                               "Every diagnosis is proven by a test, and by another one told from what looks like it.\n"
                               "In the source,\n"
                               ".Ql make proofs\n"
                               "prints which, with the practice server on which it can be seen.\n");
    ok = ok && mdoc_tree(out) && mdoc_symptoms(out) && buf_add_str(out, more) && buf_add_str(out, ".Sh DIAGNOSES\n");
    for (size_t i = 0; ok && i < catalogue_count; i++)
        ok = mdoc_entry(out, &catalogue[i]);
    return ok
        && buf_add_str(out, ".Sh SEE ALSO\n"
                            ".Xr tlswalk 1\n");
}
