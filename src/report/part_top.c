/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_top.c - for people: what was visited, from where, with what; the stages. */
#include "config.h"

#include "base/text.h"
#include "report/report_private.h"
#include "tls/tls.h"

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

static bool top_target(struct sheet *p, const struct target *t)
{
    char uri[REPORT_TARGET_CAP], shown[256];
    const char *host = t->ascii[0] ? t->ascii : t->host;

    target_format(t, uri, sizeof uri);
    name_to_unicode(host, shown, sizeof shown);
    return sheet_fact(p, "Target", span_str(uri)) && sheet_fieldf(p, "", "%s, %s", t->proto->title, mode_words(t->mode)) &&
           (strcmp(shown, host) == 0 || sheet_factf(p, "", "%s is written %s", host, shown));
}

static bool top_client(struct sheet *p, const struct report_input *in)
{
    if (!in->client)
        return true;
    if (!in->words || !in->words[0])
        return sheet_field(p, "Client", span_str(in->client));
    return sheet_fieldf(p, "Client", "%s, which calls this \"%s\"", in->client, in->words);
}

/* The address of this walk, ours, and the other ones of the name. */
static bool top_addresses(struct sheet *p, const struct evidence *e)
{
    const struct resolution *r = e->resolution;
    struct buf others = {0};
    bool ok = sheet_fieldf(p, "Address", "%s", e->address[0] ? e->address : "none to connect to") &&
              (!e->connect.local[0] || sheet_fieldf(p, "", "from %s here", e->connect.local));

    for (size_t i = 0; ok && r && i < r->count; i++)
        if (strcmp(r->addresses[i].text, e->address) != 0)
            ok = buf_addf(&others, "%s%s", buf_len(&others) ? ", " : "", r->addresses[i].text);
    ok = ok && (buf_len(&others) == 0 || sheet_fieldf(p, "", "the name also has %s", buf_cstr(&others)));
    buf_done(&others);
    return ok;
}

static bool top_time(struct sheet *p, const struct report_input *in)
{
    const struct evidence *e = in->evidence;
    char date[32], took[24];

    text_time(date, sizeof date, e->started_wall_us / 1000000);
    text_duration(took, sizeof took, e->ended ? e->ended_us - e->started_us : 0);
    return sheet_fieldf(p, "Date", "%s%s%s%s", date, in->local_time ? " (here " : "", in->local_time ? in->local_time : "",
                        in->local_time ? ")" : "") &&
           (!e->ended || sheet_field(p, "Took", span_str(took)));
}

static bool top_known(struct sheet *p, const char *label, const char *fact)
{
    return !fact || !fact[0] || sheet_fact(p, label, span_str(fact));
}

static bool top_scene(struct sheet *p, const struct report_input *in)
{
    const struct report_scene *s = in->scene;

    return sheet_fieldf(p, "Program", "%s, GnuTLS %s", in->program ? in->program : PACKAGE_STRING,
                        in->gnutls ? in->gnutls : tls_library_version()) &&
           (!s || (top_known(p, "Priority", s->priority) && top_known(p, "Resolver", s->resolver) &&
                   top_known(p, "Terminal", s->terminal) && top_known(p, "Locale", s->locale)));
}

bool part_top(struct sheet *p, const struct report_input *in)
{
    const struct evidence *e = in->evidence;
    enum verdict v = report_verdict(in);

    return sheet_title(p, "tlswalk report") &&
           (v == VERDICT_NONE ? sheet_field(p, "Verdict", span_str(e->stopped ? "stopped before the end" : "not finished"))
                              : sheet_verdict(p, "Verdict", v)) &&
           top_target(p, e->target) && top_client(p, in) && top_addresses(p, e) && top_time(p, in) && top_scene(p, in);
}

bool part_stages(struct sheet *p, const struct report_input *in)
{
    static const struct sheet_columns columns = {.name = "Stage", .name_cols = 12, .middle = "Time", .middle_cols = 11, .text = "What came of it"};
    const struct evidence *e = in->evidence;
    bool ok = sheet_heading(p, "STAGES") && sheet_rows(p, &columns);

    for (size_t i = 0; ok && i < e->plan.count; i++) {
        const struct stage *s = &e->stages[i];
        char took[24] = "";

        if (s->state == STAGE_ENDED && s->verdict != VERDICT_SKIP)
            text_duration(took, sizeof took, s->duration_us);
        ok = sheet_row(p, report_stage_verdict(in, i), stage_title(s->id), took, span_str(s->summary));
    }
    return ok;
}
