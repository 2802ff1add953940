/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/der.h"

#define TAG_SEQUENCE 0x30
#define TAG_VERSION 0xa0 /* [0] EXPLICIT, absent in version 1 */

bool der_next(struct span *in, unsigned char *tag_r, struct span *element_r, struct span *inside_r)
{
    if (in->len < 2 || (in->ptr[0] & 0x1f) == 0x1f) /* tags of more than one octet do not stand where we look */
        return false;
    size_t head = 2;
    size_t len = in->ptr[1];
    if (len & 0x80) {
        size_t octets = len & 0x7f;
        if (octets < 1 || octets > 3 || in->len < 2 + octets) /* none: indefinite, not DER; over 16 MiB: not ours */
            return false;
        len = 0;
        for (size_t i = 0; i < octets; i++)
            len = len << 8 | in->ptr[2 + i];
        head += octets;
    }
    if (len > in->len - head)
        return false;
    *tag_r = in->ptr[0];
    *element_r = span_head(*in, head + len);
    if (inside_r)
        *inside_r = span_skip(*element_r, head);
    *in = span_skip(*in, head + len);
    return true;
}

static bool next_sequence(struct span *in, struct span *element_r, struct span *inside_r)
{
    unsigned char tag;
    struct span rest = *in;
    if (!der_next(&rest, &tag, element_r, inside_r) || tag != TAG_SEQUENCE)
        return false;
    *in = rest;
    return true;
}

bool der_cert_read(struct span bytes, struct der_cert *c)
{
    struct span cert, tbs, part;
    unsigned char tag;
    if (!next_sequence(&bytes, &c->whole, &cert) || !next_sequence(&cert, &c->tbs, &tbs))
        return false;
    struct span rest = tbs;
    if (der_next(&rest, &tag, &part, NULL) && tag == TAG_VERSION)
        tbs = rest;
    return der_next(&tbs, &tag, &part, NULL)         /* serialNumber */
           && next_sequence(&tbs, &part, NULL)       /* signature */
           && next_sequence(&tbs, &c->issuer, NULL)  /* issuer */
           && next_sequence(&tbs, &part, NULL)       /* validity */
           && next_sequence(&tbs, &c->subject, NULL) /* subject */
           && next_sequence(&tbs, &c->spki, NULL);   /* subjectPublicKeyInfo */
}
