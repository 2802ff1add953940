/* SPDX-License-Identifier: GPL-3.0-or-later */
/* login.h - who the operator says to be. Owner: the struct, its strings are malloc'ed; login_done wipes and releases it.
 * A zeroed struct is "no login".
 */
#ifndef TLSWALK_LOGIN_H
#define TLSWALK_LOGIN_H

#include "sasl/secret.h"

struct login {
    char *user;               /* UTF-8; NULL: none */
    char *authzid;            /* NULL: none */
    struct secret password;
    struct secret token;      /* OAuth access token */
    char *mechanism;          /* the one asked for, upper case; NULL: the strongest that can be used */
};

void login_done(struct login *l);

#endif
