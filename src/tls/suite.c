/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suite.c - see suite.h. A suite's name says everything about it, so the table is numbers and names. */
#include "tls/suite.h"

#include <stdbool.h>
#include <string.h>

static const struct {
    uint16_t id;
    const char *name;
} suites[] = {
#define SUITE_ROW(id, name) {id, name},
#include "tls/suite_list.h"
#undef SUITE_ROW
};
#define SUITE_COUNT (sizeof suites / sizeof *suites)
_Static_assert(SUITE_COUNT <= SUITES_MAX, "callers' arrays are too small");

const char *suite_name(uint16_t id)
{
    for (size_t i = 0; i < SUITE_COUNT; i++)
        if (suites[i].id == id)
            return suites[i].name;
    return NULL;
}

static bool says(const char *name, const char *word)
{
    return strstr(name, word) != NULL;
}

/* RFC 5246 A.5: AEAD, and CBC with a newer hash than SHA-1, need what TLS 1.2 brought. */
static bool needs_tls12(const char *name)
{
    return says(name, "_GCM") || says(name, "_CCM") || says(name, "_POLY1305") || says(name, "_SHA256") || says(name, "_SHA384");
}

static bool is_of(uint16_t id, const char *name, uint16_t version)
{
    bool tls13 = id >> 8 == 0x13; /* RFC 8446 B.4 */

    return tls13 == (version == 0x0304) && (version >= 0x0303 || !needs_tls12(name));
}

size_t suites_of(uint16_t version, uint16_t *ids)
{
    size_t count = 0;

    for (size_t i = 0; i < SUITE_COUNT; i++)
        if (is_of(suites[i].id, suites[i].name, version))
            ids[count++] = suites[i].id;
    return count;
}

enum suite_exchange suite_exchange(uint16_t id)
{
    static const struct {
        const char *begin;
        enum suite_exchange exchange;
    } begins[] = {
        {"TLS_RSA_", SUITE_RSA},         {"TLS_DHE_", SUITE_DHE},       {"TLS_DH_anon_", SUITE_DHE},  {"TLS_DH_", SUITE_DH},
        {"TLS_ECDH_anon_", SUITE_ECDHE}, {"TLS_ECDH_ECDSA_", SUITE_DH}, {"TLS_ECDH_RSA_", SUITE_DH},
    };
    const char *name = suite_name(id);

    for (size_t i = 0; name && i < sizeof begins / sizeof *begins; i++)
        if (strncmp(name, begins[i].begin, strlen(begins[i].begin)) == 0)
            return begins[i].exchange;
    return SUITE_ECDHE;
}

unsigned suite_flaws(uint16_t id)
{
    static const struct {
        const char *word;
        unsigned flaw;
    } words[] = {
        {"_NULL", SUITE_NO_ENCRYPTION}, {"_anon_", SUITE_ANONYMOUS}, {"_EXPORT_", SUITE_EXPORT}, {"_DES_", SUITE_DES},
        {"_RC2_", SUITE_DES},           {"_RC4_", SUITE_RC4},        {"_3DES_", SUITE_64_BIT},   {"_IDEA_", SUITE_64_BIT},
        {"_CBC_", SUITE_CBC},           {"_CCM_8", SUITE_SHORT_TAG},
    };
    const char *name = suite_name(id);
    unsigned flaws = 0;

    for (size_t i = 0; name && i < sizeof words / sizeof *words; i++)
        if (says(name, words[i].word))
            flaws |= words[i].flaw;
    switch (suite_exchange(id)) {
    case SUITE_RSA:
    case SUITE_DH:
        return flaws | SUITE_NOT_FORWARD;
    case SUITE_DHE:
        return flaws | SUITE_FINITE;
    case SUITE_ECDHE:
    case SUITE_EXCHANGES:
        break;
    }
    return flaws;
}
