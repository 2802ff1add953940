/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tree.h - where to begin when nothing is known but what the caller says: questions that a helpdesk can ask, and the diagnoses that
 * their answers lead to. Constant data: the manual prints it.
 */
#ifndef TLSWALK_TREE_H
#define TLSWALK_TREE_H

#include <stddef.h>

struct tree_question {
    const char *question;      /* for a yes */
    const char *const *codes;  /* NULL-ended, the likelier first */
};

struct tree_branch {
    const char *title;         /* "No answer" */
    const char *told_by;       /* how far it got: what one sees of it */
    const struct tree_question *questions; /* ends with question NULL */
};

/* In the order in which a connection comes about; ends with title NULL. */
extern const struct tree_branch tree[];

#endif
