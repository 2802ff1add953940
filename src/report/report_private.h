/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_private.h - what the files of this folder share. Functions return false when memory ran out. */
#ifndef TLSWALK_REPORT_PRIVATE_H
#define TLSWALK_REPORT_PRIVATE_H

#include "report/sheet_private.h"
#include "report/report.h"

bool report_text(struct buf *out, const struct report_input *in);
bool report_markdown(struct buf *out, const struct report_input *in);
bool report_json(struct buf *out, const struct report_input *in);
bool report_monitoring(struct buf *out, const struct report_input *in);
bool report_prometheus(struct buf *out, const struct report_input *in);
bool monitoring_gather(struct report_run *r, const struct report_input *in);
bool monitoring_conclude(struct report_run *r, struct buf *out);
bool monitoring_refuse(struct buf *out, const char *why);
bool prometheus_gather(struct report_run *r, const struct report_input *in);
bool prometheus_conclude(struct report_run *r, struct buf *out);

/* What forms keep of the walks until the end: lines, put in order then. */
struct run_line {
    unsigned order; /* lower ones come first */
    size_t serial;  /* among those of one order */
    char *text;     /* without its line end */
    char *more;     /* as the form likes; may be NULL */
};
struct report_run {
    const struct report_form *form;
    struct run_line *lines;
    size_t count, cap;
};
/* Copies. */
bool run_add(struct report_run *r, unsigned order, const char *text, const char *more);
/* Is there a line of that order which begins so? */
bool run_has(const struct report_run *r, unsigned order, const char *head);
void run_sort(struct report_run *r);
/* A run of one walk. */
bool run_alone(const char *form, struct buf *out, const struct report_input *in);

/* Parts of a sheet for people; each writes nothing when there is nothing to tell. */
bool part_top(struct sheet *p, const struct report_input *in);
bool part_stages(struct sheet *p, const struct report_input *in);
bool part_findings(struct sheet *p, const struct report_input *in);
bool part_name(struct sheet *p, const struct report_input *in);
bool part_talk(struct sheet *p, const struct report_input *in);
bool part_tls(struct sheet *p, const struct report_input *in);
bool part_certificate(struct sheet *p, const struct report_input *in);
bool part_features(struct sheet *p, const struct report_input *in);
bool part_login(struct sheet *p, const struct report_input *in);
bool part_looks(struct sheet *p, const struct report_input *in);
bool part_depth(struct sheet *p, const struct report_input *in);
bool part_injection(struct sheet *p, const struct report_input *in);
bool part_transcript(struct sheet *p, const struct report_input *in);
bool part_pem(struct sheet *p, const struct report_input *in);

/* Bytes of a transcript entry without the CRLF that ends it. */
struct span said_line(const struct said *s);
/* The verdict of a stage as findings have it; the walk's own without findings. */
enum verdict report_stage_verdict(const struct report_input *in, size_t plan_index);
enum verdict report_verdict(const struct report_input *in);

#define REPORT_TARGET_CAP 640 /* of what target_format writes */

#endif
