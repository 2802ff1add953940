/* SPDX-License-Identifier: GPL-3.0-or-later */
/* auth_choice.c - which mechanism the login takes, and whether it may be sent at all. */
#include <string.h>

#include "walk/walk_private.h"

/* The protocol's own logins that this server leaves open. */
static size_t auth_natives(const struct walk *w, const struct caps *c, const char *natives[4])
{
    size_t n = 0;

    for (const char *const *p = w->proto->native; p && *p && n < 3; p++) {
        if (strcmp(*p, "USER") == 0 && c->known && !c->pop3_user)
            continue; /* POP3 without USER in the list: the server's way to say "not here" */
        if (strcmp(*p, "APOP") == 0 && (!w->e.before.apop[0] && !w->e.after.apop[0]))
            continue;
        natives[n++] = *p;
    }
    natives[n] = NULL;
    return n;
}

const char *auth_apop_timestamp(const struct walk *w)
{
    const struct caps *c = evidence_caps(&w->e);
    return c->apop;
}

void auth_judge(struct walk *w)
{
    const struct caps *c = evidence_caps(&w->e);
    const char *natives[4];
    unsigned char binding[32];
    struct mech_context context = {
        .login = w->o->login,
        .tls = w->ch.secured,
        .insecure = w->o->insecure_auth,
        .binding = w->ch.secured && tls_binding_exporter(w->ch.tls, binding),
        .apop = auth_apop_timestamp(w)[0] != '\0',
        .login_disabled = c->login_disabled,
    };

    auth_natives(w, c, natives);
    w->e.auth.offer_count = mech_judge(&c->mechs, natives, &context, w->e.auth.offers, &w->e.auth.chosen);
    explicit_bzero(binding, sizeof binding);
}

/* A list that is known to have lacked STARTTLS, and a server that took it all the same. One that puts it in the wrong line, or
 * has no list at all, was robbed by nobody. */
static bool offer_was_removed(const struct evidence *e)
{
    return e->starttls.asked && !e->starttls.offered && e->before.known && !(e->before.odd & CAPS_STARTTLS_FIRST_LINE);
}

const char *auth_why_withheld(const struct walk *w)
{
    const struct evidence *e = &w->e;

    if (w->o->insecure_auth)
        return "";
    if (!e->tls.secured)
        return e->target->mode == TLS_MODE_NONE ? "the line is not encrypted" : "there is no encryption on this line";
    if (!chain_passed(&e->chain))
        return "the certificate did not pass";
    if (offer_was_removed(e))
        return "the encryption offer had been removed from the list: somebody may be in between";
    return "";
}
