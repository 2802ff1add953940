/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bundle of roots, as somebody gives it with --ca-file. */
#include <stdint.h>
#include <stdlib.h>

#include "tls/trust_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err;
    struct trust *t = trust_new(span_of(data, size), "fuzz", &err);
    if (!t)
        return 0;
    /* A subject nobody has, and the one that an empty name would have. */
    static const unsigned char empty[] = {0x30, 0x00};
    size_t at = 0, found = 0;
    if (!trust_ready(t))
        abort();
    struct anchor *a;
    while ((a = trust_by_subject(t, span_of(empty, sizeof empty), &at))) {
        found++;
        anchor_import(a);
        if (trust_by_cert(t, a->der, a->subject) == NULL)
            abort();
    }
    if (found > trust_count(t))
        abort();
    trust_free(t);
    return 0;
}
