/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hosts.h - does a hosts file (hosts(5)) give a name this address? Bytes in, answer out; reads no file. */
#ifndef TLSWALK_HOSTS_H
#define TLSWALK_HOSTS_H

#include <stdbool.h>

#include "base/span.h"

bool hosts_gives(struct span file, const char *name, const char *address);

#endif
