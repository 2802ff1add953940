/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file of saved walks: what is read of it is read by everything that shows walks, and written again it is read again. */
#include <stdint.h>
#include <stdlib.h>

#include "report/compare.h"
#include "report/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_all(const struct record *r)
{
    for (size_t v = 0; v < record_visit_count(r); v++)
        for (size_t w = 0; w < record_walk_count(r, v); w++)
            for (const struct report_form *form = report_forms; form->name; form++) {
                struct report_input in = record_input(r, v, w);
                struct buf out = {0};
                struct err err;
                struct record *again;

                in.transcript = true;
                if (!form->write(&out, &in))
                    abort();
                if (strcmp(form->name, "json") == 0) {
                    again = record_read(buf_span(&out), &err);
                    if (!again)
                        abort();
                    record_free(again);
                }
                buf_done(&out);
            }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err;
    struct record *r = record_read(span_of(data, size), &err);
    struct comparison c;

    if (!r)
        return 0;
    write_all(r);
    if (!compare_records(&c, r, r))
        abort();
    if (c.differs)
        abort();
    comparison_done(&c);
    record_free(r);
    return 0;
}
