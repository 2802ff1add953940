/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rules_settings.c - what can be told from the setting itself, before or without the server. */
#include "diagnose/rule_private.h"
#include "table/table.h"

static bool host_invalid(const struct scene *s, struct match *m, int with)
{
    (void)with;
    if (!*s->e->target->host_error)
        return false;
    match_blank(m, BLANK_DETAIL, "%s", s->e->target->host_error);
    match_fact(m, "%s", s->e->target->host_error);
    m->ends = true;
    return true;
}

static bool mode_unusual(const struct scene *s, struct match *m, int with)
{
    const struct target *t = s->e->target;
    (void)with;
    if (!target_mode_is_unusual(t))
        return false;
    match_fact(m, "the setting is %s, port %u, TLS mode %s", t->proto->title, t->port, tls_mode_name(t->mode));
    return true;
}

/* Testing a server's port 25 is in order, handing in one's mail there is not; without a login the two look alike, but for the
 * TLS modes that only mail programs have. */
static bool port_of_servers(const struct scene *s, struct match *m, int with)
{
    const struct target *t = s->e->target;
    (void)with;
    if (t->port != 25 || !(is_proto(s->e, "smtp") || is_proto(s->e, "submission")))
        return false;
    if (is_proto(s->e, "smtp") && !s->e->login_given) {
        if (t->mode == TLS_MODE_OPPORTUNISTIC)
            return false;
        m->severity = SEVERITY_NOTE;
    }
    match_fact(m, "the setting is %s on port 25, TLS mode %s%s", t->proto->title, tls_mode_name(t->mode),
               s->e->login_given ? ", with a login" : "");
    return true;
}

/* Whether the server is on this computer is known once the connection stands. */
static bool no_encryption(const struct scene *s, struct match *m, int with)
{
    (void)with;
    if (s->e->target->mode != TLS_MODE_NONE || !s->e->connect.connected || s->e->loopback)
        return false;
    match_fact(m, "the setting is TLS mode none, and the server is another computer (%s)", s->e->address);
    return true;
}

/* with: the enum client_trait. Told once there is something to compare it with: the end of the walk. */
static bool client_is_known_for(const struct scene *s, struct match *m, int with)
{
    const struct evidence *e = s->e;
    if (!(e->client_traits & (unsigned)with) || !e->ended)
        return false;
    match_blank(m, BLANK_CLIENT, "%s", *e->client ? e->client : "The mail program of this row");
    match_fact(m, "the table says so of its client%s%s", *e->client ? " " : "", e->client);
    return true;
}

const struct rule rules_settings[] = {
    {"input-host-invalid", host_invalid},
    {"config-port-mode-unusual", mode_unusual,
     UNDER("tls-mode-mismatch-plain-on-implicit", "tls-mode-mismatch-implicit-on-starttls")},
    {"config-port-is-server-to-server", port_of_servers, UNDER("auth-command-not-advertised", "tcp-timeout")},
    {"config-no-encryption", no_encryption, UNDER("auth-encryption-required", "auth-plaintext-exposed")},
    {"client-changes-settings-itself", client_is_known_for, CLIENT_CHANGES_SETTINGS},
    {"client-connects-from-cloud", client_is_known_for, CLIENT_IN_CLOUD},
    {NULL},
};
