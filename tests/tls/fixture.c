/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tls/fixture.h"

#include <stdio.h>
#include <stdlib.h>

#include <gnutls/gnutls.h>

void fixture_read(const char *name, struct buf *out)
{
    const char *source = getenv("TLSWALK_SRC");
    char path[4096];
    char bytes[4096];
    snprintf(path, sizeof path, "%s/tests/tls/fixture/%s", source ? source : ".", name);
    FILE *f = fopen(path, "rb");
    if (!f) {
        perror(path);
        abort();
    }
    for (size_t len; (len = fread(bytes, 1, sizeof bytes, f)) > 0;)
        if (!buf_add(out, bytes, len))
            abort();
    fclose(f);
}

void fixture_read_der(const char *name, struct buf *out)
{
    struct buf pem = {0};
    gnutls_datum_t der;
    fixture_read(name, &pem);
    gnutls_datum_t in = {(unsigned char *)buf_span(&pem).ptr, (unsigned)buf_len(&pem)};
    if (gnutls_pem_base64_decode2("CERTIFICATE", &in, &der) < 0 || !buf_add(out, der.data, der.size))
        abort();
    gnutls_free(der.data);
    buf_done(&pem);
}
