/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prompt.h - a question to the operator: some remarks, and up to PROMPT_FIELDS lines to fill in, or a yes or no.
 *
 * Knows typing and drawing. Not: what is asked for, nor what is done with it (dialogue.h).
 * A secret field shows nothing of what is typed, not even how much. prompt_close wipes every field.
 */
#ifndef TLSWALK_PROMPT_H
#define TLSWALK_PROMPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/edit.h"
#include "ui/grid.h"

#define PROMPT_FIELDS 4
#define PROMPT_REMARKS 5

struct prompt_field {
    const char *label;
    const char *hint;   /* shown while the field is empty */
    bool secret;
    struct edit edit;
};

struct prompt {
    bool open;
    bool yes_no;                 /* no fields: y or n */
    char heading[160];
    char remarks[PROMPT_REMARKS][300];
    style remark_styles[PROMPT_REMARKS];
    size_t remark_count;
    struct prompt_field fields[PROMPT_FIELDS];
    size_t field_count, at;
    bool pasting;
    char complaint[300];         /* why the answer was not taken; "" when nothing is wrong */
};

enum prompt_event {
    PROMPT_STAYS,    /* typing goes on */
    PROMPT_CHANGED,  /* the text changed: a filter follows it */
    PROMPT_TAKEN,    /* Enter in the last field, or y */
    PROMPT_DROPPED,  /* Esc, Ctrl-C, or n */
};

void prompt_open(struct prompt *p, const char *heading);
void prompt_remark(struct prompt *p, style st, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
struct prompt_field *prompt_add(struct prompt *p, const char *label, const char *hint, bool secret);
void prompt_close(struct prompt *p);
enum prompt_event prompt_key(struct prompt *p, uint32_t key);
/* Rows it takes at the bottom of a screen of that size. */
int prompt_rows(const struct prompt *p, int cols);
void prompt_draw(const struct prompt *p, struct area a);

#endif
