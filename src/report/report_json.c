/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_json.c - a walk as one line of JSON. The only door to jansson.
 *
 * jansson refuses strings that are not UTF-8, and a NULL value makes an addition fail: so every function here gives NULL, or
 * adds and tells, and lack of memory comes out at the top. A reference given to put() is gone in either case.
 */
#include "config.h"

#include <jansson.h>

#include "base/text.h"
#include "report/report_private.h"
#include "tls/tls.h"
#include "walk/look.h"

static bool put(json_t *object, const char *key, json_t *value)
{
    return json_object_set_new(object, key, value) == 0;
}

static bool push(json_t *array, json_t *value)
{
    return json_array_append_new(array, value) == 0;
}

/* What stands in a server's bytes becomes safe text; what is safe already stays as it is. */
static json_t *json_text(struct span s)
{
    struct buf safe = {0};
    json_t *value = text_safe(&safe, s) ? json_stringn(buf_len(&safe) > 0 ? (const char *)buf_span(&safe).ptr : "", buf_len(&safe)) : NULL;

    buf_done(&safe);
    return value;
}

static json_t *json_str(const char *s)
{
    return s ? json_text(span_str(s)) : json_null();
}

/* null for the empty string */
static json_t *json_str_or_null(const char *s)
{
    return s && s[0] ? json_str(s) : json_null();
}

static json_t *json_base64(struct span s)
{
    struct buf b = {0};
    const char *text = buf_add_base64(&b, s) ? buf_cstr(&b) : NULL;
    json_t *value = text ? json_string(text) : NULL;

    buf_done(&b);
    return value;
}

static json_t *json_ms(uint64_t us)
{
    return json_real((double)us / 1000);
}

static json_t *json_time(int64_t wall_us)
{
    char text[40];

    text_time_rfc3339(text, sizeof text, wall_us);
    return json_string(text);
}

static json_t *json_time_s(int64_t s)
{
    int64_t most = INT64_MAX / 1000000;

    return json_time((s > most ? most : s < -most ? -most : s) * 1000000);
}

static json_t *json_list(const struct strv *list)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < list->count; i++)
        ok = push(array, json_str(list->items[i]));
    if (ok)
        return array;
    json_decref(array);
    return NULL;
}

/* The object when all went well; else it is given back and NULL comes out. */
static json_t *whole(json_t *value, bool ok)
{
    if (ok)
        return value;
    json_decref(value);
    return NULL;
}

static json_t *stage_json(const struct report_input *in, size_t i)
{
    const struct stage *s = &in->evidence->stages[i];
    json_t *o = json_object();

    return whole(o, o && put(o, "name", json_string(stage_name(s->id))) &&
                        put(o, "verdict", json_str_or_null(verdict_name(report_stage_verdict(in, i)))) &&
                        put(o, "start_ms", json_ms(s->start_us)) && put(o, "duration_ms", json_ms(s->duration_us)) &&
                        put(o, "summary", json_str(s->summary)));
}

static json_t *stages_json(const struct report_input *in)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < in->evidence->plan.count; i++)
        ok = push(array, stage_json(in, i));
    return whole(array, ok);
}

static json_t *references_json(const char *const *references)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && references[i]; i++)
        ok = push(array, json_str(references[i]));
    return whole(array, ok);
}

/* Index into "transcript" of the line that proves it. */
static json_t *proof_json(const struct evidence *e, uint64_t serial)
{
    uint64_t first = e->transcript ? transcript_first(e->transcript) : 0;

    if (!e->transcript || serial == NO_SERIAL || serial < first || serial >= transcript_next(e->transcript))
        return json_null();
    return json_integer((json_int_t)(serial - first));
}

static json_t *finding_json(const struct evidence *e, const struct finding *f)
{
    const struct diagnosis *d = f->diagnosis;
    json_t *o = json_object();

    return whole(o, o && put(o, "code", json_str(d->code)) && put(o, "severity", json_string(severity_name(f->severity))) &&
                        put(o, "certainty", json_string(certainty_name(f->certainty))) &&
                        put(o, "stage", json_string(stage_name(f->stage))) &&
                        put(o, "follows_from", json_str(f->follows_from ? f->follows_from->code : NULL)) &&
                        put(o, "what", json_str(f->what)) && put(o, "why", json_str(f->why)) && put(o, "user", json_str(f->user)) &&
                        put(o, "admin", json_str(f->admin)) && put(o, "say", json_str(f->say)) &&
                        put(o, "evidence", json_list(&f->evidence)) && put(o, "references", references_json(d->references)) &&
                        put(o, "party", json_string(party_name(d->party))) && put(o, "proof", proof_json(e, f->serial)));
}

static json_t *findings_json(const struct report_input *in)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && in->findings && i < in->findings->count; i++)
        ok = push(array, finding_json(in->evidence, &in->findings->items[i]));
    return whole(array, ok);
}

static json_t *tls_json(const struct evidence *e)
{
    const struct tls_facts *f = &e->tls.facts;
    json_t *o;

    if (!e->tls.secured)
        return json_null();
    o = json_object();
    return whole(o, o && put(o, "version", json_str_or_null(f->version)) && put(o, "cipher", json_str_or_null(f->cipher)) &&
                        put(o, "group", json_str_or_null(f->group)) && put(o, "signature", json_str_or_null(f->signature)) &&
                        put(o, "alpn", json_str_or_null(f->alpn)) && put(o, "sni", json_str_or_null(f->sni)) &&
                        put(o, "ocsp_stapled", json_boolean(f->ocsp_stapled)) && put(o, "resumed", json_boolean(f->resumed)) &&
                        put(o, "suite", json_str_or_null(f->suite)));
}

static json_t *cert_json(const struct cert *c)
{
    json_t *o = json_object();

    return whole(o, o && put(o, "subject", json_str(c->subject)) && put(o, "issuer", json_str(c->issuer)) &&
                        put(o, "serial", json_str(c->serial)) && put(o, "not_before", json_time_s(c->not_before)) &&
                        put(o, "not_after", json_time_s(c->not_after)) && put(o, "names", json_list(&c->names)) &&
                        put(o, "key", json_str(c->key)) && put(o, "signature", json_str(c->signature)) &&
                        put(o, "sha256", json_str(c->sha256)) && put(o, "spki_sha256", json_str(c->spki_sha256)) &&
                        put(o, "self_signed", json_boolean(c->self_signed)));
}

static json_t *certs_json(const struct chain *c)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < c->count; i++)
        ok = push(array, cert_json(&c->certs[i]));
    return whole(array, ok);
}

static json_t *trouble_json(const struct cert_trouble *t)
{
    json_t *o = json_object();

    return whole(o, o && put(o, "problem", json_string(cert_problem_name(t->problem))) &&
                        put(o, "certificate", t->at < 0 ? json_null() : json_integer(t->at)) && put(o, "detail", json_str(t->detail)));
}

/* What the certificates were checked for; null when they were not. */
static json_t *chain_json(const struct chain *c)
{
    json_t *o, *troubles;
    bool ok;

    if (!c->checked)
        return json_null();
    troubles = json_array();
    ok = troubles != NULL;
    for (size_t i = 0; ok && i < c->trouble_count; i++)
        ok = push(troubles, trouble_json(&c->troubles[i]));
    troubles = whole(troubles, ok);
    o = json_object();
    if (!o) {
        json_decref(troubles);
        return NULL;
    }
    ok = put(o, "problems", troubles);
    return whole(o, ok && put(o, "trusted", json_boolean(c->trusted)) && put(o, "trust", json_str_or_null(c->trust_name)) &&
                        put(o, "asked_name", json_str_or_null(c->asked_name)) &&
                        put(o, "matched_name", json_str_or_null(c->matched_name)) && put(o, "days_left", json_integer(c->days_left)));
}

static json_t *caps_json(const struct evidence *e)
{
    json_t *o = json_object();

    return whole(o, o && put(o, "before_tls", json_list(&e->before.list)) && put(o, "after_tls", json_list(&e->after.list)));
}

static json_t *offers_json(const struct evidence *e)
{
    json_t *array = json_array();
    bool ok = array != NULL;

    for (size_t i = 0; ok && i < e->auth.offer_count; i++)
        ok = push(array, json_str(e->auth.offers[i].name));
    return whole(array, ok);
}

static json_t *auth_json(const struct evidence *e)
{
    json_t *o = json_object();

    return whole(o, o && put(o, "offered", offers_json(e)) && put(o, "tried", json_str_or_null(e->auth.tried)) &&
                        put(o, "result", json_string(auth_result_name(e->auth.result))) &&
                        put(o, "reply", json_str(e->auth.reply.present ? e->auth.reply.line : NULL)) &&
                        put(o, "why", json_str_or_null(e->auth.why)));
}

static json_t *look_json(const struct look_saw *l)
{
    json_t *o = json_object();

    return whole(o, o && put(o, "label", json_str(l->ask.label)) && put(o, "about", json_str(l->ask.words)) &&
                        put(o, "port", json_integer(l->ask.port)) && put(o, "tls_mode", json_string(tls_mode_name(l->ask.mode))) &&
                        put(o, "stage", json_string(stage_name(l->reached))) &&
                        put(o, "verdict", json_str_or_null(verdict_name(l->verdict))) && put(o, "summary", json_str(l->summary)) &&
                        put(o, "duration_ms", json_ms(l->took_us)) &&
                        put(o, "tls_version", json_str_or_null(l->tls_up ? l->tls.version : "")) &&
                        put(o, "certificate_sha256", json_str_or_null(l->leaf_sha256)));
}

/* null when none were asked for */
static json_t *looks_json(const struct looks *looks)
{
    json_t *array;
    bool ok;

    if (!looks)
        return json_null();
    array = json_array();
    ok = array != NULL;
    for (size_t i = 0; ok && i < looks->count; i++)
        ok = push(array, look_json(&looks->items[i]));
    return whole(array, ok);
}

static const char *said_by_name(enum said_by by)
{
    switch (by) {
    case SAID_SERVER: return "server";
    case SAID_CLIENT: return "client";
    case SAID_TLSWALK: return "tlswalk";
    }
    return NULL;
}

static json_t *said_json(const struct said *s)
{
    struct span line = said_line(s), shown = line;
    json_t *o = json_object();
    bool ok;

    if (shown.len > 0 && shown.ptr[shown.len - 1] == '\n')
        shown.len--;
    ok = o && put(o, "ms", json_ms(s->us)) && put(o, "from", json_string(said_by_name(s->by))) &&
         put(o, "protected", json_boolean(s->secured)) && put(o, "text", json_text(shown));
    if (ok && (shown.len != line.len || !text_is_safe(shown)))
        ok = put(o, "bytes", json_base64(line));
    if (ok && s->stage < STAGE_COUNT)
        ok = put(o, "stage", json_string(stage_name((enum stage_id)s->stage)));
    if (ok && s->masked)
        ok = put(o, "masked", json_true());
    if (ok && s->continues)
        ok = put(o, "continues", json_true());
    return whole(o, ok);
}

static json_t *transcript_json(const struct transcript *t)
{
    json_t *array = json_array();
    uint64_t end = t ? transcript_next(t) : 0;
    bool ok = array != NULL;
    struct said s;

    for (uint64_t serial = t ? transcript_first(t) : 0; ok && serial < end; serial++)
        ok = !transcript_get(t, serial, &s) || push(array, said_json(&s));
    return whole(array, ok);
}

/* Where the walk went, and what came of it. */
static bool put_walk(json_t *o, const struct report_input *in)
{
    const struct evidence *e = in->evidence;
    const struct target *t = e->target;
    char uri[REPORT_TARGET_CAP];

    target_format(t, uri, sizeof uri);
    return put(o, "schema", json_string("tlswalk/1")) && put(o, "target", json_str(uri)) && put(o, "protocol", json_str(t->proto->name)) &&
           put(o, "host", json_str(t->ascii[0] ? t->ascii : t->host)) && put(o, "port", json_integer(t->port)) &&
           put(o, "tls_mode", json_string(tls_mode_name(t->mode))) && put(o, "address", json_str_or_null(e->address)) &&
           put(o, "started", json_time(e->started_wall_us)) && put(o, "start_ms", json_ms(e->started_us)) &&
           put(o, "duration_ms", json_ms(e->ended ? e->ended_us - e->started_us : 0)) &&
           put(o, "verdict", json_str_or_null(verdict_name(report_verdict(in)))) &&
           (!in->client || put(o, "client", json_str(in->client))) && (!in->words || put(o, "client_words", json_str(in->words)));
}

static bool put_facts(json_t *o, const struct report_input *in)
{
    const struct evidence *e = in->evidence;

    return put(o, "stages", stages_json(in)) && put(o, "findings", findings_json(in)) && put(o, "tls", tls_json(e)) &&
           put(o, "certificates", certs_json(&e->chain)) && put(o, "chain", chain_json(&e->chain)) &&
           put(o, "capabilities", caps_json(e)) && put(o, "auth", auth_json(e)) && put(o, "looks", looks_json(e->looks)) &&
           put(o, "transcript", transcript_json(e->transcript)) &&
           put(o, "dropped_transcript_bytes", json_integer((json_int_t)(e->transcript ? transcript_dropped_bytes(e->transcript) : 0))) &&
           put(o, "program", json_string(PACKAGE_STRING)) && put(o, "gnutls", json_string(tls_library_version()));
}

struct dump {
    struct buf *out;
    bool failed; /* jansson 2.14 does not pass on every failure of its callback */
};

static int dump_bytes(const char *bytes, size_t len, void *user)
{
    struct dump *d = user;

    if (!buf_add(d->out, bytes, len))
        d->failed = true;
    return d->failed ? -1 : 0;
}

bool report_json(struct buf *out, const struct report_input *in)
{
    struct dump dump = {.out = out};
    json_t *o = json_object();
    bool ok = o && put_walk(o, in) && put_facts(o, in) &&
              json_dump_callback(o, dump_bytes, &dump, JSON_COMPACT | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(15)) == 0 &&
              !dump.failed && buf_add_char(out, '\n');

    json_decref(o);
    return ok;
}
