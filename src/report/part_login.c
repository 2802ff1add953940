/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_login.c - for people: the login and the mechanisms; the features before TLS and inside it. */
#include "base/text.h"
#include "report/report_private.h"

static const char *result_words(enum auth_result r)
{
    switch (r) {
    case AUTH_NOT_TRIED: return "not tried";
    case AUTH_ACCEPTED: return "accepted";
    case AUTH_REJECTED: return "rejected";
    case AUTH_WITHHELD: return "held back";
    case AUTH_UNFINISHED: return "not finished";
    }
    return "";
}

static const char *needs_words(const struct mech *m)
{
    if (m->needs_client_cert)
        return "a client certificate";
    return m->needs_token ? "a token" : m->needs_password ? "a password" : "nothing";
}

/* Judged by the walk where a login was given; else by what the mechanism needs. */
static bool offer_judgement(struct buf *text, const struct evidence *e, size_t i)
{
    const struct mech_offer *o = &e->auth.offers[i];

    if (!o->mech || !o->mech->implemented || e->login_given)
        return buf_addf(text, "%s%s%s%s", o->usable ? "can be used" : "cannot be used", o->why[0] ? ": " : "", o->why,
                        e->auth.chosen == (int)i ? "; this one is taken" : "");
    if (o->mech->sends_secret && !e->tls.secured)
        return buf_add_str(text, "would send the secret in the clear");
    return buf_addf(text, "needs %s", needs_words(o->mech));
}

static bool offer_write(struct sheet *p, const struct evidence *e, size_t i)
{
    const struct mech_offer *o = &e->auth.offers[i];
    enum verdict v = !e->login_given ? VERDICT_NONE : o->usable ? VERDICT_PASS : VERDICT_SKIP;
    struct buf text = {0};
    bool ok = offer_judgement(&text, e, i) && (!o->mech || !o->mech->about || buf_addf(&text, " (%s)", o->mech->about)) &&
              sheet_row(p, v, o->name, "", buf_span(&text));

    buf_done(&text);
    return ok;
}

bool part_login(struct sheet *p, const struct report_input *in)
{
    static const struct sheet_columns columns = {.name = "Offered", .name_cols = 18, .text = "Can it be used here?"};
    const struct evidence *e = in->evidence;
    bool ok;

    if (e->auth.offer_count == 0 && e->auth.result == AUTH_NOT_TRIED && !e->login_given)
        return true;
    ok = sheet_heading(p, "LOGIN") &&
         sheet_fieldf(p, "Result", "%s%s%s", result_words(e->auth.result), e->auth.why[0] ? ": " : "", e->auth.why) &&
         (!e->auth.tried[0] || sheet_fact(p, "Mechanism", span_str(e->auth.tried))) &&
         (!e->auth.reply.present || sheet_fact(p, "Answer", span_str(e->auth.reply.line))) &&
         (!e->auth.broken[0] || sheet_fact(p, "Cancelled", span_str(e->auth.broken))) &&
         (e->auth.offer_count == 0 || sheet_rows(p, &columns));
    for (size_t i = 0; ok && i < e->auth.offer_count; i++)
        ok = offer_write(p, e, i);
    return ok;
}

static bool caps_have(const struct caps *c, const char *word)
{
    for (size_t i = 0; i < c->list.count; i++)
        if (strcasecmp(c->list.items[i], word) == 0)
            return true;
    return false;
}

/* Entries of c that other, where given, has not; what a server says is not safe text yet. */
static bool caps_write(struct sheet *p, const char *label, const struct caps *c, const struct caps *other)
{
    struct buf text = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < c->list.count; i++)
        if (!other || !caps_have(other, c->list.items[i]))
            ok = (buf_len(&text) == 0 || buf_add_str(&text, ", ")) && text_safe(&text, span_str(c->list.items[i]));
    if (ok && buf_len(&text) > 0)
        ok = sheet_fact(p, label, buf_span(&text));
    else if (ok && !other)
        ok = sheet_field(p, label, span_str("none"));
    buf_done(&text);
    return ok;
}

bool part_features(struct sheet *p, const struct report_input *in)
{
    const struct evidence *e = in->evidence;

    if (!e->before.known && !e->after.known)
        return true;
    return sheet_heading(p, "FEATURES") && (!e->before.known || caps_write(p, "In clear", &e->before, NULL)) &&
           (!e->after.known || caps_write(p, "Inside TLS", &e->after, NULL)) &&
           (!e->before.known || !e->after.known ||
            (caps_write(p, "New in TLS", &e->after, &e->before) && caps_write(p, "Gone in TLS", &e->before, &e->after)));
}
