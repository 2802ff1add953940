/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/proto_private.h"

const char *say_name(enum say what)
{
    static const char *const names[SAY_COUNT] = {
        [SAY_GREETING] = "greeting",
        [SAY_CAPS] = "capabilities",
        [SAY_CAPS_OLD] = "helo",
        [SAY_STARTTLS] = "starttls",
        [SAY_AUTH] = "auth",
        [SAY_RESPONSE] = "response",
        [SAY_CANCEL] = "cancel",
        [SAY_LOGIN] = "login",
        [SAY_USER] = "user",
        [SAY_PASS] = "pass",
        [SAY_APOP] = "apop",
        [SAY_NOOP] = "noop",
        [SAY_QUIT] = "quit",
    };
    return names[what];
}

bool words_fit(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '\0' || s.ptr[i] == '\r' || s.ptr[i] == '\n')
            return false;
    return true;
}

bool word_fits(struct span s)
{
    return s.len && words_fit(s) && !memchr(s.ptr, ' ', s.len);
}

bool say_line(struct buf *out, const char *s)
{
    return buf_add_str(out, s) && buf_add_str(out, "\r\n");
}

bool say_argument(struct buf *out, const char *verb, struct span argument)
{
    return words_fit(argument) && argument.len && buf_add_str(out, verb) && buf_add_char(out, ' ') &&
           buf_add_span(out, argument) && buf_add_str(out, "\r\n");
}

bool mechanism_fits(const struct words *w)
{
    return word_fits(span_str(w->mechanism)) && (!w->has_initial || !w->initial.len || word_fits(w->initial));
}

bool say_mechanism(struct buf *out, const char *verb, const struct words *w)
{
    if (!mechanism_fits(w))
        return false;
    if (!w->has_initial)
        return say_argument(out, verb, span_str(w->mechanism));
    /* An initial response of no bytes is not the same as none: RFC 4954 4, RFC 4959 3, RFC 5034 4. */
    struct span initial = w->initial.len ? w->initial : span_str("=");
    return buf_addf(out, "%s %s ", verb, w->mechanism) && buf_add_span(out, initial) && buf_add_str(out, "\r\n");
}

bool say_response(struct buf *out, const struct words *w)
{
    return words_fit(w->response) && buf_add_span(out, w->response) && buf_add_str(out, "\r\n");
}
