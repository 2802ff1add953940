/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fixture.h - files of tests/tls/fixture. A file that is not there ends the program. */
#ifndef TLSWALK_FIXTURE_H
#define TLSWALK_FIXTURE_H

#include "base/buf.h"
#include "base/span.h"

/* Appended to out. */
void fixture_read(const char *name, struct buf *out);
/* The first certificate of a PEM file as DER, appended to out. */
void fixture_read_der(const char *name, struct buf *out);

#endif
