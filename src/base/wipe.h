/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe.h - overwrites memory that held a secret, in a way that the compiler may not leave out. */
#ifndef TLSWALK_WIPE_H
#define TLSWALK_WIPE_H

#include <stddef.h>

/* bytes may be NULL when len is 0. */
void wipe(void *bytes, size_t len);

#endif
