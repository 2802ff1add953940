/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_name.c - for people: what became of the host's name. */
#include "report/report_private.h"

static bool answer_write(struct sheet *p, const char *label, const struct answer_set *a)
{
    struct buf list = {0};
    bool ok = true;

    if (!a->asked)
        return true;
    for (size_t i = 0; ok && i < a->count; i++)
        ok = buf_addf(&list, "%s%s", i ? ", " : "", a->addresses[i].text);
    if (ok && a->count > 0)
        ok = sheet_fact(p, label, buf_span(&list));
    else if (ok)
        ok = sheet_fact(p, label, span_str(a->error_text[0] ? a->error_text : a->timed_out ? "no answer in time" : "no address"));
    buf_done(&list);
    return ok;
}

static const char *dnssec_words(const struct resolution *r)
{
    if (!r->validated)
        return "could not be checked here";
    return r->bogus ? r->why_bogus : r->secure ? "signed and valid" : "not signed";
}

bool part_name(struct sheet *p, const struct report_input *in)
{
    const struct resolution *r = in->evidence->resolution;

    if (!r || r->literal || r->given || (!r->system.asked && !r->dns.asked))
        return true;
    return sheet_heading(p, "NAME") && answer_write(p, "System", &r->system) && answer_write(p, "DNS", &r->dns) &&
           (!r->canonical[0] || sheet_fact(p, "Alias of", span_str(r->canonical))) &&
           (!r->hosts_file || sheet_field(p, "Hosts file", span_str("The address stands in this computer's hosts file."))) &&
           (r->left_out == 0 || sheet_fieldf(p, "Left out", "%zu of the other address family", r->left_out)) &&
           sheet_fact(p, "DNSSEC", span_str(dnssec_words(r)));
}
