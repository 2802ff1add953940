/* SPDX-License-Identifier: GPL-3.0-or-later */
/* unbound.c - see unbound_private.h. */
#include "net/unbound_private.h"

LATE_DEFINE(unbound, UNBOUND_CALLS, UNBOUND_SONAME)
