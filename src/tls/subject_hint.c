/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subject_hint.c - names that tell where a certificate comes from: products that open TLS, and installers.
 *
 * Words, because there is nothing better: such a certificate is made on the spot and looks like any other.
 */
#include "config.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "tls/chain_private.h"

struct hint {
    const char *words; /* as they stand in the name, whole words, any case */
    const char *who;
};

static const struct hint interceptors[] = {
    {"avast", "Avast"},
    {"AVG", "AVG"},
    {"Norton", "Norton"},
    {"Kaspersky", "Kaspersky"},
    {"ESET", "ESET"},
    {"Bitdefender", "Bitdefender"},
    {"Dr.Web", "Dr.Web"},
    {"AdGuard", "AdGuard"},
    {"McAfee", "McAfee"},
    {"Trend Micro", "Trend Micro"},
    {"Zscaler", "Zscaler"},
    {"Fortinet", "Fortinet"},
    {"FortiGate", "Fortinet"},
    {"Sophos", "Sophos"},
    {"Palo Alto", "Palo Alto Networks"},
    {"Netskope", "Netskope"},
    {"Forcepoint", "Forcepoint"},
    {"Websense", "Forcepoint"},
    {"Blue Coat", "Blue Coat"},
    {"Cisco Umbrella", "Cisco Umbrella"},
    {"Gateway CA - Cloudflare", "Cloudflare Gateway"},
    {"Check Point", "Check Point"},
    {"SonicWall", "SonicWall"},
    {"WatchGuard", "WatchGuard"},
    {"Barracuda", "Barracuda"},
    {"Securly", "Securly"},
    {"Lightspeed", "Lightspeed"},
    {"Smoothwall", "Smoothwall"},
    {"iboss", "iboss"},
    {"Untangle", "Untangle"},
    {"Qustodio", "Qustodio"},
    {"mitmproxy", "mitmproxy"},
    {"PortSwigger", "Burp Suite"},
    {"DO_NOT_TRUST_FiddlerRoot", "Fiddler"},
    {"Charles Proxy", "Charles"},
};

static const struct hint installers[] = {
    {"snakeoil", "an installer"},
    {"localhost", "an installer"},
    {"localhost.localdomain", "an installer"},
    {"Parallels Panel", "Plesk"},
    {"Plesk", "Plesk"},
    {"Courier Mail Server", "Courier"},
    {"Dovecot mail server", "Dovecot"},
    {"imap.example.com", "Dovecot"},
    {"Zimbra Collaboration Server", "Zimbra"},
    {"SomeOrganization", "an installer"},
    {"Internet Widgits Pty Ltd", "OpenSSL's example"},
    {"Default Company Ltd", "OpenSSL's example"},
    {"Acme Co", "Go's example"},
    {"TRAEFIK DEFAULT CERT", "Traefik"},
    {"Kubernetes Ingress Controller Fake Certificate", "Kubernetes"},
    {"www.example.com", "an example"},
    {"example.com", "an example"},
};

/* Part of a name, so that ESET is not found in RESET nor example.com in myexample.com. */
static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '-' || (unsigned char)c >= 0x80;
}

static bool has_words(const char *text, const char *words)
{
    size_t len = strlen(words);
    for (const char *at = text; *at; at++)
        if (strncasecmp(at, words, len) == 0 && (at == text || (!in_word(at[-1]) && at[-1] != '.')) &&
            !in_word(at[len]) && at[len] != '.')
            return true;
    return false;
}

static const char *find(const struct hint *hints, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (has_words(text, hints[i].words))
            return hints[i].who;
    return NULL;
}

const char *subject_interceptor(const char *dn)
{
    return find(interceptors, sizeof interceptors / sizeof interceptors[0], dn);
}

const char *subject_installer(const char *dn)
{
    return find(installers, sizeof installers / sizeof installers[0], dn);
}
