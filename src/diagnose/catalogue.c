/* SPDX-License-Identifier: GPL-3.0-or-later */
/* catalogue.c - joins the sections of the catalogue, and looks rows up. The texts are in catalogue/, one file a section. */
#include "diagnose/catalogue.h"

#include <string.h>

/* The parts of a row that are no prose. */
#define ROW(its_code, its_severity, its_certainty, its_stage, its_party) \
    .code = its_code, .severity = SEVERITY_##its_severity, .certainty = its_certainty, .stage = STAGE_##its_stage, \
    .party = PARTY_##its_party
#define REFERENCES(...) .references = (const char *const[]){__VA_ARGS__, NULL}

const struct diagnosis catalogue[] = {
#include "diagnose/catalogue/settings.h"
#include "diagnose/catalogue/names.h"
#include "diagnose/catalogue/connection.h"
#include "diagnose/catalogue/greeting.h"
#include "diagnose/catalogue/features.h"
#include "diagnose/catalogue/upgrade.h"
#include "diagnose/catalogue/handshake.h"
#include "diagnose/catalogue/certificate.h"
#include "diagnose/catalogue/login.h"
#include "diagnose/catalogue/account.h"
};
const size_t catalogue_count = sizeof catalogue / sizeof catalogue[0];

const char *severity_name(enum severity s)
{
    switch (s) {
    case SEVERITY_NOTE: return "note";
    case SEVERITY_WARNING: return "warning";
    case SEVERITY_ERROR: return "error";
    }
    return "";
}

const char *certainty_name(enum certainty c)
{
    switch (c) {
    case CERTAIN: return "certain";
    case LIKELY: return "likely";
    case HINT: return "hint";
    }
    return "";
}

const char *party_name(enum party p)
{
    switch (p) {
    case PARTY_SETTINGS: return "the settings";
    case PARTY_COMPUTER: return "this computer";
    case PARTY_NAMES: return "the name service";
    case PARTY_NETWORK: return "the network";
    case PARTY_SERVER: return "the server";
    case PARTY_CERTIFICATE: return "the server's certificate";
    case PARTY_ACCOUNT: return "the account";
    case PARTY_NOBODY: return "nobody";
    }
    return "";
}

const struct diagnosis *catalogue_find(const char *code)
{
    /* Every rule of every walk asks; the first letter spares most of the comparisons. */
    for (size_t i = 0; i < catalogue_count; i++)
        if (catalogue[i].code[0] == code[0] && strcmp(catalogue[i].code, code) == 0)
            return &catalogue[i];
    return NULL;
}

#define CODE_LEN_MAX 64 /* bytes of a code as it may be typed; longer ones have no neighbours */

/* Levenshtein distance with insertions and deletions at 2 and replacements at 3, so that a left-out letter weighs
 * less than a wrong one. */
static unsigned code_distance(const char *a, const char *b)
{
    unsigned row[CODE_LEN_MAX + 1];
    size_t alen = strlen(a), blen = strlen(b);
    for (size_t j = 0; j <= blen; j++)
        row[j] = (unsigned)j * 2;
    for (size_t i = 1; i <= alen; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i * 2;
        for (size_t j = 1; j <= blen; j++) {
            unsigned best = diagonal + (a[i - 1] == b[j - 1] ? 0 : 3);
            if (row[j] + 2 < best)
                best = row[j] + 2;
            if (row[j - 1] + 2 < best)
                best = row[j - 1] + 2;
            diagonal = row[j];
            row[j] = best;
        }
    }
    return row[blen];
}

/* How far a row is from what was typed; a code that contains the typed word is near. UINT_MAX-like 1000: not near. */
static unsigned code_rank(const char *typed, const char *code)
{
    if (strstr(code, typed))
        return 1;
    unsigned distance = code_distance(typed, code);
    return distance <= 2 * (unsigned)(strlen(typed) / 3 + 1) ? distance + 1 : 1000;
}

size_t catalogue_near(const char *code, const struct diagnosis *near_r[], size_t n)
{
    unsigned ranks[16];
    size_t count = 0;
    if (n > sizeof ranks / sizeof ranks[0])
        n = sizeof ranks / sizeof ranks[0];
    if (!*code || strlen(code) > CODE_LEN_MAX)
        return 0;
    for (size_t i = 0; i < catalogue_count; i++) {
        unsigned rank = code_rank(code, catalogue[i].code);
        if (rank >= 1000 || (count == n && (n == 0 || rank >= ranks[n - 1])))
            continue;
        size_t at = count < n ? count++ : n - 1;
        for (; at > 0 && ranks[at - 1] > rank; at--) {
            ranks[at] = ranks[at - 1];
            near_r[at] = near_r[at - 1];
        }
        ranks[at] = rank;
        near_r[at] = &catalogue[i];
    }
    return count;
}
