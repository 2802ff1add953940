/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gsasl.c - see gsasl_private.h. */
#include "sasl/gsasl_private.h"

LATE_DEFINE(gsasl, GSASL_CALLS, GSASL_SONAME)
