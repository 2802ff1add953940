/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/sheet_private.h"

#include <stdarg.h>

#include "base/text.h"

#define SGR_BOLD "\x1b[1m"
#define SGR_OFF "\x1b[0m"

bool sheet_spaces(const struct sheet *p, int count)
{
    static const char blanks[] = "                                ";
    bool ok = true;

    for (; ok && count > 0; count -= (int)sizeof blanks - 1)
        ok = buf_add(p->out, blanks, count < (int)sizeof blanks - 1 ? (size_t)count : sizeof blanks - 1);
    return ok;
}

bool sheet_heading(const struct sheet *p, const char *heading)
{
    return buf_addf(p->out, "\n%s%s%s\n", p->color ? SGR_BOLD : "", heading, p->color ? SGR_OFF : "");
}

bool sheet_wrapped(const struct sheet *p, int col, struct span text)
{
    bool ok;

    do {
        size_t next, len = text_wrap(text, p->cols - col, &next);

        ok = buf_add(p->out, text.ptr, len) && buf_add_char(p->out, '\n');
        text = span_skip(text, next);
        ok = ok && (text.len == 0 || sheet_spaces(p, col));
    } while (ok && text.len > 0);
    return ok;
}

bool sheet_field(const struct sheet *p, int indent, int label_cols, const char *label, struct span text)
{
    return sheet_spaces(p, indent) && buf_add_str(p->out, label) && sheet_spaces(p, label_cols - (int)strlen(label)) &&
           sheet_wrapped(p, indent + label_cols, text);
}

bool sheet_fieldf(const struct sheet *p, int indent, int label_cols, const char *label, const char *fmt, ...)
{
    struct buf text = {0};
    va_list ap;
    bool ok;

    va_start(ap, fmt);
    ok = buf_vaddf(&text, fmt, ap) && sheet_field(p, indent, label_cols, label, buf_span(&text));
    va_end(ap);
    buf_done(&text);
    return ok;
}

static const char *verdict_sgr(enum verdict v)
{
    switch (v) {
    case VERDICT_PASS: return "\x1b[32m";
    case VERDICT_NOTE: return "\x1b[36m";
    case VERDICT_WARN: return "\x1b[33m";
    case VERDICT_FAIL: return "\x1b[1;31m";
    case VERDICT_SKIP:
    case VERDICT_NONE: return "\x1b[2m";
    }
    return "";
}

bool sheet_verdict(const struct sheet *p, enum verdict v)
{
    return buf_addf(p->out, "%s%-4s%s", p->color ? verdict_sgr(v) : "", verdict_word(v), p->color ? SGR_OFF : "");
}

bool sheet_exact(const struct sheet *p, int col, struct span text)
{
    bool ok;

    do {
        size_t len = text_fit(text, p->cols - col, NULL);

        ok = buf_add(p->out, text.ptr, len) && buf_add_char(p->out, '\n');
        text = span_skip(text, len);
        ok = ok && (text.len == 0 || sheet_spaces(p, col));
    } while (ok && text.len > 0);
    return ok;
}
