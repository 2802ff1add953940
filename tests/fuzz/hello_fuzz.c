/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server answers to a hello made to measure: byte 0 says whether it is read on to the key exchange, the rest is the answer. */
#include <stdint.h>
#include <stdlib.h>

#include "tls/hello.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint16_t suites[] = {0xC02F};
    struct hello h = {.version = 0x0303, .suites = suites, .suite_count = 1};
    struct hello_answer a;

    if (size == 0)
        return 0;
    h.exchange = data[0] & 1;
    enum hello_outcome outcome = hello_read(&a, &h, span_of(data + 1, size - 1));
    if (outcome == HELLO_TAKEN ? a.version < 0x0300 : outcome == HELLO_REFUSED && a.alert < 0)
        abort();
    return 0;
}
