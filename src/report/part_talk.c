/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_talk.c - for people: the answers of the server that decided a stage, and how the upgrade went. */
#include "report/report_private.h"

static bool heard_write(struct sheet *p, const char *label, const struct heard *h)
{
    return !h->present || sheet_fact(p, label, span_str(h->line));
}

static bool starttls_write(struct sheet *p, const struct evidence *e)
{
    if (!e->starttls.wanted && !e->starttls.asked)
        return true;
    return sheet_fieldf(p, "STARTTLS", "%s, %s%s", e->starttls.offered ? "offered" : "not offered", e->starttls.asked ? "asked for" : "not asked for",
                        e->starttls.went_on_clear ? "; the walk went on without TLS" : "") &&
           heard_write(p, "Answer", &e->starttls.reply) &&
           (e->starttls.injected == 0 || sheet_factf(p, "Behind it", "%zu bytes: %s", e->starttls.injected, e->starttls.injected_text));
}

bool part_talk(struct sheet *p, const struct report_input *in)
{
    const struct evidence *e = in->evidence;

    if (!e->banner.reply.present && !e->starttls.wanted && !e->quit.reply.present)
        return true;
    return sheet_heading(p, "ANSWERS") && heard_write(p, "Greeting", &e->banner.reply) && heard_write(p, "EHLO", &e->ehlo_refusal) &&
           starttls_write(p, e) && heard_write(p, "Goodbye", &e->quit.reply);
}
