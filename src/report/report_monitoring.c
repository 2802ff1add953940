/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_monitoring.c - what a monitoring plugin prints: one line, the worst walk first, its figures behind a bar; then a line for
 * each further walk, and their figures behind the last.
 *
 * A label has no blank, quote or equals sign, so none is quoted. Ranges: "14:" is a warning below 14, "0:" a failure below 0.
 */
#include <inttypes.h>

#include "base/text.h"
#include "report/report_private.h"

#define FIRST_CAP 80  /* a pager's line, and its NUL */
#define FURTHER_CAP 200
#define DAYS_WARN 14  /* as CERT_EXPIRES_SOON has it, for certificates that live long enough */

enum state { STATE_CRITICAL, STATE_UNKNOWN, STATE_WARNING, STATE_OK }; /* in the order of the lines */

static const char *const state_words[] = {"CRITICAL", "UNKNOWN", "WARNING", "OK"};

static enum state state_of(enum verdict v)
{
    switch (v) {
    case VERDICT_FAIL: return STATE_CRITICAL;
    case VERDICT_WARN: return STATE_WARNING;
    case VERDICT_PASS:
    case VERDICT_NOTE:
    case VERDICT_SKIP: return STATE_OK;
    case VERDICT_NONE: break;
    }
    return STATE_UNKNOWN;
}

/* "imap://mail.example.org:143 (192.0.2.10)" */
static bool add_place(struct buf *b, const struct evidence *e)
{
    char uri[REPORT_TARGET_CAP];

    target_format(e->target, uri, sizeof uri);
    return buf_add_str(b, uri) && (!e->address[0] || strcmp(e->address, e->target->ascii) == 0 || buf_addf(b, " (%s)", e->address));
}

static bool add_text(struct buf *b, const struct report_input *in)
{
    const struct evidence *e = in->evidence;
    const struct finding *worst = in->findings ? findings_worst(in->findings) : NULL;
    enum verdict v = report_verdict(in);

    if (v == VERDICT_FAIL || v == VERDICT_WARN)
        return buf_addf(b, "%s at ", worst ? worst->diagnosis->code : "failed") && add_place(b, e) &&
               (!worst || buf_addf(b, ": %s", worst->what));
    if (v == VERDICT_NONE)
        return buf_add_str(b, "not walked to the end: ") && add_place(b, e);
    return add_place(b, e) && buf_add_str(b, " passed") &&
           (!e->chain.checked || e->chain.days_left == INT64_MAX || buf_addf(b, ", %" PRId64 " days left", e->chain.days_left));
}

static bool add_figures(struct buf *b, const struct report_input *in)
{
    const struct evidence *e = in->evidence;
    bool ok = buf_addf(b, "time=%.6fs;;;0", e->ended ? (double)(e->ended_us - e->started_us) / 1e6 : 0);

    for (size_t i = 0; ok && i < e->plan.count; i++)
        if (e->stages[i].state == STAGE_ENDED && e->stages[i].verdict != VERDICT_SKIP)
            ok = buf_addf(b, " %s=%.6fs;;;0", stage_name(e->stages[i].id), (double)e->stages[i].duration_us / 1e6);
    if (ok && e->chain.checked && e->chain.days_left != INT64_MAX)
        ok = buf_addf(b, " days_left=%" PRId64 ";%d:;0:", e->chain.days_left, DAYS_WARN);
    return ok;
}

/* The figures' labels are told apart by where they were taken; a blank parts the place from them in what is kept. */
static bool add_kept(struct buf *b, const struct report_input *in)
{
    char uri[REPORT_TARGET_CAP];

    target_format(in->evidence->target, uri, sizeof uri);
    return buf_addf(b, "%s@%s ", uri, in->evidence->address) && add_figures(b, in);
}

bool monitoring_gather(struct report_run *r, const struct report_input *in)
{
    struct buf text = {0}, kept = {0};
    bool ok = add_text(&text, in) && add_kept(&kept, in) && buf_cstr(&text) && buf_cstr(&kept) &&
              run_add(r, state_of(report_verdict(in)), buf_cstr(&text), buf_cstr(&kept));

    buf_done(&text);
    buf_done(&kept);
    return ok;
}

/* Cut to cap, and without the bar, which begins the figures. */
static bool add_line(struct buf *out, size_t cap, const char *text)
{
    char line[FURTHER_CAP];

    text_safe_copy(line, cap < sizeof line ? cap : sizeof line, span_str(text));
    for (char *bar = line; (bar = strchr(bar, '|'));)
        *bar = '/';
    return buf_add_str(out, line);
}

static bool place_was_before(const struct report_run *r, size_t index, size_t place_len)
{
    for (size_t i = 0; i < index; i++)
        if (strncmp(r->lines[i].more, r->lines[index].more, place_len + 1) == 0)
            return true;
    return false;
}

/* Of a walk among others with the place before each label. A place that was walked twice has its figures once. */
static bool add_figures_of(struct buf *out, const struct report_run *r, size_t index)
{
    const char *kept = r->lines[index].more;
    size_t place_len = strcspn(kept, " ");
    const char *at = kept + place_len;
    bool ok = true, first = true;

    if (place_was_before(r, index, place_len))
        return true;
    while (ok && *at) {
        size_t len = strcspn(++at, " ");

        ok = (first || buf_add_char(out, ' ')) && (r->count == 1 || buf_addf(out, "%.*s_", (int)place_len, kept)) && buf_add(out, at, len);
        first = false;
        at += len;
    }
    return ok;
}

static size_t count_of(const struct report_run *r, enum state s)
{
    size_t n = 0;

    for (size_t i = 0; i < r->count; i++)
        n += r->lines[i].order == s;
    return n;
}

static bool add_first(struct buf *out, const struct report_run *r)
{
    enum state worst = r->lines[0].order;
    struct buf text = {0};
    bool ok = buf_addf(&text, "TLSWALK %s: ", state_words[worst]);

    if (ok && r->count > 1)
        ok = worst == STATE_OK ? buf_addf(&text, "%zu walks; ", r->count)
                               : buf_addf(&text, "%zu of %zu; ", count_of(r, worst), r->count);
    ok = ok && buf_add_str(&text, r->lines[0].text) && buf_cstr(&text) && add_line(out, FIRST_CAP, buf_cstr(&text)) &&
         buf_add_str(out, " | ") && add_figures_of(out, r, 0) && buf_add_char(out, '\n');
    buf_done(&text);
    return ok;
}

static bool add_further(struct buf *out, const struct run_line *l)
{
    struct buf text = {0};
    bool ok = buf_addf(&text, "%s: %s", state_words[l->order], l->text) && buf_cstr(&text) && add_line(out, FURTHER_CAP, buf_cstr(&text));

    buf_done(&text);
    return ok;
}

bool monitoring_conclude(struct report_run *r, struct buf *out)
{
    bool ok;

    if (r->count == 0)
        return monitoring_refuse(out, "nothing was walked");
    run_sort(r);
    ok = add_first(out, r);
    for (size_t i = 1; ok && i < r->count; i++)
        ok = add_further(out, &r->lines[i]) && (i + 1 == r->count || buf_add_char(out, '\n'));
    for (size_t i = 1; ok && i < r->count; i++)
        ok = buf_add_str(out, i == 1 ? " | " : "") && add_figures_of(out, r, i) && buf_add_char(out, '\n');
    return ok;
}

bool monitoring_refuse(struct buf *out, const char *why)
{
    struct buf text = {0};
    bool ok = buf_addf(&text, "TLSWALK UNKNOWN: %s", why) && buf_cstr(&text) && add_line(out, FURTHER_CAP, buf_cstr(&text)) &&
              buf_add_char(out, '\n');

    buf_done(&text);
    return ok;
}

bool report_monitoring(struct buf *out, const struct report_input *in)
{
    return run_alone("monitoring", out, in);
}
