/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server's first bytes to a speaker. */
#include <stdint.h>
#include <stdlib.h>

#include "proto/sniff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum speaker s = sniff(span_of(data, size));
    if (!speaker_name(s) || (speaker_fits(s, "imap") && speaker_fits(s, "pop3")))
        abort();
    return 0;
}
