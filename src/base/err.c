/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

void err_set(struct err *e, enum err_kind kind, int code, const char *fmt, ...)
{
    char raw[sizeof e->text];
    va_list ap;

    if (!e)
        return;
    e->kind = kind;
    e->code = code;
    va_start(ap, fmt);
    vsnprintf(raw, sizeof raw, fmt, ap);
    va_end(ap);
    /* What the user typed may stand in the sentence, and it goes to a terminal. */
    text_safe_copy(e->text, sizeof e->text, span_str(raw));
}

void err_memory(struct err *e)
{
    err_set(e, ERR_MEMORY, 0, "out of memory");
}
