/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON of a refused token. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "sasl/auth.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct oauth_refusal r;
    bool read = oauth_refusal_read(span_of(data, size), &r);
    const char *const fields[] = {r.status, r.scope, r.schemes, r.hint};
    for (size_t i = 0; i < 4; i++)
        if (!text_is_safe(span_str(fields[i])) || (!read && *fields[i]))
            abort();
    return 0;
}
