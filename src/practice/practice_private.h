/* SPDX-License-Identifier: GPL-3.0-or-later */
/* practice_private.h - what the rest of the room asks of the practice as a whole. */
#ifndef TLSWALK_PRACTICE_PRACTICE_PRIVATE_H
#define TLSWALK_PRACTICE_PRACTICE_PRIVATE_H

#include "practice/practice.h"

struct identities;

struct identities *practice_identities(struct practice *p);

#endif
