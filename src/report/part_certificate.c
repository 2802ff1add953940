/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_certificate.c - for people: the TLS session, the chain with every field, what is wrong with it, and its PEM. */
#include <stdio.h>

#include "base/text.h"
#include "report/report_private.h"

static bool known(struct sheet *p, const char *label, const char *fact)
{
    return !fact || !fact[0] || sheet_fact(p, label, span_str(fact));
}

/* Facts of a session that stands, one behind the other. */
static bool session_write(struct sheet *p, const struct tls_facts *f)
{
    return sheet_fieldf(p, "Session", "%s, %s%s%s%s%s", f->version, f->cipher, f->group[0] ? ", " : f->kx[0] ? ", " : "", f->group[0] ? f->group : f->kx,
                        f->signature[0] ? ", " : "", f->signature) &&
           known(p, "Suite", f->suite) && known(p, "ALPN", f->alpn) &&
           sheet_field(p, "OCSP", span_str(f->ocsp_stapled ? "a response was stapled" : "no response was stapled")) &&
           (!f->resumed || sheet_field(p, "Resumed", span_str("yes"))) &&
           (!f->client_cert_asked || sheet_field(p, "Asks for", span_str("a certificate of the client")));
}

bool part_tls(struct sheet *p, const struct report_input *in)
{
    const struct tls_facts *f = &in->evidence->tls.facts;
    bool ok;

    if (!in->evidence->tls.tried || !f->started)
        return true;
    ok = sheet_heading(p, "TLS") && (!in->evidence->tls.secured || session_write(p, f)) &&
         sheet_fact(p, "Asked for", span_str(f->sni[0] ? f->sni : "no name (no SNI)")) &&
         known(p, "Error", f->error ? f->error_text : NULL) &&
         (f->alert < 0 || !f->alert_text[0] || sheet_factf(p, "Alert", "%s (%d), sent by the server", f->alert_text, f->alert));
    for (size_t i = 0; ok && i < f->note_count; i++)
        ok = sheet_fact(p, i ? "" : "Messages", span_str(f->notes[i]));
    return ok;
}

/* A list on one line: "a, b, c". */
static bool list_write(struct sheet *p, const char *label, const struct strv *list)
{
    struct buf text = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < list->count; i++)
        ok = buf_addf(&text, "%s%s", i ? ", " : "", list->items[i]);
    if (ok && list->dropped)
        ok = buf_addf(&text, " and %zu more", list->dropped);
    ok = ok && (list->count == 0 || sheet_fact(p, label, buf_span(&text)));
    buf_done(&text);
    return ok;
}

static const char *or_nothing(const char *s)
{
    return s ? s : "";
}

static bool cert_uses(struct sheet *p, const struct cert *c)
{
    return known(p, "Key usage", c->key_usage ? c->key_usage : "not limited") && list_write(p, "Purposes", &c->purposes) &&
           sheet_field(p, "Authority", span_str(c->is_ca ? "may issue certificates" : "may not issue certificates")) &&
           (c->path_len < 0 || sheet_fieldf(p, "Path length", "%d", c->path_len)) && known(p, "Issuer at", c->aia_issuer_url) &&
           known(p, "OCSP at", c->ocsp_url) && known(p, "CRL at", c->crl_url);
}

static bool cert_prints(struct sheet *p, const struct cert *c)
{
    return known(p, "SHA-256", c->sha256) && known(p, "SHA-1", c->sha1) && known(p, "Key SHA-256", c->spki_sha256) &&
           (!c->spki_pin[0] || sheet_factf(p, "Key pin", "sha256/%s", c->spki_pin));
}

static bool cert_write(struct sheet *p, const struct cert *c, const char *mark)
{
    char from[32], to[32];

    text_time(from, sizeof from, c->not_before);
    text_time(to, sizeof to, c->not_after);
    return sheet_item(p, mark, span_str(or_nothing(c->subject_cn))) && known(p, "Subject", c->subject) && known(p, "Issuer", c->issuer) &&
           known(p, "Serial", c->serial) && sheet_fieldf(p, "Valid", "%s to %s", from, to) && list_write(p, "Names", &c->names) &&
           sheet_factf(p, "Key", "%s, signed with %s%s", or_nothing(c->key), or_nothing(c->signature), c->self_signed ? ", by itself" : "") &&
           cert_uses(p, c) && cert_prints(p, c);
}

static bool trouble_write(struct sheet *p, const struct cert_trouble *t)
{
    if (t->at < 0)
        return sheet_factf(p, "Problem", "%s: %s", cert_problem_name(t->problem), t->detail);
    return sheet_factf(p, "Problem", "certificate %d, %s: %s", t->at, cert_problem_name(t->problem), t->detail);
}

static bool staple_write(struct sheet *p, const struct chain *c)
{
    char when[32];

    if (!c->ocsp_stapled)
        return sheet_field(p, "Revoked", span_str("nothing was stapled, and tlswalk asks no third party"));
    text_time(when, sizeof when, c->ocsp_produced);
    return sheet_fieldf(p, "Revoked", "the stapled response is %s%s%s", c->ocsp_good ? "good" : "not good", c->ocsp_produced ? ", made " : "",
                        c->ocsp_produced ? when : "");
}

static bool checks_write(struct sheet *p, const struct target *t, const struct chain *c)
{
    bool ok = sheet_heading(p, "CHECKS of the certificates");

    if (!c->checked)
        return ok && sheet_field(p, "Checked", span_str("no"));
    ok = ok && sheet_factf(p, "Trusted", "%s%s%s", c->trusted ? "yes" : "no", c->trust_name[0] ? ", by " : "", c->trust_name) &&
         sheet_factf(p, "Name", "%s %s%s%s", c->name_ok ? "fits" : "does not fit", c->asked_name, c->matched_name[0] ? ", by " : "",
                     c->matched_name) &&
         (c->days_left == INT64_MAX || sheet_fieldf(p, "Days left", "%lld", (long long)c->days_left)) && staple_write(p, c);
    for (size_t i = 0; ok && i < c->trouble_count; i++)
        ok = trouble_write(p, &c->troubles[i]);
    return ok && (c->count == 0 || t->kind != NAME_HOST ||
                  sheet_factf(p, "TLSA 3 1 1", "_%u._tcp.%s. IN TLSA 3 1 1 %s", t->port, t->ascii, c->certs[0].spki_sha256));
}

bool part_certificate(struct sheet *p, const struct report_input *in)
{
    const struct chain *c = &in->evidence->chain;
    bool ok = true;

    if (c->count == 0)
        return true;
    ok = sheet_heading(p, "CERTIFICATES, as the server sent them");
    for (size_t i = 0; ok && i < c->count; i++) {
        char mark[24];

        snprintf(mark, sizeof mark, "%zu", i);
        ok = cert_write(p, &c->certs[i], mark);
    }
    return ok && (!c->root || (sheet_heading(p, "ROOT, not sent but trusted here") && cert_write(p, c->root, "-"))) &&
           checks_write(p, in->evidence->target, c);
}

bool part_pem(struct sheet *p, const struct report_input *in)
{
    const struct chain *c = &in->evidence->chain;
    bool ok = c->count == 0 || !c->certs[0].der || sheet_heading(p, "CERTIFICATES as PEM");

    for (size_t i = 0; ok && i < c->count; i++) {
        struct buf pem = {0};

        ok = !c->certs[i].der || cert_pem(&c->certs[i], &pem);
        for (struct span rest = buf_span(&pem); ok && rest.len > 0;) {
            const unsigned char *end = memchr(rest.ptr, '\n', rest.len);
            struct span line = span_head(rest, end ? (size_t)(end - rest.ptr) : rest.len);

            ok = sheet_line(p, "", line);
            rest = span_skip(rest, line.len + 1);
        }
        buf_done(&pem);
    }
    return ok;
}
