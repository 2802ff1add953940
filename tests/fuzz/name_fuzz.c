/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anything typed to a host name: what is taken is letters, digits and hyphens of bounded length, or an address, and leads to
 * itself when it is typed again; what is not taken is told in one safe sentence. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/name.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool true_thing)
{
    if (!true_thing)
        abort();
}

static void try_host(const char *ascii)
{
    static const char fit[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";

    require(strlen(ascii) <= NAME_MAX_LEN && ascii[0] != '\0' && strspn(ascii, fit) == strlen(ascii));
    for (const char *label = ascii; label; label = strchr(label, '.')) {
        label += label != ascii;
        require(strcspn(label, ".") >= 1 && strcspn(label, ".") <= 63);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf typed = {0};
    char ascii[256], again[256], shown[300];
    enum name_kind kind, kind_again;
    struct err err = {0};

    require(buf_add(&typed, data, size));
    if (name_to_ascii(buf_cstr(&typed), ascii, sizeof ascii, &kind, &err)) {
        if (kind == NAME_HOST)
            try_host(ascii);
        require(name_kind(ascii) == kind);
        require(name_to_ascii(ascii, again, sizeof again, &kind_again, &err) && kind_again == kind && strcmp(again, ascii) == 0);
        name_to_unicode(ascii, shown, sizeof shown);
    } else {
        require(err.kind == ERR_INPUT && err.text[0] != '\0' && text_is_safe(span_str(err.text)));
        name_to_unicode(buf_cstr(&typed), shown, sizeof shown);
    }
    require(text_is_safe(span_str(shown)));
    buf_done(&typed);
    return 0;
}
