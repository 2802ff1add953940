/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dialogue.h - the questions that tlswalk asks, and what it wishes when they are answered.
 *
 * Nothing that sends a password or removes a row happens without one of these.
 */
#ifndef TLSWALK_DIALOGUE_H
#define TLSWALK_DIALOGUE_H

#include <stdbool.h>

#include "ui/model.h"
#include "ui/prompt.h"
#include "ui/ui.h"

enum question {
    QUESTION_NONE,
    QUESTION_FIND,
    QUESTION_FILTER,
    QUESTION_ADD,
    QUESTION_EDIT,
    QUESTION_REMOVE,
    QUESTION_SAVE,
    QUESTION_SAVE_MASKED,
    QUESTION_SAVE_SHEET,
    QUESTION_READ_OUT,
    QUESTION_COMPARE_WITH,
    QUESTION_LOGIN,
    QUESTION_COMPARE,
    QUESTION_DEPTH,
    QUESTION_INJECTION,
    QUESTION_QUIT,
};

/* What must be typed before a secret may go over a channel whose certificate did not pass. */
#define DIALOGUE_INSECURE_WORDS "send anyway"

struct dialogue {
    enum question question;
    struct prompt prompt;
    size_t row;        /* the table's, of EDIT, REMOVE and LOGIN */
    bool token;        /* LOGIN: the secret is a token */
    bool insecure;     /* LOGIN: the words must be typed */
    char user[512];    /* LOGIN: typed the last time, offered again */
};

static inline bool dialogue_is_open(const struct dialogue *d) { return d->question != QUESTION_NONE; }
/* text: what the field begins with (FIND, FILTER, ADD); may be NULL. */
void dialogue_ask(struct dialogue *d, enum question q, const struct model *m, size_t row, const char *text);
/* walk: the one whose certificate and mechanisms count. */
void dialogue_ask_login(struct dialogue *d, const struct model *m, size_t walk);
void dialogue_close(struct dialogue *d);
/* A key. PROMPT_TAKEN: the answer was good; wish is filled (kind WISH_NONE for FIND, FILTER and READ_OUT, whose text is in the
 * first field) and the dialogue is still open, for the caller to read and to close. */
enum prompt_event dialogue_key(struct dialogue *d, uint32_t key, struct wish *wish);

#endif
