/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mech_private.h - the table of mechanisms, for the judge. */
#ifndef TLSWALK_MECH_PRIVATE_H
#define TLSWALK_MECH_PRIVATE_H

#include "sasl/mech.h"

/* Strongest first, those known by name only behind them. */
extern const struct mech mechs[];
extern const size_t mech_count;

#endif
