/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pick_private.h - what a list to pick from is made of: a row of pick_view.c's table for each kind. */
#ifndef TLSWALK_PICK_PRIVATE_H
#define TLSWALK_PICK_PRIVATE_H

#include "ui/page.h"
#include "ui/pick_view.h"

struct pick_item {
    enum verdict verdict;  /* NONE: the entry has none */
    const char *under;     /* it belongs to the entry above, and this word says how; NULL: it does not */
    char text[200];
    char right[80];        /* at the right edge */
};

struct pick_kind_row {
    const char *title;     /* behind " tlswalk" */
    const char *empty;     /* what is said when there is nothing to pick from */
    const char *status;    /* what Enter does */
    int label_cols;        /* of the words about an entry */
    size_t (*count)(struct pick_view *v, const struct model *m);
    void (*item)(const struct pick_view *v, const struct model *m, size_t i, struct pick_item *item_r);
    /* A few words about the entry, for the pane under the list. */
    void (*about)(const struct pick_view *v, const struct model *m, size_t i, struct page *p);
    /* Enter. */
    unsigned (*pick)(const struct pick_view *v, const struct model *m, size_t i, struct press *p);
    /* The diagnosis that the entry is about; NULL, or the answer NULL: it is about none. */
    const char *(*code)(const struct pick_view *v, const struct model *m, size_t i);
};

extern const struct pick_kind_row pick_causes, pick_findings, pick_exports, pick_symptoms;

#endif
