/* SPDX-License-Identifier: GPL-3.0-or-later */
/* symptom_search.c - words looked for in the catalogue. */
#include "config.h"

#include "diagnose/symptom_private.h"

#include <stdio.h>
#include <string.h>

#define WORDS_MAX 12
#define WORD_LEN_MAX 63

struct search {
    char words[WORDS_MAX][WORD_LEN_MAX + 1];
    size_t count;
    const char *text; /* the whole of it */
};

/* Words that stand in every other sentence, and so tell nothing. */
static bool is_filler(const char *word)
{
    static const char *const fillers[] = {"a", "an", "and", "at", "by", "for", "from", "i", "in", "is", "it", "my", "not", "of",
                                          "on", "or", "the", "to", "was", "with", "does", "do", "can", "cannot", "server", "mail"};
    for (size_t i = 0; i < sizeof fillers / sizeof fillers[0]; i++)
        if (strcmp(word, fillers[i]) == 0)
            return true;
    return false;
}

static void search_begin(struct search *q, const char *text)
{
    q->count = 0;
    q->text = text;
    for (const char *p = text; *p && q->count < WORDS_MAX;) {
        size_t len = strcspn(p, " ,;:?!\"()");
        if (len) {
            char *word = q->words[q->count];
            snprintf(word, WORD_LEN_MAX + 1, "%.*s", (int)(len < WORD_LEN_MAX ? len : WORD_LEN_MAX), p);
            q->count += !is_filler(word);
        }
        p += len + (p[len] != '\0');
    }
}

/* Where a diagnosis has a word, and what that is worth. */
struct place {
    unsigned worth;
    const char *reason;
};

static struct place word_place(const struct diagnosis *d, const char *word)
{
    if (strcasestr(d->code, word))
        return (struct place){8, "in its name"};
    if (strcasestr(d->what, word) || strcasestr(d->say, word))
        return (struct place){5, "in what it says"};
    for (const char *const *reference = d->references; *reference; reference++)
        if (strcasestr(*reference, word))
            return (struct place){4, "in its references"};
    if (strcasestr(d->seen, word))
        return (struct place){3, "in how it shows"};
    if (strcasestr(d->why, word) || strcasestr(d->user, word) || strcasestr(d->admin, word))
        return (struct place){2, "in its cause or its remedies"};
    return (struct place){0, NULL};
}

/* A reference as a whole, "RFC 3207 4", is worth more than its words. */
static bool has_reference(const struct diagnosis *d, const char *text)
{
    for (const char *const *reference = d->references; strlen(text) > 3 && *reference; reference++)
        if (strcasestr(*reference, text))
            return true;
    return false;
}

/* 0: a word is missing. */
static unsigned search_worth(const struct search *q, const struct diagnosis *d, const char **reason_r)
{
    unsigned sum = 0, best = 0;
    if (has_reference(d, q->text)) {
        *reason_r = "in its references";
        return 40;
    }
    for (size_t i = 0; i < q->count; i++) {
        struct place place = word_place(d, q->words[i]);
        if (!place.worth)
            return 0;
        sum += place.worth;
        if (place.worth > best) {
            best = place.worth;
            *reason_r = place.reason;
        }
    }
    return q->count ? sum * 4 / (unsigned)q->count : 0;
}

size_t catalogue_search(const char *text, struct candidate found_r[], size_t n)
{
    unsigned worths[SYMPTOM_CANDIDATES_MAX];
    struct search q;
    size_t count = 0;
    if (n > SYMPTOM_CANDIDATES_MAX)
        n = SYMPTOM_CANDIDATES_MAX;
    search_begin(&q, text);
    for (size_t i = 0; i < catalogue_count && n; i++) {
        const char *reason = "";
        unsigned worth = search_worth(&q, &catalogue[i], &reason);
        if (!worth || (count == n && worth <= worths[n - 1]))
            continue;
        size_t at = count < n ? count++ : n - 1;
        for (; at > 0 && worths[at - 1] < worth; at--) {
            worths[at] = worths[at - 1];
            found_r[at] = found_r[at - 1];
        }
        worths[at] = worth;
        found_r[at] = (struct candidate){&catalogue[i], reason};
    }
    return count;
}
