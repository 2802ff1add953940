/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oauth.c - see oauth_private.h. */
#include "sasl/oauth_private.h"

#include <string.h>

static bool oauth_is_bearer(const struct mech *m)
{
    return strcmp(m->name, "OAUTHBEARER") == 0;
}

bool oauth_is(const struct mech *m)
{
    return m->form == MECH_SASL && m->needs_token;
}

static bool oauth_printable(struct span s, unsigned char from)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < from || s.ptr[i] == 0x7f)
            return false;
    return true;
}

bool oauth_fits(const struct login *l)
{
    return oauth_printable(span_str(l->user), ' ') && oauth_printable(secret_span(&l->token), '!');
}

/* RFC 5801 4, saslname: a comma and an equals sign are written as =2C and =3D. */
static void oauth_say_name(struct buf *out, const char *name)
{
    for (const char *p = name; *p; p++) {
        if (*p == ',')
            buf_add_str(out, "=2C");
        else if (*p == '=')
            buf_add_str(out, "=3D");
        else
            buf_add_char(out, *p);
    }
}

bool oauth_say(struct buf *out, const struct mech *m, const struct login *l, const char *host, unsigned port)
{
    if (oauth_is_bearer(m)) {
        buf_add_str(out, "n,a=");
        oauth_say_name(out, l->user);
        buf_addf(out, ",\001host=%s\001port=%u\001auth=Bearer ", host, port);
    } else {
        buf_add_str(out, "user=");
        buf_add_str(out, l->user);
        buf_add_str(out, "\001auth=Bearer ");
    }
    buf_add_span(out, secret_span(&l->token));
    buf_add_str(out, "\001\001");
    return !out->broken;
}

/* RFC 7628 3.2.3 asks for one ^A; XOAUTH2's makers ask for an empty answer. */
bool oauth_say_refused(struct buf *out, const struct mech *m)
{
    return !oauth_is_bearer(m) || buf_add_char(out, '\001');
}
