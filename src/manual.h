/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manual.h - starts man(1) on the page of diagnoses. */
#ifndef TLSWALK_MANUAL_H
#define TLSWALK_MANUAL_H

#include <stdbool.h>
#include <sys/types.h>

/* What makes less(1) begin at the entry of this code: "LESS=+/PATTERN", for the environment. */
#define MANUAL_LESS_MAX 128
void manual_less(const char *code, char to[MANUAL_LESS_MAX]);

/* At the entry of this code, where the pager is less(1). The terminal must have been given back. false: errno. */
bool manual_start(const char *code, pid_t *pid_r);

#endif
