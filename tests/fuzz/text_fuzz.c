/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes to safe text: it must be safe, stay as it is when it is made safe again, be the same by runs, and be cut and wrapped
 * without an end being missed. Byte 0 is the width. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool true_thing)
{
    if (!true_thing)
        abort();
}

static bool same(struct span a, struct span b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static void try_runs(struct span in, struct span safe)
{
    struct buf run = {0}, all = {0};
    bool escaped, before = false;
    bool first = true;

    while (text_next_run(&in, &run, &escaped, false)) {
        require(first || escaped != before);
        require(buf_add_span(&all, buf_span(&run)));
        before = escaped;
        first = false;
    }
    require(in.len == 0 && same(buf_span(&all), safe));
    buf_done(&run);
    buf_done(&all);
}

static void try_lines(struct span safe, int cols)
{
    int widest = cols < 2 ? 2 : cols;

    while (safe.len > 0) {
        size_t next, len = text_wrap(safe, cols, &next);
        int taken;

        require(len <= next && next > 0 && next <= safe.len);
        require(text_cols(span_head(safe, len)) <= widest);
        require(text_fit(safe, cols, &taken) <= safe.len && taken <= cols);
        require(text_cluster(safe) > 0);
        safe = span_skip(safe, next);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf safe = {0}, again = {0}, ascii = {0};
    struct span in = span_of(data, size);
    char cut[32];

    if (size == 0)
        return 0;
    in = span_skip(in, 1);
    require(text_safe(&safe, in) && text_safe(&again, buf_span(&safe)) && text_safe_ascii(&ascii, in));
    require(text_is_safe(buf_span(&safe)) && text_is_utf8(buf_span(&safe)));
    require(same(buf_span(&safe), buf_span(&again)));
    require(text_is_safe(in) == same(in, buf_span(&safe)));
    for (size_t i = 0; i < buf_len(&ascii); i++)
        require(buf_span(&ascii).ptr[i] >= 0x20 && buf_span(&ascii).ptr[i] < 0x7f);
    text_safe_copy(cut, 1 + data[0] % sizeof cut, in);
    require(text_is_safe(span_str(cut)));
    try_runs(in, buf_span(&safe));
    try_lines(buf_span(&safe), 1 + data[0] % 100);
    buf_done(&safe);
    buf_done(&again);
    buf_done(&ascii);
    return 0;
}
