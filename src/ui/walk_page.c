/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/walk_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ui/advice.h"
#include "ui/decode.h"
#include "ui/steps_view.h"
#include "ui/words.h"

/* --- a stage --- */

static const char *state_word(enum stage_state s)
{
    switch (s) {
    case STAGE_WAITING:
        return "not begun";
    case STAGE_PAUSED:
        return "paused before it";
    case STAGE_RUNNING:
        return "under way";
    case STAGE_ENDED:
        return "ended";
    }
    return "";
}

static void add_names(struct page *p, const struct answer_set *a, const char *label)
{
    if (!a->asked)
        return;
    for (size_t i = 0; i < a->count; i++)
        page_field(p, i ? "" : label, INK_PLAIN, a->addresses[i].text);
    if (!a->count)
        page_field(p, label, INK_PLAIN, a->error_text[0] ? a->error_text : a->timed_out ? "no answer in time" : "no address");
}

static void add_resolution(struct page *p, const struct resolution *r)
{
    if (!r)
        return;
    add_names(p, &r->system, "System");
    add_names(p, &r->dns, "DNS");
    if (r->canonical[0])
        page_fieldf(p, "Alias of", INK_PLAIN, "%s", r->canonical);
    if (r->hosts_file)
        page_field(p, "Note", INK_PLAIN, "The address stands in this computer's hosts file.");
    page_field(p, "DNSSEC", INK_PLAIN, !r->validated ? "could not be checked here" : r->bogus ? r->why_bogus : r->secure ? "signed and valid" : "not signed");
}

static void add_caps(struct page *p, const char *label, const struct caps *c)
{
    for (size_t i = 0; c->known && i < c->list.count; i++)
        page_field(p, i ? "" : label, INK_PLAIN, c->list.items[i]);
}

static void add_session(struct page *p, const struct tls_facts *t)
{
    if (!t->started)
        return;
    if (t->complete) {
        page_fieldf(p, "Session", INK_PLAIN, "%s, %s, %s, %s", t->version, t->cipher, t->group[0] ? t->group : t->kx, t->signature);
        page_field(p, "Suite", INK_PLAIN, t->suite[0] ? t->suite : NULL);
        page_field(p, "ALPN", INK_PLAIN, t->alpn[0] ? t->alpn : "none");
    }
    page_field(p, "SNI sent", INK_PLAIN, t->sni[0] ? t->sni : "none");
    if (t->error)
        page_field(p, "Error", INK_FAIL | STYLE_BOLD, t->error_text);
    if (t->alert >= 0 && t->alert_text[0])
        page_fieldf(p, "Alert", INK_PLAIN, "%s (%d), sent by the server", t->alert_text, t->alert);
    for (size_t i = 0; i < t->note_count; i++)
        page_field(p, i ? "" : "Messages", INK_PLAIN, t->notes[i]);
}

static void add_auth(struct page *p, const struct evidence *e)
{
    page_field(p, "Login", INK_PLAIN, auth_result_name(e->auth.result));
    page_field(p, "Mechanism", INK_PLAIN, e->auth.tried[0] ? e->auth.tried : NULL);
    page_field(p, "Because", INK_PLAIN, e->auth.why[0] ? e->auth.why : NULL);
    if (e->auth.reply.present)
        page_field(p, "Answer", INK_PLAIN, e->auth.reply.line);
}

static void add_stage_facts(struct page *p, const struct evidence *e, enum stage_id id)
{
    switch (id) {
    case STAGE_RESOLVE:
        add_resolution(p, e->resolution);
        break;
    case STAGE_CONNECT:
        page_field(p, "To", INK_PLAIN, e->address[0] ? e->address : NULL);
        page_field(p, "From", INK_PLAIN, e->connect.local[0] ? e->connect.local : NULL);
        break;
    case STAGE_BANNER:
        if (e->banner.reply.present)
            page_field(p, "Greeting", INK_PLAIN, e->banner.reply.line);
        break;
    case STAGE_CAPABILITIES:
        add_caps(p, "Features", evidence_stage(e, STAGE_RECHECK) ? &e->before : evidence_caps(e));
        break;
    case STAGE_RECHECK:
        add_caps(p, "Before TLS", &e->before);
        add_caps(p, "Inside TLS", &e->after);
        break;
    case STAGE_STARTTLS:
        page_field(p, "Offered", INK_PLAIN, e->starttls.offered ? "yes" : "no");
        if (e->starttls.reply.present)
            page_field(p, "Answer", INK_PLAIN, e->starttls.reply.line);
        if (e->starttls.injected)
            page_fieldf(p, "Injected", INK_FAIL | STYLE_BOLD, "%zu bytes: %s", e->starttls.injected, e->starttls.injected_text);
        break;
    case STAGE_HANDSHAKE:
        add_session(p, &e->tls.facts);
        break;
    case STAGE_CERTIFICATE:
        page_field(p, "More", INK_PLAIN, "v on the walk screen shows the certificates and each check.");
        break;
    case STAGE_AUTH:
        add_auth(p, e);
        break;
    case STAGE_QUIT:
        if (e->quit.reply.present)
            page_field(p, "Answer", INK_PLAIN, e->quit.reply.line);
        break;
    case STAGE_COUNT:
        break;
    }
}

void walk_page_stage(struct page *p, const struct model *m, size_t walk, size_t stage)
{
    const struct evidence *e = visit_walk(m->visit, walk);
    const struct findings *f = m->findings ? &m->findings[walk] : NULL;
    const struct stage *s = &e->stages[stage < e->plan.count ? stage : 0];
    char took[24], limit[24];

    text_duration(took, sizeof took, step_took_us(s, m->visit, m->now_us));
    text_duration(limit, sizeof limit, s->limit_us);
    page_fieldf(p, "Stage", STYLE_BOLD, "%zu of %zu: %s", stage + 1, e->plan.count, stage_title(s->id));
    page_field(p, "What it does", INK_PLAIN, words_stage(s->id));
    page_fieldf(p, "State", INK_PLAIN, "%s", state_word(s->state));
    page_field(p, "Verdict", style_of_verdict(step_verdict(e, f, stage)), verdict_word(step_verdict(e, f, stage)));
    page_field(p, "In short", INK_PLAIN, s->summary[0] ? s->summary : NULL);
    page_fieldf(p, "Time", INK_PLAIN, "%s; it may take up to %s", took, limit);
    page_blank(p);
    add_stage_facts(p, e, s->id);
    for (size_t i = 0; f && i < f->count; i++)
        if (f->items[i].stage == s->id) {
            page_blank(p);
            page_fieldf(p, "Finding", style_of_verdict(advice_verdict(&f->items[i])), "%s", f->items[i].diagnosis->code);
            page_field(p, "", INK_PLAIN, f->items[i].what);
        }
}

/* --- a line --- */

static const char *speaker(enum said_by by)
{
    switch (by) {
    case SAID_SERVER:
        return "the server";
    case SAID_CLIENT:
        return "tlswalk, to the server";
    case SAID_TLSWALK:
        return "tlswalk, a remark";
    }
    return "";
}

static void add_hex(struct page *p, struct span bytes)
{
    size_t n = decode_hex_bytes(p->cols), len = decode_hex_line(n);
    struct buf hex = {0};

    if (decode_hex(&hex, bytes, n))
        for (struct span s = buf_span(&hex); s.len >= len; s = span_skip(s, len)) {
            char line[80];
            snprintf(line, sizeof line, "%.*s", (int)len, (const char *)s.ptr);
            page_line(p, INK_PLAIN, line);
        }
    else
        p->broken = true;
    buf_done(&hex);
}

/* Raw bytes as a field; safe first, for wrapping counts columns. */
static void add_raw(struct page *p, const char *label, struct span raw)
{
    char *safe = text_safe_dup(raw);

    if (safe)
        page_field(p, label, INK_PLAIN, safe);
    else
        p->broken = true;
    free(safe);
}

void walk_page_line(struct page *p, const struct evidence *e, uint64_t serial)
{
    struct buf opened = {0};
    struct said s;
    char clock[16];

    if (!e->transcript || !transcript_get(e->transcript, serial, &s)) {
        page_text(p, INK_PLAIN, "This line has been dropped: the transcript keeps only the newest lines of a long conversation.");
        return;
    }
    words_clock(clock, sizeof clock, e->started_wall_us + (int64_t)s.us);
    page_fieldf(p, "Said by", INK_PLAIN, "%s", speaker(s.by));
    page_fieldf(p, "When", INK_PLAIN, "%s UTC, %u.%03u s after the start, during %s", clock, (unsigned)(s.us / 1000000), (unsigned)(s.us / 1000 % 1000),
                s.stage < STAGE_COUNT ? stage_title((enum stage_id)s.stage) : "the walk");
    page_field(p, "Channel", INK_PLAIN, s.secured ? "inside TLS" : "in the clear: anybody in between could read and change it");
    if (s.masked)
        page_field(p, "Masked", INK_PLAIN, "a secret was here and is not kept");
    if (s.goes_on)
        page_field(p, "Length", INK_PLAIN, "this line is longer than one entry and goes on in the next");
    page_fieldf(p, "Bytes", INK_PLAIN, "%zu", s.bytes.len);
    page_blank(p);
    add_raw(p, "Text", s.bytes);
    if (decode_base64(&opened, s.bytes) && (buf_len(&opened) != s.bytes.len || memcmp(buf_span(&opened).ptr, s.bytes.ptr, s.bytes.len)))
        add_raw(p, "Decoded", buf_span(&opened));
    buf_done(&opened);
    page_blank(p);
    add_hex(p, s.bytes);
}

/* --- mechanisms --- */

/* Judged by the walk where a login was given; else by what the mechanism needs. */
static void add_mechanism(struct page *p, const struct evidence *e, size_t i)
{
    const struct mech_offer *o = &e->auth.offers[i];

    if (!o->mech)
        page_field(p, o->name, INK_PLAIN, "not known to tlswalk");
    else if (!o->mech->implemented || e->login_given)
        page_fieldf(p, o->name, o->usable ? INK_OK : INK_PLAIN, "%s%s%s", o->usable ? "can be used" : "cannot be used: ", o->usable ? "" : o->why,
                    e->auth.chosen == (int)i ? "; this one is taken" : "");
    else if (o->mech->sends_secret && !e->tls.secured)
        page_field(p, o->name, INK_WARN | STYLE_BOLD, "would send the secret in the clear");
    else
        page_fieldf(p, o->name, INK_PLAIN, "needs %s", o->mech->needs_client_cert ? "a client certificate" : o->mech->needs_token ? "a token"
                                                     : o->mech->needs_password    ? "a password" : "nothing");
    if (o->mech && o->mech->about)
        page_field(p, "", INK_PLAIN, o->mech->about);
}

void walk_page_mechanisms(struct page *p, const struct evidence *e)
{
    page_text(p, INK_PLAIN, e->login_given ? "What the server offers for logging in, strongest first, and whether it can be used here."
                                           : "What the server offers for logging in, strongest first. No login was given yet: l asks for one.");
    page_blank(p);
    for (size_t i = 0; i < e->auth.offer_count; i++)
        add_mechanism(p, e, i);
    if (!e->auth.offer_count)
        page_text(p, INK_PLAIN, evidence_caps(e)->known ? "The server offers no login on this channel." : "Not known yet: the walk has not come to the server's features.");
    if (e->auth.why[0]) {
        page_blank(p);
        page_field(p, "Login", INK_PLAIN, e->auth.why);
    }
}
