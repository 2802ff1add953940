/* SPDX-License-Identifier: GPL-3.0-or-later */
/* redact_private.h - what is to be masked, and the mask over one text. Functions return false when memory ran out. */
#ifndef TLSWALK_REDACT_PRIVATE_H
#define TLSWALK_REDACT_PRIVATE_H

#include "base/buf.h"
#include "base/span.h"
#include "base/strv.h"
#include "report/report.h"

/* Lists count: the n-th user is "user-n". Addresses and mailboxes are added as they are met. */
struct redaction {
    struct strv keep;  /* names and addresses of the server */
    struct strv users, hosts, addresses, mailboxes;
};

/* What the walk tells of who is who. */
bool redaction_make(struct redaction *r, const struct evidence *e, const char *user);
void redaction_done(struct redaction *r);

/* text, masked, appended. */
bool redact_text(struct redaction *r, struct span text, struct buf *out);

#endif
