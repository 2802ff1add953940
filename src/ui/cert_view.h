/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cert_view.h - the chain that a server sent, each check, every field, the PEM, and what it means. */
#ifndef TLSWALK_CERT_VIEW_H
#define TLSWALK_CERT_VIEW_H

#include "ui/list.h"
#include "ui/view.h"

enum cert_show { CERT_CHECKS, CERT_FIELDS, CERT_PEM_TEXT };

struct cert_view {
    size_t walk;
    struct list list;      /* the certificates */
    enum cert_show show;
    struct list page;
    size_t page_lines;     /* at the last draw */
    size_t finding;        /* among those about the certificate */
    int cols;
};

extern const struct view cert_view;
void cert_view_open(struct cert_view *v, size_t walk);

#endif
