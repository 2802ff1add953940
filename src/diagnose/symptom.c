/* SPDX-License-Identifier: GPL-3.0-or-later */
/* symptom.c - looks a text up in the tables of symptoms, and puts what was found in order. */
#include "config.h"

#include "diagnose/symptom_private.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define TEXT_MAX 512         /* bytes of a text that are looked at */
#define PART_OF_SIGN_MIN 8   /* bytes of a text that may be part of a sign: less would be part of many */

/* ---- comparing ---- */

/* Quotation marks as mail programs set them, and what stands for them in the tables. */
static const char *plain_quote(const char *text, size_t *len_r)
{
    static const struct {
        const char *set, *plain;
    } quotes[] = {{"\xe2\x80\x99", "'"}, {"\xe2\x80\x98", "'"}, {"\xe2\x80\x9c", "\""}, {"\xe2\x80\x9d", "\""}, {"\xc2\xa0", " "}};
    for (size_t i = 0; i < sizeof quotes / sizeof quotes[0]; i++)
        if (strncmp(text, quotes[i].set, strlen(quotes[i].set)) == 0) {
            *len_r = strlen(quotes[i].set);
            return quotes[i].plain;
        }
    return NULL;
}

void symptom_normalize(char *to, size_t cap, const char *text)
{
    size_t n = 0;
    while (*text && n + 1 < cap) {
        size_t len = 1;
        const char *plain = plain_quote(text, &len);
        char c = plain ? *plain : *text;
        text += len;
        if (c == ' ' || (c >= '\t' && c <= '\r')) {
            if (n && to[n - 1] != ' ')
                to[n++] = ' ';
        } else {
            to[n++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        }
    }
    while (n && to[n - 1] == ' ')
        n--;
    to[n] = '\0';
}

static bool is_word_char(char c)
{
    return isalnum((unsigned char)c) || c == '.' || c == '_';
}

/* word stands in text by itself. */
static bool has_token(const char *text, const char *word)
{
    size_t len = strlen(word);
    for (const char *p = text; (p = strcasestr(p, word)); p++) {
        bool begins = p == text || (!is_word_char(p[-1]) && p[-1] != '-');
        bool ends = !p[len] || !is_word_char(p[len]) || (p[len] == '.' && !isdigit((unsigned char)p[len + 1]));
        if (begins && ends)
            return true;
    }
    return false;
}

static bool is_number(const char *sign)
{
    sign += *sign == '-';
    return *sign && strspn(sign, "0123456789") == strlen(sign);
}

static enum symptom_fit number_fits(const char *sign, const struct symptom_source *source, const char *text)
{
    if (strcmp(text, sign) == 0)
        return FIT_SAME;
    if (!has_token(text, sign))
        return FIT_NONE;
    for (const char *const *word = source->context; *word; word++)
        if (strstr(text, *word))
            return FIT_SIGN_IN_TEXT;
    return FIT_NONE;
}

static enum symptom_fit hexadecimal_fits(const char *sign, const char *text)
{
    if (strcasecmp(text, sign) == 0 || strcasecmp(text, sign + 2) == 0)
        return FIT_SAME;
    return has_token(text, sign) || has_token(text, sign + 2) ? FIT_SIGN_IN_TEXT : FIT_NONE;
}

/* The parts between the stars, one after the other. */
static bool parts_in(const char *sign, const char *text)
{
    char part[TEXT_MAX];
    while (*sign) {
        size_t len = strcspn(sign, "*");
        size_t from = strspn(sign, " "), to = len;
        while (to > from && sign[to - 1] == ' ')
            to--;
        snprintf(part, sizeof part, "%.*s", (int)(to - from), sign + from);
        const char *at = strcasestr(text, part);
        if (!at)
            return false;
        text = at + strlen(part);
        sign += len + (sign[len] == '*');
    }
    return true;
}

enum symptom_fit symptom_sign_fits(const char *sign, const struct symptom_source *source, const char *text)
{
    if (is_number(sign))
        return number_fits(sign, source, text);
    if (strncmp(sign, "0x", 2) == 0)
        return hexadecimal_fits(sign, text);
    if (strcasecmp(sign, text) == 0)
        return FIT_SAME;
    if (parts_in(sign, text))
        return FIT_SIGN_IN_TEXT;
    return strlen(text) >= PART_OF_SIGN_MIN && strcasestr(sign, text) ? FIT_PART_OF_SIGN : FIT_NONE;
}

/* ---- gathering ---- */

struct symptom *symptom_add(struct symptoms *s, const char *source, const char *fmt, ...)
{
    char heading[sizeof s->items[0].heading * 2];
    va_list ap;
    if (s->count == SYMPTOMS_MAX)
        return NULL;
    struct symptom *added = &s->items[s->count++];
    memset(added, 0, sizeof *added);
    va_start(ap, fmt);
    vsnprintf(heading, sizeof heading, fmt, ap);
    va_end(ap);
    text_safe_copy(added->heading, sizeof added->heading, span_str(heading));
    added->source = source;
    return added;
}

void symptom_candidate(struct symptom *s, const char *code, const char *reason)
{
    const struct diagnosis *d = catalogue_find(code);
    if (!d || s->count == SYMPTOM_CANDIDATES_MAX)
        return;
    for (size_t i = 0; i < s->count; i++)
        if (s->candidates[i].diagnosis == d)
            return;
    s->candidates[s->count++] = (struct candidate){d, reason};
}

/* The sign of a row that fits best. */
static enum symptom_fit row_fits(const struct symptom_row *row, const char *text, const char **sign_r)
{
    enum symptom_fit best = FIT_NONE;
    for (const char *const *sign = row->signs; *sign; sign++) {
        enum symptom_fit fit = symptom_sign_fits(*sign, row->source, text);
        if (fit > best) {
            best = fit;
            *sign_r = *sign;
        }
    }
    return best;
}

static void symptoms_of_rows(struct symptoms *s, const char *text, enum symptom_fit wanted)
{
    for (size_t i = 0; i < symptom_row_count; i++) {
        const struct symptom_row *row = &symptom_rows[i];
        const char *sign = NULL;
        if (row_fits(row, text, &sign) != wanted)
            continue;
        struct symptom *added =
            symptom_add(s, row->source->title, "%s%s: %s", is_number(sign) ? row->source->number : "", sign, row->meaning);
        for (size_t c = 0; added && c < SYMPTOM_CANDIDATES_MAX && row->candidates[c].code; c++)
            symptom_candidate(added, row->candidates[c].code, row->candidates[c].reason);
    }
}

static bool symptoms_name(const struct symptoms *s, const struct diagnosis *d)
{
    for (size_t i = 0; i < s->count; i++)
        for (size_t c = 0; c < s->items[i].count; c++)
            if (s->items[i].candidates[c].diagnosis == d)
                return true;
    return false;
}

/* What the catalogue says of the words, and no table of symptoms has said yet. */
static void symptoms_of_words(struct symptoms *s, const char *normal)
{
    struct candidate found[SYMPTOM_CANDIDATES_MAX], fresh[SYMPTOM_CANDIDATES_MAX];
    size_t count = catalogue_search(normal, found, SYMPTOM_CANDIDATES_MAX), n = 0;
    for (size_t i = 0; i < count; i++)
        if (!symptoms_name(s, found[i].diagnosis))
            fresh[n++] = found[i];
    if (n && s->count == SYMPTOMS_MAX)
        s->count--; /* the weakest match makes room */
    struct symptom *words = n ? symptom_add(s, "the catalogue", "Diagnoses that have these words in them") : NULL;
    for (size_t i = 0; words && i < n; i++)
        words->candidates[words->count++] = fresh[i];
}

#define SEARCH_MIN 2 /* bytes of a text that is looked for in the catalogue */

void symptoms_find(struct symptoms *s_r, const char *text)
{
    char normal[TEXT_MAX];
    symptom_normalize(normal, sizeof normal, text);
    s_r->count = 0;
    if (!*normal)
        return;
    symptoms_of_rows(s_r, normal, FIT_SAME);
    symptoms_of_tls(s_r, normal);
    symptoms_of_reply(s_r, text, normal);
    symptoms_of_rows(s_r, normal, FIT_SIGN_IN_TEXT);
    symptoms_of_rows(s_r, normal, FIT_PART_OF_SIGN);
    if (strlen(normal) >= SEARCH_MIN && !is_number(normal))
        symptoms_of_words(s_r, normal);
}
