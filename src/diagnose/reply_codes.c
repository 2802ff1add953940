/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reply_codes.c - THE CODES: one row a reply code. */
#include "diagnose/reply_codes.h"

#include <string.h>
#include <strings.h>

/* 0 and NULL: any. */
struct reply_code {
    enum said_at at;
    int code;              /* below 10: the first digit of it */
    int subject, detail;   /* of the enhanced code x.subject.detail */
    const char *resp_code; /* its first word */
    const char *diagnosis;
    enum certainty certainty;
};

#define SMTP(place, number, its_diagnosis, how_sure) \
    {.at = SAID_AT_##place, .code = number, .diagnosis = its_diagnosis, .certainty = how_sure}
#define ENHANCED(place, its_subject, its_detail, its_diagnosis, how_sure) \
    {.at = SAID_AT_##place, .subject = its_subject, .detail = its_detail, .diagnosis = its_diagnosis, .certainty = how_sure}
#define WORD(place, word, its_diagnosis, how_sure) \
    {.at = SAID_AT_##place, .resp_code = word, .diagnosis = its_diagnosis, .certainty = how_sure}

/* Within a place the more particular row first. */
static const struct reply_code reply_codes[] = {
    WORD(GREETING, "UNAVAILABLE", "greeting-421-busy", CERTAIN),
    WORD(GREETING, "SYS/TEMP", "greeting-421-busy", CERTAIN),
    SMTP(GREETING, 521, "greeting-521-no-mail", CERTAIN),
    SMTP(GREETING, 421, "greeting-421-busy", CERTAIN),
    SMTP(GREETING, 450, "greeting-421-busy", CERTAIN),
    SMTP(GREETING, 451, "greeting-421-busy", CERTAIN),
    SMTP(GREETING, 550, "greeting-rejected-554", CERTAIN),
    SMTP(GREETING, 554, "greeting-rejected-554", CERTAIN),
    SMTP(GREETING, 4, "greeting-421-busy", CERTAIN),
    SMTP(GREETING, 5, "greeting-rejected-554", CERTAIN),

    SMTP(STARTTLS, 454, "starttls-refused-454", CERTAIN),
    SMTP(STARTTLS, 501, "starttls-refused-other", CERTAIN),
    SMTP(STARTTLS, 502, "starttls-refused-other", CERTAIN),
    SMTP(STARTTLS, 503, "starttls-refused-other", CERTAIN),
    SMTP(STARTTLS, 504, "starttls-refused-other", CERTAIN),
    SMTP(STARTTLS, 534, "starttls-refused-other", CERTAIN),
    SMTP(STARTTLS, 691, "starttls-refused-other", CERTAIN),
    SMTP(STARTTLS, 4, "starttls-refused-454", CERTAIN),
    SMTP(STARTTLS, 5, "starttls-refused-other", CERTAIN),

    ENHANCED(LOGIN, 7, 13, "auth-account-disabled", CERTAIN),
    ENHANCED(LOGIN, 7, 10, "auth-encryption-required", CERTAIN),
    ENHANCED(LOGIN, 7, 11, "auth-encryption-required", CERTAIN),
    SMTP(LOGIN, 421, "auth-too-many-attempts", CERTAIN),
    SMTP(LOGIN, 432, "auth-transition-needed", CERTAIN),
    SMTP(LOGIN, 435, "auth-backend-down", CERTAIN),
    SMTP(LOGIN, 450, "auth-too-many-attempts", CERTAIN),
    SMTP(LOGIN, 451, "auth-backend-down", LIKELY),
    SMTP(LOGIN, 454, "auth-backend-down", CERTAIN),
    SMTP(LOGIN, 500, "auth-command-not-advertised", LIKELY),
    SMTP(LOGIN, 501, "auth-exchange-broken", LIKELY),
    SMTP(LOGIN, 502, "auth-command-not-advertised", CERTAIN),
    SMTP(LOGIN, 503, "auth-command-not-advertised", CERTAIN),
    SMTP(LOGIN, 504, "auth-mechanism-unsupported", CERTAIN),
    SMTP(LOGIN, 523, "auth-encryption-required", CERTAIN),
    SMTP(LOGIN, 524, "auth-encryption-required", CERTAIN),
    SMTP(LOGIN, 525, "auth-account-disabled", CERTAIN),
    SMTP(LOGIN, 530, "auth-encryption-required", CERTAIN),
    SMTP(LOGIN, 534, "auth-mechanism-too-weak", CERTAIN),
    SMTP(LOGIN, 535, "auth-bad-credentials", CERTAIN),
    SMTP(LOGIN, 538, "auth-encryption-required", CERTAIN),
    WORD(LOGIN, "AUTHENTICATIONFAILED", "auth-bad-credentials", CERTAIN),
    WORD(LOGIN, "AUTHORIZATIONFAILED", "auth-authorization-failed", CERTAIN),
    WORD(LOGIN, "EXPIRED", "auth-password-expired", CERTAIN),
    WORD(LOGIN, "PRIVACYREQUIRED", "auth-encryption-required", CERTAIN),
    WORD(LOGIN, "CONTACTADMIN", "auth-account-disabled", LIKELY),
    WORD(LOGIN, "UNAVAILABLE", "auth-backend-down", CERTAIN),
    WORD(LOGIN, "SERVERBUG", "auth-backend-down", LIKELY),
    WORD(LOGIN, "LIMIT", "auth-too-many-connections", LIKELY),
    WORD(LOGIN, "INUSE", "mailbox-in-use", CERTAIN),
    WORD(LOGIN, "OVERQUOTA", "auth-quota-throttled", CERTAIN),
    WORD(LOGIN, "IN-USE", "mailbox-in-use", CERTAIN),
    WORD(LOGIN, "LOGIN-DELAY", "login-delay", CERTAIN),
    WORD(LOGIN, "SYS/TEMP", "auth-backend-down", CERTAIN),
    WORD(LOGIN, "SYS/PERM", "auth-account-disabled", LIKELY),
    WORD(LOGIN, "AUTH", "auth-bad-credentials", CERTAIN),

    SMTP(MAIL, 530, "auth-required-530", CERTAIN),
    SMTP(MAIL, 450, "greylisting", LIKELY),
    SMTP(MAIL, 451, "greylisting", LIKELY),
    SMTP(MAIL, 550, "auth-required-530", LIKELY),
    SMTP(MAIL, 553, "auth-required-530", LIKELY),
    SMTP(MAIL, 554, "auth-required-530", LIKELY),
};

static bool first_word_is(const char *words, const char *word)
{
    size_t n = strcspn(words, " ");
    return strlen(word) == n && strncasecmp(words, word, n) == 0;
}

/* The row is about every code that begins with its digit. */
static bool is_of_a_class(const struct reply_code *row)
{
    return row->code && row->code < 10;
}

static bool reply_fits(const struct reply_code *row, const struct heard *h)
{
    if (row->resp_code)
        return first_word_is(h->resp_code, row->resp_code);
    if (row->subject)
        return h->enhanced[0] && h->enhanced[1] == row->subject && h->enhanced[2] == row->detail;
    return (is_of_a_class(row) ? h->code / 100 : h->code) == row->code;
}

const char *reply_code_diagnosis(const struct heard *h, enum said_at at, enum certainty *certainty_r)
{
    for (size_t i = 0; h->present && i < sizeof reply_codes / sizeof reply_codes[0]; i++)
        if (reply_codes[i].at == at && reply_fits(&reply_codes[i], h)) {
            *certainty_r = reply_codes[i].certainty;
            return reply_codes[i].diagnosis;
        }
    return NULL;
}

bool reply_code_means(const struct heard *h, enum said_at at, const char *diagnosis)
{
    enum certainty certainty;
    const char *found = reply_code_diagnosis(h, at, &certainty);
    return found && strcmp(found, diagnosis) == 0;
}

const char *reply_code_candidate(const struct heard *h, enum said_at at, bool of_a_class, size_t nth)
{
    for (size_t i = 0; i < sizeof reply_codes / sizeof reply_codes[0]; i++)
        if (reply_codes[i].at == at && is_of_a_class(&reply_codes[i]) == of_a_class && reply_fits(&reply_codes[i], h) && !nth--)
            return reply_codes[i].diagnosis;
    return NULL;
}
