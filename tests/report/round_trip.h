/* SPDX-License-Identifier: GPL-3.0-or-later */
/* round_trip.h - a walk written as JSON, read back, and written again: the same bytes, and the same text report. */
#ifndef TLSWALK_TESTS_ROUND_TRIP_H
#define TLSWALK_TESTS_ROUND_TRIP_H

#include <stdbool.h>

#include "report/report.h"

/* true: it went there and back. Else what differs stands in why (cap bytes). */
bool round_trip(const struct report_input *in, char *why, size_t cap);

#endif
