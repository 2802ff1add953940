/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proto/proto_private.h"

const struct proto *const protos[] = {
#define PROTO_ROW(x) &proto_##x,
#include "proto/list.h"
#undef PROTO_ROW
    NULL,
};

static const char *const tls_mode_names[] = {
    [TLS_MODE_IMPLICIT] = "implicit",
    [TLS_MODE_STARTTLS] = "starttls",
    [TLS_MODE_OPPORTUNISTIC] = "opportunistic",
    [TLS_MODE_NONE] = "none",
};

const char *tls_mode_name(enum tls_mode mode)
{
    return tls_mode_names[mode];
}

bool tls_mode_parse(struct span name, enum tls_mode *mode_r)
{
    for (size_t i = 0; i < sizeof tls_mode_names / sizeof tls_mode_names[0]; i++) {
        if (span_is_nocase(name, tls_mode_names[i])) {
            *mode_r = (enum tls_mode)i;
            return true;
        }
    }
    return false;
}

const char *answer_name(enum answer answer)
{
    static const char *const names[] = {
        [ANSWER_YES] = "yes",
        [ANSWER_MORE] = "more",
        [ANSWER_LATER] = "later",
        [ANSWER_NO] = "no",
        [ANSWER_BAD] = "bad",
        [ANSWER_BYE] = "bye",
        [ANSWER_PREAUTH] = "preauth",
        [ANSWER_STRANGE] = "strange",
    };
    return names[answer];
}

const struct proto *proto_by_name(struct span name)
{
    for (size_t i = 0; protos[i]; i++)
        if (span_is_nocase(name, protos[i]->name))
            return protos[i];
    return NULL;
}

const struct proto *proto_by_scheme(struct span scheme, enum tls_mode *mode_r, uint16_t *port_r)
{
    if (span_is_nocase(scheme, "smtps")) /* the name of port 465 before RFC 8314 gave it one */
        scheme = span_str("submissions");
    const struct proto *p = proto_by_name(scheme);
    if (p) {
        *mode_r = p->mode;
        *port_r = p->port;
        return p;
    }
    for (size_t i = 0; protos[i]; i++) {
        p = protos[i];
        if (p->name_tls && span_is_nocase(scheme, p->name_tls)) {
            *mode_r = TLS_MODE_IMPLICIT;
            *port_r = p->port_tls;
            return p;
        }
    }
    return NULL;
}

const char *proto_scheme(const struct proto *p, enum tls_mode mode)
{
    return mode == TLS_MODE_IMPLICIT && p->name_tls ? p->name_tls : p->name;
}
