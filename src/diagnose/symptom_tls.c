/* SPDX-License-Identifier: GPL-3.0-or-later */
/* symptom_tls.c - results of TLS read out of a log: numbers and names of GnuTLS, alerts, the bits of a certificate's status. */
#include "config.h"

#include "diagnose/symptom_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "diagnose/tls_results.h"

static const char *const gnutls_context[] = {"gnutls", "tls error", "handshake", NULL};
static const char *const alert_context[] = {"alert", NULL};
static const struct symptom_source from_gnutls = {"GnuTLS: gnutls-cli, msmtp, Exim on Debian, Evolution", "error ", gnutls_context};
static const struct symptom_source from_alert = {"a TLS alert of the other side, in logs", "alert ", alert_context};

/* "handshake_failure" is written "handshake failure" in many logs. */
static bool alert_named(const char *name, const char *normal)
{
    char words[64];
    snprintf(words, sizeof words, "%s", name);
    for (char *c = words; *c; c++)
        *c = (char)(*c == '_' ? ' ' : *c);
    bool compared = strcmp(normal, words) == 0 || strcmp(normal, name) == 0;
    return compared || (strstr(normal, "alert") && (strstr(normal, words) || strstr(normal, name)));
}

/* GnuTLS prints "A TLS fatal alert has been received." and the alert's name behind it: the two are told apart. */
static bool result_named(const struct tls_result *r, const char *normal)
{
    char number[16];
    snprintf(number, sizeof number, "%d", r->number);
    switch (r->kind) {
    case RESULT_ALERT:
        return symptom_sign_fits(number, &from_alert, normal) != FIT_NONE || alert_named(r->name, normal);
    case RESULT_ERROR:
        return symptom_sign_fits(number, &from_gnutls, normal) != FIT_NONE || strcasestr(normal, r->name);
    case RESULT_STATUS:
        return strcasestr(normal, r->name) != NULL;
    }
    return false;
}

/* A status as gnutls_certificate_verify_peers gives it: "0x42". Larger numbers are Windows'. 0: the text is none. */
static unsigned long status_bits(const char *normal)
{
    char *end;
    if (strncmp(normal, "0x", 2) != 0)
        return 0;
    unsigned long bits = strtoul(normal, &end, 16);
    return !*end && bits <= 0x3FFFFF ? bits : 0;
}

static bool result_meant(const struct tls_result *r, const char *normal, unsigned long bits)
{
    return r->kind == RESULT_STATUS && bits ? (bits & (unsigned long)r->number) != 0 : result_named(r, normal);
}

static bool result_goes_on(const struct tls_result *first, const struct tls_result *r)
{
    return r->kind == first->kind && r->number == first->number;
}

/* Rows of one number stand together in the table. */
static void result_add(struct symptoms *s, size_t first)
{
    const struct tls_result *r = &tls_results[first];
    struct symptom *added;
    if (r->kind == RESULT_ALERT)
        added = symptom_add(s, from_alert.title, "TLS alert %d, %s", r->number, r->name);
    else if (r->kind == RESULT_ERROR)
        added = symptom_add(s, from_gnutls.title, "%d, %s", r->number, r->name);
    else
        added = symptom_add(s, from_gnutls.title, "certificate status 0x%x, %s", (unsigned)r->number, r->name);
    for (size_t i = first; added && i < tls_result_count && result_goes_on(r, &tls_results[i]); i++)
        symptom_candidate(added, tls_results[i].code, tls_results[i].reason);
}

void symptoms_of_tls(struct symptoms *s, const char *normal)
{
    unsigned long bits = status_bits(normal);
    for (size_t i = 0; i < tls_result_count; i++) {
        bool first = i == 0 || !result_goes_on(&tls_results[i - 1], &tls_results[i]);
        if (first && result_meant(&tls_results[i], normal, bits))
            result_add(s, i);
    }
}
