/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_certificate.c - text form: the TLS session, the chain, and what is wrong with it. */
#include "base/text.h"
#include "report/report_private.h"

#define INDENT 3
#define LABEL_COLS 12

static bool session_text(const struct sheet *p, const struct tls_facts *f)
{
    return sheet_heading(p, "TLS") &&
           sheet_fieldf(p, INDENT, LABEL_COLS, "Session", "%s, %s%s%s%s%s", f->version, f->cipher, f->group[0] ? ", " : "", f->group,
                       f->signature[0] ? ", " : "", f->signature) &&
           sheet_fieldf(p, INDENT, LABEL_COLS, "Asked for", "%s%s%s", f->sni[0] ? f->sni : "no name (no SNI)", f->alpn[0] ? ", ALPN " : "",
                       f->alpn) &&
           sheet_field(p, INDENT, LABEL_COLS, "OCSP", span_str(f->ocsp_stapled ? "a response was stapled" : "no response was stapled"));
}

/* A list on one line: "a, b, c". */
static bool list_text(const struct sheet *p, const char *label, const struct strv *list)
{
    struct buf text = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < list->count; i++)
        ok = buf_addf(&text, "%s%s", i ? ", " : "", list->items[i]);
    ok = ok && (list->count == 0 || sheet_field(p, INDENT, LABEL_COLS, label, buf_span(&text)));
    buf_done(&text);
    return ok;
}

static const char *or_nothing(const char *s)
{
    return s ? s : "";
}

static bool cert_text(const struct sheet *p, const struct cert *c, const char *number)
{
    char from[32], to[32];

    text_time(from, sizeof from, c->not_before);
    text_time(to, sizeof to, c->not_after);
    return sheet_field(p, 0, INDENT, number, span_str(or_nothing(c->subject_cn))) &&
           sheet_field(p, INDENT, LABEL_COLS, "Subject", span_str(or_nothing(c->subject))) &&
           sheet_field(p, INDENT, LABEL_COLS, "Issuer", span_str(or_nothing(c->issuer))) &&
           sheet_fieldf(p, INDENT, LABEL_COLS, "Valid", "%s to %s", from, to) && list_text(p, "Names", &c->names) &&
           sheet_fieldf(p, INDENT, LABEL_COLS, "Key", "%s, signed with %s%s", or_nothing(c->key), or_nothing(c->signature),
                       c->self_signed ? ", by itself" : "") &&
           sheet_field(p, INDENT, LABEL_COLS, "Serial", span_str(or_nothing(c->serial))) &&
           sheet_field(p, INDENT, LABEL_COLS, "SHA-256", span_str(c->sha256)) &&
           sheet_field(p, INDENT, LABEL_COLS, "Key SHA-256", span_str(c->spki_sha256));
}

static bool trouble_text(const struct sheet *p, const struct cert_trouble *t)
{
    if (t->at < 0)
        return sheet_fieldf(p, INDENT, LABEL_COLS, "Problem", "%s: %s", cert_problem_name(t->problem), t->detail);
    return sheet_fieldf(p, INDENT, LABEL_COLS, "Problem", "certificate %d, %s: %s", t->at, cert_problem_name(t->problem), t->detail);
}

static bool chain_text(const struct sheet *p, const struct chain *c)
{
    bool ok;

    if (!c->checked)
        return sheet_field(p, INDENT, LABEL_COLS, "Checked", span_str("no"));
    ok = sheet_fieldf(p, INDENT, LABEL_COLS, "Trusted", "%s%s%s", c->trusted ? "yes" : "no", c->trust_name[0] ? ", by " : "", c->trust_name) &&
         sheet_fieldf(p, INDENT, LABEL_COLS, "Name", "%s %s%s%s", c->name_ok ? "fits" : "does not fit", c->asked_name,
                     c->matched_name[0] ? ", by " : "", c->matched_name);
    for (size_t i = 0; ok && i < c->trouble_count; i++)
        ok = trouble_text(p, &c->troubles[i]);
    return ok;
}

bool text_certificate(const struct sheet *p, const struct evidence *e)
{
    const struct chain *c = &e->chain;
    bool ok = !e->tls.secured || session_text(p, &e->tls.facts);

    if (!ok || c->count == 0)
        return ok;
    ok = sheet_heading(p, "CERTIFICATES, as the server sent them");
    for (size_t i = 0; ok && i < c->count; i++) {
        char number[] = {(char)('0' + i / 10), (char)('0' + i % 10), '\0'};

        ok = cert_text(p, &c->certs[i], i < 10 ? number + 1 : number);
    }
    if (ok && c->root)
        ok = cert_text(p, c->root, "-") && sheet_field(p, INDENT, LABEL_COLS, "", span_str("(not sent: from the trusted roots)"));
    return ok && chain_text(p, c);
}
