/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scram.c - see scram_private.h. */
#include "sasl/scram_private.h"

#include <limits.h>
#include <string.h>

bool scram_is(const char *mech)
{
    return strncmp(mech, "SCRAM-", 6) == 0;
}

/* Cuts the part before the next comma off *message. */
static struct span scram_part(struct span *message)
{
    const unsigned char *comma = message->len ? memchr(message->ptr, ',', message->len) : NULL;
    struct span part = comma ? span_head(*message, (size_t)(comma - message->ptr)) : *message;
    *message = span_skip(*message, part.len + 1);
    return part;
}

bool scram_field(struct span message, char letter, struct span *value_r)
{
    while (message.len) {
        struct span part = scram_part(&message);
        if (part.len >= 2 && part.ptr[0] == (unsigned char)letter && part.ptr[1] == '=') {
            *value_r = span_skip(part, 2);
            return true;
        }
    }
    return false;
}

bool scram_header(struct span *message, struct span *flag_r, struct span *authzid_r)
{
    *flag_r = scram_part(message);
    *authzid_r = scram_part(message);
    if (span_starts(*authzid_r, "a="))
        *authzid_r = span_skip(*authzid_r, 2);
    return flag_r->len && message->len;
}

bool scram_rounds(struct span message, unsigned long *rounds_r)
{
    struct span digits;
    *rounds_r = 0;
    if (!scram_field(message, 'i', &digits) || !digits.len || digits.ptr[0] == '0')
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        unsigned digit = (unsigned)digits.ptr[i] - '0';
        if (digit > 9)
            return false;
        *rounds_r = *rounds_r > (ULONG_MAX - digit) / 10 ? ULONG_MAX : *rounds_r * 10 + digit;
    }
    return true;
}
