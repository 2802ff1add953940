/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/sample.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/text.h"
#include "failing_alloc.h"

#define STARTED_WALL_US INT64_C(1795500000000000) /* 2026-11-24 06:00:00 UTC */

static char *dup(const char *s)
{
    char *copy = strdup(s);

    if (!copy)
        abort();
    return copy;
}

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void stage_set(struct sample *s, enum stage_id id, enum verdict v, uint64_t start_us, uint64_t took_us, const char *summary)
{
    struct evidence *e = &s->evidence;
    struct stage *stage = &e->stages[e->plan.count];

    *stage = (struct stage){.id = id, .state = STAGE_ENDED, .verdict = v, .start_us = start_us, .duration_us = took_us};
    text_safe_copy(stage->summary, sizeof stage->summary, span_str(summary));
    s->findings.stages[e->plan.count] = v;
    e->plan.stages[e->plan.count++] = id;
    e->at = e->plan.count;
}

static void sample_begin(struct sample *s)
{
    struct err err;

    *s = (struct sample){0};
    must(target_parse(span_str("imap://mail.example.test"), &s->target, &err));
    s->evidence = (struct evidence){
        .target = &s->target, .resolution = &s->resolution, .started_wall_us = STARTED_WALL_US, .ended = true, .ended_us = 41200};
    s->input = (struct report_input){.evidence = &s->evidence, .findings = &s->findings, .transcript = true};
    s->findings.items = s->items;
}

static void finding_set(struct sample *s, const char *code, const char *follows, const char *what, const char *fact, uint64_t serial)
{
    struct finding *f = &s->items[s->findings.count++];
    const struct diagnosis *d = catalogue_find(code);

    must(d != NULL);
    *f = (struct finding){.diagnosis = d, .severity = d->severity, .certainty = d->certainty, .stage = d->stage,
                          .follows_from = follows ? catalogue_find(follows) : NULL, .what = dup(what), .why = dup("Because of the date."),
                          .user = dup("Nothing can be done on this side."), .admin = dup("Renew it and reload the service."),
                          .say = dup("The server shows a pass that has run out."), .serial = serial};
    must(strv_add_str(&f->evidence, fact));
}

static void session_set(struct tls_facts *f)
{
    *f = (struct tls_facts){.started = true, .complete = true, .server_hello = true};
    snprintf(f->version, sizeof f->version, "TLS1.3");
    snprintf(f->cipher, sizeof f->cipher, "AES-256-GCM");
    snprintf(f->group, sizeof f->group, "X25519");
    snprintf(f->signature, sizeof f->signature, "ECDSA-SECP256R1-SHA256");
    snprintf(f->sni, sizeof f->sni, "mail.example.test");
    snprintf(f->notes[0], sizeof f->notes[0], "ServerHello (151 bytes)");
    f->note_count = 1;
    f->alert = -1;
}

static void chain_set(struct chain *c)
{
    struct cert *cert = calloc(1, sizeof *cert);

    must(cert != NULL);
    *cert = (struct cert){.subject = dup("CN=mail.example.test"), .issuer = dup("CN=Example CA"), .subject_cn = dup("mail.example.test"),
                          .issuer_cn = dup("Example CA"), .serial = dup("0A1B"), .not_before = 1790000000, .not_after = 1795000000,
                          .key = dup("EC-P256"), .signature = dup("ECDSA-SHA256")};
    must(strv_add_str(&cert->names, "mail.example.test") && strv_add_str(&cert->names, "imap.example.test"));
    cert->key_usage = dup("digitalSignature");
    cert->aia_issuer_url = dup("http://ca.example/i.crt");
    cert->path_len = -1;
    cert->der = malloc(sizeof "der");
    must(cert->der != NULL && strv_add_str(&cert->purposes, "serverAuth"));
    memcpy(cert->der, "der", sizeof "der");
    cert->der_len = sizeof "der";
    memset(cert->sha256, 'a', 64);
    memset(cert->spki_sha256, 'b', 64);
    *c = (struct chain){.certs = cert, .count = 1, .checked = true, .trusted = true, .name_ok = true, .days_left = -6,
                        .trouble_count = 1, .troubles = {{CERT_EXPIRED, 0, "it ran out on 2026-11-18"}}};
    snprintf(c->asked_name, sizeof c->asked_name, "mail.example.test");
    snprintf(c->matched_name, sizeof c->matched_name, "mail.example.test");
    snprintf(c->trust_name, sizeof c->trust_name, "the system's roots");
}

static void auth_set(struct evidence *e)
{
    e->login_given = true;
    e->auth.result = AUTH_WITHHELD;
    e->auth.chosen = 0;
    e->auth.offer_count = 2;
    snprintf(e->auth.why, sizeof e->auth.why, "the certificate did not pass");
    e->auth.offers[0] = (struct mech_offer){.mech = mech_by_name("PLAIN"), .name = "PLAIN", .usable = true, .why = "inside TLS"};
    e->auth.offers[1] = (struct mech_offer){.mech = mech_by_name("GSSAPI"), .name = "GSSAPI", .why = "tlswalk does not have it"};
}

static void transcript_set(struct evidence *e)
{
    struct transcript *t = transcript_new(1 << 20, 1000);

    must(t != NULL);
    e->transcript = t;
    must(transcript_note(t, 100, STAGE_CONNECT, false, "connected to 192.0.2.10 port 143"));
    must(transcript_say(t, 900, SAID_SERVER, false, STAGE_BANNER, span_str("* OK ready\r\n")));
    must(transcript_say(t, 1000, SAID_CLIENT, false, STAGE_STARTTLS, span_str("a1 STARTTLS\r\n")));
    must(transcript_say(t, 2000, SAID_SERVER, false, STAGE_STARTTLS, span_str("a1 OK bare\n")));
    must(transcript_masked(t, 3000, SAID_CLIENT, true, STAGE_AUTH, span_str("a2 AUTHENTICATE PLAIN ****")));
    must(transcript_say(t, 3210, SAID_SERVER, true, STAGE_QUIT, span_of(SAMPLE_HOSTILE "\r\n", SAMPLE_HOSTILE_LEN + 2)));
    must(transcript_say(t, 3300, SAID_SERVER, true, STAGE_QUIT, span_str("+ \r\n")));
}

static void heard_set(struct heard *h, const char *line)
{
    h->present = true;
    snprintf(h->line, sizeof h->line, "%s", line);
}

static void talk_set(struct evidence *e)
{
    heard_set(&e->banner.reply, "* OK ready");
    e->starttls.wanted = e->starttls.offered = e->starttls.asked = true;
    heard_set(&e->starttls.reply, "a1 OK bare");
    e->injection.wanted = true;
    e->injection.outcome = INJECTION_ANSWERED;
    snprintf(e->injection.sent, sizeof e->injection.sent, "tlsw1 NOOP");
}

static void resolution_set(struct resolution *r)
{
    static const char *const addresses[] = {"192.0.2.10", "2001:db8::10"};

    r->system.asked = r->system.answered = r->validated = r->secure = true;
    snprintf(r->canonical, sizeof r->canonical, "mx.example.test");
    for (size_t i = 0; i < 2; i++) {
        snprintf(r->addresses[i].text, sizeof r->addresses[i].text, "%s", addresses[i]);
        r->system.addresses[i] = r->addresses[i];
        r->count = r->system.count = i + 1;
    }
}

static void looks_set(struct sample *s)
{
    struct look_saw *l = &s->seen[0];

    *l = (struct look_saw){.ask = {.purpose = LOOK_SIBLING, .port = 993, .mode = TLS_MODE_IMPLICIT}, .connected = true, .tls_up = true,
                           .reached = STAGE_HANDSHAKE, .verdict = VERDICT_PASS, .took_us = 20500};
    snprintf(l->ask.label, sizeof l->ask.label, "port 993");
    snprintf(l->ask.words, sizeof l->ask.words, "TLS from the first byte");
    snprintf(l->summary, sizeof l->summary, "TLS1.3");
    snprintf(l->tls.version, sizeof l->tls.version, "TLS1.3");
    memset(l->leaf_sha256, 'c', 64);
    s->looks = (struct looks){.items = s->seen, .count = 1, .ended = true};
    snprintf(s->looks.stopped, sizeof s->looks.stopped, "The server refused further connections.");
    s->evidence.looks = &s->looks;
}

static void depth_set(struct sample *s)
{
    static const struct depth_row rows[] = {
        {DEPTH_VERSION, "TLS 1.1", "taken", VERDICT_FAIL, "must not be used any more (RFC 8996)"},
        {DEPTH_VERSION, "TLS 1.0", "taken", VERDICT_FAIL, "must not be used any more (RFC 8996)"},
        {DEPTH_SUITE, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (TLS 1.2)", "taken", VERDICT_PASS, ""},
    };

    memcpy(s->depth_rows, rows, sizeof rows);
    s->depth = (struct depth){.rows = s->depth_rows, .count = 3, .handshakes = 9, .ended = true, .stopped = "421 too many connections"};
    s->evidence.depth = &s->depth;
}

void sample_make(struct sample *s)
{
    struct evidence *e = &s->evidence;

    sample_begin(s);
    snprintf(e->address, sizeof e->address, "192.0.2.10");
    snprintf(e->connect.local, sizeof e->connect.local, "192.0.2.77");
    stage_set(s, STAGE_RESOLVE, VERDICT_PASS, 0, 12000, "192.0.2.10");
    stage_set(s, STAGE_HANDSHAKE, VERDICT_PASS, 13000, 9900, "TLS1.3 AES-256-GCM");
    stage_set(s, STAGE_CERTIFICATE, VERDICT_PASS, 22900, 100, "it ran out on 2026-11-18 and this is a long line that has to be wrapped");
    stage_set(s, STAGE_AUTH, VERDICT_SKIP, 23000, 0, "held back: the certificate did not pass");
    s->findings.stages[2] = VERDICT_FAIL; /* graver than the walk's own */
    s->findings.verdict = VERDICT_FAIL;
    finding_set(s, "cert-expired", NULL, "The certificate of mail.example.test ran out.", "it ran out on 2026-11-18", NO_SERIAL);
    finding_set(s, "starttls-refused-other", "cert-expired", "The server refused.", "a1 OK bare", 3);
    e->tls.tried = e->tls.secured = true;
    session_set(&e->tls.facts);
    chain_set(&e->chain);
    e->before.known = e->after.known = true;
    must(strv_add_str(&e->before.list, "IMAP4rev1") && strv_add_str(&e->before.list, "STARTTLS") &&
         strv_add_str(&e->after.list, "imap4REV1") && strv_add_str(&e->after.list, "AUTH=\x1b") && strv_add_str(&e->after.list, "IDLE"));
    resolution_set(&s->resolution);
    talk_set(e);
    auth_set(e);
    looks_set(s);
    depth_set(s);
    transcript_set(e);
}

void sample_make_nameless(struct sample *s)
{
    sample_begin(s);
    stage_set(s, STAGE_RESOLVE, VERDICT_FAIL, 0, 12000, "no such name: mail.example.test");
    s->findings.verdict = VERDICT_FAIL;
    s->evidence.auth.chosen = -1;
}

void sample_done(struct sample *s)
{
    for (size_t i = 0; i < s->findings.count; i++) {
        free(s->items[i].what);
        free(s->items[i].why);
        free(s->items[i].user);
        free(s->items[i].admin);
        free(s->items[i].say);
        strv_done(&s->items[i].evidence);
    }
    chain_done(&s->evidence.chain);
    caps_done(&s->evidence.before);
    caps_done(&s->evidence.after);
    transcript_free((struct transcript *)s->evidence.transcript);
}

struct attempt {
    const struct report_form *form;
    struct report_input *input;
};

static bool write_with_little_memory(void *attempt)
{
    const struct attempt *a = attempt;
    struct buf out = {0};
    bool ok = a->form->write(&out, a->input);

    buf_done(&out);
    return ok;
}

size_t sample_form_lacks_memory(const char *form)
{
    struct sample s;
    size_t unnoticed, count;

    sample_make(&s);
    count = failing_alloc_each(write_with_little_memory, &(struct attempt){report_form_by_name(span_str(form)), &s.input}, &unnoticed);
    must(unnoticed == 0);
    sample_done(&s);
    return count;
}
