/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a target: what is taken is written as a URI that leads to the same place; what is not is told in one safe
 * sentence. */
#include <stdint.h>
#include <stdlib.h>

#include "base/text.h"
#include "table/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool true_thing)
{
    if (!true_thing)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct target t, again;
    struct err err = {0};
    char uri[640];

    if (target_parse(span_of(data, size), &t, &err)) {
        require(t.proto && t.port > 0 && t.ascii[0] && !t.host_error[0] && text_is_safe(span_str(t.host)));
        target_format(&t, uri, sizeof uri);
        require(target_parse(span_str(uri), &again, &err));
        require(again.proto == t.proto && again.port == t.port && again.mode == t.mode && again.kind == t.kind &&
                strcmp(again.ascii, t.ascii) == 0);
    } else {
        require(err.kind == ERR_INPUT && err.text[0] && text_is_safe(span_str(err.text)));
    }
    target_set(&t, protos[0], span_of(data, size), 1, TLS_MODE_NONE);
    require((t.ascii[0] != '\0') == (t.host_error[0] == '\0') && text_is_safe(span_str(t.host)));
    return 0;
}
