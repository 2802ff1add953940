/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trust_file.h - the certificates that are trusted, mapped from the file they stand in. */
#ifndef TLSWALK_TRUST_FILE_H
#define TLSWALK_TRUST_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "options.h"
#include "tls/trust.h"

struct trust_file {
    struct trust *trust;
    void *bytes; /* lent to trust */
    size_t len;
};

/* --ca-file alone, else the system's store, else (--no-system-ca, or no store here) nobody. false: err. */
bool trust_file_open(struct trust_file *f, const struct options *o, struct err *err);
void trust_file_close(struct trust_file *f);

#endif
