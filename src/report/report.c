/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/report.h"

#include "report/report_private.h"

const struct report_form report_forms[] = {
    {.name = "text", .extension = "txt", .spaced = true, .write = report_text},
    {.name = "markdown", .extension = "md", .spaced = true, .write = report_markdown},
    {.name = "json", .extension = "json", .write = report_json},
    {.name = "monitoring",
     .extension = "nagios",
     .write = report_monitoring,
     .gather = monitoring_gather,
     .conclude = monitoring_conclude,
     .refuse = monitoring_refuse},
    {.name = "prometheus",
     .extension = "prom",
     .published = true,
     .write = report_prometheus,
     .gather = prometheus_gather,
     .conclude = prometheus_conclude},
    {.name = NULL},
};

const struct report_form *report_form_by_name(struct span name)
{
    for (const struct report_form *f = report_forms; f->name; f++)
        if (span_is(name, f->name))
            return f;
    return NULL;
}

const struct report_form *report_form_by_file(struct span file)
{
    size_t dot = file.len;

    while (dot > 0 && file.ptr[dot - 1] != '.' && file.ptr[dot - 1] != '/')
        dot--;
    for (const struct report_form *f = report_forms; f->name && dot > 0 && file.ptr[dot - 1] == '.'; f++)
        if (span_is_nocase(span_skip(file, dot), f->extension))
            return f;
    return report_forms;
}

struct span said_line(const struct said *s)
{
    struct span line = s->bytes;

    if (line.len >= 2 && line.ptr[line.len - 2] == '\r' && line.ptr[line.len - 1] == '\n')
        line.len -= 2;
    return line;
}

enum verdict report_stage_verdict(const struct report_input *in, size_t plan_index)
{
    return in->findings ? in->findings->stages[plan_index] : in->evidence->stages[plan_index].verdict;
}

enum verdict report_verdict(const struct report_input *in)
{
    return in->findings ? in->findings->verdict : evidence_verdict(in->evidence);
}
