/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_login.c - text form: the login and the mechanisms; the features before TLS and inside it. */
#include "base/text.h"
#include "report/report_private.h"

#define INDENT 3
#define LABEL_COLS 12

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

bool text_login(const struct sheet *p, const struct evidence *e)
{
    bool ok;

    if (e->auth.offer_count == 0 && e->auth.result == AUTH_NOT_TRIED && !e->login_given)
        return true;
    ok = sheet_heading(p, "LOGIN") &&
         sheet_fieldf(p, INDENT, LABEL_COLS, "Result", "%s%s%s", result_words(e->auth.result), e->auth.why[0] ? ": " : "", e->auth.why) &&
         (!e->auth.tried[0] || sheet_field(p, INDENT, LABEL_COLS, "Mechanism", span_str(e->auth.tried))) &&
         (!e->auth.reply.present || sheet_field(p, INDENT, LABEL_COLS, "Answer", span_str(e->auth.reply.line)));
    for (size_t i = 0; ok && i < e->auth.offer_count; i++) {
        const struct mech_offer *o = &e->auth.offers[i];

        ok = sheet_field(p, INDENT, LABEL_COLS, i ? "" : "Offered", span_str(o->name)) &&
             sheet_fieldf(p, INDENT + LABEL_COLS, 2, "", "%s%s%s", o->usable ? "can be used" : "cannot be used", o->why[0] ? ": " : "", o->why);
    }
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
static bool caps_text(const struct sheet *p, const char *label, const struct caps *c, const struct caps *other)
{
    struct buf text = {0};
    bool ok = true;

    for (size_t i = 0; ok && i < c->list.count; i++)
        if (!other || !caps_have(other, c->list.items[i]))
            ok = (buf_len(&text) == 0 || buf_add_str(&text, ", ")) && text_safe(&text, span_str(c->list.items[i]));
    if (ok && (buf_len(&text) > 0 || !other))
        ok = sheet_field(p, INDENT, LABEL_COLS, label, buf_len(&text) > 0 ? buf_span(&text) : span_str("none"));
    buf_done(&text);
    return ok;
}

bool text_features(const struct sheet *p, const struct evidence *e)
{
    if (!e->before.known && !e->after.known)
        return true;
    return sheet_heading(p, "FEATURES") && (!e->before.known || caps_text(p, "In clear", &e->before, NULL)) &&
           (!e->after.known || caps_text(p, "Inside TLS", &e->after, NULL)) &&
           (!e->before.known || !e->after.known ||
            (caps_text(p, "New in TLS", &e->after, &e->before) && caps_text(p, "Gone in TLS", &e->before, &e->after)));
}
