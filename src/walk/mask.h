/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mask.h - what must never be shown: the login's secrets in every form in which a server could send them back.
 *
 * Private to walk/. A server that echoes a command ("500 unknown command AUTH PLAIN AHBy...") must not put the password
 * into a transcript. Owner: the struct; mask_done wipes.
 */
#ifndef TLSWALK_MASK_H
#define TLSWALK_MASK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "sasl/login.h"

#define MASK_FORMS 6
#define MASK_FORM_MIN 4 /* bytes; shorter ones would blot out ordinary words */

struct mask {
    struct buf forms[MASK_FORMS];
    size_t count;
};

/* false: no memory; the login must then not be used. */
bool mask_init(struct mask *m, const struct login *login);
void mask_done(struct mask *m);
/* Overwrites each form in bytes with '*'. true: something was found. */
bool mask_blot(const struct mask *m, unsigned char *bytes, size_t len);

#endif
