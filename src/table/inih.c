/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inih.c - see inih_private.h. */
#include "table/inih_private.h"

LATE_DEFINE(inih, INIH_CALLS, INIH_SONAME)
