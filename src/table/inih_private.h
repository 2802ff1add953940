/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inih_private.h - inih, loaded when a table is read: inih_load first, then inih.parse_stream for ini_parse_stream. */
#ifndef TLSWALK_INIH_PRIVATE_H
#define TLSWALK_INIH_PRIVATE_H

#include <ini.h>

#include "base/late.h"

#define INIH_CALLS(X) X(parse_stream, ini_parse_stream)

LATE_DECLARE(inih, INIH_CALLS)

#endif
