/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/round_trip.h"

#include <stdio.h>

#include "report/record.h"

/* Where two pieces of text part. */
static void tell_difference(const char *form, struct span a, struct span b, char *why, size_t cap)
{
    size_t i = 0, from;

    while (i < a.len && i < b.len && a.ptr[i] == b.ptr[i])
        i++;
    from = i > 60 ? i - 60 : 0;
    snprintf(why, cap, "%s differs at byte %zu of %zu and %zu: \"%.*s\" and \"%.*s\"", form, i, a.len, b.len,
             (int)(a.len - from < 120 ? a.len - from : 120), (const char *)a.ptr + from, (int)(b.len - from < 120 ? b.len - from : 120),
             (const char *)b.ptr + from);
}

static bool forms_agree(const struct report_input *a, const struct report_input *b, char *why, size_t cap)
{
    bool same = true;

    for (const struct report_form *f = report_forms; same && f->name; f++) {
        struct buf first = {0}, second = {0};

        same = f->write(&first, a) && f->write(&second, b) && buf_len(&first) == buf_len(&second) &&
               memcmp(buf_span(&first).ptr, buf_span(&second).ptr, buf_len(&first)) == 0;
        if (!same)
            tell_difference(f->name, buf_span(&first), buf_span(&second), why, cap);
        buf_done(&first);
        buf_done(&second);
    }
    return same;
}

bool round_trip(const struct report_input *in, char *why, size_t cap)
{
    const struct report_form *json = report_form_by_name(span_str("json"));
    struct report_input live = *in, back;
    struct buf line = {0};
    struct err err = {.text = "no memory"};
    struct record *r = json->write(&line, in) ? record_read(buf_span(&line), &err) : NULL;
    bool same = r != NULL;

    if (!r)
        snprintf(why, cap, "%s", err.text);
    if (r) {
        back = record_input(r, 0, 0);
        live.transcript = back.transcript = true;
        live.cols = back.cols = 0;
        same = forms_agree(&live, &back, why, cap);
    }
    record_free(r);
    buf_done(&line);
    return same;
}
