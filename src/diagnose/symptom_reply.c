/* SPDX-License-Identifier: GPL-3.0-or-later */
/* symptom_reply.c - a server's reply read out, whole or only its code: asked of the same tables as in a walk, for every place
 * where such a reply may come. */
#include "diagnose/symptom_private.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnose/reply_codes.h"
#include "diagnose/reply_texts.h"

static bool digits_at(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isdigit((unsigned char)p[i]))
            return false;
    return !isdigit((unsigned char)p[n]);
}

/* "5.7.8"; the bytes read, 0: none. */
static size_t enhanced_at(const char *p, int enhanced[3])
{
    int used = 0;
    if ((*p != '2' && *p != '4' && *p != '5') || p[1] != '.')
        return 0;
    if (sscanf(p, "%1d.%3d.%3d%n", &enhanced[0], &enhanced[1], &enhanced[2], &used) != 3 || isdigit((unsigned char)p[used]))
        return 0;
    return (size_t)used;
}

/* SMTP's codes: 535 at the beginning or in front of an enhanced one, and the enhanced one anywhere. */
static void read_codes(struct heard *h, const char *normal)
{
    bool begins = true;
    for (const char *p = normal; *p; begins = !isalnum((unsigned char)*p) && *p != '.' && *p != '-', p++) {
        int enhanced[3];
        if (!begins)
            continue;
        if (!h->code && (*p == '4' || *p == '5') && digits_at(p, 3) && p[3] != '.') {
            size_t used = (p[3] == ' ' || p[3] == '-') ? enhanced_at(p + 4, enhanced) : 0;
            if (p == normal || used)
                h->code = atoi(p);
        }
        if (!h->enhanced[0] && enhanced_at(p, enhanced))
            memcpy(h->enhanced, enhanced, sizeof enhanced);
    }
}

/* What is inside the first brackets; or the text itself, where it is one word. */
static void read_resp_code(struct heard *h, const char *normal)
{
    const char *open = strchr(normal, '['), *close = open ? strchr(open, ']') : NULL;
    if (close)
        snprintf(h->resp_code, sizeof h->resp_code, "%.*s", (int)(close - open - 1), open + 1);
    else if (!open && !strchr(normal, ' ') && !isdigit((unsigned char)*normal))
        snprintf(h->resp_code, sizeof h->resp_code, "%s", normal);
}

static const struct {
    enum said_at at;
    const char *by_words, *by_code;
} places[] = {
    {SAID_AT_LOGIN, "in answer to a login: its words say so", "in answer to a login"},
    {SAID_AT_GREETING, "as the greeting: its words say so", "as the greeting"},
    {SAID_AT_STARTTLS, "in answer to STARTTLS: its words say so", "in answer to STARTTLS"},
    {SAID_AT_MAIL, "in answer to a sender or a recipient: its words say so", "in answer to a sender or a recipient"},
};
#define PLACES (sizeof places / sizeof places[0])

/* An enhanced code alone stands for the basic code that it usually comes with (RFC 4954 6, RFC 3463). */
static void imply_code(struct heard *h)
{
    static const struct {
        int enhanced[3], code;
    } usual[] = {
        {{5, 7, 8}, 535}, {{5, 7, 9}, 534}, {{4, 7, 12}, 432}, {{5, 5, 6}, 500}, {{4, 7, 0}, 454},
        {{5, 7, 0}, 530}, {{5, 7, 1}, 550}, {{5, 5, 4}, 504},  {{5, 5, 1}, 503},
    };
    for (size_t i = 0; !h->code && i < sizeof usual / sizeof usual[0]; i++)
        if (memcmp(usual[i].enhanced, h->enhanced, sizeof h->enhanced) == 0)
            h->code = usual[i].code;
}

static void codes_candidates(struct symptom *s, const struct heard *h, bool of_a_class)
{
    const char *code;
    for (size_t p = 0; p < PLACES; p++)
        for (size_t n = 0; (code = reply_code_candidate(h, places[p].at, of_a_class, n)); n++)
            symptom_candidate(s, code, places[p].by_code);
}

void symptoms_of_reply(struct symptoms *s, const char *text, const char *normal)
{
    struct symptom found = {0}; /* kept only when it has a candidate */
    struct heard h = {.present = true};
    const char *code;
    snprintf(h.line, sizeof h.line, "%s", normal);
    read_codes(&h, normal);
    read_resp_code(&h, normal);
    imply_code(&h);
    for (size_t p = 0; p < PLACES; p++)
        for (size_t n = 0; (code = reply_text_code(&h, places[p].at, n, NULL)); n++)
            symptom_candidate(&found, code, places[p].by_words);
    codes_candidates(&found, &h, false);
    if (!found.count)
        codes_candidates(&found, &h, true);
    if (!found.count)
        return;
    struct symptom *added = symptom_add(s, "a server's reply: a mail program's details, a bounce, a log", "\"%.120s\"", text);
    if (!added)
        return;
    memcpy(added->candidates, found.candidates, sizeof found.candidates);
    added->count = found.count;
}
