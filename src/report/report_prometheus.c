/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_prometheus.c - figures in Prometheus' text format, for a collector that reads files.
 *
 * HELP and TYPE once for each metric, its samples behind them; no time stamps, which such collectors refuse. One walk of the same
 * target at the same address counts: a series must not stand there twice.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "report/report_private.h"

#define NEVER INT64_C(253402300800) /* the year 10000: a certificate has no end */

enum metric { SUCCESS, DURATION, STAGE_SUCCESS, STAGE_DURATION, CERT_NOT_AFTER, TLS_INFO, FINDING, LAST_RUN };

static const struct {
    const char *name, *help;
} metrics[] = {
    [SUCCESS] = {"tlswalk_success", "1 where the walk has no failure, else 0."},
    [DURATION] = {"tlswalk_duration_seconds", "How long the walk took."},
    [STAGE_SUCCESS] = {"tlswalk_stage_success", "1 where the stage has no failure, else 0; absent where it was skipped."},
    [STAGE_DURATION] = {"tlswalk_stage_duration_seconds", "How long the stage took; absent where it was skipped."},
    [CERT_NOT_AFTER] = {"tlswalk_cert_not_after_timestamp_seconds", "When a certificate runs out that the server sent; position 0 is its own."},
    [TLS_INFO] = {"tlswalk_tls_info", "The TLS session."},
    [FINDING] = {"tlswalk_finding", "1 for each finding; tlswalk explain CODE tells more."},
    [LAST_RUN] = {"tlswalk_last_run_timestamp_seconds", "When the walk began."},
};

/* A value in quotes; the format knows these three escapes. */
static bool add_label(struct buf *b, const char *name, const char *value)
{
    bool ok = buf_addf(b, "%s%s=\"", buf_len(b) > 0 ? "," : "", name);

    for (; ok && *value; value++)
        ok = *value == '\n' ? buf_add_str(b, "\\n") : (!strchr("\\\"", *value) || buf_add_char(b, '\\')) && buf_add_char(b, *value);
    return ok && buf_add_char(b, '"');
}

static bool add_place(struct buf *b, const struct evidence *e)
{
    const struct target *t = e->target;
    char port[8];

    snprintf(port, sizeof port, "%u", t->port);
    return add_label(b, "host", t->ascii[0] ? t->ascii : t->host) && add_label(b, "ip", e->address) && add_label(b, "port", port) &&
           add_label(b, "proto", t->proto->name) && add_label(b, "tls", tls_mode_name(t->mode));
}

/* place: the labels of the walk; more: further ones, in pairs of name and value, ended by NULL. */
struct sampler {
    struct report_run *run;
    const char *place;
};

static bool sample(const struct sampler *s, enum metric m, const char *const *more, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

static bool sample(const struct sampler *s, enum metric m, const char *const *more, const char *fmt, ...)
{
    struct buf labels = {0}, line = {0};
    va_list ap;
    bool ok = buf_add_str(&labels, s->place);

    for (; ok && more && more[0]; more += 2)
        ok = add_label(&labels, more[0], more[1]);
    va_start(ap, fmt);
    ok = ok && buf_cstr(&labels) && buf_addf(&line, "%s{%s} ", metrics[m].name, buf_cstr(&labels)) && buf_vaddf(&line, fmt, ap) &&
         buf_cstr(&line) && run_add(s->run, m, buf_cstr(&line), NULL);
    va_end(ap);
    buf_done(&labels);
    buf_done(&line);
    return ok;
}

static bool sample_stages(const struct sampler *s, const struct report_input *in)
{
    const struct evidence *e = in->evidence;
    bool ok = true;

    for (size_t i = 0; ok && i < e->plan.count; i++) {
        const char *const stage[] = {"stage", stage_name(e->stages[i].id), NULL};

        if (e->stages[i].state == STAGE_ENDED && e->stages[i].verdict != VERDICT_SKIP)
            ok = sample(s, STAGE_SUCCESS, stage, "%d", report_stage_verdict(in, i) != VERDICT_FAIL) &&
                 sample(s, STAGE_DURATION, stage, "%.6f", (double)e->stages[i].duration_us / 1e6);
    }
    return ok;
}

static bool sample_tls(const struct sampler *s, const struct evidence *e)
{
    const struct chain *c = &e->chain;
    const char *const info[] = {"version", e->tls.facts.version, "cipher", e->tls.facts.cipher, "group", e->tls.facts.group, NULL};
    bool ok = true;

    for (size_t i = 0; ok && i < c->count; i++) {
        char position[24];
        const char *const cert[] = {"position", position, NULL};

        snprintf(position, sizeof position, "%zu", i);
        ok = sample(s, CERT_NOT_AFTER, cert, "%" PRId64, c->certs[i].not_after < NEVER ? c->certs[i].not_after : NEVER);
    }
    return ok && (!e->tls.secured || sample(s, TLS_INFO, info, "1"));
}

static bool code_was_before(const struct findings *f, size_t index)
{
    for (size_t i = 0; i < index; i++)
        if (f->items[i].diagnosis == f->items[index].diagnosis && f->items[i].severity == f->items[index].severity)
            return true;
    return false;
}

static bool sample_findings(const struct sampler *s, const struct findings *f)
{
    bool ok = true;

    for (size_t i = 0; ok && f && i < f->count; i++) {
        const char *const labels[] = {"code", f->items[i].diagnosis->code, "severity", severity_name(f->items[i].severity), NULL};

        ok = code_was_before(f, i) || sample(s, FINDING, labels, "1");
    }
    return ok;
}

static bool sample_walk(const struct sampler *s, const struct report_input *in)
{
    const struct evidence *e = in->evidence;
    enum verdict v = report_verdict(in);

    return sample(s, SUCCESS, NULL, "%d", v != VERDICT_FAIL && v != VERDICT_NONE) &&
           sample(s, DURATION, NULL, "%.6f", e->ended ? (double)(e->ended_us - e->started_us) / 1e6 : 0) && sample_stages(s, in) &&
           sample_tls(s, e) && sample_findings(s, in->findings) &&
           sample(s, LAST_RUN, NULL, "%.3f", (double)e->started_wall_us / 1e6);
}

bool prometheus_gather(struct report_run *r, const struct report_input *in)
{
    struct buf place = {0}, head = {0};
    bool ok = add_place(&place, in->evidence) && buf_cstr(&place) && buf_addf(&head, "%s{%s}", metrics[SUCCESS].name, buf_cstr(&place)) &&
              buf_cstr(&head);
    struct sampler s = {.run = r, .place = ok ? buf_cstr(&place) : NULL};

    ok = ok && (run_has(r, SUCCESS, buf_cstr(&head)) || sample_walk(&s, in));
    buf_done(&place);
    buf_done(&head);
    return ok;
}

bool prometheus_conclude(struct report_run *r, struct buf *out)
{
    bool ok = true;

    run_sort(r);
    for (size_t i = 0; ok && i < r->count; i++) {
        unsigned m = r->lines[i].order;

        if (i == 0 || r->lines[i - 1].order != m)
            ok = buf_addf(out, "# HELP %s %s\n# TYPE %s gauge\n", metrics[m].name, metrics[m].help, metrics[m].name);
        ok = ok && buf_addf(out, "%s\n", r->lines[i].text);
    }
    return ok;
}

bool report_prometheus(struct buf *out, const struct report_input *in)
{
    return run_alone("prometheus", out, in);
}
