/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_text.c - the text form: what was visited, the stages, the findings. The facts follow in text_*.c. */
#include "config.h"

#include <stdio.h>

#include "base/text.h"
#include "report/report_private.h"
#include "tls/tls.h"

#define LABEL_COLS 10
#define STAGE_COLS 12 /* the longest title */
#define TIME_COLS 11  /* "59 min 59 s" */

static const char *mode_words(enum tls_mode mode)
{
    switch (mode) {
    case TLS_MODE_IMPLICIT: return "TLS from the first byte";
    case TLS_MODE_STARTTLS: return "STARTTLS required";
    case TLS_MODE_OPPORTUNISTIC: return "STARTTLS where it is offered";
    case TLS_MODE_NONE: return "no TLS";
    }
    return "";
}

static bool top_target(const struct sheet *p, const struct target *t)
{
    char uri[REPORT_TARGET_CAP], shown[256];
    const char *host = t->ascii[0] ? t->ascii : t->host;

    target_format(t, uri, sizeof uri);
    name_to_unicode(host, shown, sizeof shown);
    return sheet_fieldf(p, 0, LABEL_COLS, "Target", "%s (%s, %s)", uri, t->proto->title, mode_words(t->mode)) &&
           (strcmp(shown, host) == 0 || sheet_fieldf(p, 0, LABEL_COLS, "", "%s is written %s", host, shown));
}

static bool top_client(const struct sheet *p, const struct report_input *in)
{
    if (!in->client)
        return true;
    if (!in->words || !in->words[0])
        return sheet_field(p, 0, LABEL_COLS, "Client", span_str(in->client));
    return sheet_fieldf(p, 0, LABEL_COLS, "Client", "%s, which calls this \"%s\"", in->client, in->words);
}

static bool text_top(const struct sheet *p, const struct report_input *in)
{
    const struct evidence *e = in->evidence;
    enum verdict v = report_verdict(in);
    char date[32], took[24];

    text_time(date, sizeof date, e->started_wall_us / 1000000);
    text_duration(took, sizeof took, e->ended ? e->ended_us - e->started_us : 0);
    return buf_addf(p->out, "tlswalk report\n\n%-*s", LABEL_COLS, "Verdict") &&
           (v == VERDICT_NONE ? buf_add_str(p->out, e->stopped ? "stopped before the end" : "not finished") : sheet_verdict(p, v)) &&
           buf_add_char(p->out, '\n') && top_target(p, e->target) && top_client(p, in) &&
           sheet_fieldf(p, 0, LABEL_COLS, "Address", "%s%s%s", e->address[0] ? e->address : "none to connect to",
                       e->connect.local[0] ? ", from " : "", e->connect.local) &&
           sheet_fieldf(p, 0, LABEL_COLS, "Date", "%s%s%s%s", date, in->local_time ? " (here " : "",
                       in->local_time ? in->local_time : "", in->local_time ? ")" : "") &&
           (!e->ended || sheet_field(p, 0, LABEL_COLS, "Took", span_str(took))) &&
           sheet_fieldf(p, 0, LABEL_COLS, "Program", "%s, GnuTLS %s", in->program ? in->program : PACKAGE_STRING,
                       in->gnutls ? in->gnutls : tls_library_version());
}

static bool text_stages(const struct sheet *p, const struct report_input *in)
{
    const struct evidence *e = in->evidence;
    bool ok = sheet_heading(p, "STAGES");

    for (size_t i = 0; ok && i < e->plan.count; i++) {
        const struct stage *s = &e->stages[i];
        char took[24] = "";

        if (s->state == STAGE_ENDED && s->verdict != VERDICT_SKIP)
            text_duration(took, sizeof took, s->duration_us);
        ok = sheet_spaces(p, 2) && sheet_verdict(p, report_stage_verdict(in, i)) &&
             buf_addf(p->out, "  %-*s  %*s  ", STAGE_COLS, stage_title(s->id), TIME_COLS, took) &&
             sheet_wrapped(p, 2 + 4 + 2 + STAGE_COLS + 2 + TIME_COLS + 2, span_str(s->summary));
    }
    return ok;
}

static bool finding_text(const struct sheet *p, const struct finding *f, size_t number)
{
    enum { indent = 3, label = 7 };
    char count[24];
    bool ok = snprintf(count, sizeof count, "%2zu", number) > 0 &&
              sheet_fieldf(p, 0, indent, count, "%s: %s, %s, at stage %s, on the side of %s", f->diagnosis->code, severity_name(f->severity),
                          certainty_name(f->certainty), stage_name(f->stage), party_name(f->diagnosis->party)) &&
              (!f->follows_from || sheet_fieldf(p, indent, label, "", "follows from %s", f->follows_from->code)) &&
              sheet_field(p, indent, label, "WHAT", span_str(f->what)) && sheet_field(p, indent, label, "WHY", span_str(f->why)) &&
              sheet_field(p, indent, label, "USER", span_str(f->user)) && sheet_field(p, indent, label, "ADMIN", span_str(f->admin)) &&
              sheet_field(p, indent, label, "SAY", span_str(f->say));

    for (size_t i = 0; ok && i < f->evidence.count; i++)
        ok = sheet_field(p, indent, label, i ? "" : "SEEN", span_str(f->evidence.items[i]));
    for (size_t i = 0; ok && f->diagnosis->references[i]; i++)
        ok = sheet_field(p, indent, label, i ? "" : "MORE", span_str(f->diagnosis->references[i]));
    return ok;
}

static bool text_findings(const struct sheet *p, const struct report_input *in)
{
    bool ok = sheet_heading(p, "FINDINGS");

    if (!in->findings || in->findings->count == 0)
        return ok && sheet_field(p, 2, 0, "", span_str("Nothing to complain of."));
    for (size_t i = 0; ok && i < in->findings->count; i++)
        ok = (i == 0 || buf_add_char(p->out, '\n')) && finding_text(p, &in->findings->items[i], i + 1);
    return ok;
}

bool report_text(struct buf *out, const struct report_input *in)
{
    struct sheet p = {.out = out, .cols = in->cols ? in->cols : SHEET_COLS_DEFAULT, .color = in->color};

    if (p.cols < SHEET_COLS_MIN)
        p.cols = SHEET_COLS_MIN;
    return text_top(&p, in) && text_stages(&p, in) && text_findings(&p, in) && text_certificate(&p, in->evidence) &&
           text_login(&p, in->evidence) && text_features(&p, in->evidence) &&
           text_looks(&p, in->evidence) && text_depth(&p, in->evidence) && (!in->transcript || text_transcript(&p, in->evidence));
}
