/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What somebody reads out, looked up and printed. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "diagnose/explain.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct symptoms found;
    struct buf out = {0};
    char *text = malloc(size + 1);

    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    symptoms_find(&found, text);
    free(text);
    if (found.count > SYMPTOMS_MAX || !explain_symptoms(&found, 60 + (int)(size % 40), &out))
        abort();
    for (size_t i = 0; i < found.count; i++) {
        if (!text_is_safe(span_str(found.items[i].heading)) || found.items[i].count > SYMPTOM_CANDIDATES_MAX)
            abort();
        for (size_t c = 0; c < found.items[i].count; c++)
            if (!found.items[i].candidates[c].diagnosis || !found.items[i].candidates[c].reason)
                abort();
    }
    buf_done(&out);
    return 0;
}
